import math
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from desktop_llm.engine.server.stop_switch import StopSwitch


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    there.settimeout(10)
    with here, there:
        yield here, there


def test_stopping_wakes_a_thread_that_reads(pair: tuple[socket.socket, socket.socket]) -> None:
    switch = StopSwitch()
    switch.hold(pair[0])
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pair[0].recv(1)))
    reader.start()
    switch.stop()
    reader.join(10)
    assert heard == [b""]


def test_a_connection_that_is_made_after_stopping_is_shut_at_once(pair: tuple[socket.socket, socket.socket]) -> None:
    switch = StopSwitch()
    switch.stop()
    switch.hold(pair[0])
    assert pair[1].recv(1) == b""


def test_a_pause_ends_when_it_is_stopped() -> None:
    switch = StopSwitch()
    assert not switch.pause(0.001)
    threading.Timer(0.01, switch.stop).start()
    assert switch.pause(20)


def test_it_knows_when_the_server_last_gave_a_sign() -> None:
    switch = StopSwitch()
    assert switch.heard_at_s == math.inf
    switch.note_sign()
    assert switch.heard_at_s <= time.monotonic()


def test_no_sign_is_expected_during_a_pause() -> None:
    switch = StopSwitch()
    before_s = time.monotonic()
    switch.pause(0.001)
    assert switch.heard_at_s > before_s
