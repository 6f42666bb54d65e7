"""Addresses of invoice settings, their review, and what an admin sets up for all invoices."""

from django.urls import path

from billing.views import company_settings, queue, setup

app_name = "billing"
urlpatterns = [
    path("", queue.review_queue, name="review_queue"),
    path("setup/seller/", setup.seller, name="seller"),
    path("setup/tax-regions/", setup.tax_regions, name="tax_regions"),
    path("setup/tax-regions/<int:pk>/switch/", setup.switch_region, name="switch_region"),
    path("setup/templates/", setup.templates, name="templates"),
    path("setup/templates/<int:pk>/default/", setup.make_default, name="default_template"),
    path("setup/templates/<int:pk>/switch/", setup.switch_template, name="switch_template"),
    path("<int:pk>/", company_settings.settings, name="settings"),
    path("<int:pk>/sign/", company_settings.sign, name="sign"),
    path("<int:pk>/payer/", company_settings.payer, name="payer"),
]
