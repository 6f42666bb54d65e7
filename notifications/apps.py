from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        import_module("notifications.handlers")
        import_module("notifications.bounces")
