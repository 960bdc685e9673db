# Each target sets up what it needs, once: a stamp in the virtual environment tells what is installed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock
LOCKED := pyproject.toml requirements.lock

.PHONY: run test check measured ingest bench peers growth docs models lint types data clean

run: $(VENV)/.base  ## open the app, its index made first when something changed
	$(BIN)/python -m ingest || [ $$? -eq 3 ]
	$(BIN)/streamlit run app.py

ingest: $(VENV)/.base  ## index the documents found, only when something changed
	$(BIN)/python -m ingest || [ $$? -eq 3 ]

test: $(VENV)/.dev  ## run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: $(VENV)/.models lint types data docs-fresh measured  ## all that CI proves
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile
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

peers: $(VENV)/.dev .venv-peers/.installed  ## print our search beside what people assemble instead
	PYTHONPATH=. $(BIN)/python bench/peers.py

growth: $(VENV)/.dev  ## print what a search costs over 10^3 to 10^6 passages (half an hour)
	PYTHONPATH=. $(BIN)/python bench/growth.py --sizes 1000 10000 100000 1000000

.venv-peers/.installed: pyproject.toml
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@touch $@

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
