from pathlib import Path

import pytest

from desktop_llm.documents.editing.choice import PO
from desktop_llm.documents.editing.editor import WriteWish
from desktop_llm.documents.segments import SegmentTarget, text_of
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.editing import louder, marked_texts, media_type_of, open_here, unchanged, write_here

CATALOGUE = """# A comment
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"Language: xx\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. for translators
#: file.c:3
msgctxt "menu"
msgid "Open"
msgstr ""

msgid "Done \\"now\\"\\n"
msgstr "Fertig\\n"

#, fuzzy, c-format
#| msgid "Old %s"
msgid "New %s"
msgstr "Alt %s"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""

#~ msgid "Gone"
#~ msgstr "Weg"
"""


def catalogue(tmp_path: Path, text: str = CATALOGUE) -> Path:
    path = tmp_path / "de.po"
    path.write_bytes(text.encode())
    return path


def test_messages_are_segments_with_what_translators_are_told(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    assert media_type_of(path) == PO
    segments = open_here(path).segments
    assert [(text_of(each.content), text_of(each.target), each.hint) for each in segments] == [
        ("Open", "", "menu for translators"),
        ('Done "now"\n', "Fertig\n", ""),
        ("New %s", "", ""),
        ("%d file", "", ""),
        ("%d files", "", ""),
    ]


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n"])
def test_what_is_missing_is_filled_in_and_the_rest_stays(tmp_path: Path, end_of_line: str) -> None:
    path = catalogue(tmp_path, CATALOGUE.replace("\n", end_of_line))
    assert open_here(path).written({}, WriteWish(language="de")) == path.read_bytes()
    written = write_here(path, louder).read_bytes().decode().replace(end_of_line, "\n")
    wanted = (
        CATALOGUE.replace('Language: xx\\n"', 'Language: de\\n"')
        .replace('charset=UTF-8\\n"\n', 'charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
        .replace('msgid "Open"\nmsgstr ""', 'msgid "Open"\nmsgstr "OPEN"')
        .replace('#, fuzzy, c-format\n#| msgid "Old %s"\n', "#, c-format\n")
        .replace('"Alt %s"', '"NEW %S"')
        .replace('msgstr[0] ""', 'msgstr[0] "%D FILE"')
        .replace('msgstr[1] ""', 'msgstr[1] "%D FILES"')
    )
    assert written == wanted


@pytest.mark.parametrize(("language", "n_forms"), [("ja", 1), ("pl", 3), ("ar", 6)])
def test_a_plural_has_the_forms_of_its_language(tmp_path: Path, language: str, n_forms: int) -> None:
    written = write_here(catalogue(tmp_path), louder, language=language).read_text(encoding="utf-8")
    assert written.count("msgstr[") == n_forms
    assert f"nplurals={n_forms};" in written
    assert f'msgstr[{n_forms - 1}] "%D FILES"' in written


def test_what_is_doubtful_is_fuzzy(tmp_path: Path) -> None:
    path = catalogue(tmp_path)
    editor = open_here(path)
    target = SegmentTarget(id=editor.segments[0].id, content=("Auf",), is_doubtful=True)
    written = editor.written({target.id: target}, WriteWish(language="de")).decode()
    assert '#, fuzzy\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "Auf"' in written


def test_an_unchanged_text_is_a_translation_here(tmp_path: Path) -> None:
    assert 'msgid "Open"\nmsgstr "Open"' in write_here(catalogue(tmp_path), unchanged).read_text(encoding="utf-8")


def test_what_holds_no_message_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        marked_texts(open_here(catalogue(tmp_path, "only words\n")))
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


PLURALS = """msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

#, fuzzy, c-format
#| msgid "%d page"
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d Seite"
msgstr[1] "%d Seiten"
msgstr[2] "%d Seiten"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d Tag"
msgstr[1] "%d Tage"
msgstr[2] ""
"""


def test_fuzzy_and_half_filled_plurals_are_open_and_get_all_their_forms(tmp_path: Path) -> None:
    path = catalogue(tmp_path, PLURALS)
    assert [segment.target for segment in open_here(path).segments] == [(), (), (), ()]
    written = write_here(path, louder).read_text(encoding="utf-8")
    assert "fuzzy" not in written
    assert "Seite" not in written
    assert 'msgstr[0] "%D FILE"\nmsgstr[1] "%D FILES"\nmsgstr[2] "%D FILES"\n' in written
    assert 'msgstr[0] "%D DAY"\nmsgstr[1] "%D DAYS"\nmsgstr[2] "%D DAYS"\n' in written
