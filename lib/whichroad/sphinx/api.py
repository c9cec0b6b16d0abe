"""``{api} smeclusters``: a summary of a module's public names, and beneath it each with its docstring."""

from __future__ import annotations

from importlib import import_module

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.ext.autosummary import autosummary_table
from sphinx.util.docutils import SphinxDirective


def public_names(module: str) -> list[str]:
    """The names that a module offers, by the alphabet; of one without ``__all__`` its own, or else its package's.

    Examples
    --------
    >>> public_names("smeclusters.model.rules")
    ['Rules', 'Thresholds']
    """
    found = import_module(module)
    package = module.partition(".")[0]
    homes = {
        name: home
        for name, value in vars(found).items()
        if not name.startswith("_") and (home := getattr(value, "__module__", "")).startswith(package)
    }
    own = [name for name, home in homes.items() if home == module]
    names = getattr(found, "__all__", None) or own or list(homes)
    return sorted(names, key=str.casefold)


class Api(SphinxDirective):
    """The public names of a module, from the code, so that none is forgotten."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        module = self.arguments[0]
        found, names = import_module(module), public_names(module)
        # In reStructuredText, which autosummary writes, on a page of Markdown.
        lines = ["````{eval-rst}", f".. currentmodule:: {module}", "", ".. autosummary::", ""]
        lines += [f"   {name}" for name in names]
        for name in names:
            kind = "class" if isinstance(getattr(found, name), type) else "function"
            lines += ["", f".. auto{kind}:: {name}", *(["   :members:"] if kind == "class" else [])]
        page = nodes.container()
        self.state.nested_parse(StringList([*lines, "````"], ""), self.content_offset, page)
        return list(page.children)


def as_it_is(*_: object) -> None:
    """Writes nothing around a summary, where Sphinx would keep lines of its signatures from ending at a blank."""


def setup(app: Sphinx) -> dict[str, bool]:
    for extension in ("sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"):
        app.setup_extension(extension)
    app.add_node(autosummary_table, override=True, html=(as_it_is, as_it_is))
    app.add_directive("api", Api)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
