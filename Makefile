# Each target sets up what it needs, once: a stamp in the virtual environment tells what is installed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock
LOCKED := pyproject.toml requirements.lock

.PHONY: run test check measured ingest bench docs models lint types data clean

run: $(VENV)/.base  ## open the app, its index made first when something changed
	$(BIN)/python -m ingest || [ $$? -eq 3 ]
	$(BIN)/streamlit run app.py

ingest: $(VENV)/.base  ## index the documents found, only when something changed
	$(BIN)/python -m ingest || [ $$? -eq 3 ]

test: $(VENV)/.dev  ## run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.models lint types data docs-fresh measured  ## all that CI proves
	$(BIN)/python -m pytest
	@if [ -f ../shared/tools/copycheck.py ]; then python3 ../shared/tools/copycheck.py; fi

lint: $(VENV)/.dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .

types: $(VENV)/.dev
	$(BIN)/mypy

data: $(VENV)/.dev  ## prove the fiches: links, spelling, anchors and figures at their place, no hole, no copy
	$(BIN)/advisor knowledge check
	$(BIN)/advisor knowledge reach

measured: $(VENV)/.dev  ## fail when a measure has really fallen; only where the two documents are, as when it was written
	@if [ -d ../shared/library ]; then $(BIN)/advisor evaluate --against docs/evaluation.json; fi

docs: $(VENV)/.dev  ## write the generated pages again
	$(BIN)/python docs/generate.py

docs-fresh: $(VENV)/.dev
	$(BIN)/python docs/generate.py --check

bench: $(VENV)/.dev  ## print speed and memory figures beside their limits
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/journal.py

models: $(VENV)/.models  ## add sentence-transformers, for ADVISOR_ENCODER

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(BIN)/python $(LOCKED)
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) --editable ".[dev]"
	@touch $@

$(VENV)/.models: $(VENV)/.dev
	$(PIP) --editable ".[dev,models]"
	@touch $@

clean:
	rm -rf var .mypy_cache .pytest_cache .ruff_cache .hypothesis
