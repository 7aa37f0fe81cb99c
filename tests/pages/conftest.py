"""A Chromium that reaches nothing but files, and the pages that it opens."""

import pytest

from tests.browser.conftest import browser_or_skip
from tools.pages.__main__ import main


@pytest.fixture(scope="module")  # and no longer: Playwright's loop would be in others' way
def chromium():
    """Yield a headless Chromium."""
    with browser_or_skip() as browser:
        yield browser


@pytest.fixture
def opened(chromium):
    """Return a function that opens a file; its `complaints` fill with whatever goes wrong."""
    contexts = []

    def open_file(path, **how):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | how)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda request: page.complaints.append(request.url[:80]))
        page.on("request", lambda r: _is_local(r.url) or page.complaints.append(r.url[:80]))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


def _is_local(url):
    return url.startswith(("file:", "data:"))


@pytest.fixture
def build(monkeypatch):
    """Return a function that builds pages into a folder, as `make site` does."""

    def run(folder, *notebooks):
        monkeypatch.setattr("sys.argv", ["pages", *map(str, notebooks), "--out", str(folder)])
        main()
        return folder

    return run
