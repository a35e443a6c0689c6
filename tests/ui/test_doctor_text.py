import string

import pytest
from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Diagnosis, FindingKind, ProgramKind, Remedy, Speed
from desktop_llm.assist.doctor.doctor import diagnose
from desktop_llm.engine.messages import Device, Failed
from desktop_llm.errors import ErrorCode
from desktop_llm.ui.doctor_text import report_of, report_text
from desktop_llm.ui.widgets.settings.computer_report import ReportLine, ReportPhase
from tests.fakes.patients import CUDA_DEVICE, GEFORCE, finding, machine, model, patient


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_is_a_sentence_with_its_facts_in_it(kind: FindingKind) -> None:
    (line,) = report_of(Diagnosis(patient=patient(), findings=(finding(kind),))).lines
    assert line.text[0] in string.ascii_uppercase
    assert line.text.endswith(".")
    assert "{" not in line.text


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_is_advice(remedy: Remedy) -> None:
    advised = finding(FindingKind.HIDDEN, remedy)
    report = report_of(Diagnosis(patient=patient(), findings=(advised,), advised=advised))
    assert report.advice.endswith(".")
    assert "{" not in report.advice
    assert report.lines[0].is_ailment


def test_a_card_that_does_the_work_is_nothing_to_mend() -> None:
    seen = patient(GEFORCE, measured=machine(CUDA_DEVICE, backends=("CPU", "CUDA")))
    speed = Speed(expected_tokens_per_s=60.4, measured_tokens_per_s=55.25)
    report = report_of(diagnose(replace(seen, model=model(33), speed=speed)))
    assert report.phase is ReportPhase.DONE
    assert report.lines == (ReportLine("NVIDIA GeForce RTX 3060 does the work: the whole model is on it."),)
    assert (report.advice, report.command, report.button) == ("There is nothing to mend.", "", "")
    figures = dict(report.figures)
    assert figures["On graphics cards"] == "33 of 33 layers"
    assert figures["Expected speed"] == "about 60 tokens a second"
    assert figures["Measured speed"] == "55.3 tokens a second"
    assert figures["CUDA0"] == "NVIDIA GeForce RTX 3060, 11.0 GB of 12.0 GB free"
    assert figures["NVIDIA driver"] == "560.35.03"


def test_the_processor_has_no_memory_beside_that_of_the_computer() -> None:
    processor = Device("CPU", "A processor", "cpu", 16 * 10**9, 16 * 10**9, "CPU")
    report = report_of(diagnose(patient(measured=replace(machine(), devices=(processor,)))))
    assert dict(report.figures)["CPU"] == "A processor"


def test_a_command_is_shown_and_can_be_copied() -> None:
    report = report_of(diagnose(patient(GEFORCE, has_cuda_toolkit=True)))
    assert (report.command, report.button) == ("make gpu BACKEND=CUDA", "Copy")
    assert [line.is_ailment for line in report.lines] == [True]


def test_who_installed_the_program_is_told_which_file_to_get() -> None:
    report = report_of(diagnose(replace(patient(GEFORCE), program=ProgramKind.LINUX)))
    assert "desktop-llm-vulkan" in report.advice
    assert (report.command, report.button) == ("", "")


@pytest.mark.parametrize(
    ("remedy", "button"),
    [
        (Remedy.LEAVE_LAYERS_TO_PROGRAM, "Let it decide"),
        (Remedy.FREE_CARD_MEMORY, "Choose a model"),
        (Remedy.SMALLER_MODEL, "Choose a model"),
        (Remedy.STAY_ON_PROCESSOR, "Choose a model"),
        (Remedy.RESTART_COMPUTER, ""),
    ],
)
def test_what_the_program_can_do_itself_has_a_button(remedy: Remedy, button: str) -> None:
    advised = finding(FindingKind.SWITCHED_OFF, remedy)
    assert report_of(Diagnosis(patient=patient(), findings=(advised,), advised=advised)).button == button


def test_why_there_is_no_model_is_told_in_the_windows_own_words() -> None:
    failure = Failed(code=ErrorCode.MODEL_DOES_NOT_FIT, facts={"needed_bytes": 5 * 10**9, "free_bytes": 4 * 10**9})
    report = report_of(diagnose(replace(patient(), failure=failure)))
    assert report.lines[0].text == "This model needs 5.0 GB of memory, and 4.0 GB are free."


def test_a_report_can_be_sent_to_somebody_who_helps() -> None:
    text = report_text(report_of(diagnose(patient(GEFORCE, measured=machine(complaint="no device")))))
    lines = text.splitlines()
    assert lines[0].startswith("NVIDIA GeForce RTX 3060 is not used")
    assert "make gpu BACKEND=VULKAN" in lines
    assert "The driver says: no device" in lines
