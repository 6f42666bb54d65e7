"""What is answered reaches the contact who opened the ticket; what is internal reaches nobody."""

from events.models import Event
from notifications.delivery import deliver_due
from notifications.models import Message
from tenants.models import Tenant
from tests.cast import new_contact
from tickets.models import Source
from tickets.operations import open_ticket


def test_a_public_answer_is_written_to_the_contact_who_opened_the_ticket(seeded, weinhold, miriam, carl, tom):
    ticket = open_ticket(company=weinhold, contact=carl, title="VPN", by=carl, source=Source.PORTAL)

    ticket.answer(body="Fixed.", by=tom)

    message = Message.objects.get(kind="ticket")
    assert message.contact == carl
    assert message.context["body"] == "Fixed."


def test_an_answer_leads_to_its_ticket_in_the_portal(seeded, weinhold, miriam, tom, settings, mailoutbox):
    settings.BASE_URL = "https://handover.example"
    Tenant.objects.filter(pk=seeded.pk).update(host="service.rheintal.example")
    ticket = open_ticket(company=weinhold, contact=miriam, title="VPN", by=miriam, source=Source.PORTAL)
    ticket.answer(body="Fixed.", by=tom)

    deliver_due(tenant_id=seeded.pk)

    [mail] = mailoutbox
    page = f"https://service.rheintal.example/rheintal/portal/{weinhold.pk}/tickets/{ticket.number}/"
    assert page in mail.body


def test_an_answer_names_no_portal_that_is_shut(seeded, weinhold, miriam, tom, jana, mailoutbox):
    ticket = open_ticket(company=weinhold, contact=miriam, title="VPN", by=miriam, source=Source.PORTAL)
    weinhold.disable_portal(by=jana)
    ticket.answer(body="Fixed.", by=tom)

    deliver_due(tenant_id=seeded.pk)

    [mail] = mailoutbox
    assert "/portal/" not in mail.body
    assert "Bitte antworten Sie auf diese E-Mail." in mail.body


def test_why_an_answer_was_not_sent_is_said_in_the_readers_language(client_of, seeded, weinhold, carl, tom, jana):
    ticket = open_ticket(company=weinhold, contact=carl, title="VPN", by=carl, source=Source.PORTAL)
    ticket.answer(body="Fixed.", by=tom)
    carl.deactivate(by=jana)

    deliver_due(tenant_id=seeded.pk)

    message = Message.objects.get(kind="ticket")
    assert message.has_failed
    jana.user.language = "de"
    jana.user.save()
    page = client_of(jana).get(f"/rheintal/messages/{message.pk}/").text
    assert "Der Kontakt ist per E-Mail nicht mehr erreichbar." in page


def test_who_takes_a_ticket_by_answering_it_is_written_to_nobody(seeded, weinhold, miriam, tom):
    ticket = open_ticket(company=weinhold, contact=miriam, title="VPN", by=miriam, source=Source.PORTAL)

    ticket.answer(body="Fixed.", by=tom)

    taken = Event.objects.get(key="tickets.ticket_assigned")
    assert not Message.objects.filter(event_id=taken.pk).exists()
    assert Message.objects.get(kind="ticket").contact == miriam


def test_an_internal_note_is_written_to_nobody(seeded, weinhold, miriam, tom):
    ticket = open_ticket(company=weinhold, contact=miriam, title="VPN", by=miriam, source=Source.PORTAL)

    ticket.answer(body="He unplugged it again.", by=tom, is_public=False)

    assert not Message.objects.filter(kind="ticket").exists()


def test_a_contacts_own_words_are_not_sent_back(seeded, weinhold, miriam):
    ticket = open_ticket(company=weinhold, contact=miriam, title="VPN", by=miriam, source=Source.PORTAL)

    ticket.answer(body="It happens every hour.", by=miriam)

    assert not Message.objects.filter(kind="ticket").exists()


def test_a_ticket_taken_down_by_staff_is_told_to_the_primary_contact_by_number(seeded, weinhold, miriam, tom):
    caller = new_contact(weinhold, "Eva", "Berg")
    ticket = open_ticket(company=weinhold, contact=caller, title="No phone", by=tom, source=Source.PHONE)

    message = Message.objects.get(rule__key="ticket_received")
    assert message.context["ticket_number"] == ticket.number
    assert message.context["ticket_title"] == "No phone"
