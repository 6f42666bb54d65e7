"""The forms of contacts, for their own pages and for the wizard."""

from collections.abc import Sequence
from copy import copy
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.models.address import ADDRESS
from companies.pickers import CompanyChoiceField
from companies.reach import check_phones
from contacts.models import TASKFIRE_RIGHTS, Contact, PortalRight
from contacts.models.record import CONSENT, DETAILS, LINKS
from contacts.names import IS_IT_THE_SAME
from core.forms import DomainForm, EditForm
from tenants.models import Language, Member

PERSON = ("salutation", "prefix", "first_name", "last_name", "title", "language")
REACH = ("email", "phone", "extension", "mobile")
FURTHER = (
    "middle_initial", "suffix", "email_2", "email_3", "alternate_phone", "fax", "location", "room", "external_id",
    "note",
)  # fmt: skip


class NamesPrimary(forms.Form):
    """Says at the field `named_by` whom a new primary contact replaces.

    It asks again when that is somebody else by the time it is saved.
    """

    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)
    company: Company
    named_by: ClassVar[str]

    def words_about(self, present: Contact | None):
        """What is said about the present primary contact."""
        raise NotImplementedError

    def show_whom_it_replaces(self) -> Contact | None:
        present = Contact.objects.primary_of(self.company)
        self.initial["instead_of"] = present.pk if present else None
        self.fields[self.named_by].help_text = self.words_about(present)
        return present

    def apply(self, verb) -> bool:
        """As always; when somebody else became the primary contact meanwhile, the form now shows whom it replaces."""
        if super().apply(verb):  # type: ignore[misc]
            return True
        if any(error.code == "primary_changed" for errors in self.errors.as_data().values() for error in errors):
            present = self.show_whom_it_replaces()
            data: Any = copy(self.data)
            data[self.add_prefix("instead_of")] = present.pk if present else ""
            self.data = data
        return False


class OffersLikelyContacts(forms.Form):
    """Shows a new contact that is likely there already, which must then be said to be somebody else."""

    is_another = forms.BooleanField(label=_("This is somebody else than those above"), required=False)
    company: Company
    member: Member
    duplicates: Sequence[Contact] = ()

    def ask_about_duplicates(self, cleaned) -> None:
        """`templates/contacts/_duplicates.html` shows them."""
        seen = Contact.objects.visible_to(self.member).select_related("company")
        self.duplicates = list(seen.likely_to_be(cleaned, company=self.company))
        if self.duplicates and not cleaned.get("is_another"):
            self.add_error("is_another", IS_IT_THE_SAME)


class ContactForm(NamesPrimary, OffersLikelyContacts, EditForm):
    """*Edit contact*, and a new one: the section *Personal information* with the check box *Primary contact*."""

    named_by = "is_primary"

    class Meta:
        model = Contact
        fields = [*DETAILS, "is_primary"]

    def __init__(self, *args, company: Company, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.company, self.member = company, member
        self.fields["location"].queryset = company.locations.choosable_for(self.instance.location_id)
        if self.instance.pk is None:
            self.initial.update(language=company.language, phone=company.phone)
        else:
            del self.fields["is_another"]
        self.show_whom_it_replaces()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_primary") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("The primary contact needs an e-mail address: messages go there."))
        if "is_another" in self.fields:
            self.ask_about_duplicates(cleaned)
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `update_details` and `create_contact` take."""
        return {name: value for name, value in self.values.items() if name in DETAILS}

    @property
    def primary(self) -> dict[str, Any]:
        """What the check box decides: whether this is the primary contact, and whom it replaces as far as was shown."""
        return {"is_primary": self.cleaned_data["is_primary"], "instead_of": self.cleaned_data.get("instead_of")}

    @property
    def person(self):
        return [self[name] for name in PERSON]

    @property
    def reach(self):
        return [self[name] for name in REACH]

    @property
    def further(self):
        return [self[name] for name in FURTHER]

    @property
    def address(self):
        return [self[name] for name in ADDRESS]

    @property
    def links(self):
        return [self[name] for name in LINKS]

    @property
    def consent(self):
        return [self[name] for name in CONSENT]

    @property
    def shows_further(self) -> bool:
        """Whether something that few contacts have is filled in, or wrong."""
        return any(each.value() or each.errors for each in self.further)

    @property
    def shows_address(self) -> bool:
        """Whether the person has an address or pages of their own, or one of them is wrong."""
        return any(each.value() or each.errors for each in (*self.address, *self.links))

    def words_about(self, present):
        if present is None:
            return _("This company has no primary contact yet. Our messages go to the primary contact only.")
        if present.pk == self.instance.pk:
            return _("Our messages go to the primary contact only.")
        return _("Replaces %(name)s. Our messages go to the primary contact only.") % {"name": present}


class CopyForm(DomainForm):
    """*Copy and deactivate*: the company at which the person works now. `find` narrows what is offered."""

    company = CompanyChoiceField(label=_("Company"))

    def __init__(self, *args, contact: Contact, member: Member, find: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        possible = Company.objects.visible_to(member).active().others().exclude(pk=contact.company_id)
        self.fields["company"].offer(possible, find=find, chosen=[self.data.get("company") or 0])


class PrimaryContactForm(NamesPrimary, OffersLikelyContacts, DomainForm):
    """Who hears from us: one of the company's contacts, or somebody new."""

    named_by = "contact"
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, widget=forms.RadioSelect,
        empty_label=_("Somebody new"), blank=True,
    )  # fmt: skip
    first_name = forms.CharField(label=_("First name"), max_length=50, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=50, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=25, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)

    def __init__(self, *args, company: Company, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.company, self.member = company, member
        for name in ("contact", "last_name", "email"):
            self.fields[name].is_wanted = True
        possible = self.possible = Contact.objects.for_company(company).active().exclude(email="")
        self.fields["contact"].queryset = possible.in_name_order()
        self.initial = {"contact": self._likely, "language": company.language, **self.initial}
        self.show_whom_it_replaces()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("contact") and "contact" not in self.errors:
            self.check(lambda: check_phones(cleaned, names=("phone",)))
            for name in ("last_name", "email"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self._missing)
            email = cleaned.get("email", "").lower()
            there = self.possible.filter(email=email).first() if email else None
            if there:
                self.add_error("email", _("%(name)s has this e-mail address: choose them above.") % {"name": there})
            elif not self.errors:
                self.ask_about_duplicates(cleaned)
        return cleaned

    def words_about(self, present):
        if present is None:
            return _("Our messages go to the primary contact only.")
        words = _("%(name)s is the primary contact now. Whoever you choose instead replaces them.")
        return words % {"name": present}

    @cached_property
    def offers_contacts(self) -> bool:
        """Whether the company has anybody to choose from."""
        return self.possible.exists()

    def _likely(self) -> int | None:
        """The primary contact, or the only one there is."""
        first = list(self.possible.order_by("-is_primary", "pk").values_list("pk", "is_primary")[:2])
        return first[0][0] if first and (len(first) == 1 or first[0][1]) else None

    @property
    def _missing(self):
        if self.offers_contacts:
            return _("Choose a contact above, or enter somebody new.")
        return _("Enter who hears from us: a name and an e-mail address.")

    @property
    def choice(self) -> dict[str, Any]:
        """What `operations.choose_primary_contact` takes."""
        fields = ("first_name", "last_name", "email", "phone", "language")
        return {
            "contact": self.cleaned_data["contact"],
            "instead_of": self.cleaned_data.get("instead_of"),
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


class ContactMergeForm(DomainForm):
    """Which contact of the company remains."""

    into = forms.ModelChoiceField(
        label=_("The contact that remains"), queryset=Contact.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, absorbed: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        others = absorbed.company.contacts.filter(is_active=True).exclude(pk=absorbed.pk)
        self.fields["into"].queryset = others.order_by("sort_name", "id")
        self.fields["into"].label_from_instance = attrgetter("told_apart")
