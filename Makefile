# make run: install, ingest the sample coverage, serve the chat page.   make test: install, run every check.
PYTHON ?= python3
BIN := .venv/bin
LIBRARY ?= library
# Bytecode is compiled as modules are imported; compiling everything at once takes a minute that nobody needs.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: run test lint eval bench clean

run: .venv/.installed
	$(BIN)/pressbox ingest corpus --library $(LIBRARY)
	$(BIN)/pressbox serve --library $(LIBRARY)

test: .venv/.installed-for-tests lint
	$(BIN)/pytest

lint: .venv/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: .venv/.installed
	$(BIN)/pressbox ingest corpus --library $(LIBRARY)
	$(BIN)/pressbox eval run evals/sets/sample.jsonl --library $(LIBRARY) --out runs/sample
	$(BIN)/pressbox eval gate runs/sample

bench: .venv/.installed-for-bench
	$(BIN)/python -m benchmarks.results_rows
	$(BIN)/python -m benchmarks.reingest
	$(BIN)/python -m benchmarks.encoding

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) -e .
	touch $@

.venv/.installed-for-bench: .venv/.installed
	$(PIP) -e '.[fast]'
	touch $@

.venv/.installed-for-tests: .venv/.installed
	$(PIP) -e '.[test]'
	touch $@

clean:
	rm -rf .venv build library runs *.egg-info
