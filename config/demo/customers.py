"""The customers of the demo: who they are, who looks after them, and how far each has come."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a customer has come."""

    PROSPECT = "prospect"
    DRAFT = "draft"
    STARTED = "started"
    EARLY = "early"
    NO_PRIMARY = "no_primary"
    WAITING = "waiting"
    BILLING = "billing"
    CONTRACT = "contract"
    DEVICES = "devices"
    READY = "ready"
    REOPENED = "reopened"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    LIVE = "live"


NOT_BEGUN = (Stage.PROSPECT, Stage.DRAFT)
"""Sales has not won them yet."""

TERRITORIES = (
    ("Lörrach und Hochrhein", "Südbaden"),
    ("Freiburg und Markgräflerland", "Südbaden"),
    ("Nördlich von Freiburg", ""),
    ("Nachbarländer", ""),
)
"""Name and region, for the first MSP."""
COMPETITORS = ("Systemhaus Blauen", "Netzwerkstatt Belchen", "Nordlicht Systems")
"""For the first MSP."""


@dataclass(frozen=True)
class Place:
    """A further location of a customer. `km`: from the MSP's office and back."""

    name: str
    street: str
    postal_code: str
    city: str
    km: int
    phone: str = ""
    description: str = ""
    addition: str = ""
    alternate_phone: str = ""


@dataclass(frozen=True)
class Customer:
    """One customer. `model`: m managed, b break/fix, x both. `people`: how many contacts beside the first."""

    name: str
    domain: str
    street: str
    postal_code: str
    city: str
    model: str
    stage: Stage
    manager: str = "jana"
    team: tuple[str, ...] = ()
    first: tuple[str, str, str] = ("", "", "")
    people: int = 3
    country: str = "DE"
    parent: str = ""
    link: str = "subsidiary"
    vat: str = ""
    leitweg: str = ""
    devices: int = 0
    phone: str = ""
    confidential: bool = False
    language: str = ""
    taskfire: bool = False
    competitor: str = ""
    places: tuple[Place, ...] = ()

    @property
    def territory(self) -> str:
        """The name of the territory in which its postal code lies."""
        if self.country != "DE":
            return TERRITORIES[3][0]
        near = {"795": 0, "796": 0, "797": 0, "794": 1, "793": 1, "790": 1, "791": 1}
        return TERRITORIES[near.get(self.postal_code[:3], 2)][0]

    @property
    def classification(self) -> str:
        """By what is sold to it, as the seeded list calls it."""
        if self.stage in NOT_BEGUN:
            return ""
        return "Stundenkontingent" if self.model == "b" else "Gold" if self.devices > 12 else "Silber"

    @property
    def segment(self) -> str:
        if self.leitweg:
            return "Öffentliche Hand"
        return "Gemeinnützig" if self.name.endswith(("gGmbH", "e. V.")) else "Unternehmen"


S = Stage
CUSTOMERS = (
    Customer("Weinhold Holding SE", "weinhold", "Rheinufer 1", "55116", "Mainz", "m", S.LIVE, team=("tom",),
             first=("mr", "Carl", "von Weinhold"), people=2, vat="DE13669597", devices=4, phone="+49 69 90009 110",
             places=(
                 Place("Büro Berlin", "Lindenufer 14", "10179", "Berlin", 1610, "+49 30 23125 140",
                       "Anmeldung im dritten Stock; die Einfahrt zur Tiefgarage ist im Hof.", addition="3. Stock",
                       alternate_phone="+49 30 23125 141"),
                 Place("Archiv Ginsheim", "Am Flugfeld 3", "65462", "Ginsheim-Gustavsburg", 570,
                       description="Den Schlüssel hat der Empfang in Mainz. Im Keller gibt es kein Netz."),
             )),
    Customer("Weinhold Maschinenbau GmbH", "weinhold", "Hafenstraße 12", "55118", "Mainz", "m", S.REOPENED,
             team=("tom", "sina"), first=("ms", "Miriam", "Haas"), people=5, parent="Weinhold Holding SE",
             vat="DE28114590", devices=22, phone="+49 69 90009 120", competitor="Systemhaus Blauen"),
    Customer("Weinhold Service GmbH", "weinhold-service", "Hafenstraße 14", "55118", "Mainz", "m", S.LIVE,
             team=("tom",), first=("mr", "Peter", "Roth"), people=3, parent="Weinhold Maschinenbau GmbH",
             vat="DE28114601", devices=18, phone="+49 69 90009 121"),
    Customer("Weinhold Austria GmbH", "weinhold-austria", "Gewerbepark 7", "6850", "Dornbirn", "m", S.DEVICES,
             team=("tom",), first=("ms", "Johanna", "Moosbrugger"), people=2, country="AT",
             parent="Weinhold Holding SE", vat="ATU6423011", devices=9),
    Customer("Bäckerei Lotz GmbH & Co. KG", "lotz", "Marktplatz 3", "79539", "Lörrach", "b", S.DRAFT,
             first=("mr", "Dieter", "Lotz"), people=1, phone="+49 221 4710 101", competitor="Systemhaus Blauen"),
    Customer("Sozialstation Auental gGmbH", "auental", "Kirchgasse 9", "79585", "Steinen", "m", S.LIVE,
             team=("emre",), first=("ms", "Ruth", "Ehlers"), people=4, devices=14, phone="+49 221 4710 102"),
    Customer("Dr. Aydın Zahnmedizin", "praxis-aydin", "Basler Straße 88", "79540", "Lörrach", "m", S.CONTRACT,
             team=("sina",), first=("ms", "Selin", "Aydın"), people=3, devices=11, phone="+49 221 4710 103"),
    Customer("Fährhaus am Rhein e. K.", "faehrhaus", "Am Rhein 2", "79576", "Weil am Rhein", "b", S.BILLING,
             team=("sina",), first=("mr", "Marc", "Thelen"), people=1, phone="+49 221 4710 104"),
    Customer("Gemeinde Obertal", "obertal", "Rathausplatz 1", "79692", "Obertal", "m", S.NO_PRIMARY, team=("emre",),
             people=4, leitweg="08336004-12345", devices=0, phone="+49 221 4710 105"),
    Customer("Hanse Logistik AG", "hanse-logistik", "Speicherstraße 40", "20457", "Hamburg", "x", S.WAITING,
             manager="oliver", team=("lena",), first=("ms", "Inga", "Petersen"), people=8, vat="DE11851932",
             devices=12, phone="+49 40 66969 201", taskfire=True, competitor="Nordlicht Systems"),
    Customer("Zimmerei Österle", "oesterle", "Sägeweg 5", "79686", "Hasel", "b", S.LIVE, team=("emre",),
             first=("mr", "Jan", "Österle"), people=0, phone="+49 221 4710 106"),
    Customer("Café Franke Franchise GmbH", "cafe-franke", "Kaiser-Joseph-Straße 120", "79098", "Freiburg", "m",
             S.LIVE, team=("lena",), first=("ms", "Nora", "Franke"), people=3, vat="DE29933187", devices=6,
             phone="+49 221 4710 107", places=(
                 Place("Rösterei", "Gewerbestraße 22", "79227", "Schallstadt", 116, "+49 221 4710 140",
                       "Anlieferung bis 11 Uhr, danach ist das Tor zu: bitte klingeln."),
                 Place("Schulungsküche", "Haslacher Straße 61", "79115", "Freiburg", 138, "+49 221 4710 141"),
             )),
    Customer("Café Franke Emmendingen", "cafe-franke-em", "Lammstraße 4", "79312", "Emmendingen", "b", S.LIVE,
             team=("lena",), first=("mr", "Paul", "Franke"), people=1, parent="Café Franke Franchise GmbH",
             link="franchise", phone="+49 221 4710 108"),
    Customer("Café Franke Lörrach", "cafe-franke-loe", "Tumringer Straße 200", "79539", "Lörrach", "b", S.READY,
             team=("lena",), first=("ms", "Aylin", "Demir"), people=1, parent="Café Franke Franchise GmbH",
             link="franchise", phone="+49 221 4710 109"),
    Customer("Café Franke Müllheim", "cafe-franke-mue", "Werderstraße 30", "79379", "Müllheim", "b", S.STARTED,
             team=("lena",), first=("mr", "Ben", "Kiefer"), people=1, parent="Café Franke Franchise GmbH",
             link="franchise", phone="+49 221 4710 110"),
    Customer("Zahnradwerk Lotz GmbH", "zahnradwerk-lotz", "Industriestraße 21", "79618", "Rheinfelden", "m",
             S.DEVICES, team=("tom",), first=("ms", "Katrin", "Lotz"), people=8, vat="DE81273465", devices=20,
             phone="+49 221 4710 111", competitor="Netzwerkstatt Belchen"),
    Customer("Kanzlei Brühl & Partner", "kanzlei-bruehl", "Schlossallee 17", "79539", "Lörrach", "m", S.LIVE,
             team=("sina",), first=("mr", "Henrik", "Brühl"), people=4, vat="DE14725836", devices=13,
             phone="+49 221 4710 112", confidential=True),
    Customer("Alpenblick Hotels AG", "alpenblick", "Seestrasse 88", "8002", "Zürich", "m", S.LIVE,
             manager="oliver", team=("lena",), first=("ms", "Regula", "Zollinger"), people=4, country="CH",
             vat="CHE98127640", devices=16),
    Customer("Alpenblick Flims AG", "alpenblick-flims", "Via Nova 12", "7017", "Flims", "m", S.BILLING,
             manager="oliver", team=("lena",), first=("mr", "Gian", "Caflisch"), people=2, country="CH",
             parent="Alpenblick Hotels AG", link="branch", devices=5),
    Customer("Van der Meer Bloemen B.V.", "vdmeer", "Bloemenlaan 3", "1431 GT", "Aalsmeer", "m", S.CONTRACT,
             manager="oliver", team=("lena",), first=("mr", "Joris", "van der Meer"), people=3, country="NL",
             vat="NL85123456", devices=8, language="en"),
    Customer("Zollservice Basel AG", "zollservice", "Freilager 9", "4142", "Münchenstein", "b", S.LIVE,
             manager="oliver", team=("emre",), first=("ms", "Claudia", "Imhof"), people=2, country="CH",
             vat="CHE98340255", competitor="Systemhaus Blauen"),
    Customer("Ferienhof Bregenz e. U.", "ferienhof", "Seeweg 15", "6900", "Bregenz", "b", S.LIVE,
             first=("mr", "Lukas", "Fink"), people=0, country="AT"),
    Customer("Steuerbüro Hartmann", "hartmann-steuer", "Bahnhofstraße 44", "79650", "Schopfheim", "m", S.READY,
             team=("sina",), first=("ms", "Ulrike", "Hartmann"), people=2, devices=7, phone="+49 221 4710 113"),
    Customer("Druckerei Kolb GmbH", "druckerei-kolb", "Gutenbergstraße 8", "79664", "Wehr", "x", S.LIVE,
             team=("tom", "emre"), first=("mr", "Stefan", "Kolb"), people=4, vat="DE20417738", devices=12,
             phone="+49 221 4710 114", taskfire=True, competitor="Systemhaus Blauen"),
    Customer("Gärtnerei Sonnenfeld", "sonnenfeld", "Feldweg 3", "79415", "Bad Bellingen", "b", S.STARTED,
             first=("ms", "Birgit", "Sommer"), people=1, phone="+49 221 4710 115"),
    Customer("Architekturbüro Linie 7", "linie7", "Uferstraße 7", "79576", "Weil am Rhein", "m", S.EARLY,
             team=("sina",), first=("ms", "Theresa", "Quast"), people=3, phone="+49 221 4710 116"),
    Customer("Autohaus Rebland GmbH", "autohaus-rebland", "Am Kreisel 1", "79426", "Buggingen", "m", S.BILLING,
             team=("tom",), first=("mr", "Kevin", "Maier"), people=5, vat="DE25896314", devices=10,
             phone="+49 221 4710 117"),
    Customer("Physio am Hochrhein", "physio-hochrhein", "Hauptstraße 61", "79713", "Bad Säckingen", "b", S.LIVE,
             team=("emre",), first=("ms", "Maja", "Novak"), people=1, phone="+49 221 4710 118"),
    Customer("Weingut Baselblick", "baselblick", "Rebweg 22", "79588", "Efringen-Kirchen", "b", S.WAITING,
             first=("mr", "Fritz", "Schneider"), people=1, phone="+49 221 4710 119",
             competitor="Netzwerkstatt Belchen"),
    Customer("Stadtwerke Markgrafen AöR", "stadtwerke-mg", "Wasserweg 2", "79379", "Müllheim", "m", S.BILLING,
             manager="oliver", team=("tom", "lena"), first=("mr", "Jochen", "Wirth"), people=10,
             leitweg="08315074-98765", devices=15, phone="+49 221 4710 120", places=(
                 Place("Kundenzentrum", "Marktgasse 5", "79379", "Müllheim", 62, "+49 221 4710 142",
                       "Montags geschlossen; der Serverschrank steht hinter dem Empfang.",
                       alternate_phone="+49 221 4710 144"),
                 Place("Wasserwerk Auggen", "Quellenweg 40", "79424", "Auggen", 52, "+49 221 4710 143",
                       "Nur mit Unterweisung und in Begleitung der Betriebsleitung."),
                 Place("Betriebshof", "Am Bauhof 1", "79395", "Neuenburg am Rhein", 58),
             )),
    Customer("Musikschule Dreiland e. V.", "musikschule", "Klosterhof 5", "79539", "Lörrach", "b", S.LIVE,
             team=("emre",), first=("ms", "Clara", "Weiss"), people=2, phone="+49 221 4710 121"),
    Customer("Metzgerei Grether", "grether", "Hauptstraße 12", "79585", "Steinen", "b", S.CANCELLED,
             first=("mr", "Bernd", "Grether"), people=0, phone="+49 221 4710 122"),
    Customer("Kletterhalle Überhang GmbH", "ueberhang", "Fabrikstraße 30", "79585", "Steinen", "m", S.ON_HOLD,
             team=("sina",), first=("mr", "Timo", "Gries"), people=2, phone="+49 221 4710 123"),
    Customer("Naturkost Wiesental eG", "naturkost", "Mühlenweg 18", "79650", "Schopfheim", "m", S.LIVE,
             team=("sina",), first=("ms", "Iris", "Blum"), people=3, vat="DE30562871", devices=9,
             phone="+49 221 4710 124"),
    Customer("Fahrschule Kurve", "fahrschule-kurve", "Poststraße 6", "79539", "Lörrach", "b", S.LIVE,
             first=("mr", "Ingo", "Keller"), people=0, phone="+49 221 4710 125"),
    Customer("Apotheke am Spital", "apotheke-spital", "Spitalstraße 25", "79539", "Lörrach", "m", S.REOPENED,
             team=("emre",), first=("ms", "Sabine", "Ott"), people=3, devices=8, phone="+49 221 4710 126"),
    Customer("Optik Scharf", "optik-scharf", "Turmstraße 9", "79539", "Lörrach", "b", S.EARLY,
             first=("mr", "Roland", "Scharf"), people=1, phone="+49 221 4710 127"),
    Customer("Spedition Rheinkran GmbH", "rheinkran", "Hafenbecken 2", "79576", "Weil am Rhein", "x", S.DEVICES,
             manager="oliver", team=("tom",), first=("mr", "Ansgar", "Pohl"), people=9, vat="DE17392645", devices=14,
             phone="+49 221 4710 128"),
    Customer("Notariat Dr. Feldmann", "notariat-feldmann", "Palmstraße 3", "79539", "Lörrach", "m", S.STARTED,
             team=("sina",), first=("mr", "Georg", "Feldmann"), people=2, phone="+49 221 4710 129"),
    Customer("Yogastudio Atempause", "atempause", "Grabenstraße 11", "79618", "Rheinfelden", "b", S.PROSPECT,
             first=("ms", "Leonie", "Hug"), people=0, phone="+49 221 4710 130", competitor="Netzwerkstatt Belchen"),
)  # fmt: skip

NORDLICHT_CUSTOMERS = (
    Customer("Hanse Logistik AG", "hanse-logistik", "Speicherstraße 40", "20457", "Hamburg", "m", S.LIVE,
             manager="momme", team=("frauke",), first=("ms", "Inga", "Petersen"), people=2, vat="DE11851932",
             devices=6, phone="+49 40 66969 201"),
    Customer("Werft Holm GmbH", "werft-holm", "Werftkai 3", "24103", "Kiel", "m", S.BILLING, manager="momme",
             team=("frauke",), first=("mr", "Ole", "Holm"), people=3, devices=5, phone="+49 40 66969 202"),
    Customer("Inselbäckerei Föhr", "inselbaeckerei", "Sandwall 20", "25938", "Wyk auf Föhr", "b", S.STARTED,
             manager="momme", first=("ms", "Antje", "Brodersen"), people=1, phone="+49 40 66969 203"),
)  # fmt: skip

FIRST_NAMES = (
    ("ms", "Anna"), ("mr", "Lukas"), ("ms", "Mia"), ("mr", "Jonas"), ("ms", "Elif"), ("mr", "Paul"), ("ms", "Sophie"),
    ("mr", "Felix"), ("ms", "Lara"), ("mr", "Noah"), ("ms", "Emilia"), ("mr", "David"), ("ms", "Julia"),
    ("mr", "Tobias"), ("ms", "Hannah"), ("mr", "Sven"), ("ms", "Carolin"), ("mr", "Murat"), ("ms", "Franziska"),
    ("mr", "Andreas"), ("ms", "Silke"), ("mr", "Matthias"), ("ms", "Kerstin"),
)  # fmt: skip
LAST_NAMES = (
    "Becker", "Sauer", "Winter", "Groß", "Schäfer", "Yılmaz", "Kuhn", "Huber", "Frey", "Ziegler", "Kaiser",
    "Vogel", "Arnold", "Ludwig", "Böhm", "Nguyen", "Engel", "Horn", "Bergmann", "Thomas", "Seidel", "Pfeiffer",
    "Lorenz", "Albrecht", "Schuster", "Graf", "Krämer", "Busch", "Ernst",
)  # fmt: skip
TITLES = ("Geschäftsleitung", "Buchhaltung", "EDV", "Einkauf", "Empfang", "Produktion", "Vertrieb")
