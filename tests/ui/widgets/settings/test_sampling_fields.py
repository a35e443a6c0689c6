import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.params import SamplingParams
from desktop_llm.ui.widgets.form_controls import OptionalNumber
from desktop_llm.ui.widgets.settings.sampling_fields import SamplingFields


@pytest.fixture
def fields(qtbot: QtBot) -> SamplingFields:
    fields = SamplingFields("sampling", "The model's own")
    qtbot.addWidget(fields)
    return fields


def control(fields: SamplingFields, name: str) -> OptionalNumber:
    found = fields.findChild(OptionalNumber, f"sampling_{name}")
    assert found is not None
    return found


def test_what_is_set_is_shown_and_what_is_not_is_the_models(fields: SamplingFields) -> None:
    fields.show_params(SamplingParams(temperature=0.0, top_k=40))
    assert control(fields, "temperature").number == 0.0
    assert control(fields, "top_k").number == 40
    assert control(fields, "top_p").text() == "The model's own"
    assert control(fields, "seed").text() == "Random"


def test_a_change_is_reported_with_everything_else_as_it_was(fields: SamplingFields, qtbot: QtBot) -> None:
    fields.show_params(SamplingParams(top_k=40, frequency_penalty=0.5, repeat_last_n_tokens=64))
    with qtbot.waitSignal(fields.params_changed) as changed:
        control(fields, "temperature").setValue(0.7)
    expected = SamplingParams(top_k=40, frequency_penalty=0.5, repeat_last_n_tokens=64, temperature=0.7)
    assert changed.args == [expected]
    assert isinstance(fields.params.top_k, int)


def test_every_control_takes_only_what_the_engine_takes(fields: SamplingFields) -> None:
    for field in fields.findChildren(OptionalNumber):
        field.setValue(field.maximum())
    assert fields.params == SamplingParams(
        temperature=10.0, top_k=1000, top_p=1.0, min_p=1.0, repeat_penalty=10.0, presence_penalty=10.0, seed=2**32 - 2
    )
