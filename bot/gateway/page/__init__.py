"""The phone page of the gateway."""
