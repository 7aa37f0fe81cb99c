"""The opt-in server extension turns the waiting off, and steps aside where it does not fit."""

import logging
from types import SimpleNamespace

from coursekit import quick


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


def test_every_new_connection_sends_at_once():
    settings = {quick.SETTING: Connection}
    quick._load_jupyter_server_extension(app(settings))
    handler = Handler()
    assert settings[quick.SETTING](handler).connect() == "connected"
    assert handler.delay is False


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
