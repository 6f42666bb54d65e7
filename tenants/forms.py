"""What admins and people fill in about people, roles and the tenant itself."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DomainForm
from tenants.models import Language, RoleScope, Tenant, Theme, User
from tenants.roles import Role, Scope

TIME_ZONES = (
    "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/Brussels", "Europe/Copenhagen",
    "Europe/Dublin", "Europe/Lisbon", "Europe/London", "Europe/Luxembourg", "Europe/Madrid", "Europe/Paris",
    "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw", "UTC",
)  # fmt: skip


class RolesForm(DomainForm):
    """The roles of a member."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple,
        help_text=_("One person may have several. What each may do is listed under Roles."),
    )  # fmt: skip


class InvitationForm(RolesForm):
    """Whom to ask in, and as what."""

    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ["name", "email", "roles"]


class ScopesForm(DomainForm):
    """What companies each role sees. Admins see all, so that nobody locks the house from inside."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        decided = dict(RoleScope.objects.values_list("role", "scope"))
        for role in Role:
            if role != Role.ADMIN:
                self.fields[role] = forms.ChoiceField(
                    label=role.label, choices=Scope, initial=decided.get(role, Scope.MINE)
                )


class SettingsForm(DomainForm):
    """The tenant, as its people and its customers see it."""

    name = forms.CharField(label=_("Name of your company"), max_length=100)
    support_email = forms.EmailField(label=_("Support e-mail"), required=False)
    support_phone = forms.CharField(label=_("Support phone"), max_length=30, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language, help_text=_("For new people; each chooses their own in their profile.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    accent = forms.ChoiceField(label=_("Accent colour"), choices=Tenant._meta.get_field("accent").choices)

    def __init__(self, *args, tenant: Tenant, **kwargs):
        super().__init__(*args, initial={name: getattr(tenant, name) for name in self.base_fields}, **kwargs)
        zones = sorted({*TIME_ZONES, tenant.time_zone})
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]

    def clean_time_zone(self):
        """One that the server knows; a stored value may be older than its list."""
        return ZoneInfo(self.cleaned_data["time_zone"]).key


class ProfileForm(DomainForm):
    """What a person decides about how Handover shows itself."""

    language = forms.ChoiceField(label=_("Language"), choices=Language)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme)


class MemberProfileForm(ProfileForm):
    """A member also says what to be called; the name of a contact is the service provider's record."""

    name = forms.CharField(label=_("Name"), max_length=100)
    field_order = ["name", "language", "theme"]


class TokenForm(DomainForm):
    """A new API token."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("So that you know it again: which program uses it."),
    )
    expires_on = forms.DateField(
        label=_("Works until"), required=False, help_text=_("Without a day it works until somebody revokes it.")
    )
    is_read_only = forms.BooleanField(label=_("May only read"), required=False)

    @property
    def token_values(self) -> dict:
        """What `ApiToken.mint` takes: the last day counts whole, in the time zone of the tenant."""
        values = self.values
        day = values.pop("expires_on")
        end = datetime.combine(day + timedelta(days=1), time()) if day else None
        return {**values, "expires_at": timezone.make_aware(end) if end else None}


class FirstPasswordForm(DomainForm):
    """Somebody who was invited and has no account yet."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=_("At least 10 characters, and not one that many people use."),
    )  # fmt: skip

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, initial={"name": user.name}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            self.user.name = cleaned.get("name", self.user.name)
            try:
                validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class SavedViewForm(DomainForm):
    """What a saved view is called, and whether everybody may use it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("Share with everybody here"), required=False,
        help_text=_("Everybody sees in it only what they may see anyway. You and admins can change it."),
    )  # fmt: skip
