"""Humen: a chat bot and phone page against drugs."""
