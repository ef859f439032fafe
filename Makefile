# Two commands matter: `make run` and `make test`. Both need Python 3.11 or newer with venv, and nothing else.

# The first Python that is new enough and can make a venv; else python3, and the rule below says what it lacks.
ENOUGH = import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(ENOUGH)' 2>/dev/null && echo $$p && break; done || echo python3)
VENV = .venv
BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test bench faults check messages lock clean

run: $(VENV)/runtime
	@exec $(BIN)/python manage.py start

test: $(VENV)/development
	@$(BIN)/python -m config.machine
	@$(BIN)/python manage.py test --parallel --exclude-tag alone
	@exec $(BIN)/python manage.py test --tag alone

# Measure the pages against two yardsticks; the first time it generates the data for it. See docs/performance.md.
bench: $(VENV)/development
	@exec $(BIN)/python -m bench

# Kill, stop, freeze and lie to whatever sends reminders, once for each seed; the outcome is added to docs/faults.md.
SEEDS ?= 1-200
faults: $(VENV)/development
	@$(BIN)/python -m config.machine
	@FAULT_SEEDS=$(SEEDS) exec $(BIN)/python manage.py test tests.faults.test_seeds

# Everything a reviewer would otherwise have to look for.
check: $(VENV)/development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py messages --check
	@env $(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

# Names as an installation would set them: `check --deploy` connects to nothing.
PRODUCTION = DATABASE_URL=postgresql://bihuan@localhost/bihuan EMAIL_URL=smtp://localhost \
	ALLOWED_HOSTS=safety.example.org BASE_URL=https://safety.example.org BEHIND_PROXY=1 \
	SECRET_KEY=only-for-the-check-of-the-settings-0123456789-abcdefghijklmnop

# Collect the texts to translate into locale/zh_Hans/LC_MESSAGES/django.po.
messages: $(VENV)/runtime
	@$(BIN)/python manage.py messages

# Choose the newest versions that requirements*.txt allow and write their hashes down.
lock: $(VENV)/development
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile $(LOCK) -o requirements.lock requirements.txt
	$(BIN)/uv pip compile $(LOCK) -o requirements-dev.lock requirements-dev.txt
LOCK = --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

$(VENV)/runtime: requirements.lock | $(VENV)/made
	@echo "Installing what Bihuan runs on …"
	@$(INSTALL) -r requirements.lock
	@touch $@

$(VENV)/development: requirements-dev.lock | $(VENV)/made
	@echo "Installing what Bihuan and its tests need …"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@ $(VENV)/runtime

$(VENV)/made:
	@$(PYTHON) -c '' 2>/dev/null || { echo "Bihuan needs Python 3.11 or newer and found no $(PYTHON): install it (Debian, Ubuntu: apt install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bihuan needs Python 3.11 or newer, and this is $$($(PYTHON) --version): install a newer one, or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# Throw away what `make` made, and the trial's data with it.
clean:
	rm -rf $(VENV) var
