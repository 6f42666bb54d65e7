"""The contact as one model, and the primary contact: the one person who hears from us."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from companies.permissions import check_may
from contacts.models.portal_access import UsesPortal
from contacts.querysets import ContactQuerySet
from core.errors import DomainError
from core.events import publish
from tenants.models import TenantOwned
from tenants.roles import Capability


class Contact(UsesPortal):
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
        ]
        indexes = [
            models.Index(fields=["tenant", "sort_name", "id"], name="contacts_by_name"),
            models.Index(fields=["tenant", "company", "sort_name"], name="contacts_by_company"),
            models.Index(fields=["tenant", "email"], name="contacts_by_email"),
        ]

    @transaction.atomic
    def designate_primary(self, *, by) -> None:
        """Make this person the company's primary contact, in the place of whoever was.

        Raises DomainError when the person is inactive or has no e-mail address.
        """
        check_may(by, Capability.EDIT_CONTACTS)
        company = self.lock_company()
        current = self.locked()
        if not current.is_active:
            raise DomainError("inactive", _("An inactive contact cannot be the primary contact."), field="is_primary")
        if not current.email:
            raise DomainError(
                "email_missing", _("The primary contact needs an e-mail address: messages go there."),
                field="is_primary",
            )  # fmt: skip
        if current.is_primary:
            self.is_primary = True
            return
        before = Contact.objects.primary_of(company)
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
