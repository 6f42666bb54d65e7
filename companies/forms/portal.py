"""What a customer is given to use itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DomainForm


class TaskfireForm(DomainForm):
    """The agreement for Taskfire: both points are confirmed, or it stays off."""

    accepts_terms = forms.BooleanField(
        label=_("The customer has accepted the Taskfire agreement, with its licence fee for each Taskfire user"),
        required=False,
    )
    has_talked_it_through = forms.BooleanField(
        label=_("Who handles which requests, and when they are escalated to us, is talked through with the customer"),
        required=False,
    )

    @property
    def confirmations(self) -> tuple[bool, bool]:
        return self.cleaned_data["accepts_terms"], self.cleaned_data["has_talked_it_through"]
