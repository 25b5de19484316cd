"""Opt-in notices that something waits in a mailbox, and how their addresses are forgotten.

What a thief of the database learns of it at most: which tips have a route, until when in the
present month, whether its mailbox was opened since the last notice, and while a notice waits,
when it will go. Whoever holds the month's route key besides learns the accounts behind them.
"""
