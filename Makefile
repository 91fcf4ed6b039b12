# `make run` opens the chat window, `make test` runs the tests. Everything goes into .venv; nothing is installed elsewhere.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: run test install evaluate benchmark check figures screenshots wheel clean

run: $(VENV)/installed
	$(BIN)/stretch serve

install: $(VENV)/installed

test: $(VENV)/installed-test
	$(BIN)/pytest

evaluate: $(VENV)/installed-test
	$(BIN)/python -m tests.evaluation

benchmark: $(VENV)/installed-test
	$(BIN)/python -m tests.benchmarks

check: $(VENV)/installed-test
	$(BIN)/ruff check assistant tests app.py
	$(BIN)/ruff format --check assistant tests app.py
	$(BIN)/mypy

figures: $(VENV)/installed
	$(BIN)/python -m assistant.figures build/figures.html

screenshots: $(VENV)/installed-test
	$(BIN)/python -m tests.browser.screenshots docs

wheel: $(VENV)/installed
	$(BIN)/pip wheel --no-deps --wheel-dir dist .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt torch
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[test]"
	@touch $@

clean:
	rm -rf $(VENV) build dist index/*/ .pytest_cache .mypy_cache .ruff_cache
