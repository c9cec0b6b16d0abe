# A living edition of QEH Working Paper 71. The two commands that matter: make book, make test.

.DEFAULT_GOAL := book
.DELETE_ON_ERROR:
.PHONY: book test verify pdf serve lab notebooks bench requirements clean

PYTHON := $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c \
  'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))))
BIN := .venv/bin
READY := .venv/ready
VIEWER := .venv/share/jupyter/lab/settings/overrides.json
PAGE := _build/html/index.html
PDF := _build/pdf/which-road.pdf
CHAPTERS := $(wildcard chapters/*.md)
NOTEBOOKS := $(CHAPTERS:%.md=notebooks/%.ipynb)
SOURCES := $(CHAPTERS) _config.yml _toc.yml CHANGELOG.md $(shell find data lib ! -name '.*' ! -name '* *' ! -name '*.pyc' ! -name __pycache__)

book: $(PAGE)
	@echo "The book is built. Open $(CURDIR)/$(PAGE), or run: make serve"

test: $(PAGE)
	$(BIN)/python -m whichroad.sphinx.chromium
	$(BIN)/ruff check --quiet && $(BIN)/ruff format --quiet --check
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/pytest --nbmake -p no:benchmark --numprocesses 2 --dist loadfile

# Every chapter from scratch, then every claim.
verify: $(READY) $(NOTEBOOKS)
	$(BIN)/pytest --quiet --nbmake -p no:benchmark notebooks
	$(BIN)/smeclusters verify

pdf: $(PDF)
	@echo "The book is printed: $(CURDIR)/$(PDF)"

serve: $(PAGE)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

lab: $(READY)
	@mkdir -p $(dir $(VIEWER))
	@echo '{"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}}}' > $(VIEWER)
	$(BIN)/jupyter lab chapters

notebooks: $(NOTEBOOKS)

# pysensmcda needs an older pandas than the pinned one.
bench: $(PAGE)
	@$(PYTHON) -m venv _build/bench
	@grep == requirements.txt | grep -v ^pandas== | _build/bench/bin/pip install --quiet --disable-pip-version-check -c /dev/stdin -e '.[bench]'
	_build/bench/bin/pytest bench/bench_*.py --benchmark-only
	$(BIN)/python bench/explorer.py _build/bench/bin/voila

# What CONTRIBUTING says about pins.
requirements:
	@$(PYTHON) -m venv _build/pins && _build/pins/bin/pip install --quiet --disable-pip-version-check uv
	echo '-e .[book,test]' | _build/pins/bin/uv pip compile - --universal --python-version 3.11 --no-header -q -o requirements.txt

clean:
	rm -rf .venv _build notebooks

$(READY): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make environments; install its venv package (on Debian: apt install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(PAGE): $(READY) $(SOURCES) $(NOTEBOOKS)
	@rm -rf _build/html $(filter-out $(NOTEBOOKS),$(wildcard notebooks/chapters/*.ipynb))
	$(BIN)/jupyter-book build --all -n -W --keep-going .

$(PDF): $(PAGE)
	$(BIN)/python -m whichroad.sphinx.pdf _build/html $@

notebooks/%.ipynb: %.md $(READY)
	@mkdir -p $(@D)
	$(BIN)/jupytext --quiet --to ipynb --output $@ $<
