"""Statements held against tables: which of their figures and names the rows bear out."""
