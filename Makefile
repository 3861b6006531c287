# Two commands on a fresh machine: `make run` and `make test`. They need python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test check bench clean help
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: $(VENV)/.run ## set up, then run the demo from nothing to the claim-status table
	@$(BIN)/houxu demo

test: $(VENV)/.test ## set up, then run all tests
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.check ## lint, types, import directions
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(VENV)/.test ## speed and memory, as ratios in one run
	@$(BIN)/python -m tests.benchmarks

# An old bundled pip leaves out extras of dependencies, so it is upgraded first.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "houxu needs Python 3.11 or newer; try: make run PYTHON=python3.12"; exit 2; }
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install -qq --upgrade "pip>=25.1" && touch $@

$(VENV)/.run: $(VENV)/.pip pyproject.toml
	@$(BIN)/python -m pip install -qq --editable . && touch $@

$(VENV)/.test: $(VENV)/.run
	@$(BIN)/python -m pip install -qq --group test && touch $@

$(VENV)/.check: $(VENV)/.test
	@$(BIN)/python -m pip install -qq --group check && touch $@

clean: ## remove what make made
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache
