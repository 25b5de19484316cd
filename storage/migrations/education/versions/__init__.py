"""The revisions of the education database."""
