# make lab        set up .venv and open the course in JupyterLab
# make test       set up .venv and run every test (browser tests need a Chromium)
# make test-all   the same, and then what takes minutes
# make site       build the lessons as plain pages, to be opened from a file or published
# make lite       build the course as a site that runs in the browser alone (needs npm)
# make hub        rehearse a class of 30 on a JupyterHub of this machine (needs npm)
# make notebooks  execute all notebooks and store them in their fixed form
# make bench      set up the benchmarks' peers and print the tables
# make format     let ruff put the code in order

PYTHON ?= python3
LAB_OPTIONS ?= # say, --no-browser
LIVE ?= # where each plain page leads to, up to the name of its notebook
COMPILED ?= # where make lite fetches numpy and its kin; without it, each browser does
HUB_OPTIONS ?= # say, --learners 5 --seconds 20
LITE_OPTIONS ?= # say, --out FOLDER
BIN = .venv/bin
# Whoever runs the tests keeps their own progress. A hundred kernels start: each may keep its bytecode.
TEST_ENV = COURSEKIT_HOME=$$(mktemp -d) PYTHONDONTWRITEBYTECODE=

.PHONY: help lab site lite hub test test-all notebooks bench lint format clean

help:
	@sed -n 's/^# \(make\)/\1/p' Makefile

.venv/lab: pyproject.toml constraints.txt
	@echo "Setting up .venv for the course (a few minutes the first time)"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -c constraints.txt -e .
	@touch $@

.venv/test: .venv/lab
	@echo "Adding what the tests need"
	$(BIN)/pip install --quiet -c constraints.txt -e '.[test]'
	@touch $@

# An environment of its own: the site's kernel would disturb the pages of a JupyterLab beside it.
.venv/site: .venv/lab
	@echo "Adding what the plain pages need"
	$(BIN)/pip install --quiet -c constraints.txt -e '.[site]'
	@touch $@

.venv-lite/lite: pyproject.toml constraints.txt
	@echo "Setting up .venv-lite to build the site (a minute the first time)"
	$(PYTHON) -m venv .venv-lite
	.venv-lite/bin/pip install --quiet -c constraints.txt -e '.[lite]'
	@touch $@

# An environment as a hub has it, root's or whose it may be; the rehearsal itself installs the course.
.venv-hub/hub:
	@echo "Setting up .venv-hub with a JupyterHub (a few minutes the first time)"
	$(PYTHON) -m venv .venv-hub
	.venv-hub/bin/pip install --quiet jupyterhub nbgitpuller
	npm install --silent --prefix .venv-hub configurable-http-proxy
	@touch $@

.venv/bench: .venv/test
	@echo "Adding the benchmarks' peers (large)"
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	@touch $@

lab: .venv/lab
	$(BIN)/coursekit start --here -- $(LAB_OPTIONS)

site: .venv/site
	$(BIN)/python -m tools.api
	$(BIN)/python -m tools.pages $(if $(strip $(LIVE)),--live '$(strip $(LIVE))')

lite: .venv-lite/lite
	.venv-lite/bin/python -m tools.lite $(addprefix --compiled ,$(COMPILED)) $(LITE_OPTIONS)

hub: .venv-hub/hub
	.venv-hub/bin/python -m tools.hub $(HUB_OPTIONS)

# Three workers for two cores, since the one with the browser waits most of the time.
test: lint
	$(TEST_ENV) $(BIN)/pytest --nbval --nbval-current-env -n 3 --dist loadfile \
		--no-loadscope-reorder -m "not slow"

test-all: test
	$(TEST_ENV) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m slow

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: .venv/test
	$(BIN)/python tools/notebooks.py

bench: .venv/bench
	$(BIN)/python -m benchmarks.training
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.overfitting
	$(BIN)/python -m benchmarks.strokes
	$(BIN)/python -m benchmarks.live_picture
	$(BIN)/python -m benchmarks.link
	$(BIN)/python -m benchmarks.explorers
	$(BIN)/python -m benchmarks.handles
	$(BIN)/python -m benchmarks.pad
	$(BIN)/python -m benchmarks.checks
	$(BIN)/python -m benchmarks.grading
	$(BIN)/python -m benchmarks.start

clean:
	rm -rf .venv .venv-lite .venv-hub build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
