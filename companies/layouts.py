"""How files about companies call their columns, and what people write into them, in German and English."""

from django.utils.translation import gettext_lazy as _

from companies.models import CompanyType, ParentLink, ServiceModel
from imports.adapters import TargetColumn
from imports.values import Words
from tenants.models import Language

ADDRESS_COLUMNS = (
    TargetColumn("street", _("street and number"), (
        "Street", "Address", "Address 1", "Address line 1", "Street address", "Straße", "Strasse", "Adresse",
        "Straße und Hausnummer", "Straße, Nr.", "Anschrift",
    )),
    TargetColumn("house_number", _("house number"), ("House number", "House no", "Hausnummer", "Haus-Nr.", "HausNr")),
    TargetColumn("address_addition", _("address addition"), (
        "Address 2", "Address line 2", "Address addition", "Suite", "Adresszusatz", "Zusatz", "Name 2",
    )),
    TargetColumn("postal_code", _("postal code"), (
        "Postal code", "Zip", "Zip code", "Postcode", "PLZ", "Postleitzahl",
    )),
    TargetColumn("city", _("city"), ("City", "Town", "Place", "Ort", "Stadt", "Wohnort")),
    TargetColumn("state", _("state or province"), ("State", "Province", "County", "Bundesland", "Kanton")),
    TargetColumn("country", _("country"), ("Country", "Country code", "Land", "Länderkennzeichen", "LKZ", "Staat")),
)  # fmt: skip

FURTHER_NUMBERS = (
    TargetColumn("alternate_phone_1", _("second phone"), (
        "Phone 2", "Second phone", "Alternate phone 1", "Telefon 2", "Zweites Telefon", "Mobil", "Mobile",
    )),
    TargetColumn("alternate_phone_2", _("third phone"), (
        "Phone 3", "Third phone", "Alternate phone 2", "Telefon 3", "Drittes Telefon",
    )),
    TargetColumn("fax", _("fax"), ("Fax", "Fax number", "Telefax", "Faxnummer")),
)  # fmt: skip

WHOSE_COLUMNS = (
    TargetColumn("company", _("company"), (
        "Company", "Company name", "Account", "Account name", "Organisation", "Organization", "Customer",
        "Customer name", "Client", "Client name", "Firma", "Firmenname", "Kunde", "Kundenname", "Unternehmen",
    )),
    TargetColumn("company_number", _("company number"), (
        "Company number", "Customer number", "Customer no", "Account number", "Customer ID", "Client ID",
        "Kundennummer", "Kunden-Nr.", "Kundennr", "KdNr", "Kd.-Nr.", "Firmennummer", "Debitorennummer", "Adressnummer",
    )),
)  # fmt: skip
"""Whose a line is, in files about what customers have."""

COLUMNS = (
    TargetColumn("name", _("company name"), (
        "Company", "Company name", "Name", "Account", "Account name", "Organisation", "Organization", "Customer",
        "Customer name", "Client", "Client name",
        "Firma", "Firmenname", "Firmenbezeichnung", "Kunde", "Kundenname", "Name 1", "Name1", "Unternehmen",
        "Matchcode",
    ), is_required=True),
    TargetColumn("number", _("company number"), (
        "Number", "Company number", "Customer number", "Customer no", "Account number", "Customer ID", "Client ID",
        "Nummer", "Kundennummer", "Kunden-Nr.", "Kundennr", "KdNr", "Kd.-Nr.", "Debitor", "Debitorennummer",
        "Debitoren-Nr.", "Adressnummer", "External ID", "ID",
    )),
    TargetColumn("tax_id", _("tax id"), (
        "Tax ID", "VAT ID", "VAT number", "VAT no", "USt-IdNr.", "USt-ID", "UStID", "Umsatzsteuer-ID", "USt-Id-Nr",
        "Steuernummer", "UID", "UID-Nummer",
    )),
    TargetColumn("type", _("type"), (
        "Type", "Company type", "Account type", "Relationship", "Typ", "Art", "Kundentyp", "Firmentyp", "Kundenart",
        "Beziehung",
    )),
    TargetColumn("manager", _("account manager"), (
        "Account manager", "Owner", "Account owner", "Manager", "Sales rep", "Responsible",
        "Zuständiger Mitarbeiter", "Zuständig", "Betreuer", "Kundenbetreuer", "Ansprechpartner intern",
        "Verantwortlich", "Vertriebsmitarbeiter", "Bearbeiter",
    )),
    TargetColumn("parent", _("parent company"), (
        "Parent", "Parent company", "Parent account", "Parent number", "Holding", "Muttergesellschaft", "Mutterfirma",
        "Mutter", "Übergeordnete Firma", "Konzern", "Mutter-Nr.", "Nummer der Mutterfirma",
    )),
    TargetColumn("link", _("kind of link"), ("Link", "Kind of link", "Art der Verbindung", "Verbindung")),
    TargetColumn("service_model", _("service model"), (
        "Service model", "Model", "Servicemodell", "Betreuungsmodell", "Modell",
    )),
    TargetColumn("classification", _("classification"), ("Classification", "Class", "Klassifizierung", "Einstufung")),
    TargetColumn("territory", _("territory"), ("Territory", "Region", "Gebiet", "Vertriebsgebiet")),
    TargetColumn("segment", _("market segment"), ("Market segment", "Segment", "Industry", "Marktsegment", "Branche")),
    TargetColumn("competitor", _("competitor"), (
        "Competitor", "Competition", "Mitbewerber", "Wettbewerber", "Konkurrent", "Konkurrenz",
    )),
    TargetColumn("phone", _("phone"), (
        "Phone", "Telephone", "Phone number", "Tel", "Main phone", "Telefon", "Telefonnummer", "Tel.", "Telefon 1",
        "Rufnummer",
    )),
    *FURTHER_NUMBERS,
    TargetColumn("website", _("website"), (
        "Website", "Web", "URL", "Web address", "Homepage", "Internet", "Webseite", "Internetadresse", "WWW",
    )),
    *ADDRESS_COLUMNS,
    TargetColumn("sic_code", _("industry code (SIC)"), (
        "SIC", "SIC code", "Industry code", "NACE", "NACE code", "Branchencode", "Branchencode (SIC)",
        "Branchenschlüssel", "WZ-Code", "WZ-Nummer",
    )),
    TargetColumn("stock_symbol", _("stock symbol"), (
        "Stock symbol", "Ticker", "Ticker symbol", "Börsenkürzel", "Tickersymbol", "Aktiensymbol",
    )),
    TargetColumn("stock_market", _("stock market"), (
        "Stock market", "Stock exchange", "Exchange", "Börse", "Börsenplatz", "Handelsplatz",
    )),
    TargetColumn("asset_value_cents", _("asset value"), (
        "Asset value", "Assets", "Total assets", "Vermögenswert", "Vermögen", "Bilanzsumme",
    )),
    TargetColumn("currency", _("currency"), ("Currency", "Währung")),
    TargetColumn("language", _("language"), ("Language", "Sprache", "Korrespondenzsprache")),
    TargetColumn("is_public_body", _("public body"), (
        "Public body", "Public sector", "Öffentliche Stelle", "Behörde", "Öffentlicher Auftraggeber",
    )),
    TargetColumn("is_confidential", _("confidential"), ("Confidential", "Vertraulich")),
    TargetColumn("note", _("note"), ("Note", "Notes", "Comment", "Notiz", "Bemerkung", "Bemerkungen", "Anmerkung")),
)  # fmt: skip

LOCATION_COLUMNS = (
    TargetColumn("name", _("name of the location"), (
        "Name", "Location", "Location name", "Site", "Site name", "Branch", "Standort", "Standortname",
        "Name des Standorts", "Filiale", "Niederlassung", "Bezeichnung",
    )),
    *WHOSE_COLUMNS,
    *ADDRESS_COLUMNS,
    TargetColumn("phone", _("phone"), (
        "Phone", "Telephone", "Phone number", "Tel", "Telefon", "Telefonnummer", "Tel.", "Rufnummer",
    )),
    *FURTHER_NUMBERS,
    TargetColumn("description", _("description"), (
        "Description", "Note", "Notes", "Access", "Beschreibung", "Notiz", "Bemerkung", "Hinweis", "Zugang",
    )),
    TargetColumn("round_trip_km", _("round trip in km"), (
        "Round trip", "Round trip km", "Kilometers", "Kilometres", "Distance", "km", "Hin und zurück", "Kilometer",
        "Entfernung", "Anfahrt km", "Fahrt in km",
    )),
    TargetColumn("is_primary", _("primary location"), (
        "Primary", "Is primary", "Primary location", "Main location", "Head office", "Headquarters", "HQ",
        "Hauptstandort", "Hauptsitz", "Hauptadresse", "Zentrale", "Primär", "Primärer Standort",
    )),
)  # fmt: skip

TYPE_WORDS = Words(CompanyType, {
    "client": CompanyType.CUSTOMER, "clients": CompanyType.CUSTOMER, "customers": CompanyType.CUSTOMER,
    "kunden": CompanyType.CUSTOMER, "bestandskunde": CompanyType.CUSTOMER, "k": CompanyType.CUSTOMER,
    "prospects": CompanyType.PROSPECT, "interessenten": CompanyType.PROSPECT, "potential": CompanyType.PROSPECT,
    "leads": CompanyType.LEAD, "supplier": CompanyType.VENDOR, "kreditor": CompanyType.VENDOR,
    "lieferanten": CompanyType.VENDOR, "debitor": CompanyType.CUSTOMER, "former": CompanyType.CANCELLED,
    "former customer": CompanyType.CANCELLED, "canceled": CompanyType.CANCELLED, "cancelation": CompanyType.CANCELLED,
    "ehemalig": CompanyType.CANCELLED, "ehemaliger kunde": CompanyType.CANCELLED, "altkunde": CompanyType.CANCELLED,
    "gekündigt": CompanyType.CANCELLED, "reseller": CompanyType.PARTNER, "wiederverkäufer": CompanyType.PARTNER,
})  # fmt: skip
MODEL_WORDS = Words(ServiceModel, {
    "managed": ServiceModel.MANAGED, "msp": ServiceModel.MANAGED, "vertrag": ServiceModel.MANAGED,
    "flatrate": ServiceModel.MANAGED, "break fix": ServiceModel.BREAK_FIX, "nach aufwand": ServiceModel.BREAK_FIX,
    "aufwand": ServiceModel.BREAK_FIX, "hourly": ServiceModel.BREAK_FIX, "beides": ServiceModel.BOTH,
})  # fmt: skip
LINK_WORDS = Words(ParentLink, {
    "tochter": ParentLink.SUBSIDIARY, "tochterfirma": ParentLink.SUBSIDIARY,
    "tochterunternehmen": ParentLink.SUBSIDIARY, "filiale": ParentLink.BRANCH, "niederlassung": ParentLink.BRANCH,
    "zweigstelle": ParentLink.BRANCH, "franchisenehmer": ParentLink.FRANCHISE, "franchisee": ParentLink.FRANCHISE,
})  # fmt: skip
LANGUAGE_WORDS = Words(Language, {
    "deutsch": Language.GERMAN, "german": Language.GERMAN, "d": Language.GERMAN, "de-de": Language.GERMAN,
    "ger": Language.GERMAN, "englisch": Language.ENGLISH, "english": Language.ENGLISH, "e": Language.ENGLISH,
    "en-gb": Language.ENGLISH, "en-us": Language.ENGLISH, "eng": Language.ENGLISH,
})  # fmt: skip
