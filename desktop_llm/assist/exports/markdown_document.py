"""An exported document as Markdown. Any thread."""

import re
from collections.abc import Iterator
from typing import Final, assert_never

from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    escaped,
)

_FENCES: Final = re.compile(r"`{3,}")


def markdown_of(document: ExportedDocument) -> str:
    """What was written is passed on as it is; attachments are fenced."""
    parts = [f"# {escaped(document.title)}", *_facts(document.facts)]
    for section in document.sections:
        parts += _section(section)
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _facts(facts: tuple[ExportedFact, ...]) -> Iterator[str]:
    yield from (escaped(fact.text) for fact in facts if not fact.label)
    yield "\n".join(f"- **{escaped(fact.label)}:** {escaped(fact.text)}" for fact in facts if fact.label)


def _section(section: ExportedSection) -> Iterator[str]:
    if section.heading:
        yield f"## {escaped(section.heading)}"
    yield from map(_aside, section.asides_before)
    yield section.text
    yield from map(_aside, section.asides_after)


def _aside(aside: Aside) -> str:
    name = escaped(aside.name)
    match aside.kind:
        case AsideKind.THINKING:
            return _quoted(f"*{name}*\n\n{aside.text}")
        case AsideKind.ATTACHMENT:
            return f"**{name}**\n\n{_fenced(aside)}"
        case AsideKind.SOURCES:
            return f"### {name}\n\n{aside.text}"
        case _:
            assert_never(aside.kind)


def _fenced(aside: Aside) -> str:
    """A code block whose fence is longer than any in the text."""
    longest = max((len(fence) for fence in _FENCES.findall(aside.text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{aside.text}\n{fence}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
