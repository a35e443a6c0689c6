import json
from collections.abc import Iterator

import pytest

from desktop_llm.cli.program import run
from tests.fakes.loopback_hub import LoopbackHub

ID = "ana/tiny-GGUF"


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        hub.add_repository(
            ID,
            {
                "tiny-Q8_0-00001-of-00002.gguf": bytes(2_000_000),
                "tiny-Q8_0-00002-of-00002.gguf": bytes(1_000_000),
                "tiny-Q4_0.gguf": bytes(1_500_000),
                "mmproj-F16.gguf": b"GGUF",
                "README.md": b"---\nlicense: other\n---\n# Tiny",
            },
            downloads=12_345,
            gated="auto",
            card_data={"license": "other", "license_name": "tiny", "language": ["en", "de"], "base_model": "ana/tiny"},
            gguf={"total": 135_000_000, "architecture": "llama", "context_length": 2048},
        )
        hub.add_repository("bob/large", downloads=1, tags=["gguf", "license:mit"], gguf={"total": 7_000_000_000})
        yield hub


def _lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run(["models", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_search_prints_a_line_for_each_repository(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [line.split("\t") for line in _lines(capsys, "search")]
    assert columns == [
        [ID, "135M parameters", "other", "12.3K downloads", "2026-11-01", "conditions must be accepted"],
        ["bob/large", "7B parameters", "mit", "1 download", "2026-11-01", ""],
    ]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["tiny"], [ID]),
        (["nothing like it"], []),
        (["--max-parameters", "1.5B"], [ID]),
        (["--licence", "mit"], ["bob/large"]),
        (["--no-conditions"], ["bob/large"]),
        (["--limit", "1"], [ID]),
        (["--sort", "updated"], [ID, "bob/large"]),
    ],
)
def test_a_search_can_be_narrowed(capsys: pytest.CaptureFixture[str], arguments: list[str], found: list[str]) -> None:
    assert [line.split("\t")[0] for line in _lines(capsys, "search", *arguments)] == found


def test_results_can_be_read_by_programs(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = _lines(capsys, "search", "tiny", "--json")
    (found,) = json.loads(line)
    assert (found["id"], found["n_parameters"], found["gating"]) == (ID, 135_000_000, "automatic")


def test_a_repository_is_shown_with_its_models(capsys: pytest.CaptureFixture[str], hub: LoopbackHub) -> None:
    lines = _lines(capsys, "show", ID)
    blank = lines.index("")
    facts = {line[:14].strip(): line[14:] for line in lines[:blank]}
    page = f"{hub.endpoint}/{ID}"
    assert facts == {
        "repository": ID,
        "page": page,
        "revision": hub.repositories[ID].commit,
        "licence": "other tiny",
        "conditions": f"to be accepted at {page}",
        "made from": "ana/tiny",
        "languages": "en, de",
        "parameters": "135M",
        "architecture": "llama",
        "context": "2048 tokens",
        "downloads": "12.3K in the last month",
        "updated": "2026-11-01",
    }
    assert lines[blank + 1 :] == [
        "Q4_0\t2 MB\ttiny-Q4_0.gguf",
        "Q8_0\t3 MB\ttiny-Q8_0-00001-of-00002.gguf and 1 more",
    ]


def test_a_repository_can_be_named_by_its_page_and_read_by_programs(
    capsys: pytest.CaptureFixture[str], hub: LoopbackHub
) -> None:
    hub.repositories[ID].gated = False
    (line,) = _lines(capsys, "show", f"https://huggingface.co/{ID}", "--json")
    shown = json.loads(line)
    assert (shown["summary"]["id"], shown["card"], len(shown["models"][1]["files"])) == (ID, "# Tiny", 2)


def test_what_goes_wrong_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["models", "show", "ana/none"]) == 1
    assert capsys.readouterr().err == "desktop-llm: There is no ana/none on the Hub, or it is private.\n"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert run(["models", "search"]) == 1
    assert "offline" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["many", "-1B", "0", "B", "nan", "1e99"])
def test_a_size_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str], size: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["models", "search", "--max-parameters", size])
    assert ended.value.code == 2
