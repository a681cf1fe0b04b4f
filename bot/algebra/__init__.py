"""The closed algebra of plans over results rows: written, run, generated for a question and ranked by a trained model."""
