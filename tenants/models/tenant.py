"""The tenant, and the base of everything that belongs to one."""

from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import Recorded
from core.rowsecurity import wall_constraints


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")


class Accent(models.TextChoices):
    """The colour a tenant may choose; presets, because the content policy allows no inline style."""

    INDIGO = "indigo", _("Indigo")
    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    RUST = "rust", _("Rust")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Tenant(models.Model):
    """An MSP. A plain table: it is read before the tenant of a request is known."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address in links"), max_length=40, unique=True)
    host = models.CharField(_("own host name"), max_length=253, blank=True, null=True, unique=True)  # noqa: DJ001
    country = models.CharField(_("country"), max_length=2, default="DE")
    state = models.CharField(_("federal state"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    accent = models.CharField(_("accent colour"), max_length=10, choices=Accent, default=Accent.INDIGO)
    support_email = models.EmailField(_("support e-mail"), blank=True)
    support_phone = models.CharField(_("support phone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [Recorded(name="tenants_tenant_history", omits=["created_at", "id"])]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Where its days begin and end: what is done for the tenant is done by this clock, by page and by worker."""
        return ZoneInfo(self.time_zone)

    def absolute(self, path: str) -> str:
        """The address of this path of Handover for a mail: on the tenant's own host name, if it has one."""
        base = urlsplit(settings.BASE_URL)
        return urlunsplit((base.scheme, self.host or base.netloc, base.path.rstrip("/") + path, "", ""))

    @property
    def tenant_id(self) -> int:
        """A tenant is its own tenant, so that events can be published about it."""
        return self.pk


class TenantOwned(models.Model):
    """Base of everything that belongs to one tenant: the column, the policy, the keys, the history of its fields.

    The walls are built by `core/rowsecurity.py`, the history is written by the trigger of `core/history.py`; a new
    model gets all of them from `makemigrations`.
    """

    keeps_no_history: ClassVar[str] = ""
    """Why changes of these rows are not written down; said by few, and listed in `tests/walls`."""
    history_omits: ClassVar[tuple[str, ...]] = ()
    """Columns that history leaves out, besides what `core.history.omitted_columns` finds by itself."""
    is_the_company: ClassVar[bool] = False
    """Whether a row is itself the customer in whose history it appears; other models are led there by their links."""
    partitioned_by: ClassVar[str] = ""
    """The field by whose month the table is kept in parts (`core/partitions.py`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, db_index=False, related_name="+", editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = []


@receiver(class_prepared)
def build_walls(sender, **kwargs):
    """Every concrete tenant-owned model gets its walls; migrations then carry them like any constraint."""
    if issubclass(sender, TenantOwned) and not sender._meta.abstract and not sender._meta.proxy:
        rules = [*sender._meta.constraints, *wall_constraints(sender)]
        if not sender.keeps_no_history:
            name = f"{sender._meta.app_label}_{sender._meta.model_name}_history"
            rules.append(Recorded(name=name, of=sender))
        sender._meta.constraints = sender._meta.original_attrs["constraints"] = rules
