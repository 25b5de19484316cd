"""Questions to a tipster: those that are held back, and those that are ready to send."""
