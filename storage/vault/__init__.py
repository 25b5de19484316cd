"""Receipts, keys, envelopes and sealed files: everything that keeps a tip unreadable.

Nothing here has a clock, a database or a user: months, rows and folders are given by the caller.
"""
