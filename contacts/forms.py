"""The forms of contacts, for their own pages and for the wizard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contacts.models import TASKFIRE_RIGHTS, Contact, PortalRight
from contacts.models.record import DETAILS
from core.forms import DomainForm, EditForm
from tenants.models import Language


class ContactForm(EditForm):
    """*Edit contact*, and a new one: the section *Personal information* with the check box *Primary contact*."""

    class Meta:
        model = Contact
        fields = [*DETAILS, "is_primary"]

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        if self.instance.pk is None:
            self.initial.setdefault("language", company.language)
        self.fields["is_primary"].help_text = self._whom_it_replaces()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_primary") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("The primary contact needs an e-mail address: messages go there."))
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `update_details` and `create_contact` take."""
        return {name: value for name, value in self.values.items() if name in DETAILS}

    @property
    def is_primary(self) -> bool:
        return self.cleaned_data["is_primary"]

    @property
    def personal(self):
        return [self[name] for name in DETAILS if name != "receives_notifications"]

    def _whom_it_replaces(self):
        present = Contact.objects.primary_of(self.company)
        if present is None:
            return _("This company has no primary contact yet. Our messages go to the primary contact only.")
        if present.pk == self.instance.pk:
            return _("Our messages go to the primary contact only.")
        return _("Replaces %(name)s. Our messages go to the primary contact only.") % {"name": present}


class PrimaryContactForm(DomainForm):
    """Who hears from us: one of the company's contacts, or somebody new."""

    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, widget=forms.RadioSelect,
        empty_label=_("Somebody new"), blank=True,
    )  # fmt: skip
    first_name = forms.CharField(label=_("First name"), max_length=50, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=50, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=25, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        possible = Contact.objects.for_company(company).active().exclude(email="")
        self.fields["contact"].queryset = possible.in_name_order()
        present = possible.filter(is_primary=True).values_list("pk", flat=True)
        self.initial = {"contact": present.first, "language": company.language, **self.initial}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("contact") and "contact" not in self.errors:
            for name in ("last_name", "email"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a contact above, or enter somebody new."))
        return cleaned

    @property
    def choice(self) -> dict[str, Any]:
        """What `operations.choose_primary_contact` takes."""
        fields = ("first_name", "last_name", "email", "phone", "language")
        return {
            "contact": self.cleaned_data["contact"],
            "fields": {name: self.cleaned_data[name] for name in fields if self.cleaned_data[name]},
        }


class PortalForm(DomainForm):
    """The tab *Client portal*: *Enable client portal*, and the access right."""

    is_enabled = forms.BooleanField(label=_("Enable client portal"), required=False)
    right = forms.ChoiceField(label=_("Access right"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args, contact: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = rights_at(contact.company)
        access = contact.access
        usual = {"is_enabled": access is not None, "right": access.right if access else PortalRight.BASIC}
        self.initial = {**usual, **self.initial}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_enabled") and not cleaned.get("right") and "right" not in self.errors:
            self.add_error("right", _("Choose an access right."))
        return cleaned


class PortalChoiceForm(DomainForm):
    """For the wizard: which of the company's contacts gets in, with which right."""

    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Contact.objects.none(), widget=forms.RadioSelect)
    right = forms.ChoiceField(label=_("Access right"), widget=forms.RadioSelect, initial=PortalRight.MANAGER)

    def __init__(self, *args, company: Company, taskfire_only: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        possible = Contact.objects.for_company(company).active().exclude(email="").in_name_order()
        self.fields["contact"].queryset = possible
        self.fields["contact"].empty_label = None
        rights = rights_at(company)
        self.fields["right"].choices = [pair for pair in rights if not taskfire_only or pair[0] in TASKFIRE_RIGHTS]
        primary = possible.filter(is_primary=True).values_list("pk", flat=True)
        self.initial = {"contact": primary.first, **self.initial}


def rights_at(company: Company) -> list[tuple[str, str]]:
    """The access rights that the company's people may have: those of Taskfire only where it is on."""
    return [
        (value, label)
        for value, label in PortalRight.choices
        if company.taskfire_enabled or value not in TASKFIRE_RIGHTS
    ]
