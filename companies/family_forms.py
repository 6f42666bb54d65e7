"""The forms that bring companies together: a new subsidiary, and companies that are there already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.forms import NewCompanyForm
from companies.models import Company, ParentLink
from companies.pickers import CompanyChoiceField, CompanyChoicesField
from core.forms import DomainForm
from tenants.models import Member


class NewSubsidiaryForm(NewCompanyForm):
    """A new company below another: what the parent has is filled in, and the currency is the family's."""

    link = forms.ChoiceField(label=_("Kind of link"), choices=ParentLink.choices, initial=ParentLink.SUBSIDIARY)

    def __init__(self, *args, parent: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(parent.currency, parent.currency)]
        self.fields["currency"].help_text = _("Companies of one family share their currency.")
        self.initial.update(
            type=parent.type, manager=parent.manager_id, country=str(parent.country), currency=parent.currency,
            language=parent.language,
        )  # fmt: skip
        self.order_fields(["name", "link"])


class AdoptForm(DomainForm):
    """Companies that are there already, to be placed below another. Only those that may stand there are offered.

    `find` narrows what is offered; `chosen` are those ticked before somebody searched on.
    """

    link = forms.ChoiceField(label=_("Kind of link"), choices=ParentLink.choices, initial=ParentLink.SUBSIDIARY)
    children = CompanyChoicesField(label=_("Companies below it"))

    def __init__(self, *args, parent: Company, member: Member, find: str = "", chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        possible = Company.objects.visible_to(member).possible_children_of(parent)
        self.fields["children"].offer(possible, find=find, chosen=chosen)
        self.initial["children"] = chosen


class MoveForm(DomainForm):
    """Another place for a company, with everything below it. Only where it may stand is offered."""

    parent = CompanyChoiceField(label=_("New parent company"))
    link = forms.ChoiceField(label=_("Kind of link"), choices=ParentLink.choices)

    def __init__(self, *args, company: Company, member: Member, find: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        possible = Company.objects.visible_to(member).possible_parents_of(company).exclude(pk=company.parent_id)
        self.fields["parent"].offer(possible, find=find, chosen=[self.data.get("parent", "")])
        self.initial["link"] = company.parent_link or ParentLink.SUBSIDIARY
