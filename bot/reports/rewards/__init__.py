"""Rewards: what a report earns, who decides it, how it is claimed, and the books."""
