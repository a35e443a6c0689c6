from pathlib import Path

import pytest

from desktop_llm.documents.editing.choice import XLIFF
from desktop_llm.documents.editing.editor import WriteWish
from desktop_llm.documents.segments import SegmentTarget, text_of
from tests.fakes.editing import louder, marked_texts, media_type_of, open_here, turned, write_here

FIRST = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file source-language="en" target-language="fr" original="x" datatype="plaintext"><body>
<trans-unit id="a"><source>Press <g id="1">OK</g> or<x id="2"/> wait.</source><note>a button</note></trans-unit>
<trans-unit id="b"><source>Done</source><target state="translated">Fertig</target></trans-unit>
<trans-unit id="c"><source>Again</source><target state="new">Again</target></trans-unit>
<trans-unit id="d" translate="no"><source>Brand</source></trans-unit>
</body></file></xliff>
"""
SECOND = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"><file id="f">
<unit id="a"><segment><source>Press <pc id="1">OK</pc><ph id="2"/> now</source></segment></unit>
<unit id="b"><segment state="final"><source>Done</source><target>Fertig</target></segment></unit>
</file></xliff>
"""


def exchange(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.xlf"
    path.write_text(text, encoding="utf-8")
    return path


def test_units_are_segments_and_what_is_finished_has_its_target(tmp_path: Path) -> None:
    path = exchange(tmp_path, FIRST)
    assert media_type_of(path) == XLIFF
    segments = open_here(path).segments
    assert marked_texts(open_here(path)) == ["Press [1]OK[/1] or{2} wait.", "Done", "Again"]
    assert [(text_of(each.target), each.hint, each.place.label) for each in segments] == [
        ("", "a button", "a"),
        ("Fertig", "", "b"),
        ("", "", "c"),
    ]


def test_only_what_is_open_is_filled_in(tmp_path: Path) -> None:
    path = exchange(tmp_path, FIRST)
    assert open_here(path).written({}, WriteWish(language="de")) == path.read_bytes()
    written = write_here(path, louder).read_text(encoding="utf-8")
    assert written == (
        FIRST.replace('target-language="fr"', 'target-language="de"')
        .replace(
            "wait.</source>",
            'wait.</source><target state="translated">PRESS <g id="1">OK</g> OR<x id="2"/> WAIT.</target>',
        )
        .replace('<target state="new">Again</target>', '<target state="translated">AGAIN</target>')
    )


def test_the_second_version_tells_states_in_its_segments(tmp_path: Path) -> None:
    path = exchange(tmp_path, SECOND)
    editor = open_here(path)
    assert [text_of(each.target) for each in editor.segments] == ["", "Fertig"]
    written = write_here(path, turned, language="ar").read_text(encoding="utf-8")
    assert 'trgLang="ar"' in written
    assert '<segment state="translated">' in written
    assert '<target> now<ph id="2"/><pc id="1">OK</pc>Press </target>' in written


@pytest.mark.parametrize(("text", "mark"), [(FIRST, "needs-review-translation"), (SECOND, "desktop-llm:review")])
def test_what_is_doubtful_is_for_review(tmp_path: Path, text: str, mark: str) -> None:
    editor = open_here(exchange(tmp_path, text))
    target = SegmentTarget(id="s1", content=editor.segments[0].content, is_doubtful=True)
    assert mark in editor.written({"s1": target}, WriteWish(language="de")).decode()
