from collections.abc import Mapping

import pytest

from desktop_llm.assist.fitting.model_choice import ModelChoice, Size, choose_models, equal_model
from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel

# As the repositories of a 4B model have them, in bits times half a gigabyte.
ALL_TYPES = {
    "Q2_K": 1.6,
    "IQ3_XS": 1.8,
    "Q3_K_M": 2.0,
    "IQ4_XS": 2.2,
    "Q4_0": 2.3,
    "Q4_K_S": 2.35,
    "Q4_K_M": 2.5,
    "Q5_K_M": 2.9,
    "Q6_K": 3.3,
    "Q8_0": 4.3,
    "F16": 8.0,
}


def models(sizes: Mapping[str, float] = ALL_TYPES) -> list[RemoteModel]:
    return [model(name, int(size * 10**9)) for name, size in sizes.items()]


def model(quantization: str, size_bytes: int) -> RemoteModel:
    file = RemoteFile(repository="o/r", revision="c", path=f"m-{quantization}.gguf", size_bytes=size_bytes)
    return RemoteModel(name=f"m-{quantization}", quantization=quantization, files=(file,), size_bytes=size_bytes)


def fits(
    candidates: list[RemoteModel], limit_gb: float, verdict: FitVerdict = FitVerdict.MEMORY
) -> dict[str, ModelFit]:
    """Those below the limit fit in this way, the others do not."""
    return {
        each.name: ModelFit(verdict=verdict if each.size_bytes <= limit_gb * 10**9 else FitVerdict.DOES_NOT_FIT)
        for each in candidates
    }


def types(choice: ModelChoice) -> list[str]:
    chosen = [choice.model(size) for size in (Size.SMALL, Size.BALANCED, Size.BEST)]
    return [each.quantization if each else "" for each in chosen]


def test_without_a_card_the_type_that_reads_prompts_fastest_is_balanced() -> None:
    candidates = models()
    choice = choose_models(candidates, fits(candidates, 64))
    assert types(choice) == ["Q3_K_M", "Q4_0", "Q8_0"]
    assert choice.recommended is Size.BALANCED


def test_on_a_card_the_better_type_of_that_size_is_balanced() -> None:
    candidates = models()
    assert types(choose_models(candidates, fits(candidates, 64, FitVerdict.GPU))) == ["IQ4_XS", "Q4_K_M", "Q8_0"]


def test_each_size_is_the_best_of_those_that_fit() -> None:
    candidates = models()
    assert types(choose_models(candidates, fits(candidates, 3.5))) == ["Q3_K_M", "Q4_0", "Q6_K"]
    assert types(choose_models(candidates, fits(candidates, 2.32))) == ["Q3_K_M", "Q4_0", ""]
    little = choose_models(candidates, fits(candidates, 2.1))
    assert types(little) == ["Q3_K_M", "", ""]
    assert little.recommended is Size.SMALL


def test_where_nothing_fits_the_smallest_is_named_and_nothing_recommended() -> None:
    candidates = models()
    choice = choose_models(candidates, fits(candidates, 1))
    assert types(choice) == ["Q2_K", "", ""]
    assert choice.recommended is None


def test_small_is_recommended_where_only_it_fits_the_card_whole() -> None:
    candidates = models()
    verdicts = fits(candidates, 64, FitVerdict.PARTLY_GPU) | fits(models({"IQ4_XS": 2.2}), 64, FitVerdict.GPU)
    assert choose_models(candidates, verdicts).recommended is Size.SMALL


def test_mixtures_of_types_count_as_their_type() -> None:
    candidates = models({"UD-Q4_K_XL": 2.6, "UD-Q3_K_XL": 2.1, "Q8_0": 4.3})
    assert types(choose_models(candidates, fits(candidates, 64, FitVerdict.GPU))) == [
        "UD-Q3_K_XL",
        "UD-Q4_K_XL",
        "Q8_0",
    ]


@pytest.mark.parametrize("sizes", [{"F16": 8.0}, {"": 2.0}, {"Q2_K": 1.6, "IQ1_S": 1.0}])
def test_types_that_nobody_should_choose_between_are_offered_as_one(sizes: dict[str, float]) -> None:
    candidates = models(sizes)
    choice = choose_models(candidates, {})
    assert choice.balanced == min(candidates, key=lambda each: each.size_bytes)
    assert (choice.small, choice.best, choice.recommended) == (None, None, Size.BALANCED)


def test_a_model_that_could_not_be_judged_may_fit() -> None:
    candidates = models()
    assert types(choose_models(candidates, {})) == ["Q3_K_M", "Q4_0", "Q8_0"]


def test_no_models_are_no_choice() -> None:
    assert choose_models([], {}) == ModelChoice()


def equal(candidates: list[RemoteModel], quantization: str, *, is_on_card: bool = False) -> str:
    found = equal_model(candidates, f"m-{quantization}.gguf", quantization, is_on_card=is_on_card)
    return found.quantization if found else ""


def test_on_a_processor_a_list_gets_the_equal_that_reads_prompts_faster() -> None:
    assert equal(models(), "Q4_K_M") == "Q4_0"
    assert equal(models(), "Q4_K_M", is_on_card=True) == "Q4_K_M"


@pytest.mark.parametrize(
    ("sizes", "named"),
    [
        ({"Q4_K_M": 2.5, "Q8_0": 4.3, "Q3_K_M": 2.0}, "Q4_K_M"),  # there is no equal
        ({"Q4_K_M": 2.5, "Q4_0": 2.6}, "Q4_K_M"),  # it might not fit
        ({"UD-IQ4_XS": 2.2, "Q4_0": 2.3, "Q3_K_M": 2.0}, "UD-IQ4_XS"),  # chosen for its size
        ({"Q8_0": 4.3, "Q4_0": 2.3}, "Q8_0"),  # another class
    ],
)
def test_what_a_list_names_stays_where_nothing_is_its_equal(sizes: dict[str, float], named: str) -> None:
    assert equal(models(sizes), named) == named


def test_a_file_that_a_list_names_is_found_by_its_type_and_else_something_takes_its_place() -> None:
    assert equal_model(models(), "renamed.gguf", "Q6_K", is_on_card=False) == model("Q6_K", 3_300_000_000)
    assert equal(models({"Q5_K_M": 2.9, "Q4_0": 2.3}), "Q4_K_M", is_on_card=True) == "Q4_0"
    assert equal([], "Q4_K_M") == ""
