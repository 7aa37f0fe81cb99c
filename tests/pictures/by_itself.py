"""Trainings that go on by themselves in a test: a slice is one piece, however busy the machine."""

import asyncio

from coursekit.pictures import background


def one_piece_a_slice(monkeypatch):
    """Let a slice end after its first piece, and the next one follow at once."""
    monkeypatch.setattr(background, "SLICE", 0)
    monkeypatch.setattr(background, "PAUSE", 0)


def unpainted(explorer):
    """Let an explorer move its artists and change its sentence, but paint no pixels."""
    explorer.picture.show = lambda sentence: setattr(explorer.picture, "sentence", sentence)
    return explorer


def pixels(explorer):
    """Return what an explorer would paint now."""
    return explorer.picture.blitter.frame().tobytes()


async def until(condition):
    """Let the loop turn until the condition holds; no training of a test has so many slices."""
    for _ in range(100_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


def on_a_page(open_it, scene):
    """Play a scene with a picture that trains by itself from when it opens; return its outcome."""

    async def play():
        explorer = open_it()
        explorer.go_on()
        return await scene(explorer)

    return asyncio.run(play())
