"""What can go wrong, as facts: a code and the numbers and names that belong to it.

Lower layers raise these; only `ui/error_text.py` and `cli.py` turn them into sentences.

DesktopLlmError
├── RequestFailedError    this request failed; another one may well succeed
├── EngineGoneError       the engine process is gone; it is restarted before the next request
├── StorageError          the data folder or its database does not do what it must
├── HubError              the Hub, or the way to it, does not give what was asked of it
├── DownloadError         a download cannot go on, for other reasons than the Hub's
├── DocumentError         a file that the user handed over, or asked for, cannot be read or written
├── ModelStoreError       the list of models, or a model file named to it
├── ServerError           a server elsewhere did not do what it was asked
├── SettingsError         a settings file that cannot be read or written
└── CredentialsError      a secret that cannot be written to its file, or removed from it
"""

from collections.abc import Mapping
from enum import StrEnum

Fact = str | int | float


class ErrorCode(StrEnum):
    """Every failure that a person can meet. The comment names the facts that come with it."""

    # The model file
    MODEL_FILE_MISSING = "model_file_missing"  # path
    MODEL_FILE_NOT_GGUF = "model_file_not_gguf"  # path
    MODEL_FILE_TRUNCATED = "model_file_truncated"  # path, expected_bytes, actual_bytes
    MODEL_FILE_BROKEN = "model_file_broken"  # path, reason
    MODEL_PART_MISSING = "model_part_missing"  # path
    MODEL_UNSUPPORTED = "model_unsupported"  # path, architecture
    MODEL_EMBEDS_ONLY = "model_embeds_only"  # path
    MODEL_DOES_NOT_FIT = "model_does_not_fit"  # needed_bytes, free_bytes
    MODEL_LOAD_FAILED = "model_load_failed"  # path, reason
    MODEL_HASH_WRONG = "model_hash_wrong"  # path
    MODEL_UNKNOWN = "model_unknown"  # name
    MODEL_NOT_REMOVABLE = "model_not_removable"  # name
    MODEL_NOT_DELETED = "model_not_deleted"  # path, reason
    MODEL_UNVERIFIABLE = "model_unverifiable"  # name
    LOAD_CANCELLED = "load_cancelled"

    # One request
    NO_MODEL = "no_model"
    PROMPT_EMPTY = "prompt_empty"
    PROMPT_TOO_LONG = "prompt_too_long"  # prompt_tokens, context_tokens
    TEMPLATE_FAILED = "template_failed"  # reason
    GRAMMAR_INVALID = "grammar_invalid"  # reason
    REQUEST_INVALID = "request_invalid"  # reason
    DECODE_FAILED = "decode_failed"  # reason

    # The engine process
    ENGINE_DIED = "engine_died"  # cause
    ENGINE_START_FAILED = "engine_start_failed"  # reason
    ENGINE_PROTOCOL_MISMATCH = "engine_protocol_mismatch"  # expected, actual

    # A server elsewhere. `host` is its name and port, `reason` its own words, shortened.
    SERVER_ADDRESS_WRONG = "server_address_wrong"  # url
    SERVER_UNKNOWN = "server_unknown"
    SERVER_NOT_CHOSEN = "server_not_chosen"
    SERVER_NOT_RUNNING = "server_not_running"  # host
    SERVER_NOT_FOUND = "server_not_found"  # host
    SERVER_UNREACHABLE = "server_unreachable"  # host, reason
    SERVER_UNTRUSTED = "server_untrusted"  # host, reason
    SERVER_SLOW = "server_slow"  # host, timeout_s
    SERVER_CUT = "server_cut"  # host
    SERVER_KEY_WRONG = "server_key_wrong"  # host
    SERVER_MODEL_UNKNOWN = "server_model_unknown"  # host, model
    SERVER_MODEL_UNNAMED = "server_model_unnamed"  # host, models
    SERVER_CONTEXT_FULL = "server_context_full"  # host, reason
    SERVER_BUSY = "server_busy"  # host
    SERVER_FAILED = "server_failed"  # host, status, reason
    SERVER_REFUSED = "server_refused"  # host, status, reason
    SERVER_CANNOT = "server_cannot"  # host, what
    SERVER_ANSWER_WRONG = "server_answer_wrong"  # host, reason

    # The data folder
    DATABASE_NEWER = "database_newer"  # path, found, supported
    DATABASE_BROKEN = "database_broken"  # path, reason
    DATABASE_CLOSED = "database_closed"  # path
    DATABASE_UPGRADE_FAILED = "database_upgrade_failed"  # path, version, reason
    DISK_FULL = "disk_full"  # path
    DATA_FOLDER_READ_ONLY = "data_folder_read_only"  # path
    DATA_FOLDER_IN_USE = "data_folder_in_use"  # path
    DATA_FOLDER_TAKEN = "data_folder_taken"  # path
    DATA_FOLDER_PATH_LONG = "data_folder_path_long"  # path
    DATA_FOLDER_OF_ANOTHER = "data_folder_of_another"  # path
    DATA_FOLDER_FAILED = "data_folder_failed"  # path, reason
    CONVERSATION_UNKNOWN = "conversation_unknown"  # id
    WRITTEN_TEXT_UNKNOWN = "written_text_unknown"  # id
    SETTINGS_BROKEN = "settings_broken"  # path, reason, backup_path
    ACTIONS_BROKEN = "actions_broken"  # path, reason, backup_path

    # Files that the user hands over
    FILE_UNREADABLE = "file_unreadable"  # path, reason
    FILE_NOT_TEXT = "file_not_text"  # path
    FILE_NAME_NOT_TEXT = "file_name_not_text"  # path
    FILE_NOT_WRITTEN = "file_not_written"  # path, reason
    FILE_READ_ONLY = "file_read_only"  # path
    FILE_IN_USE = "file_in_use"  # path
    DOCUMENT_KIND_UNKNOWN = "document_kind_unknown"  # path
    DOCUMENT_PASSWORD_NEEDED = "document_password_needed"  # path
    DOCUMENT_LOCKED = "document_locked"  # path
    DOCUMENT_PASSWORD_WRONG = "document_password_wrong"  # path
    DOCUMENT_DAMAGED = "document_damaged"  # path, reason
    DOCUMENT_EMPTY = "document_empty"  # path
    DOCUMENT_NOT_EDITABLE = "document_not_editable"  # path
    DOCUMENT_TOO_LARGE = "document_too_large"  # path, limit_bytes
    DOCUMENT_TIMEOUT = "document_timeout"  # path, limit_s
    DOCUMENT_CHANGED = "document_changed"  # path
    DOCUMENT_READER_DIED = "document_reader_died"  # path, cause
    DOCUMENT_CANCELLED = "document_cancelled"  # path

    # The Hub: where models are looked for and fetched from
    HUB_UNREACHABLE = "hub_unreachable"  # address, reason
    HUB_TIMEOUT = "hub_timeout"  # address
    HUB_OFFLINE = "hub_offline"
    HUB_TLS = "hub_tls"  # address, reason
    HUB_PROXY_FAILED = "hub_proxy_failed"  # address, reason
    HUB_ADDRESS_WRONG = "hub_address_wrong"  # address
    HUB_NOT_FOUND = "hub_not_found"  # name
    HUB_GATED = "hub_gated"  # name, address
    HUB_NOT_LET_IN = "hub_not_let_in"  # name, address
    HUB_FORBIDDEN = "hub_forbidden"  # name
    HUB_TOKEN_WRONG = "hub_token_wrong"
    HUB_RATE_LIMITED = "hub_rate_limited"  # wait_s
    HUB_SERVER_ERROR = "hub_server_error"  # status
    HUB_ANSWER_WRONG = "hub_answer_wrong"  # reason
    HUB_FILE_CHANGED = "hub_file_changed"  # name

    # Downloads
    DOWNLOAD_DAMAGED = "download_damaged"  # path
    DOWNLOAD_UNVERIFIABLE = "download_unverifiable"  # path
    DOWNLOAD_NAME_UNSAFE = "download_name_unsafe"  # path
    DISK_TOO_SMALL = "disk_too_small"  # path, needed_bytes, free_bytes
    DISK_HOLDS_NO_SUCH_SIZE = "disk_holds_no_such_size"  # path

    BUG = "bug"  # reason


class DesktopLlmError(Exception):
    """Base of all errors that this program raises on purpose."""

    def __init__(self, code: ErrorCode, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"


class RequestFailedError(DesktopLlmError):
    """One request failed; the engine goes on."""


class EngineGoneError(DesktopLlmError):
    """The engine process died or could not be started."""


class StorageError(DesktopLlmError):
    """The database or the data folder failed."""


class HubError(DesktopLlmError):
    """The Hub cannot be reached, refuses, or answers what makes no sense."""


class DownloadError(DesktopLlmError):
    """A download cannot go on, for other reasons than the Hub's."""


class DocumentError(DesktopLlmError):
    """A file of the user's could not be read or written."""


class ModelStoreError(DesktopLlmError):
    """A model is not in the list, or its file cannot be used."""


class ServerError(DesktopLlmError):
    """A server elsewhere could not be reached, or did not do what it was asked."""


class SettingsError(DesktopLlmError):
    """A settings file could not be read or written."""


class CredentialsError(DesktopLlmError):
    """A secret could not be written to its file, or removed from it."""
