"""Runs cairn-bench, checks its figures against controls and writes the report."""
