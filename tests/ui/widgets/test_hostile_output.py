"""What a model may write to harm or hang the window. Each text is streamed as an answer through the real transcript."""

import time

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.transcript.transcript import Transcript

FRAME_S = 0.050
HOSTILE = {
    "script": "<script>alert('x')</script><img src=x onerror=alert(1)>\n\n<iframe src='file:///etc/passwd'></iframe>",
    "local images": "![a](file:///etc/passwd) ![b](/etc/passwd) ![c](qrc:/x) <img src='file:///etc/passwd'>\n\n" * 20,
    "remote images": "![a](https://tracker.example/p.png) ![](http://tracker.example/q.gif)\n\n" * 20,
    "data": "![a](data:image/png;base64,AAAA) [b](data:text/html,<script>x</script>)",
    "script links": "[a](javascript:alert(1)) <javascript:alert(1)> [b](JaVaScRiPt:x) [c](vbscript:x)",
    "quotes": ">" * 10_000 + " deep",
    "quote lines": "\n".join(">" * depth + " x" for depth in range(1, 140)),
    "lists": "\n".join("  " * depth + "- x" for depth in range(140)),
    "list markers": "- " * 5_000 + "x",
    "brackets": "[" * 10_000,
    "links without end": "[a](" * 2_500,
    "images without end": "![" * 5_000,
    "delimiters": "*a_ " * 2_500,
    "backticks": "".join("`" * n + " " for n in range(1, 140)),
    "zero width": "a\u200b" * 5_000,
    "bidi": "\u202eevil\u202c \u2066x\u2069 " * 600,
    "combining": "e" + "\u0301" * 5_000,
    "open fence": "```python\n" + "x = '''\n" * 600,
    "many fences": "```\n" * 1_000,
    "fence of tildes": "~~~~~~~~~~\n```\n" * 300,
    "wide table": "|" + "a|" * 400 + "\n|" + "-|" * 400 + "\n" + ("|" + "b|" * 400 + "\n") * 3,
    "one line": "x" * 20_000,
    "newlines": "\n" * 10_000,
    "rules": "---\n" * 2_000,
    "headings": "# h\n" * 2_000,
    "formulas": r"\(\frac{1}{2}\) $x$ " * 400,
    "deep formula": "$" + "{" * 300 + "x" + "}" * 300 + "$ \\(" + r"\sqrt{" * 90 + "\\)",
    "html tool tip": r"\(\text{<img src='file:///etc/passwd'>}\)",
    "entities": "&#0;&#xD800;&lt;&bogus;" * 500,
    "surrogates": "\ud800\udfff" * 500,
    "controls": "".join(map(chr, range(32))) * 100,
}


@pytest.fixture
def transcript(qtbot: QtBot, qapp: QApplication) -> Transcript:
    apply_theme(qapp, Theme.LIGHT)
    transcript = Transcript()
    qtbot.addWidget(transcript)
    transcript.resize(800, 600)
    transcript.show()
    return transcript


def pieces(text: str) -> list[str]:
    step = max(1, len(text) // 24)
    return [text[start : start + step] for start in range(0, len(text), step)]


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every resource that rich text asked for."""
    names: list[str] = []
    original = ProseView.loadResource

    def load(view: ProseView, kind: int, name: QUrl | str) -> object:
        names.append(str(name))
        return original(view, kind, name)

    monkeypatch.setattr(ProseView, "loadResource", load)
    return names


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_frame_of_a_hostile_answer_stalls_the_window_or_loads_anything(
    transcript: Transcript, qtbot: QtBot, asked_for: list[str], text: str
) -> None:
    transcript.show_messages((MessageContent(id="a", role="assistant", state=ContentState.STREAMING),))
    transcript.grow_answer("a", "warm **up** `x`\n\n")
    frames_s = []
    for piece in pieces(text):
        transcript.grow_answer("a", piece)
        qtbot.waitUntil(lambda: not transcript._frame_timer.isActive())
        started_s = time.thread_time()
        transcript._draw_growth()
        transcript.viewport().repaint()
        frames_s.append(time.thread_time() - started_s)
    transcript.update_message(MessageContent(id="a", role="assistant", text="warm **up** `x`\n\n" + text))
    assert max(frames_s) < FRAME_S
    assert asked_for == []


@pytest.mark.parametrize("name", ["script", "local images", "remote images", "data", "script links"])
def test_nothing_but_web_and_mail_addresses_becomes_a_link(transcript: Transcript, name: str) -> None:
    transcript.show_messages((MessageContent(id="a", role="assistant", text=HOSTILE[name]),))
    for view in transcript.findChildren(ProseView):
        block = view.document().begin()
        while block.isValid():
            for piece in block.textFormats():
                assert piece.format.anchorHref() == "" or piece.format.anchorHref().startswith(("http", "mailto"))
                assert not piece.format.isImageFormat()
            block = block.next()


def test_text_order_cannot_be_turned_around(transcript: Transcript) -> None:
    transcript.show_messages((MessageContent(id="a", role="assistant", text=HOSTILE["bidi"]),))
    text = transcript.findChildren(ProseView)[0].toPlainText()
    assert "evil" in text
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
