"""Companies: who they are, where they stand in a family, who looks after them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from companies.querysets import CompanyQuerySet
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from tenants.models import Language, Member, TenantOwned


class CompanyType(models.TextChoices):
    """What the company is to the MSP; a fixed list of the trade. Contracts and onboardings are for customers."""

    CUSTOMER = "customer", _("Customer")
    LEAD = "lead", _("Lead")
    PROSPECT = "prospect", _("Prospect")
    DEAD = "dead", _("Dead")
    CANCELLED = "cancelled", _("Cancelled")
    VENDOR = "vendor", _("Vendor")
    PARTNER = "partner", _("Partner")


class ServiceModel(models.TextChoices):
    MANAGED = "managed", _("Managed services")
    BREAK_FIX = "break_fix", _("Break/fix")
    BOTH = "both", _("Managed services and break/fix")


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


class TeamDecision(models.TextChoices):
    UNDECIDED = "", _("not decided yet")
    TEAM = "team", _("Account team")
    MANAGER_ALONE = "manager_alone", _("Account manager alone")


MAX_DEPTH = 8


class Company(Versioned, TenantOwned):
    """A company that the MSP sells to, buys from, or might; `is_own` marks the MSP itself, once per tenant."""

    name = models.CharField(_("company name"), max_length=100)
    sort_name = models.CharField(max_length=120, editable=False)
    number = models.CharField(_("company number"), max_length=50, blank=True)
    type = models.CharField(_("type"), max_length=20, choices=CompanyType, default=CompanyType.PROSPECT)
    is_active = models.BooleanField(_("active"), default=True)
    is_own = models.BooleanField(default=False, editable=False)
    is_public_body = models.BooleanField(
        _("public body"), default=False, help_text=_("Needs a buyer reference (Leitweg-ID) on its invoices.")
    )
    is_confidential = models.BooleanField(
        _("confidential"), default=False,
        help_text=_("Only the account manager, the account team and admins see it."),
    )  # fmt: skip
    service_model = models.CharField(_("service model"), max_length=20, choices=ServiceModel, blank=True)

    manager = TenantForeignKey(Member, related_name="managed_companies", verbose_name=_("account manager"))
    team_decision = models.CharField(_("account team"), max_length=20, choices=TeamDecision, blank=True)

    parent = TenantForeignKey(
        "self", null=True, blank=True, related_name="children", verbose_name=_("parent company")
    )
    parent_link = models.CharField(_("kind of link"), max_length=20, choices=ParentLink, blank=True)
    hierarchy_decision = models.CharField(_("place in a family"), max_length=20, choices=HierarchyDecision, blank=True)

    phone = models.CharField(_("phone"), max_length=25, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True)
    street = models.CharField(_("street and number"), max_length=150, blank=True)
    address_addition = models.CharField(_("address addition"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    country = CountryField(_("country"), default="DE")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)

    portal_enabled = models.BooleanField(_("customer portal"), default=True)
    taskfire_enabled = models.BooleanField("Taskfire", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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
            models.Index(fields=["tenant", "manager"], name="companies_by_manager"),
            models.Index(fields=["tenant", "parent"], name="companies_by_parent"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:120]
        super().save(*args, **kwargs)


class AccountTeamMember(TenantOwned):
    """A member of a customer's account team: sees what the account manager sees."""

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="team")
    member = TenantForeignKey(Member, related_name="team_places")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "company", "member"], name="companies_team_once"),
        ]
        indexes = [models.Index(fields=["tenant", "member", "company"], name="companies_team_by_member")]

    def __str__(self):
        return f"{self.member_id} @ {self.company_id}"


class TaskfireAgreement(TenantOwned):
    """That the agreement was accepted, by whom and when; both confirmations were given."""

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="taskfire_agreements")
    accepted_by = TenantForeignKey(Member, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.company_id} {self.accepted_at:%Y-%m-%d}"


class SearchTerm(TenantOwned):
    """One word that finds a company. Under row security only equality and ranges use an index, so words it is."""

    term = models.CharField(max_length=60)
    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="terms")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "term", "company"], name="companies_term_once"),
        ]
        verbose_name = pgettext_lazy("search", "term")

    def __str__(self):
        return self.term
