from importlib import import_module

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self):
        import_module("contacts.handlers")
        import_module("contacts.importing")
