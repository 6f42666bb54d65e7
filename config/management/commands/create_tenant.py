"""`manage.py create_tenant`: found a tenant from a shell; its first admin is invited by mail."""

from django.core.management.base import BaseCommand, CommandError

from config.operations import found_tenant
from core.errors import DomainError
from core.rowsecurity import acting_for
from tenants.invitations import link_for


class Command(BaseCommand):
    """Creates the tenant, its defaults, and the invitation of its first admin."""

    help = "Found a tenant and invite its first admin."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True)
        parser.add_argument("--slug", required=True, help="the tenant's part of every address")
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--country", default="DE")
        parser.add_argument("--state", default="", help="federal state, for public holidays: BW, BY …")
        parser.add_argument("--language", default="de", choices=["de", "en"])
        parser.add_argument("--time-zone", default="Europe/Berlin")
        parser.add_argument("--currency", default="EUR")
        parser.add_argument("--show-link", action="store_true", help="print the invitation's link as well")

    def handle(self, *args, **options):
        fields = (
            "name", "slug", "admin_name", "admin_email", "country", "state", "language", "time_zone", "currency",
        )  # fmt: skip
        try:
            tenant, admin = found_tenant(**{field: options[field] for field in fields})
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{tenant.name} is ready at /{tenant.slug}/; {admin.user.email} is invited.")
        if options["show_link"]:
            with acting_for(tenant.pk):
                self.stdout.write(link_for(admin.invitations.get()))
