"""The closed algebra of plans over results rows: run, composed for a question, ranked by a trained model."""
