# Two commands first: `make site` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The folders below look/ that `look` writes and `look-compare` reads.
LOOK ?= now
BEFORE ?= before

.PHONY: site guide reference test test-books test-browsers check soak lint format lock package bench look look-compare clean

site: $(VENV)/site.stamp
	$(BIN)/python build.py

# The guide in docs/, built by klsim itself into docs/output/.
guide: $(VENV)/site.stamp
	$(BIN)/python build.py --root docs

# The pages of the guide that are made from the code: after a change to a key or a message.
reference: $(VENV)/site.stamp
	$(BIN)/python -m docs.reference

test: lint
	.ci/browser
	.ci/node
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Books by EPUBCheck and Ace, which take Java and more of npm.
test-books: $(VENV)/test.stamp
	.ci/browser
	.ci/books
	$(BIN)/python -m tests.books

# Every page of the series in Firefox and in WebKit, where all that is there is operated; pictures in look/engines.
test-browsers: $(VENV)/test.stamp
	.ci/engines
	$(BIN)/python build.py
	node tests/engines/drive.mjs firefox output look/engines
	node tests/engines/drive.mjs webkit output look/engines

# The fast part: style, types, and the tests that need no browser, build no site and take no seconds.
check: lint
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not site and not slow and not soak"

# Signals at random moments of first builds, KLSIM_ROUNDS of them (60), a constant changed in every module, and every case
# of which `test` tries some, all from KLSIM_SEED (a new one, which is printed); builds killed KLSIM_KILLS times (200); and
# every property on many more examples than in `test`.
soak: export KLSIM_SEED := $(or $(KLSIM_SEED),$(shell date +%s))
soak: $(VENV)/test.stamp
	.ci/emulator
	@echo KLSIM_SEED=$(KLSIM_SEED)
	KLSIM_EXAMPLES=long $(BIN)/python -m pytest -n 2 --dist worksteal -m soak
	KLSIM_KILLS=$${KLSIM_KILLS:-200} $(BIN)/python -m pytest -n 2 tests/site/test_killed.py tests/engine/test_killed.py
	KLSIM_EXAMPLES=long $(BIN)/python -m pytest -n 2 --dist worksteal -m hypothesis

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/test.stamp
	$(BIN)/python benchmarks/gif.py
	$(BIN)/python benchmarks/cores.py
	$(BIN)/python benchmarks/sweep.py --huge
	$(BIN)/python benchmarks/maps.py
	$(BIN)/python benchmarks/articles.py
	$(BIN)/python benchmarks/cluster.py
	$(BIN)/python benchmarks/preview.py

# Pictures of every page, figure and GIF; and what differs from those taken before.
look: $(VENV)/test.stamp
	.ci/browser
	$(BIN)/python build.py
	$(BIN)/python -m tests.look pictures output look/$(LOOK)

look-compare: $(VENV)/test.stamp
	$(BIN)/python -m tests.look compare look/$(BEFORE) look/$(LOOK) look/difference

# Pin every dependency, with hashes and without addresses, after a change to pyproject.toml.
LOCK := $(BIN)/uv pip compile --quiet --universal --no-annotate --no-header --no-emit-index-url --generate-hashes
lock: $(VENV)/test.stamp
	$(LOCK) --upgrade pyproject.toml -o requirements.txt
	$(LOCK) --upgrade pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

# A wheel and an sdist; `python -m build` would run the build.py of this repository.
package: $(VENV)/test.stamp
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf output dist $(VENV)

$(VENV)/site.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements.txt
	touch $@

$(VENV)/test.stamp: requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/site.stamp
