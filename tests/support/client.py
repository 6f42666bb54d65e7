"""The test client, with the tenant restored after each request."""

from django.db import connection
from django.test import Client as DjangoClient

from core.rowsecurity import current_tenant_id, enter_tenant


class Client(DjangoClient):
    """Leaves the database session with the tenant that it had before the request.

    Inside a test's own transaction the request's transaction is only a savepoint, and a setting outlives a released
    savepoint: without this the test would go on as the tenant of the request.
    """

    def request(self, **request):
        """Answer the request as Django's client does."""
        if not connection.in_atomic_block:
            return super().request(**request)
        before = current_tenant_id()
        try:
            return super().request(**request)
        finally:
            if connection.in_atomic_block and not connection.needs_rollback:
                enter_tenant(before)
