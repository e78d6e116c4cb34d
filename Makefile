# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test soak bench bench-quick setup setup-test setup-bench warm snapshots examples requirements sbom audit clean

help:
	@echo "make run    set up and open the app"
	@echo "make test   set up and run the tests"
	@echo "make soak   long runs: kills and fuzzing"
	@echo "make bench  speeds side by side with other tools, into bench/RESULTS.md: over an hour (bench-quick: 5 minutes)"
	@echo "make sbom   what the product is made of, as CycloneDX, into build/sbom.cdx.json"
	@echo "make audit  hold all pins against the known advisories (needs a network)"
	@echo "make clean  remove the virtual environment and derived data"

run: setup warm snapshots
	$(PY) -m landuse serve --port $(PORT)

test: setup-test warm
	PYTHONDONTWRITEBYTECODE=1 $(PY) -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

bench: setup-bench
	$(PY) -m bench

bench-quick: setup-bench
	$(PY) -m bench --quick

soak: setup-test
	SOAK=1 $(PY) -m pytest -m soak $(PYTEST_ARGS)

setup: $(VENV)/.run

setup-test: $(VENV)/.test
	@sh scripts/debian_packages.sh
	@sh scripts/geopackage_validator.sh $(VENV)/geopackage-validator
	@sh scripts/javascript_tools.sh $(VENV)/javascript

setup-bench: setup-test $(VENV)/.bench
	@sh scripts/debian_packages.sh bench

warm:
	@echo "Compiling the overlay (once for each version, about a minute) …"
	@$(PY) -m landuse warm

snapshots:
	@echo "Classing the parks (once for each change of data) …"
	@$(PY) -m landuse classify --date baseline > /dev/null && $(PY) -m landuse classify > /dev/null \
		|| echo "Not every park could be classed (see above). The app opens all the same."

$(VENV)/.run: requirements.txt
	@echo "Setting up $(VENV): about 250 MB, a few minutes the first time …"
	@$(PYTHON) scripts/check_python.py
	@$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	$(PY) -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.test requirements-bench.txt
	$(PY) -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements-bench.txt
	@touch $@

# The example parks, made anew from their seed; not needed to run, they are in data/parcels.
examples: setup
	$(PY) -m examples

# New pins, each with the hashes of all its files; UPGRADE= keeps the versions that are pinned. It needs uv and a network (docs/supply.md).
UPGRADE ?= --upgrade
COMPILE := uv pip compile -q $(UPGRADE) --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header
requirements:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(COMPILE) --extra dev --extra bench -c requirements-dev.txt pyproject.toml -o requirements-bench.txt
	$(COMPILE) --group audit -o requirements-audit.txt
	$(COMPILE) --group validator --no-emit-package gdal --no-emit-package setuptools -o requirements-validator.txt

# What is in the product, as CycloneDX.
sbom: $(VENV)/.test
	$(PY) -m scripts.sbom build/sbom.cdx.json

# Holds all pins against the advisories that PyPI knows; it needs a network.
audit: $(VENV)/audit/.made
	@$(VENV)/audit/bin/python scripts/audit.py requirements-bench.txt requirements-audit.txt requirements-validator.txt

$(VENV)/audit/.made: requirements-audit.txt
	@$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

clean:
	rm -rf $(VENV) data/snapshots
