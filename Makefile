# A living edition of QEH Working Paper 71. The two commands that matter: make book, make test.
# What each does, and when there is nothing to do, stands once, in run.py, which needs no make: python run.py book

COMMANDS := book page test verify slides handouts pdf serve lab lite notebooks tasks \
  bench pictures requirements archive publish release links newest oldest audit binder clean

.DEFAULT_GOAL := book
.NOTPARALLEL:
.PHONY: $(COMMANDS)

PYTHON := $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c \
  'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))))

page: ARGUMENTS = $(CHAPTER)
lite: ARGUMENTS = $(PYODIDE)
release: ARGUMENTS = $(VERSION)

$(COMMANDS):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH." >&2; exit 1; }
	@"$(PYTHON)" run.py $@ $(ARGUMENTS)
