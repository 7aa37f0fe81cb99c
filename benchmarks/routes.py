"""The routes from a slider to a picture that the benchmark compares, each opened by one call."""

import ipywidgets as widgets
from IPython import get_ipython
from IPython.display import display

from benchmarks.scene import STEPS, Model, MovingScene, draw_anew
from coursekit.live import LivePicture
from coursekit.quick import quieten


def _slider():
    slider = widgets.IntSlider(value=1, min=0, max=STEPS - 1, layout={"width": "800px"})
    slider.add_class("bench-slider")
    return slider


def live():
    """Open the course's way: artists moved, blitted, sent as the value of an Image."""
    model, slider = Model(), _slider()
    scene = MovingScene(model)
    picture = LivePicture(scene.fig, scene.moving)

    def refresh(change):
        activations, weights, four, point = model.numbers(change["new"])
        scene.update(change["new"], activations, weights, four, point)
        picture.show(f"w = {point[0]:.2f}, so the slope is {four[0]:.4f}.")

    slider.observe(refresh, names="value")
    refresh({"new": 1})
    picture.display([slider])


def interact():
    """Open what most courses do: `interact` and a new inline figure each time."""
    model = Model()
    widgets.interact(lambda step: draw_anew(model, step), step=_slider())


def echo():
    """Open the floor: a callback that writes the value into a label and does nothing else."""
    quieten(get_ipython().kernel)
    slider, label = _slider(), widgets.Label()
    label.add_class("bench-label")
    slider.observe(lambda change: setattr(label, "value", str(change["new"])), names="value")
    display(widgets.VBox([slider, label]))
