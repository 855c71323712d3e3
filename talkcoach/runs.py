# NOTE TO THE RUNS HELPER: the lead overwrote your runs.py by accident at 22:57; please write your version here again.
