"""Every text of the window is in the translation files, is translated, and fits where the English one stands."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from desktop_llm.ui.i18n import WINDOW_LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
FILES = sorted(FOLDER.glob("*.ts"))
WHAT_TO_DO = "Run `make translations`, translate what it marks as unfinished, and commit the files."
FUNCTIONS = {"translate": 2, "QT_TRANSLATE_NOOP": 2}
PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d|&(?=\w)|\n")
ENDINGS = ("…", ":", "?", ".")
OTHER_ENDINGS = {"desktop_llm_zh_CN": {":": "：", "?": "？", ".": "。"}}
"""How a text ends in English, and how it then ends in another language, where it does not end so, too."""


class Text(NamedTuple):
    context: str
    source: str
    translation: str = ""
    is_finished: bool = True


def texts_of(path: Path) -> list[Text]:
    contexts = etree.parse(str(path)).getroot().iter("context")
    return [
        Text(
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("translation", ""),
            message.find("translation").get("type") is None,
        )
        for context in contexts
        for message in context.iter("message")
    ]


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def texts(path: Path) -> list[Text]:
    return texts_of(path)


def test_the_languages_of_the_settings_are_those_of_the_files() -> None:
    assert {"en", *(path.stem.removeprefix("desktop_llm_") for path in FILES)} == set(WINDOW_LANGUAGES)


def test_the_files_hold_the_texts_of_the_program(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    subprocess.run([ROOT / "packaging" / "update_translations.sh", tmp_path], check=True, capture_output=True)
    now, then = (set(texts_of(folder / path.name)) for folder in (tmp_path, FOLDER))
    assert now == then, f"{WHAT_TO_DO} It differs in {sorted(text[:2] for text in now ^ then)}"
    assert (tmp_path / path.name).read_bytes() == path.read_bytes(), WHAT_TO_DO


def test_every_text_is_translated(texts: list[Text]) -> None:
    missing = [text[:2] for text in texts if not text.is_finished or not text.translation.strip()]
    assert not missing, f"{WHAT_TO_DO} {missing}"


def test_placeholders_are_those_of_the_source(texts: list[Text]) -> None:
    for text in texts:
        there, wanted = (sorted(PLACEHOLDER.findall(each)) for each in (text.translation, text.source))
        assert there == wanted, text


def test_texts_begin_and_end_as_the_source_does(path: Path, texts: list[Text]) -> None:
    others = OTHER_ENDINGS.get(path.stem, {})
    for text in texts:
        source, translation = text.source, text.translation
        assert translation[:1].isspace() == source[:1].isspace(), text
        assert translation[-1:].isspace() == source[-1:].isspace(), text
        for ending in ENDINGS:
            assert translation.endswith(others.get(ending, ending)) == source.endswith(ending), text


def test_texts_stand_where_they_are_found() -> None:
    """What lupdate does not see would stay English: another receiver than self, or a text that is put together."""
    found, unseen = set(), []
    for path in sorted((ROOT / "desktop_llm").rglob("*.py")):
        for context, call in calls_of(ast.parse(path.read_text("utf-8")), ""):
            texts = seen_texts(context, call)
            found |= texts
            if not texts:
                unseen.append(f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}")
    assert unseen == []
    for path in FILES:
        assert {text[:2] for text in texts_of(path)} == found, WHAT_TO_DO


def calls_of(node: ast.AST, class_name: str) -> Iterator[tuple[str, ast.Call]]:
    """Those that translate a literal, or should, and the class around each."""
    if isinstance(node, ast.ClassDef):
        class_name = node.name
    if isinstance(node, ast.Call) and is_to_be_seen(node):
        yield class_name, node
    for child in ast.iter_child_nodes(node):
        yield from calls_of(child, class_name)


def is_to_be_seen(call: ast.Call) -> bool:
    """Texts from a table (a name, or an item of it) are seen where the table stands."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr == "tr"
    if not isinstance(function, ast.Name) or function.id not in FUNCTIONS:
        return False
    return not isinstance(call.args[1], ast.Name | ast.Attribute | ast.Subscript | ast.Call)


def seen_texts(class_name: str, call: ast.Call) -> set[tuple[str, str]]:
    if isinstance(call.func, ast.Attribute):
        is_self = isinstance(call.func.value, ast.Name) and call.func.value.id == "self"
        literals = [class_name, literal(call.args[0])] if is_self else []
    else:
        literals = [literal(argument) for argument in call.args]
    return {(literals[0], literals[1])} if len(literals) == 2 and all(literals) else set()


def literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
