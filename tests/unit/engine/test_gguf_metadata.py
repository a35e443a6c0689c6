import pytest

from desktop_llm.engine.gguf_metadata import Metadata
from desktop_llm.engine.gguf_reader import GgufContent, Value
from desktop_llm.errors import ErrorCode, RequestFailedError


def metadata(**values: Value) -> Metadata:
    return Metadata(GgufContent(3, values, {"words": 7}, (), 0, 0), "x.gguf")


def test_what_is_missing_is_the_default() -> None:
    empty = metadata()
    assert (empty.text("a"), empty.number("a", 5), empty.texts("a"), empty.get("a")) == ("", 5, (), None)
    assert (empty.length("words"), empty.length("a")) == (7, 0)
    assert empty.per_layer("a", 3, 2) == (2, 2, 2)


def test_a_number_may_stand_for_all_layers_or_one_for_each() -> None:
    assert metadata(a=4).per_layer("a", 2, 0) == (4, 4)
    assert metadata(a=(1, 2, 3)).per_layer("a", 2, 0) == (1, 2)


@pytest.mark.parametrize("value", ["text", -2, 2**33])
def test_a_number_that_is_none_or_absurd_is_a_broken_file(value: Value) -> None:
    with pytest.raises(RequestFailedError) as caught:
        metadata(a=value).number("a", 0)
    assert caught.value.code is ErrorCode.MODEL_FILE_BROKEN
    assert caught.value.facts["path"] == "x.gguf"


@pytest.mark.parametrize("value", [(1,), (1, -1), (1, "two"), (1, 2**40)])
def test_a_list_that_does_not_fit_the_layers_is_a_broken_file(value: Value) -> None:
    with pytest.raises(RequestFailedError):
        metadata(a=value).per_layer("a", 2, 0)
