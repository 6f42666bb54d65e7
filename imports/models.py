"""Import runs: a file, its mapping, a dry run, then the same rows for good."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned


class RunState(models.TextChoices):
    CHECKED = "checked", _("checked")
    APPLIED = "applied", _("imported")
    DISCARDED = "discarded", _("discarded")


class RowAction(models.TextChoices):
    CREATE = "create", _("new")
    UPDATE = "update", _("changed")
    SAME = "same", _("unchanged")
    LEFT_OUT = "left_out", _("left out")
    WRONG = "wrong", _("wrong")


class ImportRun(TenantOwned):
    """One file on its way in. `kind` names the row adapter of the package that owns the records.

    `mapping`: our key to a header of the file. `groups`: of a file about several customers, those that are meant.
    """

    kind = models.CharField(max_length=40)
    company_id = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=200)
    layout = models.CharField(max_length=40, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    groups = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.CHECKED)
    created_by = TenantForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "kind", "company_id", "-created_at"], name="imports_run_of")]

    def __str__(self):
        return self.file_name


class ImportRow(TenantOwned):
    """One line of the file, what it would do, and, once applied, the record it did it to."""

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=RowAction)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    record_id = models.BigIntegerField(null=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "run", "line"], name="imports_importrow_once")]

    def __str__(self):
        return f"{self.run_id}:{self.line}"
