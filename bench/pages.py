"""What pages weigh, how fast a phone shows them and whether their HTML is valid: figures, no verdict.

Weights are those of all that a page loads, compressed as a server would send it. Lighthouse and html-validate come
from npm and are asked for here alone: where they can't be had, that is said and the rest still runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from served import compressed, served

from whichroad.sphinx.chromium import ARGUMENTS, installed

ROOT = Path(__file__).parents[1]
SITE, TOOLS = ROOT / "_build" / "html", ROOT / "_build" / "npm"
FONT = SITE / "_static" / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.woff2"
MEASURED = ("index", "comparison", "explorer", "holds", "claims")
PACKAGES = ("lighthouse@12.8.2", "html-validate@10.17.0")
ASSET = re.compile(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"?#]+\.(?:js|css|svg))[^"]*"')
# What is a matter of taste and how Sphinx writes: void elements, white space, long titles, raw characters.
RULES = {
    "extends": ["html-validate:standard"],
    "rules": {
        name: "off"
        for name in ("void-style", "no-trailing-whitespace", "long-title", "no-raw-characters", "no-inline-style",
                     "doctype-style", "attribute-boolean-style", "script-type", "no-implicit-button-type",
                     "prefer-native-element", "require-sri", "tel-non-breaking", "valid-id", "no-redundant-role",
                     "no-unused-disable")
    },
}  # fmt: skip


def weight(page: Path) -> int:
    """Of a page and all that it loads, in bytes."""
    text = page.read_text("utf-8")
    assets = {(page.parent / name).resolve() for name in ASSET.findall(text)}
    return sum(len(compressed(path)) for path in (page, *assets) if path.is_file()) + FONT.stat().st_size


def tool(name: str) -> Path | None:
    """Where a tool from npm lies, got if need be."""
    path = TOOLS / "node_modules" / ".bin" / name
    if not path.exists() and shutil.which("npm"):
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(TOOLS), *PACKAGES], check=False)
    return path if path.exists() else None


def weigh(pages: list[Path]) -> None:
    print("Weight of all that a page loads, compressed:")
    for size, page in sorted(((weight(page), page) for page in pages), reverse=True):
        print(f"  {size / 1000:6.1f} kB  {page.relative_to(SITE)}")


def shine(lighthouse: Path, home: str, page: str) -> None:
    """What Lighthouse finds on a page with its phone: a slow network and a slow processor, as it simulates them."""
    run = subprocess.run(
        [str(lighthouse), f"{home}/chapters/{page}.html", "--output=json", "--quiet", "--only-categories=performance",
         f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"],
        capture_output=True, text=True, env=os.environ | {"CHROME_PATH": installed() or ""},
    )  # fmt: skip
    if run.returncode:
        print(f"  {page}: Lighthouse could not measure it: {run.stderr.strip().splitlines()[-1:]}")
        return
    found = json.loads(run.stdout)
    audits = {name: found["audits"][name]["numericValue"] for name in KEPT}
    score = found["categories"]["performance"]["score"] * 100
    print(
        f"  {page:12} performance {score:3.0f}, first paint {audits['first-contentful-paint'] / 1000:.2f} s, largest "
        f"{audits['largest-contentful-paint'] / 1000:.2f} s, blocked {audits['total-blocking-time']:.0f} ms, shift "
        f"{audits['cumulative-layout-shift']:.3f}, {audits['dom-size']:.0f} elements"
    )


KEPT = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "dom-size",
)


def validate(checker: Path, pages: list[Path]) -> None:
    rules = TOOLS / "html-validate.json"
    rules.write_text(json.dumps(RULES), "utf-8")
    found = TOOLS / "html-validate.found.json"  # a file, as Node does not finish writing to a pipe
    subprocess.run([str(checker), f"--config={rules}", f"--formatter=json={found}", *map(str, pages)], check=False)
    counts: dict[str, int] = {}
    for page in json.loads(found.read_text("utf-8")):
        for message in page["messages"]:
            counts[message["ruleId"]] = counts.get(message["ruleId"], 0) + 1
            if counts[message["ruleId"]] <= 3:
                place = f"{Path(page['filePath']).relative_to(SITE)}:{message['line']}"
                print(f"  {message['ruleId']}: {message['message']} ({place})")
    print(f"  {PACKAGES[1]}: {sum(counts.values())} faults on {len(pages)} pages {counts or ''}")


def main() -> None:
    pages = sorted(path for path in SITE.rglob("*.html") if SITE / "_static" not in path.parents)
    weigh(pages)
    lighthouse, checker = tool("lighthouse"), tool("html-validate")
    if lighthouse and installed():
        print(f"{PACKAGES[0]}, on a phone:")
        with served(SITE) as home:
            for page in MEASURED:
                shine(lighthouse, home, page)
    else:
        print("Lighthouse could not be had, so nothing is said of how fast a phone shows the pages.")
    if checker:
        print("HTML:")
        validate(checker, pages)
    else:
        print("html-validate could not be had, so the HTML was not checked.")


if __name__ == "__main__":
    main()
