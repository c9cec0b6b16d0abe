"""A site that keeps its versions, as one browses it: from disk, as an archive is opened in ten years, and served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support import ROOT

from whichroad.publish.site import assemble

BUILT = ROOT / "_build" / "html"
SHOWN = ("index.html", "chapters/index.html", "chapters/changelog.html", "404.html", "_static/*", "_static/**/*")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages of the built book, as three versions."""
    folder = tmp_path_factory.mktemp("versions")
    archives = []
    for version in ("1.0.0", "1.1.0", "2.0.0"):
        archives.append(folder / f"which-road-{version}-site.zip")
        with ZipFile(archives[-1], "w") as archive:
            for path in {path for pattern in SHOWN for path in BUILT.glob(pattern) if path.is_file()}:
                archive.write(path, path.relative_to(BUILT))
    assemble(archives, folder / "site")
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_an_old_page_leads_to_the_same_page_of_the_newest(page: Page, versions: Path):
    page.goto((versions / "v" / "1.0.0" / "chapters" / "changelog.html").as_uri())
    note = page.get_by_role("note").filter(has_text="This is version 1.0.0.")
    expect(note).to_be_visible()
    note.get_by_role("link", name="The newest is 2.0.0.").click()
    expect(page).to_have_url((versions / "latest" / "chapters" / "changelog.html").as_uri())
    expect(page.get_by_role("note").filter(has_text="This is version")).to_have_count(0)


def test_each_page_leads_to_all_versions(page: Page, versions: Path):
    page.goto((versions / "v" / "1.1.0" / "chapters" / "changelog.html").as_uri())
    foot = page.locator(".sme-version")
    expect(foot).to_contain_text("All versions: 2.0.0, 1.1.0 (this one), 1.0.0")
    addresses = foot.locator("a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert addresses == [
        f"{versions.as_uri().removeprefix('file://')}/v/{version}/index.html" for version in ("2.0.0", "1.0.0")
    ]


def test_from_disk_one_comes_from_the_site_to_its_newest_version_and_from_there_to_another(page: Page, versions: Path):
    page.goto((versions / "index.html").as_uri())
    page.wait_for_url("**/latest/chapters/index.html")
    page.locator(".sme-version").get_by_role("link", name="1.1.0").click()
    page.wait_for_url("**/v/1.1.0/chapters/index.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_elsewhere_nothing_is_asked_for(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((BUILT / "chapters" / "changelog.html").as_uri())
    expect(page.locator(".sme-version")).to_contain_text(f"Version {_version()}")
    assert not [address for address in asked if "versions.js" in address]


def test_who_has_no_scripts_reads_which_version_it_is(versions: Path):
    text = (versions / "v" / "1.0.0" / "chapters" / "changelog.html").read_text("utf-8")
    assert f"Version {_version()}" in text


def _version() -> str:
    from importlib.metadata import version

    return version("smeclusters")
