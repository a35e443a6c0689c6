from desktop_llm.engine.backends.echo_backend import EchoBackend
from desktop_llm.engine.messages import LoadModel, TextGrew
from desktop_llm.engine.sequences import HeldSequence, Seam
from tests.fakes.scheduler_bench import SchedulerBench, echo_bench, generate


def _idle(bench: SchedulerBench) -> HeldSequence:
    (sequence,) = [each for each in bench.scheduler._pool.sequences if each.is_idle]
    return sequence


def test_a_finished_answer_labels_its_sequence_with_text_and_seam() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Hällo"))
    sequence = _idle(bench)
    assert sequence.text == "<|user|>Hällo<|end|><|assistant|>Hällo"
    # The last token was chosen but never evaluated: "o" is not part of what the sequence holds, "<|end|>" neither.
    assert sequence.seams == (Seam(len(sequence.text), len(sequence.tokens)),)


def test_an_answer_cut_inside_a_character_has_no_seam() -> None:
    bench = echo_bench()
    bench.run(generate("a", "ab€", max_tokens=4))
    assert _idle(bench).seams == ()


def test_a_second_turn_keeps_the_first_ones_seam() -> None:
    bench = echo_bench()
    bench.run(generate("a", "One" * 30))
    first = _idle(bench).seams
    bench.run(generate("b", "One" * 30, "One" * 30, "Two"))
    assert _idle(bench).seams[: len(first)] == first
    assert len(_idle(bench).seams) == 2


def test_text_that_waits_for_a_stop_text_comes_at_the_end() -> None:
    bench = echo_bench()
    bench.run(generate("a", "wait for it", stop=("it is",)))
    assert bench.text("a") == "wait for it"


def test_the_number_of_tokens_in_events_is_that_of_the_answer() -> None:
    model = EchoBackend().load(LoadModel(path="echo:?thinks=1"), lambda _: True)
    bench = SchedulerBench(model)
    bench.run(generate("a", "Größe"))
    assert sum(event.n_tokens for event in bench.all_of("a", TextGrew)) == bench.usage("a").completion_tokens
