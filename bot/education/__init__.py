"""The education house: learning, help and campaigns; it cannot open the reports house."""
