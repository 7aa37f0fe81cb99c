"""What others stand on: a text on a colour that means something keeps its own in a dark page."""

import numpy as np


class Ground:
    """Areas of a figure, from the lowest up, left, bottom, right and top of each in pixels.

    images: those of images and maps, [(4), …]. areas: ((n, 4), (n,) whether the colours mean
    something) of all else that is filled, the images included.
    """

    def __init__(self, images=(), areas=()):
        self.images, self.areas = list(images), list(areas)

    def __add__(self, other):
        return Ground(self.images + other.images, self.areas + other.areas)

    def since(self, other):
        """Return what was added to another ground to make this one."""
        return Ground(self.images[len(other.images) :], self.areas[len(other.areas) :])

    def cover(self, box):
        """Add an area whose colours mean something throughout."""
        self.images.append(box)
        self.areas.append((np.array([box]), np.array([True])))

    def fill(self, boxes, means):
        """Add areas, as `Shapes.areas` returns them."""
        if len(boxes):
            self.areas.append((boxes, means))

    def is_image(self, box):
        """Whether a place lies wholly on an image or a map."""
        left, bottom, right, top = box
        return any(
            left > x0 - 2 and bottom > y0 - 2 and right < x1 + 2 and top < y1 + 2
            for x0, y0, x1, y1 in self.images
        )

    def means(self, places):
        """Return whether what lies topmost under each place, (n, 2), has a meaning, (n,).

        >>> ground = Ground()
        >>> ground.cover((0, 0, 10, 10))
        >>> ground.fill(np.array([[4, 4, 6, 6]]), np.array([False]))
        >>> ground.means(np.array([(1, 1), (5, 5), (20, 5)])).tolist()
        [True, False, False]
        """
        if not self.areas:
            return np.zeros(len(places), bool)
        # the topmost first, and below all one without a meaning
        boxes = np.concatenate([boxes for boxes, _ in self.areas])[::-1]
        means = np.concatenate([[False], *(means for _, means in self.areas)])[::-1]
        over = np.ones((len(places), len(means)), bool)
        within = (places[:, None] > boxes[:, :2]) & (places[:, None] < boxes[:, 2:])
        within.all(axis=2, out=over[:, :-1])
        return means[over.argmax(axis=1)]
