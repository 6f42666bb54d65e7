"""From a rule's text to the words of one mail."""

from notifications.wording import filled

TEXT = "Everything is set up.\n\nCustomer portal: $portal_url\nPhone: $support_phone\n\nKind regards\n$tenant"


def test_a_text_is_filled_with_what_is_known():
    values = {"portal_url": "https://it.example/", "support_phone": "+49 7621 1", "tenant": "Rheintal IT"}

    assert filled(TEXT, values, "en") == (
        "Everything is set up.\n\nCustomer portal: https://it.example/\nPhone: +49 7621 1\n\nKind regards\nRheintal IT"
    )


def test_a_line_whose_value_is_missing_is_left_out():
    some = filled(TEXT, {"portal_url": "", "support_phone": "+49 7621 1", "tenant": "Rheintal IT"}, "en")
    none = filled(TEXT, {"portal_url": "", "support_phone": "", "tenant": "Rheintal IT"}, "en")

    assert some == "Everything is set up.\n\nPhone: +49 7621 1\n\nKind regards\nRheintal IT"
    assert none == "Everything is set up.\n\nKind regards\nRheintal IT"


def test_what_is_no_variable_stays_as_typed():
    assert filled("It costs $5, says $nobody.", {"tenant": "Rheintal IT"}, "en") == "It costs $5, says $nobody."


def test_lines_of_what_the_customer_is_told_stay_as_written():
    note = "The list of\nall devices"

    assert filled("We need:\n\n$waiting_note", {"waiting_note": note}, "en") == f"We need:\n\n{note}"


def test_a_day_is_written_as_the_language_writes_it():
    assert filled("Go-live: $go_live_on", {"go_live_on": "2027-01-31"}, "de") == "Go-live: Sonntag, 31. Januar 2027"
