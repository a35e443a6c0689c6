from pathlib import Path

from tests.fakes.scheduler_bench import echo_bench, generate

_LONG = "The rain in Spain stays mainly in the plain. " * 10


def _n_read(usage_prompt: int, usage_reused: int) -> int:
    return usage_prompt - usage_reused


def test_a_conversation_goes_on_in_another_process(tmp_path: Path) -> None:
    before = echo_bench(snapshots=tmp_path)
    before.run(generate("a", _LONG, conversation_key="k"))
    before.scheduler.close()
    after = echo_bench(snapshots=tmp_path)
    after.run(generate("b", _LONG, _LONG, "More", conversation_key="k"))
    usage = after.usage("b")
    assert _n_read(usage.prompt_tokens, usage.reused_tokens) < 20
    assert after.text("b") == "More"
    after.scheduler.close()


def test_it_is_written_when_nothing_else_runs(tmp_path: Path) -> None:
    bench = echo_bench(snapshots=tmp_path)
    bench.submit(generate("a", _LONG, conversation_key="k"), generate("b", _LONG * 2))
    while not bench.ends("a"):
        bench.scheduler.step()
    assert not bench.scheduler.is_idle
    assert bench.scheduler._store.is_due
    bench.step_until_idle()
    assert not bench.scheduler._store.is_due
    bench.scheduler.close()
    assert len(list(tmp_path.glob("*.snapshot"))) == 1


def test_a_conversation_without_a_key_is_not_written(tmp_path: Path) -> None:
    bench = echo_bench(snapshots=tmp_path)
    bench.run(generate("a", _LONG))
    bench.scheduler.close()
    assert not list(tmp_path.iterdir())


def test_what_is_held_in_memory_is_not_read_from_disk(tmp_path: Path) -> None:
    bench = echo_bench(snapshots=tmp_path)
    bench.run(generate("a", _LONG, conversation_key="k"))
    for path in tmp_path.iterdir():
        path.write_bytes(b"broken")
    bench.run(generate("b", _LONG, _LONG, "More", conversation_key="k"))
    assert bench.usage("b").reused_tokens > len(_LONG)
    bench.scheduler.close()


def test_a_conversation_pushed_out_of_memory_comes_back_from_disk(tmp_path: Path) -> None:
    bench = echo_bench("n_ctx=1024", snapshots=tmp_path)
    bench.run(generate("a", _LONG, max_tokens=4, conversation_key="k"))
    bench.scheduler._store._folder.close()  # type: ignore[union-attr]
    bench.run(generate("other", "x" * 900, max_tokens=4))
    bench.run(generate("b", _LONG, max_tokens=4, conversation_key="k"))
    assert bench.usage("b").reused_tokens > len(_LONG)


def test_a_model_that_cannot_be_rewound_gets_its_snapshots_back(tmp_path: Path) -> None:
    before = echo_bench("is_rewindable=0", snapshots=tmp_path)
    before.run(generate("a", _LONG, conversation_key="k"))
    before.scheduler.close()
    after = echo_bench("is_rewindable=0", snapshots=tmp_path)
    after.run(generate("again", _LONG, conversation_key="k"))
    assert after.usage("again").reused_tokens >= len(_LONG) - 2
    assert after.text("again") == _LONG
    after.scheduler.close()


def test_a_stored_conversation_that_shares_too_little_is_left_on_disk(tmp_path: Path) -> None:
    before = echo_bench(snapshots=tmp_path)
    before.run(generate("a", _LONG, conversation_key="k"))
    before.scheduler.close()
    after = echo_bench(snapshots=tmp_path)
    after.run(generate("b", "Something else", conversation_key="k"))
    assert after.usage("b").reused_tokens == 0
    assert after.text("b") == "Something else"
    after.scheduler.close()
