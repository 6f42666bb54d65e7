"""What a contact writes: a new ticket, an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from core.forms import DomainForm
from devices.models import Device
from tickets.forms import LocationField
from tickets.models import RequestType


class NewTicketForm(LocationField, DomainForm):
    """What it is about first; everything else follows from it. The writer's own place is chosen already."""

    request_type = forms.ModelChoiceField(
        queryset=None, label=_("What is it about?"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    title = forms.CharField(label=_("In one line"), max_length=255)
    description = forms.CharField(
        label=_("What happened, and since when?"), max_length=8000, required=False, widget=forms.Textarea({"rows": 6})
    )
    location = forms.ModelChoiceField(queryset=None, label=_("Where is it?"), required=False)
    device = forms.ModelChoiceField(
        queryset=None, label=_("Device"), required=False, empty_label=_("no particular device")
    )

    def __init__(self, *args, contact: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        company = contact.company
        self.offer_locations(company)
        self.initial.setdefault("location", contact.location_id)
        self.fields["request_type"].queryset = RequestType.objects.offered()
        devices = Device.objects.filter(company=company).active().in_name_order()
        if devices:
            self.fields["device"].queryset = devices
        else:
            del self.fields["device"]


class AnswerForm(DomainForm):
    """An answer on a ticket; always public."""

    body = forms.CharField(label=_("Write to us"), max_length=8000, widget=forms.Textarea({"rows": 4}))
