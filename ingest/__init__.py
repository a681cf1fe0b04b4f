"""Articles become a library."""
