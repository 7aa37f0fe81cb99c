"""Rehearse a class on a real JupyterHub: N learners pull the lessons, open one and move sliders.

    make hub                            the whole class, and the table of docs/teaching.md
    make hub HUB_OPTIONS="--learners 5 --seconds 20"

The hub runs on this machine and listens on 127.0.0.1 alone: JupyterHub with configurable-http-proxy
and its simple spawner. The course is put into its environment by `docs/hub/tljh.sh`, as on a real
one. A learner is played on the level of messages, as a page would send them; so a thousand moves
cost this machine less than one browser. What it also tries: that newer lessons come without harm to
what a learner wrote, and that the hub's user name is the learner's id.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from tornado.httpclient import AsyncHTTPClient, HTTPError

from tools.hub.learner import LESSON, SPAWN, TOKEN, Learner, ask

ROOT = Path(__file__).parents[2]
CONFIGURATION = """
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["configurable-http-proxy", "--ip", "127.0.0.1"]
c.JupyterHub.db_url = "sqlite:///{place}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{place}/cookie"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{place}/home/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {spawn}
c.Spawner.environment = {{"COURSEKIT_OWN_NUMBERS": "1"}}
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.services = [{{"name": "rehearsal", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{"name": "rehearsal", "services": ["rehearsal"],
                            "scopes": ["admin:users", "admin:servers", "access:servers"]}}]
"""


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@contextlib.contextmanager
def a_hub(place):
    """Yield the address of a running hub; it and all that it started end with this."""
    ports = {name: free_port() for name in ("port", "hub", "api")}
    told = CONFIGURATION.format(place=place, spawn=SPAWN, token=TOKEN, **ports)
    (place / "jupyterhub_config.py").write_text(told)
    here = Path(sys.executable).parent
    paths = os.pathsep.join([str(here), str(here.parent / "node_modules/.bin"), os.environ["PATH"]])
    with (place / "log").open("wb") as log:
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"],
            cwd=place,
            env=os.environ | {"PATH": paths, "COURSEKIT_QUICK": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{ports['port']}"
        finally:
            hub.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                hub.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(hub.pid, signal.SIGKILL)


async def until_there(address):
    for _ in range(120):
        with contextlib.suppress(OSError, HTTPError):
            return await ask(f"{address}/hub/api/")
        await asyncio.sleep(1)
    raise RuntimeError("the hub does not answer")


# -- the rehearsal -----------------------------------------------------------------------------


def a_repository(place):
    """Make a repository whose branch `lessons` holds the notebooks alone, as the guide says."""
    shutil.copytree(ROOT / "notebooks", place, ignore=shutil.ignore_patterns(".*"))
    git(place, "init", "--quiet", "--initial-branch=lessons")
    commit(place, "The lessons")
    return place


def commit(place, said):
    git(place, "add", "--all")
    who = ["-c", "user.name=teacher", "-c", "user.email=teacher@localhost"]
    git(place, *who, "commit", "--quiet", "--message", said)


def git(place, *arguments):
    subprocess.run(["git", "-C", place, *arguments], check=True)


def install(place):
    """Put the course into this environment by the script for The Littlest JupyterHub."""
    stub = place / "bin" / "tljh-config"
    stub.parent.mkdir()
    stub.write_text("#!/bin/sh\nexit 0\n")
    stub.chmod(0o755)
    (Path(sys.prefix) / "etc/jupyter/jupyter_server_config.d").mkdir(parents=True, exist_ok=True)
    env = os.environ | {"TLJH_USER_ENV": sys.prefix, "PIP_QUIET": "1"}
    env["PATH"] = f"{stub.parent}{os.pathsep}{env['PATH']}"
    subprocess.run([ROOT / "docs/hub/tljh.sh", ROOT], check=True, env=env)


async def answers_survive(learner, repository):
    """Raise AssertionError unless newer lessons come and what a learner wrote stays."""
    notebook = await learner.content()
    cell = next(c for c in notebook["cells"] if "weighted_sum.check" in "".join(c["source"]))
    cell["source"] = cell["source"].replace("...", "-2.07", 1)
    await learner.content(new=notebook)
    path = repository / LESSON
    path.write_text(path.read_text().replace("# 1 · Neurons", "# 1 · Neurons, once more", 1))
    commit(repository, "A newer lesson")
    await learner.pull(repository)
    found = json.dumps(await learner.content())
    assert "-2.07" in found, "the answer is gone"
    assert "once more" in found, "the newer lesson has not come"


def memory(place):
    """Return the megabytes of all learners' processes; what they share is counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if f"HOME={place}/home/" in (process / "environ").read_text(errors="replace"):
                told = (process / "smaps_rollup").read_text()
                total += int(told.split("Pss:")[1].split()[0])
    return total / 1024


async def rehearse(place, learners, seconds):
    """Yield the lines of the table."""
    AsyncHTTPClient.configure(None, max_clients=200)
    repository = a_repository(place / "lessons")
    with a_hub(place) as address:
        await until_there(address)
        group = [Learner(address, f"learner{k:02d}") for k in range(learners)]
        start = time.monotonic()
        await asyncio.gather(*(one.spawn() for one in group))
        spawned = time.monotonic() - start
        await asyncio.gather(*(one.pull(repository) for one in group))
        await asyncio.gather(*(one.open() for one in group))
        opened = time.monotonic() - start
        wrong = "neurons.weighted_sum.check(0.5)"
        for one in group:
            (record,) = await one.run(wrong)
            assert record["learner"] == one.name, "the hub's name is not the learner's"
        used = memory(place)
        took = await asyncio.gather(*(one.play(seconds, wrong) for one in group))
        moves = [1000 * x for one in group for x in one.moves]
        checks = [1000 * x for one in group for x in one.checks]
        await answers_survive(group[0], repository)
    rate = len(moves) / max(took)
    heads = "learners", "all servers", "all at the picture", "moves a second", "a move", "a check"
    yield f"| {' | '.join(heads)} | memory each |"
    yield "|---" * 7 + "|"
    told = [f"{spawned:.0f} s", f"{opened:.0f} s", f"{rate:.1f}", spread(moves), spread(checks)]
    yield f"| {learners} | {' | '.join(told)} | {used / learners:.0f} MB |"


def spread(times):
    high = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"{median(times):.0f} ms, {high:.0f} at the 95th percentile"


def main():
    parser = argparse.ArgumentParser(description="Rehearse a class on a JupyterHub.")
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--installed", action="store_true", help="the course is here already")
    asked = parser.parse_args()

    async def tell(place):
        async for line in rehearse(place, asked.learners, asked.seconds):
            print(line, flush=True)

    with tempfile.TemporaryDirectory() as place:
        if not asked.installed:
            install(Path(place))
        asyncio.run(tell(Path(place)))


if __name__ == "__main__":
    main()
