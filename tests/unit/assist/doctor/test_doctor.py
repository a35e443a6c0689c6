import msgspec
import pytest
from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Diagnosis, FindingKind, Patient, ProgramKind, Remedy, Speed
from desktop_llm.assist.doctor.doctor import diagnose
from desktop_llm.engine.computer.facts import NvidiaDriver
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import ErrorCode
from tests.fakes.patients import CUDA_DEVICE, GEFORCE, IRIS, VIRTUAL, machine, model, patient


def kinds(each: Patient) -> list[FindingKind]:
    return [finding.kind for finding in diagnose(each).findings]


def advised(each: Patient) -> Remedy | None:
    finding = diagnose(each).advised
    return finding.remedy if finding else None


def test_a_computer_without_a_card_is_healthy() -> None:
    diagnosis = diagnose(patient(VIRTUAL))
    assert [finding.kind for finding in diagnosis.findings] == [FindingKind.NOT_FOR_COMPUTING, FindingKind.NO_CARD]
    assert diagnosis.advised is None


def test_a_build_that_leaves_the_processors_best_unused_is_found() -> None:
    measured = machine(processor_features=("SSE3", "AVX2", "AVX512", "BMI2"), built_features=("SSE3",))
    diagnosis = diagnose(patient(measured=measured))
    assert diagnosis.advised is not None
    assert diagnosis.advised.kind is FindingKind.SLOW_BUILD
    assert diagnosis.advised.facts == {"features": "AVX2, AVX512"}


def test_what_hardly_matters_of_a_processor_is_not_found() -> None:
    measured = machine(
        processor_features=("SSE3", "AVX2", "BMI2", "AVX_VNNI", "AMX_INT8"), built_features=("SSE3", "AVX2")
    )
    assert kinds(patient(measured=measured)) == [FindingKind.NO_CARD]


@pytest.mark.parametrize(
    ("expected", "measured", "is_found"),
    [(30.0, 10.0, True), (30.0, 20.0, False), (None, 1.0, False), (30.0, None, False)],
)
def test_a_model_that_is_much_slower_than_expected_is_found(
    expected: float | None, measured: float | None, is_found: bool
) -> None:
    slow = replace(patient(), speed=Speed(expected_tokens_per_s=expected, measured_tokens_per_s=measured))
    assert (FindingKind.SLOWER_THAN_EXPECTED in kinds(slow)) == is_found


def test_what_is_expected_of_a_card_is_a_guess_and_no_reason_to_worry() -> None:
    seen = patient(GEFORCE, measured=machine(CUDA_DEVICE, backends=("CPU", "CUDA")))
    slow = replace(seen, model=model(33), speed=Speed(expected_tokens_per_s=60.0, measured_tokens_per_s=10.0))
    assert kinds(slow) == [FindingKind.USED]


def test_an_engine_that_does_not_start_is_the_first_thing_to_mend_but_for_the_driver() -> None:
    failure = Failed(code=ErrorCode.ENGINE_START_FAILED, facts={"reason": "libcuda.so.1: cannot open"})
    broken = replace(patient(), machine=None, failure=failure)
    diagnosis = diagnose(broken)
    assert diagnosis.advised is not None
    assert diagnosis.advised.kind is FindingKind.ENGINE_FAILED
    assert diagnosis.advised.facts == failure.facts
    undriven = replace(patient(GEFORCE, nvidia=NvidiaDriver()), machine=None, failure=failure)
    assert advised(undriven) is Remedy.INSTALL_DRIVER


def test_who_installed_the_program_is_not_told_to_compile_anything() -> None:
    built = [kind for kind in ProgramKind if kind is not ProgramKind.CHECKOUT]
    slow = machine(processor_features=("AVX2",), built_features=())
    failure = Failed(code=ErrorCode.ENGINE_START_FAILED, facts={"reason": "libllama.so: cannot open"})
    for program in built:
        unused = diagnose(replace(patient(measured=slow), program=program))
        assert FindingKind.SLOW_BUILD in [finding.kind for finding in unused.findings]
        assert unused.advised is None
        assert advised(replace(patient(), program=program, machine=None, failure=failure)) is Remedy.INSTALL_AGAIN


def test_that_there_is_no_other_version_is_told_where_nothing_else_helps() -> None:
    installed = replace(patient(GEFORCE), program=ProgramKind.WINDOWS)
    assert advised(installed) is Remedy.STAY_ON_PROCESSOR
    busy = replace(installed, speed=Speed(expected_tokens_per_s=30.0, measured_tokens_per_s=10.0))
    assert advised(busy) is Remedy.CLOSE_PROGRAMS


def test_a_model_that_could_not_be_loaded_is_told_with_its_reason() -> None:
    failure = Failed(code=ErrorCode.MODEL_DOES_NOT_FIT, facts={"needed_bytes": 5, "free_bytes": 4})
    finding, no_card = diagnose(replace(patient(), failure=failure)).findings
    assert (finding.kind, finding.facts) == (FindingKind.MODEL_FAILED, failure.facts)
    assert no_card.kind is FindingKind.NO_CARD


def test_one_thing_is_advised_the_one_that_is_done_quickest() -> None:
    slow = machine(processor_features=("AVX2",), built_features=())
    assert advised(patient(GEFORCE, IRIS, measured=slow)) is Remedy.BUILD_VULKAN
    restart = patient(GEFORCE, IRIS, measured=slow, nvidia=NvidiaDriver(version="560", is_restart_due=True))
    assert advised(restart) is Remedy.RESTART_COMPUTER


def test_with_a_card_at_work_another_idle_one_is_no_ailment() -> None:
    at_work = patient(GEFORCE, IRIS, measured=machine(CUDA_DEVICE, backends=("CPU", "CUDA")))
    assert kinds(replace(at_work, model=model(33))) == [FindingKind.USED, FindingKind.NO_BACKEND]
    assert advised(replace(at_work, model=model(33))) is None


def test_a_diagnosis_can_be_written_down_and_read_again() -> None:
    diagnosis = diagnose(replace(patient(GEFORCE, IRIS), model=model(0)))
    assert msgspec.json.decode(msgspec.json.encode(diagnosis), type=Diagnosis) == diagnosis
