# One word each; what a word does is in packaging/ and in the tools' own settings.
PYTHON = .venv/bin/python

.PHONY: run test check bench soak server i18n lock clean

run: .venv/ready
	$(PYTHON) -m ui.tour

test: .venv/ready check
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 2

check: .venv/ready
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON) packaging/catalogue.py --check

bench: .venv/ready
	$(PYTHON) -m tests.bench

soak: .venv/ready
	SOAK=1 QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -m slow

server: .venv/ready
	$(PYTHON) -m flexdesk server run --database sqlite:///out/server.db

i18n: .venv/ready
	$(PYTHON) packaging/catalogue.py

lock: .venv/ready
	packaging/lock.sh

clean:
	rm -rf .venv out build dist

.venv/ready: requirements.lock packaging/setup.sh
	packaging/setup.sh
