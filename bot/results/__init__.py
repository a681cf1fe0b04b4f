"""Plans over results tables: which tables and rows are meant, what can be worked out, how it is told."""
