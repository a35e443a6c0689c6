"""How far two lists of tokens agree: the measure behind every reuse of evaluated tokens."""

from collections.abc import Sequence

_FIRST_STRETCH = 16


def common_prefix_length(left: Sequence[int], right: Sequence[int]) -> int:
    """Number of equal tokens at the beginning of both.

    Compares growing, then shrinking stretches, since comparing slices is many times faster than a loop.
    """
    limit = min(len(left), len(right))
    length, stretch = 0, _FIRST_STRETCH
    while length < limit and left[length : length + stretch] == right[length : length + stretch]:
        length += stretch
        stretch *= 2
    while stretch > 1 and length < limit:
        stretch //= 2
        if left[length : length + stretch] == right[length : length + stretch]:
            length += stretch
    return min(length, limit)
