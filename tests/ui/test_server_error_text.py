from desktop_llm.engine.server.request_body import Lack
from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.server_error_text import LACKS, SERVER_TEMPLATES


def test_every_failure_of_a_server_is_here() -> None:
    assert set(SERVER_TEMPLATES) == {code for code in ErrorCode if code.name.startswith("SERVER_")}


def test_what_a_server_lacks_is_said_in_words() -> None:
    assert set(LACKS) == set(Lack)
    text = error_text(ErrorCode.SERVER_CANNOT, {"host": "gpu-box:8000", "what": "continuation"})
    assert text.sentence == "gpu-box:8000 cannot do this: go on with an answer that was begun."
