"""What stands on a person's screen and must go: one register, sealed, in memory alone."""
