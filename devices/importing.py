"""How a line of a device export becomes a device: the row adapter for `imports`."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.names import name_key
from devices.layouts import COLUMNS, LAYOUTS, SOURCES, kind_of
from devices.matching import Known, clean_mac, clean_serial
from devices.models import Device, DeviceKind
from devices.operations import import_devices, undo_import_of_devices
from imports.adapters import Entry, Identity, Outcome, Place, Plan, Verdict, problem, register
from imports.models import ImportRow, ImportRun, RowAction
from imports.since import changed_since
from imports.undoing import undoing, what_refers
from imports.values import in_words, too_long
from tenants.models import Member
from tenants.roles import Capability

KIND = "devices"
FIELDS = (
    "name", "kind", "serial_number", "mac_address", "manufacturer", "model", "operating_system", "last_user",
    "external_id",
)  # fmt: skip
FILE_SOURCE = "file"
_SAME_ID = _("Line %(line)d has the same id.")


class DeviceAdapter:
    """Devices of one company. A line never moves a device from one customer to another."""

    kind: ClassVar[str] = KIND
    capability = Capability.EDIT_DEVICES
    columns = COLUMNS
    layouts = LAYOUTS
    group_key: ClassVar[str] = "organization"
    needs_customer: ClassVar[bool] = True
    matching = _("A device is found again by its id in the source, else by serial number, MAC address, then name.")
    same_record = _("Line %(line)d means the same device.")

    def customers(self, member: Member) -> QuerySet:
        """Whose devices they may be."""
        return Company.objects.visible_to(member)

    def place(self, run: ImportRun) -> Place:
        """Below the customer's devices."""
        company, slug = Company.objects.get(pk=run.company_id), run.tenant.slug
        coverage = reverse("devices:coverage", args=[slug, company.pk])
        return Place(
            label=gettext("Devices of %(company)s") % {"company": company},
            crumbs=[
                (gettext("Customers"), reverse("companies:list", args=[slug])),
                (company.name, reverse("companies:detail", args=[slug, company.pk])),
                (gettext("Devices"), coverage),
            ],
            upload_url=reverse("devices:import", args=[slug, company.pk]), upload_label=gettext("Import devices"),
            done_url=coverage, done_label=gettext("Choose what covers them"),
        )  # fmt: skip

    def label_of(self, key: str) -> Any:
        """The name of a field that changes, but is no column of its own."""
        return Device._meta.get_field(key).verbose_name

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        if key == "source" and value:
            return next((layout.label for layout in LAYOUTS if layout.key == value), str(value))
        return in_words(value, DeviceKind if key == "kind" else None)

    def title(self, values: dict[str, str]) -> str:
        return values.get("name", "")

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        """The file's customers that bear the company's name, as far as one begins with the other."""
        name = name_key(Company.objects.get(pk=run.company_id).name).split()
        return [group for group in groups if _begins_alike(name_key(group).split(), name)]

    def identities(self, *, run: ImportRun, entry: Entry) -> list[Identity]:
        """Its id in the source."""
        external_id = entry.values.get("external_id")
        return [Identity(f"id:{external_id}", "external_id", _SAME_ID)] if external_id else []

    def plan(self, *, run: ImportRun, entries: list[Entry], by: Member, is_locked: bool) -> list[Plan]:
        """What each line would do now. Two imports for one customer come one after the other."""
        if is_locked:
            Company.objects.select_for_update(of=("self",)).get(pk=run.company_id)
        devices = Device.objects.select_for_update() if is_locked else Device.objects.all()
        source = _source(run)
        cleaned = [_cleaned(entry) for entry in entries]
        meant = Device.objects.meant_by(run.company_id, source, [values for values, _problems in cleaned])
        known = Known(devices.filter(pk__in=meant).order_by("pk"))
        elsewhere = _elsewhere(run, source, entries, by)
        return [
            _plan(entry, source, known, elsewhere, values, problems)
            for entry, (values, problems) in zip(entries, cleaned, strict=True)
        ]

    def carry_out(self, *, run: ImportRun, plans: list[Plan], by: Member) -> None:
        """Create and change devices, all of these lines in one go."""
        import_devices(company=Company.objects.get(pk=run.company_id), plans=plans, source=_source(run), by=by)

    def undo(self, *, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
        """Remove new devices that nobody has looked at, and put back what was changed."""
        company = Company.objects.get(pk=run.company_id)
        ids = [row.record_id for row in rows if row.record_id]
        devices = Device.objects.filter(company=company, pk__in=ids)
        locked = devices if is_only_asked else devices.select_for_update(of=("self",), no_key=True)
        known = {device.pk: device for device in locked.order_by("pk")}
        since = changed_since(run, Device, known)
        found = undoing(rows, known, refers=what_refers(Device, ids), edited=since.words_on)
        if not is_only_asked:
            values = {device: each for device, _outcome, each in found.values}
            undo_import_of_devices(company=company, removed=found.gone, values=values, by=by)
        return found.outcomes


def _begins_alike(one: list[str], other: list[str]) -> bool:
    """Whether the shorter name is the beginning of the longer one: sites are called "Customer - Place"."""
    length = min(len(one), len(other))
    return bool(length) and one[:length] == other[:length]


def _source(run: ImportRun) -> str:
    return SOURCES.get(run.layout, run.layout) or FILE_SOURCE


def _elsewhere(run: ImportRun, source: str, entries: list[Entry], by: Member) -> dict[str, str]:
    """Ids that are another customer's, with its name where the member may see it."""
    ids = [entry.values["external_id"] for entry in entries if entry.values.get("external_id")]
    taken = dict(
        Device.objects.filter(~Q(company_id=run.company_id), source=source, external_id__in=ids)
        .values_list("external_id", "company_id")
    )  # fmt: skip
    names = dict(Company.objects.visible_to(by).filter(pk__in=set(taken.values())).values_list("pk", "name"))
    return {external_id: names.get(company_id, "") for external_id, company_id in taken.items()}


def _plan(
    entry: Entry, source: str, known: Known, elsewhere: dict[str, str], values: dict[str, str], problems: list[dict]
) -> Plan:
    external_id = values.get("external_id", "")
    if external_id in elsewhere:
        name = elsewhere[external_id]
        words = gettext("The device with this id belongs to %(company)s. A device never moves.") % {"company": name}
        other = gettext("The device with this id belongs to another customer.")
        problems = [*problems, problem("external_id", words if name else other)]
    match = known.match(source, values)
    if match.is_ambiguous:
        words = gettext("Several devices of this customer could be meant.")
        problems = [*problems, problem(match.by, words)]
    if problems:
        return Plan(Verdict(entry.line, RowAction.WRONG, problems=problems))
    if match.record is None:
        return _new(entry, values)
    return _changed(entry, source, match.record, match.by, values)


def _cleaned(entry: Entry) -> tuple[dict[str, str], list[dict[str, str]]]:
    said = entry.values
    values = {key: said[key] for key in FIELDS if said.get(key)}
    problems = []
    if "name" not in values:
        problems.append(problem("name", gettext("The name is missing.")))
    mac = clean_mac(values.pop("mac_address", ""))
    if mac is None:
        problems.append(
            problem("mac_address", gettext("“%(text)s” is not a MAC address.") % {"text": said["mac_address"][:60]})
        )
    kind = kind_of(values.pop("kind", ""), said.get("operating_system", ""))
    values |= {"mac_address": mac or "", "serial_number": clean_serial(values.pop("serial_number", ""))}
    values |= {"kind": kind.value} if kind else {}
    problems += too_long(Device, values)
    return {key: value for key, value in values.items() if value}, problems


def _new(entry: Entry, values: dict[str, str]) -> Plan:
    values = {"kind": DeviceKind.OTHER.value, **values}
    changes = {key: [None, values[key]] for key in FIELDS if key in values}
    return Plan(Verdict(entry.line, RowAction.CREATE, changes=changes), None, values)


def _changed(entry: Entry, source: str, device: Device, found_by: str, values: dict[str, str]) -> Plan:
    """What the file says and differs. What it leaves empty stays; a device found again is in use again."""
    changes = {key: [getattr(device, key), value] for key, value in values.items() if value != getattr(device, key)}
    if values.get("external_id") and device.source != source:
        changes["source"] = [device.source, source]
    if not device.is_active:
        changes["is_active"] = [False, True]
    action = RowAction.UPDATE if changes else RowAction.SAME
    verdict = Verdict(entry.line, action, changes=changes, record_id=device.pk, matched_by=found_by)
    return Plan(verdict, device, values)


register(DeviceAdapter())
