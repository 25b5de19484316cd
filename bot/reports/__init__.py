"""The reports house: tips, their mailbox and the staff's work; it cannot know its tipsters."""
