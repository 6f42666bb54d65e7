"""A person at a company: the record and its edits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from companies.models import Company, Location
from companies.models.address import ADDRESS, HasAddress
from companies.permissions import check_may
from companies.reach import check_pages, check_phones, page_of, stored_phone_key
from contacts.models.search import index_contact
from contacts.names import EMAILS, name_key
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import ask_all
from core.events import publish
from core.postalcodes import check_postal_code
from core.rowsecurity import TenantForeignKey
from core.sortkeys import stored_sort_key
from tenants.models import Language, TenantOwned
from tenants.roles import Capability


class Salutation(models.TextChoices):
    NONE = "", pgettext_lazy("salutation", "none")
    MS = "ms", _("Ms.")
    MR = "mr", _("Mr.")


CONSENT = ("receives_notifications", "opted_out_of_bulk_mail", "opted_out_of_calls", "opted_out_of_surveys")
LINKS = ("linkedin_url", "facebook_url", "x_url")
DETAILS = (
    "salutation", "prefix", "first_name", "middle_initial", "last_name", "suffix", "title", *EMAILS, "phone",
    "extension", "mobile", "alternate_phone", "fax", "location", "room", *ADDRESS, *LINKS, "language", "note",
    "external_id", *CONSENT,
)  # fmt: skip
"""The fields that *Edit contact* writes; everything else has a verb of its own."""
PHONES = ("phone", "mobile", "alternate_phone", "fax")
FOUND_BY = frozenset({"first_name", "last_name", "external_id", *EMAILS})
"""What the search finds a contact by."""
OPTED_OUT_AT = {"opted_out_of_bulk_mail": "bulk_mail_opted_out_at", "opted_out_of_calls": "calls_opted_out_at"}
"""Since when the person wants none of it."""
KEPT = ("sort_name", *OPTED_OUT_AT.values())
"""What `normalise` writes besides what was edited."""


def _phone_key(name: str) -> models.GeneratedField:
    """The digits of a number, which lists look for."""
    digits = models.CharField(max_length=32, null=True)
    return models.GeneratedField(expression=stored_phone_key(name), output_field=digits, db_persist=True)


class ContactRecord(Versioned, HasAddress, TenantOwned):
    """The company of a contact never changes. Without an address of its own, that of location or company holds.

    An address that is theirs is never kept as one of its own: the contact would stay behind when they move.
    """

    company = TenantForeignKey(Company, related_name="contacts")
    salutation = models.CharField(_("salutation"), max_length=5, choices=Salutation, blank=True)
    prefix = models.CharField(_("title of the name"), max_length=20, blank=True, help_text=_("Dr., Prof. …"))
    first_name = models.CharField(_("first name"), max_length=50, blank=True)
    middle_initial = models.CharField(_("middle initial"), max_length=2, blank=True)
    last_name = models.CharField(_("last name"), max_length=50)
    suffix = models.CharField(_("name suffix"), max_length=20, blank=True, help_text=_("Jr., MBA, LL.M. …"))
    sort_name = models.CharField(max_length=120, editable=False)
    title = models.CharField(_("job title"), max_length=50, blank=True)
    sort_title = models.GeneratedField(
        expression=stored_sort_key("title"), output_field=models.CharField(max_length=120, null=True), db_persist=True
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    email_2 = models.EmailField(
        _("second e-mail"),
        max_length=254,
        blank=True,
        help_text=_("Finds the person; we write to the first address only."),
    )
    email_3 = models.EmailField(_("third e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=25, blank=True)
    phone_key = _phone_key("phone")
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=25, blank=True)
    mobile_key = _phone_key("mobile")
    alternate_phone = models.CharField(_("second phone"), max_length=32, blank=True)
    alternate_phone_key = _phone_key("alternate_phone")
    fax = models.CharField(_("fax"), max_length=25, blank=True)
    location = TenantForeignKey(Location, null=True, blank=True, related_name="contacts", verbose_name=_("location"))
    room = models.CharField(_("room"), max_length=50, blank=True)
    country = CountryField(_("country"), blank=True)
    linkedin_url = models.CharField(_("LinkedIn"), max_length=200, blank=True)
    facebook_url = models.CharField(_("Facebook"), max_length=200, blank=True)
    x_url = models.CharField(_("X"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    is_active = models.BooleanField(_("active"), default=True)
    receives_notifications = models.BooleanField(_("receives notifications"), default=True)
    opted_out_of_bulk_mail = models.BooleanField(
        _("no bulk mail"), default=False, help_text=_("This person gets no newsletters and no invitations to events.")
    )
    bulk_mail_opted_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    opted_out_of_calls = models.BooleanField(
        _("no sales calls"), default=False, help_text=_("Calls about tickets or contracts are still allowed.")
    )
    calls_opted_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    opted_out_of_surveys = models.BooleanField(_("no surveys"), default=False)
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("For your own people only; no customer sees it.")
    )
    external_id = models.CharField(
        _("number in another system"),
        max_length=50,
        blank=True,
        help_text=_("As imports and programs know this contact."),
    )
    bounced_at = models.DateTimeField(_("mail came back on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        parts = (self.prefix, self.first_name, self.middle_initial, self.last_name, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def told_apart(self) -> str:
        """The name with what tells two people of one name apart."""
        return ", ".join(part for part in (self.full_name, self.title, self.email) if part)

    @property
    def name_in_order(self) -> str:
        """As lists write it, which go by last names."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    @property
    def emails(self) -> list[str]:
        """All addresses of the person; we write to `email` only."""
        return [address for name in EMAILS if (address := getattr(self, name))]

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def has_own_address(self) -> bool:
        return any(getattr(self, name) for name in ADDRESS)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """The person's pages on the web: what each is called, and where it is."""
        found = [(self._meta.get_field(name).verbose_name, page_of(getattr(self, name))) for name in LINKS]
        return [(label, url) for label, url in found if url]

    @property
    def has_bounced(self) -> bool:
        return self.bounced_at is not None

    def save(self, *args, **kwargs):
        self.normalise()
        super().save(*args, **kwargs)
        index_contact(self)

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by) -> None:
        """Write what was edited, if nobody saved since version `seen`. A new address has not bounced.

        Raises EditConflict, what `check_details` refuses, and what the portal has against a new address.
        """
        check_may(by, Capability.EDIT_CONTACTS)
        check_names(values, DETAILS)
        current = self.locked()
        values = current.following(values)
        proposed = differences(current, values)
        current.check_details({name: values[name] for name in proposed})
        self._write(values, seen=seen)
        changes = differences(current, {name: getattr(self, name) for name in values})
        if "email" in changes:
            self._set(bounced_at=None)
            self._follow_address(by=by)
        if changes.keys() & FOUND_BY:
            index_contact(self)
        if changes:
            publish("contacts.contact_changed", subject=self, company=self.company, by=by, changes=changes)

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """Phones have digits, links are pages of the web, the postal code has the form of its country.

        The location is an active one of the contact's own company; the database holds that too, for the company.
        """
        ask_all(
            lambda: check_phones(changed, names=PHONES),
            lambda: check_pages(changed, names=LINKS),
            lambda: self.check_address(changed),
            lambda: self._check_location(changed.get("location")),
        )

    def check_address(self, changed: Mapping[str, Any]) -> None:
        """The postal code has the form of its country, else the company's. Raises DomainError `postal_code_invalid`."""
        if changed.keys() & {"postal_code", "country"}:
            country = changed.get("country", self.country) or self.company.country
            check_postal_code(self, {**changed, "country": country})

    def following(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """These values, without an address that would be the location's or the company's: it is left to them."""
        if values.keys().isdisjoint((*ADDRESS, "location")):
            return dict(values)
        address = {name: values.get(name, getattr(self, name)) for name in ADDRESS}
        location = values.get("location", self.location)
        if not any(place.is_at(address) for place in (location, self.company) if place):
            return dict(values)
        others = {name: value for name, value in values.items() if name not in ADDRESS}
        return others | {name: "" for name in ADDRESS if getattr(self, name)}

    @transaction.atomic
    def activate(self, *, by) -> None:
        """The person is back. Neither primary contact nor portal access come back by themselves."""
        check_may(by, Capability.EDIT_CONTACTS)
        if not self.locked().is_active:
            self._set(is_active=True)
            publish(
                "contacts.contact_changed", subject=self, company=self.company, by=by,
                changes={"is_active": [False, True]},
            )  # fmt: skip

    @transaction.atomic
    def record_bounce(self, *, at: datetime) -> None:
        """Mail to the person came back, so that nothing more is sent to this address."""
        if self.locked().bounced_at is None:
            self._set(bounced_at=at)
            publish("contacts.contact_bounced", subject=self, company=self.company, data={"at": at.isoformat()})

    def locked(self) -> Self:
        """This contact as it is stored now, locked until the end of the transaction."""
        return type(self)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def lock_company(self) -> Company:
        """The company, locked: always before the contact, so that two people cannot wait for each other."""
        return Company.objects.select_for_update(of=("self",), no_key=True).get(pk=self.company_id)

    def locked_with_company(self) -> Self:
        """This contact and its company as they are stored now, both locked, the company first."""
        rows = type(self)._default_manager.select_for_update(of=("company", "self"), no_key=True)
        return rows.select_related("company__tenant").get(pk=self.pk)

    def _check_location(self, location: Location | None) -> None:
        if location is not None:
            location.check_is_used_at(self.company_id)

    def _follow_address(self, *, by) -> None:
        """What hangs on the e-mail address and changes with it."""

    def _write(self, values: dict[str, Any], *, seen: int) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.normalise()
        self.save_edit([*dict.fromkeys([*values, *KEPT])], seen=seen)

    def normalise(self) -> None:
        """What is stored and compared: addresses in lower case, the name to sort by, since when one opted out."""
        for name in EMAILS:
            setattr(self, name, getattr(self, name).strip().lower())
        self.sort_name = name_key(self.first_name, self.last_name)
        for name, moment in OPTED_OUT_AT.items():
            since = getattr(self, moment) or timezone.now()
            setattr(self, moment, since if getattr(self, name) else None)

    def _set(self, *, by_edit: bool = False, **values) -> None:
        """Write fields of one verb. `by_edit`: *Edit contact* shows them too, so an open one is out of date."""
        version = {"version": models.F("version") + 1} if by_edit else {}
        type(self)._default_manager.filter(pk=self.pk).update(**values, **version)
        for name, value in values.items():
            setattr(self, name, value)
        if by_edit:
            self.version += 1
