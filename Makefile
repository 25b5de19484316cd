# `make help` lists the targets; each sets up what it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8088
# One more than two cores: tests wait for one another's answers.
PYTEST := $(BIN)/python -m pytest --numprocesses 3 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo run test coverage check bench drills fresh screenshot messages notice lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# A lock is complete, so pip has nothing to resolve: where it may, it looks at newer releases too and
# refuses the set for the sake of one that it does not take.
LOCKED := install --require-hashes --no-deps -r

# Runtime first: the demo needs no more, and the development set builds upon it.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …"
	@$(PIP) $(LOCKED) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@echo "Setting up for development (once) …"
	@$(PIP) $(LOCKED) requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime ## Three phones on one screen: everything, without Telegram
	@$(BIN)/humen demo --port $(PORT)

run: $(VENV)/.runtime ## Run the bots on Telegram with the settings of .env
	@$(BIN)/humen run

test: $(VENV)/.development ## Run the tests (ARGS="tests/chat -k menu" runs some)
	@$(PYTEST) $(ARGS)

coverage: $(VENV)/.development ## The tests once more, and which lines and branches they reach
	@$(PYTEST) --cov --cov-report=term $(ARGS)

check: $(VENV)/.development ## Format, lint, types, import contracts, catalogues, content
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.catalogues --check
	@$(BIN)/humen content check

bench: $(VENV)/.development ## Benchmarks: ratios within one run, never a verdict
	@$(BIN)/python -m tests.benchmarks

drills: $(VENV)/.development ## The long exercises (kill -9, leak scans, a hundred thousand steps)
	@$(PYTEST) -m drill tests/drills tests $(ARGS)

fresh: ## Set up from nothing, with the oldest and the newest pip, while newer releases are on offer
	@$(PYTHON) -m tests.fresh

screenshot: $(VENV)/.development ## Play the story in Chromium and renew the README's pictures
	@$(BIN)/python -m tests.screenshot

messages: $(VENV)/.development ## Bring the catalogues up to date with the code
	@$(BIN)/python -m tests.catalogues

LOCK := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url

notice: $(VENV)/.development ## Write NOTICE anew: the licences of what is installed
	@$(BIN)/python -m tests.notice

lock: $(VENV)/.development ## Write the lock files anew
	@$(LOCK) --extra build pyproject.toml -o requirements.lock
	@$(LOCK) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove what the tools left behind (not your data)
	@rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov
