import json

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_answers import RepositoryAnswer, decoded, models_query, repository_of, search_results
from desktop_llm.hub.hub_records import Gating, HubQuery, HubSort

SHA256 = "5a" * 32


def _results(*items: object, query: HubQuery | None = None) -> list[str]:
    return [each.id for each in search_results(json.dumps(items).encode(), query or HubQuery())]


def test_a_query_becomes_the_hubs_parameters() -> None:
    query = HubQuery(
        text="granite", sort=HubSort.UPDATED, licence="apache-2.0", language="de", max_parameters=3_500_000_000,
        is_gated_included=False, limit=7,
    )  # fmt: skip
    parameters = models_query(query)
    assert parameters["filter"] == ["gguf", "license:apache-2.0", "de"]
    assert (parameters["search"], parameters["sort"], parameters["limit"]) == ("granite", "lastModified", "7")
    assert (parameters["num_parameters"], parameters["gated"]) == ("max:4B", "false")
    assert models_query(HubQuery()).keys() == {"filter", "sort", "limit", "expand"}


def test_a_result_that_makes_no_sense_costs_only_itself() -> None:
    assert _results({"id": "a/b"}, {"id": 7}, 3, {}, {"id": "c/d", "likes": None}) == ["a/b", "c/d"]


def test_models_known_to_be_too_large_are_left_out() -> None:
    items = [{"id": f"a/{n}", "gguf": {"total": n}} for n in (1, 5)] + [{"id": "a/unknown"}]
    assert _results(*items, query=HubQuery(max_parameters=4)) == ["a/1", "a/unknown"]


@pytest.mark.parametrize("content", [b"", b"<html>sign in</html>", b"{}", b'"x"', b"\xff"])
def test_an_answer_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(HubError) as caught:
        search_results(content, HubQuery())
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG


def test_facts_of_a_repository_are_kept() -> None:
    answer = {
        "id": "ibm/granite-GGUF", "sha": "c0ffee0", "author": "ibm", "downloads": 5, "likes": 2, "gated": "manual",
        "lastModified": "2026-11-01T12:00:00.000Z", "tags": ["gguf", "license:other"],
        "cardData": {
            "license": "other", "license_name": "granite", "license_link": "https://x", "language": ["en", False, "de"],
            "base_model": ["ibm/granite"],
        },
        "gguf": {"total": 3_000_000_000, "architecture": "granite", "context_length": 131072},
        "siblings": [{"rfilename": "g-Q4_0.gguf", "size": 3, "blobId": "b", "lfs": {"sha256": SHA256, "size": 3}}],
    }  # fmt: skip
    repository = repository_of(decoded(json.dumps(answer).encode(), RepositoryAnswer), "main", "card")
    summary = repository.summary
    assert (summary.id, summary.author, summary.downloads, summary.likes) == ("ibm/granite-GGUF", "ibm", 5, 2)
    assert (summary.licence, summary.gating, summary.languages) == ("other", Gating.MANUAL, ("en", "de"))
    assert (summary.architecture, summary.n_parameters, summary.n_ctx_train_tokens) == (
        "granite",
        3_000_000_000,
        131072,
    )
    assert summary.updated_at is not None
    assert summary.updated_at.isoformat() == "2026-11-01T12:00:00+00:00"
    assert (repository.base_model, repository.licence_name, repository.licence_url) == (
        "ibm/granite",
        "granite",
        "https://x",
    )
    (model,) = repository.models
    (file,) = model.files
    assert (file.repository, file.revision, file.sha256, file.etag) == ("ibm/granite-GGUF", "c0ffee0", SHA256, SHA256)


def test_what_the_hub_does_not_tell_is_empty() -> None:
    summary = repository_of(RepositoryAnswer(id="a/b", tags=["license:mit"]), "main", "").summary
    assert (summary.author, summary.licence, summary.gating) == ("a", "mit", Gating.NONE)
    assert (summary.languages, summary.n_parameters, summary.updated_at) == ((), 0, None)
