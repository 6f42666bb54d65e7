"""Every address of Handover but the two of `config.health`. Staff work below their tenant, customers in its portal."""

from django.urls import include, path

from config import api_docs, entrance, gallery, mail_reports, mailbox
from tenants.views import profile

TENANT = "<slug:tenant>/"

urlpatterns = [
    path("accounts/", include("config.accounts")),
    path("demo/components/", gallery.components, name="components"),
    path("demo/mail/", mailbox.mailbox, name="mailbox"),
    path("demo/mail/<slug:name>/", mailbox.mail, name="mail"),
    path("", entrance.home, name="entrance"),
    path("preferences/", profile.preferences, name="preferences"),
    path("platform/mail-reports/", mail_reports.mail_reports, name="mail_reports"),
    path("platform/tenants/", include("config.platform")),
    path(TENANT, entrance.landing, name="landing"),
    path(TENANT, include("tenants.urls")),
    path(TENANT + "settings/people/", include("config.transfer")),
    path(TENANT + "imports/", include("imports.urls")),
    path(TENANT + "customers/", include("companies.urls")),
    path(TENANT + "contacts/", include("contacts.urls")),
    path(TENANT + "service-levels/", include("sla.urls")),
    path(TENANT + "messages/", include("notifications.urls")),
    path(TENANT + "billing/", include("billing.urls")),
    path(TENANT + "contracts/", include("contracts.urls")),
    path(TENANT + "devices/", include("devices.urls")),
    path(TENANT + "tickets/", include("tickets.urls")),
    path(TENANT + "onboarding/", include("onboarding.urls")),
    path(TENANT + "portal/", include("portal.urls")),
    path(TENANT + "api/v1/", include("config.api")),
    path(TENANT + "api-docs/", api_docs.api_docs, name="api_docs"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
