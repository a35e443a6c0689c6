from desktop_llm.assist.writing.proofread_answer import answer_schema, proposed_changes
from desktop_llm.assist.writing.proofread_budget import answer_tokens
from desktop_llm.assist.writing.proofread_prompts import proofread_prompt
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.sentence_groups import SentenceGroup, sentence_plan
from desktop_llm.engine.messages import FinishReason, Generate
from desktop_llm.params import SamplingParams
from tests.fakes.scheduler_bench import SchedulerBench

_TEXT = (
    "In 1849 the family Keller built a inn for 56823 florins, because the river had taken the old one in "
    "spring. In 1786 the family Jansen built a bridge for 94673 florins, although the neighbours wanted a "
    "fountain instead. In 1812 the family Rossi built a workshop for 4109 florins, because the river had taken "
    "the old one in spring. In 1654 the family Meyer built a bridge for 50065 florins, so that the children "
    "need not walk to the next village. In 1920 the family Rossi built a road for 29157 florins, because the "
    "river had taken the old one in spring. In 1769 the family Silva built a inn for 45411 florins, so that "
    "the children need not walk to the next village."
)


def test_even_a_small_model_comes_to_an_end_with_a_list_of_changes(starter: SchedulerBench) -> None:
    """It rambled for ever in its reasons, and listed changes without end."""
    sentences = sentence_plan(_TEXT, "en").sentences
    group = SentenceGroup(
        sentences=sentences[2:4],
        before=tuple(each.shown for each in sentences[:2]),
        behind=tuple(each.shown for each in sentences[4:]),
    )
    n_sentences = len(group.sentences)
    command = Generate(
        request_id="a",
        prompt=proofread_prompt(group, ProofreadMode.FIX),
        json_schema=answer_schema(n_sentences),
        sampling=SamplingParams(temperature=0),
        max_tokens=answer_tokens(ProofreadMode.FIX, 90, n_sentences),
    )
    starter.run(command)
    assert starter.finish("a").reason is FinishReason.STOP
    assert len(proposed_changes(starter.text("a")) or ()) <= n_sentences
