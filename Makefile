# Everything starts here: `make` alone lists what can be asked. Only Python ≥ 3.11 is needed beforehand.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
SETUP := sh build_support/setup.sh
# Compiled modules are kept, whatever the environment says: a second start is three times quicker with them.
unexport PYTHONDONTWRITEBYTECODE

# What `make demo` takes; an empty value leaves the setting to the environment or to its default.
PORT =
PATIENTS =
TERRITORY =
DATA =
# What `make bench` takes: the name of one benchmark, or nothing for all.
NAME =
# What `make leak-hunt` takes: how many acts and reads.
STEPS = 1000000
# What `make test` takes: more arguments for pytest, such as a path or `-k words`.
ARGS =

.PHONY: help demo test unit leak-hunt types layers lint format bench assets lock reference hooks clean

help: ## list what can be asked
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## open the demo territory (PORT= PATIENTS= TERRITORY= DATA=), Ctrl-C stops it
	@$(SETUP) run
	@exec .venv/bin/cordee demo \
		$(if $(PORT),--port '$(PORT)') \
		$(if $(PATIENTS),--patients '$(PATIENTS)') \
		$(if $(TERRITORY),--territory '$(TERRITORY)') \
		$(if $(DATA),--data '$(DATA)')

test: ## check types, layers and behaviour (ARGS= goes to pytest)
	@$(SETUP) dev
	@$(MAKE) --no-print-directory types layers
	@$(PYTHON) -m pytest -n logical --maxprocesses=4 --dist loadfile $(ARGS)

unit: ## run the tests that need no database, in seconds
	@$(SETUP) dev
	@$(PYTHON) -m pytest tests/unit $(ARGS)

leak-hunt: ## play a million random steps of circles and consents, looking for leaks (STEPS=)
	@$(SETUP) dev
	@CORDEE_LEAK_STEPS='$(STEPS)' $(PYTHON) -m pytest tests/conformance/leaks/test_leaks.py -s $(ARGS)

lint: ## check style, types and layers
	@$(SETUP) dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(MAKE) --no-print-directory types layers

types:
	@.venv/bin/mypy

layers:
	@.venv/bin/lint-imports

format: ## lay out the code and mend what can be mended by itself
	@$(SETUP) dev
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

bench: ## measure against limits taken in the same run (NAME= for one)
	@$(SETUP) dev
	@$(PYTHON) -m bench $(NAME)

assets: ## rebuild what is generated: FHIR model and browser assets
	@$(SETUP) run
	@$(PYTHON) -m build_support

lock: ## resolve dependencies again into the lock files
	@$(SETUP) dev
	@sh build_support/lock.sh

reference: ## write docs/errors.md and docs/settings.md from the code
	@$(SETUP) dev
	@$(PYTHON) -m build_support.reference_docs

hooks: ## run the checks before each commit
	@$(SETUP) dev
	@.venv/bin/pre-commit install

clean: ## remove what was installed and generated here; data folders stay
	@rm -rf .venv .cache build dist src/cordee/fhir/r4 src/cordee/fhir/_artefact src/cordee/web/_assets
