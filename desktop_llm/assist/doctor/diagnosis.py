"""What the doctor looks at, what can be found, and what can be done about it: values without words. Any thread."""

from enum import StrEnum

from msgspec import Struct

from desktop_llm.engine.computer.facts import ComputerFacts
from desktop_llm.engine.messages import Failed, MachineMeasured, ModelDescription
from desktop_llm.errors import Fact
from desktop_llm.params import LoadParams


class Remedy(StrEnum):
    """What a person can do. The comment names the facts of the finding that it needs."""

    RESTART_COMPUTER = "restart_computer"
    UNSET_VARIABLE = "unset_variable"  # variable
    LEAVE_LAYERS_TO_PROGRAM = "leave_layers_to_program"
    FREE_CARD_MEMORY = "free_card_memory"
    JOIN_RENDER_GROUP = "join_render_group"
    INSTALL_DRIVER = "install_driver"
    UPDATE_DRIVER = "update_driver"
    INSTALL_VULKAN_DRIVER = "install_vulkan_driver"
    BUILD_CUDA = "build_cuda"
    BUILD_VULKAN = "build_vulkan"
    BUILD_HIP = "build_hip"
    BUILD_METAL = "build_metal"
    BUILD_AGAIN = "build_again"
    GET_VULKAN_VERSION = "get_vulkan_version"
    INSTALL_AGAIN = "install_again"
    SMALLER_MODEL = "smaller_model"
    CLOSE_PROGRAMS = "close_programs"
    COPY_REPORT = "copy_report"
    STAY_ON_PROCESSOR = "stay_on_processor"


class ProgramKind(StrEnum):
    """Whether llama.cpp can be compiled again on the spot, or for which system this program was built."""

    CHECKOUT = "checkout"
    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


class FindingKind(StrEnum):
    """What was found. The comment names the facts that come with it."""

    # Of a graphics card
    USED = "used"  # n_gpu_layers
    PARTLY_USED = "partly_used"  # n_gpu_layers, n_layers
    READY = "ready"  # free_bytes
    SWITCHED_OFF = "switched_off"
    FAILED_WHEN_LOADING = "failed_when_loading"
    TOO_LITTLE_MEMORY = "too_little_memory"  # free_bytes
    BESIDE_BETTER_CARD = "beside_better_card"
    NOT_FOR_COMPUTING = "not_for_computing"
    RESTART_DUE = "restart_due"
    NO_DRIVER = "no_driver"  # driver, where the system drives it with another one
    DRIVER_TOO_OLD = "driver_too_old"  # version, needed
    NO_BACKEND = "no_backend"  # backends
    CRASHED = "crashed"
    HIDDEN = "hidden"  # variable, value
    NOT_ALLOWED = "not_allowed"  # file
    NO_VULKAN_DRIVER = "no_vulkan_driver"
    NOT_SEEN = "not_seen"  # complaint
    # Of the computer
    NO_CARD = "no_card"
    ENGINE_FAILED = "engine_failed"  # those of the failure
    MODEL_FAILED = "model_failed"  # those of the failure
    SLOW_BUILD = "slow_build"  # features
    SLOWER_THAN_EXPECTED = "slower_than_expected"  # expected_tokens_per_s, measured_tokens_per_s


class Finding(Struct, frozen=True, kw_only=True):
    """One sentence's worth. card is the name of the card it is about; empty for the computer as a whole."""

    kind: FindingKind
    card: str = ""
    facts: dict[str, Fact] = {}
    remedy: Remedy | None = None


class Speed(Struct, frozen=True, kw_only=True):
    """Tokens per second of the loaded model. None: it cannot be told, or was not measured yet."""

    expected_tokens_per_s: float | None = None
    measured_tokens_per_s: float | None = None


class Patient(Struct, frozen=True, kw_only=True):
    """Everything the doctor looks at.

    machine None: the engine could not be asked, and `failure` says why. With a machine, `failure` says why there is no
    model.
    """

    computer: ComputerFacts
    program: ProgramKind = ProgramKind.CHECKOUT
    machine: MachineMeasured | None = None
    failure: Failed | None = None
    model: ModelDescription | None = None
    params: LoadParams = LoadParams()
    speed: Speed = Speed()


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What was looked at, what was found, cards first, and the finding whose remedy helps most."""

    patient: Patient
    findings: tuple[Finding, ...]
    advised: Finding | None = None
