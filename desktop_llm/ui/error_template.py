"""What the words for a failure are made from. GUI thread."""

from enum import StrEnum

from msgspec import Struct


class ErrorAction(StrEnum):
    """What the button of an error does."""

    OPEN_MODEL_FILE = "open_model_file"
    MANAGE_MODELS = "manage_models"
    TRY_AGAIN = "try_again"
    MANAGE_SERVERS = "manage_servers"
    OPEN_SETTINGS = "open_settings"
    OPEN_DOWNLOAD_SETTINGS = "open_download_settings"
    OPEN_DATA_SETTINGS = "open_data_settings"
    OPEN_LOADING_SETTINGS = "open_loading_settings"
    OPEN_DATA_FOLDER = "open_data_folder"
    NEW_CHAT = "new_chat"
    COPY_REPORT = "copy_report"
    QUIT = "quit"


class ErrorTemplate(Struct, frozen=True):
    """Sentence and advice, translatable, with the failure's facts as placeholders; and what its button does."""

    sentence: str
    advice: str
    action: ErrorAction | None
