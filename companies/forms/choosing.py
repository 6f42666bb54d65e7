"""For which company something new is entered."""

from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.pickers import CompanyChoiceField
from core.forms import DomainForm
from tenants.models import Member


class ChooseCompanyForm(DomainForm):
    """One of the companies that the member sees, but for the MSP's own; a search narrows what is offered."""

    company = CompanyChoiceField(label=_("Customer"))

    def __init__(self, *args, member: Member, find: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [self.data[self.add_prefix("company")]] if self.data.get(self.add_prefix("company")) else []
        self.fields["company"].offer(Company.objects.visible_to(member).active().others(), find=find, chosen=chosen)
