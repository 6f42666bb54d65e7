"""A contact's way into the customer portal, for programs."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from contacts.api.contact import Contacts
from contacts.models import Contact, PortalRight
from contacts.portal_places import works
from core.rest.fields import Choice, Moment
from core.rest.resource import Resource
from core.rest.serializers import StrictInput
from tenants.roles import Capability


class InvitationOutput(serializers.Serializer):
    """The last invitation."""

    is_open = serializers.BooleanField(help_text="Whether its link still lets the person in.")
    expires_at = Moment()
    accepted_at = Moment(allow_null=True)


class PortalOutput(serializers.Serializer):
    """How a contact gets into the portal."""

    is_enabled = serializers.BooleanField()
    works = serializers.BooleanField(
        help_text="Whether it opens the portal now: contact, company, the company's portal and Taskfire are as needed."
    )
    right = serializers.ChoiceField(choices=PortalRight.choices, allow_null=True)
    enabled_at = Moment(allow_null=True)
    invitation = InvitationOutput(allow_null=True)


class PortalInput(StrictInput):
    """With which right."""

    right = Choice(choices=PortalRight.choices, help_text="Those of Taskfire only where the company has it on.")


class Portal(Resource):
    """A contact's access to the customer portal."""

    output = PortalOutput
    rows = Contacts.rows
    inputs = {"enable": PortalInput}
    needs = dict.fromkeys(("retrieve", "enable", "disable", "invite_again"), Capability.MANAGE_PORTAL)

    def retrieve(self, request, pk: int) -> Response:
        """Whether the contact gets in, with which right, and what became of the invitation."""
        return self.answer(_access_of(self.one(pk)))

    def enable(self, request, pk: int) -> Response:
        """Let the contact in with this right, and send an invitation. Who is in already gets the right, no mail."""
        contact = self.one(pk)
        contact.enable_portal(by=self.member, **self.given())
        return self.answer(_access_of(contact))

    def disable(self, request, pk: int) -> Response:
        """End the access at once, sessions included."""
        self.one(pk).disable_portal(by=self.member)
        return Response(status=204)

    def invite_again(self, request, pk: int) -> Response:
        """Send a new invitation. The earlier one no longer opens anything. While the portal is shut there is none."""
        contact = self.one(pk)
        self.given()
        contact.invite_again(by=self.member)
        return self.answer(_access_of(contact))


def _access_of(contact: Contact) -> dict[str, Any]:
    access = contact.access
    if access is None:
        return {"is_enabled": False, "works": False, "right": None, "enabled_at": None, "invitation": None}
    return {
        "is_enabled": True, "works": works(access), "right": access.right,
        "enabled_at": access.enabled_at, "invitation": access.invitation,
    }  # fmt: skip
