from importlib import import_module

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "companies"

    def ready(self):
        import_module("companies.handlers")
        import_module("companies.importing.company")
        import_module("companies.importing.location")
