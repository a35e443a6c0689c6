import pytest

from desktop_llm.engine.server.server_address import server_address
from desktop_llm.errors import ErrorCode, ServerError


@pytest.mark.parametrize(
    ("typed", "base_url"),
    [
        ("https://gpu-box.example/v1", "https://gpu-box.example/v1"),
        ("https://gpu-box.example/v1/", "https://gpu-box.example/v1"),
        ("  https://gpu-box.example ", "https://gpu-box.example/v1"),
        ("https://gpu-box.example:443", "https://gpu-box.example/v1"),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
        ("https://router.example/api/v1/chat/completions", "https://router.example/api/v1"),
        ("https://router.example/v1/models", "https://router.example/v1"),
        ("https://router.example/openai", "https://router.example/openai"),
        ("HTTPS://GPU-Box.example", "https://gpu-box.example/v1"),
    ],
)
def test_an_address_is_completed(typed: str, base_url: str) -> None:
    assert server_address(typed).base_url == base_url


def test_without_a_scheme_only_this_computer_is_spoken_to_unencrypted() -> None:
    assert server_address("localhost:11434").base_url == "http://localhost:11434/v1"
    assert server_address("127.0.0.1:8080").base_url == "http://127.0.0.1:8080/v1"
    assert server_address("gpu-box:8000").base_url == "https://gpu-box:8000/v1"


@pytest.mark.parametrize("typed", ["http://localhost:1", "http://127.3.2.1:1", "http://[::1]:1", "http://a.localhost"])
def test_this_computer_is_known_by_its_names(typed: str) -> None:
    address = server_address(typed)
    assert address.is_on_this_computer
    assert not address.is_readable_on_the_way


@pytest.mark.parametrize("typed", ["http://localhost.example", "http://10.0.0.5", "http://gpu-box:8000"])
def test_another_computer_without_https_can_be_read_on_the_way(typed: str) -> None:
    assert server_address(typed).is_readable_on_the_way
    assert not server_address(typed.replace("http:", "https:")).is_readable_on_the_way


def test_the_shown_host_has_the_port_that_is_not_the_usual_one() -> None:
    assert server_address("https://gpu-box.example:8443/v1").host == "gpu-box.example:8443"
    assert server_address("http://gpu-box.example:80/v1").host == "gpu-box.example"
    assert server_address("http://[fe80::1]:8000").host == "[fe80::1]:8000"


def test_a_name_in_other_letters_is_shown_as_it_is_looked_up() -> None:
    assert server_address("https://аpple.example").host == "xn--pple-43d.example"


def test_the_server_s_own_endpoints_are_beside_v1() -> None:
    assert server_address("http://gpu-box:8000/v1").root_url == "http://gpu-box:8000"
    assert server_address("https://router.example/api/v1").root_url == "https://router.example/api"
    assert server_address("https://router.example/openai").root_url == "https://router.example/openai"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ftp://gpu-box/v1",
        "file:///etc/passwd",
        "http://",
        "http://<b>bold</b>",
        "http://a&b",
        "http://-",
        "http://gpu box/v1",
        "http://gpu-box:notaport",
        "http://gpu-box:99999",
        "https://user:secret@gpu-box/v1",
        "https://gpu-box/v1?key=secret",
        "https://gpu-box/v1#x",
        "https://gpu-box/\nv1",
        "https://[::1/v1",
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ServerError) as raised:
        server_address(typed)
    assert raised.value.code is ErrorCode.SERVER_ADDRESS_WRONG
