import pytest
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.settings.computer_report import (
    ComputerReport,
    ComputerReportContent,
    ReportLine,
    ReportPhase,
)

CONTENT = ComputerReportContent(
    phase=ReportPhase.DONE,
    lines=(ReportLine("The card is not used.", is_ailment=True), ReportLine("The chip draws the screen.")),
    advice="Type this.",
    command="make gpu BACKEND=CUDA",
    button="Copy",
    figures=(("Memory", "12 GB"), ("Model", "Tiny")),
)


@pytest.fixture
def report(qtbot: QtBot) -> ComputerReport:
    report = ComputerReport()
    qtbot.addWidget(report)
    report.show()
    return report


def shown_texts(report: ComputerReport, name: str) -> list[str]:
    return [label.text() for label in report.findChildren(QLabel, name) if label.isVisible()]


def button(report: ComputerReport, name: str) -> QPushButton:
    found = report.findChild(QPushButton, name)
    assert found is not None
    return found


def is_shown(report: ComputerReport, name: str) -> bool:
    return any(widget.isVisible() for widget in report.findChildren(QWidget, name))


def test_before_the_first_look_there_is_one_button_and_why_one_would_press_it(
    report: ComputerReport, qtbot: QtBot
) -> None:
    assert button(report, "computer_check").text() == "Check this computer"
    assert not any(is_shown(report, name) for name in ("computer_copy", "computer_advice_card", "computer_figures"))
    with qtbot.waitSignal(report.check_requested):
        button(report, "computer_check").click()


def test_while_it_looks_it_says_so_and_cannot_be_asked_again(report: ComputerReport, qtbot: QtBot) -> None:
    report.show_report(ComputerReportContent(phase=ReportPhase.RUNNING))
    check = button(report, "computer_check")
    assert (check.text(), check.isEnabled()) == ("Checking…", True)  # it keeps the keyboard
    with qtbot.assertNotEmitted(report.check_requested):
        check.click()
    with qtbot.waitSignal(report.result_shown):
        report.show_report(CONTENT)
    with qtbot.waitSignal(report.check_requested):
        check.click()
    assert report.first_button is check


def test_findings_advice_and_command_are_shown(report: ComputerReport, qtbot: QtBot) -> None:
    report.show_report(CONTENT)
    assert shown_texts(report, "computer_line") == ["The card is not used.", "The chip draws the screen."]
    looks = [label.property("look") for label in report.findChildren(QLabel, "computer_line")]
    assert looks == ["warning", ""]
    assert shown_texts(report, "computer_advice") == ["Type this."]
    assert shown_texts(report, "computer_command") == ["make gpu BACKEND=CUDA"]
    with qtbot.waitSignal(report.advice_button_clicked):
        button(report, "computer_advice_button").click()
    with qtbot.waitSignal(report.copy_requested):
        button(report, "computer_copy").click()
    assert button(report, "computer_check").text() == "Check again"


def test_figures_unfold(report: ComputerReport) -> None:
    report.show_report(CONTENT)
    fold = report.findChild(QToolButton, "computer_figures")
    assert fold is not None
    fold.click()
    (form,) = [each for each in report.findChildren(QFormLayout) if each.rowCount()]
    texts = [form.itemAt(row, QFormLayout.ItemRole.FieldRole).widget().text() for row in range(form.rowCount())]
    assert texts == ["12 GB", "Tiny"]


def test_another_report_takes_the_place_of_the_first(report: ComputerReport) -> None:
    report.show_report(CONTENT)
    report.show_report(
        ComputerReportContent(phase=ReportPhase.DONE, lines=(ReportLine("All is well."),), advice="Rest.")
    )
    assert shown_texts(report, "computer_line") == ["All is well."]
    assert shown_texts(report, "computer_advice") == ["Rest."]
    assert not is_shown(report, "computer_command")
    assert not is_shown(report, "computer_advice_button")
    assert not is_shown(report, "computer_figures")


def test_what_a_driver_says_is_never_taken_for_markup(report: ComputerReport) -> None:
    report.show_report(
        ComputerReportContent(phase=ReportPhase.DONE, lines=(ReportLine("<b>x</b>"),), figures=(("a", "<img src=x>"),))
    )
    assert shown_texts(report, "computer_line") == ["<b>x</b>"]
    assert all(label.textFormat().name != "AutoText" for label in report.findChildren(QLabel, "computer_line"))
