from importlib import import_module

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "devices"

    def ready(self):
        import_module("devices.importing")
