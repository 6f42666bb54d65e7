"""A company's place in a family: holdings, franchises, branches."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import MAX_DEPTH, ancestor_distances, depth_of, descendant_distances, height_of, lock_families
from companies.models.record import CompanyRecord
from companies.permissions import check_may
from core.errors import DomainError, NotAllowed
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models import Member
from tenants.roles import Capability

PARENT_NOT_SEEN = _("Only somebody who sees the parent company can change this.")


class ParentLink(models.TextChoices):
    SUBSIDIARY = "subsidiary", _("Subsidiary")
    FRANCHISE = "franchise", _("Franchise")
    BRANCH = "branch", _("Branch")


class HierarchyDecision(models.TextChoices):
    """Whether a company belongs to a family: asked and answered, never assumed."""

    UNDECIDED = "", _("not decided yet")
    INDEPENDENT = "independent", _("Independent company")
    CHILD = "child", _("Part of another company")
    PARENT = "parent", _("Parent of other companies")


class InFamily(CompanyRecord):
    """The verbs of a family. A company has one parent at most; parent and child remain separate companies."""

    parent = TenantForeignKey(
        "companies.Company", null=True, blank=True, related_name="children", verbose_name=_("parent company")
    )
    parent_link = models.CharField(_("kind of link"), max_length=20, choices=ParentLink, blank=True)
    hierarchy_decision = models.CharField(_("place in a family"), max_length=20, choices=HierarchyDecision, blank=True)

    class Meta:
        abstract = True

    def ancestors(self):
        """Everything above, the parent first."""
        return type(self)._default_manager.in_order_of(ancestor_distances(self.pk))

    def has_relatives(self) -> bool:
        return self.parent_id is not None or type(self)._default_manager.filter(parent=self.pk).exists()

    @transaction.atomic
    def place_under(self, *, parent, link: str, by) -> None:
        """Make it a subsidiary, franchise or branch of `parent`.

        Raises DomainError, naming what would break: own company, itself, a circle, the depth, another currency.
        NotAllowed `parent_not_seen`: only who sees the present parent takes the company away from there.
        """
        check_may(by, Capability.EDIT_COMPANIES)
        lock_families(self.tenant_id)
        current = self._locked_with_parent()
        if link not in ParentLink:
            raise DomainError("link_unknown", _("Choose subsidiary, franchise or branch."), field="link")
        if (current.parent_id, current.parent_link) == (parent.pk, link):
            self._decide(HierarchyDecision.CHILD, by=by)
            return
        current.check_sees_parent(by)
        parent = type(self)._default_manager.get(pk=parent.pk)  # as it is now that nobody else moves it
        if current.parent_id != parent.pk:
            current.check_may_stand_under(parent)  # where it stands already, it may be called something else
        self._set(parent=parent, parent_link=link, hierarchy_decision=HierarchyDecision.CHILD)
        self._publish_place(current, by=by)

    @transaction.atomic
    def leave_parent(self, *, by) -> None:
        """End the link. Whether the company is independent now is a decision of its own.

        Raises NotAllowed `parent_not_seen` for a member who does not see the parent.
        """
        check_may(by, Capability.EDIT_COMPANIES)
        lock_families(self.tenant_id)
        current = self._locked_with_parent()
        current.check_sees_parent(by)
        if current.parent_id is not None:
            self._set(parent=None, parent_link="", hierarchy_decision=HierarchyDecision.UNDECIDED)
            self._publish_place(current, by=by)

    @transaction.atomic
    def decide_independent(self, *, by) -> None:
        """Record that the company belongs to no family."""
        check_may(by, Capability.EDIT_COMPANIES)
        lock_families(self.tenant_id)
        if self.locked().has_relatives():
            raise DomainError(
                "has_relatives", _("It has a parent company or subsidiaries. End those links first."), field="decision"
            )
        self._decide(HierarchyDecision.INDEPENDENT, by=by)

    @transaction.atomic
    def decide_parent(self, *, by) -> None:
        """Record that the company stands at the top of a family."""
        check_may(by, Capability.EDIT_COMPANIES)
        lock_families(self.tenant_id)
        if self.locked().parent_id is not None:
            raise DomainError("has_parent", _("It is part of another company. End that link first."), field="decision")
        if not type(self)._default_manager.filter(parent=self.pk).exists():
            raise DomainError(
                "no_children", _("No company is linked below it yet. Choose at least one."), field="children"
            )
        self._decide(HierarchyDecision.PARENT, by=by)

    def check_sees_parent(self, by) -> None:
        """Raise NotAllowed `parent_not_seen` unless the member sees the parent, if there is one. The system may."""
        if not isinstance(by, Member) or self.parent_id is None:
            return
        if not type(self)._default_manager.visible_to(by).filter(pk=self.parent_id).exists():
            raise NotAllowed("parent_not_seen", PARENT_NOT_SEEN)

    def check_may_stand_under(self, parent) -> None:
        self.check_is_no_alias()
        if self.is_own:
            raise DomainError("own_company_on_top", _("Your own company cannot be part of another."), field="parent")
        if parent.pk == self.pk:
            raise DomainError("own_parent", _("A company cannot be its own parent."), field="parent")
        if not parent.is_active:
            raise DomainError("parent_inactive", _("The parent company is not active."), field="parent")
        if parent.pk in descendant_distances(self.pk):
            raise DomainError(
                "circle", _("%(parent)s is below %(company)s in the family; that would be a circle.")
                % {"parent": parent, "company": self}, field="parent",
            )  # fmt: skip
        if depth_of(parent.pk) + height_of(self.pk) > MAX_DEPTH:
            raise DomainError(
                "too_deep", _("The family would have more than %(count)d levels.") % {"count": MAX_DEPTH},
                field="parent",
            )  # fmt: skip
        if parent.currency != self.currency:
            raise DomainError(
                "currency_of_family", _("Companies of one family share their currency: %(parent)s uses %(currency)s.")
                % {"parent": parent, "currency": parent.currency}, field="parent",
            )  # fmt: skip

    def _locked_with_parent(self):
        """As it is stored now, locked, with the parent that its event will name."""
        rows = type(self)._default_manager.select_for_update(of=("self",), no_key=True)
        return rows.select_related("parent").get(pk=self.pk)

    def _decide(self, decision: HierarchyDecision, *, by) -> None:
        if self.hierarchy_decision != decision:
            before = self.hierarchy_decision
            self._set(hierarchy_decision=decision)
            publish(
                "companies.hierarchy_changed", subject=self, company=self, by=by,
                changes={"hierarchy_decision": [str(before), decision.value]},
            )  # fmt: skip

    def _publish_place(self, before, *, by) -> None:
        publish(
            "companies.hierarchy_changed", subject=self, company=self, by=by,
            changes={
                "parent": [before.parent_id, self.parent_id],
                "parent_link": [before.parent_link, str(self.parent_link)],
            },
            data={"parent_before": before.parent_id, "parent": self.parent_id},
        )  # fmt: skip
