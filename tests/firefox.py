"""A headless Firefox, driven by the protocol that it speaks itself (WebDriver BiDi)."""

import json
import re
import shutil
import subprocess
import time
from contextlib import contextmanager

import pytest
import websocket

from tests.lab import START_SECONDS, stop

# it looks for news nowhere, and reaches files alone
SETTINGS = {
    "app.normandy.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "network.proxy.type": 1,
    **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
    **{f"network.proxy.{kind}_port": 9 for kind in ("http", "ssl")},
    "network.captive-portal-service.enabled": False,
}


class Page:
    """One page: what went wrong on it is in `complaints`."""

    def __init__(self, socket):
        self._socket, self.complaints = socket, []
        self.ask("session.new", capabilities={})
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("session.subscribe", events=["log.entryAdded"])

    def ask(self, method, **params):
        """Send a command and return its result."""
        self._socket.send(json.dumps({"id": 1, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv())).get("id") != 1:
            entry = answer.get("params", {})
            if answer.get("method") == "log.entryAdded" and entry["level"] == "error":
                self.complaints.append(entry["text"])
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, path, width=1280, height=900):
        """Open a file in a window of this size."""
        size = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.context, viewport=size)
        self.ask(
            "browsingContext.navigate", context=self.context, url=path.as_uri(), wait="complete"
        )

    def call(self, code, told=None):
        """Call a function of the page with one argument; return what it returns, or awaits."""
        result = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({code})({json.dumps(told)})))()",
            target={"context": self.context},
            awaitPromise=True,
        )
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"].get("value", "null"))

    def type(self, text):
        """Press one key after the other; "\\n" is Enter."""
        keys = ["\ue007" if letter == "\n" else letter for letter in text]
        downs = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": downs})

    def drag(self, *points, kind="mouse"):
        """Press at the first of these points (x, y), go to the others, and let go."""
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in points]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        how = {"parameters": {"pointerType": kind}, "id": kind, "type": "pointer"}
        self._perform(how | {"actions": [moves[0], down, *moves[1:], up]})

    def _perform(self, source):
        self.ask("input.performActions", context=self.context, actions=[source])
        self.ask("input.releaseActions", context=self.context)


@contextmanager
def firefox(profile):
    """Yield a `Page` of a Firefox with a profile of its own; skip without a Firefox."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.skip("no Firefox found: nothing was tried in it (Debian: firefox-esr)")
    (profile / "user.js").write_text(
        "".join(f'user_pref("{name}", {json.dumps(v)});\n' for name, v in SETTINGS.items())
    )
    options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
    log = profile / "log"
    with log.open("w") as said:
        started = subprocess.Popen([found, *options], stderr=said)
    try:
        yield Page(websocket.create_connection(_listens(log), suppress_origin=True, timeout=60))
    finally:
        stop(started)


def _listens(log):
    """Return the address at which a Firefox that has just been started listens."""
    end = time.monotonic() + START_SECONDS
    while not (found := re.search(r"WebDriver BiDi listening on (\S+)", log.read_text())):
        if time.monotonic() > end:
            raise RuntimeError(
                f"Firefox did not start; its log ends with:\n{log.read_text()[-2000:]}"
            )
        time.sleep(0.1)
    return f"{found[1]}/session"
