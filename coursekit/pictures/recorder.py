"""What an artist draws, written down instead of painted.

matplotlib hands everything that it draws to a renderer. This one keeps what it is told as `Shapes`
and `Pixels`; `strokes.py` packs them for a page. What has no such form (a hatch, a shaded triangle)
is painted by Agg, and kept as the small image that it is.
"""

from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from coursekit.pictures.ground import Ground
from coursekit.pictures.letters import formula_as_word, text_as_word
from coursekit.pictures.shapes import Pixels, Shapes, Word, as_bytes, even_runs

OWN = "own colours"  # the gid of an artist whose colours are the same in a dark page
PAPER = "paper"  # the gid of what everything else is drawn on
DATA_GROUPS = ("QuadContourSet",)  # artists that cover an area with colours that mean something


class Recorder(RendererBase):
    """A renderer that keeps what it is told to draw in `drawn`.

    fallen: the names of the calls that it could only keep as pixels.

    >>> from matplotlib.figure import Figure
    >>> recorder = Recorder(200, 100, 100)
    >>> Figure(figsize=(2, 1), dpi=100).draw(recorder)
    >>> len(recorder.drawn)
    1
    """

    def __init__(self, width, height, dpi):
        super().__init__()
        self.width, self.height, self.dpi = round(width), round(height), dpi
        self.drawn, self.fallen = [], []
        self.ground = Ground()  # on which what is drawn now stands
        self._metrics = RendererAgg(1, 1, dpi)  # how large texts are
        self._groups, self._filtered = [], 0

    @cached_property
    def _agg(self):
        return RendererAgg(self.width, self.height, self.dpi)

    def take(self):
        """Return what was drawn since the last call."""
        drawn, self.drawn = self.drawn, []
        self._groups.clear()  # a text that stands nowhere leaves its own open
        return drawn

    # -- what matplotlib asks a renderer ---------------------------------------------------------

    def flipy(self):
        return False

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def option_image_nocomposite(self):
        return True

    def option_scale_image(self):
        return True

    def get_text_width_height_descent(self, s, prop, ismath):
        return self._metrics.get_text_width_height_descent(s, prop, ismath)

    def open_group(self, s, gid=None):
        self._groups.append((s, gid))

    def close_group(self, s):
        self._groups.pop()

    def start_filter(self):
        self._filtered += 1
        self._agg.start_filter()

    def stop_filter(self, filter_func):
        self._filtered -= 1
        self._agg.stop_filter(filter_func)
        if not self._filtered:
            self._keep_pixels("filter", self.new_gc())

    # -- what it is told to draw -----------------------------------------------------------------

    def draw_path(self, gc, path, transform, rgbFace=None):
        if self._beyond(gc):
            return self._paint("draw_path", gc, path, transform, rgbFace)
        if not np.isfinite(path.vertices).all() or (rgbFace is None and path.should_simplify):
            # a line of thousands of points becomes what can be seen of it
            path, transform = self._clean(path, transform, rgbFace), IdentityTransform()
        face = [] if rgbFace is None else [_rgba(rgbFace, gc)]
        offsets = np.zeros((0, 2))
        return self._keep(gc, [path], transform.get_matrix()[None], offsets, face, *self._pen(gc))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        if self._beyond(gc):
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        points = [vertices[-2:] for vertices, _ in path.iter_segments(trans, simplify=False)]
        offsets = np.reshape(points, (-1, 2))
        face = [] if rgbFace is None else [_rgba(rgbFace, gc)]
        matrix = marker_trans.get_matrix()[None]
        return self._keep(gc, [marker_path], matrix, offsets, face, *self._pen(gc), whole=True)

    def draw_path_collection(
        self,
        gc,
        master_transform,
        paths,
        all_transforms,
        offsets,
        offset_trans,
        facecolors,
        edgecolors,
        linewidths,
        linestyles,
        antialiaseds,
        urls,
        offset_position,
        *,
        hatchcolors=None,
    ):
        if not len(paths):
            return None
        if self._beyond(gc):
            where = (master_transform, paths, all_transforms, offsets, offset_trans)
            rest = (linewidths, linestyles, antialiaseds, urls, offset_position)
            how = {} if hatchcolors is None else {"hatchcolors": hatchcolors}
            return self._paint(
                "draw_path_collection", gc, *where, facecolors, edgecolors, *rest, **how
            )
        matrices = master_transform.get_matrix()[None]
        if len(all_transforms):
            matrices = matrices @ np.asarray(all_transforms)
        offsets = offset_trans.transform(np.ma.filled(offsets, np.nan))
        widths = self.points_to_pixels(np.asarray(linewidths, float))
        if len(matrices) == 1 and any(lengths for _, lengths in linestyles) and not len(facecolors):
            paths = [self._clean(path, Affine2D(matrices[0])) for path in paths]
            matrices = np.eye(3)[None]
        how = {"joined": True} if len(facecolors) and not any(antialiaseds) else {}
        look = (facecolors, edgecolors, widths, linestyles)
        return self._keep(gc, paths, matrices, offsets, *look, **how)

    def draw_quad_mesh(
        self,
        gc,
        master_transform,
        meshWidth,
        meshHeight,
        coordinates,
        offsets,
        offsetTrans,
        facecolors,
        antialiased,
        edgecolors,
    ):
        xs, ys = np.moveaxis(np.asarray(coordinates, float), 2, 0)
        if (xs != xs[0]).any() or (ys != ys[:, :1]).any() or len(edgecolors):
            super().draw_quad_mesh(
                *(gc, master_transform, meshWidth, meshHeight, coordinates),
                *(offsets, offsetTrans, facecolors, antialiased, edgecolors),
            )
            return
        image = as_bytes(facecolors).reshape(meshHeight, meshWidth, 4)
        for top, bottom in even_runs(ys[:, 0]):
            for left, right in even_runs(xs[0]):
                corner, end = (xs[0, left], ys[top, 0]), (xs[0, right], ys[bottom, 0])
                size = np.subtract(end, corner) / (right - left, bottom - top)
                place = (Affine2D().scale(*size).translate(*corner) + master_transform).get_matrix()
                self._keep_image(gc, image[top:bottom, left:right], place)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        matrix = Affine2D().translate(x, y).get_matrix()
        if transform is not None:
            unit = Affine2D().scale(1 / width, 1 / height)
            matrix = matrix @ (unit + transform).get_matrix()
        alpha = gc.get_alpha()
        if alpha != 1 and transform is not None:  # otherwise the pixels have it already
            im = im * np.array([1, 1, 1, alpha])
        self._keep_image(gc, np.asarray(im, np.uint8), matrix)

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        self._paint("draw_gouraud_triangles", gc, triangles_array, colors_array, transform)

    def draw_tex(self, gc, x, y, s, prop, angle, *, mtext=None):
        raise ValueError(f"a picture has no LaTeX, got {s!r}")

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        word = (formula_as_word if ismath else text_as_word)(s, prop.copy(), self.dpi)
        place = Affine2D().rotate_deg(angle).translate(x, y).get_matrix()[None]
        face, no_edge = [_rgba(gc.get_rgb(), gc)], np.zeros((0, 4))
        if word.parts:
            self._keep(gc, [word], place, np.zeros((0, 2)), face, no_edge, [], [])

    # -- keeping it ------------------------------------------------------------------------------

    def _keep(self, gc, paths, matrices, offsets, face, edge, widths, dashes, **how):
        face, edge = (np.reshape(colours, (-1, 4)) for colours in (face, edge))
        edge = edge if edge[:, 3:].any() else edge[:0]
        if not (len(face) or len(edge)):
            return
        scaled = [
            (self.points_to_pixels(start), lengths and [self.points_to_pixels(x) for x in lengths])
            for start, lengths in dashes
        ]
        look = self._look(gc) | how
        shapes = Shapes(
            *(paths, matrices, offsets, face, edge, np.asarray(widths), scaled, look, _within(gc))
        )
        if any(isinstance(path, Word) for path in paths):
            own = self.ground.means(shapes.places())
            if own.any():
                look["own"] = True if own.all() else np.flatnonzero(own).tolist()
        else:
            where = look.get("clip") or _around(shapes.boxes())
            if self.ground.is_image(where):
                look["own"] = True
            if self._groups and self._groups[-1][0] in DATA_GROUPS:
                self.ground.cover(where)
            elif len(face) and not look.get("paper"):
                self.ground.fill(*shapes.areas())
        self.drawn.append(shapes)

    def _keep_image(self, gc, image, matrix):
        height, width = image.shape[:2]
        corners = (matrix @ [[0, width], [0, height], [1, 1]])[:2]
        self.ground.cover([*corners.min(axis=1), *corners.max(axis=1)])
        self.drawn.append(Pixels(image, matrix, self._look(gc), _within(gc)))

    def _pen(self, gc):
        """Return the edge's colour, width and dashes of a single path."""
        width = self.points_to_pixels(gc.get_linewidth())
        return [_rgba(gc.get_rgb(), gc)] if width else [], [width], [gc.get_dashes()]

    def _look(self, gc):
        """Return what all items of one call share, without what is usual."""
        look: dict[str, Any] = {}
        clip = gc.get_clip_rectangle()
        if clip is not None:
            look["clip"] = [round(float(side), 3) for side in clip.extents]
        if gc.get_capstyle() != "butt":
            look["cap"] = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
        if gc.get_joinstyle() != "round":
            look["join"] = gc.get_joinstyle()
        if gc.get_snap() is not None:
            look["snap"] = bool(gc.get_snap())
        gids = [gid for _, gid in self._groups]
        return look | {name: True for name, gid in (("own", OWN), ("paper", PAPER)) if gid in gids}

    def _clean(self, path, transform, face=None):
        """Return a path in pixels without what cannot be placed and what cannot be seen."""
        how = {"remove_nans": True, "curves": True, "simplify": path.should_simplify}
        if face is None:
            how["clip"] = (-1, -1, self.width + 1, self.height + 1)  # Agg's: there a dash begins
        cleaned = path.cleaned(transform, **how)
        return Path(cleaned.vertices[:-1], cleaned.codes[:-1])  # it ends with a STOP

    # -- what has no form of its own ------------------------------------------------------------

    def _beyond(self, gc):
        return self._filtered or gc.get_hatch() or gc.get_sketch_params()

    def _paint(self, name, *args, **how):
        """Let Agg paint one call, and keep the pixels."""
        getattr(self._agg, name)(*args, **how)
        if not self._filtered:
            self._keep_pixels(name, args[0])

    def _keep_pixels(self, name, gc):
        self.fallen.append(name)
        pixels = np.asarray(self._agg.buffer_rgba())[::-1].copy()
        self._agg.clear()
        (rows,), (columns,) = (np.nonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
        if len(rows):
            image = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            self._keep_image(gc, image, Affine2D().translate(columns[0], rows[0]).get_matrix())


def _around(boxes):
    return [*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]


def _rgba(colour, gc):
    alpha = colour[3] if len(colour) > 3 and not gc.get_forced_alpha() else gc.get_alpha()
    return [*colour[:3], alpha]


def _within(gc):
    path, transform = gc.get_clip_path()
    return None if path is None else path.transformed(transform)
