"""The use cases of rewards: decide, commit, and only then is anybody told."""
