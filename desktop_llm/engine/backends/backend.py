"""What the scheduler needs of a language model library, so that it can be driven without llama.cpp.

Implemented by `llama_backend` and `echo_backend`; used by the worker's loop, on its one thread.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from msgspec import Struct

from desktop_llm.engine.messages import Device, Generate, LoadModel, ModelDescription


class BatchRow(NamedTuple):
    """One token to evaluate: it becomes the entry at `position` of `sequence`."""

    sequence: int
    position: int
    token: int
    wants_logits: bool


class DecodeResult(Enum):
    """How decoding a batch ended. After anything but DONE, none of its rows may be taken as evaluated."""

    DONE = "done"
    MEMORY_FULL = "memory_full"
    INTERRUPTED = "interrupted"


class Likelihood(NamedTuple):
    """Natural log-probability of a token before any filter, and of the likeliest tokens, best first."""

    logprob: float
    alternatives: tuple[tuple[int, float], ...]


class MemoryFacts(Struct, frozen=True, kw_only=True):
    """Sizes of the memory that all sequences share.

    n_cells: tokens it holds; a prefix shared by several sequences counts once.
    max_batch_rows, max_logits_rows: what one batch may hold, and how many of its rows may want logits.
    is_rewindable: sequences can be cut anywhere. False for recurrent layers and sliding windows.
    tile_rows: batches of so many rows and more are quick with rows of one sequence, and slow with others; 0: all alike.
    is_apart: each sequence has n_cells / n_sequences of its own; a shared prefix is copied. Rows of a batch that come
    in the order of their sequences are computed together, others one group after another.
    """

    n_cells: int
    n_sequences: int
    max_batch_rows: int
    max_logits_rows: int
    is_rewindable: bool
    tile_rows: int = 0
    is_apart: bool = False


class TemplateFacts(Struct, frozen=True, kw_only=True):
    """What rendering a conversation needs: the header's template (empty: none) and the special tokens it names."""

    source: str
    bos_text: str
    eos_text: str


class Vocabulary(Protocol):
    """Text to tokens and back."""

    def tokenize(self, text: str, *, is_beginning: bool) -> list[int]:
        """Tokens of `text`, special tokens written out in it included.

        With `is_beginning` the model's beginning-of-text token comes first if it wants one, once.
        """
        ...

    def token_bytes(self, token: int) -> bytes:
        """The UTF-8 bytes (or a part of a character) that a token stands for; special tokens as written."""
        ...

    def is_control(self, token: int) -> bool:
        """True for tokens that are never text: turn marks, the beginning and the end."""
        ...

    def is_end_of_generation(self, token: int) -> bool: ...


class SequenceMemory(Protocol):
    """What the model has evaluated, per sequence 0 … n_sequences - 1."""

    @property
    def facts(self) -> MemoryFacts: ...

    def can_cut(self, sequence: int, n_tokens: int) -> bool:
        """True if the first `n_tokens` of the sequence can be kept, or copied, and continued from there."""
        ...

    def truncate(self, sequence: int, n_tokens: int) -> bool:
        """Keep the first `n_tokens`. Returns False, and changes nothing, where the model cannot be rewound."""
        ...

    def copy_prefix(self, source: int, target: int, n_tokens: int) -> None:
        """Let the empty `target` share the first `n_tokens` of `source`; see `can_cut`."""
        ...

    def clear(self, sequence: int) -> None: ...

    def save(self, sequence: int, *, is_partial: bool) -> bytearray:
        """The sequence's state. Partial: only what truncating cannot bring back (recurrent state, sliding windows)."""
        ...

    def restore(self, sequence: int, state: bytes | bytearray, n_tokens: int, *, is_partial: bool) -> bool:
        """Bring back a saved state of `n_tokens`. A partial one needs the sequence's own or a copied longer prefix.

        Returns False if the state does not fit; the sequence is empty then.
        """
        ...


class Sampler(Protocol):
    """Chooses the next token of one generation."""

    def sample(self, row: int) -> int:
        """Choose from the logits of `row` of the last batch, and remember the choice."""
        ...

    def close(self) -> None: ...


class LanguageModel(Protocol):
    """A loaded model with its memory."""

    @property
    def description(self) -> ModelDescription: ...

    @property
    def template(self) -> TemplateFacts: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def memory(self) -> SequenceMemory: ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever a saved state of another load would not fit this one."""
        ...

    def decode(self, rows: Sequence[BatchRow]) -> DecodeResult:
        """Evaluate one batch. Raises RequestFailedError (decode_failed)."""
        ...

    def new_sampler(self, command: Generate, prompt_tokens: Sequence[int]) -> Sampler:
        """A sampler for this generation. Raises RequestFailedError (grammar_invalid)."""
        ...

    def likelihood(self, row: int, token: int, n_alternatives: int) -> Likelihood:
        """How likely `token` was after `row` of the last batch."""
        ...

    def beside(self) -> "LanguageModel | None":
        """The same weights with another memory, in which sequences are apart: many short ones are faster there.

        It must be closed before this one. None where that is no gain, does not work or finds no room.
        """
        ...

    def interrupt(self) -> None:
        """A running `decode`, and the next ones, end within milliseconds with INTERRUPTED. From any thread."""
        ...

    def clear_interrupt(self) -> None:
        """Let `decode` work again."""
        ...

    def close(self) -> None:
        """Free all memory that is its own. The model must not be used afterwards."""
        ...


class Embedder(Protocol):
    """A loaded model that tells what texts mean, as vectors."""

    @property
    def description(self) -> ModelDescription: ...

    def embed(self, texts: Sequence[str]) -> tuple[tuple[bytes, ...], int]:
        """A vector for each text, see TextsEmbedded, and of how many only the beginning was read.

        Raises RequestFailedError (decode_failed).
        """
        ...

    def close(self) -> None:
        """Free all memory."""
        ...


LoadProgressSink = Callable[[float], bool]


class Backend(Protocol):
    """The library behind the engine. Loading may be tried again after it failed."""

    @property
    def version(self) -> str: ...

    @property
    def system_info(self) -> str: ...

    def devices(self) -> tuple[Device, ...]: ...

    def load(self, command: LoadModel, on_progress: LoadProgressSink) -> LanguageModel:
        """Load the model of `command`. `on_progress` hears 0 … 1 and returns False to cancel.

        Raises RequestFailedError (model_…, load_cancelled); nothing stays in memory then.
        """
        ...

    def load_embedder(self, command: LoadModel, on_progress: LoadProgressSink) -> Embedder:
        """Load the model of `command` for vectors. Raises as `load` does."""
        ...
