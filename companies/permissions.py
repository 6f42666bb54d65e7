"""Whether somebody may do something to a customer's records."""

from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed
from tenants.models import Member
from tenants.roles import Capability


def check_may(by, capability: Capability) -> None:
    """Members need the capability; the system (None) may; a customer's contact may not.

    Raises NotAllowed, saying what is missing.
    """
    if by is None:
        return
    if not isinstance(by, Member):
        raise NotAllowed("staff_only", _("Only your service provider can do this."))
    by.check_may(capability)
