# Two commands for a start: `make score` and `make test`. Both set up .venv by themselves.
VENV    := .venv
BIN     := $(VENV)/bin
PYTHON  ?= python3
ARTICLE ?= examples
CORPORA := $(or $(CLASSIFIER_CORPORA),$(wildcard ../shared/corpora))

# Interpreters for test-versions, by name or path; one that is not there is said and left out.
PYTHONS ?= python3.11 python3.12 python3.13 python3.14

.PHONY: score test check format test-full test-oldest test-versions fuzz fuzz-models reliability lock audit train clean help
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
	@for program in chromium java; do command -v $$program >/dev/null || missing=1; done; \
	  test -z "$$missing" || { echo "test-full needs a browser and Java: apt-get install chromium default-jre-headless"; exit 1; }
	@CLASSIFIER_FULL=1 CLASSIFIER_CORPORA=$(CORPORA) $(BIN)/python -m pytest -q -n 2

test-oldest:     ## the tests with the oldest supported releases, in an environment of their own
	@$(PYTHON) -m venv $(VENV)-oldest
	@$(VENV)-oldest/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint tests/oldest.txt
	@CLASSIFIER_CORPORA=$(CORPORA) $(VENV)-oldest/bin/python -m pytest -q -n 2 -m "not full"

test-versions: test-oldest  ## the tests with the oldest releases, then with the newest on every Python that is here
	@for python in $(PYTHONS); do \
	  $$python -c '' 2>/dev/null || { echo "$$python: not here, left out"; continue; }; \
	  venv=$(VENV)-$$(basename $$python); \
	  $$python -m venv $$venv && \
	  $$venv/bin/pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager --editable '.[dev]' && \
	  $$venv/bin/python -c 'import sys, sklearn, pandas, numpy, nltk; print("Python", sys.version.split()[0], *(f"{m.__name__} {m.__version__}" for m in (sklearn, pandas, numpy, nltk)))' && \
	  CLASSIFIER_CORPORA=$(CORPORA) $$venv/bin/python -m pytest -q -n 2 -m "not full" || exit 1; \
	done

fuzz: $(VENV)/dev    ## fuzz the scorer for half an hour, guided by coverage; SECONDS=60 for less
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	@$(BIN)/python -m benchmarks.fuzz --seconds $(or $(SECONDS),1800)

fuzz-models: $(VENV)/dev  ## a million damaged models in memory, ten thousand on disk
	@$(BIN)/python -m benchmarks.model_fuzz

reliability: $(VENV)/dev  ## docs/reliability.md anew from benchmarks/results
	@$(BIN)/python -m benchmarks.patterns
	@$(BIN)/python -m benchmarks.reliability

lock: $(VENV)/dev    ## requirements.lock anew, with hashes
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --upgrade --quiet pyproject.toml -o requirements.lock

audit: $(VENV)/dev   ## known holes in the locked dependencies; needs pypi.org
	@$(BIN)/pip install --quiet --disable-pip-version-check pip-audit
	@$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.lock

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

$(VENV)/dev: $(VENV)/bin/python pyproject.toml requirements.lock
	@echo "setting up $(VENV) for development …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run

$(VENV)/benchmarks: $(VENV)/dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,benchmarks,browser,docs,engines]'
	@touch $@
