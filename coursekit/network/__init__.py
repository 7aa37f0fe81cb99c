"""The maths of the course, numpy only: the few names that one needs to build and train a network.

>>> import numpy as np
>>> Network.random((2, 3, 1), np.random.default_rng(0)).sizes
(2, 3, 1)
"""

from coursekit.network.datasets import mnist
from coursekit.network.network import Network, sigmoid, sigmoid_slope
from coursekit.network.training import accuracy, descend

__all__ = ["Network", "accuracy", "descend", "mnist", "sigmoid", "sigmoid_slope"]
