"""Benchmarks: each prints ratios of figures from one run; none passes or fails."""
