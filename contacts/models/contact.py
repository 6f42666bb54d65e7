"""The contact as one model, and the primary contact: the one person who hears from us."""

from enum import Enum

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from companies.models import HasAliases
from companies.permissions import check_may
from contacts.models.portal_access import UsesPortal
from contacts.querysets import ContactQuerySet
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import Reference
from tenants.models import TenantOwned
from tenants.roles import Capability


class Anybody(Enum):
    """In the place of a contact: whoever it is."""

    ANYBODY = "anybody"


ANYBODY = Anybody.ANYBODY


class Contact(HasAliases, UsesPortal):
    """A person at a company; one of them at most is its primary contact."""

    is_primary = models.BooleanField(_("primary contact"), default=False)

    objects = ContactQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(is_primary=True), name="contacts_one_primary"
            ),
            models.CheckConstraint(
                condition=models.Q(is_primary=False) | models.Q(is_active=True), name="contacts_primary_is_active"
            ),
            models.CheckConstraint(
                condition=models.Q(opted_out_of_bulk_mail=False, bulk_mail_opted_out_at__isnull=True)
                | models.Q(opted_out_of_bulk_mail=True, bulk_mail_opted_out_at__isnull=False),
                name="contacts_bulk_mail_opted_out_when",
            ),
            models.CheckConstraint(
                condition=models.Q(opted_out_of_calls=False, calls_opted_out_at__isnull=True)
                | models.Q(opted_out_of_calls=True, calls_opted_out_at__isnull=False),
                name="contacts_calls_opted_out_when",
            ),
            Reference(field="location", within="company", name="contacts_location_of_own_company"),
        ]
        indexes = [
            models.Index(fields=["tenant", "sort_name", "id"], name="contacts_by_name"),
            models.Index(fields=["tenant", "company", "sort_name"], name="contacts_by_company"),
            models.Index(fields=["tenant", "sort_title", "id"], name="contacts_by_title"),
            models.Index(fields=["tenant", "email"], name="contacts_by_email"),
            models.Index(fields=["tenant", "email_2"], name="contacts_by_email_2", condition=~models.Q(email_2="")),
            models.Index(fields=["tenant", "email_3"], name="contacts_by_email_3", condition=~models.Q(email_3="")),
            models.Index(
                fields=["tenant", "phone_key"], name="contacts_by_phone", condition=models.Q(phone_key__isnull=False)
            ),
            models.Index(
                fields=["tenant", "mobile_key"], name="contacts_by_mobile", condition=models.Q(mobile_key__isnull=False)
            ),
            models.Index(
                fields=["tenant", "alternate_phone_key"],
                name="contacts_by_alternate_phone",
                condition=models.Q(alternate_phone_key__isnull=False),
            ),
            models.Index(fields=["tenant", "external_id"], name="contacts_by_external_id"),
        ]

    def check_may_be_primary(self) -> None:
        """Raise DomainError unless messages would reach this person."""
        if not self.is_active:
            raise DomainError("inactive", _("An inactive contact cannot be the primary contact."), field="is_primary")
        if not self.email:
            raise DomainError(
                "email_missing", _("The primary contact needs an e-mail address: messages go there."),
                field="is_primary",
            )  # fmt: skip

    @transaction.atomic
    def designate_primary(self, *, by, instead_of: "int | None | Anybody" = ANYBODY) -> None:
        """Make this person the company's primary contact, in the place of whoever was.

        `instead_of`: whom the person who decides saw as the present one (None: nobody), so that nobody is replaced
        unseen. Raises DomainError when the person is inactive or has no e-mail address, and `primary_changed` when
        somebody else has become the primary contact meanwhile.
        """
        check_may(by, Capability.EDIT_CONTACTS)
        company = self.lock_company()
        current = self.locked()
        current.check_may_be_primary()
        if current.is_primary:
            self.is_primary = True
            return
        before = Contact.objects.primary_of(company)
        if instead_of is not ANYBODY and instead_of != (before.pk if before else None):
            raise _primary_changed(before)
        if before:
            before._set(by_edit=True, is_primary=False)
        self._set(by_edit=True, is_primary=True)
        publish(
            "contacts.primary_designated", subject=self, company=company, by=by,
            changes={"primary_contact": [str(before) if before else None, str(self)]},
            data={"replaced": before.pk if before else None},
        )  # fmt: skip

    @transaction.atomic
    def withdraw_primary(self, *, by) -> None:
        """The company has no primary contact any more; messages to it are held until there is one."""
        check_may(by, Capability.EDIT_CONTACTS)
        self.lock_company()
        if self.locked().is_primary:
            self._withdraw(by=by)

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """The person has left: no primary contact, no portal any more, at once."""
        check_may(by, Capability.EDIT_CONTACTS)
        company = self.lock_company()
        current = self.locked()
        if not current.is_active:
            return
        if current.is_primary:
            self._withdraw(by=by)
        self._set(is_active=False)
        self._end_access(by=by)
        publish("contacts.contact_deactivated", subject=self, company=company, by=by)

    def _withdraw(self, *, by) -> None:
        self._set(by_edit=True, is_primary=False)
        publish(
            "contacts.primary_withdrawn", subject=self, company=self.company, by=by,
            changes={"primary_contact": [str(self), None]},
        )  # fmt: skip


def _primary_changed(present: Contact | None) -> DomainError:
    if present is None:
        message = _("Meanwhile the company has no primary contact any more. Save again to make this one primary.")
    else:
        message = _("Meanwhile %(name)s has become the primary contact. Save again to replace them.") % {
            "name": present
        }
    return DomainError("primary_changed", message, field="is_primary")
