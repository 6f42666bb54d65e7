"""The company as one model: the record, its family, the people who look after it, its switches."""

from django.db import models

from companies.models.account_team import LookedAfter
from companies.models.family import InFamily
from companies.models.merge import HasAliases
from companies.models.portal_switches import HasPortal
from companies.querysets import CompanyQuerySet
from tenants.models import TenantOwned


class Company(HasAliases, InFamily, LookedAfter, HasPortal):
    """A company that the MSP sells to, buys from, or might; `is_own` marks the MSP itself, once per tenant."""

    is_the_company = True
    history_omits = ("web_domain",)

    objects = CompanyQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_own=True), name="companies_company_own_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_own=False) | models.Q(is_active=True, parent__isnull=True),
                name="companies_company_own_stays",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="companies_company_not_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(taskfire_enabled=False) | models.Q(portal_enabled=True),
                name="companies_company_taskfire_needs_portal",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, parent_link="")
                | models.Q(parent__isnull=False) & ~models.Q(parent_link=""),
                name="companies_company_link_has_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "sort_name", "id"], name="companies_by_name"),
            models.Index(fields=["tenant", "number", "id"], name="companies_by_number"),
            models.Index(
                fields=["tenant", "sort_name", "id"],
                condition=models.Q(is_confidential=True),
                name="companies_confidential",
            ),
            models.Index(fields=["tenant", "sort_city", "sort_name", "id"], name="companies_by_city"),
            models.Index(fields=["tenant", "created_at", "id"], name="companies_by_entry"),
            models.Index(fields=["tenant", "manager"], name="companies_by_manager"),
            models.Index(fields=["tenant", "parent"], name="companies_by_parent"),
            models.Index(fields=["tenant", "name_key"], name="companies_by_name_key"),
            models.Index(fields=["tenant", "web_domain"], name="companies_by_web_domain"),
            models.Index(fields=["tenant", "classification"], name="companies_by_classification"),
            models.Index(fields=["tenant", "territory"], name="companies_by_territory"),
            models.Index(fields=["tenant", "segment"], name="companies_by_segment"),
            models.Index(fields=["tenant", "competitor"], name="companies_by_competitor"),
        ]

    def step_aside(self) -> None:
        """It is an alias from now on."""
        self._set(is_active=False)

    def come_back(self, *, is_active: bool) -> None:
        """It is a company of its own again."""
        self._set(is_active=is_active)
