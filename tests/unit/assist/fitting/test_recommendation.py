import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, MachineFacts
from desktop_llm.assist.fitting.recommendation import catalogue_fit, catalogue_speed, recommended
from desktop_llm.engine.messages import Device
from desktop_llm.hub.catalogue import Purpose, load_catalogue
from tests.fakes.headers import GB_PER_S, GIB, ROOMY, gpu

MODELS = load_catalogue().models


def computer(memory_gb: int, bandwidth_gb_per_s: int, *devices: Device, free_share: float = 0.8) -> MachineFacts:
    total_bytes = memory_gb * GIB
    machine = replace(ROOMY, total_bytes=total_bytes, free_bytes=int(total_bytes * free_share))
    return MachineFacts(machine=machine, devices=devices, bandwidth_bytes_per_s=bandwidth_gb_per_s * GB_PER_S)


def pick(facts: MachineFacts, purpose: Purpose = Purpose.CHAT) -> str:
    model = recommended(MODELS, facts, purpose)
    return model.id if model else ""


@pytest.mark.parametrize(
    ("facts", "model_id"),
    [
        (computer(2, 15), "qwen3.5-0.8b"),
        (computer(4, 20), "qwen3.5-2b"),
        (computer(16, 25), "granite-4.1-3b"),
        (computer(16, 35), "qwen3.5-4b"),
        (computer(16, 70), "qwen3.5-9b"),
        (computer(32, 40), "qwen3.6-35b-a3b"),
        (computer(64, 60), "qwen3-next-80b-a3b"),
    ],
)
def test_without_a_card_it_is_the_best_that_is_quick_enough(facts: MachineFacts, model_id: str) -> None:
    assert pick(facts) == model_id


@pytest.mark.parametrize(
    ("card_gib", "model_id"), [(4, "qwen3.5-4b"), (8, "qwen3.5-9b"), (12, "gemma-4-12b"), (24, "qwen3.6-35b-a3b")]
)
def test_with_a_card_it_is_the_best_that_the_card_takes_whole(card_gib: int, model_id: str) -> None:
    assert pick(computer(16, 30, gpu(card_gib * GIB))) == model_id


def test_memory_that_others_use_is_not_there() -> None:
    assert pick(computer(16, 100, free_share=0.25)) == "qwen3.5-4b"


def test_a_slow_computer_gets_the_smallest_that_fits() -> None:
    assert pick(computer(8, 1)) == "qwen3.5-0.8b"


def test_a_computer_without_room_gets_nothing() -> None:
    assert pick(computer(2, 20, free_share=0.5)) == ""
    assert pick(computer(1, 20)) == ""


def test_a_translator_is_recommended_for_translating() -> None:
    assert pick(computer(8, 25), Purpose.TRANSLATE) == "hy-mt2-1.8b"


def test_what_finds_passages_is_recommended_for_that_alone() -> None:
    assert pick(computer(16, 25), Purpose.FIND) == "granite-embedding-107m"
    assert pick(computer(2, 15), Purpose.FIND) == "granite-embedding-107m"


def test_a_mixture_of_experts_is_as_quick_as_its_active_part() -> None:
    facts = computer(64, 40)
    speeds = {model.id: catalogue_speed(model, facts) for model in MODELS}
    assert speeds["qwen3.6-35b-a3b"] > 5 * speeds["qwen3.6-27b"]


def test_an_unknown_bandwidth_is_a_careful_one() -> None:
    assert pick(computer(16, 0)) == pick(computer(16, 20))


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (computer(16, 25), FitVerdict.MEMORY),
        (computer(2, 25), FitVerdict.DOES_NOT_FIT),
        (computer(4, 25, gpu(8 * GIB)), FitVerdict.GPU),
    ],
)
def test_how_a_model_fits_is_told_before_its_header_is_read(facts: MachineFacts, verdict: FitVerdict) -> None:
    granite = next(model for model in MODELS if model.id == "granite-4.1-3b")
    fit = catalogue_fit(granite, facts)
    assert fit.verdict is verdict
    assert bool(fit.tokens_per_s) == (verdict is not FitVerdict.DOES_NOT_FIT)
    assert fit.needed_bytes > granite.size_bytes
