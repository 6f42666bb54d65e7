"""Companies for programs: the same records, the same sight, the same verbs as on the pages."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from companies import operations
from companies.models import (
    AccountTeamMember,
    Classification,
    Company,
    CompanyType,
    Competitor,
    HierarchyDecision,
    MarketSegment,
    ParentLink,
    ServiceModel,
    Term,
    Territory,
)
from companies.models.record import DETAILS, GROUPINGS
from companies.names import IS_IT_THE_SAME
from core.money import CURRENCIES, LARGEST
from core.querying import is_there
from core.rest.fields import AskedFlag, Choice, CountryCode, Flag, Line, Moment, Named, Number, Ref
from core.rest.problems import Problem, not_found
from core.rest.records import Records, verb
from core.rest.serializers import Details, Output, Query, RecordOutput, StrictInput, order_field
from tenants.api import MemberBrief
from tenants.models import Member
from tenants.roles import Capability

ASSET_VALUE = "In cents of the company's currency."


class CompanyOutput(RecordOutput):
    """A company."""

    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    manager = MemberBrief(help_text="The account manager.")
    classification = Named(allow_null=True)
    territory = Named(allow_null=True)
    segment = Named(allow_null=True, help_text="The market segment.")
    competitor = Named(allow_null=True, help_text="Another provider that looks after the company, or would like to.")
    asset_value_cents = Number(allow_null=True, help_text=ASSET_VALUE)
    parent = serializers.SerializerMethodField(help_text="The id of the parent company, if you may see it.")
    parent_link = serializers.SerializerMethodField(help_text="What it is to its parent, if you may see that one.")
    hierarchy_decision = serializers.SerializerMethodField(
        help_text="Its place in a family; empty as well for the child of a parent that you may not see."
    )

    class Meta:
        model = Company
        fields = [
            "id", *DETAILS, "is_active", "is_own", "manager", "team_decision", "parent", "parent_link",
            "hierarchy_decision", "portal_enabled", "taskfire_enabled", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_parent(self, company) -> int | None:
        return company.parent_id if company.sees_parent else None

    @extend_schema_field({"type": "string", "enum": ["", *ParentLink.values]})
    def get_parent_link(self, company) -> str:
        return company.parent_link if company.sees_parent else ""

    @extend_schema_field({"type": "string", "enum": HierarchyDecision.values})
    def get_hierarchy_decision(self, company) -> str:
        """That it is somebody's child is not told without the parent."""
        return "" if company.parent_id and not company.sees_parent else company.hierarchy_decision


class CompanyDetails(Details):
    """The fields of *Edit company*. Those that are not sent stay as they are."""

    country = CountryCode(required=False, help_text="ISO 3166-1, two letters; the tenant's own when it is left out.")
    currency = Choice(choices=CURRENCIES, required=False, help_text="ISO 4217; the tenant's own when it is left out.")
    classification = Ref(lambda member: Classification.objects.all(), required=False, allow_null=True)
    territory = Ref(lambda member: Territory.objects.all(), required=False, allow_null=True)
    segment = Ref(lambda member: MarketSegment.objects.all(), required=False, allow_null=True)
    competitor = Ref(lambda member: Competitor.objects.all(), required=False, allow_null=True)
    asset_value_cents = Number(required=False, allow_null=True, min_value=0, max_value=LARGEST, help_text=ASSET_VALUE)

    class Meta:
        model = Company
        fields = [*DETAILS]


class NewCompany(CompanyDetails):
    """A new company."""

    manager = Ref(lambda member: Member.objects.active(), help_text="The account manager: the id of an active member.")
    tax_id = Line(required=False, allow_blank=True, max_length=30, help_text="Goes to the invoice settings.")
    is_another = Flag(
        required=False, default=False,
        help_text="Say that it is another company than the similar ones that you were shown (409).",
    )  # fmt: skip

    class Meta(CompanyDetails.Meta):
        fields = [*DETAILS, "manager", "tax_id", "is_another"]


class OneMember(StrictInput):
    """A member of the tenant."""

    member = Ref(lambda member: Member.objects.active(), help_text="The id of an active member.")


class NewTeamPlace(OneMember):
    """A place on an account team."""

    until_on = serializers.DateField(required=False, allow_null=True, help_text="The last day; without one, for good.")
    reason = Line(required=False, allow_blank=True, max_length=200, help_text="Why: a holiday, a project.")


class Place(StrictInput):
    """A place in a family."""

    parent = Ref(Company.objects.visible_to, help_text="The id of the parent company.")
    link = Choice(choices=ParentLink.choices, help_text="What it is to its parent.")


class TaskfireAgreed(StrictInput):
    """The agreement on Taskfire; both points are confirmed."""

    accepts_terms = Flag(help_text="The customer has accepted the agreement, with its licence fee for each user.")
    has_talked_it_through = Flag(help_text="Who handles which requests is talked through with the customer.")


class TeamPlace(Output):
    """A member of an account team."""

    member = MemberBrief()
    added_at = Moment()

    class Meta:
        model = AccountTeamMember
        fields = ["member", "added_at", "until_on", "reason"]
        read_only_fields = fields


class CompanyQuery(Query):
    """Which companies."""

    order = order_field("name", "id")
    q = serializers.CharField(
        required=False, max_length=100,
        help_text="Beginnings of words of name, number, city or the contacts' e-mail addresses; all must be found.",
    )  # fmt: skip
    type = serializers.ChoiceField(choices=CompanyType.choices, required=False)
    service_model = serializers.ChoiceField(choices=ServiceModel.choices, required=False)
    is_active = AskedFlag(required=False)
    is_own = AskedFlag(required=False, help_text="The tenant's own company, or all others.")
    classification = Ref(lambda member: Classification.objects.all(), required=False)
    territory = Ref(lambda member: Territory.objects.all(), required=False)
    segment = Ref(lambda member: MarketSegment.objects.all(), required=False)
    competitor = Ref(lambda member: Competitor.objects.all(), required=False)
    mine = AskedFlag(required=False, help_text="`true`: those whose account manager you are, or on whose team.")
    manager = Ref(lambda member: Member.objects.all(), required=False, help_text="The id of the account manager.")
    parent = Ref(Company.objects.visible_to, required=False, help_text="The id of the parent: those right below it.")
    family = Ref(Company.objects.visible_to, required=False, help_text="An id: this company and all below it.")


class TeamQuery(Query):
    """Which members of the team."""

    order = order_field("id")


class Companies(Records):
    """Customers and all other companies that the member may see."""

    output = CompanyOutput
    inputs = {
        "create": NewCompany, "partial_update": CompanyDetails, "change_manager": OneMember, "place_under": Place,
        "add_to_team": NewTeamPlace, "enable_taskfire": TaskfireAgreed,
    }  # fmt: skip
    outputs = {"team": TeamPlace, "add_to_team": TeamPlace}
    queries = {"list": CompanyQuery, "team": TeamQuery}
    needs = {
        **dict.fromkeys(("create", "partial_update", "activate", "deactivate"), Capability.EDIT_COMPANIES),
        **dict.fromkeys(("become_customer", "place_under", "leave_parent"), Capability.EDIT_COMPANIES),
        **dict.fromkeys(("decide_independent", "decide_parent"), Capability.EDIT_COMPANIES),
        **dict.fromkeys(
            ("change_manager", "add_to_team", "remove_from_team", "decide_manager_alone"), Capability.MANAGE_TEAMS
        ),
        **dict.fromkeys(
            ("enable_portal", "disable_portal", "enable_taskfire", "disable_taskfire"), Capability.MANAGE_PORTAL
        ),
    }
    makes = frozenset({"create", "add_to_team"})
    orders = {"name": ("sort_name", "id"), "id": ("id",)}

    def rows(self) -> QuerySet:
        seen = Company.objects.visible_to(self.member)
        parents = Company.objects.visible_to(self.member).filter(pk=OuterRef("parent_id"))
        named = seen.select_related("manager", *GROUPINGS)
        return named.annotate(sees_parent=is_there(parents))

    def list(self, request):
        """The companies that you may see, by name."""
        rows, asked = self.rows(), self.asked
        rows = self.narrowed(rows, "type", "service_model", "is_active", "is_own", "manager", "parent", *GROUPINGS)
        if asked.get("mine"):
            rows = rows.mine(self.member)
        if "family" in asked:
            rows = rows.branch_of(asked["family"].pk)
        return self.page(rows.search(asked["q"]) if "q" in asked else rows)

    def create(self, request):
        """Enter a company. Similar ones that you may see are refused with 409 and named; `is_another` insists."""
        values = self.given()
        if not values.pop("is_another"):
            self._ask_about(values)
        company = operations.create_company(tenant=request.tenant, by=self.member, **values)
        return self.created(self.one(company.pk))

    activate = verb("activate", "Work with the company again.")
    deactivate = verb("deactivate", "Nobody works with the company any more; nothing of it is deleted.")
    become_customer = verb(
        "become_customer",
        "The deal is won: the company becomes a customer, so that contracts and onboardings are possible.",
    )
    change_manager = verb(
        "change_manager", "Name another account manager. 204 when you no longer see the company by that."
    )
    place_under = verb("place_under", "Make it a subsidiary, franchise or branch of a parent company.")
    leave_parent = verb("leave_parent", "End the link to the parent company.")
    decide_independent = verb("decide_independent", "Record that the company belongs to no family.")
    decide_parent = verb("decide_parent", "Record that the company is the head of the companies below it.")
    decide_manager_alone = verb("decide_manager_alone", "Record that the account manager needs no team.")
    enable_portal = verb("enable_portal", "Let the enabled contacts of the company in.")
    disable_portal = verb("disable_portal", "Lock out all contacts of the company at once. Taskfire goes off before.")
    disable_taskfire = verb("disable_taskfire", "Switch Taskfire off; the Taskfire rights of its contacts end with it.")

    @action(detail=True, methods=["post"], url_path="enable-taskfire")
    def enable_taskfire(self, request, pk: int):
        """Switch Taskfire on; who confirmed the agreement is kept."""
        company, said = self.one(pk), self.given()
        company.enable_taskfire(confirmations=(said["accepts_terms"], said["has_talked_it_through"]), by=self.member)
        return self.done(pk)

    @action(detail=True, methods=["get"])
    def team(self, request, pk: int):
        """The account team: members who see what the account manager sees."""
        return self.page(self._places(self.one(pk)))

    @team.mapping.post
    def add_to_team(self, request, pk: int):
        """Add a member to the account team, for good or until a last day.

        Who is on it already gets the term that is named, and keeps the present one when none is.
        """
        company, term = self.one(pk), self.given()
        member = term.pop("member")
        company.add_to_team(member=member, term=Term(**term) if term else None, by=self.member)
        return self.answer(self._places(company).get(member=member), status=201)

    @action(detail=True, methods=["delete"], url_path="team/<int:member>")
    def remove_from_team(self, request, pk: int, member: int):
        """Take a member off the account team."""
        company = self.one(pk)
        place = self._places(company).filter(member=member).first()
        if place is None:
            raise not_found()
        company.remove_from_team(member=place.member, by=self.member)
        return Response(status=204)

    def _places(self, company: Company) -> QuerySet:
        return company.places().standing().select_related("member")

    def _ask_about(self, values: dict[str, Any]) -> None:
        seen = Company.objects.visible_to(self.member)
        found = [{"id": each.pk, "name": each.name} for each in seen.likely_to_be(values)]
        if found:
            raise Problem(409, "possible_duplicate", IS_IT_THE_SAME, duplicates=found)
