# make run: install, ingest the sample coverage, serve the chat page.   make test: install, run every check.
PYTHON ?= python3
BIN := .venv/bin
LIBRARY ?= library

.PHONY: run test lint eval install clean

run: install
	$(BIN)/pressbox ingest corpus --library $(LIBRARY)
	$(BIN)/pressbox serve --library $(LIBRARY)

test: install lint
	$(BIN)/pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: install
	$(BIN)/pressbox ingest corpus --library $(LIBRARY)
	$(BIN)/pressbox eval run evals/sets/sample.jsonl --library $(LIBRARY)

install: .venv/.installed

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

clean:
	rm -rf .venv build library *.egg-info
