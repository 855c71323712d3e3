"""Reports and comparisons as pages that open from the disk and can be mailed."""
