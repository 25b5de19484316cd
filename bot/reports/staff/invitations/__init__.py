"""Invitations to a unit by a link that works once."""
