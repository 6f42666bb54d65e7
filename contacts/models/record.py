"""A person at a company: the record and its edits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company, Location
from companies.permissions import check_may
from companies.reach import check_phones
from contacts.models.search import index_contact
from contacts.names import name_key
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import ask_all
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models import Language, TenantOwned
from tenants.roles import Capability


class Salutation(models.TextChoices):
    NONE = "", pgettext_lazy("salutation", "none")
    MS = "ms", _("Ms.")
    MR = "mr", _("Mr.")


CONSENT = ("receives_notifications", "opted_out_of_bulk_mail")
DETAILS = (
    "salutation", "prefix", "first_name", "last_name", "title", "email", "phone", "extension", "mobile",
    "alternate_phone", "fax", "location", "room", "language", "note", "external_id", *CONSENT,
)  # fmt: skip
"""The fields that *Edit contact* writes; everything else has a verb of its own."""
PHONES = ("phone", "mobile", "alternate_phone", "fax")


class ContactRecord(Versioned, TenantOwned):
    """The company of a contact never changes."""

    company = TenantForeignKey(Company, related_name="contacts")
    salutation = models.CharField(_("salutation"), max_length=5, choices=Salutation, blank=True)
    prefix = models.CharField(_("title of the name"), max_length=20, blank=True, help_text=_("Dr., Prof. …"))
    first_name = models.CharField(_("first name"), max_length=50, blank=True)
    last_name = models.CharField(_("last name"), max_length=50)
    sort_name = models.CharField(max_length=120, editable=False)
    title = models.CharField(_("job title"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=25, blank=True)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=25, blank=True)
    alternate_phone = models.CharField(_("second phone"), max_length=32, blank=True)
    fax = models.CharField(_("fax"), max_length=25, blank=True)
    location = TenantForeignKey(Location, null=True, blank=True, related_name="contacts", verbose_name=_("location"))
    room = models.CharField(_("room"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    is_active = models.BooleanField(_("active"), default=True)
    receives_notifications = models.BooleanField(_("receives notifications"), default=True)
    opted_out_of_bulk_mail = models.BooleanField(
        _("no bulk mail"), default=False, help_text=_("Newsletters and invitations to events go to others only.")
    )
    bulk_mail_opted_out_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        return " ".join(part for part in (self.prefix, self.first_name, self.last_name) if part)

    @property
    def name_in_order(self) -> str:
        """As lists write it, which go by last names."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

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
        proposed = differences(current, values)
        current.check_details({name: values[name] for name in proposed})
        self._write(values, seen=seen)
        changes = differences(current, {name: getattr(self, name) for name in values})
        if "email" in changes:
            self._set(bounced_at=None)
            self._follow_address(by=by)
        if changes.keys() & {"first_name", "last_name", "email", "external_id"}:
            index_contact(self)
        if changes:
            publish("contacts.contact_changed", subject=self, company=self.company, by=by, changes=changes)

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """Phones have digits, and the location is an active one of the contact's own company.

        The database holds the second rule too, for the company.
        """
        ask_all(lambda: check_phones(changed, names=PHONES), lambda: self._check_location(changed.get("location")))

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
        self.save_edit([*dict.fromkeys([*values, "email", "sort_name", "bulk_mail_opted_out_at"])], seen=seen)

    def normalise(self) -> None:
        """What is stored and compared: the address in lower case, the name to sort by."""
        self.email = self.email.strip().lower()
        self.sort_name = name_key(self.first_name, self.last_name)
        if not self.opted_out_of_bulk_mail:
            self.bulk_mail_opted_out_at = None
        elif self.bulk_mail_opted_out_at is None:
            self.bulk_mail_opted_out_at = timezone.now()

    def _set(self, *, by_edit: bool = False, **values) -> None:
        """Write fields of one verb. `by_edit`: *Edit contact* shows them too, so an open one is out of date."""
        version = {"version": models.F("version") + 1} if by_edit else {}
        type(self)._default_manager.filter(pk=self.pk).update(**values, **version)
        for name, value in values.items():
            setattr(self, name, value)
        if by_edit:
            self.version += 1
