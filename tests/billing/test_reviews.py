"""A signature holds exactly as long as what was signed."""

import pytest

from billing.models import InvoiceSettings, InvoiceTemplate, PayerDecision, SettingsReview
from companies.models import Company
from contacts.merging import merge_contacts, undo_merge_of_contacts
from core.errors import DomainError, EditConflict, NotAllowed
from tenants.models import Member
from tests.billing.conftest import changed_since_review, latest_review, review_state
from tests.cast import new_contact
from tests.support.events import events_of, keys_of


def enter(settings, by, recipients=None, **values):
    settings.update_details(values=values, recipients=recipients, seen=settings.version, by=by)


def test_nothing_signed_is_waiting(ready, weinhold):
    assert review_state(weinhold) == "waiting"
    assert changed_since_review(weinhold) == []


def test_a_billing_admin_signs_what_holds(ready, weinhold, petra):
    review = ready.sign(by=petra)

    assert review_state(weinhold) == "signed"
    assert (latest_review(weinhold), review.signed_by, review.signed_own_entries) == (review, petra, False)
    assert keys_of(weinhold, "billing.settings_signed") == ["billing.settings_signed"]


def test_what_does_not_hold_cannot_be_signed(ready, petra):
    InvoiceSettings.objects.update(attention="")

    with pytest.raises(DomainError) as refused:
        ready.sign(by=petra)
    assert refused.value.code == "findings_open"
    assert SettingsReview.objects.count() == 0


@pytest.mark.parametrize("who", ["jana", "tom"])
def test_account_managers_and_technicians_cannot_sign(ready, who, request):
    with pytest.raises(NotAllowed):
        ready.sign(by=request.getfixturevalue(who))


def test_the_account_manager_cannot_sign_whatever_further_roles_he_has(ready, jana, petra):
    Member.objects.filter(pk=jana.pk).update(roles=["account_manager", "billing_admin"])
    jana.refresh_from_db()

    with pytest.raises(NotAllowed) as refused:
        ready.sign(by=jana)
    assert refused.value.code == "four_eyes"


def test_a_one_person_msp_signs_what_it_entered_and_the_record_says_so(ready, weinhold, alice, jana):
    Member.objects.exclude(pk=alice.pk).update(is_active=False)
    Company.objects.filter(pk=weinhold.pk).update(manager=alice)
    settings = InvoiceSettings.objects.for_company(Company.objects.get(pk=weinhold.pk))
    enter(settings, alice, attention="Einkauf")

    assert settings.sign(by=alice).signed_own_entries


def test_own_entries_are_remembered_until_they_are_signed(ready, petra, jana):
    enter(ready, petra, attention="Einkauf")
    enter(ready, jana, attention="Buchhaltung")
    assert ready.sign(by=petra).signed_own_entries

    enter(ready, jana, attention="Einkauf")
    assert not ready.sign(by=petra).signed_own_entries


def test_what_is_signed_already_is_not_signed_again(ready, weinhold, petra):
    first, again = ready.sign(by=petra), ready.sign(by=petra)

    assert first == again
    assert keys_of(prefix="billing.settings_signed") == ["billing.settings_signed"]


def test_any_change_makes_the_signature_stale_and_undoing_it_makes_it_stand_again(ready, weinhold, petra, jana):
    ready.sign(by=petra)
    before = ready.attention
    enter(ready, jana, attention="Einkauf")

    assert review_state(weinhold) == "stale"
    [change] = changed_since_review(weinhold)
    assert (str(change.label), change.old, change.new) == ("attention", before, "Einkauf")

    enter(ready, jana, attention=before)
    assert review_state(weinhold) == "signed"


def test_the_company_s_address_counts_although_it_stands_elsewhere(ready, weinhold, petra, jana):
    ready.sign(by=petra)
    weinhold.update_details(values={"street": "Neue Str. 1"}, seen=weinhold.version, by=jana)

    assert review_state(weinhold) == "stale"
    assert [str(change.label) for change in changed_since_review(weinhold)] == ["Billing address"]


def test_the_parent_s_address_counts_where_it_is_used(ready, child, holding, petra, jana):
    settings = InvoiceSettings.objects.for_company(child)
    settings.decide_payer(decision=PayerDecision.ITSELF, by=petra)
    enter(settings, jana, address_mode="parent")
    settings.sign(by=petra)
    holding.update_details(values={"street": "Neue Str. 1"}, seen=holding.version, by=jana)

    assert review_state(child) == "stale"


def test_another_default_template_makes_it_stale(ready, weinhold, petra):
    ready.sign(by=petra)
    InvoiceTemplate.objects.update(is_default=False)
    InvoiceTemplate.objects.filter(name="Standard EN").update(is_default=True)

    assert review_state(weinhold) == "stale"
    [change] = changed_since_review(weinhold)
    assert (change.old, change.new) == ("Standard DE", "Standard EN")


def test_another_address_of_a_recipient_makes_it_stale(ready, weinhold, petra, miriam):
    ready.sign(by=petra)
    type(miriam).objects.filter(pk=miriam.pk).update(email="neu@weinhold.example")

    assert review_state(weinhold) == "stale"


def test_a_recipient_merged_into_another_contact_makes_it_stale_until_that_is_taken_back(
    ready, weinhold, petra, alice, miriam
):
    double = new_contact(weinhold, "Mirjam", "Weinhold")
    enter(ready, petra, recipients=[double])
    ready.sign(by=petra)

    merge = merge_contacts(absorbed=double, survivor=miriam, by=alice)
    assert InvoiceSettings.objects.get().last_known_state == review_state(weinhold) == "stale"

    undo_merge_of_contacts(merge=merge, by=alice)
    assert InvoiceSettings.objects.get().last_known_state == review_state(weinhold) == "signed"


def test_other_people_s_recipients_are_refused(ready, obertal, jana):
    stranger = new_contact(obertal, "Otto", "Ober")
    with pytest.raises(DomainError) as refused:
        enter(ready, jana, recipients=[stranger])
    assert refused.value.field == "recipients"


def test_recipients_of_the_parent_are_allowed(ready, child, holding, jana):
    settings = InvoiceSettings.objects.for_company(child)
    boss = new_contact(holding, "Bea", "Boss")
    enter(settings, jana, recipients=[boss])

    assert [each.contact for each in settings.recipients.all()] == [boss]
    [event] = events_of(child, "billing.settings_changed")
    assert "recipients" in event.changes


def test_a_vat_id_that_cannot_be_right_is_refused_at_its_field(ready, jana):
    with pytest.raises(DomainError) as refused:
        enter(ready, jana, vat_id="DE136695977")
    assert refused.value.field == "vat_id"


def test_two_edits_of_one_settings_meet(ready, jana, petra):
    seen = ready.version
    enter(ready, jana, attention="Einkauf")

    with pytest.raises(EditConflict) as conflict:
        ready.update_details(values={"attention": "Buchhaltung"}, recipients=None, seen=seen, by=petra)
    assert conflict.value.current.updated_by == jana


def test_saving_what_already_stands_is_no_event(ready, weinhold, jana):
    enter(ready, jana, attention=ready.attention)

    assert keys_of(weinhold, "billing.") == []
