#!/usr/bin/env python3
"""Makes the tables in this folder from the gazetteers of the corpora.

    python3 knowledge/make.py ../shared/corpora

Only sources whose licences allow it are read (SOURCES.md). Rows are sorted, so that the same
input gives the same bytes.
"""
import csv, gzip, re, sys, unicodedata
from collections import Counter, defaultdict
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).parent
FROM = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpora")
# The common English name where the first column of the source is a local one.
COMMON = {"Türkiye": "Turkey", "Czechia": "Czech Republic", "DR Congo": "Democratic Republic of the Congo",
          "Palestine": "Palestinian Authority", "Vatican City": "Vatican"}
# Kosovo's code in wide use; ISO 3166-1 has none.
KOSOVO = {"UNK": "XKX"}
# Seats of governments that stand for them in the news, beside those that the source has.
SEATS = {
    "ARG": ["Casa Rosada", "the Casa Rosada"], "AUT": ["Ballhausplatz"], "BOL": ["Casa Grande del Pueblo"], "BRA": ["Itamaraty"],
    "CHL": ["La Moneda"], "COL": ["Casa de Nariño", "Palacio de Nariño"], "ECU": ["Carondelet"], "ESP": ["Moncloa", "La Moncloa"],
    "FRA": ["Elysee", "Élysée", "the Élysée", "Élysée Palace", "Quai d'Orsay", "Matignon"], "GBR": ["10 Downing Street", "Number 10"],
    "IDN": ["Merdeka Palace"], "IND": ["Raisina Hill", "South Block"], "ITA": ["Farnesina", "the Farnesina", "Quirinale"],
    "JPN": ["Kantei", "the Kantei", "Nagatacho"], "KAZ": ["Akorda", "Ak Orda"], "KOR": ["Cheong Wa Dae", "Blue House"],
    "LBN": ["Baabda"], "NGA": ["Aso Rock", "Aso Villa"], "PHL": ["Malacañang", "Malacañang Palace", "Malacanang", "Malacanang Palace"],
    "POL": ["Belweder"], "UKR": ["Bankova"], "VEN": ["Miraflores"], "ZAF": ["Union Buildings", "the Union Buildings"],
}
CITY_NAMES_FROM = 700_000  # inhabitants from which other names of a city are kept
FREE_LEADERS = {"peppercat", "every-politician", "factbook"}
# Titles that one of the sources puts before names.
BEFORE_NAMES = re.compile(r"^.*\b(President|Minister|Chairman|Chairperson|Chancellor|Premier|Governor|Commissioner|Bailiff|Captain|Colonel"
                          r"|General|Admiral|Gen\.|Sir|Dame|Dr\.|Queen|King|Prince|Princess|Emperor|Pope|Leader|Speaker|Judge) ")
# Offices that no source has in the words of the news.
OFFICES = ["Adviser to the President", "Adviser to the Prime Minister", "Cabinet Chief", "Chief of Cabinet", "Chief of Defense Staff",
           "Chief of the Defense Staff", "Deputy Minister of Defense", "Heads of Government", "Heads of State",
           "Heads of State and Government", "Minister of Foreign Affairs and International Cooperation", "Minister Without Portfolio"]
ROMAN = re.compile(r"[IVX]+")


def table(name):
    path = FROM / "gazetteers" / name
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        rows = list(csv.DictReader(lines))
    if name == "countries.csv":
        for row in rows:
            row["metonyms"] = "|".join(filter(None, [row["metonyms"], *SEATS.get(row["iso3"], [])]))
    return rows


def write(name, header, rows):
    with (HERE / name).open("w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in rows:
            out.write("\t".join(str(cell).replace("\t", " ").replace("\n", " ") for cell in row) + "\n")
    print(f"{name}: {len(rows)} rows")


def plain(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in text if not unicodedata.combining(letter)).lower()


def words_of_english():
    """Words that news write in lower case: no name should be found in them alone."""
    with gzip.open(FROM / "unlabeled" / "news-clusters.tsv.gz", "rt", encoding="utf-8") as lines:
        return {line.split("\t")[0] for line in lines if line[:1].islower()}


def latin(name):
    return all(ord(letter) < 0x250 or letter in "’‘" for letter in name)


def is_member(row):
    return row["un_member"].lower() in ("true", "1", "yes")


def names_for_people(row):
    return row["demonyms"].split("|") + row["metonyms"].split("|")


def code(row):
    return KOSOVO.get(row["iso3"], row["iso3"])


# Words for the people of a state that the source lacks.
PEOPLE = {"ARG": "Argentines", "ATG": "Antiguan|Antiguans|Barbudan|Barbudans", "BEN": "Beninois", "BLR": "Belarussian|Belarussians|Byelorussian|Byelorussians",
          "BRB": "Bajan|Bajans", "BWA": "Batswana|Botswanan", "CIV": "Ivoirian|Ivoirians", "COM": "Comorian|Comorians", "CPV": "Cape Verdean|Cabo Verdean",
          "DJI": "Djiboutian", "ECU": "Ecuadorian", "GNB": "Bissau-Guinean", "GNQ": "Equatoguinean", "GRC": "Hellenic", "KAZ": "Kazakhs", "KGZ": "Kyrgyzstani|Kyrgyzstanis",
          "KNA": "Kittitian|Kittitians|Nevisian|Nevisians", "LAO": "Lao", "LCA": "St. Lucian", "LKA": "Lankan", "LSO": "Basotho|Mosotho", "MDA": "Moldavian", "MDV": "Maldivian|Maldivians", "NPL": "Nepali|Nepalis",
          "SLV": "Salvadorian|Salvadorean", "SMR": "San Marinese", "SOM": "Somalian", "STP": "Santomean", "SUR": "Surinamese", "SWZ": "Swazilander", "TJK": "Tajikistani|Tajikistanis", "TKM": "Turkmenistani|Turkmenistanis",
          "TLS": "Timorese", "TTO": "Tobagonian|Trinbagonian", "UNK": "Kosovars", "VCT": "Vincentian|Vincentians", "VUT": "Vanuatuan"}
# Names of a state that the source lacks.
NAMES = {"COG": "Republic of Congo|Congo Republic", "KNA": "St. Kitts and Nevis|St. Kitts", "VAT": "Holy See", "LCA": "St. Lucia", "LKA": "Lanka", "NZL": "NZ", "PNG": "PNG", "PRK": "N. Korea", "TTO": "Trinidad", "VCT": "St. Vincent and the Grenadines"}

# Names that a state had before, or that a part of it had, and the people of those.
NAMES_BEFORE = {
    "BEN": ("Dahomey", "Dahomean|Dahomeans"), "BFA": ("Upper Volta", "Upper Voltan"), "COD": ("Zaire", "Zairian|Zairians|Zairean|Zaireans"),
    "DEU": ("West Germany", "West German|West Germans"), "KHM": ("Kampuchea|Democratic Kampuchea", "Kampuchean|Kampucheans"),
    "LKA": ("Ceylon", "Ceylonese"), "THA": ("Siam", ""), "VNM": ("North Vietnam", "North Vietnamese"),
    "ZWE": ("Rhodesia|Southern Rhodesia", "Rhodesian|Rhodesians"),
}
# States that became several others, or a part of another, by ISO 3166-3: in the place of two letters they have the four of it.
FORMER = [
    ["CSK", "CSHH", "Czechoslovakia", "Czechoslovak Socialist Republic|Czech and Slovak Federal Republic",
     "Czechoslovak|Czechoslovaks|Czechoslovakian|Czechoslovakians", "Prague", "", "49.50", "17.50"],
    ["DDR", "DDDE", "East Germany", "German Democratic Republic|GDR", "East German|East Germans", "East Berlin", "East Berlin", "52.00", "13.00"],
    ["SCG", "CSXX", "Serbia and Montenegro", "State Union of Serbia and Montenegro", "", "Belgrade", "", "44.00", "20.50"],
    ["SUN", "SUHH", "Soviet Union", "Union of Soviet Socialist Republics|USSR|Soviet Russia", "Soviet|Soviets", "Moscow", "", "60.00", "90.00"],
    ["YMD", "YDYE", "South Yemen", "People's Democratic Republic of Yemen|Democratic Yemen", "South Yemeni|South Yemenis", "Aden", "", "14.50", "48.00"],
    ["YUG", "YUCS", "Yugoslavia", "Socialist Federal Republic of Yugoslavia|Federal Republic of Yugoslavia",
     "Yugoslav|Yugoslavs|Yugoslavian|Yugoslavians", "Belgrade", "", "44.00", "20.00"],
]

# States, and regions that govern themselves and negotiate, to which ISO 3166-1 gives no code. As places they are regions.
WITHOUT_CODE = [
    ["Abkhazia", "Republic of Abkhazia", "Abkhaz|Abkhazian|Abkhazians", "Sukhumi", "Sukhumi|Sukhum|Sokhumi", "43.00", "41.00"],
    ["Donetsk People's Republic", "Donetsk People’s Republic", "", "Donetsk", "", "48.00", "37.80"],
    ["Kurdistan Region", "Kurdistan Region of Iraq|Iraqi Kurdistan|Kurdistan Regional Government|KRG", "Iraqi Kurdish", "Erbil", "Erbil|Irbil|Hewler",
     "36.40", "44.40"],
    ["Luhansk People's Republic", "Luhansk People’s Republic|Lugansk People's Republic|Lugansk People’s Republic", "", "Luhansk", "", "48.50", "39.00"],
    ["Nagorno-Karabakh", "Nagorno Karabakh|Artsakh|Republic of Artsakh|Nagorno-Karabakh Republic|Karabakh", "Karabakh Armenian|Karabakh Armenians",
     "Stepanakert", "Stepanakert", "39.90", "46.70"],
    ["Northern Cyprus", "Turkish Republic of Northern Cyprus|TRNC|North Cyprus", "Turkish Cypriot|Turkish Cypriots|Northern Cypriot|Northern Cypriots",
     "North Nicosia", "North Nicosia|Lefkosa", "35.25", "33.50"],
    ["Puntland", "Puntland State", "Puntlander|Puntlanders", "Garowe", "Garowe", "8.50", "49.00"],
    ["Republika Srpska", "Bosnian Serb Republic|Serb Republic", "Bosnian Serb|Bosnian Serbs", "Banja Luka", "Banja Luka", "44.75", "17.25"],
    ["Somaliland", "Republic of Somaliland", "Somalilander|Somalilanders", "Hargeisa", "Hargeisa", "9.50", "46.00"],
    ["South Ossetia", "Republic of South Ossetia|South Ossetia-Alania", "South Ossetian|South Ossetians|South Ossete", "Tskhinvali",
     "Tskhinvali|Tskhinval", "42.30", "44.00"],
    ["South Vietnam", "Republic of Vietnam", "South Vietnamese", "Saigon", "", "11.00", "106.80"],
    ["Transnistria", "Transdniestria|Trans-Dniester|Transdniester|Transnistrian Moldovan Republic|Pridnestrovie|Pridnestrovian Moldavian Republic",
     "Transnistrian|Transnistrians|Transdniestrian|Transdniestrians|Pridnestrovian", "Tiraspol", "Tiraspol", "46.90", "29.60"],
]


def states():
    rows = [*FORMER, *(["", "", *row] for row in WITHOUT_CODE)]
    countries = table("countries.csv")
    # "American" is of the United States, not of the Northern Mariana Islands.
    sovereign = {it for row in countries if is_member(row) for it in names_for_people(row)}
    for row in countries:
        name = COMMON.get(row["name"], row["name"])
        aliases = [a for a in row["aliases"].split("|") if a and latin(a)]
        for other in (row["name"], row["official"]):
            if other and other != name and other not in aliases:
                aliases.append(other)
        aliases = [a for a in aliases if a != name]
        people = [it for it in row["demonyms"].split("|") if (is_member(row) or it not in sovereign) and not re.search(", | or ", it)]
        people += [it for it in PEOPLE.get(row["iso3"], "").split("|") if it and it not in people]
        # "South African", and many of them.
        people += [f"{it}s" for it in people if it.endswith(("an", "er")) and f"{it}s" not in people]
        names, others = (it.split("|") for it in NAMES_BEFORE.get(row["iso3"], ("", "")))
        names += NAMES.get(row["iso3"], "").split("|")
        aliases += [it for it in names if it and it not in aliases]
        people += [it for it in others if it]
        seats = [it for it in row["metonyms"].split("|") if is_member(row) or it not in sovereign]
        rows.append([code(row), row["iso2"], name, "|".join(aliases), "|".join(people), row["capital"],
                     "|".join(seats), f"{float(row['lat']):.2f}", f"{float(row['lon']):.2f}"])
    rows.sort()
    write("states.tsv", ["iso3", "iso2", "name", "aliases", "demonyms", "capital", "metonyms", "lat", "lon"], rows)


def regions(english):
    rows = []
    for row in table("regions.csv"):
        name = row["name"]
        if not latin(name) or plain(name) in english and row["kind"] == "admin1":
            continue
        aliases = [a for a in row["aliases"].split("|") if a and latin(a) and plain(a) not in english]
        rows.append([name, "|".join(aliases), row["kind"], code(row), row["admin1_code"]])
    rows.sort()
    write("regions.tsv", ["name", "aliases", "kind", "iso3", "admin1"], rows)


def cities(english):
    rows = []
    for row in table("cities.csv.gz"):
        people = int(row["population"] or 0)
        aliases = [row["ascii"]] if row["ascii"] and row["ascii"] != row["name"] else []
        if people >= CITY_NAMES_FROM:
            for other in row["alternates"].split("|"):
                simple = other.isascii() and len(other) >= 4 and re.fullmatch(r"[A-Z][a-z]+( [A-Z][a-z]+)?", other)
                if simple and other != row["name"] and other.lower() not in english and other not in aliases:
                    aliases.append(other)
        if people < 30_000 and plain(row["name"]) in english:
            continue
        names = len([name for name in row["alternates"].split("|") if name])
        rows.append([row["name"], "|".join(aliases), code(row), row["admin1"],
                     f"{float(row['lat']):.2f}", f"{float(row['lon']):.2f}", people, row["geonameid"], names])
    rows.sort(key=lambda row: (-row[6], row))
    write("cities.tsv", ["name", "aliases", "iso3", "admin1", "lat", "lon", "population", "geonames", "names"], rows)


def organizations(english):
    rows, seen = [], set()
    bare = lambda name: re.sub(r"^the |[.']", "", name.lower())
    listed = set()
    for row in table("organizations.csv"):
        if row["source"] == "list":
            names = [row["name"], *row["abbreviation"].split("|"), *row["aliases"].split("|")]
            listed |= {bare(name) for name in names if name}
    for row in sorted(table("organizations.csv"), key=lambda row: (["list", "factbook", "phoenix"].index(row["source"]), row["name"])):
        name = row["name"].strip().replace("'S ", "'s ")
        aliases = [a.replace("'S ", "'s ") for a in [*row["abbreviation"].split("|"), *row["aliases"].split("|")] if a]
        if row["source"] == "phoenix":
            if " " not in name and (len(name) < 5 or name.lower() in english):
                continue
            aliases = [a for a in aliases if " " in a]
        if row["source"] == "factbook":
            aliases = [a for a in aliases if len(a) > 3]
            if " " not in name:
                continue
        # "The Un" is no other body than the one whose abbreviation it is.
        known = row["source"] != "list" and bare(name) in listed
        if not latin(name) or name.lower() in seen or known:
            continue
        seen.add(name.lower())
        aliases += ARMED.get(name, "").split("|")
        aliases = [a for a in dict.fromkeys(aliases) if a and a != name and latin(a) and a not in english]
        rows.append([name, "|".join(aliases), row["kind"], code(row)])
    rows += [[name, aliases, "insurgent", ""] for name, aliases in ARMED.items() if name.lower() not in seen]
    rows.sort()
    write("organizations.tsv", ["name", "aliases", "kind", "iso3"], rows)


def american(office):
    return office.strip().lower().replace("labour", "labor").replace("defence", "defense")


# Forms of address before names, of many countries.
FORMS = """
Dr|Dr.|Prof|Prof.|Mme|Mme.|Mdm|Mdm.|Madam|Mlle|Dra.|Ing.|Frau|Signor|Signora|Shri|Smt|Smt.|Datuk|Datuk Seri|Dato'|Dato Sri|Datin|
Tan Sri|Dasho|Lyonpo|Daw|Engr.|Engr|Hon.|Rt Hon|Rt Hon.|Rt. Hon.|The Honourable|The Honorable|The Hon.|Honourable|Honorable|H.E.|His Eminence|His Holiness|
Her Royal Highness|His Royal Highness|Her Highness|His Highness|HRH|HM|H.M.|Her Majesty|His Majesty|Amb|Amb.|Barr|Barr.|Cllr|Cllr.|Gov|Gov.|Atty|Atty.|Rev|Rev.|Rt Rev|Rt Rev.|Most Rev.|Msgr.|Monsignor|Alhaji|Hajiya|Maulana|
Tun|Toh Puan|Puan Sri|Datuk Sri|Dato Seri|Dato' Seri|Dato' Sri|Datuk Seri Utama|Dato Seri Utama|Dato' Seri Utama|Datuk Seri Panglima|Datuk Wira|Dato Paduka|
Dato' Paduka|Pengiran|Pehin|Samdech|Shrimati|Ir.|Oknha|Lok Chumteav
""".replace("\n", "").split("|")


# Armed movements by what the news call them, beside what the sources have.
ARMED = {
    "African National Congress": "ANC", "Al-Qaeda Organization in the Islamic Maghreb": "AQIM|Al-Qaeda in the Islamic Maghreb|al-Qaida in the Islamic Maghreb",
    "Kayin National Union": "KNU", "Kosovo Liberation Army": "KLA", "Liberation Tigers of Tamil Eelam": "LTTE", "Lord's Resistance Army": "LRA",
    "Moro Islamic Liberation Front": "MILF", "Moro National Liberation Front": "MNLF", "United Liberation Front of Assam": "ULFA",
    "March 23 Movement": "M23|M23 Movement", "Justice and Equality Movement": "JEM", "Tigray People's Liberation Front": "TPLF",
    "Democratic Forces for the Liberation of Rwanda": "FDLR", "Jama'at Nasr al-Islam wal Muslimin": "JNIM", "Arakan Army": "", "Kachin Independence Army": "KIA",
}


# What headlines and the newspapers of South Asia and Africa have for offices.
BRIEF = {"PM": "head_of_government", "Deputy PM": "office", "Vice PM": "office", "FM": "foreign_minister", "Deputy FM": "office", "CM": "office"}


def titles():
    """Titles of the list made by hand, and offices that the free sources of leaders have."""
    offices = {american(row["office"]) for row in table("leaders.csv.gz") if row["source"] in FREE_LEADERS}
    free = "\n".join(sorted(offices))
    told = lambda title: title in offices or " " in title and title in free
    rows = {}
    for row in table("titles.csv"):
        title = row["title"].strip()
        if row["origin"] == "phoenix" or re.search(r"[A-Z]{3}|,", title) and row["origin"] != "list":
            continue
        if row["origin"] == "leaders" and (len(title.split()) > 7 or " to the US" in title or not told(american(title))):
            continue
        rows.setdefault(title.lower(), [title, row["kind"]])
    # Rows that a source has cut off.
    rows = {key: row for key, row in rows.items() if key.rsplit(" ", 1)[-1] not in ("of", "the", "and", "for")}
    for title in OFFICES:
        rows.setdefault(title.lower(), [title, "office"])
    for title in FORMS:
        rows[title.lower()] = [title, "honorific"]
    for title, kind in BRIEF.items():
        rows[title.lower()] = [title, kind]
    write("titles.tsv", ["title", "kind"], sorted(rows.values()))


def tidy(row, states):
    """The name of a person without titles before it, and with capitals as news have them."""
    name = re.sub(r"\s*\(.*?\)| serving as .*", "", row["person"]).strip()
    if row["source"] == "factbook":
        bare = BEFORE_NAMES.sub("", name)
        first, _, rest = bare.partition(" ")
        bare = rest if first in states else bare
        bare = re.sub(r"^(Islamic )?Republic of \w+ ", "", bare)
        name = bare if " " in bare else name
    words = name.split()
    shouted = row["source"] == "factbook" or any(len(word) > 3 and word.isupper() for word in words)
    for place, word in enumerate(words):
        numeral = place > 0 and ROMAN.fullmatch(word)
        if word.isupper() and len(word) > (1 if shouted else 3) and "." not in word and not numeral:
            words[place] = "-".join(part.capitalize() for part in word.split("-"))
    return " ".join(words)


def spelling(names):
    """Of several spellings of one name, the one with most of its accents, or else the most common.

    Macrons, which news leave out, do not count."""
    accents = lambda name: sum(ord(letter) > 127 and "MACRON" not in unicodedata.name(letter, "") for letter in name)
    plainer = lambda name: sum("MACRON" in unicodedata.name(letter, "") for letter in name)
    return min(names, key=lambda name: (plainer(name), -accents(name), -names[name], name))


# Where the family name comes first, in the spellings of the press.
FAMILY_FIRST = {"CHN", "HKG", "KOR", "MAC", "PRK", "TWN", "VNM"}
# Until when those are known to be in office of whom a source tells no end.
STATE_OF = {"peppercat": "2025-01-01", "every-politician": "2022-07-01", "factbook": "2026-01-01", "hand": "2026-01-01", "officials": "2026-01-01"}
# The sources that tell the last day, and not one by which somebody was out of office.
EXACT = {"every-politician", "hand", "officials"}
# Offices of which a state has one, so that a successor ends a term whose end no source tells.
SOLE = re.compile(r"President|Prime Minister|Premier|Chancellor|Federal Chancellor|King|Queen|Emir|Amir|Sultan|Emperor|Pope|Taoiseach"
                  r"|Supreme Leader|head of government|chief of state|Secretary of (State|Defense)"
                  r"|Minister (of|for) (the )?(Foreign Affairs|Defen[cs]e|Finance|Interior|Justice)( and .*)?")
# Days by which two sources may differ in the first day of one term.
NEAR = 70
# Days of a term that ends the one before it; shorter ones are of those who stand in.
SHORT = 45


def sounds(word):
    """What transcriptions of a word have in common, as `gazetteer/people.rs` has it."""
    word = plain(word).replace("kh", "h").replace("ou", "u").replace("dj", "j").replace("ck", "k")
    word = word.translate(str.maketrans("yjwqoe", "iivkua"))
    return re.sub(r"(.)\1+", r"\1", "".join(letter for letter in word if letter.isalnum()))


def alike(one, other):
    """Whether two names have a word in common, in whatever transcription."""
    words = lambda name: [sounds(word) for word in name.split() if len(word) > 3]
    close = lambda one, other: one == other or SequenceMatcher(None, one, other).ratio() >= 0.75
    return any(close(first, second) for first in words(one) for second in words(other))


def day(text):
    """The number of the day that a date begins with."""
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-")) if len(text) == 4 else (
        int(part) for part in (text + "-01")[:10].split("-"))
    return date(year, month, min(day, 28)).toordinal() + max(day - 28, 0)


def same_people(rows):
    """Numbers rows: those of one person of a state have one number."""
    parents = list(range(len(rows)))

    def root(one):
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(members):
        for other in members[1:]:
            parents[root(other)] = root(members[0])

    def known(at):
        return {rows[other]["wikidata"] for other in groups[root(at)] if rows[other]["wikidata"]}

    by = defaultdict(list)
    for at, row in enumerate(rows):
        if row["wikidata"]:
            by[row["wikidata"]].append(at)
    for members in by.values():
        join(members)
    # The same name, if Wikidata does not tell two people of it apart.
    by = defaultdict(list)
    for at, row in enumerate(rows):
        by[row["iso3"], re.sub(r"[^a-z]", "", plain(row["name"]))].append(at)
    for members in by.values():
        if len({rows[at]["wikidata"] for at in members} - {""}) < 2:
            join(members)
    # Heads of organizations, if but one state has had an official of that name.
    by = defaultdict(list)
    for at, row in enumerate(rows):
        by[plain(row["name"])].append(at)
    for members in by.values():
        states = {rows[at]["iso3"] for at in members if rows[at]["source"] != "hand"}
        several = len(states) > 1 or len({rows[at]["wikidata"] for at in members} - {""}) > 1
        if not several and any(rows[at]["source"] == "hand" for at in members):
            join(members)
    # The same office from about the same day on, and a name in common.
    groups = defaultdict(list)
    for at in range(len(rows)):
        groups[root(at)].append(at)
    by = defaultdict(list)
    for at, row in enumerate(rows):
        if row["start"] and SOLE.fullmatch(row["office"]):
            by[row["iso3"], row["office"]].append(at)
    for members in by.values():
        for one, other in combinations(members, 2):
            near = abs(day(rows[other]["start"]) - day(rows[one]["start"])) <= NEAR
            fits = near and root(one) != root(other) and len(known(one) | known(other)) < 2
            if fits and alike(rows[one]["name"], rows[other]["name"]):
                kept, gone = root(one), root(other)
                parents[gone] = kept
                groups[kept] += groups.pop(gone)
    return [root(at) for at in range(len(rows))]


def terms(rows):
    """The terms of one person in one office: first day, last day or "", and whether that is sure."""
    found = []
    for row in sorted(rows, key=lambda row: (row["start"] or "0", row["end"] or "9", row["source"])):
        exact = row["source"] in EXACT and bool(row["end"])
        start, end = row["start"], row["end"]
        if start and end and day(end) < day(start):
            continue
        last = found[-1] if found else None
        until = last and (last[1] or last[3])
        if last and (not last[0] or not start or day(start) <= day(until) + 7):
            first, ended, sure, seen = last
            # Of one term, an exact end goes before one that is a bound, a later bound before an earlier.
            same = not start or not first or abs(day(start) - day(first)) <= NEAR
            if sure and same and not exact:
                continue
            if exact and same and not sure:
                last[1:] = [end, True, end]
            elif not end and (not ended or STATE_OF[row["source"]] > ended):
                last[1:] = ["", False, max(seen, STATE_OF[row["source"]])]
            elif end and end > (ended or seen):
                last[1:] = [end, exact, end]
            continue
        found.append([start, end, exact, end or max(STATE_OF[row["source"]], start)])
    return found


def leaders():
    countries = table("countries.csv")
    codes = {code(row) for row in countries}
    members = {code(row) for row in countries if is_member(row)}
    names = {row["name"] for row in countries}
    # France's president is a prince of Andorra by that office alone.
    free = [row for row in table("leaders.csv.gz") if row["source"] in FREE_LEADERS]
    french = {row["person"] for row in free if row["iso3"] == "FRA"}
    free = [row for row in free if row["iso3"] != "AND" or row["person"] not in french]
    people = [tidy(row, names) for row in free]
    sovereign = {plain(name) for row, name in zip(free, people) if code(row) in members}
    kept, given, known, written = [], defaultdict(Counter), set(), defaultdict(Counter)
    for row, name in zip(free, people):
        parts = name.split()
        if row["gender"] and len(parts) > 1:
            given[parts[0]][row["gender"]] += 1
        # The head of a state is head of its territories too, which says nothing of the person.
        abroad = row["source"] == "factbook" and code(row) not in members and plain(name) in sovereign
        if len(parts) < 2 or code(row) not in codes or not latin(name) or abroad:
            continue
        office = re.sub(r" of( the)?$", "", row["office"].strip())
        aliases = [alias for alias in row["aliases"].split("|") if latin(alias) and len(alias.split()) > 1]
        kept.append({**row, "iso3": code(row), "name": name, "office": office, "others": aliases})
        known.add((plain(name), code(row)))
        written[plain(name)][name] += 1
    kept += officials(codes)
    kept += heads(kept)
    found = []
    numbers = same_people(kept)
    spellings, others, gender, wikidata = defaultdict(Counter), defaultdict(set), {}, {}
    for number, row in zip(numbers, kept):
        spellings[number][row["name"]] += 1
        others[number] |= {row["name"], *row["others"]}
        gender[number] = gender.get(number) or row["gender"]
        wikidata[number] = wikidata.get(number) or row["wikidata"]
    by = defaultdict(list)
    for number, row in zip(numbers, kept):
        by[number, row["iso3"], row["office"]].append(row)
    for (number, iso3, office), rows in by.items():
        for start, end, sure, _ in terms(rows):
            found.append({"number": number, "iso3": iso3, "office": office, "start": start, "end": end, "sure": sure})
    # A successor ends a term whose end no source tells exactly.
    posts = defaultdict(list)
    for it in found:
        if SOLE.fullmatch(it["office"]) and it["start"]:
            posts[it["iso3"], it["office"]].append(it)
    for post in posts.values():
        for it in post:
            later = [other["start"] for other in post if other["number"] != it["number"] and day(other["start"]) > day(it["start"])
                     and (not other["end"] or day(other["end"]) - day(other["start"]) > SHORT)]
            if later and not it["sure"] and (not it["end"] or min(later) < it["end"]):
                it["end"] = min(later)
    name = {number: known_as(names) for number, names in spellings.items()}
    rows = []
    for it in found:
        own = name[it["number"]]
        more = "|".join(sorted(alias for alias in others[it["number"]] if alias != own))
        rows.append([own, more, gender[it["number"]], wikidata[it["number"]], it["iso3"], it["office"], it["start"], it["end"]])
    write("leaders.tsv", ["person", "aliases", "gender", "wikidata", "iso3", "office", "start", "end"], sorted(rows))
    names = []
    for name, counts in given.items():
        gender, count = counts.most_common(1)[0]
        if count >= 0.9 * sum(counts.values()) and len(name) > 2 and name[-1] != "." and latin(name):
            names.append([name, gender, sum(counts.values())])
    write("given_names.tsv", ["name", "gender", "count"], sorted(names))
    # Family names that come first: the first words of names where that is the custom, unless common elsewhere.
    first, elsewhere = Counter(), Counter()
    for name, iso3 in known:
        word = spelling(written[name]).replace("-", " ").split()[0]
        (first if iso3 in FAMILY_FIRST else elsewhere)[word] += 1
    write("family_names.tsv", ["name", "count"],
          [[word, count] for word, count in sorted(first.items()) if count > 1 and elsewhere[word] <= count])


def officials(codes):
    """Those who governed and spoke for states, most of them before 2015, by hand."""
    with (HERE / "officials.tsv").open(encoding="utf-8") as lines:
        found = list(csv.DictReader(lines, delimiter="\t"))
    for row in found:
        row.update(name=row["person"], source="officials", wikidata="", others=[it for it in row["aliases"].split("|") if it])
        assert row["iso3"] in codes or any(row["iso3"] == it[0] for it in FORMER), row
    return found


def heads(rows):
    """The heads of organizations, by hand, with the numbers of those who held offices of states too."""
    numbers = defaultdict(set)
    for row in rows:
        numbers[plain(row["name"])] |= {row["wikidata"]} - {""}
    with (HERE / "heads.tsv").open(encoding="utf-8") as lines:
        found = list(csv.DictReader(lines, delimiter="\t"))
    for row in found:
        same = numbers[plain(row["person"])]
        row.update(iso3=row["organization"], name=row["person"], source="hand", others=[],
                   wikidata=min(same) if len(same) == 1 else "")
    return found


def known_as(names):
    """Of the names of one person, the most common; among equals the shortest with most of its accents."""
    most = max(names.values())
    common = Counter({name: count for name, count in names.items() if 2 * count >= most})
    short = min(len(name.split()) for name in common)
    return spelling(Counter({name: count for name, count in common.items() if len(name.split()) == short}))


english = words_of_english()
states()
regions(english)
cities(english)
organizations(english)
titles()
leaders()
