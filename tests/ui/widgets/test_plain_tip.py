from desktop_llm.ui.widgets.plain_tip import plain_tip


def test_markup_is_shown_as_it_is() -> None:
    assert plain_tip("<img src='x'> & y") == "<p>&lt;img src=&#x27;x&#x27;&gt; &amp; y</p>"


def test_no_text_is_no_tip() -> None:
    assert plain_tip("") == ""
