# Needs Python 3.11 or newer, make, and nothing else. Another Python: make PYTHON=python3.13 play
PYTHON ?= python3
UV ?= uv

# Optional extras that tests and type checks need, each as `--extra name`. `make lock` reads it.
DEV_EXTRAS := --extra discord

VENV := .venv
BIN := $(VENV)/bin
# Quiet twice: errors only. A machine's own pip settings can warn once for every package.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help setup play test check lock clean
# Two pips in one environment break each other.
.NOTPARALLEL:

help:
	@echo "make setup   make .venv with everything for work on Nightreel"
	@echo "make play    play in your browser"
	@echo "make test    run the fast tests"
	@echo "make check   lint, format, types, arrows"
	@echo "make lock    choose the pinned versions anew (needs uv)"
	@echo "make clean   remove .venv, caches and builds"

setup: $(VENV)/dev.stamp
	@echo "$(VENV) is ready"

# More to say: make play ARGS="--no-browser --seed 7"
play: $(VENV)/runtime.stamp
	@$(BIN)/nightreel play $(ARGS)

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -m "not slow" -n 2

# Pyright is told not to look for a newer version of itself: a check needs no network.
check: $(VENV)/dev.stamp
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "Run: $(BIN)/ruff format"; exit 1; }
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	@$(BIN)/lint-imports --no-logo >$(VENV)/arrows.log 2>&1 || { cat $(VENV)/arrows.log; exit 1; }

# The runtime lock is made to agree with the other one, so both fit into one .venv in any order.
lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@$(COMPILE) --upgrade pyproject.toml --group dev $(DEV_EXTRAS) -o requirements-dev.lock
	@$(COMPILE) --upgrade pyproject.toml --group build -c requirements-dev.lock -o requirements.lock

clean:
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	@find nightreel tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched last, so an interrupted step runs again; --clear sweeps away what it left.
$(VENV)/venv.stamp:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Nightreel needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Nightreel needs Python 3.11 or newer; $(PYTHON) is" \
		"$$($(PYTHON) -c 'import platform; print(platform.python_version())')." \
		"Name another one: make PYTHON=python3.13 ..."; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or so)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# pyproject.toml counts because the editable install takes the entry points from it.
$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(VENV)/venv.stamp
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The dev lock holds all that the runtime lock does, so `make play` has nothing left to do after it.
$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/venv.stamp
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/runtime.stamp
