"""How long tips are kept, how their end is announced, and what remains."""
