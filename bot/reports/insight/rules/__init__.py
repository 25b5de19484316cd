"""What a report may say, and what is worth a look."""
