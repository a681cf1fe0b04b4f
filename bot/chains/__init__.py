"""Answers that need a row and a passage: one describes somebody, the other tells what is asked."""
