"""Two contacts of one company that were the same person."""

from companies.models import MergeRecord
from core.rowsecurity import TenantForeignKey


class ContactMerge(MergeRecord):
    """What merging two contacts of one company wrote."""

    survivor = TenantForeignKey("contacts.Contact", related_name="merges")
    absorbed = TenantForeignKey("contacts.Contact", related_name="absorptions")
