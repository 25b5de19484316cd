"""Tips that are likely the same: compared by sealed signatures, linked for the staff to judge."""
