"""Words and levels -> report: pure functions on arrays and typed values, no files, no clock."""
