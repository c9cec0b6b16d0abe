"""The places on pages that others may lead to, as recorded before a release: ``python -m tests.browser.anchors``.

What is recorded once stays: a later version keeps the place, or leads on from it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES

RECORDED = Path(__file__).with_name("anchors.json")

UNLED = "svg, svg *, input, select, datalist, textarea, button, output"

# What is counted off: the next edit of a page gives a number to another place.
COUNTED = re.compile(r"(?:id|event-)\d+")


def places(page: str) -> set[str]:
    """The places of a page, but for those in a drawing or a form, or counted off."""
    article = BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser").select(f"article [id]:not({UNLED})")
    return {str(each["id"]) for each in article if not COUNTED.fullmatch(str(each["id"]))}


if __name__ == "__main__":
    known = json.loads(RECORDED.read_text("utf-8"))
    now = {page: sorted(places(page) | set(known.get(page, ()))) for page in sorted({*PAGES, *known})}
    RECORDED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{RECORDED}: {sum(map(len, now.values()))} places on {len(now)} pages.")
