from pathlib import Path

import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.segments import Layout
from tests.fakes.editing import louder, marked_texts, open_here, unchanged, write_here

TEXT = """---
title: Not touched
---

# Heading with `code` and *emphasis*

A paragraph with **bold** and a [link](http://x.org "t")
that goes on. snake_case_word and 2 * 3 * 4.

> A quotation
> over two lines

- item one
  1. inner item

| a | b \\| c |
|---|---|
| cell **x** | a |

```python
code = 1
```

    indented = 2
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_blocks_are_segments_without_their_marks(tmp_path: Path) -> None:
    assert marked_texts(open_here(written(tmp_path, TEXT))) == [
        "Heading with {1} and [2]emphasis[/2]",
        "A paragraph with [1]bold[/1] and a [2]link[/2] that goes on. snake_case_word and 2 * 3 * 4.",
        "A quotation over two lines",
        "item one",
        "inner item",
        "a",
        "b {1} c",
        "cell [1]x[/1]",
        "a",
    ]


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n"])
def test_everything_but_the_texts_stays(tmp_path: Path, end_of_line: str) -> None:
    path = written(tmp_path, TEXT.replace("\n", end_of_line))
    assert write_here(path, unchanged).read_bytes() == path.read_bytes()
    lines = write_here(path, louder).read_bytes().decode().split(end_of_line)
    assert lines[:3] == ["---", "title: Not touched", "---"]
    assert "# HEADING WITH `code` AND *EMPHASIS*" in lines
    assert "  1. INNER ITEM" in lines
    assert "| CELL **X** | A |" in lines
    assert "> A QUOTATION OVER TWO LINES" in lines
    assert "code = 1" in lines
    assert "    indented = 2" in lines
    assert any('[LINK](http://x.org "t")' in line for line in lines)


def test_words_do_not_become_a_list(tmp_path: Path) -> None:
    path = write_here(written(tmp_path, "Year one\n"), [("1. Jahr # eins",)])
    assert path.read_text(encoding="utf-8") == "1\\. Jahr # eins\n"


def test_below_stands_the_translation_in_the_same_block(tmp_path: Path) -> None:
    path = write_here(written(tmp_path, "# One\n\n- two\n\n> three\n"), louder, layout=Layout.BELOW)
    assert path.read_text(encoding="utf-8") == "# One<br>ONE\n\n- two<br>\n  TWO\n\n> three<br>\n> THREE\n"


PAGE = """Words

<div align="center">
  <img src="x.png" alt="A cat">
  <b>Bold</b> words &amp; more
</div>

- item

  <p>In a list</p>

<details>
<summary>More</summary>

Inside is **Markdown**

</details>

> <p>In a
> quotation the words of this paragraph go on, and nobody knows where it ends.</p>

<script>var x = "words"</script>
"""


def test_blocks_of_html_are_translated_as_pages_are(tmp_path: Path) -> None:
    path = written(tmp_path, PAGE)
    editor = open_here(path)
    assert marked_texts(editor) == [
        "Words",
        "A cat",
        "[1]Bold[/1] words & more",
        "item",
        "In a list",
        "More",
        "Inside is [1]Markdown[/1]",
    ]
    assert [(each.kind, each.facts) for each in editor.warnings] == [(WarningKind.MARKUP_KEPT, {"n_texts": 1})]
    assert write_here(path, unchanged).read_bytes() == path.read_bytes()
    loud = write_here(path, louder).read_text(encoding="utf-8")
    assert '  <img src="x.png" alt="A CAT">\n  <b>BOLD</b> WORDS &amp; MORE\n' in loud
    assert "\n  <p>IN A LIST</p>\n" in loud
    assert marked_texts(open_here(path.with_name(f"written-{path.name}")))[5:] == ["MORE", "INSIDE IS [1]MARKDOWN[/1]"]
    below = write_here(path, louder, layout=Layout.BELOW).read_text(encoding="utf-8")
    assert '<p>In a list<br/><span class="translation" lang="de" dir="ltr">IN A LIST</span></p>' in below
