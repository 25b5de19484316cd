"""The reports house's database: tips, their sealed envelopes, units, staff and the outbox."""
