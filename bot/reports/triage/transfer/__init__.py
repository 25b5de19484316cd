"""Passing a tip to another unit, with all that is sealed in it."""
