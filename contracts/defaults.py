"""What a new tenant sells: labour roles, a catalogue of services, and the two usual contract types."""

from contracts.catalogue import ContractType, Counts, EnabledContractType, LabourRole, Service

ROLES = [
    ("Technician", "Techniker", 9500),
    ("Senior technician", "Senior-Techniker", 11500),
    ("Consultant", "Berater", 13500),
    ("Travel", "Anfahrt", 6500),
]
SERVICES = [
    ("Managed workstation", "Managed Workstation", 3900, Counts.DEVICE),
    ("Managed server", "Managed Server", 15900, Counts.DEVICE),
    ("Managed network device", "Managed Netzwerkgerät", 2500, Counts.DEVICE),
    ("Backup", "Datensicherung", 2900, Counts.DEVICE),
    ("Endpoint protection", "Endpoint-Schutz", 590, Counts.DEVICE),
    ("Microsoft 365 user", "Microsoft-365-Benutzer", 1990, Counts.USER),
    ("Helpdesk", "Helpdesk", 24900, Counts.FLAT),
]
"""English and German name, price a month in cents, what a unit is."""
ENABLED = (ContractType.TIME_AND_MATERIALS, ContractType.RECURRING)


def seed(*, tenant) -> None:
    """Whatever is missing altogether; what is there stays as it is."""
    if not LabourRole.objects.exists():
        for name, name_de, cents in ROLES:
            LabourRole.objects.create(tenant_id=tenant.pk, name=name, name_de=name_de, hourly_rate_cents=cents)
    if not Service.objects.exists():
        for position, (name, name_de, cents, counts) in enumerate(SERVICES):
            Service.objects.create(
                tenant_id=tenant.pk, name=name, name_de=name_de, unit_price_cents=cents, counts=counts,
                position=position,
            )  # fmt: skip
    if not EnabledContractType.objects.exists():
        for kind in ENABLED:
            EnabledContractType.objects.create(tenant_id=tenant.pk, type=kind)
