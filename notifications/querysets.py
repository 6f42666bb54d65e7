"""The vocabulary of sets of mail."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from companies.access import of_companies_seen
from tenants.models import Member


class DeliveryQuerySet(models.QuerySet):
    def due(self, *, at: datetime):
        """Queued and due, or claimed by somebody who did not finish in time."""
        return self.filter(Q(state="queued", next_attempt_at__lte=at) | Q(state="sending", claimed_until__lt=at))


class MessageQuerySet(DeliveryQuerySet):
    def visible_to(self, member: Member):
        """Messages of the customers this member may see; account mail is nobody's to read."""
        return of_companies_seen(self.exclude(kind="account"), member)

    def held(self):
        return self.filter(state="held")

    def newest_first(self):
        return self.order_by("-created_at", "-id")
