# Segment Atlas. `make` without a target lists the targets; each target installs what it needs.

PYTHON ?= python3
SOURCE ?=
OUT ?= site
PORT ?= 8000
BASE ?= /
FLAGS ?=
PYTEST ?=

BIN := .venv/bin
ATLAS := $(BIN)/atlas
DEMO := data/demo/transactions.parquet
SCRIPTS := templates/static/js
# Renaming is atomic: if it is interrupted, either the old or the new release is in place.
PUT_RELEASE := install -m 644 build/release.json data/.release.json.new && mv -f data/.release.json.new data/release.json

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev build serve test test-fast check lint scripts golden bench demo publish lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Variables: SOURCE=transactions.csv  OUT=folder  PORT=8000  BASE=/path/  FLAGS=--strict  PYTHON=python3.12  PYTEST=--durations=25"

# --- Set-up: one virtual environment, filled from locked, hashed requirements -------------------------------------

setup: .venv/.ready ## Create .venv with the packages for builds

setup-dev: .venv/.ready-dev ## Create .venv with the packages for builds, tests and linters

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name another with PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: requirements-dev.lock .venv/.ready
	@echo "Installing the packages for tests and linters …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# --- The site ----------------------------------------------------------------------------------------------------

ifeq ($(SOURCE),)
build: .venv/.ready ## Build and check the site from SOURCE=file.csv, or from the demonstration bank without it
	@$(ATLAS) build $(DEMO) --out $(OUT) --config data/demo/atlas.toml $(FLAGS)
else
build: .venv/.ready
	@$(ATLAS) build "$(SOURCE)" --out $(OUT) $(FLAGS)
endif

serve: .venv/.ready ## Serve the site on this machine, with live reload of changed texts, templates and settings
	@test -f $(OUT)/index.html || $(MAKE) --no-print-directory build
	@$(ATLAS) serve $(OUT) --port $(PORT) --base $(BASE)

check: .venv/.ready ## Check a built site: links, page weights, private values
	@$(ATLAS) check $(OUT)

publish: .venv/.ready ## Build and check the site of SOURCE=…, and copy its release to data/ for the Pages workflow
	@test -n "$(SOURCE)" || { echo "SOURCE is missing: make publish SOURCE=path/to/transactions.csv"; exit 2; }
	@$(ATLAS) build "$(SOURCE)" --out $(OUT)
	@mkdir -p data && $(PUT_RELEASE)
	@echo "data/release.json contains your aggregates: read it, then publish it with"
	@echo "  git add data/release.json && git commit -m 'Release new figures'"
	@echo "  git push"

demo: .venv/.ready ## Regenerate the committed demonstration bank and its release
	@$(ATLAS) demo --rows 100000 --seed 1 --out $(DEMO)
	@$(ATLAS) build $(DEMO) --out $(OUT) --config data/demo/atlas.toml
	@$(PUT_RELEASE)

# --- The project -------------------------------------------------------------------------------------------------

# Tests start the program hundreds of times, which compiles itself each time where bytecode is not kept.
test test-fast: export PYTHONDONTWRITEBYTECODE :=

test: .venv/.ready-dev ## Run all tests and the linters
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/typos && $(BIN)/mypy
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST)

test-fast: .venv/.ready-dev ## Run the tests that need no browser and no Spark, without the slow ones
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not browser and not spark and not slow" $(PYTEST)

lint: .venv/.ready-dev ## Format, lint, check spelling and types
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/typos && $(BIN)/mypy

scripts: ## Check the site's scripts and bundle them again; needs Node and npm
	@npm ci --prefix $(SCRIPTS) --ignore-scripts --no-audit --no-fund --silent
	@node $(SCRIPTS)/make.mjs

golden: .venv/.ready-dev ## Regenerate the golden sites: read `git diff tests/golden` before committing them
	@$(BIN)/python -m tests.support.golden_sites
	@$(BIN)/python -m tests.support.accessibility_snapshots

bench: .venv/.ready-dev ## Measure time, memory, page weight, and how often a site says something false
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.referee

lock: .venv/.ready ## Update the locked requirements
	@$(BIN)/python -m pip install --quiet uv
	@for set in "--group setup:requirements.lock" "--extra dev --extra spark --extra databases --group setup:requirements-dev.lock"; do \
		$(BIN)/uv pip compile pyproject.toml $${set%%:*} --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --custom-compile-command "make lock" --quiet --output-file $${set##*:}; done
	@$(BIN)/uv pip compile --group render -c requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements-render.lock

clean: ## Remove the environment, caches and built sites; private records in build/ stay
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@test ! -f site/.atlas-site || find site -mindepth 1 -maxdepth 1 ! -name .gitignore ! -name CNAME -exec rm -rf {} +
