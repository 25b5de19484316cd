"""The pinned board of an admin chat: what is open, what is urgent, what is overdue."""
