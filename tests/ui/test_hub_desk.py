import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, SearchPage
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.hub_desk import HubDesk
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub


class Desk:
    """A desk whose way to the Hub can change."""

    def __init__(self, qtbot: QtBot, hub: LoopbackHub) -> None:
        self.qtbot = qtbot
        self.access = HubAccess(endpoint=hub.endpoint)
        self.bridge = EventBridge()
        self.desk = HubDesk(self.way, self.bridge)
        self.pages: list[SearchPage] = []
        self.errors: list[DesktopLlmError] = []

    def way(self) -> HubAccess:
        return self.access

    def search(self) -> None:
        self.desk.ask(search, self.pages.append, self.errors.append)

    def close(self) -> None:
        self.desk.stop()
        self.bridge.stop()


def search(client: HubClient) -> SearchPage:
    return client.search(HubQuery())


@pytest.fixture
def desk(qtbot: QtBot, hub: LoopbackHub) -> Iterator[Desk]:
    desk = Desk(qtbot, hub)
    yield desk
    desk.close()


def test_an_answer_comes_to_the_window(desk: Desk, hub: LoopbackHub) -> None:
    hub.add_repository("owner/tiny", {"tiny.gguf": b"GGUF"})
    desk.search()
    desk.qtbot.waitUntil(lambda: bool(desk.pages))
    assert [result.id for result in desk.pages[0].results] == ["owner/tiny"]


def test_a_refusal_is_told(desk: Desk, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(status=500))
    desk.search()
    desk.qtbot.waitUntil(lambda: bool(desk.errors))
    assert desk.errors[0].code is ErrorCode.HUB_SERVER_ERROR


def test_the_next_question_goes_the_way_that_is_set_now(desk: Desk) -> None:
    desk.access = HubAccess(is_offline=True)
    desk.search()
    desk.qtbot.waitUntil(lambda: bool(desk.errors))
    assert desk.errors[0].code is ErrorCode.HUB_OFFLINE


def test_a_silent_hub_keeps_the_window_free_and_another_question_is_answered(desk: Desk, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(is_stalled=True))
    desk.search()
    desk.qtbot.waitUntil(lambda: len(hub.hub.requests) == 1)
    background: list[int] = []
    desk.bridge.run_in_background(threading.get_ident, background.append)
    desk.search()
    desk.qtbot.waitUntil(lambda: bool(desk.pages) and bool(background))
    assert desk.errors == []
