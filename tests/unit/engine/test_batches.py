from msgspec.structs import replace

from desktop_llm.engine.backends.echo_backend import EchoModel, EchoOptions
from desktop_llm.engine.batch_times import Pace, StepTimes
from desktop_llm.engine.batches import Batch, Seat, compose
from desktop_llm.engine.drafting import Drafting
from desktop_llm.engine.messages import Priority, ScoreText
from desktop_llm.engine.prompt_lookup import PromptLookup
from desktop_llm.engine.scoring import Scoring
from desktop_llm.engine.sequences import HeldSequence
from tests.fakes.scheduler_bench import FreeRows


class _Task:
    """A task of so many tokens that wants only the last one's logits."""

    def __init__(self, n_tokens: int, priority: Priority, lookup: PromptLookup | None) -> None:
        self.tokens = list(range(n_tokens))
        self.priority = priority
        self.lookup = lookup

    def wants_logits(self, position: int) -> bool:
        return position == len(self.tokens) - 1


def _seat(
    n_tokens: int,
    n_evaluated: int,
    priority: Priority = Priority.INTERACTIVE,
    id: int = 0,
    lookup: PromptLookup | None = None,
) -> Seat:
    sequence = HeldSequence(id, tokens=list(range(n_evaluated)))
    return Seat(_Task(n_tokens, priority, lookup), sequence, n_tokens + 100)  # type: ignore[arg-type]


def _composed(
    *seats: Seat,
    n_batch: int = 512,
    tokens_per_s: float = 1000,
    times: StepTimes | None = None,
    tile_rows: int = 0,
    tile_tokens_per_s: float = 0,
    were_answers: bool = False,
    is_apart: bool = False,
    is_chat_beside: bool = False,
) -> Batch:
    pace, tile_pace = Pace(), Pace()
    pace.note(1000, 1000 / tokens_per_s)
    tile_pace.note(1000, 1000 / (tile_tokens_per_s or tokens_per_s))
    facts = EchoModel("echo:", EchoOptions(n_batch=n_batch)).memory.facts
    return compose(
        seats,
        replace(facts, tile_rows=tile_rows, is_apart=is_apart),
        pace,
        Drafting(times or StepTimes(pace)),
        tile_pace=tile_pace,
        were_answers=were_answers,
        is_chat_beside=is_chat_beside,
    )


def _counts(batch: Batch) -> list[int]:
    return [piece.count for piece in batch.pieces]


def test_all_answers_are_in_every_batch_before_pieces_of_prompts() -> None:
    batch = _composed(_seat(100, 0), _seat(10, 9), _seat(20, 19))
    assert _counts(batch) == [1, 1, 100]
    assert [row.wants_logits for row in batch.rows[:2]] == [True, True]


def test_a_lone_prompt_is_read_in_pieces_of_about_a_second() -> None:
    assert _counts(_composed(_seat(5000, 0), n_batch=2048)) == [1000]
    assert _counts(_composed(_seat(5000, 0), n_batch=256)) == [256]


def test_pieces_are_short_while_a_person_reads_another_answer() -> None:
    assert _counts(_composed(_seat(10, 9), _seat(5000, 0))) == [1, 120]
    assert _counts(_composed(_seat(10, 9), _seat(5000, 0, Priority.BACKGROUND))) == [1, 40]


def test_background_prompts_leave_room_for_whoever_comes() -> None:
    assert _counts(_composed(_seat(5000, 0, Priority.BACKGROUND))) == [100]


def test_background_work_rests_while_a_person_waits_for_the_first_word() -> None:
    reading, answering = _seat(100, 0), _seat(10, 9, Priority.BACKGROUND)
    assert [piece.seat for piece in _composed(answering, reading).pieces] == [reading]


def test_background_prompts_of_one_length_are_read_in_their_order() -> None:
    first, begun = _seat(5000, 0, Priority.BACKGROUND), _seat(5001, 10, Priority.BACKGROUND)
    assert _composed(first, begun).pieces[0].seat is first
    assert _composed(begun, first).pieces[0].seat is begun


def test_short_background_work_comes_before_long() -> None:
    long, short = _seat(5000, 0, Priority.BACKGROUND), _seat(50, 0, Priority.BACKGROUND)
    assert _composed(long, short).pieces[0].seat is short


def test_answers_and_tiles_of_a_prompt_take_turns_where_a_mix_is_slow() -> None:
    answer, prompt = _seat(10, 9, Priority.BACKGROUND), _seat(5000, 0, Priority.BACKGROUND)
    turn = _composed(answer, prompt, tile_rows=64, tokens_per_s=400)
    assert [piece.seat for piece in turn.pieces] == [answer]
    turn = _composed(answer, prompt, tile_rows=64, tokens_per_s=400, were_answers=True)
    assert [(piece.seat, piece.count) for piece in turn.pieces] == [(prompt, 64)]


def test_a_prompt_is_read_in_whole_tiles_and_its_end_at_once() -> None:
    assert _counts(_composed(_seat(5000, 0, Priority.BACKGROUND), tile_rows=64, tokens_per_s=2000)) == [192]
    assert _counts(_composed(_seat(5000, 0), tile_rows=64, n_batch=500)) == [448]
    assert _counts(_composed(_seat(100, 0), tile_rows=64)) == [100]


def test_where_sequences_are_apart_all_prompts_are_read_before_the_answers_go_on_together() -> None:
    answers = [_seat(20, 19, Priority.BACKGROUND, id=i) for i in range(3)]
    batch = _composed(*answers, prompt := _seat(5000, 0, Priority.BACKGROUND, id=3), is_apart=True)
    assert [(piece.seat, piece.count) for piece in batch.pieces] == [(prompt, 500)]
    assert _counts(_composed(*answers, is_apart=True)) == [1, 1, 1]


def test_where_sequences_are_apart_short_pieces_would_serve_no_answer_that_runs_there() -> None:
    answer, prompt = _seat(20, 19), _seat(5000, 0, id=1)
    assert _counts(_composed(answer, prompt, is_apart=True)) == [500]
    assert _counts(_composed(answer, prompt, is_apart=True, is_chat_beside=True)) == [120]


def test_where_sequences_are_apart_rows_come_in_their_order() -> None:
    seats = [_seat(20, 19, id=id, lookup=_known()) for id in (2, 0, 3, 1)]
    batch = _composed(*seats, is_apart=True, times=FreeRows())
    assert [row.sequence for row in batch.rows] == sorted(row.sequence for row in batch.rows)
    assert [piece.seat for piece in batch.pieces] == [seats[1], seats[3], seats[0], seats[2]]
    assert [batch.rows_of(piece)[0].sequence for piece in batch.pieces] == [0, 1, 2, 3]
    assert len({len(batch.rows_of(piece)) for piece in batch.pieces}) == 1


def test_beside_a_chat_pieces_are_short_and_nothing_is_guessed() -> None:
    prompt, answer = _seat(5000, 0, Priority.BACKGROUND), _seat(20, 19, Priority.BACKGROUND, lookup=_known())
    assert _counts(_composed(prompt, is_apart=True, is_chat_beside=True)) == [40]
    assert _composed(answer, is_apart=True, times=FreeRows()).pieces[0].n_guessed > 2
    assert _composed(answer, is_apart=True, times=FreeRows(), is_chat_beside=True).pieces[0].n_guessed == 0


def test_a_mix_stays_below_a_tile() -> None:
    """Where a tile would take too long, or a prompt is shorter than one."""
    answer, prompt = _seat(10, 9, Priority.BACKGROUND), _seat(5000, 0, Priority.BACKGROUND)
    assert _counts(_composed(answer, prompt, tile_rows=64, tokens_per_s=200)) == [1, 20]
    short = (_seat(40, 0), _seat(50, 0))
    assert _counts(_composed(*short, tile_rows=64)) == [40, 23]


def test_slow_mixed_batches_do_not_keep_prompts_from_being_read_in_tiles() -> None:
    prompt = _seat(5000, 0, Priority.BACKGROUND)
    assert _counts(_composed(prompt, tile_rows=64, tokens_per_s=100, tile_tokens_per_s=400)) == [64]


def test_guesses_do_not_make_a_mix_as_long_as_a_tile() -> None:
    answers = [_seat(20, 19, lookup=_known()) for _ in range(4)]
    assert len(_composed(*answers, times=FreeRows(), tile_rows=16).rows) == 15


def test_a_text_that_is_scored_is_read_in_small_pieces() -> None:
    model = EchoModel("echo:", EchoOptions())
    task = Scoring(ScoreText(request_id="s", text="word " * 100), model, lambda _: None)
    seat = Seat(task, HeldSequence(0), len(task.tokens))
    assert _counts(_composed(seat, tile_rows=64, tokens_per_s=5000)) == [63]


def test_a_tile_is_not_made_longer_while_a_person_reads_another_answer() -> None:
    assert _counts(_composed(_seat(10, 9), _seat(5000, 0, Priority.BACKGROUND), tile_rows=64)) == [1, 40]


def test_a_tile_ends_where_a_prompt_must_be_cut() -> None:
    prompt = _seat(5000, 0, Priority.BACKGROUND)
    prompt.cuts.add(100)
    assert _counts(_composed(prompt, tile_rows=64, tokens_per_s=2000)) == [100]
    prompt.cuts.add(40)
    assert _counts(_composed(prompt, tile_rows=64, tokens_per_s=2000)) == [40]


def test_a_slow_machine_still_gets_on() -> None:
    assert _counts(_composed(_seat(10, 9), _seat(5000, 0), tokens_per_s=1)) == [1, 16]


def test_short_prompts_are_read_together() -> None:
    assert _counts(_composed(*(_seat(20, 0, id=i) for i in range(8)))) == [20] * 8


def test_a_paused_seat_is_left_out() -> None:
    paused = _seat(10, 9)
    paused.is_paused = True
    assert _composed(paused).rows == []


def test_a_piece_ends_at_a_cut() -> None:
    seat = _seat(100, 10)
    seat.cuts = {5, 10, 30, 60}
    batch = _composed(seat)
    assert _counts(batch) == [20]
    assert [row.position for row in batch.rows] == list(range(10, 30))


def test_no_more_rows_want_logits_than_there_is_room_for() -> None:
    model = EchoModel("echo:", EchoOptions())
    task = Scoring(ScoreText(text="x" * 300), model, lambda _: None)
    batch = _composed(_seat(10, 9), Seat(task, HeldSequence(1), 300), tokens_per_s=10_000)
    assert sum(row.wants_logits for row in batch.rows) == 64
    assert _counts(batch) == [1, 63]


def test_guesses_follow_the_token_that_is_certain_and_want_logits() -> None:
    batch = _composed(_seat(20, 19, lookup=_known()), _seat(10, 9, id=1), times=FreeRows())
    first, second = batch.pieces
    assert (first.count, second.count, second.n_guessed) == (1, 1, 0)
    assert first.n_guessed > 2
    rows = batch.rows_of(first)
    assert [row.position for row in rows] == list(range(19, 20 + first.n_guessed))
    assert all(row.wants_logits and row.sequence == 0 for row in rows)
    assert batch.rows_of(second) == batch.rows[1 + first.n_guessed :]
    assert not batch.is_reading


def test_nothing_is_guessed_while_a_prompt_is_read() -> None:
    batch = _composed(_seat(20, 19, lookup=_known()), _seat(50, 0), times=FreeRows())
    assert [piece.n_guessed for piece in batch.pieces] == [0, 0]
    assert batch.is_reading


def test_nothing_is_guessed_beyond_the_room_that_was_promised() -> None:
    seat = _seat(20, 19, lookup=_known())
    seat.n_reserved_tokens = 22
    (piece,) = _composed(seat, times=FreeRows()).pieces
    assert piece.n_guessed == 2


def test_background_answers_are_not_guessed_while_a_person_waits_for_one() -> None:
    background = _seat(20, 19, Priority.BACKGROUND, lookup=_known())
    assert _composed(background, times=FreeRows()).pieces[0].n_guessed > 2
    assert _composed(background, _seat(10, 9, id=1), times=FreeRows()).pieces[0].n_guessed == 0


def _known() -> PromptLookup:
    """Of tokens that go round in a circle."""
    return PromptLookup([1, 2, 3, 4] * 5)
