#!/bin/sh
# What the container does: shows the book, or runs a command of the library, such as verify.
set -eu
case "${1:-book}" in
  book) exec python -m http.server --directory /srv/book 8000 ;;
  *) exec smeclusters "$@" ;;
esac
