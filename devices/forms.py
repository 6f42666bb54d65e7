"""Forms of devices: their data, and what covers one or many of them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.forms import DomainForm, EditForm, offered_once
from devices.coverage import offered_services
from devices.matching import clean_mac
from devices.models import EDITABLE, Device
from sla.models import ServiceLevel


class DeviceForm(EditForm):
    """What is known of a device. Its company is not part of it: that never changes."""

    class Meta:
        model = Device
        fields = EDITABLE
        help_texts = {"is_supported": _("A supported device needs a service and a service level.")}

    def clean_mac_address(self) -> str:
        text = self.cleaned_data["mac_address"]
        mac = clean_mac(text)
        if mac is None or (text and re.search(r"[,;|]", text)):
            raise ValidationError(_("Enter one MAC address, such as 00:1A:2B:3C:4D:5E."), code="invalid")
        return mac


class ServiceField(forms.ModelMultipleChoiceField):
    """Services on the customer's contracts, each with the contract it stands on."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, line) -> str:
        return f"{line.service} · {line.contract}"


class CoverForm(DomainForm):
    """The services that cover, and a service level of their own if the devices need another one."""

    services = ServiceField(queryset=None, required=False, label=_("Services"))
    service_level = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Service level"),
        empty_label=_("As the service, the contract or the customer says"),
    )  # fmt: skip

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        services = self.fields["services"]
        services.queryset = offered_services(company, timezone.localdate())
        services.choices = self.offered_services = offered_once(services)
        self.fields["service_level"].queryset = ServiceLevel.objects.offered_to(company).order_by("name", "id")


class CoverChosenForm(CoverForm):
    """The same for the devices that were chosen."""

    devices = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Devices"), error_messages={"required": _("Choose at least one device.")}
    )

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, company=company, **kwargs)
        self.fields["devices"].queryset = Device.objects.filter(company=company).active()

    @property
    def chosen_ids(self) -> set[str]:
        """What was ticked, also when something else was wrong."""
        return set(self.data.getlist(self.add_prefix("devices"))) if self.is_bound else set()
