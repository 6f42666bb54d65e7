from importlib import import_module

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "onboarding"

    def ready(self):
        import_module("onboarding.handlers")
