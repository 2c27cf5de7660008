# Caselight. `make run` starts it, `make test` checks it; nothing needs installing first but Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run demo test coverage lint check bench docs clean

help: ## List what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Caselight needs Python 3.11 or newer.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Caselight needs (once; about a minute)"
	@$(PIP) install -q --upgrade 'pip>=25.1'
	@$(PIP) install -q -c constraints.txt -e .
	@touch $@

.venv/developed: .venv/installed
	@echo "Installing what the tests need (once)"
	@$(PIP) install -q -c constraints.txt --group dev
	@touch $@

run: .venv/installed ## Start Caselight with living demo data on http://localhost:8501
	@$(BIN)/caselight demo
	@$(BIN)/caselight demo --live & live=$$!; trap "kill $$live 2>/dev/null" EXIT INT TERM; $(BIN)/caselight serve

demo: .venv/installed ## Load the demo data only
	@$(BIN)/caselight demo

test: .venv/developed ## Run every test, on SQLite and PostgreSQL, and in a browser where there is one
	@$(BIN)/python -m pytest -q -n auto --dist loadfile $(ARGS)

coverage: .venv/developed ## Run every test and count what they reach: twice the time
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --cov --cov-report=term:skip-covered --cov-fail-under=95 $(ARGS)

lint: .venv/developed ## Check format, rules, types and layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/developed ## Measure what Caselight costs, and write docs/performance.md
	@$(BIN)/caselight bench --cases $(or $(CASES),10000) --docs docs/performance.md

docs: .venv/developed ## Write the generated pages of docs/
	@$(BIN)/python docs/generate.py

check: lint test docs ## Everything a commit must pass
	@git diff --exit-code docs

clean: ## Remove what was installed and built; the database stays
	@rm -rf .venv .coverage .mypy_cache .pytest_cache .ruff_cache
