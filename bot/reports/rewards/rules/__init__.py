"""The reward engine and what else of rewards is decided without a database; pure."""
