"""Companies that belong together: which stands below which."""

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.forms.company import NewCompanyForm
from companies.models import Company, HierarchyDecision, ParentLink
from companies.pickers import CompanyChoiceField, CompanyChoicesField
from core.forms import DomainForm
from tenants.models import Member


class HierarchyForm(DomainForm):
    """Whether the company belongs to a family. Only what would keep the family a tree is offered.

    `find` narrows the companies offered, `chosen` are the children ticked before; what is posted is checked against all
    that are possible. A company that has a parent keeps it here: moving it and ending the link have effects, which
    their own page shows first.
    """

    decision = forms.ChoiceField(
        label=_("Does this company belong with others?"), widget=forms.RadioSelect,
        choices=[
            (HierarchyDecision.INDEPENDENT, HierarchyDecision.INDEPENDENT.label),
            (HierarchyDecision.CHILD, HierarchyDecision.CHILD.label),
            (HierarchyDecision.PARENT, HierarchyDecision.PARENT.label),
        ],
    )  # fmt: skip
    link = forms.ChoiceField(label=_("Kind of link"), choices=ParentLink.choices, required=False)
    parent = CompanyChoiceField(label=_("Parent company"), required=False)
    children = CompanyChoicesField(label=_("Companies below it"), required=False)

    def __init__(self, *args, company: Company, member: Member, find: str = "", chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        visible = Company.objects.visible_to(member)
        if company.parent_id is None:
            parents = visible.possible_parents_of(company)
            self.fields["parent"].offer(parents, find=find, chosen=[self.data.get("parent", "")])
        else:
            del self.fields["parent"]
        ticked = self.data.getlist("children") if hasattr(self.data, "getlist") else chosen
        self.fields["children"].offer(visible.possible_children_of(company), find=find, chosen=ticked)
        for name in ("link", "parent"):
            if name in self.fields:
                self.fields[name].is_wanted = True
        known = {"decision": company.hierarchy_decision, "link": company.parent_link, "children": chosen}
        self.initial = {**known, **self.initial}
        self.company = company

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == HierarchyDecision.CHILD:
            cleaned.setdefault("parent", self.company.parent)
            if not cleaned.get("parent") and "parent" not in self.errors:
                self.add_error("parent", _("Choose the parent company."))
            if not cleaned.get("link"):
                self.add_error("link", _("Choose subsidiary, franchise or branch."))
        return cleaned


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
