"""What every company has: name, type, address, and whether one still works with it."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import lock_families
from companies.models.address import ADDRESS, HasAddress
from companies.models.grouping import Classification, Competitor, Grouping, MarketSegment, Territory
from companies.models.phones import PHONES, HasPhones
from companies.models.search import SearchTerm, index_company
from companies.names import name_key
from companies.permissions import check_may
from companies.reach import check_phones, check_website, domain_of, page_of
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import DomainError, ask_all, refuse
from core.events import publish
from core.money import LARGEST
from core.postalcodes import check_postal_code
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key, stored_sort_key, words
from tenants.models import Language, TenantOwned
from tenants.roles import Capability


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


MARKET = ("sic_code", "stock_symbol", "stock_market", "asset_value_cents")
ALERTS = ("alert", "alert_new_ticket", "alert_ticket")
"""Texts that are shown where they belong: on the company's page, where a ticket is opened, on each ticket."""
DETAILS = (
    "name", "number", "type", "classification", "territory", "segment", "competitor", "is_public_body",
    "is_confidential", "service_model", *PHONES, "website", *ADDRESS, *MARKET, "currency", "language", "note", *ALERTS,
)  # fmt: skip
"""The fields that *Edit company* writes; everything else has a verb of its own."""


GROUPINGS = ("classification", "territory", "segment", "competitor")
KEYS = ("sort_name", "name_key", "web_domain")
"""What the database sorts and compares by; never edited."""
CURRENCY_OF_FAMILY = _("Companies of one family share their currency. Take this company out of its family first.")


class CompanyRecord(Versioned, HasAddress, HasPhones, TenantOwned):
    """The record itself and its edits."""

    name = models.CharField(_("company name"), max_length=100)
    sort_name = models.CharField(max_length=120, editable=False)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    sort_city = models.GeneratedField(
        expression=stored_sort_key("city"), output_field=models.CharField(max_length=120, null=True), db_persist=True
    )
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
    classification = TenantForeignKey(
        Classification, null=True, blank=True, related_name="companies", verbose_name=_("classification")
    )
    territory = TenantForeignKey(
        Territory, null=True, blank=True, related_name="companies", verbose_name=_("territory")
    )
    segment = TenantForeignKey(
        MarketSegment, null=True, blank=True, related_name="companies", verbose_name=_("market segment")
    )
    competitor = TenantForeignKey(
        Competitor, null=True, blank=True, related_name="companies", verbose_name=_("competitor")
    )
    sic_code = models.CharField(
        _("industry code (SIC)"), max_length=32, blank=True,
        help_text=_("The industry by a list of codes, such as SIC, NACE or WZ."),
    )  # fmt: skip
    stock_symbol = models.CharField(_("stock symbol"), max_length=10, blank=True)
    stock_market = models.CharField(_("stock market"), max_length=10, blank=True)
    asset_value_cents = models.PositiveBigIntegerField(
        _("asset value"), null=True, blank=True, validators=[MaxValueValidator(LARGEST)]
    )

    website = models.CharField(_("website"), max_length=255, blank=True)
    web_domain = models.CharField(max_length=253, blank=True, editable=False)
    note = models.TextField(
        _("note"), max_length=2000, blank=True, help_text=_("For your own people only; no customer sees it.")
    )
    alert = models.TextField(_("alert on this company's page"), max_length=1000, blank=True)
    alert_new_ticket = models.TextField(_("alert on a new ticket"), max_length=1000, blank=True)
    alert_ticket = models.TextField(_("alert on each ticket"), max_length=1000, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.write_keys()
        super().save(*args, **kwargs)
        self.index()

    @property
    def is_customer(self) -> bool:
        return self.type == CompanyType.CUSTOMER

    @property
    def is_managed(self) -> bool:
        return self.service_model in (ServiceModel.MANAGED, ServiceModel.BOTH)

    @property
    def website_url(self) -> str:
        """The web address as a link; empty for anything but a page of the web."""
        return page_of(self.website)

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by) -> None:
        """Write what was edited, if nobody saved since version `seen`.

        Raises EditConflict; DomainError for what `check_details` refuses, and `currency_of_family` when the currency
        would differ from the family's.
        """
        check_may(by, Capability.EDIT_COMPANIES)
        check_names(values, DETAILS)
        if values.get("currency", self.currency) != self.currency:
            lock_families(self.tenant_id)
        current = self.locked()
        changes = differences(current, values)
        ask_all(
            lambda: current.check_details({name: values[name] for name in changes}),
            lambda: current.check_currency(values),
        )
        self._write(values, seen=seen)
        if changes.keys() & {"name", "number", "city", "website"}:
            self.index()
        if changes:
            publish("companies.company_changed", subject=self, company=self, by=by, changes=changes)

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """Phones have digits, the website a domain, the postal code the form of its country; groupings are offered."""
        ask_all(
            lambda: check_phones(changed, names=PHONES),
            lambda: check_website(changed),
            lambda: check_postal_code(self, changed),
            lambda: check_are_offered(changed.get(name) for name in GROUPINGS),
        )

    def check_currency(self, values: Mapping[str, Any]) -> None:
        """Companies of one family share their currency. Raises DomainError `currency_of_family`."""
        if values.get("currency", self.currency) != self.currency and self.has_relatives():
            raise DomainError("currency_of_family", CURRENCY_OF_FAMILY, field="currency")

    @transaction.atomic
    def become_customer(self, *, by) -> None:
        """The deal is won: contracts and onboardings are for customers only."""
        check_may(by, Capability.EDIT_COMPANIES)
        current = self.locked()
        if current.type == CompanyType.CUSTOMER:
            return
        self._set(by_edit=True, type=CompanyType.CUSTOMER)
        publish(
            "companies.type_changed", subject=self, company=self, by=by,
            changes={"type": [current.type, CompanyType.CUSTOMER.value]},
        )  # fmt: skip

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """Nobody works with the company any more; nothing of it is deleted. The MSP's own company stays."""
        check_may(by, Capability.EDIT_COMPANIES)
        current = self.locked()
        if current.is_own:
            raise DomainError("own_company_stays", _("Your own company cannot be deactivated."))
        if current.is_active:
            self._set(is_active=False)
            publish("companies.company_deactivated", subject=self, company=self, by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        """Work with the company again."""
        check_may(by, Capability.EDIT_COMPANIES)
        current = self.locked()
        if not current.manager.is_active:
            raise DomainError(
                "manager_inactive", _("Choose an active account manager first: %(name)s is no longer active.")
                % {"name": current.manager}, field="manager",
            )  # fmt: skip
        if not current.is_active:
            self._set(is_active=True)
            publish("companies.company_activated", subject=self, company=self, by=by)

    def index(self) -> None:
        """Write down the words that find this company."""
        index_company(self, source=SearchTerm.COMPANY, terms=self.own_words)

    @property
    def own_words(self) -> list[str]:
        """The words of its own that find it."""
        return words(f"{self.name} {self.number} {self.city} {self.web_domain}")

    def locked(self) -> Self:
        """This company as it is stored now, locked until the end of the transaction."""
        return type(self)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def has_relatives(self) -> bool:
        raise NotImplementedError

    def _write(self, values: dict[str, Any], *, seen: int) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.write_keys()
        self.save_edit([*values, *KEYS], seen=seen)

    def write_keys(self) -> None:
        """What the database compares by, computed on every save."""
        self.sort_name = sort_key(self.name)[:120]
        self.name_key = name_key(self.name)
        self.web_domain = domain_of(self.website)

    def _set(self, *, by_edit: bool = False, **values) -> None:
        """Write fields of one verb. `by_edit`: *Edit company* shows them too, so an open one is out of date."""
        version = {"version": F("version") + 1} if by_edit else {}
        type(self)._default_manager.filter(pk=self.pk).update(**values, **version)
        for name, value in values.items():
            setattr(self, name, value)
        if by_edit:
            self.version += 1


def check_are_offered(groupings: Iterable[Grouping | None]) -> None:
    """A company gets active classifications, territories, segments and competitors only."""
    message = _("“%(name)s” is no longer offered. Choose another one.")
    refuse(
        [
            DomainError("grouping_inactive", message % {"name": each}, field=grouping_field(each))
            for each in groupings
            if each is not None and not each.is_active
        ]
    )


def grouping_field(grouping: Grouping) -> str:
    """The field of a company that holds it."""
    return grouping._meta.get_field("companies").field.name
