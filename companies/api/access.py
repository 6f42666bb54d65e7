"""Who sees a company, and why."""

from rest_framework import serializers
from rest_framework.response import Response

from companies.access import access_of, accesses
from companies.api.company import Companies
from core.rest.fields import Ref
from core.rest.resource import Resource
from tenants.api import MemberBrief
from tenants.models import Member
from tenants.roles import Capability


class AccessOutput(serializers.Serializer):
    """How things stand between a member and the company."""

    member = MemberBrief()
    sees = serializers.BooleanField()
    rules = serializers.SerializerMethodField(help_text="The keys of the rules that let the member see it.")
    why = serializers.ListField(child=serializers.CharField(), help_text="In words, why or why not.")

    def get_rules(self, access) -> list[str]:
        return [rule.key for rule in access.rules]


class AccessQuery(serializers.Serializer):
    """About whom."""

    member = Ref(lambda member: Member.objects.all(), required=False, help_text="One member, who may not see it.")


class Access(Resource):
    """Who sees a company."""

    output = AccessOutput
    queries = {"list": AccessQuery}
    needs = {"list": Capability.MANAGE_TEAMS}
    rows = Companies.rows

    def list(self, request, pk: int):
        """Every member who sees this company with the rules that let them; or one member, and why not."""
        company = self.one(pk)
        found = [access_of(company, self.asked["member"])] if "member" in self.asked else accesses(company)
        return Response({"results": AccessOutput(found, many=True).data, "next": None})
