"""Two contacts of one company that were the same person."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from companies.models import MergeRecord
from contacts.models.record import ContactRecord
from core.errors import DomainError
from core.rowsecurity import TenantForeignKey


class ContactMerge(MergeRecord):
    """What merging two contacts of one company wrote."""

    survivor = TenantForeignKey("contacts.Contact", related_name="merges")
    absorbed = TenantForeignKey("contacts.Contact", related_name="absorptions")

    class Meta(MergeRecord.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "absorbed"], condition=models.Q(undone_at=None), name="contacts_merged_once"
            ),
            models.CheckConstraint(condition=~models.Q(survivor=models.F("absorbed")), name="contacts_merge_of_two"),
        ]
        indexes = [models.Index(fields=["tenant", "survivor"], name="contacts_merges_into")]


class HasAliases(ContactRecord):
    """What a merge makes of a contact: an alias of the same person."""

    class Meta:
        abstract = True

    def absorption(self) -> ContactMerge | None:
        """The merge that made an alias of this contact, if there is one."""
        return self.absorptions.standing().select_related("survivor", "merged_by").first()

    def taken_in(self) -> list["ContactMerge"]:
        """The merges that stand into this record, the newest first."""
        return list(self.merges.standing().select_related("absorbed", "merged_by").order_by("-merged_at", "-pk"))

    @transaction.atomic
    def activate(self, *, by) -> None:
        """The person is back. An alias stays one: DomainError `merged`."""
        merge = self.absorption()
        if merge is not None:
            raise DomainError("merged", _("It was merged into %(name)s. Work there.") % {"name": merge.survivor})
        super().activate(by=by)
