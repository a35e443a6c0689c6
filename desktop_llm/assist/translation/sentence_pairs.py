"""Which sentence of a translation stands for which of its source, and how sure the model was of it. Pure; any thread.

Sentences keep their order; where there are more of them on one side, neighbours are put together so that lengths fit
best (Gale and Church, 1993).
"""

import math
from collections.abc import Sequence
from typing import Final

from desktop_llm.assist.translation.translation_checks import weighed_length
from desktop_llm.assist.translation.translation_result import SentencePair
from desktop_llm.documents.sentences import Span, sentences
from desktop_llm.engine.messages import TokenLogprob

# How many sentences of each side may make a pair, and what it costs beyond that the lengths differ.
_MOVES: Final = ((1, 1, 0.0), (1, 2, 0.3), (2, 1, 0.3), (2, 2, 0.9), (1, 3, 0.9), (3, 1, 0.9))
_MOST_SENTENCES: Final = 200


def sentence_pairs(
    source: str,
    target: str,
    languages: tuple[str, str],
    tokens: Sequence[TokenLogprob] = (),
    answer_start: int = 0,
) -> tuple[SentencePair, ...]:
    """`tokens` are those of the answer, in which the target begins at `answer_start`."""
    ours, theirs = sentences(source, languages[0]), sentences(target, languages[1])
    if not ours or not theirs:
        return ()
    likelihoods = _TokenLikelihoods(target, tokens, answer_start)
    return tuple(
        SentencePair(
            source_start=one.start,
            source_end=one.end,
            start=other.start,
            end=other.end,
            confidence=likelihoods.between(other.start, other.end),
        )
        for one, other in _aligned(source, ours, target, theirs)
    )


def shifted(pair: SentencePair, source_offset: int, offset: int) -> SentencePair:
    """The pair in a longer text, of which its own texts begin at the offsets."""
    return SentencePair(
        source_start=pair.source_start + source_offset,
        source_end=pair.source_end + source_offset,
        start=pair.start + offset,
        end=pair.end + offset,
        confidence=pair.confidence,
    )


def joint_confidence(pairs: Sequence[SentencePair]) -> float | None:
    """Geometric mean over the letters of all sentences; None where nothing is known of them."""
    known = [(each.end - each.start, each.confidence) for each in pairs if each.confidence is not None]
    total = sum(length for length, _ in known)
    if not total:
        return None
    return math.exp(sum(length * math.log(max(confidence, 1e-9)) for length, confidence in known) / total)


class _TokenLikelihoods:
    """Log-probabilities by their places in the target."""

    def __init__(self, target: str, tokens: Sequence[TokenLogprob], answer_start: int) -> None:
        written = "".join(token.text for token in tokens)
        found = written.find(target)
        # Bytes of a character that several tokens share are no text, so that the places are near and not exact.
        start = found if found >= 0 else min(answer_start, len(written))
        scale = len(target) / max(1, len(written) - start) if found < 0 else 1.0
        self._marks: list[tuple[float, float]] = []
        at = 0
        for token in tokens:
            self._marks.append(((at + len(token.text) / 2 - start) * scale, token.logprob))
            at += len(token.text)

    def between(self, start: int, end: int) -> float | None:
        values = [logprob for place, logprob in self._marks if start <= place < end]
        return math.exp(math.fsum(values) / len(values)) if values else None


def _aligned(source: str, ours: Sequence[Span], target: str, theirs: Sequence[Span]) -> list[tuple[Span, Span]]:
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    if 1 in (len(ours), len(theirs)) or max(len(ours), len(theirs)) > _MOST_SENTENCES:
        return [(_joined(ours), _joined(theirs))]
    our_lengths = [weighed_length(source[span.start : span.end]) for span in ours]
    their_lengths = [weighed_length(target[span.start : span.end]) for span in theirs]
    moves = _cheapest_moves(our_lengths, their_lengths)
    if not moves:
        return [(_joined(ours), _joined(theirs))]
    pairs: list[tuple[Span, Span]] = []
    at, other_at = 0, 0
    for n_ours, n_theirs in moves:
        pairs.append((_joined(ours[at : at + n_ours]), _joined(theirs[other_at : other_at + n_theirs])))
        at, other_at = at + n_ours, other_at + n_theirs
    return pairs


def _cheapest_moves(ours: Sequence[float], theirs: Sequence[float]) -> list[tuple[int, int]]:
    """How many sentences of each side go together, from the first to the last; none where no way leads to the end."""
    ratio = sum(theirs) / max(1.0, sum(ours))
    costs: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for at in range(len(ours) + 1):
        for other_at in range(len(theirs) + 1):
            if (at, other_at) not in costs:
                continue
            for n_ours, n_theirs, extra in _MOVES:
                end = (at + n_ours, other_at + n_theirs)
                if end[0] > len(ours) or end[1] > len(theirs):
                    continue
                expected = ratio * sum(ours[at : end[0]])
                cost = abs(math.log((sum(theirs[other_at : end[1]]) + 1) / (expected + 1))) + extra
                total = costs[at, other_at][0] + cost
                if end not in costs or total < costs[end][0]:
                    costs[end] = (total, (n_ours, n_theirs))
    place = (len(ours), len(theirs))
    if place not in costs:
        return []
    moves: list[tuple[int, int]] = []
    while place != (0, 0):
        move = costs[place][1]
        moves.append(move)
        place = (place[0] - move[0], place[1] - move[1])
    return moves[::-1]


def _joined(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)
