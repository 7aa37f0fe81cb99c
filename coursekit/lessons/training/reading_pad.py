"""What the pads of this lesson share: the network that reads, which may be still in training."""

from coursekit.lessons.pad import Pad
from coursekit.pictures.digits import reader


class ReadingPad(Pad):
    """A pad that reads with a network, or with the one that an explorer trains.

    A subclass hands what it was opened on to `read_with`, before it opens.
    """

    def read_with(self, source):
        """Read with this: a network, or what has one and says when it has learned something."""
        self._source = reader() if source is None else source

    @property
    def network(self):
        """The network that reads at this moment."""
        return getattr(self._source, "network", self._source)

    @property
    def reads(self):
        """The network, if it is another than the course's own."""
        return None if self.network is reader() else self.network

    def open(self):
        super().open()
        if hasattr(self._source, "followers"):
            self._source.followers.add(self)

    def follow(self):
        """Read anew: the network has learned something."""
        self._on_move()
