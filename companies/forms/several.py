"""What is asked before several customers are changed at once."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Classification
from core.forms import DomainForm
from tenants.models import Member


class SeveralForm(DomainForm):
    """What is asked before several customers are changed at once."""

    all_or_none = forms.BooleanField(
        label=_("If one of them cannot be changed, change none"), required=False
    )  # fmt: skip
    accepts_loss = forms.BooleanField(
        label=_("Yes, I will no longer see these customers"), required=False, widget=forms.HiddenInput
    )


class ManagerForm(SeveralForm):
    member = forms.ModelChoiceField(label=_("Account manager"), queryset=Member.objects.none())
    field_order = ["member"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().in_name_order()


class MembersForm(SeveralForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["members"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = Member.objects.active().in_name_order()

    @property
    def chosen(self) -> list[Member]:
        return list(self.cleaned_data["members"])


class LeavingForm(MembersForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].help_text = _("Who leaves a team may no longer see the customer.")


class ClassifyForm(SeveralForm):
    classification = forms.ModelChoiceField(
        label=_("Classification"), queryset=Classification.objects.none(), required=False,
        empty_label=pgettext_lazy("classification", "none"),
    )  # fmt: skip
    field_order = ["classification"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].queryset = Classification.objects.filter(is_active=True).in_order()
        self.fields["classification"].help_text = _("Choose “none” to remove the classification of these customers.")
        self.fields["classification"].is_wanted = True
