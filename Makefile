# Two commands for a start: `make score` and `make test`. Both set up .venv by themselves.
VENV    := .venv
BIN     := $(VENV)/bin
PYTHON  ?= python3
ARTICLE ?= examples
CORPORA := $(or $(CLASSIFIER_CORPORA),$(wildcard ../shared/corpora))

.PHONY: score test check format test-full test-oldest train clean help
.DEFAULT_GOAL := help

help:            ## show these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

score: $(VENV)/run   ## score the examples, or ARTICLE=path
	@$(BIN)/classifier score "$(ARTICLE)"

test: $(VENV)/dev    ## run the tests
	@CLASSIFIER_CORPORA=$(CORPORA) $(BIN)/python -m pytest -q -n 2 -m "not full"

check: $(VENV)/dev   ## lint, format, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/dev  ## mend what lint and format can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test-full: $(VENV)/dev $(VENV)/benchmarks  ## every test, also the long ones; fails where it cannot run them
	@test -n "$(CORPORA)" || { echo "test-full needs the corpora: set CLASSIFIER_CORPORA"; exit 1; }
	@CLASSIFIER_FULL=1 CLASSIFIER_CORPORA=$(CORPORA) $(BIN)/python -m pytest -q -n 2

test-oldest:     ## the tests with the oldest supported releases, in an environment of their own
	@$(PYTHON) -m venv $(VENV)-oldest
	@$(VENV)-oldest/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint tests/oldest.txt
	@CLASSIFIER_CORPORA=$(CORPORA) $(VENV)-oldest/bin/python -m pytest -q -n 2 -m "not full"

train: $(VENV)/dev   ## fit the shipped model anew
	@CLASSIFIER_CORPORA=$(CORPORA) $(BIN)/python train.py

clean:           ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: $(VENV)/bin/python pyproject.toml
	@echo "setting up $(VENV) …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[html,parquet]'
	@touch $@

$(VENV)/dev: $(VENV)/bin/python pyproject.toml
	@echo "setting up $(VENV) for development …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/run

$(VENV)/benchmarks: $(VENV)/dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,benchmarks,engines]'
	@touch $@
