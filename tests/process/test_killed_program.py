"""The program is killed at random moments of an answer, as a crash or a pulled plug would, and starts again."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from desktop_llm.storage.opening import open_storage
from desktop_llm.storage.records import Message, MessageState

N_KILLS = 50
LOST_AT_MOST_S = 1.0
PROGRAM = Path(__file__).parent.parent / "fakes" / "chatting_program.py"


class Shown:
    """What a killed program had shown, and when it was killed."""

    def __init__(self, lines: list[bytes], killed_at_s: float) -> None:
        pairs = [line.split() for line in lines if line.endswith(b"\n")]
        self._steps = [(float(time_s), int(n_characters)) for time_s, n_characters in pairs]
        self._killed_at_s = killed_at_s

    @property
    def n_characters_to_keep(self) -> int:
        """What was on the screen a second before the end."""
        old = [count for time_s, count in self._steps if time_s <= self._killed_at_s - LOST_AT_MOST_S]
        return old[-1] if old else 0


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    folder = DataFolder(data_folder_of_test)
    folder.root.mkdir()
    settings = Settings(
        last_model_id=STARTER_MODEL_ID,
        load=LoadParams(n_ctx_tokens=1024),
        sampling=SamplingParams(temperature=0.0),
        suggest_titles=False,
        snapshot_limit_bytes=0,
    )
    save_settings(folder.settings, settings)
    return folder


@pytest.mark.timeout(900)
def test_fifty_kills_lose_no_message_and_at_most_a_second_of_text(folder: DataFolder) -> None:
    chance = random.Random(20261123)
    n_lines = [chance.randint(1, 90) for _ in range(N_KILLS)]
    shown = [kill_while_answering(question(index), n) for index, n in enumerate(n_lines)]

    opened = open_storage(folder)
    conversations = sorted(opened.store.conversations(), key=lambda conversation: conversation.created_at)
    paths = [[item.message for item in opened.store.path(conversation.id)] for conversation in conversations]
    opened.database.close()

    assert opened.failure is None
    assert [path[0].text for path in paths] == [question(index) for index in range(N_KILLS)]
    assert_kept([path[1] for path in paths], shown)


def question(index: int) -> str:
    return f"Tell me a very long story, number {index}."


def kill_while_answering(asked: str, n_lines: int) -> Shown:
    """Ask, kill when the answer has grown `n_lines` times (or has ended), and tell what was shown."""
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), asked], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(n_lines)]
        child.kill()
        killed_at_s = time.monotonic()
        lines += child.stdout.readlines()
    assert lines[0], "the program showed no answer"
    return Shown(lines, killed_at_s)


def assert_kept(answers: list[Message], shown: list[Shown]) -> None:
    for answer, seen in zip(answers, shown, strict=True):
        assert answer.state in {MessageState.INTERRUPTED, MessageState.COMPLETE, MessageState.CUT_AT_LIMIT}
        assert len(answer.text) >= seen.n_characters_to_keep
    assert any(seen.n_characters_to_keep for seen in shown), "no kill came late enough to test anything"
