"""Help: whom to call and what to read; asked for by a button, answered without a trace."""
