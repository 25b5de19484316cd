"""The queue: what waits, what I hold, where a number is, and who has how much."""
