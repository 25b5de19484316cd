"""The tables of the first revision, parents before their children.

They are made anew each time they are asked for: a column belongs to one table for ever.
"""
