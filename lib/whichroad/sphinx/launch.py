"""Links that open a page where its code runs: on Binder, or on a JupyterHub by nbgitpuller.

They stand in the menu of the page's other forms, and only once `_config.yml` says where the repository is. The theme
has such buttons as well, but cannot do without a repository and offers another notebook for download with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from whichroad.citing import released


def links(page: str, repository: str, branch: str, hubs: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Where a page can be run, and the address there.

    Parameters
    ----------
    page
        Its name, such as `chapters/paths`.
    repository, branch
        Where the book is under version control.
    hubs
        `binderhub_url` and `jupyterhub_url`, as Jupyter Book names them; what is empty gives no link.
    """
    repository = repository.rstrip("/")
    place = urlsplit(repository)
    if binder := hubs.get("binderhub_url", "").rstrip("/"):
        on_github = place.netloc == "github.com"
        source = f"gh{place.path}" if on_github else f"git/{quote(repository, safe='')}"
        yield "Binder", f"{binder}/v2/{source}/{branch}?{urlencode({'urlpath': f'lab/tree/{page}.md'})}"
    if hub := hubs.get("jupyterhub_url", "").rstrip("/"):
        folder = place.path.rpartition("/")[2]
        asked = {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{folder}/{page}.md"}
        yield "JupyterHub", f"{hub}/hub/user-redirect/git-pull?{urlencode(asked)}"


def take_from_theme(app: Sphinx, config: Config) -> None:
    """Keep the theme from making buttons of its own, and have a page of a release open the code of that release."""
    config.html_context["hubs"] = config.html_theme_options.pop("launch_buttons", {})
    if released(Path(app.srcdir, "CHANGELOG.md")):
        config.html_theme_options["repository_branch"] = f"v{version('smeclusters')}"


def offer_links(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    options = app.config.html_theme_options
    runs = page != app.config.root_doc and "kernelspec" in app.env.metadata[page]
    repository, branch = options.get("repository_url", ""), options.get("repository_branch", "main")
    context["launch"] = list(links(page, repository, branch, context["hubs"])) if runs and repository else []


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", take_from_theme, priority=900)
    app.connect("html-page-context", offer_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
