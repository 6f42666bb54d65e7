"""Two people edit one record: the second is told, and loses nothing that was typed."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import EditConflict

SIGNED_UNSEEN = _("What you were about to sign has changed since you looked: look again.")


class Versioned(models.Model):
    """A record that people edit. `version` grows with every save that comes from an edit."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """Refuse values that this record may not be given, all of them at once. What is stored already is not asked.

        `changed` holds what is new. Raises DomainError at the fields. It reads nothing but the record, so that a form
        asks it too, and says what it refuses beside what the form finds by itself.
        """

    def save_edit(self, fields: list[str], *, seen: int) -> None:
        """Write the named fields if the record still has the version that the editor saw.

        Raises EditConflict with the record as it now stands.
        """
        manager = type(self)._default_manager
        values = {name: getattr(self, name) for name in fields}
        updated = manager.filter(pk=self.pk, version=seen).update(version=F("version") + 1, **values)
        if not updated:
            raise EditConflict(manager.get(pk=self.pk))
        self.version = seen + 1
