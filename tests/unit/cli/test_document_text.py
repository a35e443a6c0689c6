import inspect
import re

import pytest

from desktop_llm.cli.document_text import place_text, unread_line, warning_line
from desktop_llm.documents import document
from desktop_llm.documents.document import DocumentWarning, Place, Unread, UnreadReason, WarningKind


def facts_of(kind: WarningKind) -> list[str]:
    """The facts that come with a warning, as its comment names them."""
    (names,) = re.findall(rf'{kind.name} = "{kind}"(.*)', inspect.getsource(document.WarningKind))
    return [name.strip() for name in names.partition("#")[2].split(",") if name.strip()]


@pytest.mark.parametrize("kind", WarningKind)
def test_every_warning_is_a_sentence_with_its_facts(kind: WarningKind) -> None:
    facts = {name: f"<{name}>" for name in facts_of(kind)}
    line = warning_line(DocumentWarning(kind=kind, facts=facts))
    assert line.endswith(".")
    assert all(fact in line for fact in facts.values())


@pytest.mark.parametrize("reason", UnreadReason)
def test_every_reason_is_a_sentence_with_the_place(reason: UnreadReason) -> None:
    line = unread_line(Unread(place=Place(page=3), reason=reason))
    assert re.fullmatch(r"Not read: page 3: [^.]+\.", line)


def test_a_place_is_told_in_the_format_s_own_words() -> None:
    assert place_text(Place(label="slide 3")) == "slide 3"
    assert place_text(Place(page=7)) == "page 7"
    assert place_text(Place()) == "a part"
