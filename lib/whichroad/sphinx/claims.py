"""The list of all claims on its page: complete in what a server sends, built row by row where scripts run."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

FORMERLY = "chapters/holds"  # the page on which the list stood until it got one of its own
TABLE = re.compile(r'(<div class="sme-table sme-claims"[^>]*>)(<table.*?</table>)(</div>)', re.DOTALL)


def load_claims(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Keep the table as one text for browsers that run scripts, and load the script that builds its rows.

    To build all rows takes thousands of elements, of which a reader looks at few. Browsers without scripts, printed
    books and the search read what stands in a ``noscript`` element as they read everything else.
    """
    body, found = TABLE.subn(r"\1<noscript>\2</noscript>\3", context.get("body", ""))
    if found:
        context["body"] = body
        app.add_css_file("claims.css")
        # Before the script of every page, which forgets what a reader has searched for.
        app.add_js_file("claims.js", loading_method="defer", priority=50)
    if page == FORMERLY:
        app.add_js_file("moved.js", loading_method="async")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", load_claims, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
