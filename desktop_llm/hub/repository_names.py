"""Names of repositories, and the addresses that people copy from their browser. Pure; any thread."""

import re
from typing import Final
from urllib.parse import urlsplit

# As the Hub allows them, and so no path to another folder: huggingface_hub.utils.validate_repo_id.
_PART: Final = r"[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?"
_ID: Final = re.compile(rf"{_PART}(?:/{_PART})?", re.ASCII)
_ENDINGS: Final = ("-gguf", "_gguf", ".gguf", "-i1")
_HOSTS: Final = {"huggingface.co", "www.huggingface.co", "hf.co"}


def is_repository_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and ".." not in text and "--" not in text


def repository_title(repository_id: str) -> str:
    """The name as people write it: without its owner, in words, and without saying that it is a GGUF file."""
    title = repository_id.rpartition("/")[2]
    for ending in _ENDINGS:
        if title.lower().endswith(ending):
            title = title[: -len(ending)]
    return title.replace("-", " ").replace("_", " ").strip() or repository_id


def repository_id_in(text: str, endpoint: str) -> str:
    """The id within the address of a repository's page, on the Hub or on `endpoint`; any other text as it is."""
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return text
    if parts.netloc.lower() not in {*_HOSTS, urlsplit(endpoint).netloc.lower()}:
        return text
    found = "/".join(parts.path.strip("/").split("/")[:2])
    return found if is_repository_id(found) else text
