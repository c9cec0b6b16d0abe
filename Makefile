# A living edition of QEH Working Paper 71. The two commands that matter: make book, make test.

.DEFAULT_GOAL := book
.DELETE_ON_ERROR:
.PHONY: book page test verify slides handouts pdf serve lab notebooks tasks bench pictures requirements clean

PYTHON := $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c \
  'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))))
BIN := .venv/bin
READY := .venv/ready
VIEWER := .venv/share/jupyter/lab/settings/overrides.json
PAGE := _build/html/index.html
BOOK := _build/book
PDF := _build/pdf/which-road.pdf
HANDOUTS := $(patsubst %,_build/pdf/%.pdf,class-cards coding-sheet handout)
SLIDES = $(BIN)/sphinx-build -q -E -n -W --keep-going -b revealjs -d _build/slides chapters/slides _build/html/slides
CHAPTERS := $(wildcard chapters/*.md)
NOTEBOOKS := $(CHAPTERS:%.md=notebooks/%.ipynb)
DERIVED := _build/notebooks
TASKS := _build/tasks/nbgrader_config.py
SOURCES := $(CHAPTERS) $(wildcard chapters/tasks/*.md) _config.yml _toc.yml CHANGELOG.md $(shell find data lib chapters/slides ! -name '.*' ! -name '* *' ! -name '*.pyc' ! -name __pycache__)

book: $(BOOK)
	@echo "The book is built. Open $(CURDIR)/$(PAGE), or run: make serve"

# One chapter anew, in seconds and leniently. The next make book builds all of it.
page: $(READY)
	@test -f "chapters/$(CHAPTER).md" || { echo "Name a chapter: make page CHAPTER=robustness" >&2; exit 1; }
	@rm -f $(BOOK) _build/.doctrees/chapters/$(CHAPTER).doctree
	$(BIN)/jupyter-book build .

test: $(BOOK) $(DERIVED)
	$(BIN)/python -m whichroad.sphinx.chromium
	$(BIN)/python -m tests.browser.engines
	$(BIN)/python -m tests.grading
	$(BIN)/ruff check --quiet && $(BIN)/ruff format --quiet --check
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/mypy
	$(BIN)/pytest --nbmake -p no:benchmark --numprocesses 2 --dist loadgroup

# Every chapter from scratch, then every claim.
verify: $(DERIVED)
	$(BIN)/pytest --quiet --nbmake -p no:benchmark notebooks
	$(BIN)/smeclusters verify

# The slides alone, into the book as it stands.
slides: $(READY)
	$(SLIDES)

handouts: $(HANDOUTS)
	@echo "Cards, coding sheet and handout are printed: $(CURDIR)/$(dir $(firstword $(HANDOUTS)))"

pdf: $(PDF)
	@echo "The book is printed: $(CURDIR)/$(PDF)"

serve: $(BOOK)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

# The pages as notebooks; what CONTRIBUTING says about chapters, which Jupytext opens there.
lab: $(BOOK)
	@mkdir -p $(dir $(VIEWER))
	@echo '{"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Jupytext Notebook"}}}' > $(VIEWER)
	@echo "The next make book writes these notebooks anew: save what you change elsewhere."
	$(BIN)/jupyter lab _build/html/chapters/abstract.ipynb

notebooks: $(DERIVED)

tasks: $(TASKS)
	@echo "Solutions: $(CURDIR)/_build/tasks/solutions. For nbgrader: $(CURDIR)/_build/tasks"

# pysensmcda needs an older pandas than the pinned one.
bench: $(BOOK)
	@$(PYTHON) -m venv _build/bench
	@grep == requirements.txt | grep -v ^pandas== | _build/bench/bin/pip install --quiet --disable-pip-version-check -c /dev/stdin -e '.[bench]'
	_build/bench/bin/pytest bench/bench_*.py --benchmark-only
	$(BIN)/python bench/explorer.py _build/bench/bin/voila
	$(BIN)/python bench/pages.py

# What CONTRIBUTING says about the first screens.
pictures: $(BOOK)
	RENEW_PICTURES=1 $(BIN)/pytest --quiet -p no:nbmake tests/browser/test_pictures.py

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

$(BOOK): $(READY) $(SOURCES)
	@rm -rf _build/html $(filter-out $(NOTEBOOKS),$(wildcard notebooks/chapters/*.ipynb))
	$(BIN)/jupyter-book build --all -n -W --keep-going .
	$(SLIDES)
	@touch $@

$(PDF): $(BOOK)
	$(BIN)/python -m whichroad.sphinx.pdf _build/html $@

$(HANDOUTS): $(BOOK)
	$(BIN)/python -m whichroad.sphinx.handouts _build/html $@

# What pytest runs. Jupytext takes longer to start than to convert them all: one start for those missing or old.
$(DERIVED): $(READY) $(CHAPTERS) $(filter-out $(wildcard $(NOTEBOOKS)),$(NOTEBOOKS))
	$(BIN)/jupytext --quiet --to ../notebooks/chapters//ipynb \
	  $(if $(filter $(READY),$?),$(CHAPTERS),$(sort $(filter %.md,$?) $(patsubst notebooks/%.ipynb,%.md,$(filter %.ipynb,$?))))
	@mkdir -p $(@D) && touch $@

$(TASKS): $(READY) $(wildcard chapters/tasks/*.md lib/whichroad/*/tasks.py) lib/whichroad/sphinx/install.ipy _config.yml
	$(BIN)/python -m whichroad.sphinx.tasks $(@D)

$(NOTEBOOKS): ;
