"""The education house's database: learners, what they do, and nothing of the other house."""
