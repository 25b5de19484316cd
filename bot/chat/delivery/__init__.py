"""What goes out: at Telegram's pace, and through the outbox where nobody is waiting."""
