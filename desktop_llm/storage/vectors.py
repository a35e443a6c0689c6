"""Vectors of texts as they are kept: 32-bit floats, the lower byte first. Pure; any thread."""

import sys
from array import array
from operator import mul


def vector_values(vector: bytes) -> "array[float]":
    values = array("f")
    values.frombytes(vector)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def likeness(first: "array[float]", second: "array[float]") -> float:
    """The cosine of two vectors of length one; 0 for those of different models."""
    return sum(map(mul, first, second)) if len(first) == len(second) else 0.0
