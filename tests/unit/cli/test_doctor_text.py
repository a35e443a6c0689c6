import pytest
from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Diagnosis, FindingKind, Patient, ProgramKind, Remedy, Speed
from desktop_llm.assist.doctor.doctor import diagnose
from desktop_llm.cli.doctor_text import diagnosis_lines
from desktop_llm.engine.messages import Device, Failed
from desktop_llm.errors import ErrorCode
from tests.fakes.patients import CUDA_DEVICE, FACTS, GEFORCE, finding, machine, model, patient

OF_THE_COMPUTER = {
    FindingKind.NO_CARD,
    FindingKind.ENGINE_FAILED,
    FindingKind.MODEL_FAILED,
    FindingKind.SLOW_BUILD,
    FindingKind.SLOWER_THAN_EXPECTED,
}


def lines(each: Patient) -> list[str]:
    return list(diagnosis_lines(diagnose(each)))


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_is_a_sentence_about_its_card_with_all_its_facts(kind: FindingKind) -> None:
    first, *_ = diagnosis_lines(Diagnosis(patient=patient(), findings=(finding(kind),)))
    assert "?" not in first
    assert (GEFORCE.name in first) == (kind not in OF_THE_COMPUTER)
    assert first.endswith(str(FACTS[kind]["complaint"]) if kind is FindingKind.NOT_SEEN else ".")


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_is_a_sentence(remedy: Remedy) -> None:
    advised = finding(FindingKind.HIDDEN, remedy)
    *_, advice = [
        line for line in diagnosis_lines(Diagnosis(patient=patient(), findings=(), advised=advised)) if line[:1].strip()
    ]
    assert advice.startswith("What helps most: ")
    assert "?" not in advice


def test_a_healthy_computer_has_nothing_to_mend() -> None:
    seen = patient(GEFORCE, measured=machine(CUDA_DEVICE, backends=("CPU", "CUDA")))
    text = lines(replace(seen, model=model(33), speed=Speed(expected_tokens_per_s=60.0, measured_tokens_per_s=55.25)))
    assert text[0] == "NVIDIA GeForce RTX 3060 does the work: the whole model is on it."
    assert text[-1] == "There is nothing to mend."
    assert "On graphics cards 33 of 33 layers" in text
    assert "Expected speed    about 60 tokens/s" in text
    assert "Measured speed    55.2 tokens/s" in text
    assert "Bandwidth         20.0 GB/s with 4 threads" in text
    assert "Device CUDA0      NVIDIA GeForce RTX 3060, 11.0 GB of 12.0 GB free" in text


def test_the_processor_has_no_memory_beside_that_of_the_computer() -> None:
    processor = Device("CPU", "A processor", "cpu", 16 * 10**9, 16 * 10**9, "CPU")
    text = lines(patient(measured=replace(machine(), devices=(processor,))))
    assert "Device CPU        A processor" in text


def test_which_of_several_builds_for_processors_is_used_is_told() -> None:
    assert "Its build for     haswell" in lines(patient(measured=machine(processor_build="haswell")))
    assert "Its build for" not in "\n".join(lines(patient()))


def test_what_is_advised_is_told_with_its_command() -> None:
    text = lines(patient(GEFORCE, has_cuda_toolkit=True))
    assert text[0].startswith("NVIDIA GeForce RTX 3060 is not used: llama.cpp was built without")
    assert text[-2:] == ["What helps most: Build llama.cpp for CUDA.", "  make gpu BACKEND=CUDA"]


def test_who_installed_the_program_is_told_which_file_to_get() -> None:
    text = lines(replace(patient(GEFORCE, has_cuda_toolkit=True), program=ProgramKind.LINUX))
    assert text[-1].startswith("What helps most: Install the version for graphics cards")
    assert "desktop-llm-vulkan" in text[-1]
    assert "make" not in "\n".join(text).split()


def test_why_there_is_no_engine_or_no_model_is_told() -> None:
    failure = Failed(code=ErrorCode.ENGINE_START_FAILED, facts={"reason": "libcuda.so.1 is missing"})
    assert "The engine does not start. The engine could not be started: libcuda.so.1 is missing." in lines(
        replace(patient(), machine=None, failure=failure)
    )
    failure = Failed(code=ErrorCode.MODEL_DOES_NOT_FIT, facts={"needed_bytes": 5 * 10**9, "free_bytes": 4 * 10**9})
    assert "The model could not be loaded. The model does not fit: 5.0 GB of memory needed, 4.0 GB free." in lines(
        replace(patient(), failure=failure)
    )
