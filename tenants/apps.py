from importlib import import_module

from django.apps import AppConfig

from tenants import database


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self):
        import_module("tenants.handlers")
        database.connect()
