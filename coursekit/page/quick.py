"""Two opt-in levers that let pictures follow a slider more quickly. Nothing needs them.

One move of a slider is answered by several small messages: the kernel is busy, the value again,
the frame, the kernel is idle. The Jupyter server holds each back until the page has acknowledged
the one before (Nagle's algorithm), up to 40 ms. Two things help, and `benchmarks/README.md` shows
what each gains: the server sends at once, and the kernel leaves out the first message.

    python -m coursekit.page.quick

switches both on: the server half below, and, through an environment variable that its kernels
inherit, the kernel half.
"""

import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

ASKED = "COURSEKIT_QUICK"  # "1" asks a kernel for its half, "0" forbids it
SETTING = "kernel_websocket_connection_class"


def without_delay(connection_class: type[Any]) -> type[Any]:
    """Return the server's own kind of kernel connection, which sends each message at once."""

    class QuickConnection(connection_class):  # type: ignore[misc]
        def connect(self) -> Any:
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return QuickConnection


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "coursekit.page.quick"}]


def _load_jupyter_server_extension(app: Any) -> None:
    connection_class = app.web_app.settings.get(SETTING)
    if connection_class is None:  # another server than the one this was written for
        return
    app.web_app.settings[SETTING] = without_delay(connection_class)
    os.environ.setdefault(ASKED, "1")
    app.log.info("coursekit.page.quick: messages between kernels and pages go out at once")


def quieten(kernel: Any) -> bool:
    """Keep a kernel from announcing that it is busy with a widget's message; True if it took.

    Pages wait for "idle", which still comes. ipykernel has no switch for this, so this replaces
    its private `_publish_status`: only when asked for, only if that method looks as expected, and
    only once.
    """
    publish = getattr(kernel, "_publish_status", None)
    if os.environ.get(ASKED) != "1" or not inspect.ismethod(publish):
        return False
    if list(inspect.signature(publish).parameters) != ["status", "channel", "parent"]:
        return False

    def publish_quietly(status: str, channel: str, parent: Any = None) -> None:
        header = (parent or kernel.get_parent(channel)).get("header", {})
        if status != "busy" or header.get("msg_type") != "comm_msg":
            publish(status, channel, parent)

    kernel._publish_status = publish_quietly
    return True


def switch_on() -> None:
    """Let every Jupyter server of this Python's environment load the server half."""
    place = Path(sys.prefix, "etc", "jupyter", "jupyter_server_config.d", "coursekit-quick.json")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": {"coursekit.page.quick": True}}})
    )
    print(f"Switched on by {place}; without that file it is off.")


if __name__ == "__main__":
    switch_on()
