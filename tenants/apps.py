from django.apps import AppConfig

from tenants import database


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self):
        database.connect()
