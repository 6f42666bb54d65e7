"""A person's page in the settings, as far as it shows what higher floors know."""

from django.utils.translation import gettext_lazy as _

from tenants.extensions import PersonTab, show

TABS = [
    PersonTab(key="territories", label=_("Territories"), url_name="companies:member_territories"),
    PersonTab(key="transfer", label=_("Hand over"), url_name="staff:transfer"),
]

show(TABS)
