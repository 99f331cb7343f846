# Two commands matter: `make run` and `make test`. Everything else supports them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check format lock migrate bench clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed  ## Dean: the playground without tokens, Slack with them
	@$(BIN)/python -m bot

test: $(VENV)/.installed-dev  ## every test; browser tests skip, visibly, without Chromium
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.installed-dev  ## format, lint, strict types, content
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m bot check --offline

format: $(VENV)/.installed-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev  ## the figures: answer time, memory, search, tone, lessons under fire (two hours)
	@$(BIN)/python bench/ack.py
	@$(BIN)/python bench/footprint.py
	@$(BIN)/python bench/search.py
	@$(BIN)/python bench/search.py --queries bench/queries.jsonl
	@$(BIN)/python bench/tone.py
	@$(BIN)/python bench/delivery.py

migrate: $(VENV)/.installed
	@$(BIN)/python -m bot migrate

# Needs the `uv` tool; its output is what pip installs from, hash by hash.
UV ?= uv
lock:
	$(UV) pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml --extra build --extra dev --output-file requirements-dev.lock
	$(UV) pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml --extra build --constraint requirements-dev.lock --output-file requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dean needs Python 3.11 or newer; point PYTHON at one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) (once) …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) (once) …"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
