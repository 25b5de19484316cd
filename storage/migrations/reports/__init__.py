"""The migrations of the reports database."""
