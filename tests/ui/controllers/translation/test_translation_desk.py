from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import TranslationPlanned
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
from desktop_llm.ui.event_bridge import EventBridge
from tests.fakes.summarizing_window import ReaderHere

TBX = (
    '<martif type="TBX"><text><body><termEntry><langSet xml:lang="en"><tig><term>pump</term></tig></langSet>'
    '<langSet xml:lang="de"><tig><term>Pumpe</term></tig></langSet></termEntry><termEntry><langSet xml:lang="en"><tig>'
    '<term>seal</term></tig></langSet><langSet xml:lang="de"><tig><term>Dichtung</term></tig></langSet></termEntry>'
    "</body></text></martif>"
)


def test_a_glossary_in_tbx_is_read_and_models_of_the_pair_are_named(
    qtbot: QtBot, folder: DataFolder, tmp_path: Path
) -> None:
    bridge = EventBridge()
    desk = TranslationDesk(folder, ReaderHere, bridge)
    path = tmp_path / "terms.tbx"
    path.write_text(TBX, encoding="utf-8")
    terms: list[tuple[Term, ...]] = []
    names: list[list[str]] = []
    desk.read_glossary(path, "en", "de", terms.append, print)
    planned = TranslationPlanned(
        job_id="1", model_name="Hy-MT2", n_segments=1, n_to_translate=1, source="en", target="da", unsupported=("da",)
    )
    desk.find_capable(planned, names.append)
    qtbot.waitUntil(lambda: bool(terms and names), timeout=30_000)

    assert terms == [(Term("pump", "Pumpe"), Term("seal", "Dichtung"))]
    assert names[0][0].startswith("Gemma 4")
    assert desk.first_choices().target
    desk.stop()
    bridge.stop()
