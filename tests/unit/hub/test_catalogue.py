import json
from pathlib import Path

import msgspec
import pytest

from desktop_llm.hub.catalogue import CatalogueModel, Purpose, load_catalogue, model_title
from desktop_llm.hub.remote_models import quantization_of
from desktop_llm.paths import resource

CATALOGUE = load_catalogue()
# Limited to territories or by revenue, whoever repackages them.
LIMITED_FAMILIES = ("lfm", "hy-mt1", "hunyuan", "llama")


def test_it_is_short_and_goes_from_small_to_large() -> None:
    assert len(CATALOGUE.models) <= 15
    tiers = [model.memory_gb for model in CATALOGUE.models]
    assert tiers == sorted(tiers)
    assert (tiers[0], tiers[-1]) == (2, 64)


def test_no_model_is_there_twice() -> None:
    assert len({model.id for model in CATALOGUE.models}) == len(CATALOGUE.models)
    assert len({(model.repository, model.file) for model in CATALOGUE.models}) == len(CATALOGUE.models)


@pytest.mark.parametrize("model", CATALOGUE.models, ids=lambda model: model.id)
def test_what_is_said_of_a_model_goes_together(model: CatalogueModel) -> None:
    assert model.quantization == quantization_of(model.file)
    assert model.size_bytes < model.memory_gb * 10**9
    assert 3 < 8 * model.size_bytes / model.n_parameters < 9
    assert model.n_active_parameters <= model.n_parameters
    assert len(model.languages) == len(set(model.languages)) <= model.n_languages
    assert set(model.unverified) <= set(CatalogueModel.__struct_fields__)


@pytest.mark.parametrize("model", CATALOGUE.models, ids=lambda model: model.id)
def test_everybody_may_use_it_for_everything(model: CatalogueModel) -> None:
    assert model.licence in ("apache-2.0", "mit")
    assert not any(family in model.id for family in LIMITED_FAMILIES)


def test_what_finds_passages_is_for_nothing_else() -> None:
    assert [model.purposes for model in CATALOGUE.models if model.is_for_embedding] == [(Purpose.FIND,)]


@pytest.mark.parametrize("purpose", Purpose)
def test_there_is_a_model_for_every_purpose_on_an_ordinary_computer(purpose: Purpose) -> None:
    assert any(purpose in model.purposes and model.memory_gb <= 8 for model in CATALOGUE.models)


@pytest.mark.parametrize(
    "change",
    [{"memory_gb": 1}, {"purposes": []}, {"purposes": ["cook"]}, {"repository": "x"}, {"file": "x.bin"}, {"a": 1}],
)
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    content = json.loads(resource("catalogue.json").read_bytes())
    content["models"][0] |= change
    (tmp_path / "wrong.json").write_text(json.dumps(content))
    with pytest.raises(msgspec.ValidationError):
        load_catalogue(tmp_path / "wrong.json")


def test_it_stays_what_it_is_when_it_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "again.json"
    path.write_bytes(msgspec.json.encode(CATALOGUE))
    assert load_catalogue(path) == CATALOGUE


def test_a_model_is_called_as_the_catalogue_does_else_by_its_repository() -> None:
    assert model_title("unsloth/granite-4.1-3b-GGUF") == "Granite 4.1 3B"
    assert model_title("ana/Tiny-1B-GGUF") == "Tiny 1B"
