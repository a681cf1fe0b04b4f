"""`python -m ingest` is `pressbox ingest`."""

import logging

import typer

from ingest.command import ingest

if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    typer.run(ingest)
