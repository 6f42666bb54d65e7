"""A ticket and its verbs. Tickets and what was said on them are never deleted."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Location
from companies.permissions import check_may
from contacts.models import Contact
from contracts.models import Contract
from core.conflicts import Versioned
from core.errors import DomainError, EditConflict, NotAllowed
from core.events import publish
from core.rowsecurity import Reference, TenantForeignKey
from devices.models import Device
from sla.models import IssueType, Priority, ServiceLevel
from sla.rules import check_issue, check_offered
from tenants.models import Member, TenantOwned
from tenants.roles import CAPABILITIES, Capability
from tickets.choices import ServiceLevelSource, Source, Status
from tickets.models.due_times import DueTimes
from tickets.models.request_type import RequestType
from tickets.querysets import TicketQuerySet
from tickets.service_levels import resolve

KEEP: Any = object()
"""For `reclassify`: leave the choice of the service level, or the location, as it is."""


class Ticket(DueTimes, Versioned, TenantOwned):
    """A request of a customer, numbered by the tenant's local day: T20261123.0001."""

    history_omits = ("last_activity_at", "next_due_at")

    number = models.CharField(_("number"), max_length=30)
    company = TenantForeignKey(Company, related_name="tickets")
    contact = TenantForeignKey(Contact, null=True, blank=True, related_name="tickets", verbose_name=_("contact"))
    location = TenantForeignKey(Location, null=True, blank=True, related_name="+", verbose_name=_("location"))
    device = TenantForeignKey(Device, null=True, blank=True, related_name="tickets", verbose_name=_("device"))
    contract = TenantForeignKey(Contract, null=True, blank=True, related_name="tickets", verbose_name=_("contract"))
    request_type = TenantForeignKey(RequestType, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.STAFF)
    assignee = TenantForeignKey(Member, null=True, blank=True, related_name="+", verbose_name=_("assigned to"))
    service_level = TenantForeignKey(ServiceLevel, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = TenantForeignKey(Member, null=True, related_name="+")
    resolution = models.TextField(_("resolution"), max_length=8000, blank=True)
    last_activity_at = models.DateTimeField(default=timezone.now)

    objects = TicketQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="tickets_ticket_number_once"),
            Reference(field="location", within="company", name="tickets_location_of_own_company"),
        ]
        indexes = [
            models.Index(fields=["tenant", "company", "-created_at"], name="tickets_by_company"),
            models.Index(fields=["tenant", "contact", "-created_at"], name="tickets_by_contact"),
            models.Index(fields=["tenant", "next_due_at", "id"], name="tickets_by_due"),
            models.Index(fields=["tenant", "assignee", "next_due_at"], name="tickets_by_assignee"),
            models.Index(fields=["tenant", "created_at", "id"], name="tickets_by_age"),
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status != Status.COMPLETE

    @property
    def is_paused(self) -> bool:
        return self.status == Status.WAITING_CUSTOMER

    @property
    def is_chosen_by_hand(self) -> bool:
        """Whether somebody chose the service level on the ticket itself."""
        return self.service_level_source == ServiceLevelSource.TICKET

    def message_values(self) -> dict[str, str]:
        """What a message about this ticket can name."""
        return {"ticket_number": self.number, "ticket_title": self.title}

    @transaction.atomic
    def answer(self, *, body: str, by: Member | Contact, is_public: bool = True, status: str | None = None):
        """Say something on the ticket, to the customer or among colleagues; returns the note.

        A public answer of staff is the first response, moves a new ticket to *In progress*, and makes a ticket that is
        with nobody theirs who answers; an answer of the contact starts a waiting ticket's clock again and re-opens a
        complete one.
        Raises NotAllowed for an internal note by a contact; DomainError without text, and for a status that no answer
        leads to: nothing becomes new again, and *Complete* says how.
        """
        now = self._lock()
        staff = isinstance(by, Member)
        self._check_may_speak(by, is_public=is_public, status=status)
        if not body.strip():
            raise DomainError("empty", _("Please write something."), field="body")
        author = {"member": by} if staff else {"contact": by}
        note = self.notes.create(tenant_id=self.tenant_id, body=body, is_public=is_public, created_at=now, **author)
        is_taken = staff and is_public and self.assignee_id is None and self._is_assignable(by)
        if staff and is_public:
            self.record_response(now)
        if is_taken:
            self.assignee = by
        self._move(self._status_after(by, is_public, status), at=now, by=by)
        publish(
            "tickets.ticket_answered",
            subject=self,
            company=self.company,
            by=by,
            data={"note_id": note.pk, "is_public": is_public},
        )
        if is_taken:
            self._tell_assignee(None, by=by)
        return note

    @transaction.atomic
    def complete(self, *, resolution: str, by: Member) -> None:
        """Close the ticket with what was done about it. Raises DomainError without that."""
        now = self._lock()
        check_may(by, Capability.WORK_TICKETS)
        if not resolution.strip():
            raise DomainError("resolution_missing", _("Please say what was done."), field="resolution")
        if not self.is_open:
            raise DomainError("already_complete", _("This ticket is complete already."))
        before, self.status, self.resolution = self.status, Status.COMPLETE, resolution
        self.record_resolution(now)
        if before == Status.WAITING_CUSTOMER:
            self._start_clock(now)
        self._stop_clock(now)
        self._save(now)
        publish(
            "tickets.ticket_completed",
            subject=self,
            company=self.company,
            by=by,
            changes={"status": [before, self.status]},
        )

    @transaction.atomic
    def assign(self, *, member: Member | None, by: Member | None, joins_team: bool = False) -> None:
        """Give the ticket to a member who sees the customer and works on tickets, or to nobody. Else DomainError.

        `joins_team`: who does not see the customer is added to its account team first, if `by` may do that.
        """
        check_may(by, Capability.WORK_TICKETS)
        if joins_team and member is not None and self.members_to_join().filter(pk=member.pk).exists():
            self.company.add_to_team(member=member, by=by)  # the company before the ticket: so does who leaves a team
        now = self._lock()
        if member is not None and not self._is_assignable(member):
            raise DomainError(
                "cannot_see_customer",
                _("%(name)s does not see this customer, or does not work on tickets.") % {"name": member},
                field="assignee",
            )
        before, self.assignee = self.assignee, member
        if before != member:
            self._save(now)
            self._tell_assignee(before, by=by)

    @transaction.atomic
    def reclassify(
        self, *, priority: str, issue, sub_issue, by: Member, chosen=KEEP, location: Location | None = KEEP,
        seen: int | None = None,
    ) -> None:  # fmt: skip
        """Change what the ticket is about, choose its service level again, and recompute its due times.

        `chosen` is a service level chosen by hand, None for the rules'. What was missed stays missed.
        Raises EditConflict when somebody saved since version `seen`; DomainError when the types do not belong
        together, or for a location of another company.
        """
        now = self._lock()
        check_may(by, Capability.WORK_TICKETS)
        if seen is not None and seen != self.version:
            raise EditConflict(self)
        issue = check_issue(issue, sub_issue)
        before = self._classification()
        if chosen is KEEP:
            chosen = self.service_level if self.is_chosen_by_hand else None
        check_offered(chosen, self.company_id)
        if location is not KEEP and location != self.location:
            if location is not None:
                location.check_is_used_at(self.company_id)
            self.location = location
        self.note_breaches(now)
        self.priority, self.issue, self.sub_issue = priority, issue, sub_issue
        self.promise(
            resolve(
                company=self.company, priority=priority, issue=issue, sub_issue=sub_issue,
                device=self.device, contract=self.contract, chosen=chosen,
            )
        )  # fmt: skip
        self.recompute_due()
        self.version += 1
        self._save(now)
        after = self._classification()
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        publish("tickets.ticket_reclassified", subject=self, company=self.company, by=by, changes=changes)

    def assignable_members(self) -> models.QuerySet[Member]:
        """Who may be given this ticket: members who see the customer and may work on tickets."""
        working = sorted(CAPABILITIES[Capability.WORK_TICKETS])
        return self.company.members_who_see_it().filter(roles__overlap=working)

    def members_to_join(self) -> models.QuerySet[Member]:
        """Who works on tickets and does not see this customer: they could, on its account team."""
        working = sorted(CAPABILITIES[Capability.WORK_TICKETS])
        seeing = self.company.members_who_see_it().order_by().values("pk")
        return Member.objects.active().filter(roles__overlap=working).exclude(pk__in=seeing).in_name_order()

    def _is_assignable(self, member: Member) -> bool:
        return self.assignable_members().filter(pk=member.pk).exists()

    def _tell_assignee(self, before: Member | None, *, by: Member | None) -> None:
        """Say with whom the ticket is now."""
        member = self.assignee
        publish(
            "tickets.ticket_assigned",
            subject=self,
            company=self.company,
            by=by,
            changes={"assignee": [str(before) if before else None, str(member) if member else None]},
            data={"member_id": member.pk if member else None},
        )

    def _lock(self) -> datetime:
        """Take the row as it stands now, others wait; returns the moment."""
        self.refresh_from_db(from_queryset=type(self)._default_manager.select_for_update(of=("self",)))
        return timezone.now()

    def _check_may_speak(self, by, *, is_public: bool, status: str | None) -> None:
        if isinstance(by, Member):
            check_may(by, Capability.WORK_TICKETS)
            if status:
                self._check_status(status)
        elif not is_public or status:
            raise NotAllowed("staff_only", _("Only your service provider can do this."))

    def _check_status(self, status: str) -> None:
        if status == self.status:
            return
        if status == Status.COMPLETE:
            raise DomainError("resolution_missing", _("Complete the ticket with its resolution."), field="status")
        if status not in Status.values or status == Status.NEW:
            raise DomainError("status_refused", _("A ticket cannot become new again."), field="status")

    def _status_after(self, by, is_public: bool, status: str | None) -> str:
        """The status that an answer leads to."""
        if status:
            return status
        if isinstance(by, Contact):
            return Status.IN_PROGRESS if self.status in (Status.WAITING_CUSTOMER, Status.COMPLETE) else self.status
        return Status.IN_PROGRESS if is_public and self.status == Status.NEW else self.status

    def _move(self, status: str, *, at: datetime, by) -> None:
        """Change the status, stop or start the clock, and save."""
        before, self.status = self.status, status
        if before != status:
            if status == Status.IN_PROGRESS and isinstance(by, Member):
                self.record_response(at)
            if before == Status.COMPLETE:
                self.resolved_at = None
            if before in (Status.WAITING_CUSTOMER, Status.COMPLETE):
                self._start_clock(at)
            if status == Status.WAITING_CUSTOMER:
                self._stop_clock(at)
        self.recompute_due()
        self._save(at)
        if before != status:
            changes = {"status": [before, status]}
            publish("tickets.status_changed", subject=self, company=self.company, by=by, changes=changes)

    def _save(self, at: datetime) -> None:
        self.last_activity_at = at
        self.save()

    def _classification(self) -> dict[str, str | None]:
        names = ("issue", "sub_issue", "service_level", "location")
        named = {name: getattr(self, name) for name in names}
        return {"priority": self.priority, **{name: str(value) if value else None for name, value in named.items()}}
