"""How a line of a device export becomes a device: the row adapter for `imports`."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from companies.models import Company
from core.sortkeys import words
from devices.layouts import COLUMNS, LAYOUTS, SOURCES, kind_of
from devices.matching import Known, clean_mac, clean_serial
from devices.models import Device, DeviceKind
from devices.operations import Plan, import_devices
from imports.adapters import Entry, Verdict, register
from imports.models import ImportRun, RowAction
from tenants.models import Member

KIND = "devices"
FIELDS = (
    "name", "kind", "serial_number", "mac_address", "manufacturer", "model", "operating_system", "last_user",
    "external_id",
)  # fmt: skip
FILE_SOURCE = "file"
LEGAL_FORMS = frozenset(
    {"gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "se", "ek", "ev", "eg", "co", "bv", "ltd", "inc"}
)


class DeviceAdapter:
    """Devices of one company. A line never moves a device from one customer to another."""

    kind: ClassVar[str] = KIND
    columns = COLUMNS
    layouts = LAYOUTS
    group_key: ClassVar[str] = "organization"

    def label_of(self, key: str) -> Any:
        """The name of a field that changes, but is no column of its own."""
        return Device._meta.get_field(key).verbose_name

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if key == "source":
            return next((layout.label for layout in LAYOUTS if layout.key == value), str(value))
        return str(DeviceKind(value).label) if key == "kind" else str(value)

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        """The file's customers that bear the company's name, as far as one begins with the other."""
        name = _name_words(Company.objects.get(pk=run.company_id).name)
        return [group for group in groups if _begins_alike(_name_words(group), name)]

    def judge(self, *, run: ImportRun, entries: list[Entry], by: Member) -> list[Verdict]:
        """What each line would do now."""
        return [plan.verdict for plan in self._plans(run, entries, by, Device.objects.all())]

    def apply(self, *, run: ImportRun, entries: list[Entry], by: Member) -> list[Verdict]:
        """Create and change devices, all in one go. Two imports for one customer come one after the other."""
        company = Company.objects.select_for_update(of=("self",)).get(pk=run.company_id)
        plans = self._plans(run, entries, by, Device.objects.select_for_update())
        import_devices(company=company, plans=plans, source=_source(run), by=by)
        return [plan.verdict for plan in plans]

    def _plans(self, run: ImportRun, entries: list[Entry], by: Member, devices) -> list[Plan]:
        source = _source(run)
        known = Known(devices.filter(company_id=run.company_id).order_by("pk"))
        elsewhere = _elsewhere(run, source, entries, by)
        taken: dict[int, int] = {}
        ids: dict[str, int] = {}
        return [_plan(entry, source, known, elsewhere, taken, ids) for entry in entries]


def _name_words(name: str) -> list[str]:
    return [word for word in words(name) if word not in LEGAL_FORMS]


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
    entry: Entry, source: str, known: Known, elsewhere: dict[str, str], taken: dict[int, int], ids: dict[str, int]
) -> Plan:
    values, problems = _cleaned(entry)
    external_id = values.get("external_id", "")
    problems += _id_problems(entry, external_id, elsewhere, ids)
    match = known.match(source, values)
    if match.is_ambiguous:
        problems.append(_problem(match.by, _("Several devices of this customer could be meant.")))
    elif match.device and match.device.pk in taken:
        words = _("Line %(line)d means the same device.") % {"line": taken[match.device.pk]}
        problems.append(_problem(match.by, words))
    if problems:
        return Plan(Verdict(entry.line, RowAction.WRONG, problems=problems))
    if match.device is None:
        return _new(entry, values)
    taken[match.device.pk] = entry.line
    return _changed(entry, source, match.device, values)


def _id_problems(
    entry: Entry, external_id: str, elsewhere: dict[str, str], ids: dict[str, int]
) -> list[dict[str, str]]:
    if not external_id:
        return []
    if external_id in elsewhere:
        name = elsewhere[external_id]
        words = _("The device with this id belongs to %(company)s. A device never moves.") % {"company": name}
        return [_problem("external_id", words if name else _("The device with this id belongs to another customer."))]
    if external_id in ids:
        return [_problem("external_id", _("Line %(line)d has the same id.") % {"line": ids[external_id]})]
    ids[external_id] = entry.line
    return []


def _cleaned(entry: Entry) -> tuple[dict[str, str], list[dict[str, str]]]:
    said = entry.values
    values = {key: said[key] for key in FIELDS if said.get(key)}
    problems = []
    if "name" not in values:
        problems.append(_problem("name", _("The name is missing.")))
    mac = clean_mac(values.pop("mac_address", ""))
    if mac is None:
        problems.append(
            _problem("mac_address", _("“%(text)s” is no MAC address.") % {"text": said["mac_address"][:60]})
        )
    kind = kind_of(values.pop("kind", ""), said.get("operating_system", ""))
    values |= {"mac_address": mac or "", "serial_number": clean_serial(values.pop("serial_number", ""))}
    values |= {"kind": kind.value} if kind else {}
    for key, value in values.items():
        limit = Device._meta.get_field(key).max_length
        if len(value) > limit:
            problems.append(_problem(key, _("Longer than %(limit)d characters.") % {"limit": limit}))
    return {key: value for key, value in values.items() if value}, problems


def _new(entry: Entry, values: dict[str, str]) -> Plan:
    values = {"kind": DeviceKind.OTHER.value, **values}
    changes = {key: [None, values[key]] for key in FIELDS if key in values}
    return Plan(Verdict(entry.line, RowAction.CREATE, changes=changes), None, values)


def _changed(entry: Entry, source: str, device: Device, values: dict[str, str]) -> Plan:
    """What the file says and differs. What it leaves empty stays; a device found again is in use again."""
    changes = {key: [getattr(device, key), value] for key, value in values.items() if value != getattr(device, key)}
    if values.get("external_id") and device.source != source:
        changes["source"] = [device.source, source]
    if not device.is_active:
        changes["is_active"] = [False, True]
    action = RowAction.UPDATE if changes else RowAction.SAME
    return Plan(Verdict(entry.line, action, changes=changes, record_id=device.pk), device, values)


def _problem(field: str, reason: str) -> dict[str, str]:
    return {"field": field, "reason": reason}


register(DeviceAdapter())
