"""Who keeps the tax ids of companies: billing, among the invoice settings that are reviewed."""

from billing.many import enter_tax_ids, tax_ids_of
from companies.tax_ids import Keeper, keep_tax_ids_with
from tenants.roles import Capability

keep_tax_ids_with(Keeper(needs=Capability.EDIT_INVOICE_SETTINGS, read=tax_ids_of, write=enter_tax_ids))
