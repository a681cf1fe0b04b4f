"""Between an answer and its reader: premises, sources that disagree, figures bound, answers checked again."""
