"""A rush of tips told in one message: they wait in the queue, and the staff call them up."""
