import pytest
from msgspec.structs import replace

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.documents.segments import FileSegment, SegmentTarget

GOOD = SegmentResult(
    segment=FileSegment(id="s7", content=("One",)), source="One", target="Eins", content=("Eins",), marked="Eins"
)
WARNED = replace(GOOD, warnings=(TranslationWarning(TranslationFault.TOO_LONG),))


@pytest.mark.parametrize(
    ("result", "is_doubtful"),
    [
        (GOOD, False),
        (replace(GOOD, care=Care.PLACED), False),
        (replace(GOOD, care=Care.FORMATS_LOST), True),
        (WARNED, True),
        (replace(WARNED, is_accepted=True), False),
    ],
)
def test_what_a_person_should_look_at_goes_into_the_file_as_such(result: SegmentResult, is_doubtful: bool) -> None:
    assert result.file_target == SegmentTarget(id="s7", content=("Eins",), is_doubtful=is_doubtful)
