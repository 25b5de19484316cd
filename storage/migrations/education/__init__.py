"""The migrations of the education database."""
