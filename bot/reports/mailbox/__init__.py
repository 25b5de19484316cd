"""The mailbox that a receipt opens: status, the staff's questions, answers and additions."""
