"""What else is known of some customers of the demo and of the people there; of the others it is not.

Domains end in .example. Telephones are among the numbers that the German regulator keeps free for films and books, so
nobody abroad has one. Industries are by the codes of WZ 2008, which in Austria, Switzerland and the Netherlands begin
alike.
"""

from typing import Any

from config.demo.customers import TITLES, Customer

COMPANIES: dict[str, dict[str, Any]] = {
    "Weinhold Holding SE": {
        "sic_code": "64.20", "stock_symbol": "WEINH", "stock_market": "XETRA", "asset_value_cents": 184_500_000_00,
        "alternate_phone_1": "+49 69 90009 118", "fax": "+49 69 90009 119", "state": "Rheinland-Pfalz",
        "alert": "Es unterschreibt nur Herr von Weinhold. Angebote über 25.000 € gehen vorher an den Beirat.",
    },
    "Weinhold Maschinenbau GmbH": {
        "sic_code": "28.29", "asset_value_cents": 42_800_000_00, "alternate_phone_1": "+49 69 90009 125",
        "alert": "Drei Schichten: Wartung nur sonntags zwischen 6 und 14 Uhr.",
        "alert_new_ticket": "Steht eine Maschine? Dann ist es eine Störung mit höchster Priorität.",
        "alert_ticket": "Vor jeder Fernwartung die Schichtleitung anrufen: +49 69 90009 125.",
    },
    "Weinhold Service GmbH": {"sic_code": "33.12", "asset_value_cents": 6_100_000_00},
    "Weinhold Austria GmbH": {"sic_code": "46.69", "asset_value_cents": 3_900_000_00, "state": "Vorarlberg"},
    "Bäckerei Lotz GmbH & Co. KG": {"sic_code": "10.71", "note": "Der Vertrag mit dem Mitbewerber endet im März."},
    "Sozialstation Auental gGmbH": {
        "sic_code": "88.10",
        "alert_new_ticket": "Tablets der Tourenplanung sind dringend: Ohne sie fährt niemand los.",
    },
    "Dr. Aydın Zahnmedizin": {
        "sic_code": "86.23",
        "alert_ticket": "Auf den Rechnern der Zimmer stehen Daten von Patienten: Zugriff nur, wenn jemand zusieht.",
    },
    "Gemeinde Obertal": {"sic_code": "84.11", "address_addition": "Rathaus, Eingang B"},
    "Hanse Logistik AG": {
        "sic_code": "52.29", "stock_symbol": "HANSLO", "stock_market": "XETRA", "asset_value_cents": 96_300_000_00,
        "fax": "+49 40 66969 209",
        "alert": "Nach 20 Uhr ist nur die Leitstelle besetzt: +49 40 66969 204.",
        "alert_new_ticket": "Steht ein Lagertor oder ein Scanner? Dann zuerst die Leitstelle fragen, welches Lager.",
    },
    "Café Franke Franchise GmbH": {"sic_code": "56.10", "asset_value_cents": 2_750_000_00},
    "Zahnradwerk Lotz GmbH": {
        "sic_code": "28.15", "asset_value_cents": 17_200_000_00, "alternate_phone_1": "+49 221 4710 161",
        "alternate_phone_2": "+49 221 4710 162",
    },
    "Kanzlei Brühl & Partner": {"sic_code": "69.10", "alert": "Nie Namen von Mandanten in ein Ticket schreiben."},
    "Alpenblick Hotels AG": {
        "sic_code": "55.10", "stock_symbol": "ALPBLK", "stock_market": "SIX", "asset_value_cents": 61_000_000_00,
        "state": "Zürich", "alert_new_ticket": "Von Dezember bis März keine Wartung zwischen 7 und 11 Uhr.",
    },
    "Alpenblick Flims AG": {"sic_code": "55.10", "asset_value_cents": 14_200_000_00, "state": "Graubünden"},
    "Van der Meer Bloemen B.V.": {
        "sic_code": "46.22", "asset_value_cents": 5_400_000_00, "state": "Noord-Holland",
        "alert": "Die Versteigerung beginnt um 6 Uhr. Gesprochen wird Englisch.",
    },
    "Zollservice Basel AG": {"sic_code": "52.29", "state": "Basel-Landschaft"},
    "Ferienhof Bregenz e. U.": {"sic_code": "55.20", "state": "Vorarlberg"},
    "Druckerei Kolb GmbH": {"sic_code": "18.12", "asset_value_cents": 3_300_000_00, "fax": "+49 221 4710 164"},
    "Architekturbüro Linie 7": {"sic_code": "71.11"},
    "Stadtwerke Markgrafen AöR": {
        "sic_code": "35.13", "asset_value_cents": 128_000_000_00, "fax": "+49 221 4710 165",
        "alert_ticket": "Am Netz der Leitwarte ändern wir nichts ohne Freigabe der Bereitschaft.",
    },
    "Naturkost Wiesental eG": {"sic_code": "47.11", "asset_value_cents": 1_850_000_00},
    "Spedition Rheinkran GmbH": {"sic_code": "52.24", "asset_value_cents": 8_900_000_00},
    "Notariat Dr. Feldmann": {"sic_code": "69.10"},
}  # fmt: skip
"""By name: fields of the company's record."""

PEOPLE: dict[str, dict[str, Any]] = {
    "Carl von Weinhold": {
        "title": "Vorsitzender des Vorstands", "middle_initial": "F.", "opted_out_of_calls": True,
        "email_2": "vorstand@weinhold.example", "linkedin_url": "https://linkedin.example/in/carl-von-weinhold",
    },
    "Miriam Haas": {
        "title": "Leiterin EDV", "email_2": "edv-leitung@weinhold.example", "email_3": "stoerung@weinhold.example",
        "linkedin_url": "https://linkedin.example/in/miriam-haas",
    },
    "Peter Roth": {"title": "Geschäftsführer", "middle_initial": "H."},
    "Johanna Moosbrugger": {
        "title": "Geschäftsführerin", "prefix": "Mag.", "suffix": "MBA", "street": "Am Sonnenhang 4",
        "postal_code": "6911", "city": "Lochau", "state": "Vorarlberg", "country": "AT",
        "linkedin_url": "https://linkedin.example/in/johanna-moosbrugger",
    },
    "Ruth Ehlers": {"title": "Geschäftsführerin und Pflegedienstleiterin", "opted_out_of_surveys": True},
    "Selin Aydın": {"title": "Zahnärztin, Inhaberin", "prefix": "Dr.", "opted_out_of_calls": True},
    "Inga Petersen": {
        "title": "Vorständin Betrieb", "street": "Fischerweg 30", "postal_code": "22763", "city": "Hamburg",
        "linkedin_url": "https://linkedin.example/in/inga-petersen",
    },
    "Nora Franke": {
        "title": "Gründerin", "email_2": "franchise@cafe-franke.example",
        "facebook_url": "https://facebook.example/cafe-franke", "x_url": "https://x.example/cafe-franke",
    },
    "Henrik Brühl": {
        "title": "Rechtsanwalt, Partner", "middle_initial": "J.", "suffix": "LL.M.", "opted_out_of_calls": True,
        "opted_out_of_surveys": True,
    },
    "Regula Zollinger": {
        "title": "Direktorin", "email_2": "direktion@alpenblick.example", "street": "Rebhaldenweg 12",
        "postal_code": "8707", "city": "Uetikon am See", "state": "Zürich", "country": "CH",
        "linkedin_url": "https://linkedin.example/in/regula-zollinger",
    },
    "Joris van der Meer": {
        "title": "Algemeen directeur", "middle_initial": "P.", "street": "Dijkweg 21", "postal_code": "1424 NE",
        "city": "De Kwakel", "state": "Noord-Holland", "country": "NL", "x_url": "https://x.example/vdmeerbloemen",
    },
    "Claudia Imhof": {
        "title": "Geschäftsleiterin", "opted_out_of_surveys": True, "street": "Bachgraben 7", "postal_code": "4123",
        "city": "Allschwil", "state": "Basel-Landschaft", "country": "CH",
    },
    "Stefan Kolb": {"title": "Geschäftsführer", "facebook_url": "https://facebook.example/druckerei-kolb"},
    "Theresa Quast": {
        "title": "Architektin", "suffix": "M.A.", "street": "Rebgasse 9", "address_addition": "Hinterhaus",
        "postal_code": "79540", "city": "Lörrach", "country": "DE",
        "linkedin_url": "https://linkedin.example/in/theresa-quast",
    },
    "Jochen Wirth": {"title": "Leiter EDV und Netze", "opted_out_of_bulk_mail": True},
    "Georg Feldmann": {"title": "Notar", "prefix": "Dr.", "suffix": "LL.M."},
}  # fmt: skip
"""By name: fields of the contact's record, beside what `person` says of everybody at such a customer."""

MAILBOXES = {"Buchhaltung": ("rechnung", "buchhaltung"), "EDV": ("edv",), "Einkauf": ("einkauf",), "Empfang": ("info",)}
"""By job title: the addresses that the first one who has it reads too."""


def person(customer: Customer, *, name: str, title: str, place: int) -> dict[str, Any]:
    """Fields of the contact who is the `place`-th of the customer, counted from 0: those by name hold before others."""
    if customer.name not in COMPANIES:
        return {"title": title}
    reach: dict[str, Any] = {}
    if customer.phone:
        reach = {"phone": customer.phone, "extension": f"{10 + place}"}
    if place < len(TITLES):
        boxes = (f"{box}@{customer.domain}.example" for box in MAILBOXES.get(title, ()))
        reach |= dict(zip(("email_2", "email_3"), boxes, strict=False))
    refusals = {
        "opted_out_of_bulk_mail": place % 5 == 2, "opted_out_of_calls": place % 4 == 3,
        "opted_out_of_surveys": place % 6 == 4,
    }  # fmt: skip
    return {"title": title, **reach, **refusals, **PEOPLE.get(name, {})}
