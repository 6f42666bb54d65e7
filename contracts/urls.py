"""Addresses of contracts, of deciding for none, and of what the MSP sells."""

from django.urls import path

from contracts.views import catalogue, contract, creating, listing

app_name = "contracts"
urlpatterns = [
    path("", listing.contract_list, name="list"),
    path("setup/services/", catalogue.services, name="services"),
    path("setup/services/new/", catalogue.new_service, name="new_service"),
    path("setup/services/<int:pk>/", catalogue.edit_service, name="edit_service"),
    path("setup/types/", catalogue.types, name="types"),
    path("setup/types/<slug:kind>/switch/", catalogue.switch_type, name="switch_type"),
    path("new/<int:company>/", creating.choose_type, name="new"),
    path("new/<int:company>/<slug:kind>/", creating.new_contract, name="new_of_type"),
    path("standard-rates/<int:company>/", creating.standard_rates, name="standard_rates"),
    path("company/<int:company>/", listing.company_contracts, name="company"),
    path("<int:pk>/", contract.detail, name="detail"),
    path("<int:pk>/edit/", contract.edit, name="edit"),
    path("<int:pk>/end/", contract.end, name="end"),
    path("<int:pk>/service-level/", contract.service_level, name="service_level"),
    path("<int:pk>/default/", contract.make_default, name="make_default"),
    path("<int:pk>/services/", contract.add_service, name="add_service"),
    path("<int:pk>/services/<int:line>/units/", contract.adjust_units, name="adjust_units"),
    path("<int:pk>/purchases/", contract.add_purchase, name="add_purchase"),
]
