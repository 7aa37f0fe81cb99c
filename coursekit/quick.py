"""An opt-in Jupyter server extension that lets pictures follow a slider more quickly.

One move of a slider is answered by several small messages. By default each waits in the server
for the page to acknowledge the one before (Nagle's algorithm), up to 40 ms. This extension turns
that waiting off for the connections to kernels. Switch it on with

    jupyter server extension enable coursekit.quick
"""

SETTING = "kernel_websocket_connection_class"


def without_delay(connection_class):
    """Return the server's own kind of kernel connection, which sends each message at once."""

    class QuickConnection(connection_class):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return QuickConnection


def _jupyter_server_extension_points():
    return [{"module": "coursekit.quick"}]


def _load_jupyter_server_extension(app):
    connection_class = app.web_app.settings.get(SETTING)
    if connection_class is None:  # another server than the one this was written for
        return
    app.web_app.settings[SETTING] = without_delay(connection_class)
    app.log.info("coursekit.quick: messages between kernels and pages go out at once")
