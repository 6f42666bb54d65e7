from django.urls import path

from devices.views import coverage, device, importing

app_name = "devices"
urlpatterns = [
    path("", device.device_list, name="list"),
    path("<int:device_id>/", device.detail, name="detail"),
    path("<int:device_id>/edit/", device.edit, name="edit"),
    path("<int:device_id>/cover/", device.cover, name="cover"),
    path("<int:device_id>/no-contract/", device.no_contract, name="no_contract"),
    path("<int:device_id>/deactivate/", device.deactivate, name="deactivate"),
    path("<int:device_id>/activate/", device.activate, name="activate"),
    path("customers/<int:company_id>/", device.company_tab, name="company_tab"),
    path("customers/<int:company_id>/new/", device.new, name="new"),
    path("customers/<int:company_id>/coverage/", coverage.coverage, name="coverage"),
    path("customers/<int:company_id>/import/", importing.upload, name="import"),
]
