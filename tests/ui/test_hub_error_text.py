from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_text import TEMPLATES
from desktop_llm.ui.hub_error_text import HUB_TEMPLATES


def test_every_failure_of_the_hub_is_here() -> None:
    of_the_hub = {code for code in ErrorCode if code.name.startswith(("HUB_", "DOWNLOAD_"))}
    assert set(HUB_TEMPLATES) == of_the_hub | {ErrorCode.DISK_TOO_SMALL, ErrorCode.DISK_HOLDS_NO_SUCH_SIZE}
    assert HUB_TEMPLATES.items() <= TEMPLATES.items()
