"""The clock: by when what is done with a tip, and who is reminded of it."""
