"""Conversation state in a Redis that writes nothing to a disk, shared by many workers.

Names of keys are MACs and values are sealed, under a key that exists in the memory of the workers
alone. It is made of two halves: HUMEN_STATE_SECRET, which every worker is given at its start, and
a random salt that the first worker puts into Redis and that dies with it. So neither the settings
nor a copy of Redis's memory opens anything alone, and after a restart of Redis nothing does.
Everything is gone an hour after the last touch.
"""
