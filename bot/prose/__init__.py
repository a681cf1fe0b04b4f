"""Answers from reports and live blogs: sentences, quotations, speakers, reasons, and figures that text tells."""
