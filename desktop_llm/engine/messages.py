"""Commands to the engine and events from it: all that the two processes share. Both import this."""

from enum import StrEnum
from typing import Annotated, BinaryIO, Final, Literal

import msgspec
from msgspec import Meta, Struct

from desktop_llm.errors import ErrorCode, Fact
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.processes.message_pipe import read_message

PROTOCOL_VERSION: Final = 4
WITHOUT_CARDS: Final = "DESKTOP_LLM_WITHOUT_CARDS"
"""Variable in the environment of an engine from which graphics cards are hidden."""


class Priority(StrEnum):
    """Interactive requests are admitted and decoded before background ones."""

    INTERACTIVE = "interactive"
    BACKGROUND = "background"


class FinishReason(StrEnum):
    """How a generation ended: the model was done, a limit was reached, somebody stopped it."""

    STOP = "stop"
    LENGTH = "length"
    ABORT = "abort"


class ThinkingMode(StrEnum):
    """Whether a model that can think before it answers shall do so."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class ChatTurn(Struct, frozen=True):
    """One message as the chat template sees it. `thinking` is passed on for templates that ask for it."""

    role: Literal["system", "user", "assistant"]
    content: str
    thinking: str = ""


class ChatPrompt(Struct, frozen=True, tag="chat"):
    """A conversation for the model's own chat template.

    With `is_continuation` the last turn must be the assistant's, and its text is continued instead of answered.
    """

    turns: tuple[ChatTurn, ...]
    thinking: ThinkingMode = ThinkingMode.AUTO
    is_continuation: bool = False


class TextPrompt(Struct, frozen=True, tag="text"):
    """Raw text to be continued, without a template."""

    text: str


Prompt = ChatPrompt | TextPrompt


class Command(Struct, frozen=True, kw_only=True, tag=True):
    """Base of what goes to the engine. Every command but Abort and Shutdown ends in exactly one terminal event."""

    request_id: str = ""


class LoadModel(Command, frozen=True, kw_only=True, tag=True):
    """Load a GGUF file (the first part, if there are several). Ends in ModelLoaded or Failed.

    is_for_embedding: for EmbedTexts, and nothing else; the file must be a model for that, and without it must not.
    snapshot_folder holds evaluated prompts between runs; at most snapshot_limit_bytes of them are kept. Empty: none.
    title is what people know the model by; its description repeats it.
    """

    path: str
    title: str = ""
    params: LoadParams = LoadParams()
    snapshot_folder: str = ""
    snapshot_limit_bytes: int = 4 * 1024**3
    is_for_embedding: bool = False


class Generate(Command, frozen=True, kw_only=True, tag=True):
    """One generation with everything that shapes it. Ends in Finished or Failed.

    max_tokens None: until the model ends or the context is full. grammar is GBNF; only one of grammar and json_schema
    may be set. n_logprobs > 0 asks for that many alternatives per token. conversation_key names the conversation whose
    evaluated prompt is kept on disk. is_dead_end: nothing goes on from it, so that its memory is free once it ends.
    is_one_of_many: a job asks for others like it, and they are worth doing side by side.
    may_draft: tokens may be guessed and several evaluated at once, where that is faster; the answer is the same but for
    rounding, as beside other answers.
    """

    prompt: Prompt
    sampling: SamplingParams = SamplingParams()
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    logit_bias: dict[int, float] = {}
    grammar: str = ""
    json_schema: str = ""
    n_logprobs: int = 0
    priority: Priority = Priority.INTERACTIVE
    conversation_key: str = ""
    is_dead_end: bool = False
    is_one_of_many: bool = False
    may_draft: bool = True


class CountTokens(Command, frozen=True, kw_only=True, tag=True):
    """Count the tokens of each prompt, rendered as Generate would. Ends in TokensCounted or Failed.

    may_estimate: the text is not to leave this computer for it; an engine elsewhere guesses.
    """

    prompts: tuple[Prompt, ...]
    may_estimate: bool = False


class ScoreText(Command, frozen=True, kw_only=True, tag=True):
    """Log-likelihood of `text` given `context`: L(θ) = Σ −log P(yᵢ | xᵢ; θ). Ends in TextScored or Failed."""

    text: str
    context: str = ""


class EmbedTexts(Command, frozen=True, kw_only=True, tag=True):
    """What each text means, as a vector of a model for that. Ends in TextsEmbedded or Failed."""

    texts: tuple[str, ...]


class MeasureMachine(Command, frozen=True, kw_only=True, tag=True):
    """Say what this machine has, and how fast its memory is. Takes less than a second and needs no model.

    n_threads None: as many as decoding would use. Ends in MachineMeasured or Failed.
    """

    n_threads: Annotated[int, Meta(ge=1)] | None = None


class Abort(Command, frozen=True, kw_only=True, tag=True):
    """Stop the load or generation `request_id`; it then ends with finish reason abort, or Failed(load_cancelled)."""


class Shutdown(Command, frozen=True, kw_only=True, tag=True):
    """Write the snapshots that are due and exit with status 0."""


AnyCommand = LoadModel | Generate | CountTokens | ScoreText | EmbedTexts | MeasureMachine | Abort | Shutdown


class Device(Struct, frozen=True):
    """A device llama.cpp can compute on. Bytes are 0 where the backend does not tell.

    backend is the part of llama.cpp that drives it ("CUDA", "Vulkan"). pci_address is like "0000:c1:00.0", or empty.
    """

    name: str
    description: str
    kind: Literal["cpu", "gpu", "igpu", "accelerator"]
    free_bytes: int
    total_bytes: int
    backend: str = ""
    pci_address: str = ""


class LoadNote(StrEnum):
    """What did not go as planned while a model was loaded, though it is loaded."""

    FEWER_GPU_LAYERS = "fewer_gpu_layers_than_planned"
    NO_GPU_LAYERS = "gpu_could_not_be_used"


class ModelDescription(Struct, frozen=True, kw_only=True):
    """A loaded model: what its header says and how it was loaded.

    memory_bytes is what loading took, gpu_bytes the part of it on graphics cards; cache_bytes_per_token is what one
    more token of context costs. title is what people know it by; name is that within the file, which may be that of an
    experiment.
    """

    path: str
    name: str
    title: str = ""
    architecture: str
    quantization: str
    size_bytes: int
    n_parameters: int
    n_layers: int
    n_gpu_layers: int
    n_ctx_tokens: int
    n_ctx_train_tokens: int
    n_sequences: int
    n_threads: int = 0
    memory_bytes: int
    gpu_bytes: int = 0
    cache_bytes_per_token: int = 0
    has_chat_template: bool
    can_think: bool
    sampling: SamplingParams
    load_ms: float
    devices: tuple[str, ...] = ()
    notes: tuple[LoadNote, ...] = ()

    @property
    def shown_name(self) -> str:
        return self.title or self.name


class Usage(Struct, frozen=True, kw_only=True):
    """What a generation cost. reused tokens were already evaluated; prompt_tokens includes them.

    drafted tokens were guessed and evaluated along; accepted ones of them were right, and are among completion_tokens.
    """

    prompt_tokens: int = 0
    reused_tokens: int = 0
    completion_tokens: int = 0
    drafted_tokens: int = 0
    accepted_tokens: int = 0
    queue_ms: float = 0.0
    prompt_ms: float = 0.0
    generation_ms: float = 0.0
    first_token_ms: float = 0.0
    thinking_ms: float = 0.0


class TokenLogprob(Struct, frozen=True):
    """A sampled token, its log-probability before any filter, and the likeliest alternatives."""

    token_id: int
    text: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...] = ()


class Event(Struct, frozen=True, kw_only=True, tag=True):
    """Base of what comes from the engine."""

    request_id: str = ""


class Ready(Event, frozen=True, kw_only=True, tag=True):
    """The worker's first message."""

    protocol_version: int
    program_version: str
    binding_version: str
    system_info: str
    devices: tuple[Device, ...]
    pid: int


class LoadProgress(Event, frozen=True, kw_only=True, tag=True):
    """fraction from 0 to 1."""

    fraction: float


class ModelLoaded(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of LoadModel."""

    model: ModelDescription


class PromptProgress(Event, frozen=True, kw_only=True, tag=True):
    """How much of the prompt has been read. At most one a piece of the prompt."""

    n_read_tokens: int
    n_prompt_tokens: int


class TextGrew(Event, frozen=True, kw_only=True, tag=True):
    """New text since the last event; whole characters only. At most one a frame, but the first comes at once."""

    text: str = ""
    thinking: str = ""
    n_tokens: int = 0
    logprobs: tuple[TokenLogprob, ...] = ()


class Finished(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of Generate."""

    reason: FinishReason
    usage: Usage


class TokensCounted(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of CountTokens: one number per prompt. is_estimate: nobody counted the first of them."""

    counts: tuple[int, ...]
    is_estimate: bool = False


class TextScored(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of ScoreText. mean_nll in nats per token, perplexity = exp(mean_nll)."""

    tokens: tuple[TokenLogprob, ...]
    mean_nll: float
    perplexity: float


class TextsEmbedded(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of EmbedTexts: 32-bit floats, little-endian, each vector of length 1.

    n_cut: of so many texts only the beginning fitted into the model.
    """

    vectors: tuple[bytes, ...]
    n_cut: int = 0


class MachineMeasured(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of MeasureMachine.

    bandwidth_bytes_per_s: main memory, read by n_threads threads at once, as decoding reads the weights.
    free_bytes, total_bytes: main memory. backends: those that llama.cpp was built with, by its names ("CPU", "CUDA").
    built_features: the processor's instruction sets that llama.cpp was compiled for; processor_features: those that the
    processor has. Both in llama.cpp's names ("AVX2"), as far as it has a name for them. processor_build: the kind of
    processor, in ggml's word ("haswell"), whose build it took of several; empty where there is one for all.
    complaint: what llama.cpp had to say while it looked for devices, in its own words; empty if nothing.
    is_without_cards: graphics cards are hidden from this engine, because an earlier one ended when it used them.
    """

    bandwidth_bytes_per_s: int
    n_threads: int
    free_bytes: int
    total_bytes: int
    backends: tuple[str, ...]
    built_features: tuple[str, ...]
    processor_features: tuple[str, ...]
    devices: tuple[Device, ...]
    processor_build: str = ""
    complaint: str = ""
    is_without_cards: bool = False


class Failed(Event, frozen=True, kw_only=True, tag=True):
    """Terminal event of any command that failed."""

    code: ErrorCode
    facts: dict[str, Fact] = {}


AnyEvent = (
    Ready
    | LoadProgress
    | ModelLoaded
    | PromptProgress
    | TextGrew
    | Finished
    | TokensCounted
    | TextScored
    | TextsEmbedded
    | MachineMeasured
    | Failed
)

TERMINAL_EVENTS: Final = (ModelLoaded, Finished, TokensCounted, TextScored, TextsEmbedded, MachineMeasured, Failed)

command_decoder = msgspec.msgpack.Decoder(AnyCommand)
event_decoder = msgspec.msgpack.Decoder(AnyEvent)


def read_command(stream: BinaryIO) -> AnyCommand:
    """Block for the next command. Raises StreamEndedError, MalformedMessageError."""
    return read_message(stream, command_decoder)


def read_event(stream: BinaryIO) -> AnyEvent:
    """Block for the next event. Raises StreamEndedError, MalformedMessageError."""
    return read_message(stream, event_decoder)
