"""A learner on a hub, played on the level of messages as a page would send them."""

import asyncio
import contextlib
import json
import time
import uuid

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

LESSON, PICTURE = "01-neurons.ipynb", "one_neuron()"
MOVES_A_SECOND = 2
SPAWN, ANSWER = 300, 60  # seconds that a server, and a message, may take
TOKEN = uuid.uuid4().hex


async def ask(address, method="GET", body=None, seconds=ANSWER):
    """Return what an address answers, as text."""
    request = HTTPRequest(
        address,
        method,
        {"Authorization": f"token {TOKEN}"},
        json.dumps(body) if body is not None else None,
        allow_nonstandard_methods=True,
        request_timeout=seconds,
    )
    return (await AsyncHTTPClient().fetch(request)).body.decode()


class Learner:
    """One learner: a user of the hub, a server, a notebook with its kernel."""

    def __init__(self, hub, name):
        self.hub, self.name, self.own = hub, name, f"{hub}/user/{name}"
        self.sliders, self.stage, self.waiting = [], None, {}
        self.moves, self.checks = [], []

    async def spawn(self):
        """Start the learner's server."""
        users = f"{self.hub}/hub/api/users/{self.name}"
        await ask(users, "POST", {})
        with contextlib.suppress(Exception):  # 202, or slower than the proxy waits
            await ask(f"{users}/server", "POST", {})
        for _ in range(SPAWN):
            if json.loads(await ask(users))["servers"].get("", {}).get("ready"):
                return
            await asyncio.sleep(1)
        raise RuntimeError(f"no server for {self.name}")

    async def pull(self, repository):
        """Have nbgitpuller bring the newest lessons."""
        asked = f"repo={repository}&branch=lessons&targetpath=course"
        told = await ask(f"{self.own}/git-pull/api?{asked}", seconds=SPAWN)
        if '"phase": "finished"' not in told:
            raise RuntimeError(f"nbgitpuller: {told[-500:]}")

    async def content(self, new=None):
        """Return the notebook as it lies in the learner's home, or store another."""
        place = f"{self.own}/api/contents/course/{LESSON}"
        if new is not None:
            await ask(place, "PUT", {"type": "notebook", "format": "json", "content": new})
        return json.loads(await ask(f"{place}?content=1"))["content"]

    async def open(self):
        """Start a kernel and run the lesson up to its first picture."""
        body = {"path": f"course/{LESSON}", "name": LESSON, "type": "notebook",
                "kernel": {"name": "python3"}}  # fmt: skip
        session = json.loads(await ask(f"{self.own}/api/sessions", "POST", body, SPAWN))
        channels = f"{self.own}/api/kernels/{session['kernel']['id']}/channels"
        request = HTTPRequest(channels.replace("http", "ws", 1), connect_timeout=SPAWN,
                              request_timeout=SPAWN,
                              headers={"Authorization": f"token {TOKEN}"})  # fmt: skip
        self.socket = await websocket_connect(request, max_message_size=1 << 28)
        self.reader = asyncio.create_task(self._read())
        for cell in (await self.content())["cells"]:
            if cell["cell_type"] == "code":
                await self.run(cell["source"])
                if PICTURE in cell["source"]:
                    break

    async def run(self, source):
        """Run a cell; return the records that checks left."""
        self.records = []
        await self._send("execute_request", {"code": source}, lambda m: m["msg_type"] == "status"
                         and m["content"]["execution_state"] == "idle")  # fmt: skip
        return self.records

    async def move(self, number):
        """Move a slider to another stop, and wait until the picture has followed."""
        slider, stops, value = self.sliders[number % len(self.sliders)]
        value = stops[(stops.index(value) + 1) % len(stops) if value in stops else 0]
        self.sliders[number % len(self.sliders)] = slider, stops, value
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        drawn = asyncio.get_running_loop().create_future()
        self.waiting["picture"] = (self._is_drawn, drawn)
        start = time.perf_counter()
        self.socket.write_message(self._message("comm_msg", {"comm_id": slider, "data": data}))
        await asyncio.wait_for(drawn, ANSWER)
        self.moves.append(time.perf_counter() - start)

    async def play(self, seconds, wrong):
        """Move sliders twice a second, as long as it lasts, and check an answer now and then."""
        start, number = time.monotonic(), 0
        while (now := time.monotonic() - start) < seconds:
            await self.move(number)
            number += 1
            if number % 20 == 10:
                at = time.perf_counter()
                await self.run(wrong)
                self.checks.append(time.perf_counter() - at)
            await asyncio.sleep(max(0, number / MOVES_A_SECOND - (time.monotonic() - start)))
        return now

    def _is_drawn(self, message):
        content = message["content"]
        ours = message["msg_type"] == "comm_msg" and content["comm_id"] == self.stage
        return ours and content["data"].get("method") == "custom"

    async def _send(self, kind, content, done):
        message = self._message(kind, content)
        id = json.loads(message)["header"]["msg_id"]
        future = asyncio.get_running_loop().create_future()
        self.waiting[id] = (lambda m: m["parent_header"].get("msg_id") == id and done(m), future)
        self.socket.write_message(message)
        await asyncio.wait_for(future, SPAWN)

    def _message(self, kind, content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.name,
                  "username": "", "version": "5.3", "date": ""}  # fmt: skip
        return json.dumps({"header": header, "parent_header": {}, "metadata": {},
                           "content": content, "channel": "shell", "buffers": []})  # fmt: skip

    async def _read(self):
        while (raw := await self.socket.read_message()) is not None:
            if isinstance(raw, bytes):  # offsets, the JSON, the buffers
                first, second = (int.from_bytes(raw[k : k + 4], "big") for k in (4, 8))
                raw = raw[first:second] if int.from_bytes(raw[:4], "big") > 1 else raw[first:]
            message = json.loads(raw)
            content, kind = message["content"], message["msg_type"]
            if kind == "comm_open":
                state = content["data"].get("state", {})
                if len(state.get("stops", ())) > 1:
                    self.sliders.append((content["comm_id"], state["stops"], state["value"]))
                elif "views" in state:
                    self.stage = content["comm_id"]
            elif kind in ("display_data", "update_display_data"):
                self.records += [v for k, v in content["data"].items() if "coursekit.check" in k]
            for id, (fits, future) in list(self.waiting.items()):
                if fits(message):
                    del self.waiting[id]
                    if not future.done():
                        future.set_result(None)
