import pytest
from msgspec.structs import replace

from desktop_llm.assist.doctor.card_findings import card_findings
from desktop_llm.assist.doctor.diagnosis import Finding, FindingKind, Patient, ProgramKind, Remedy
from desktop_llm.engine.computer.facts import Access, GraphicsCard, NvidiaDriver, Variable
from desktop_llm.engine.messages import LoadNote
from desktop_llm.params import LoadParams
from tests.fakes.patients import (
    APPLE,
    CUDA_DEVICE,
    DRIVER,
    GEFORCE,
    GIGABYTE,
    IRIS,
    RADEON,
    VIRTUAL,
    VULKAN_IRIS,
    machine,
    model,
    patient,
)

CUDA = ("CPU", "CUDA")
VULKAN = ("CPU", "Vulkan")
ROCM = ("CPU", "ROCm")
HIDE_ALL = (Variable("CUDA_VISIBLE_DEVICES", "-1"),)
INSUFFICIENT = "ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version"


def found(each: Patient) -> Finding:
    (finding,) = card_findings(each)
    return finding


def kinds(each: Patient) -> list[tuple[str, FindingKind]]:
    return [(finding.card, finding.kind) for finding in card_findings(each)]


@pytest.mark.parametrize(
    ("card", "facts", "backends", "kind", "remedy"),
    [
        # The driver
        (GEFORCE, {"nvidia": NvidiaDriver()}, ("CPU",), FindingKind.NO_DRIVER, Remedy.INSTALL_DRIVER),
        (GEFORCE, {"nvidia": NvidiaDriver()}, CUDA, FindingKind.NO_DRIVER, Remedy.INSTALL_DRIVER),
        (replace(RADEON, driver=""), {}, VULKAN, FindingKind.NO_DRIVER, Remedy.INSTALL_DRIVER),
        (replace(RADEON, driver="radeon"), {}, VULKAN, FindingKind.NO_DRIVER, Remedy.INSTALL_DRIVER),
        (replace(IRIS, driver="vfio-pci"), {}, VULKAN, FindingKind.NO_DRIVER, Remedy.INSTALL_DRIVER),
        (
            GEFORCE,
            {"nvidia": NvidiaDriver(version="470.256.02")},
            CUDA,
            FindingKind.DRIVER_TOO_OLD,
            Remedy.UPDATE_DRIVER,
        ),
        (
            GEFORCE,
            {"nvidia": NvidiaDriver(version="560.35.03", is_restart_due=True)},
            CUDA,
            FindingKind.RESTART_DUE,
            Remedy.RESTART_COMPUTER,
        ),
        # The build
        (GEFORCE, {}, ("CPU",), FindingKind.NO_BACKEND, Remedy.BUILD_VULKAN),
        (GEFORCE, {"has_cuda_toolkit": True}, ("CPU",), FindingKind.NO_BACKEND, Remedy.BUILD_CUDA),
        (GEFORCE, {}, ROCM, FindingKind.NO_BACKEND, Remedy.BUILD_VULKAN),
        (RADEON, {}, CUDA, FindingKind.NO_BACKEND, Remedy.BUILD_VULKAN),
        (RADEON, {"has_rocm": True}, ("CPU",), FindingKind.NO_BACKEND, Remedy.BUILD_HIP),
        (IRIS, {"has_cuda_toolkit": True, "has_rocm": True}, ("CPU",), FindingKind.NO_BACKEND, Remedy.BUILD_VULKAN),
        (APPLE, {}, ("CPU", "BLAS"), FindingKind.NO_BACKEND, Remedy.BUILD_METAL),
        (replace(RADEON, driver="metal"), {}, ("CPU",), FindingKind.NO_BACKEND, Remedy.BUILD_METAL),
        # What stands between
        (GEFORCE, {"variables": HIDE_ALL}, CUDA, FindingKind.HIDDEN, Remedy.UNSET_VARIABLE),
        (GEFORCE, {"variables": HIDE_ALL}, VULKAN, FindingKind.NO_VULKAN_DRIVER, Remedy.INSTALL_VULKAN_DRIVER),
        (
            RADEON,
            {"variables": (Variable("GGML_VK_VISIBLE_DEVICES", ""),)},
            VULKAN,
            FindingKind.HIDDEN,
            Remedy.UNSET_VARIABLE,
        ),
        (RADEON, {"kfd_access": Access.FORBIDDEN}, ROCM, FindingKind.NOT_ALLOWED, Remedy.JOIN_RENDER_GROUP),
        (RADEON, {"render_access": Access.FORBIDDEN}, VULKAN, FindingKind.NOT_ALLOWED, Remedy.JOIN_RENDER_GROUP),
        (IRIS, {"render_access": Access.ALLOWED}, VULKAN, FindingKind.NO_VULKAN_DRIVER, Remedy.INSTALL_VULKAN_DRIVER),
        (
            IRIS,
            {"vulkan_drivers": ("intel_icd.x86_64",)},
            VULKAN,
            FindingKind.NOT_SEEN,
            Remedy.COPY_REPORT,
        ),
        (GEFORCE, {"vulkan_drivers": ("vulkan-1",)}, VULKAN, FindingKind.NOT_SEEN, Remedy.COPY_REPORT),
        (
            GEFORCE,
            {"variables": (Variable("CUDA_VISIBLE_DEVICES", "0"),)},
            CUDA,
            FindingKind.NOT_SEEN,
            Remedy.COPY_REPORT,
        ),
        # No cause
        (VIRTUAL, {}, CUDA, FindingKind.NOT_FOR_COMPUTING, None),
    ],
)
def test_a_card_that_llama_cpp_does_not_see_has_a_reason(
    card: GraphicsCard, facts: dict[str, object], backends: tuple[str, ...], kind: FindingKind, remedy: Remedy | None
) -> None:
    finding = found(patient(card, measured=machine(backends=backends), **facts))
    assert (finding.kind, finding.remedy, finding.card) == (kind, remedy, card.name)


@pytest.mark.parametrize(
    ("program", "card", "remedy"),
    [
        (ProgramKind.LINUX, GEFORCE, Remedy.GET_VULKAN_VERSION),
        (ProgramKind.LINUX, IRIS, Remedy.GET_VULKAN_VERSION),
        (ProgramKind.WINDOWS, GEFORCE, Remedy.STAY_ON_PROCESSOR),
        (ProgramKind.MACOS, APPLE, Remedy.INSTALL_AGAIN),
    ],
)
def test_where_nothing_can_be_compiled_another_version_is_advised_if_there_is_one(
    program: ProgramKind, card: GraphicsCard, remedy: Remedy
) -> None:
    installed = patient(card, has_cuda_toolkit=True, has_rocm=True)
    finding = found(replace(installed, program=program))
    assert (finding.kind, finding.remedy) == (FindingKind.NO_BACKEND, remedy)


@pytest.mark.parametrize(
    ("n_gpu_layers", "notes", "params", "kind", "remedy"),
    [
        (33, (), LoadParams(), FindingKind.USED, None),
        (12, (), LoadParams(), FindingKind.PARTLY_USED, Remedy.SMALLER_MODEL),
        (0, (), LoadParams(), FindingKind.TOO_LITTLE_MEMORY, Remedy.FREE_CARD_MEMORY),
        (0, (), LoadParams(n_gpu_layers=0), FindingKind.SWITCHED_OFF, Remedy.LEAVE_LAYERS_TO_PROGRAM),
        (0, (LoadNote.NO_GPU_LAYERS,), LoadParams(), FindingKind.FAILED_WHEN_LOADING, Remedy.FREE_CARD_MEMORY),
    ],
)
def test_a_card_that_llama_cpp_sees_is_used_or_has_a_reason(
    n_gpu_layers: int, notes: tuple[LoadNote, ...], params: LoadParams, kind: FindingKind, remedy: Remedy | None
) -> None:
    seen = patient(GEFORCE, measured=machine(CUDA_DEVICE, backends=CUDA))
    finding = found(replace(seen, model=model(n_gpu_layers, notes=notes), params=params))
    assert (finding.kind, finding.remedy, finding.card) == (kind, remedy, GEFORCE.name)


def test_without_a_model_a_card_is_ready() -> None:
    finding = found(patient(GEFORCE, measured=machine(CUDA_DEVICE, backends=CUDA)))
    assert finding == Finding(kind=FindingKind.READY, card=GEFORCE.name, facts={"free_bytes": 11 * GIGABYTE})


def test_a_complaint_of_the_driver_goes_before_what_its_version_says() -> None:
    finding = found(patient(GEFORCE, measured=machine(backends=CUDA, complaint=INSUFFICIENT)))
    assert finding.kind is FindingKind.DRIVER_TOO_OLD
    assert finding.facts == {"version": DRIVER.version, "needed": "580"}


def test_what_llama_cpp_complained_of_is_told_where_nothing_else_explains_it() -> None:
    finding = found(patient(GEFORCE, measured=machine(backends=CUDA, complaint="no CUDA-capable device is detected")))
    assert finding.facts == {"complaint": "no CUDA-capable device is detected"}


def test_two_cards_alike_are_told_apart_by_their_place() -> None:
    second = replace(GEFORCE, name="the second", pci_address="0000:02:00.0")
    variables = (Variable("CUDA_VISIBLE_DEVICES", "0"),)
    seen = patient(second, GEFORCE, measured=machine(CUDA_DEVICE, backends=CUDA), variables=variables)
    assert kinds(replace(seen, model=model(33))) == [
        ("the second", FindingKind.HIDDEN),
        (GEFORCE.name, FindingKind.USED),
    ]


def test_a_chip_beside_a_card_is_not_needed() -> None:
    seen = patient(IRIS, GEFORCE, measured=machine(replace(CUDA_DEVICE, pci_address=""), VULKAN_IRIS, backends=CUDA))
    assert kinds(replace(seen, model=model(33))) == [
        (IRIS.name, FindingKind.BESIDE_BETTER_CARD),
        (GEFORCE.name, FindingKind.USED),
    ]


def test_a_device_that_only_llama_cpp_knows_is_told_too() -> None:
    seen = patient(measured=machine(CUDA_DEVICE, backends=CUDA))
    assert kinds(replace(seen, model=model(33))) == [(CUDA_DEVICE.description, FindingKind.USED)]


def test_a_card_that_took_the_engine_with_it_is_told_before_what_hides_it_now() -> None:
    measured = machine(backends=CUDA, is_without_cards=True)
    finding = found(patient(GEFORCE, measured=measured, variables=HIDE_ALL))
    assert (finding.kind, finding.remedy) == (FindingKind.CRASHED, Remedy.UPDATE_DRIVER)


def test_without_an_engine_the_system_alone_is_told_of() -> None:
    undriven = patient(GEFORCE, IRIS, nvidia=NvidiaDriver())
    assert kinds(replace(undriven, machine=None)) == [
        (GEFORCE.name, FindingKind.NO_DRIVER),
        (IRIS.name, FindingKind.NOT_SEEN),
    ]
