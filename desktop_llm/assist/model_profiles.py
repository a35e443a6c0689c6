"""What is known of families of models: how each is asked to translate, in which languages, and what else it can do.

The facts are data, in `resources/model_profiles.json`. A model is recognised by the architecture in its header and by
its name. A wrong prompt spoils more translations than a small model does. Pure; any thread.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import PurePath

import msgspec
from msgspec import Struct

from desktop_llm.engine.messages import ModelDescription
from desktop_llm.params import SamplingParams
from desktop_llm.paths import resource


class PromptForm(StrEnum):
    """How a model takes a text that it shall translate."""

    CHAT = "chat"
    """In a turn of its chat template."""
    RAW = "raw"
    """As raw text, in exactly the form that it was trained with."""
    EXAMPLES = "examples"
    """As the last of several examples, which it continues: a base model."""


class ModelProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One family. A model belongs to it by its architecture or by its name; profiles stand in order of precedence.

    `sampling` is for translating, `chat_sampling` for a chat in which the person set nothing else.
    languages are ISO 639-1 codes; empty: not known, and nothing is said about any. is_specialist: it translates and
    does nothing else. In `instruction`, {source}, {target} and {text} are filled in, {source_code} and {target_code}
    where it was trained with codes; `terms` and `term` put a glossary before it, `tones` say how it is told a tone
    (`tone` takes the instruction's place, or it goes into `system`), `delimited` takes its place where a text holds
    marks such as ⟦1⟧. names: what it calls some languages. marks: what ends a turn in `instruction` and must not stand
    in a text.
    """

    id: str
    name: str
    form: PromptForm
    architectures: tuple[str, ...] = ()
    name_pattern: str = ""
    needs_template: bool = False
    is_base: bool = False
    is_specialist: bool = False
    takes_history: bool = True
    stops_at_line_end: bool = False
    sampling: SamplingParams = SamplingParams(temperature=0.0)
    chat_sampling: SamplingParams = SamplingParams()
    languages: tuple[str, ...] = ()
    names: dict[str, str] = {}
    system: str = ""
    instruction: str = ""
    terms: str = ""
    term: str = ""
    tone: str = ""
    tones: dict[str, str] = {}
    delimited: str = ""
    marks: tuple[str, ...] = ()

    @property
    def takes_terms(self) -> bool:
        return bool(self.terms) or self.form is PromptForm.EXAMPLES

    @property
    def takes_tone(self) -> bool:
        return bool(self.tones)

    @property
    def takes_hints(self) -> bool:
        """Whether it can be told more than what it was trained to be told."""
        return bool(self.system)

    @property
    def follows_instructions(self) -> bool:
        """Whether it can be asked for something else than a translation, such as a title."""
        return not self.is_specialist and not self.is_base

    def unsupported(self, *languages: str) -> tuple[str, ...]:
        """Those of the languages that it was not made for. Empty codes are nobody's."""
        if not self.languages:
            return ()
        return tuple(code for code in dict.fromkeys(languages) if code and code not in self.languages)


def profile_of(model: ModelDescription) -> ModelProfile:
    """The family of a loaded model; those of general chat models and of base models take the rest."""
    names = f"{model.name} {PurePath(model.path).name}"
    return _first_fitting(model.architecture, names, has_template=model.has_chat_template)


def profile_by_name(name: str) -> ModelProfile:
    """The family of a model that is not loaded: by what it is called, or by its file's name."""
    return _first_fitting("", name, has_template=True)


def capable_models(source: str, target: str, names: Iterable[str]) -> list[str]:
    """Those of the named models that translate this pair, the ones made for translating first."""
    fitting = [(name, profile) for name in names if not (profile := profile_by_name(name)).unsupported(source, target)]
    return [name for name, _ in sorted(fitting, key=lambda each: not each[1].is_specialist)]


def _first_fitting(architecture: str, names: str, *, has_template: bool) -> ModelProfile:
    spelled = re.sub(r"[\s_]+", "-", names)
    return next(each for each in model_profiles() if _fits(each, architecture, spelled, has_template=has_template))


def _fits(profile: ModelProfile, architecture: str, names: str, *, has_template: bool) -> bool:
    if profile.is_base:
        return not has_template
    if profile.needs_template and not has_template:
        return False
    if not profile.architectures and not profile.name_pattern:
        return True
    is_named = bool(profile.name_pattern) and re.search(profile.name_pattern, names, re.IGNORECASE) is not None
    return is_named or architecture in profile.architectures


@cache
def model_profiles() -> tuple[ModelProfile, ...]:
    """All that are known, in order of precedence."""
    return msgspec.json.decode(resource("model_profiles.json").read_bytes(), type=tuple[ModelProfile, ...])
