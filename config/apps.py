from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        import_module("config.company_tabs")
        import_module("config.family")
        import_module("config.grid_columns")
        import_module("config.tax_ids")
        import_module("config.merging")
        import_module("config.person_tabs")
        import_module("config.referrers")
