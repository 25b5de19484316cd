"""The audit: a chain over all that the staff do and read, and its head for the auditor."""
