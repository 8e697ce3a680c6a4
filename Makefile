# make run       install, build, create the database, load the demo, serve it with its worker (Ctrl-C ends all)
# make test      everything a change must pass: style, types, contracts, tests on SQLite and PostgreSQL, journeys
# make test-long soak and load          make mutate   every committed mutation must turn its tests red
# make lock      renew the locks        make clean    remove what these made (the data directory stays)
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
RESULTS := build/tests
COVERAGE_AT_LEAST ?= 85
WORKERS ?= 2
# Tests keep their files here; settings are read before any test could choose a place.
TEST_DATA := $(CURDIR)/build/test-data
# uv compiles hashes into the locks; no registry host is written anywhere.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

.PHONY: run test test-long mutate lock clean pages tools style types frontend sqlite postgresql journeys

types sqlite postgresql journeys test-long mutate: export CALLBOARD_DATA = $(TEST_DATA)

run: $(VENV)/.run pages
	$(BIN)/callboard run --demo $(ARGS)

# --- installing: each stamp is renewed only when what it was made from changed

$(VENV)/.tools: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "missing: Python 3.11 or newer (this is %s)" % sys.version.split()[0])'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "missing: Python's venv module (Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.tools requirements/run.txt pyproject.toml build_hook.py
	$(UV) --require-hashes -r requirements/run.txt
	$(UV) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(UV) --require-hashes -r requirements/test.txt
	@touch $@

# The pages and the planner's kernels; without a C compiler the kernels run uncompiled, and this says so.
pages: $(VENV)/.run
	@$(BIN)/python build_hook.py

# --- testing

test: tools style types frontend sqlite postgresql journeys
	@$(BIN)/python scripts/total.py $(RESULTS)

tools: $(VENV)/.test pages
	@rm -rf $(RESULTS) $(TEST_DATA) .coverage .coverage.* && mkdir -p $(RESULTS) $(TEST_DATA)/static
	@for tool in chromium pdftotext qpdf; do \
		command -v $$tool >/dev/null || { echo "missing: $$tool (Debian: apt-get install chromium poppler-utils qpdf)" >&2; exit 1; }; done

style: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: tools
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m django makemigrations --check --dry-run --settings callboard.config.settings

frontend: tools
	@$(BIN)/python build_hook.py --tools
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" npm run --silent check

sqlite: tools
	$(BIN)/pytest -q -n $(WORKERS) -m "not long and not journey and not postgresql" \
		--cov --cov-report= --junitxml $(RESULTS)/sqlite.xml

# The rules of the pure floors need no database, so they are not run twice.
postgresql: sqlite
	@if [ -n "$${CALLBOARD_TEST_POSTGRES:-}" ]; then set -x; \
		DATABASE_URL="$$CALLBOARD_TEST_POSTGRES" $(BIN)/pytest -q -n $(WORKERS) -m "not long and not journey" \
			--ignore tests/formats --ignore tests/almanac --ignore tests/planner --cov --cov-append --cov-report= \
			--junitxml $(RESULTS)/postgresql.xml; \
	elif [ "$${CI:-}" = true ]; then echo "missing: PostgreSQL (set CALLBOARD_TEST_POSTGRES to its address)" >&2; exit 1; \
	else echo "skipped: the tests on PostgreSQL (set CALLBOARD_TEST_POSTGRES=postgresql://user:password@127.0.0.1/database)"; fi
	$(BIN)/coverage report --fail-under $(COVERAGE_AT_LEAST)

journeys: postgresql
	$(BIN)/pytest -q -m "journey and not long" --junitxml $(RESULTS)/journeys.xml

test-long: tools
	$(BIN)/pytest -q -m long

mutate: tools
	PYTEST_ADDOPTS=--nomigrations $(BIN)/python scripts/mutate.py $(ARGS)

# --- keeping

lock: $(VENV)/.tools
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra test -c requirements/run.txt -o requirements/test.txt
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" npm install --package-lock-only

clean:
	rm -f src/callboard/planner/solvers/*.so src/callboard/planner/solvers/*.c
	rm -rf $(VENV) build dist frontend/node_modules src/callboard/web/static/built .coverage .coverage.* htmlcov \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
