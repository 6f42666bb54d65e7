"""What sales hands over."""

import hashlib
import json

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.changes import differences
from core.conflicts import Versioned
from core.errors import EditConflict
from core.events import publish
from core.rowsecurity import TenantOneToOne
from tenants.models import TenantOwned
from tenants.roles import Capability


def agreement_path(handover, name: str) -> str:
    """A folder of the tenant's own; the storage makes the name unique, the given one is kept beside it."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    return f"agreements/{handover.tenant_id}/{handover.company_id}{suffix}"


class SalesHandoverQuerySet(models.QuerySet):
    def for_company(self, company: Company) -> "SalesHandover":
        """The company's record, created empty on first use."""
        return self.get_or_create(company=company, defaults={"tenant_id": company.tenant_id})[0]


class SalesHandover(Versioned, TenantOwned):
    """What sales promised: the agreement on file, scope, exclusions and promises."""

    company = TenantOneToOne(Company, on_delete=models.CASCADE, related_name="sales_handover")
    agreement = models.FileField(_("signed agreement"), upload_to=agreement_path, max_length=200, blank=True)
    agreement_name = models.CharField(max_length=200, blank=True)
    agreement_digest = models.CharField(max_length=64, blank=True)
    scope = models.TextField(_("what we do"), max_length=4000, blank=True)
    exclusions = models.TextField(_("what is excluded"), max_length=4000, blank=True)
    promises = models.TextField(_("what was promised"), max_length=4000, blank=True)

    objects = SalesHandoverQuerySet.as_manager()

    def __str__(self):
        return str(self.company_id)

    @property
    def fingerprint(self) -> str:
        """Changes whenever something changes that the account manager has signed."""
        signed = [self.agreement_digest, self.scope, self.exclusions, self.promises]
        return hashlib.sha256(json.dumps(signed).encode()).hexdigest()

    @transaction.atomic
    def update_details(self, *, values: dict, seen: int, by, agreement=None) -> None:
        """Write scope, exclusions and promises, and put a new agreement on file.

        `agreement` is an uploaded file that the form has checked. Raises EditConflict when somebody saved since
        `seen`, NotAllowed without the right to run onboardings. A signature under older words becomes stale. The
        agreement that stood there before goes once the new one is safe.
        """
        by.check_may(Capability.RUN_ONBOARDING)
        before = SalesHandover.objects.select_for_update().get(pk=self.pk)
        self.company.check_is_no_alias()
        if before.version != seen:
            raise EditConflict(before)
        changes = differences(before, values)
        for name, value in values.items():
            setattr(self, name, value)
        fields = list(values)
        if agreement:
            self.agreement_digest = hashlib.sha256(agreement.read()).hexdigest()
            agreement.seek(0)
            self.agreement_name = agreement.name[-200:]
            self.agreement.save(agreement.name, agreement, save=False)
            _forget_file(before.agreement.name)
            changes["agreement"] = [before.agreement_name, self.agreement_name]
            fields += ["agreement", "agreement_name", "agreement_digest"]
        self.save_edit(fields, seen=seen)
        if changes:
            publish("onboarding.handover_changed", subject=self, company=self.company, by=by, changes=changes)


def _forget_file(name: str) -> None:
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)
