"""The REST API below `/<tenant>/api/v1/`: every resource in one list, its description, and an answer for all else."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from companies.api.access import Access
from companies.api.activity import ActivityOf, CompanyActivity, TenantActivity
from companies.api.company import Companies
from companies.api.groupings import Classifications, Competitors, MarketSegments, Territories
from companies.api.locations import Locations
from companies.api.merging import CompanyMerging, Merging
from contacts.api.contact import ContactActivity, Contacts
from contacts.api.merging import ContactMerging
from contacts.api.portal import Portal
from core.rest.problems import not_found
from core.rest.resource import Resource
from imports.api import Imports
from tenants.api import Me, Members

router = SimpleRouter(use_regex_path=False)
router.register("companies", Companies, "companies")
router.register("contacts", Contacts, "contacts")
router.register("locations", Locations, "locations")
router.register("imports", Imports, "imports")
router.register("classifications", Classifications, "classifications")
router.register("territories", Territories, "territories")
router.register("market-segments", MarketSegments, "market-segments")
router.register("competitors", Competitors, "competitors")
router.register("members", Members, "members")


def _log(address: str, activity: type[ActivityOf], key: str) -> URLPattern:
    return path(address, activity.as_view({"get": "list"}, basename=key), name=key)


def _merging(kind: str, merging: type[Merging]) -> list[URLPattern]:
    key = f"{kind}-merging"
    return [
        path(f"{kind}/<int:pk>/{address}/", merging.as_view(actions, basename=key), name=f"{key}-{name}")
        for address, name, actions in (
            ("merge", "merge", {"get": "preview", "post": "create"}),
            ("merges", "list", {"get": "list"}),
            ("merges/<int:merge>/undo", "undo", {"post": "undo"}),
        )
    ]


resources = [
    path("me/", Me.as_view({"get": "retrieve"}, basename="me"), name="me"),
    path("companies/<int:pk>/access/", Access.as_view({"get": "list"}, basename="access"), name="companies-access"),
    _log("companies/<int:pk>/activity/", CompanyActivity, "companies-activity"),
    _log("contacts/<int:pk>/activity/", ContactActivity, "contacts-activity"),
    _log("activity/", TenantActivity, "activity"),
    *_merging("companies", CompanyMerging),
    *_merging("contacts", ContactMerging),
    path(
        "contacts/<int:pk>/portal/",
        Portal.as_view({"get": "retrieve", "post": "enable", "delete": "disable"}, basename="portal"),
        name="contacts-portal",
    ),
    path(
        "contacts/<int:pk>/portal/invite-again/",
        Portal.as_view({"post": "invite_again"}, basename="portal"),
        name="contacts-portal-invite-again",
    ),
    *router.urls,
]


class Description(Resource):
    """The API's description of itself."""

    def retrieve(self, request) -> Response:
        """The OpenAPI document of this tenant's API."""
        address = request.build_absolute_uri(request.path.removesuffix("schema/").rstrip("/"))
        return Response({**described(), "servers": [{"url": address}]})


class Elsewhere(Resource):
    """What is no address of the API."""

    def retrieve(self, request, **kwargs) -> HttpResponse:
        raise not_found()

    create = update = partial_update = destroy = retrieve


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document, in English, once per process."""
    with translation.override("en"):
        return SchemaGenerator(patterns=resources).get_schema(public=True)


ANY = {"get": "retrieve", "post": "create", "put": "update", "patch": "partial_update", "delete": "destroy"}
app_name = "api"
urlpatterns = [
    *resources,
    path("schema/", Description.as_view({"get": "retrieve"}), name="schema"),
    path("", Elsewhere.as_view(ANY), name="root"),
    path("<path:rest>", Elsewhere.as_view(ANY), name="elsewhere"),
]
