"""The words of a proposal and its working, for a chat or a terminal; knows no chat library."""
