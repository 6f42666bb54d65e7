"""Two records of the same thing become one: what was moved, so that it can be moved back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.merging import locked
from core.querying import is_there
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned

UNDO_WITHIN = timedelta(days=7)
MERGED = _("This record was merged into another one. Its page links to that record: continue there.")
"""Without a name: not everybody who sees the alias sees what remains."""


class MergeQuerySet(models.QuerySet):
    """Merges, and those of them that still stand."""

    def standing(self):
        return self.filter(undone_at=None)

    def with_sight_of(self, member: Member):
        """Each with `sees_absorbed`: whether the member sees the alias. What one does not see is not named."""
        aliases = self.model._meta.get_field("absorbed").related_model._default_manager.visible_to(member)
        return self.annotate(sees_absorbed=is_there(aliases.filter(pk=models.OuterRef("absorbed"))))

    def check_none_is_alias(self, records: Iterable[Any]) -> None:
        """Nothing new is entered at a record that was merged into another. Raises DomainError `merged`."""
        if self.why_not_to_work_with(records):
            raise DomainError("merged", MERGED)

    def why_not_to_work_with(self, records: Iterable[Any]) -> dict[int, str]:
        """For each of these records that is an alias, by its id, what is said to whoever would work with it."""
        inactive = [record.pk for record in records if not record.is_active]
        aliases = (
            self.standing().filter(absorbed__in=inactive).values_list("absorbed_id", flat=True) if inactive else ()
        )
        return dict.fromkeys(aliases, str(MERGED))

    def what_remains_of(self, ids: Collection[int]) -> dict[int, int]:
        """For each alias among these the record that remains, by their ids, through however many merges."""
        leads: dict[int, int] = {}
        while ids:
            found = dict(self.standing().filter(absorbed__in=ids).values_list("absorbed_id", "survivor_id"))
            leads |= found
            ids = found.values()
        for alias in leads:
            while leads[alias] in leads:
                leads[alias] = leads[leads[alias]]
        return leads


class MergeRecord(TenantOwned):
    """What one merge wrote. The surviving record keeps its id; the absorbed one stays as its alias, inactive.

    `moved`: the ids of the records that went over, by the key of the move. `given_up`: values that would have stood
    twice, by the key of the rule and the id of the record, with what they were.
    """

    keeps_no_history = "a log itself"
    absorbed: Any
    survivor: Any

    moved = models.JSONField(default=dict)
    given_up = models.JSONField(default=dict)
    was_active = models.BooleanField(default=True)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = TenantForeignKey(Member, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantForeignKey(Member, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "absorbed"], condition=models.Q(undone_at=None), name="%(app_label)s_merged_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(survivor=models.F("absorbed")), name="%(app_label)s_merge_of_two"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "survivor"], name="%(app_label)s_merges_into")]

    def __str__(self):
        return f"{self.absorbed} → {self.survivor}"

    @property
    def undo_until(self) -> datetime:
        """Until then an admin can take it back."""
        return self.merged_at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until

    @property
    def told(self) -> dict[str, Any]:
        """What the events of the survivor say: who it took in, and how many records of each kind moved."""
        moved = {name: len(ids) for name, ids in self.moved.items()}
        return {"absorbed": self.absorbed.pk, "name": str(self.absorbed), "moved": moved}

    def locked_to_undo(self, rows: models.QuerySet) -> Self:
        """The merge with both records as they stand now, all locked; the records are taken from `rows`.

        Raises DomainError `merge_final` when it was taken back already, or the week is over, and `merged_since` when
        what remained is an alias itself by now: the younger merge goes first.
        """
        absorbed, survivor = locked(rows, self.absorbed, self.survivor)
        found = type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)
        if not found.can_be_undone:
            raise DomainError("merge_final", _("This merge can no longer be taken back: that is possible for a week."))
        if survivor.absorption() is not None:
            message = _("%(name)s was merged into another one since. Take that merge back first.")
            raise DomainError("merged_since", message % {"name": survivor})
        found.absorbed, found.survivor = absorbed, survivor
        return found

    def mark_as_undone(self, *, by: Member) -> None:
        """The merge no longer stands."""
        self.undone_at, self.undone_by = timezone.now(), by
        self.save(update_fields=["undone_at", "undone_by"])


class CompanyMerge(MergeRecord):
    """Two companies that were one. The one named exception to the rule that nothing changes its company."""

    survivor = TenantForeignKey("companies.Company", related_name="merges")
    absorbed = TenantForeignKey("companies.Company", related_name="absorptions")


class HasAliases(models.Model):
    """What merges make of a record: an alias that nobody works with any more, or one that took others in."""

    class Meta:
        abstract = True

    @property
    def is_alias(self) -> bool:
        """Whether it was merged into another one. No query for a record that is active."""
        return not self.is_active and self.absorption() is not None

    def check_is_no_alias(self) -> None:
        """Nothing new is entered at an alias. Raises DomainError `merged`."""
        if self.is_alias:
            raise DomainError("merged", MERGED)

    def absorption(self) -> MergeRecord | None:
        """The merge that made an alias of this record, if there is one."""
        return self.absorptions.standing().select_related("survivor", "merged_by").first()

    def taken_in(self, *, seen_by: Member) -> list[MergeRecord]:
        """The merges that stand into this record, the newest first, each with `sees_absorbed`."""
        standing = self.merges.standing().with_sight_of(seen_by).select_related("absorbed", "merged_by")
        return list(standing.order_by("-merged_at", "-pk"))

    @transaction.atomic
    def activate(self, *, by) -> None:
        """Work with the record again. An alias stays one: DomainError `merged`."""
        if self.absorption() is not None:
            raise DomainError("merged", MERGED)
        super().activate(by=by)
