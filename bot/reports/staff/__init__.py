"""Who works on reports: a unit, its admin chat, and the people in it."""
