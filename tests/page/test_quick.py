"""The opt-in server extension turns the waiting off, and steps aside where it does not fit."""

import logging
import os
from types import SimpleNamespace

import pytest
from jupyter_server.extension.config import ExtensionConfigManager

from coursekit.page import quick


class Connection:
    """What a Jupyter server keeps for each kernel connection."""

    def __init__(self, handler):
        self.websocket_handler = handler

    def connect(self):
        return "connected"


class Handler:
    """The part of a websocket handler that the extension speaks to."""

    delay = True

    def set_nodelay(self, value):
        self.delay = not value


def app(settings):
    return SimpleNamespace(web_app=SimpleNamespace(settings=settings), log=logging.getLogger())


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch):
    """Let what the extension sets end with the test."""
    monkeypatch.setenv(quick.ASKED, "")
    monkeypatch.delenv(quick.ASKED)


def test_every_new_connection_sends_at_once():
    settings = {quick.SETTING: Connection}
    quick._load_jupyter_server_extension(app(settings))
    handler = Handler()
    assert settings[quick.SETTING](handler).connect() == "connected"
    assert handler.delay is False
    assert os.environ[quick.ASKED] == "1"  # its kernels inherit it


def test_a_server_of_another_kind_is_left_alone():
    settings = {}
    quick._load_jupyter_server_extension(app(settings))
    assert settings == {}


def test_the_setting_is_the_one_that_jupyter_server_reads():
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

    quicker = quick.without_delay(ZMQChannelsWebsocketConnection)
    handler = SimpleNamespace(settings={quick.SETTING: quicker})
    assert KernelWebsocketHandler.kernel_websocket_connection_class.fget(handler) is quicker
    assert issubclass(quicker, ZMQChannelsWebsocketConnection)


class Kernel:
    """What matters here of an ipykernel: which message it answers, and what it announces."""

    def __init__(self):
        self.announced, self.answers = [], "comm_msg"

    def get_parent(self, channel):
        return {"header": {"msg_type": self.answers}}

    def _publish_status(self, status, channel, parent=None):
        self.announced.append((self.answers, status))


def test_a_quiet_kernel_leaves_out_busy_for_widgets_alone(monkeypatch):
    monkeypatch.setenv(quick.ASKED, "1")
    kernel = Kernel()
    assert quick.quieten(kernel)
    assert not quick.quieten(kernel)  # once is enough
    for kernel.answers in ("comm_msg", "execute_request"):
        kernel._publish_status("busy", "shell")
        kernel._publish_status("idle", "shell")
    assert kernel.announced == [
        *(("comm_msg", "idle"), ("execute_request", "busy"), ("execute_request", "idle"))
    ]


@pytest.mark.parametrize("asked", ["", "0"])
def test_a_kernel_that_was_not_asked_stays_as_it_is(monkeypatch, asked):
    monkeypatch.setenv(quick.ASKED, asked)
    kernel = Kernel()
    assert not quick.quieten(kernel)
    assert "_publish_status" not in vars(kernel)


def test_a_kernel_of_another_make_is_left_alone(monkeypatch):
    monkeypatch.setenv(quick.ASKED, "1")
    assert not quick.quieten(None)
    assert not quick.quieten(SimpleNamespace(_publish_status=lambda status: None))


def test_the_private_method_is_the_one_that_ipykernel_has():
    import inspect

    from ipykernel.kernelbase import Kernel as Real

    names = list(inspect.signature(Real._publish_status).parameters)
    assert names == ["self", "status", "channel", "parent"]
    assert callable(Real.get_parent)


def test_it_is_switched_on_for_the_servers_of_one_environment(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    quick.switch_on()
    manager = ExtensionConfigManager(read_config_path=[str(tmp_path / "etc" / "jupyter")])
    assert manager.get_jpserver_extensions() == {"coursekit.page.quick": True}
    assert str(tmp_path) in capsys.readouterr().out
