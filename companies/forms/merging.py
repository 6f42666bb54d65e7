"""The form that merges a company into another."""

from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.pickers import CompanyChoiceField
from core.forms import DomainForm
from tenants.models import Member


class MergeForm(DomainForm):
    """Which company remains. Offered are the active ones that this member sees; likely duplicates come first."""

    into = CompanyChoiceField(label=_("The company that remains"))

    def __init__(self, *args, absorbed: Company, member: Member, find: str = "", chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        possible = Company.objects.visible_to(member).active().others().exclude(pk=absorbed.pk)
        alike = possible.similar_to(absorbed.name, website=absorbed.website)
        offered = alike if not find and alike.exists() else possible
        into = self.fields["into"]
        into.offer(offered, find=find, chosen=chosen)
        shown = into.widget.choices
        into.queryset = possible  # whatever is possible is taken, whether it is shown or not
        into.widget.choices = shown
        self.initial["into"] = next(iter(chosen), None)
