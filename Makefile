# make run    serve on http://127.0.0.1:8000 (PORT= changes it)
# make test   what every change must pass, on SQLite and on PostgreSQL: five minutes
# make test-full   that and all the rest
# All set up what they need in .venv; Python 3.11 or later with venv is enough.

PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test test-rest test-full lint format bench drill leaks canaries mutants \
  screenshots messages lock icons clean

run: .venv/site
	@$(BIN)/python manage.py serve

test: .venv/tests
	@$(BIN)/python -m tests.run

# What `make test` leaves for `make test-full`.
test-rest: .venv/tests
	@$(BIN)/python -m tests.run --rest

test-full: test
	@$(MAKE) --no-print-directory test-rest

lint: .venv/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates
	$(BIN)/mypy

format: .venv/tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The long runs: 3,000 pairs of worlds and 200 histories; every planted leak.
LONG = TWO_WORLDS_PAIRS=3000 TWO_WORLDS_LEAST=50 TWO_WORLDS_HISTORIES=200 \
  TWO_WORLDS_STEPS=30 HIDDEN_DOCUMENTS=1,10,200,1000
leaks: .venv/tests
	$(LONG) $(BIN)/python -m pytest tests/leaks -n auto --dist worksteal

# 100,000 answers of nginx, the site, PostgreSQL and Redis, searched for hidden texts.
canaries: .venv/tests
	$(BIN)/python -m tests.leaks.canaries

mutants: .venv/tests
	$(BIN)/python -m tests.leaks.mutants

# The long runs: races and crashes in full; figures, as ratios measured in one run.
drill: .venv/tests
	$(BIN)/python -m tests.drill

bench: .venv/tests
	$(BIN)/python -m tests.bench

screenshots: .venv/tests
	$(BIN)/python -m tests.browser.screenshots --readme

# Collects the interface's sentences and compiles the translations (needs gettext).
messages: .venv/tests
	$(BIN)/python manage.py makemessages --locale de --no-obsolete --add-location file \
	  $(foreach path,.venv var tests guide/admin/* templates/admin/*,--ignore '$(path)')
	$(BIN)/python manage.py compilemessages --ignore .venv

# Writes requirements.txt and tests/requirements.txt: the newest of what the two lists
# (.requirements.in, tests/requirements.in) admit, with hashes. uv asks where pip asks.
UV = UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$$($(BIN)/pip config get global.index-url 2>/dev/null)}" \
  $(BIN)/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock'
lock: .venv/tests
	$(UV) .requirements.in -o requirements.txt
	$(UV) tests/requirements.in -o tests/requirements.txt

icons: .venv/tests
	$(BIN)/python -m tests.browser.icons

clean:
	rm -rf .venv var

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; PYTHON= names one."; exit 1; }
	@echo "Setting up .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/tests: .venv/site tests/requirements.txt
	@$(INSTALL) -r tests/requirements.txt
	@touch $@
