"""The revisions of the reports database."""
