"""From a card to an outcome: take, read, ask, note, close."""
