"""A person at a company: the record and its edits."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from companies.permissions import check_may
from contacts.models.search import index_contact
from core.changes import differences
from core.conflicts import Versioned
from core.events import publish
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from tenants.models import Language, TenantOwned
from tenants.roles import Capability


class Salutation(models.TextChoices):
    NONE = "", pgettext_lazy("salutation", "none")
    MS = "ms", _("Ms.")
    MR = "mr", _("Mr.")


DETAILS = (
    "salutation", "first_name", "last_name", "title", "email", "phone", "mobile", "language",
    "receives_notifications",
)  # fmt: skip
"""The fields that *Edit contact* writes; everything else has a verb of its own."""


class ContactRecord(Versioned, TenantOwned):
    """The company of a contact never changes."""

    company = TenantForeignKey(Company, related_name="contacts")
    salutation = models.CharField(_("salutation"), max_length=5, choices=Salutation, blank=True)
    first_name = models.CharField(_("first name"), max_length=50, blank=True)
    last_name = models.CharField(_("last name"), max_length=50)
    sort_name = models.CharField(max_length=120, editable=False)
    title = models.CharField(_("job title"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=25, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=25, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    is_active = models.BooleanField(_("active"), default=True)
    receives_notifications = models.BooleanField(_("receives notifications"), default=True)
    bounced_at = models.DateTimeField(_("mail came back on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

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

        Raises EditConflict, and what the portal has against a new address.
        """
        check_may(by, Capability.EDIT_CONTACTS)
        unknown = set(values) - set(DETAILS)
        if unknown:
            raise TypeError(f"These are no details of a contact: {sorted(unknown)}.")
        current = self.locked()
        self._write(values, seen=seen)
        changes = differences(current, {name: getattr(self, name) for name in values})
        if "email" in changes:
            self._set(bounced_at=None)
            self._follow_address(by=by)
        if changes.keys() & {"first_name", "last_name", "email"}:
            index_contact(self)
        if changes:
            publish("contacts.contact_changed", subject=self, company=self.company, by=by, changes=changes)

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

    def _follow_address(self, *, by) -> None:
        """What hangs on the e-mail address and changes with it."""

    def _write(self, values: dict[str, Any], *, seen: int) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.normalise()
        self.save_edit([*dict.fromkeys([*values, "email", "sort_name"])], seen=seen)

    def normalise(self) -> None:
        """What is stored and compared: the address in lower case, the name to sort by."""
        self.email = self.email.strip().lower()
        self.sort_name = sort_key(f"{self.last_name} {self.first_name}")[:120]

    def _set(self, *, by_edit: bool = False, **values) -> None:
        """Write fields of one verb. `by_edit`: *Edit contact* shows them too, so an open one is out of date."""
        version = {"version": models.F("version") + 1} if by_edit else {}
        type(self)._default_manager.filter(pk=self.pk).update(**values, **version)
        for name, value in values.items():
            setattr(self, name, value)
        if by_edit:
            self.version += 1
