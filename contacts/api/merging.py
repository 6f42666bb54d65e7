"""Two contacts of one company that were the same person, for programs."""

from companies.api.merging import REMAINS, Merging
from contacts.api.contact import Contacts
from contacts.merging import merge_contacts, preview_of_contacts, undo_merge_of_contacts
from contacts.models import Contact
from core.rest.fields import Ref
from core.rest.serializers import Question, StrictInput
from tenants.roles import Capability


class IntoContact(StrictInput):
    """The contact that remains."""

    into = Ref(Contact.objects.visible_to, help_text=REMAINS)


class IntoWhichContact(Question):
    """The contact that would remain."""

    into = Ref(Contact.objects.visible_to, help_text=REMAINS)


class ContactMerging(Merging):
    """Two contacts of one company that were the same person."""

    rows = Contacts.rows
    inputs = {"create": IntoContact}
    queries = {**Merging.queries, "preview": IntoWhichContact}
    needs = {
        **dict.fromkeys(("preview", "create"), Capability.EDIT_CONTACTS),
        "undo": Capability.MANAGE_TENANT,
    }
    previews, merges, undoes = map(staticmethod, (preview_of_contacts, merge_contacts, undo_merge_of_contacts))
