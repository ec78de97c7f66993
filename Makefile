# Kontor, one command each. `make` lists them; every target works in a fresh clone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints.txt
BIN := $(VENV)/bin
ARGS ?=

DISTRIBUTIONS := ./core/kernel ./core/web ./sdk ./core/builtin ./plugins/operative/transactions
PYPROJECTS := pyproject.toml $(DISTRIBUTIONS:%=%/pyproject.toml)
FRONTEND := $(shell find core/web/frontend -name node_modules -prune -o -type f -print 2>/dev/null)
DIST := core/web/src/kontor_web/ui/dist/manifest.json

.PHONY: help run test test-faults test-realpeer test-scale test-nightly test-browser-full test-engines coverage lint types docs bench \
	bench-growth bench-pages bench-interactions walkthrough screenshots upgrade-fixture format install assets chromium engines dovecot \
	constraints clean

help:  ## list the commands
	@awk -F':.*##' '/^[a-z -]+:.*##/ { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: install assets  ## start a demo company, or EXAMPLE=insurance, manufacturing (PORT, KONTOR_HOME, ...)
	$(BIN)/kontor run $(if $(EXAMPLE),--example $(EXAMPLE),--demo)

test: install assets chromium  ## the default tests on both databases; ARGS="-k merge" picks some
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

test-faults test-realpeer test-scale test-nightly: install assets  ## tests with the marker of that name
	$(BIN)/python -m pytest -q -m $(@:test-%=%) $(ARGS)

test-realpeer: dovecot

test-browser-full: install assets chromium  ## every page in every look: theme, width, language
	$(BIN)/python -m pytest -q -m browser_full $(ARGS)

test-engines: install assets engines  ## the flows of a day and every page in Firefox and WebKit
	$(BIN)/python -m pytest -q -m engines $(ARGS)

coverage: install assets chromium  ## the default tests with branch coverage
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --cov --cov-report=term $(ARGS)

lint: install  ## format, rules and imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

types: install  ## mypy strict on everything
	$(BIN)/mypy

docs: install  ## links of the documentation resolve, its examples run
	$(BIN)/python -m pytest -q tests/docs $(ARGS)

bench: install assets  ## Kontor beside the raw limit, as ratios of one run
	$(BIN)/python -m bench $(ARGS)

bench-pages: install assets  ## which pages cost most: CPU, statements, bytes (ARGS=--save)
	$(BIN)/python -m bench.pages $(ARGS)

bench-interactions: install assets chromium  ## how long people wait for what they do all day
	$(BIN)/python -m bench.interactions

bench-growth: install  ## the same at a million customers and ten million events
	$(BIN)/python -m bench.growth $(ARGS)

walkthrough: install  ## import real files into an empty CRM and reconcile (DATA=file.parquet)
	$(BIN)/python -m examples.walkthrough $(DATA)

upgrade-fixture: install  ## write the filled database that upgrades are tested from (at a release)
	$(BIN)/python -m tests.upgrade.renew

screenshots: install assets chromium  ## take the pictures of the README anew
	$(BIN)/python -m docs.screenshots $(ARGS)

format: install  ## let ruff lay out the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: $(VENV)/.installed
$(VENV)/.installed: $(PYPROJECTS) $(CONSTRAINTS) | $(BIN)/python
	$(BIN)/python -m pip install -q -c $(CONSTRAINTS) 'pip>=25.1' hatchling editables
	$(BIN)/python -m pip install -q -c $(CONSTRAINTS) --no-build-isolation --group dev \
		-e ./core/kernel[fast-import] $(patsubst %,-e %,$(filter-out ./core/kernel,$(DISTRIBUTIONS))) -e .
	touch $@

$(BIN)/python:
	PYTHON="$(PYTHON)" bash .ci/environment $(VENV)

assets: $(DIST)
$(DIST): $(FRONTEND) | $(VENV)/.installed
	@node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null || \
		$(BIN)/python -m pip install -q -c $(CONSTRAINTS) --no-build-isolation -e ./core/web[ui-build]
	$(BIN)/python -m kontor_web.ui.build
	touch $@

chromium:
	@bash .ci/chromium

engines:
	@bash .ci/engines

dovecot:
	@bash .ci/dovecot

constraints:  ## resolve every dependency anew and write the exact versions
	rm -rf build/fresh
	$(MAKE) install VENV=build/fresh CONSTRAINTS=/dev/null
	{ echo '# The exact versions that `make` installs; written by `make constraints`.'; \
		build/fresh/bin/python -m pip list --format=freeze \
			--exclude-editable --exclude setuptools; } > constraints.txt

clean:  ## remove the environment and everything built
	rm -rf $(VENV) build core/web/frontend/node_modules core/web/src/kontor_web/ui/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
