"""The people of a unit: their roles, and the end of their time there."""
