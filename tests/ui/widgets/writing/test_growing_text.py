import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.documents.rich_text import RichText
from desktop_llm.ui.widgets.writing.growing_text import GrowingText
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import paragraph

DRAFT = """# Report

Dear *reader*, this is what we found.

1. The heating is broken.
2. The **boiler** leaks.
   - badly

| what | when |
|---|---|
| heating | soon |
| boiler | later |

> As was said.

```
x = 1

y = 2
```

Yours"""


@pytest.fixture
def editor(qtbot: QtBot) -> RichEditor:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.resize(800, 300)
    editor.show()
    editor.show_rich_text(RichText())
    return editor


def grown(qtbot: QtBot, editor: RichEditor, text: str) -> RichText:
    """As all of it at once is in an editor."""
    other = RichEditor()
    qtbot.addWidget(other)
    other.show_rich_text(RichText(paragraphs=version_paragraphs(text)))
    qtbot.waitUntil(lambda: not other.is_loading)
    return other.rich_text


def test_letter_by_letter_it_becomes_what_it_is_at_once(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    growing.begin()
    for end in range(0, len(DRAFT) + 1, 3):
        growing.show(version_paragraphs(DRAFT[:end]))
    growing.show(version_paragraphs(DRAFT))
    growing.end()
    assert editor.rich_text == grown(qtbot, editor, DRAFT)
    items = [editor.document().findBlockByNumber(number) for number in (2, 3)]
    assert [item.textList().itemText(item) for item in items] == ["1.", "2."]


def test_it_may_shrink_and_begin_anew(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    growing.begin()
    for text in (DRAFT, DRAFT[:200], "", "Other", DRAFT):
        growing.show(version_paragraphs(text))
        assert editor.rich_text.text.strip() == "\n".join(each.text for each in version_paragraphs(text)).strip()
    growing.end()
    assert editor.rich_text == grown(qtbot, editor, DRAFT)


def test_all_of_it_is_one_step_to_undo_and_nobody_types_meanwhile(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    assert growing.begin()
    assert not GrowingText(editor).begin()
    growing.show(version_paragraphs("Dear"))
    qtbot.keyClicks(editor, "x")
    growing.show(version_paragraphs("Dear Sir\n\nYours"))
    assert editor.isReadOnly()
    growing.end()
    assert editor.rich_text.text == "Dear Sir\nYours"
    qtbot.keyClicks(editor, "!")
    assert editor.rich_text.text == "Dear Sir\nYours!"
    editor.undo()
    editor.undo()
    qtbot.waitUntil(lambda: editor.rich_text.text == "")


def test_what_grows_is_told_as_edited(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    growing.begin()
    with qtbot.waitSignal(editor.text_edited):
        growing.show(version_paragraphs("Dear"))
    with qtbot.assertNotEmitted(editor.text_edited):
        growing.show(version_paragraphs("Dear"))


def test_another_text_is_left_alone(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    growing.begin()
    growing.show(version_paragraphs("Dear"))
    other = RichText(paragraphs=(paragraph("Other"),))
    editor.show_rich_text(other)
    growing.show(version_paragraphs("Dear Sir"))
    growing.end()
    assert editor.rich_text == other
    assert not growing.is_growing
    assert not editor.isReadOnly()


def test_who_looks_at_the_end_goes_on_looking_at_it(qtbot: QtBot, editor: RichEditor) -> None:
    growing = GrowingText(editor)
    growing.begin()
    lines = [f"Line {number}" for number in range(60)]
    bar = editor.verticalScrollBar()
    growing.show(version_paragraphs("\n\n".join(lines[:40])))
    assert bar.value() == bar.maximum() > 0
    bar.setValue(3)
    growing.show(version_paragraphs("\n\n".join(lines)))
    assert bar.value() == 3
