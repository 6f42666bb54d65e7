"""The forms of the settings about people and customers."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Territory
from core.forms import DomainForm
from tenants.models import Member


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
