"""How somebody has arranged a list, and views of lists that were saved."""

import json
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed
from core.events import publish
from core.grids import Arranged, View
from core.prepared import first_row
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from tenants.models.member import Member
from tenants.models.tenant import TenantOwned
from tenants.querysets import SavedViewQuerySet
from tenants.roles import Capability

NARROWEST, WIDEST = 60, 900
"""Width of a column, in CSS pixels."""
MOST_VIEWS = 30
"""Of one list by one person."""


class ListArrangement(TenantOwned):
    """The columns of one list as one member wants them: which, in what order, how wide."""

    keeps_no_history = "how one person looks at a list"

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    grid = models.CharField(max_length=40)
    columns = models.JSONField(default=list)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "grid"], name="tenants_arrangement_once")]

    def __str__(self):
        return self.grid

    @classmethod
    def keep(cls, *, member: Member, grid: str, columns: Iterable[tuple[str, int | None]]) -> None:
        """From now on the member sees these columns so; a width of None leaves it to the browser."""
        kept = [[key, None if width is None else min(max(width, NARROWEST), WIDEST)] for key, width in columns]
        cls.objects.update_or_create(tenant_id=member.tenant_id, member=member, grid=grid, defaults={"columns": kept})

    @classmethod
    def remembered(cls, member: Member, grid: str) -> Arranged:
        """What is kept of this list for the member: the columns, and the views that they may choose. One query."""
        columns, views = first_row(("arranged", member.pk, grid), lambda: cls._kept(member, grid)) or (None, [])
        saved = [SavedView(tenant_id=member.tenant_id, grid=grid, **json.loads(each)) for each in views]
        arranged = [tuple(each) for each in json.loads(columns)] if columns else []
        return Arranged(columns=arranged, views=[each.as_view() for each in saved])

    @classmethod
    def _kept(cls, member: Member, grid: str) -> models.QuerySet:
        """One row: the columns, and what makes up each view."""
        arranged = cls.objects.filter(member=member, grid=grid).values("columns")
        views = SavedView.objects.visible_to(member).filter(grid=grid).in_order()
        shown = JSONObject(**{name: name for name in ("id", "name", "state", "owner_id", "is_shared")})
        return Member.objects.filter(pk=member.pk).values_list(
            Subquery(arranged), ArraySubquery(views.values(shown=shown))
        )

    @classmethod
    def reset(cls, *, member: Member, grid: str) -> None:
        """Back to the columns that everybody begins with."""
        cls.objects.filter(member=member, grid=grid).delete()


class SavedView(TenantOwned):
    """A search, filters, sort and columns of a list under a name: one's own, or shared with everybody.

    What stands in `state` is read by the list like an address, and only as far as the list declares it. It narrows
    what somebody sees; it never shows more.
    """

    grid = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    sort_name = models.CharField(max_length=70, editable=False)
    state = models.TextField(max_length=4000, blank=True)
    owner = TenantForeignKey(Member, related_name="+")
    is_shared = models.BooleanField(_("shared"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "owner", "grid", "sort_name"], name="tenants_savedview_once"),
        ]
        indexes = [models.Index(fields=["tenant", "grid", "is_shared"], name="tenants_savedview_of_list")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:70]
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        """How the address names it."""
        return f"v{self.pk}"

    def as_view(self) -> View:
        """A tab of its list."""
        return View(key=self.key, label=self.name, state=self.state, saved=self)

    def may_be_changed_by(self, member: Member) -> bool:
        """Its owner may, and admins may change what is shared."""
        return self.owner_id == member.pk or (self.is_shared and member.may(Capability.MANAGE_TENANT))

    @classmethod
    @transaction.atomic
    def keep(cls, *, owner: Member, grid: str, name: str, state: str, is_shared: bool) -> "SavedView":
        """Save what the list shows under a name. Raises DomainError for a name that one has used already."""
        own = _views_of(owner.pk, grid)
        if own.count() >= MOST_VIEWS:
            raise DomainError("too_many_views", _("You have many views of this list. Delete one first."))
        _check_is_new(own, name)
        view = cls(tenant_id=owner.tenant_id, owner=owner, grid=grid, name=name, state=state, is_shared=is_shared)
        view.save()
        if is_shared:
            publish("tenants.view_shared", subject=view, by=owner)
        return view

    @transaction.atomic
    def change(self, *, name: str, is_shared: bool, by: Member) -> None:
        """Rename it, share it, or take it back. Raises NotAllowed, and DomainError for a name used already."""
        self._check(by)
        _check_is_new(_views_of(self.owner_id, self.grid).exclude(pk=self.pk), name)
        was_shared, self.name, self.is_shared = self.is_shared, name, is_shared
        self.save(update_fields=["name", "sort_name", "is_shared"])
        if was_shared != is_shared:
            publish("tenants.view_shared" if is_shared else "tenants.view_withdrawn", subject=self, by=by)

    @transaction.atomic
    def replace_state(self, *, state: str, by: Member) -> None:
        """The view shows this from now on, for everybody who uses it."""
        self._check(by)
        self.state = state
        self.save(update_fields=["state"])

    @transaction.atomic
    def remove(self, *, by: Member) -> None:
        """Delete it. Raises NotAllowed."""
        self._check(by)
        if self.is_shared:
            publish("tenants.view_withdrawn", subject=self, by=by)
        self.delete()

    def _check(self, by: Member) -> None:
        if not self.may_be_changed_by(by):
            raise NotAllowed(
                "view_of_another",
                _("This view belongs to %(name)s. Its owner and admins can change it.") % {"name": self.owner},
            )


def _views_of(owner_id: int, grid: str) -> SavedViewQuerySet:
    """The owner's views of one list; the owner is locked, so that two of one name are not saved at the same moment."""
    Member.objects.select_for_update(no_key=True).get(pk=owner_id)
    return SavedView.objects.filter(owner=owner_id, grid=grid)


def _check_is_new(others: models.QuerySet, name: str) -> None:
    if others.filter(sort_name=sort_key(name)[:70]).exists():
        raise DomainError("view_name_taken", _("You have a view of this name already."), field="name")
