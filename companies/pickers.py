"""Fields to choose members and companies with. They never offer what the verb behind them would refuse."""

from django import forms
from django.db.models import QuerySet

from companies.models import Company
from tenants.models import Member

OFFERED = 20
"""Companies shown at once; the search narrows them."""


class TeamField(forms.ModelMultipleChoiceField):
    """Active members, each with a check box; the chosen ones stand below, each with an X (`companies/_team.html`)."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Member.objects.none(), required=False, **kwargs)

    def get_bound_field(self, form, field_name):
        self.queryset = Member.objects.active().in_name_order()
        return TeamBoundField(form, self, field_name)


class TeamBoundField(forms.BoundField):
    """The team as the page shows it."""

    @property
    def people(self) -> list[tuple[Member, bool]]:
        """Every member that may be chosen, and whether he is."""
        chosen = {str(getattr(each, "pk", each)) for each in self.value() or []}
        return [(member, str(member.pk) in chosen) for member in self.field.queryset.all()]

    @property
    def chosen(self) -> list[Member]:
        return [member for member, is_chosen in self.people if is_chosen]


class _OfferedCompanies:
    """Shows the first few companies that fit a search, and takes any that is possible."""

    def offer(self, possible: QuerySet, *, find: str = "", chosen=()) -> None:
        """Offer what fits `find`, and what is chosen already."""
        self.queryset = possible
        fitting = possible.search(find) if find else possible
        offered = list(fitting.in_name_order()[:OFFERED])
        wanted = [int(pk) for pk in chosen if str(pk).isdigit()]
        missing = set(wanted) - {company.pk for company in offered}
        kept = list(possible.filter(pk__in=missing)) if missing else []
        self.widget.choices = [(company.pk, self.label_from_instance(company)) for company in [*kept, *offered]]

    def label_from_instance(self, company: Company) -> str:
        return ", ".join(part for part in (company.name, company.city) if part)


class CompanyChoiceField(_OfferedCompanies, forms.ModelChoiceField):
    """One of many companies."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(queryset=Company.objects.none(), empty_label=None, **kwargs)


class CompanyChoicesField(_OfferedCompanies, forms.ModelMultipleChoiceField):
    """Several of many companies."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Company.objects.none(), **kwargs)
