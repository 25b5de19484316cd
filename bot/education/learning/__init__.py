"""Lessons: a story, cards, a scene to practise refusing, questions, and a certificate."""
