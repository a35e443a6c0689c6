"""Guesses what an answer says next from what was said before: in its prompt, or by itself.

A model that repeats, corrects or quotes says for long stretches what stands in its prompt (prompt lookup decoding). On
the worker's one thread; nothing in here computes with a model.
"""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Final

_LOOKED_AT: Final = 16  # places where the last two tokens stood before, the latest first
_LONGEST: Final = 32  # more tokens than these that are the same say no more
_N_KINDS: Final = 7
_FIRST_TRUST: Final = 4.0  # as much as so many guesses weighs what is thought of guesses before there are any
_MEMORY: Final = 0.95
_PAIR_SHIFT: Final = 32


class PromptLookup:
    """Reads along with `tokens`, to which somebody else appends.

    It follows the place where the longest stretch stands that the tokens end with, as long as they go on like there.
    How often they do, by the length of that stretch, is known from what became of every guess, used or not.
    """

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens = tokens
        self._latest: dict[int, int] = {}  # pair of tokens -> where its latest occurrence ends
        self._earlier = [0, 0]  # by such a place: where the pair's occurrence before that ends; 0: there is none
        self._next = 0  # the place of the token that is expected; 0: none is
        self._n_same = 0
        self._kinds = [_Kind(1.0 - 2.0 ** (1 - kind)) for kind in range(1, _N_KINDS + 1)]

    def catch_up(self) -> bool:
        """Read what was appended. Whether there is anything to guess now."""
        for at in range(len(self._earlier), len(self._tokens) + 1):
            if self._next:
                self._judge(self._tokens[at - 1])
            pair = self._tokens[at - 2] << _PAIR_SHIFT | self._tokens[at - 1]
            self._earlier.append(self._latest.get(pair, 0))
            self._latest[pair] = at
        if not self._next:
            self._find()
        return bool(self._next)

    def guess(self, n_tokens: int) -> list[int]:
        """The next tokens, so many; where the answer goes round in a circle, so does the guess."""
        return list(islice(cycle(self._tokens[self._next : self._next + n_tokens]), n_tokens))

    def chance(self, n_before: int) -> float:
        """That a guessed token is right if the `n_before` before it are."""
        return self._kind(self._n_same + n_before).share

    def _judge(self, token: int) -> None:
        is_right = self._tokens[self._next] == token
        self._kind(self._n_same).note(is_right=is_right)
        self._next = self._next + 1 if is_right else 0
        self._n_same += 1

    def _find(self) -> None:
        self._n_same = 0
        at = self._earlier[-1]
        for _ in range(_LOOKED_AT):
            if not at:
                return
            n_same = self._n_same_before(at)
            if n_same > self._n_same:
                self._next, self._n_same = at, n_same
            at = self._earlier[at]

    def _n_same_before(self, at: int) -> int:
        tokens, end = self._tokens, len(self._tokens)
        n_most = min(at, _LONGEST)
        return next((n for n in range(2, n_most) if tokens[at - 1 - n] != tokens[end - 1 - n]), n_most)

    def _kind(self, n_same: int) -> "_Kind":
        """Two and three tokens that are the same are one kind, four to seven the next, eight to 15 the third."""
        return self._kinds[min(n_same.bit_length(), _N_KINDS) - 1]


class _Kind:
    """How many of the guesses behind stretches of one length were right, the last ones counting most."""

    def __init__(self, share: float) -> None:
        self.share = share
        self._n_right, self._n_guesses = _FIRST_TRUST * share, _FIRST_TRUST

    def note(self, *, is_right: bool) -> None:
        self._n_right = self._n_right * _MEMORY + is_right
        self._n_guesses = self._n_guesses * _MEMORY + 1
        self.share = self._n_right / self._n_guesses
