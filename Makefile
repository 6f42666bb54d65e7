# Handover. `make run` and `make test` set up everything they need.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
CHECKS := export HANDOVER_ENV=test;
SERVICES := $(RUN) -m config.run exec --
PYTEST_WORKERS ?= 2
ARGS ?=

.PHONY: help setup browser run manage test test-fast lint fix types messages migrations bench clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: setup ## Run Handover on http://127.0.0.1:8000 (PORT=… chooses another port) until Ctrl-C
	@exec $(RUN) -m config.run up

manage: setup ## Run a management command beside `make run`: make manage ARGS="create_tenant --help"
	@HANDOVER_ENV=$${HANDOVER_ENV:-development} $(RUN) manage.py $(ARGS)

test: setup browser lint types ## Run every check and every test
	@$(SERVICES) sh -c '$(RUN) manage.py compile_messages \
		&& $(RUN) manage.py makemigrations --check --dry-run \
		&& $(RUN) manage.py extract_messages --check \
		&& $(RUN) -m pytest -n $(PYTEST_WORKERS) --dist loadgroup $(ARGS)'

test-fast: setup ## Run the tests that need neither browser nor killed processes
	@$(SERVICES) sh -c '$(RUN) manage.py compile_messages \
		&& $(RUN) -m pytest -n $(PYTEST_WORKERS) -m "not browser and not processes" $(ARGS)'

lint: setup ## Check style, format and the floors of the house
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(VENV)/bin/lint-imports

fix: setup ## Mend style and format
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

types: setup ## Check types
	@$(CHECKS) $(RUN) -m mypy .

messages: setup ## Bring the message catalogues up to date with the sources
	@$(CHECKS) $(RUN) manage.py extract_messages

migrations: setup ## Write migrations for changed models
	@$(CHECKS) $(RUN) manage.py makemigrations

bench: setup ## Measure every page of the journey at the small size
	@$(SERVICES) $(RUN) -m benchmarks $(ARGS)

clean: ## Remove what make has made, the data of `make run` included
	@test -z "$$(cat .data/run.lock 2>/dev/null)" || { echo "Handover is running, or was killed: stop it, or remove .data/run.lock."; exit 1; }
	rm -rf $(VENV) .data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

setup: $(STAMP) ## Make the virtual environment and install what requirements.lock names

$(STAMP): requirements.lock
	@PYTHON="$(PYTHON)" sh config/run/setup.sh $(VENV)
	@touch $@

browser: ## Install Chromium for the browser tests, if there is none
	@sh config/run/browser.sh
