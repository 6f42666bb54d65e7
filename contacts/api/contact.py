"""Contacts for programs."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action

from companies.api.activity import ActivityOf
from companies.models import Company, Location
from contacts import operations
from contacts.activity import of_contact
from contacts.models import Contact
from contacts.models.record import DETAILS, OPTED_OUT_AT
from contacts.names import IS_IT_THE_SAME
from core.rest.fields import AskedFlag, Flag, Moment, OptionalCountryCode, Ref
from core.rest.problems import Problem
from core.rest.records import Records, verb
from core.rest.serializers import Details, Output, Query, RecordOutput, StrictInput, order_field
from tenants.roles import Capability


class CompanyBrief(Output):
    """A company by name."""

    class Meta:
        model = Company
        fields = ["id", "name"]
        read_only_fields = fields


class ContactOutput(RecordOutput):
    """A person at a company."""

    company = CompanyBrief()
    country = serializers.CharField(help_text="ISO 3166-1, two letters; empty: that of the company.")
    bulk_mail_opted_out_at = Moment(allow_null=True, help_text="Since when the person wants no bulk mail.")
    calls_opted_out_at = Moment(allow_null=True, help_text="Since when the person wants no sales calls.")
    bounced_at = Moment(allow_null=True, help_text="When mail to the address came back; nothing more is sent to it.")

    class Meta:
        model = Contact
        fields = [
            "id", "company", *DETAILS, *OPTED_OUT_AT.values(), "is_active", "is_primary", "bounced_at", "created_at",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class ContactDetails(Details):
    """The fields of *Edit contact*. Those that are not sent stay as they are."""

    location = Ref(
        lambda member: Location.objects.filter(company__in=Company.objects.visible_to(member)),
        required=False, allow_null=True, help_text="The id of a location of the contact's own company.",
    )  # fmt: skip
    country = OptionalCountryCode(required=False, help_text="ISO 3166-1, two letters; empty: that of the company.")

    class Meta:
        model = Contact
        fields = [*DETAILS]


class NewContact(ContactDetails):
    """A new contact."""

    company = Ref(Company.objects.visible_to, help_text="The id of the company; it never changes.")
    is_primary = Flag(
        required=False, default=False, help_text="At once the primary contact, in the place of whoever is."
    )
    is_another = Flag(
        required=False, default=False,
        help_text="Say that it is somebody else than the similar contacts that you were shown (409).",
    )  # fmt: skip

    class Meta(ContactDetails.Meta):
        fields = [*DETAILS, "company", "is_primary", "is_another"]


class Employer(StrictInput):
    """The company at which the person works now."""

    company = Ref(Company.objects.visible_to, help_text="The id of the company.")


class ContactQuery(Query):
    """Which contacts."""

    order = order_field("name", "id")
    q = serializers.CharField(
        required=False,
        max_length=100,
        help_text="Words that begin like those of name or e-mail address; all must be found.",
    )
    company = Ref(Company.objects.visible_to, required=False, help_text="The id of the company.")
    email = serializers.CharField(required=False, max_length=254, help_text="Exactly this address, in lower case.")
    is_active = AskedFlag(required=False)
    is_primary = AskedFlag(required=False)


class Contacts(Records):
    """The people of the companies that the member may see."""

    output = ContactOutput
    inputs = {"create": NewContact, "partial_update": ContactDetails, "copy_and_deactivate": Employer}
    queries = {"list": ContactQuery}
    needs = dict.fromkeys(
        ("create", "partial_update", "designate_primary", "withdraw_primary", "deactivate", "activate",
         "copy_and_deactivate"),
        Capability.EDIT_CONTACTS,
    )  # fmt: skip
    makes = frozenset({"create", "copy_and_deactivate"})
    orders = {"name": ("sort_name", "id"), "id": ("id",)}

    def rows(self) -> QuerySet:
        return Contact.objects.visible_to(self.member).select_related("company")

    def list(self, request):
        """The contacts of the companies that you may see, by last name."""
        asked = self.asked
        rows = self.narrowed(self.rows(), "company", "email", "is_active", "is_primary")
        return self.page(rows.search(asked["q"]) if "q" in asked else rows)

    def create(self, request):
        """Enter a contact. Similar ones that you may see are refused with 409 and named; `is_another` insists."""
        values = self.given()
        company, is_primary = values.pop("company"), values.pop("is_primary")
        if not values.pop("is_another"):
            self._ask_about(values, company)
        contact = operations.enter_contact(company=company, values=values, is_primary=is_primary, by=self.member)
        return self.created(self.one(contact.pk))

    @action(detail=True, methods=["post"], url_path="copy-and-deactivate")
    def copy_and_deactivate(self, request, pk: int):
        """The person works at another company now: a new contact there, and this one is deactivated.

        What belongs to the person is copied. Tickets, portal access, location and the mark of the primary contact stay.
        """
        copy = operations.copy_and_deactivate(contact=self.one(pk), by=self.member, **self.given())
        return self.created(self.rows().get(pk=copy.pk))

    designate_primary = verb(
        "designate_primary",
        "Make this the company's primary contact, in the place of whoever is: our messages go to no one else.",
    )
    withdraw_primary = verb(
        "withdraw_primary", "The company has no primary contact any more; messages to it are held until there is one."
    )
    deactivate = verb("deactivate", "The person has left: no primary contact and no portal access any more, at once.")
    activate = verb(
        "activate", "The person is back. Neither primary contact nor portal access come back by themselves."
    )

    def _ask_about(self, values: dict[str, Any], company: Company) -> None:
        found = [{"id": each.pk, "name": each.full_name} for each in self.rows().likely_to_be(values, company=company)]
        if found:
            raise Problem(409, "possible_duplicate", IS_IT_THE_SAME, duplicates=found)


class ContactActivity(ActivityOf):
    """What happened to a contact."""

    rows = Contacts.rows

    def list(self, request, pk: int):
        """What happened to a contact and to its access to the portal, newest first."""
        return self.told(of_contact(self.one(pk)))
