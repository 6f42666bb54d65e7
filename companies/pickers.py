"""Fields to choose members and companies with. They never offer what the verb behind them would refuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Term
from core.forms import normalise
from core.ids import is_id
from tenants.models import Member

OFFERED = 20
"""Companies shown at once; the search narrows them."""


class TeamWidget(forms.Widget):
    """Reads what `companies/_team.html` sends: each chosen member with last day and reason, as typed."""

    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        chosen = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return {pk: (data.get(f"{name}-until-{pk}", ""), data.get(f"{name}-reason-{pk}", "")) for pk in chosen}

    def value_omitted_from_data(self, data, files, name):
        return False  # nobody chosen is an answer too


class TeamField(forms.Field):
    """Active members, each with a check box; the chosen ones stand below with last day, reason and an X.

    Its value is a mapping from member to `Term`.
    """

    widget = TeamWidget

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.until, self.reason = forms.DateField(required=False), forms.CharField(required=False, max_length=200)

    @cached_property
    def members(self) -> dict[str, Member]:
        """Whom one may choose, by the value of the check box."""
        return {str(member.pk): member for member in Member.objects.active().in_name_order()}

    def to_python(self, value) -> dict[Member, Term]:
        unknown = set(value or {}) - self.members.keys()
        if unknown:
            raise ValidationError(_("Choose active members only."), code="invalid_choice")
        return {self.members[pk]: self._term(self.members[pk], *typed) for pk, typed in (value or {}).items()}

    def prepare_value(self, value):
        """What the page shows, by the value of the check box: as typed, or as it is stored."""
        if not value or not isinstance(next(iter(value)), Member):
            return value or {}
        return {str(member.pk): (term.until_on, term.reason) for member, term in value.items()}

    def get_bound_field(self, form, field_name):
        return TeamBoundField(form, self, field_name)

    def _term(self, member: Member, until: str, reason: str) -> Term:
        try:
            return Term(self.until.clean(until), normalise(self.reason.clean(reason)))
        except ValidationError as error:
            raise ValidationError([f"{member.name}: {message}" for message in error.messages]) from error


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen member as the page shows it."""

    member: Member
    until: str
    reason: str


class TeamBoundField(forms.BoundField):
    """The team as the page shows it."""

    @property
    def people(self) -> list[tuple[Member, bool]]:
        """Every member that may be chosen, and whether he is."""
        shown = self.value()
        return [(member, pk in shown) for pk, member in self.field.members.items()]

    @property
    def chosen(self) -> list[Chosen]:
        shown = self.value()
        return [
            Chosen(member, _iso(shown[pk][0]), shown[pk][1]) for pk, member in self.field.members.items() if pk in shown
        ]


def _iso(until) -> str:
    return until.isoformat() if isinstance(until, date) else until or ""


class _OfferedCompanies:
    """Shows the first few companies that fit a search, and takes any that is possible."""

    shown: Mapping[str, Company] = {}

    def offer(self, possible: QuerySet, *, find: str = "", chosen=()) -> None:
        """Offer what fits `find`, and what is chosen already."""
        self.queryset = possible
        fitting = possible.search(find) if find else possible
        first = fitting.in_name_order().values("pk")[: OFFERED + 1]
        found = list(Company.objects.filter(pk__in=first).select_related("manager").in_name_order())
        offered, has_more = found[:OFFERED], len(found) > OFFERED
        missing = {int(pk) for pk in chosen if is_id(pk)} - {company.pk for company in offered}
        kept = list(possible.filter(pk__in=missing).in_name_order()) if missing else []
        self.shown = {str(company.pk): company for company in [*kept, *offered]}
        self.widget.choices = [(pk, self.label_from_instance(company)) for pk, company in self.shown.items()]
        if has_more:
            self.help_text = _("These are the first %(count)d. Search to find others.") % {"count": OFFERED}
        elif not offered:
            self.help_text = _("No matches.")

    def label_from_instance(self, company: Company) -> str:
        return ", ".join(part for part in (company.name, company.city) if part)


class CompanyChoiceField(_OfferedCompanies, forms.ModelChoiceField):
    """One of many companies."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(queryset=Company.objects.none(), empty_label=None, **kwargs)

    def to_python(self, value):
        """The company; one that is offered was found just now, and is not looked for again."""
        return self.shown.get(str(value)) or super().to_python(value)


class CompanyChoicesField(_OfferedCompanies, forms.ModelMultipleChoiceField):
    """Several of many companies."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(queryset=Company.objects.none(), **kwargs)
