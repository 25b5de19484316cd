"""The use cases of learning: each one transaction, committed before anybody is answered."""
