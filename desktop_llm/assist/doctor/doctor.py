"""Whether this computer does for the model what it can, and the one thing to do about it.

Pure: facts in, findings out. The window and the terminal program phrase them. Any thread.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.assist.doctor.card_findings import card_findings
from desktop_llm.assist.doctor.diagnosis import Diagnosis, Finding, FindingKind, Patient, ProgramKind, Remedy
from desktop_llm.engine.computer.facts import Vendor
from desktop_llm.errors import Fact

# Those that make prompts or answers quicker by more than a tenth. AMX is none of them: every build leaves it out,
# because what Debian 12's compiler makes of it ends the engine.
_QUICK_FEATURES: Final = frozenset(
    {"AVX", "AVX2", "FMA", "F16C", "AVX512", "AVX512_VNNI", "NEON", "DOTPROD", "MATMUL_INT8", "SVE"}
)
_MUCH_SLOWER: Final = 0.5
# What is undone quickest, or brings most, first.
_REMEDIES: Final = tuple(Remedy)


def diagnose(patient: Patient) -> Diagnosis:
    """Findings about each card, then about the computer; at most one of them is advised to be acted on."""
    findings = (*card_findings(patient), *_computer_findings(patient))
    is_card_at_work = any(finding.kind is FindingKind.USED for finding in findings)
    # With a card doing all the work, another one that is not used is no ailment.
    ailments = [each for each in findings if each.remedy and not (is_card_at_work and each.card)]
    advised = min(ailments, key=lambda each: _REMEDIES.index(each.remedy or Remedy.COPY_REPORT), default=None)
    return Diagnosis(patient=patient, findings=findings, advised=advised)


def _computer_findings(patient: Patient) -> Iterator[Finding]:
    machine, speed, failure = patient.machine, patient.speed, patient.failure
    facts: dict[str, Fact] = dict(failure.facts) if failure else {}
    is_checkout = patient.program is ProgramKind.CHECKOUT
    if machine is None:
        remedy = Remedy.BUILD_AGAIN if is_checkout else Remedy.INSTALL_AGAIN
        yield Finding(kind=FindingKind.ENGINE_FAILED, facts=facts, remedy=remedy)
        return
    if failure is not None:
        yield Finding(kind=FindingKind.MODEL_FAILED, facts=facts)
    has_card = any(card.vendor is not Vendor.OTHER for card in patient.computer.cards)
    if not has_card and not any(device.kind in ("gpu", "igpu") for device in machine.devices):
        yield Finding(kind=FindingKind.NO_CARD)
    unused = [each for each in machine.processor_features if each not in machine.built_features]
    if slow := [each for each in unused if each in _QUICK_FEATURES]:
        facts = {"features": ", ".join(slow)}
        # What people install has builds for all kinds of processors inside, and has taken the best.
        remedy = Remedy.BUILD_AGAIN if is_checkout else None
        yield Finding(kind=FindingKind.SLOW_BUILD, facts=facts, remedy=remedy)
    expected, measured = speed.expected_tokens_per_s, speed.measured_tokens_per_s
    # How fast a card's memory is, nobody measured: what is expected of it is a guess.
    is_on_card = patient.model is not None and patient.model.n_gpu_layers > 0
    if expected and measured and not is_on_card and measured < expected * _MUCH_SLOWER:
        facts = {"expected_tokens_per_s": expected, "measured_tokens_per_s": measured}
        yield Finding(kind=FindingKind.SLOWER_THAN_EXPECTED, facts=facts, remedy=Remedy.CLOSE_PROGRAMS)
