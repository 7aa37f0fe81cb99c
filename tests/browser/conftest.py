"""One JupyterLab and one Chromium for all browser tests, which are skipped loudly without one."""

import os
from pathlib import Path

import pytest

from tests import lab

HERE = Path(__file__).parent
REASON = (
    "no Chromium found: the tests in a real browser did not run. "
    "Install one (Debian: apt install chromium) or name one in COURSEKIT_CHROMIUM."
)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium():
    """Yield a headless Chromium."""
    if lab.find_chromium() is None:
        if os.environ.get("COURSEKIT_REQUIRE_BROWSER"):
            pytest.fail(REASON)
        pytest.skip(REASON)
    with lab.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def jupyter():
    """Yield the address of a JupyterLab that serves a copy of the notebooks."""
    with lab.jupyter_lab() as address:
        yield address
