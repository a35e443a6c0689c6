"""Where an answer comes from, as it is shown: plain frozen values. No Qt, no state."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceLink:
    """A passage: the document and the place, and what stands there."""

    label: str
    quote: str


@dataclass(frozen=True)
class SourcedLine:
    """A sentence of the answer, the passages that say it, and what is in doubt. is_grave: that is not there at all."""

    text: str
    links: tuple[SourceLink, ...] = ()
    doubts: tuple[str, ...] = ()
    is_grave: bool = False


@dataclass(frozen=True)
class SourcesContent:
    """`read` says what the model had of the documents."""

    heading: str
    read: str
    lines: tuple[SourcedLine, ...] = ()


@dataclass(frozen=True)
class SourceWish:
    """The wish to see passage `number` of line `line` of the answer `id`; both count from 0."""

    id: str
    line: int
    number: int
