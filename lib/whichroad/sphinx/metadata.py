"""What search engines, reference managers and those who pass a page on are told about it.

The site's address is one setting, ``html_baseurl``. Without it only what needs one is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from whichroad.colours import COLOURS
from whichroad.edition import DATA, edition

HERE = Path(__file__).parent
ICON = HERE / "static" / "favicon.svg"
CHART = re.compile(r'<div class="sme-wide">\s*(<svg.*?</svg>)\s*</div>', re.DOTALL)
FALLBACK = re.compile(r"var\(--[\w-]+,\s*([^)]+)\)")
UNREAD = ".sme-mark, .sme-locator, .sme-unseen, [popover], .headerlink"
LENGTH = 200
WIDE, HIGH, MARGIN = 1200, 630, 48


def summary(body: str) -> str:
    """The first paragraph of a page, as plain text of some length.

    Examples
    --------
    >>> summary('<section><h1>Trust</h1><p>Firms <em>trust</em><span class="sme-mark">✓</span> others.</p></section>')
    'Firms trust others.'
    """
    first = BeautifulSoup(body, "html.parser").select_one("section > p:not([class])")
    if first is None:
        return ""
    for each in first.select(UNREAD):
        each.extract()
    text = re.sub(r"\s+([.,:;?])", r"\1", " ".join(first.get_text().split()))
    return text if len(text) <= LENGTH else text[: LENGTH - 1].rpartition(" ")[0] + "…"


@cache
def package() -> dict[str, Any]:
    """What the tables' descriptor says of them."""
    described: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    return described


def the_paper() -> dict[str, Any]:
    """The paper that the book is an edition of, in the words of schema.org."""
    work = edition().study.references["albaladejo2001"]
    fields = {name: re.sub(r"[{}]", "", text) for name, text in work.fields.items()}
    authors = [
        {"@type": "Person", "name": f"{each.first_names[0]} {each.last_names[0]}"} for each in work.persons["author"]
    ]
    return {
        "@type": "ScholarlyArticle",
        "headline": fields["title"],
        "author": authors,
        "datePublished": fields["year"],
        "publisher": {"@type": "Organization", "name": fields["institution"]},
        "isPartOf": {"@type": "PublicationIssue", "name": fields["type"], "issueNumber": fields["number"]},
        "identifier": fields["repec"],
        "url": fields["url"],
    }


def statements(title: str, description: str, book: Config, address: str, data: bool) -> list[dict[str, Any]]:
    """What a page is, in the words of schema.org; with ``data`` also the tables that it offers."""
    common = {
        "author": {"@type": "Organization", "name": book.author},
        "datePublished": package()["created"].partition("T")[0],
        "inLanguage": book.language,
        "license": package()["licenses"][0]["path"],
        "isAccessibleForFree": True,
    } | ({"url": address} if address else {})
    page = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": title,
        "description": description,
        "isPartOf": {"@type": "Book", "name": book.html_title},
        "isBasedOn": the_paper(),
        **common,
    }
    if not data:
        return [page]
    tables = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package()["title"],
        "description": package()["description"],
        "version": package()["version"],
        "creator": common["author"],
        **{key: value for key, value in common.items() if key != "author"},
    }
    return [page, tables]


def citation(title: str, book: Config, address: str) -> list[tuple[str, str]]:
    """What Scholar and Zotero read."""
    tags = [
        ("citation_title", title),
        ("citation_author", book.author),
        ("citation_publication_date", package()["created"].partition("T")[0].replace("-", "/")),
        ("citation_inbook_title", book.html_title),
        ("citation_language", book.language),
    ]
    return tags + ([("citation_public_url", address)] if address else [])


def describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Say of a chapter what it is, before the extension for sharing writes its tags."""
    if doctree is None:
        return
    config, body = app.config, context["body"]
    plain = BeautifulSoup(context["title"], "html.parser").get_text()
    description = summary(body)
    address = context.get("pageurl") or ""
    context["meta"] = {**(context["meta"] or {}), "og:description": description}
    drawn = CHART.search(body)
    if config.html_baseurl:
        picture = app.outdir / "_static" / "shared" / f"{page.replace('/', '-')}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(shared_picture(plain, drawn[1] if drawn else ""))
        context["meta"]["og:image"] = f"{config.html_baseurl}_static/shared/{picture.name}"
        context["meta"]["og:image:alt"] = _name_of(drawn[1]) if drawn else plain
    told = statements(plain, description, config, address, data=page.endswith("/data"))
    tags = [("description", description), *citation(plain, config, address)]
    context["metatags"] += "".join(
        f'\n    <meta name="{name}" content="{escape(text)}">' for name, text in tags if text
    ) + "".join(f'\n    <script type="application/ld+json">{_data(each)}</script>' for each in told)


def leave_out(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Without the site's address, take out the tags that need one."""
    if doctree is not None and not app.config.html_baseurl:
        context["metatags"] = re.sub(r'<meta property="og:url" content="[^"]*" />\n?', "", context["metatags"])


def shared_picture(title: str, chart: str = "") -> bytes:
    """The picture that goes with a link to a page: its first chart, or else its title.

    Parameters
    ----------
    title : str
        Of the page.
    chart : str
        A drawing as SVG; with none the title stands alone.

    Returns
    -------
    bytes
        A PNG.
    """
    import vl_convert

    text = f'font-family="sans-serif" fill="{COLOURS["ink"]}"'
    name = escape(edition_name())
    if chart:
        chart = FALLBACK.sub(r"\1", chart).replace(
            "<svg", f'<svg x="{MARGIN}" y="120" width="{WIDE - 2 * MARGIN}" height="480"', 1
        )
        inner = f'<text x="{MARGIN}" y="76" font-size="40" {text}>{escape(title)}</text>{chart}'
    else:
        inner = (
            f'<g transform="translate({MARGIN} 150) scale(5)">{_drawn(ICON)}</g>'
            f'<text x="{MARGIN + 200}" y="290" font-size="48" {text}>{escape(title)}</text>'
            f'<text x="{MARGIN + 200}" y="350" font-size="30" {text}>{name}</text>'
        )
    ground = f'<rect width="{WIDE}" height="{HIGH}" fill="{COLOURS["paper"]}"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}">{ground}{inner}</svg>'
    return bytes(vl_convert.svg_to_png(picture))


def edition_name() -> str:
    """What the book is, beneath its title: the package says it before it goes on."""
    return metadata("smeclusters")["Summary"].partition(":")[0]


def _name_of(drawing: str) -> str:
    found = re.search(r'aria-label="([^"]*)"', drawing)
    return found[1] if found else ""


def _drawn(icon: Path) -> str:
    return re.sub(r"</?svg[^>]*>", "", icon.read_text("utf-8"))


def _data(statement: dict[str, Any]) -> str:
    return json.dumps(statement, ensure_ascii=False).replace("<", "\\u003c")


def entries(changelog: str) -> Iterator[tuple[str, str]]:
    """The versions of a changelog in Markdown, each with what it says.

    Examples
    --------
    >>> list(entries("# Changelog\\n\\n## 0.2\\n\\n- More.\\n\\n## 0.1\\n\\n- Some.\\n"))
    [('0.2', '- More.'), ('0.1', '- Some.')]
    """
    for part in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        name, _, text = part.partition("\n")
        yield name.strip(), text.strip()


def feed(changelog: str, book: Config) -> str:
    """The changelog as an Atom feed; links that need the site's address stand there only with one."""
    base, day = book.html_baseurl, package()["created"]
    address = f"{base}chapters/changelog.html"
    link = f'<link href="{escape(address)}"/>' if base else ""
    own = f'<link rel="self" href="{escape(base)}changelog.xml"/>' if base else ""
    parts = "".join(
        f"<entry><title>{escape(name)}</title><id>urn:smeclusters:changelog:{escape(name.replace(' ', '-'))}</id>"
        f'<updated>{day}</updated>{link}<content type="text">{escape(text)}</content></entry>'
        for name, text in entries(changelog)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(book.html_title)}: changelog</title><id>urn:smeclusters:changelog</id><updated>{day}</updated>"
        f"<author><name>{escape(book.author)}</name></author>{link}{own}{parts}</feed>\n"
    )


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Put beside the pages what stands once: feed, robots' file and the icon that phones show."""
    if exception or app.builder.format != "html":
        return
    import vl_convert

    site, base = Path(app.outdir), app.config.html_baseurl
    changelog = (HERE.parents[2] / "CHANGELOG.md").read_text("utf-8")
    (site / "changelog.xml").write_text(feed(changelog, app.config), "utf-8")
    sitemap = f"Sitemap: {base}sitemap.xml\n" if base else ""
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\n{sitemap}", "utf-8")
    touch = re.sub(r"<svg", '<svg width="180" height="180"', ICON.read_text("utf-8"), count=1)
    (site / "_static" / "touch-icon.png").write_bytes(vl_convert.svg_to_png(touch))


def settle(app: Sphinx, config: Config) -> None:
    """Hand the one address on to the extensions that ask for it under other names."""
    if config.html_baseurl and not config.html_baseurl.endswith("/"):
        config.html_baseurl += "/"
    config.html_context["baseurl"] = config.html_baseurl  # for notfound.html
    config.ogp_site_url = config.html_baseurl
    config.ogp_site_name = config.html_title
    config.ogp_type = "article"
    config.ogp_enable_meta_description = False  # describe writes it, also where there is no address
    config.ogp_social_cards = {"enable": False}
    config.sitemap_url_scheme = "{link}"
    config.sitemap_excludes = ["404.html", "index.html", "search.html"]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", settle)
    app.setup_extension("sphinxext.opengraph")
    if app.config.html_baseurl:
        app.setup_extension("sphinx_sitemap")
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", leave_out, priority=600)
    app.connect("build-finished", publish, priority=960)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
