from pathlib import Path

import msgspec
import pytest

from desktop_llm.assist.doctor.diagnosis import Diagnosis, FindingKind
from desktop_llm.errors import ErrorCode
from tests.fakes.terminal import error_line, run


def _diagnosis(*arguments: str) -> Diagnosis:
    result = run("doctor", "--json", *arguments)
    assert result.returncode == 0, result.stderr
    return msgspec.json.decode(result.stdout, type=Diagnosis)


def test_the_doctor_says_what_this_computer_does_for_the_starter_model() -> None:
    patient = _diagnosis().patient
    assert patient.machine is not None
    assert patient.machine.bandwidth_bytes_per_s > 10**9
    assert "CPU" in patient.machine.backends
    assert patient.model is not None
    assert patient.model.n_layers == 30
    assert patient.model.name == "SmolLM2 135M"
    assert patient.speed.measured_tokens_per_s is not None
    assert patient.speed.measured_tokens_per_s > 0


def test_the_doctor_speaks_in_sentences() -> None:
    result = run("doctor", "--no-model")
    assert result.returncode == 0, result.stderr
    text = result.stdout.decode()
    assert "Bandwidth" in text
    assert "GB/s" in text
    assert "What helps most" in text or "nothing to mend" in text


def test_a_model_that_does_not_load_is_a_finding_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF and nothing else")
    diagnosis = _diagnosis("--model", str(tmp_path / "broken.gguf"))
    assert FindingKind.MODEL_FAILED in [finding.kind for finding in diagnosis.findings]
    assert diagnosis.patient.failure is not None
    assert diagnosis.patient.failure.code in (ErrorCode.MODEL_FILE_BROKEN, ErrorCode.MODEL_FILE_TRUNCATED)
    assert diagnosis.patient.machine is not None


def test_a_model_that_is_not_there_is_one_line() -> None:
    result = run("doctor", "--model", "nobody")
    assert result.returncode == 1
    assert "nobody" in error_line(result)


@pytest.mark.parametrize("variable", ["CUDA_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES"])
def test_variables_that_hide_cards_are_looked_at(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "")
    patient = _diagnosis("--no-model").patient
    assert (variable, "") in [(each.name, each.value) for each in patient.computer.variables]
