"""Training of the small reader; nothing that serves imports it."""
