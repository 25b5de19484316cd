"""What happens in a lesson; pure, with neither clock nor storage."""
