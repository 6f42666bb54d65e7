"""Components render, escape, and refuse what they do not know."""

from datetime import UTC, date, datetime

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import timezone, translation

from core.grids import Action

EVIL = '<script>alert(1)</script>{{ name }}"onload="x'


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


WITH_TEXT_FROM_PEOPLE = [
    "{% pill evil %}",
    "{% avatar evil evil %}",
    "{% finding False evil evil '/x' evil %}",
    "{% section_heading evil 3 %}",
    "{% tabs items label=evil %}",
    "{% key_value pairs %}",
    "{% row_menu actions label=evil key='1' %}",
    "{% progress_bar states label=evil %}",
    "{% card evil subtitle=evil %}{{ evil }}{% endcard %}",
    "{% pane evil %}{{ evil }}{% endpane %}",
    "{% empty_state evil action_url='/x' action_label=evil %}{{ evil }}{% endempty_state %}",
    "{% notice 'caution' title=evil %}{{ evil }}{% endnotice %}",
    "{% disclosure evil %}{{ evil }}{% enddisclosure %}",
    "{% menu evil id='m' %}{{ evil }}{% endmenu %}",
    "{% dialog evil id='d' %}{{ evil }}{% enddialog %}",
    "{% submit_bar evil %}{{ evil }}{% endsubmit_bar %}",
]


@pytest.mark.parametrize("source", WITH_TEXT_FROM_PEOPLE)
def test_text_from_people_is_shown_and_never_run(source):
    html = render(
        source,
        evil=EVIL,
        items=[{"label": EVIL, "url": "/", "is_current": True, "count": 2}],
        pairs=[(EVIL, EVIL)],
        actions=[Action(label=EVIL, url="/"), Action(label=EVIL, url="/", post=True)],
        states=["done", "open"],
    )
    assert "<script>" not in html
    assert '"onload=' not in html
    assert "{{ name }}" in html


@pytest.mark.parametrize(
    "source",
    [
        "{% pill 'x' tune='accent' %}",
        "{% pill %}",
        "{% card titel='x' %}{% endcard %}",
        "{% empty_state %}{% endempty_state %}",
        "{% dialog 'x' %}{% enddialog %}",
        "{% no_such_component %}",
    ],
)
def test_a_misspelt_or_missing_argument_fails_when_the_template_is_compiled(source):
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(source)


def test_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="none of the tones"):
        render("{% pill 'x' 'lila' %}")


def test_a_step_mark_says_its_state_in_words():
    with translation.override("en"):
        assert "opened again" in render("{% step_mark 'reopened' %}")
        assert "visually-hidden" not in render("{% step_mark 'done' silent=True %}")


@pytest.mark.parametrize(("language", "expected"), [("en", "€1,062.00"), ("de", "1.062,00\N{NO-BREAK SPACE}€")])
def test_money_is_written_as_the_reader_writes_it(language, expected):
    with translation.override(language):
        assert render("{% money cents 'EUR' %}", cents=106200) == expected


def test_money_that_is_not_known_is_a_dash():
    assert render("{% money cents %}", cents=None) == "—"


def test_a_moment_stands_in_the_active_time_zone():
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    with translation.override("de"), timezone.override("Europe/Berlin"):
        html = render("{% moment at %}", at=at)
    assert 'datetime="2026-01-05T23:30:00+00:00"' in html
    assert "00:30" in html
    assert "6. Jan" in html


@pytest.mark.parametrize(("language", "expected"), [("en", "Monday, 5 January 2026"), ("de", "Montag, 5. Januar 2026")])
def test_a_day_with_weekday_and_year_is_written_out(language, expected):
    with translation.override(language):
        assert expected in render("{% day on weekday=True year=True %}", on=date(2026, 1, 5))


def test_a_menu_entry_that_changes_something_is_a_form():
    html = render("{% row_menu actions %}", actions=[Action(label="End", url="/end", post=True)], csrf_token="t0ken")
    assert '<form method="post" action="/end">' in html
    assert "t0ken" in html
