"""The browser's site, built once for all tests that look at it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of a site that `make lite` has just built."""
    if shutil.which("npm") is None:
        reason = "no npm found: the site that runs in the browser alone was not built."
        if os.environ.get("COURSEKIT_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    out = tmp_path_factory.mktemp("lite") / "site"
    subprocess.run(["make", "lite", f"LITE_OPTIONS=--out {out}"], cwd=ROOT, check=True)
    return out
