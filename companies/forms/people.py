"""Who looks after a company, and who sees it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Company, TeamDecision, Territory
from companies.pickers import TeamField
from core.forms import DomainForm
from tenants.models import Member


class KeepsSight(forms.Form):
    """Asks whoever is about to lose sight of the company by what was entered; `member` is the person who edits."""

    accepts_loss = forms.BooleanField(
        label=_("Yes, I will no longer see this customer"), required=False, widget=forms.HiddenInput
    )
    member: Member

    def ask_before_loss(self, company: Company, **edited) -> None:
        """Add the question as an error, unless it was answered or nothing is lost."""
        stays = company.would_be_seen_by(self.member, **edited)
        if stays:
            return
        self.fields["accepts_loss"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("accepts_loss"):
            message = _("You would no longer see this customer yourself. Is that what you want?")
            self.add_error("accepts_loss", message)

    @property
    def asks_about_loss(self) -> bool:
        return not self["accepts_loss"].is_hidden


class TeamForm(KeepsSight, DomainForm):
    """The account team, or the decision that the account manager needs none."""

    team = TeamField(label=_("Account team"))
    manager_alone = forms.BooleanField(label=_("The account manager looks after this customer alone"), required=False)

    def __init__(self, *args, company: Company, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.company, self.member = company, member
        alone = company.team_decision == TeamDecision.MANAGER_ALONE
        self.initial = {"team": company.team_terms(), "manager_alone": alone, **self.initial}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("manager_alone") and cleaned.get("team"):
            self.add_error("manager_alone", _("Either a team or the account manager alone."))
        elif "team" in cleaned:
            self.ask_before_loss(
                self.company, manager=self.company.manager, team=cleaned["team"],
                is_confidential=self.company.is_confidential, territory=self.company.territory,
            )  # fmt: skip
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        """What `operations.decide_team` takes."""
        return {"members": self.cleaned_data["team"], "manager_alone": self.cleaned_data["manager_alone"]}


class TerritoriesForm(DomainForm):
    """Active territories, and those that the member has already."""

    territories = forms.ModelMultipleChoiceField(
        label=_("Territories"), queryset=Territory.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        own = Territory.objects.filter(members__member=member)
        self.initial["territories"] = [territory.pk for territory in own]
        cast(forms.ModelMultipleChoiceField, self.fields["territories"]).queryset = (
            Territory.objects.active() | Territory.objects.filter(pk__in=own)
        ).in_order()
