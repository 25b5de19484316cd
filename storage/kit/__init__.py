"""What both databases share: engine, base, unit of work, once-only effects, outbox, migrations."""
