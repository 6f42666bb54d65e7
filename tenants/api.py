"""Who is calling, and who works here."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers
from rest_framework.response import Response

from core.rest.fields import AskedFlag, Moment
from core.rest.resource import Resource
from core.rest.serializers import Output, Query, order_field
from tenants.api_authentication import TokenAuthentication
from tenants.models import Member
from tenants.roles import Capability, Role


class TokenScheme(OpenApiAuthenticationExtension):
    """How a program signs in, for the description."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        text = "A token that a member has made under *My profile, API tokens*: `Authorization: Bearer handover_…`."
        return {"type": "http", "scheme": "bearer", "description": text}


class MemberBrief(Output):
    """A member by name."""

    class Meta:
        model = Member
        fields = ["id", "name"]
        read_only_fields = fields


class MemberOutput(Output):
    """A person who works at the tenant."""

    class Meta:
        model = Member
        fields = ["id", "name", "roles", "is_active"]
        read_only_fields = fields


class Caller(serializers.Serializer):
    """The token, the member that it acts for, and what that member may do."""

    tenant = serializers.CharField(source="tenant.slug", help_text="The tenant's part of every address.")
    member = MemberBrief()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), source="member.roles")
    capabilities = serializers.SerializerMethodField(help_text="What the roles include; the token may do no more.")
    token = serializers.CharField(source="name", help_text="The name of the token.")
    is_read_only = serializers.BooleanField()
    expires_at = Moment(allow_null=True)

    def get_capabilities(self, token) -> list[str]:
        return [each.value for each in Capability if token.member.may(each)]


class Me(Resource):
    """The caller."""

    output = Caller

    def retrieve(self, request):
        """Who is calling, and what they may do. A good first request: it shows that the token works."""
        request.auth.member = self.member
        return Response(Caller(request.auth).data)


class MemberQuery(Query):
    """Which members."""

    order = order_field("name", "id")
    is_active = AskedFlag(required=False, help_text="Only those who are active, or only those who are not.")


class Members(Resource):
    """The people who work at the tenant."""

    output = MemberOutput
    queries = {"list": MemberQuery}
    orders = {"name": ("sort_name", "id"), "id": ("id",)}

    def rows(self):
        return Member.objects.all()

    def list(self, request):
        """The members of the tenant, by name. Account managers and account teams are chosen among the active ones."""
        return self.page(self.narrowed(self.rows(), "is_active"))
