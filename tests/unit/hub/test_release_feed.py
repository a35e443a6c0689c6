import json
from collections.abc import Iterator

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.release_feed import Release, newest_release
from desktop_llm.version import __version__
from tests.fakes.loopback_host import Answer, Content, Fault, LoggedRequest, LoopbackHost

PATH = "/api/v1/repos/ana/desktop-llm/releases/latest"


class Feed:
    """A forge on this machine that says what the test tells it to."""

    def __init__(self) -> None:
        self.content = b""
        self.host = LoopbackHost(self._answer)
        self.access = HubAccess(endpoint=self.host.url + PATH, timeout_s=5.0)

    def say(self, **release: object) -> None:
        self.content = json.dumps(release).encode()

    def _answer(self, request: LoggedRequest) -> Answer:
        if request.path != PATH:
            return Answer(404)
        return Answer(200, {"Content-Type": "application/json"}, Content(self.content))


@pytest.fixture
def feed() -> Iterator[Feed]:
    feed = Feed()
    yield feed
    feed.host.close()


def _code_of(feed: Feed) -> ErrorCode:
    with pytest.raises(HubError) as caught:
        newest_release(feed.access)
    return caught.value.code


def test_the_newest_release_is_asked_for_once_and_nothing_is_told(feed: Feed) -> None:
    page = "https://example.org/releases/9"
    feed.say(tag_name="v9.0.1", html_url=page, assets=[{"browser_download_url": f"{feed.host.url}/a.deb"}])
    assert newest_release(feed.access) == Release("9.0.1", page)
    (request,) = feed.host.requests
    assert request.method == "GET"
    assert request.headers["user-agent"] == f"desktop-llm/{__version__}"
    assert not {"authorization", "cookie"} & set(request.headers)
    assert request.body == b""


@pytest.mark.parametrize(
    ("version", "is_newer"),
    [("99", True), (f"{__version__}.1", True), (__version__, False), (f"{__version__}.0", False), ("0.0.9", False)],
)
def test_versions_are_compared_as_numbers(version: str, is_newer: bool) -> None:
    assert Release(version).is_newer is is_newer


def test_ten_is_more_than_nine(feed: Feed) -> None:
    feed.say(tag_name="0.10.0")
    assert newest_release(feed.access).is_newer


@pytest.mark.parametrize("page", ["http://example.org/x", "javascript:alert(1)", "file:///etc/passwd", ""])
def test_a_page_that_is_on_no_safe_way_is_not_offered(feed: Feed, page: str) -> None:
    feed.say(tag_name="v9", html_url=page)
    assert newest_release(feed.access) == Release("9", "")


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"{}", b'{"tag_name": 1}', b'{"tag_name": "nightly"}'])
def test_what_is_no_release_is_refused(feed: Feed, content: bytes) -> None:
    feed.content = content
    assert _code_of(feed) is ErrorCode.HUB_ANSWER_WRONG


def test_an_endless_answer_is_not_read_to_its_end(feed: Feed) -> None:
    feed.content = b'{"tag_name": "v9"}' + b" " * 2_000_000
    assert _code_of(feed) is ErrorCode.HUB_ANSWER_WRONG


def test_a_host_that_is_not_there_and_a_feed_that_is_not_there_are_told(feed: Feed) -> None:
    feed.host.faults.append(Fault(status=404))
    assert _code_of(feed) in {ErrorCode.HUB_NOT_FOUND, ErrorCode.HUB_ANSWER_WRONG}
    feed.host.close()
    assert _code_of(feed) is ErrorCode.HUB_UNREACHABLE


def test_nobody_is_asked_by_a_program_that_stays_offline(feed: Feed) -> None:
    feed.access = HubAccess(endpoint=feed.access.endpoint, is_offline=True)
    assert _code_of(feed) is ErrorCode.HUB_OFFLINE
    assert feed.host.requests == []


def test_an_answer_that_drips_without_an_end_is_given_up(feed: Feed) -> None:
    feed.content = b" " * 800_000
    feed.host.faults.append(Fault(bytes_per_s=1_000_000))
    feed.access = HubAccess(endpoint=feed.access.endpoint, timeout_s=5.0, answer_s=0.1)
    assert _code_of(feed) is ErrorCode.HUB_TIMEOUT
