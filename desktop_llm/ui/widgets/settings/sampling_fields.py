"""How the next token is chosen, as a form; every value may be left to the model. GUI thread."""

from msgspec import Struct, convert, structs
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_llm.params import SamplingParams
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.form_controls import OptionalNumber, add_row, form


class _Field(Struct, frozen=True):
    name: str
    title: str
    help_text: str
    high: float
    step: float
    decimals: int
    low: float = 0.0


_FIELDS = (
    _Field(
        "temperature",
        QT_TRANSLATE_NOOP("Sampling", "Temperature"),
        QT_TRANSLATE_NOOP("Sampling", "Higher is more surprising; 0 always takes the likeliest word."),
        high=10.0,
        step=0.1,
        decimals=2,
    ),
    _Field(
        "top_p",
        QT_TRANSLATE_NOOP("Sampling", "Top p"),
        QT_TRANSLATE_NOOP("Sampling", "Only the likeliest words that together reach this share; 1 is off."),
        high=1.0,
        step=0.05,
        decimals=2,
    ),
    _Field(
        "top_k",
        QT_TRANSLATE_NOOP("Sampling", "Top k"),
        QT_TRANSLATE_NOOP("Sampling", "Only this many of the likeliest words; 0 is off."),
        high=1000,
        step=1,
        decimals=0,
    ),
    _Field(
        "min_p",
        QT_TRANSLATE_NOOP("Sampling", "Min p"),
        QT_TRANSLATE_NOOP("Sampling", "Drops words less likely than this share of the likeliest; 0 is off."),
        high=1.0,
        step=0.01,
        decimals=2,
    ),
    _Field(
        "repeat_penalty",
        QT_TRANSLATE_NOOP("Sampling", "Repetition penalty"),
        QT_TRANSLATE_NOOP("Sampling", "Makes words that were just used less likely; 1 is off."),
        high=10.0,
        step=0.05,
        decimals=2,
    ),
    _Field(
        "presence_penalty",
        QT_TRANSLATE_NOOP("Sampling", "Presence penalty"),
        QT_TRANSLATE_NOOP("Sampling", "Makes every word that was used before less likely; 0 is off."),
        high=10.0,
        step=0.1,
        decimals=2,
        low=-10.0,
    ),
    _Field(
        "seed",
        QT_TRANSLATE_NOOP("Sampling", "Seed"),
        QT_TRANSLATE_NOOP("Sampling", "The same seed gives the same answer again."),
        high=2**32 - 2,
        step=1,
        decimals=0,
    ),
)
_WHOLE_NUMBERS = frozenset({"top_k", "seed"})


class SamplingFields(QWidget):
    """Shows SamplingParams and reports them whenever one changes. What it does not show it keeps."""

    params_changed = Signal(object)  # SamplingParams

    def __init__(self, name_prefix: str, none_text: str) -> None:
        super().__init__()
        self._params = SamplingParams()
        self._controls: dict[str, OptionalNumber] = {}
        layout = form()
        for field in _FIELDS:
            control = OptionalNumber(
                f"{name_prefix}_{field.name}",
                none_text if field.name != "seed" else translate("Sampling", "Random"),
                low=field.low,
                high=field.high,
                step=field.step,
                decimals=field.decimals,
            )
            control.number_changed.connect(self._on_changed)
            add_row(layout, translate("Sampling", field.title), control, translate("Sampling", field.help_text))
            self._controls[field.name] = control
        self.setLayout(layout)

    @property
    def params(self) -> SamplingParams:
        return self._params

    def show_params(self, params: SamplingParams) -> None:
        self._params = params
        for name, control in self._controls.items():
            control.show_number(getattr(params, name))

    @Slot()
    def _on_changed(self) -> None:
        values = {name: _typed(name, control.number) for name, control in self._controls.items()}
        self._params = convert(structs.asdict(self._params) | values, SamplingParams)
        self.params_changed.emit(self._params)


def _typed(name: str, number: float | None) -> float | int | None:
    return int(number) if number is not None and name in _WHOLE_NUMBERS else number
