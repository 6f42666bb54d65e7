"""How files about contacts call their columns, and what people write into them, in German and English."""

from django.utils.translation import gettext_lazy as _

from companies.layouts import WHOSE_COLUMNS
from contacts.models import Salutation
from imports.adapters import TargetColumn
from imports.values import Words

COLUMNS = (
    TargetColumn("last_name", _("last name"), (
        "Last name", "Surname", "Family name", "Nachname", "Familienname", "Name",
    )),
    TargetColumn("first_name", _("first name"), ("First name", "Given name", "Forename", "Vorname", "Rufname")),
    TargetColumn("full_name", _("first and last name"), (
        "Full name", "Contact", "Contact name", "Person", "Vollständiger Name", "Ansprechpartner", "Kontakt",
        "Kontaktperson", "Vor- und Nachname",
    )),
    *WHOSE_COLUMNS,
    TargetColumn("salutation", _("salutation"), ("Salutation", "Prefix", "Anrede", "Geschlecht", "Gender")),
    TargetColumn("external_id", _("number in another system"), (
        "External ID", "Contact ID", "Contact number", "Externe ID", "Kontakt-ID", "Kontaktnummer", "Personennummer",
    )),
    TargetColumn("prefix", _("title of the name"), ("Name prefix", "Academic title", "Akad. Titel", "Namenszusatz")),
    TargetColumn("title", _("job title"), (
        "Title", "Job title", "Position", "Function", "Role", "Funktion", "Stellung", "Berufsbezeichnung", "Rolle",
    )),
    TargetColumn("email", _("e-mail"), (
        "E-mail", "Email", "E-mail address", "Email 1", "Mail", "E-Mail-Adresse", "E-Mail 1", "Mailadresse",
    )),
    TargetColumn("phone", _("phone"), (
        "Phone", "Telephone", "Business phone", "Work phone", "Direct phone", "Tel", "Telefon", "Telefonnummer", "Tel.",
        "Durchwahl", "Telefon geschäftlich", "Rufnummer",
    )),
    TargetColumn("mobile", _("mobile phone"), (
        "Mobile", "Mobile phone", "Cell", "Cell phone", "Mobil", "Mobiltelefon", "Handy", "Mobilnummer",
    )),
    TargetColumn("extension", _("extension"), ("Extension", "Ext", "Nebenstelle")),
    TargetColumn("alternate_phone", _("second phone"), ("Phone 2", "Second phone", "Home phone", "Telefon 2")),
    TargetColumn("fax", _("fax"), ("Fax", "Fax number", "Telefax", "Faxnummer")),
    TargetColumn("location", _("location"), (
        "Location", "Location name", "Site", "Site name", "Branch", "Branch office", "Standort", "Standortname",
        "Niederlassung", "Filiale", "Zweigstelle", "Betriebsstätte", "Arbeitsort",
    )),
    TargetColumn("room", _("room"), ("Room", "Office", "Raum", "Zimmer", "Büro")),
    TargetColumn("note", _("note"), ("Note", "Notes", "Comment", "Notiz", "Bemerkung", "Bemerkungen", "Anmerkung")),
    TargetColumn("language", _("language"), ("Language", "Sprache", "Korrespondenzsprache")),
    TargetColumn("is_primary", _("primary contact"), (
        "Primary", "Primary contact", "Main contact", "Hauptkontakt", "Primärer Kontakt", "Hauptansprechpartner",
    )),
    TargetColumn("receives_notifications", _("receives notifications"), (
        "Receives notifications", "Notifications", "Benachrichtigungen", "Erhält Benachrichtigungen",
    )),
    TargetColumn("opted_out_of_bulk_mail", _("no bulk mail"), (
        "No bulk mail", "Opted out", "No newsletter", "Keine Werbung", "Kein Newsletter", "Werbesperre",
    )),
)  # fmt: skip

SALUTATION_WORDS = Words(Salutation, {
    "mrs": Salutation.MS, "miss": Salutation.MS, "frau": Salutation.MS, "w": Salutation.MS, "f": Salutation.MS,
    "weiblich": Salutation.MS, "female": Salutation.MS, "sehr geehrte frau": Salutation.MS, "mister": Salutation.MR,
    "herr": Salutation.MR, "herrn": Salutation.MR, "m": Salutation.MR, "männlich": Salutation.MR,
    "male": Salutation.MR, "sehr geehrter herr": Salutation.MR, "divers": Salutation.NONE, "d": Salutation.NONE,
})  # fmt: skip
