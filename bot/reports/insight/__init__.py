"""Insight: figures for the office, and early warnings for the staff."""
