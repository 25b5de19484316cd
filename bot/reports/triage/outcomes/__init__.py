"""Closing with an outcome, undoing that, settling it, and opening a tip again."""
