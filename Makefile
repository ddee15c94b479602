# Everything a newcomer, a contributor and CI call. `make` alone lists it.
PYTHON ?= python3
PORT ?= 8000
export PORT
OLD = mcx: Python 3.11 or newer is needed, this is %d.%d; try: make run PYTHON=python3.12
LAUNCH = $(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("$(OLD)" % sys.version_info[:2])' && $(PYTHON) launch.py
DEV = $(LAUNCH) tool

.PHONY: help run new-network setup demo-reset test test-postgres library check docs bench faults rehearsal fuzz mutation messages lock

help:  ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

run:  ## set up, load the demonstration network, serve on PORT
	@$(LAUNCH) run

new-network:  ## begin a network of your own and serve it on PORT: prints the address at which you set it up
	@$(LAUNCH) new-network

setup:  ## only the set-up
	@$(LAUNCH) setup

demo-reset:  ## start the demonstration network over
	@$(LAUNCH) demo-reset

test:  ## the whole suite on SQLite, browser journeys too
	@$(DEV) pytest -n auto --dist worksteal --durations 50

test-postgres:  ## what uses a database once more, on a private, temporary PostgreSQL
	@$(DEV) python -m tests.postgres pytest -n auto --dist worksteal --durations 50 -m db

library:  ## the standards library built, installed and tested alone: no extras, no Django
	@$(DEV) python -m tests.library

check:  ## format, lint, types, import contracts, migrations, templates, tests, documentation
	@$(DEV) ruff format --check .
	@$(DEV) ruff check .
	@$(DEV) mypy
	@$(DEV) lint-imports
	@$(DEV) python manage.py makemigrations --check --dry-run
	@$(DEV) djade --check --target-version 5.2 $$(find src -name '*.html')
	@$(MAKE) --no-print-directory test

docs:  ## write the generated parts of the documentation
	@$(DEV) python -m tests.documentation

bench:  ## every benchmark, into docs/benchmarks.md
	@$(DEV) python -m bench

faults:  ## kill, fill the disk, start with a wrong key: what is lost, doubled or stuck, on both databases
	@$(DEV) python -m bench.faults

rehearsal:  ## PostgreSQL with a replica, PgBouncer, Redis, S3, nginx: what is lost and for how long nobody can write
	@$(DEV) python -m bench.rehearsal

fuzz:  ## the fuzz targets, for as long as SECONDS says
	@$(DEV) python -m tests.fuzz $(SECONDS)

mutation:  ## change the rules a little and see whether a test fails (AREA=recognition for one area)
	@$(DEV) python -m tests.mutation $(AREA)

messages:  ## collect the translatable texts
	@$(DEV) python manage.py extract_messages

lock:  ## renew the locked requirements (maintainers; needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package microcred -q pyproject.toml -o requirements/app.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package microcred -q pyproject.toml --group dev -o requirements/dev.txt
