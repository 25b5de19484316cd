"""Taking in a tip: the conversation, the draft in memory, the sealing and the sending."""
