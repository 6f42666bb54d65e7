from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.demo.build import build
from tenants.models import Tenant


class Command(BaseCommand):
    help = "Fill an empty database with the demo: two MSPs, about forty customers, onboardings in every state."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demo is filled only where HANDOVER_DEMO is on.")
        if Tenant.objects.exists():
            self.stdout.write("There are tenants already; the demo is left as it is.")
            return
        with transaction.atomic():  # interrupted half way, nothing of it stays, and the next run begins anew
            build(self.stdout.write)
