"""Import runs: a file on its way in, each of its lines with what it does, and how its columns were read before."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from tenants.models import Language, Member, TenantOwned


class RunState(models.TextChoices):
    """What is done with the file, or was last. Four of them are work that goes on by itself (`WORKING`)."""

    READING = "reading", _("reading the file")
    MATCHING = "matching", _("comparing the lines")
    CHECKING = "checking", _("checking the lines")
    CHECKED = "checked", _("checked")
    APPLYING = "applying", _("importing")
    APPLIED = "applied", _("imported")
    WEIGHING = "weighing", _("looking at what can be undone")
    WEIGHED = "weighed", _("imported, undoing prepared")
    UNDOING = "undoing", _("undoing")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("not readable")
    DISCARDED = "discarded", _("discarded")


WORKING = (
    RunState.READING, RunState.MATCHING, RunState.CHECKING, RunState.APPLYING, RunState.WEIGHING, RunState.UNDOING,
)  # fmt: skip


class RowAction(models.TextChoices):
    CREATE = "create", _("new")
    UPDATE = "update", _("changed")
    SAME = "same", _("unchanged")
    LEFT_OUT = "left_out", _("left out")
    WRONG = "wrong", _("wrong")


class Undo(models.TextChoices):
    """What undoing the import does, or did, with the record of a line."""

    REMOVE = "remove", _("is removed")
    PUT_BACK = "put_back", _("is put back")
    IN_PART = "in_part", _("is put back in part")
    STAYS = "stays", _("stays")


def stored_name(run: "ImportRun", _name: str) -> str:
    """Where an upload is kept while it is read: never under the name that somebody chose, and never served."""
    return f"imports/{run.tenant_id}/{run.key}"


class ImportRun(TenantOwned):
    """One file on its way in. `kind` names the row adapter of the package that owns the records.

    `mapping`: our key to a header of the file. `groups`: of a file about several customers, those that are meant.
    `done` of `total` lines are through the present work, `rank` and `line` say how far it came; both move in the
    transaction of the lines themselves, so that a worker that dies leaves nothing half done. `claim` is the worker's
    who has it until `claimed_until`.
    """

    history_omits = (
        "headers", "mapping", "groups", "found_groups", "total", "done", "rank", "line", "claim", "claimed_until",
        "key",
    )  # fmt: skip

    kind = models.CharField(max_length=40)
    company_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=32, editable=False, blank=True)
    file = models.FileField(upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    layout = models.CharField(max_length=40, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    is_remembered = models.BooleanField(default=False)
    groups = models.JSONField(default=list)
    found_groups = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.CHECKED)
    problem = models.TextField(blank=True)
    is_whole = models.BooleanField(_("all or nothing"), default=False)
    is_stopping = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    created_by = TenantForeignKey(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    acted_by = TenantForeignKey(Member, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["tenant", "kind", "company_id", "-created_at"], name="imports_run_of"),
            models.Index(fields=["tenant", "state"], condition=models.Q(state__in=WORKING), name="imports_run_at_work"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def actor(self) -> Member:
        """In whose name the work goes on."""
        return self.acted_by or self.created_by

    @property
    def is_at_work(self) -> bool:
        return self.state in WORKING

    @property
    def is_open(self) -> bool:
        """A dry run that nobody has decided about yet."""
        return self.state == RunState.CHECKED

    @property
    def is_applied(self) -> bool:
        """Imported, and nobody has begun to undo it."""
        return self.state == RunState.APPLIED

    @property
    def is_weighed(self) -> bool:
        """It is known what undoing would do."""
        return self.state == RunState.WEIGHED

    @property
    def is_undone(self) -> bool:
        return self.state == RunState.UNDONE

    @property
    def was_applied(self) -> bool:
        """Its lines say what happened, not what would."""
        return self.applied_at is not None

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class ImportRow(TenantOwned):
    """One line of the file, what it would do, and, once it is done, the record it did it to.

    `changes`: field to [old, new] as they are shown; `ids`: the same for links, by id. `rank`: how many lines of the
    same file must come before, because this one hangs below them.
    """

    keeps_no_history = "a draft; what becomes of it is in the history of the record"

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(default=0)
    is_ragged = models.BooleanField(default=False)
    action = models.CharField(max_length=10, choices=RowAction)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    ids = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    matched_by = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True)
    is_done = models.BooleanField(default=False)
    undo = models.CharField(max_length=10, choices=Undo, blank=True)
    undo_reasons = models.JSONField(default=list)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "run", "line"], name="imports_importrow_once")]
        indexes = [
            models.Index(fields=["tenant", "run", "rank", "line"], name="imports_row_in_order"),
            models.Index(fields=["tenant", "run", "action", "line"], name="imports_row_by_action"),
        ]

    def __str__(self):
        return f"{self.run_id}:{self.line}"


class ImportKey(TenantOwned):
    """What a line of the file is known by, so that another line cannot mean the same, and may hang below it.

    The first line that says a key has it. `needs`: the key of the line that must come before.
    """

    keeps_no_history = "a draft, like the rows"

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    needs = models.CharField(max_length=200, blank=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "run", "key"], name="imports_importkey_once")]

    def __str__(self):
        return f"{self.run_id}:{self.key}"


class RememberedMapping(TenantOwned):
    """How a file with these headers was read last time. `headers` is their fingerprint, whatever their order."""

    keeps_no_history = "what is guessed first for the next file"

    kind = models.CharField(max_length=40)
    headers = models.CharField(max_length=64)
    layout = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind", "headers"], name="imports_rememberedmapping_once")
        ]

    def __str__(self):
        return f"{self.kind}: {self.headers}"
