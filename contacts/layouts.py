"""How files about contacts call their columns, and what people write into them, in German and English."""

from django.utils.translation import gettext_lazy as _

from companies.layouts import ADDRESS_COLUMNS, WHOSE_COLUMNS
from contacts.models import Salutation
from imports.adapters import TargetColumn
from imports.values import Words

COLUMNS = (
    TargetColumn("last_name", _("last name"), (
        "Last name", "Surname", "Family name", "Nachname", "Familienname", "Name",
    )),
    TargetColumn("first_name", _("first name"), ("First name", "Given name", "Forename", "Vorname", "Rufname")),
    TargetColumn("middle_initial", _("middle initial"), (
        "Middle initial", "MI", "Initial", "Zweiter Vorname (Initiale)", "Mittelinitiale",
    )),
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
    TargetColumn("suffix", _("name suffix"), ("Suffix", "Name suffix", "Generation", "Zusatz nach dem Namen")),
    TargetColumn("title", _("job title"), (
        "Title", "Job title", "Position", "Function", "Role", "Funktion", "Stellung", "Berufsbezeichnung", "Rolle",
    )),
    TargetColumn("email", _("e-mail"), (
        "E-mail", "Email", "E-mail address", "Email 1", "Mail", "E-Mail-Adresse", "E-Mail 1", "Mailadresse",
    )),
    TargetColumn("email_2", _("second e-mail"), (
        "E-mail 2", "Email 2", "Email address 2", "Second e-mail", "Secondary email", "E-Mail-Adresse 2",
        "Zweite E-Mail", "Weitere E-Mail",
    )),
    TargetColumn("email_3", _("third e-mail"), (
        "E-mail 3", "Email 3", "Email address 3", "Third e-mail", "E-Mail-Adresse 3", "Dritte E-Mail",
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
    *ADDRESS_COLUMNS,
    TargetColumn("linkedin_url", _("LinkedIn"), ("LinkedIn", "LinkedIn URL", "LinkedIn profile", "LinkedIn-Profil")),
    TargetColumn("facebook_url", _("Facebook"), ("Facebook", "Facebook URL", "Facebook profile", "Facebook-Profil")),
    TargetColumn("x_url", _("X"), ("X", "X URL", "Twitter", "Twitter URL", "X profile", "X-Profil")),
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
    TargetColumn("opted_out_of_calls", _("no sales calls"), (
        "No sales calls", "Do not call", "No calls", "Solicitation opt out", "Keine Werbeanrufe", "Keine Anrufe",
        "Anrufsperre",
    )),
    TargetColumn("opted_out_of_surveys", _("no surveys"), (
        "No surveys", "Survey opt out", "Keine Umfragen", "Keine Befragungen",
    )),
)  # fmt: skip

SALUTATION_WORDS = Words(Salutation, {
    "mrs": Salutation.MS, "miss": Salutation.MS, "frau": Salutation.MS, "w": Salutation.MS, "f": Salutation.MS,
    "weiblich": Salutation.MS, "female": Salutation.MS, "sehr geehrte frau": Salutation.MS, "mister": Salutation.MR,
    "herr": Salutation.MR, "herrn": Salutation.MR, "m": Salutation.MR, "männlich": Salutation.MR,
    "male": Salutation.MR, "sehr geehrter herr": Salutation.MR, "divers": Salutation.NONE, "d": Salutation.NONE,
})  # fmt: skip
