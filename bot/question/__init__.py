"""What is asked: the words of a question, its rounds and names, and tables and turns of talk as it sees them."""
