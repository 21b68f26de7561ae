# Two commands matter: `make run` and `make test`. Both install what they need into .venv.
CONFIG ?= config.toml
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
# How many tests run side by side: one more than two cores, since browsers are waited for. Each
# begins with a third of the files, and takes over some of what is left when it has done its own.
JOBS ?= 3
# Modules are compiled once, not again by each of the many processes that tests begin.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test ordinary coverage test-deep test-tools lint lock format clean
.DEFAULT_GOAL := run

## The dashboard on http://localhost:$(PORT), after pulling what changed.
run: .venv/run-time
	@$(BIN)/python waymark.py sync --no-weeks --config "$(CONFIG)" || \
		echo "The sync did not finish; the dashboard shows the last good data." >&2
	@echo "Waymark: http://localhost:$(PORT)  (Ctrl-C stops it)"
	@WAYMARK_CONFIG="$(CONFIG)" exec $(BIN)/python -m uvicorn dashboard:app \
		--host 127.0.0.1 --port $(PORT) --no-server-header --no-access-log --log-level warning

## Everything CI runs; what can go on side by side does.
test: .venv/python
	@$(MAKE) --no-print-directory -j2 .venv/test-time test-tools
	@$(MAKE) --no-print-directory -j2 lint ordinary
	@echo "make test: all passed"

ordinary: .venv/test-time
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m "not deep"

## Which lines and branches those tests reach: at least 90 in 100. Watching costs a third more time.
coverage: .venv/test-time test-tools
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal -m "not deep" --hypothesis-profile full \
		--cov --cov-report=term

## The long runs, and what is covered.
test-deep: coverage
	@sh scripts/install-test-tools.sh deep
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile -m deep

lint: .venv/test-time
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

format: .venv/test-time
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## Chromium and PostgreSQL, for the tests alone.
test-tools:
	@sh scripts/install-test-tools.sh

## Take up the newest versions of all packages.
# Extras stay in the lock: without them pip 23 looks past the pin as soon as a newer version is out.
lock: | .venv/python
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-strip-extras --quiet pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-strip-extras --quiet pyproject.toml --group dev -c requirements.txt -o tests/requirements.txt
	echo uv | $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet - -o scripts/uv.txt

.venv/python:
	@PYTHON="$(PYTHON)" sh scripts/make-venv.sh

.venv/run-time: requirements.txt | .venv/python
	@echo "Installing the locked packages (once)…" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test-time: tests/requirements.txt | .venv/python
	@echo "Installing the locked packages for the tests (once)…" >&2
	@sh scripts/install-locked.sh tests/requirements.txt
	@touch $@ .venv/run-time

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .coverage* .hypothesis
