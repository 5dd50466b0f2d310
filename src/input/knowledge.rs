//! From CSV to what users tell of: people and their offices, states, organizations, places.
//!
//! The first line names the columns, in any order; `kind` and `name` must be among them. A line is
//! one thing, or one office of a person, who may have several lines.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use crate::date::Date;
use crate::gazetteer::{Gazetteer, Given, GivenKind, Known};
use crate::input::Error;
use crate::input::encoding::decode;

/// A column of the knowledge: its name, and what stands in it.
pub struct Column {
    /// The name, as in the first line.
    pub name: &'static str,
    /// What stands in it.
    pub about: &'static str,
    /// The cell of a line.
    pub cell: fn(&Given) -> String,
}

/// All columns, in the order in which `chancery knowledge list --format csv` writes them.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "kind",
        about: "person, state, organization, bloc, media, city, region or venue",
        cell: |it| it.kind.to_string(),
    },
    Column { name: "name", about: "the full name", cell: |it| it.name.clone() },
    Column {
        name: "aliases",
        about: "other names and spellings, parted by |",
        cell: |it| it.aliases.join("|"),
    },
    Column {
        name: "gender",
        about: "of a person: f or m",
        cell: |it| it.gender.map(|it| it.to_string()).unwrap_or_default(),
    },
    Column { name: "office", about: "an office of a person", cell: |it| it.office.clone() },
    Column {
        name: "of",
        about: "the state or organization that the office belongs to",
        cell: |it| it.of.clone(),
    },
    Column {
        name: "start",
        about: "since when: 2025-12-06, 2025-12 or 2025",
        cell: |it| it.start.map(|it| it.to_string()).unwrap_or_default(),
    },
    Column {
        name: "end",
        about: "until when; empty while the office is held",
        cell: |it| it.end.map(|it| it.to_string()).unwrap_or_default(),
    },
    Column {
        name: "country",
        about: "of an organization or place: its state",
        cell: |it| it.country.clone(),
    },
    Column { name: "city", about: "of a venue: its city", cell: |it| it.city.clone() },
    Column {
        name: "lat",
        about: "of a place: degrees north",
        cell: |it| it.lat.map(|it| it.to_string()).unwrap_or_default(),
    },
    Column {
        name: "lon",
        about: "of a place: degrees east",
        cell: |it| it.lon.map(|it| it.to_string()).unwrap_or_default(),
    },
    Column {
        name: "wikidata",
        about: "the number in Wikidata: Q42",
        cell: |it| it.wikidata.clone(),
    },
    Column {
        name: "geonames",
        about: "of a place: the number in GeoNames",
        cell: |it| it.geonames.clone(),
    },
];

/// Reads a file of knowledge; states are known by name, adjective or ISO 3166-1 code.
///
/// # Errors
///
/// If the file cannot be read, or one of its lines cannot be taken: the first such line is told.
pub fn read(path: &Path, gazetteer: &Gazetteer) -> Result<Vec<Given>, Error> {
    let bytes =
        fs::read(path).map_err(|source| Error::Knowledge { path: path.to_owned(), source })?;
    let place = path.display().to_string();
    let text = decode(bytes)
        .map_err(|what| Error::NoKnowledge { place: place.clone(), what: what.to_owned() })?;
    parse(&place, text.trim_start_matches('\u{feff}'), gazetteer)
}

/// Reads the text of a file.
fn parse(place: &str, text: &str, gazetteer: &Gazetteer) -> Result<Vec<Given>, Error> {
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets of some countries part cells by semicolons.
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let wrong = |line: u64, what: String| Error::Line { place: place.to_owned(), line, what };
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let what = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!(
                "{len} cells where the first line has {expected_len}; put cells that hold commas in quotation marks"
            ),
            _ => error.to_string(),
        };
        wrong(line, what)
    };
    let heads: Vec<String> =
        reader.headers().map_err(|error| broken(&error))?.iter().map(str::to_lowercase).collect();
    for head in &heads {
        if !COLUMNS.iter().any(|column| column.name == head) {
            let known: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
            return Err(wrong(
                1,
                format!("there is no column ‘{head}’; there are {}", known.join(", ")),
            ));
        }
        if heads.iter().filter(|other| *other == head).count() > 1 {
            return Err(wrong(1, format!("the column ‘{head}’ stands there twice")));
        }
    }
    for needed in ["kind", "name"] {
        if !heads.iter().any(|head| head == needed) {
            let what = format!(
                "the column ‘{needed}’ is missing; the first line names the columns, such as kind,name,aliases,office,of,start,end"
            );
            return Err(wrong(1, what));
        }
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cells = Cells { heads: &heads, record: &record };
        found.push(cells.given(gazetteer).map_err(|what| wrong(line, what))?);
    }
    Ok(found)
}

/// The cells of one line.
struct Cells<'a> {
    heads: &'a [String],
    record: &'a csv::StringRecord,
}

impl Cells<'_> {
    /// The cell in a column, or nothing.
    fn of(&self, column: &str) -> &str {
        let at = self.heads.iter().position(|head| head == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// The value of a cell that may be empty.
    fn value<T: std::str::FromStr<Err: Display>>(&self, column: &str) -> Result<Option<T>, String> {
        let cell = self.of(column);
        if cell.is_empty() {
            return Ok(None);
        }
        cell.parse().map(Some).map_err(|error| format!("{column} ‘{cell}’: {error}"))
    }

    /// The line as what it tells of, or what is wrong with it.
    fn given(&self, gazetteer: &Gazetteer) -> Result<Given, String> {
        let kind: GivenKind = self.value("kind")?.ok_or("the kind is missing")?;
        let name = self.of("name");
        if name.is_empty() {
            return Err("the name is missing".to_owned());
        }
        let aliases = self.of("aliases").split('|').map(str::trim).filter(|it| !it.is_empty());
        let own = Given {
            aliases: aliases.map(str::to_owned).collect(),
            gender: self.value("gender")?,
            office: self.of("office").to_owned(),
            of: served(gazetteer, self.of("of")),
            start: self.value::<Date>("start")?,
            end: self.value::<Date>("end")?,
            country: self.country(gazetteer)?,
            city: self.of("city").to_owned(),
            lat: self.degrees("lat", 90.0)?,
            lon: self.degrees("lon", 180.0)?,
            wikidata: self.number("wikidata", "Q")?,
            geonames: self.number("geonames", "")?,
            ..Given::new(kind, name)
        };
        self.check(&own)?;
        match kind {
            GivenKind::State => {
                let state = state(gazetteer, name).ok_or_else(|| {
                    format!("there is no state ‘{name}’; other names of a state need its common English name or ISO code")
                })?;
                Ok(Given { name: state.to_owned(), ..own })
            }
            _ => Ok(own),
        }
    }

    /// Fails if a cell is filled that says nothing of this kind of thing.
    fn check(&self, own: &Given) -> Result<(), String> {
        let of_people = ["gender", "office", "of", "start", "end"];
        let of_places = ["lat", "lon", "geonames"];
        let is_place = matches!(own.kind, GivenKind::City | GivenKind::Region | GivenKind::Venue);
        for column in COLUMNS.iter().map(|it| it.name).filter(|name| !self.of(name).is_empty()) {
            let fits = match column {
                "country" => is_place || !matches!(own.kind, GivenKind::Person | GivenKind::State),
                "city" => own.kind == GivenKind::Venue,
                "wikidata" => !is_place && own.kind != GivenKind::State,
                _ if of_people.contains(&column) => own.kind == GivenKind::Person,
                _ if of_places.contains(&column) => is_place,
                _ => true,
            };
            if !fits {
                return Err(format!("a {} has no {column}; leave the cell empty", own.kind));
            }
        }
        if own.office.is_empty() {
            let filled = [
                ("of", !own.of.is_empty()),
                ("start", own.start.is_some()),
                ("end", own.end.is_some()),
            ];
            if let Some((column, _)) = filled.iter().find(|it| it.1 && it.0 != "of") {
                return Err(format!("{column} without an office"));
            }
        } else if own.of.is_empty() {
            return Err(format!(
                "whose {} it is, is missing: name a state or organization in ‘of’",
                own.office
            ));
        }
        if let (Some(start), Some(end)) = (own.start, own.end)
            && end.last() < start.first()
        {
            return Err(format!("the end {end} comes before the start {start}"));
        }
        if own.lat.is_some() != own.lon.is_some() {
            return Err("lat and lon go together".to_owned());
        }
        if let Some(name) = own.names().find(|it| !it.chars().any(char::is_alphabetic)) {
            return Err(format!("the name ‘{name}’ has no letters"));
        }
        if let Some(name) = own.names().find(|it| !it.chars().any(char::is_uppercase)) {
            return Err(format!("the name ‘{name}’ has no capital; write it as articles do"));
        }
        Ok(())
    }

    /// The common name of the country, if one is told.
    fn country(&self, gazetteer: &Gazetteer) -> Result<String, String> {
        let cell = self.of("country");
        if cell.is_empty() {
            return Ok(String::new());
        }
        let found = state(gazetteer, cell).map(str::to_owned);
        found.ok_or_else(|| {
            format!("country ‘{cell}’: no such state; give its English name or ISO 3166-1 code")
        })
    }

    /// Degrees up to a limit.
    fn degrees(&self, column: &str, most: f64) -> Result<Option<f64>, String> {
        let found: Option<f64> = self.value(column)?;
        match found {
            Some(it) if !(-most..=most).contains(&it) => {
                Err(format!("{column} {it} is not between -{most} and {most}"))
            }
            found => Ok(found),
        }
    }

    /// A number with what stands before it.
    fn number(&self, column: &str, before: &str) -> Result<String, String> {
        let cell = self.of(column);
        let digits = cell.strip_prefix(before).unwrap_or_default();
        let is_number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
        if cell.is_empty() || is_number {
            return Ok(cell.to_owned());
        }
        Err(format!("{column} ‘{cell}’ is no number such as {before}42"))
    }
}

/// The common name of the state of a name, adjective or code.
fn state<'a>(gazetteer: &'a Gazetteer, name: &str) -> Option<&'a str> {
    let by_code = gazetteer.state_by_code(&name.to_uppercase());
    Some(gazetteer.state(by_code.or_else(|| gazetteer.state_named(name))?).name)
}

/// The common name of a state or organization that an office belongs to, or what was told.
fn served(gazetteer: &Gazetteer, name: &str) -> String {
    if let Some(state) = state(gazetteer, name) {
        return state.to_owned();
    }
    let known = gazetteer.lookup(name).find_map(|known| match known {
        Known::Organization(id) => Some(gazetteer.organization(id).name.to_string()),
        _ => None,
    });
    known.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match parse("team.csv", text, &Gazetteer::load()) {
            Ok(found) => format!("{} lines", found.len()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn lines_are_read_in_whatever_order_of_columns() {
        let gazetteer = Gazetteer::load();
        let text = "name;kind;office;of;start;end;aliases\n\
                    Adaeze Okwuosa;person;Foreign Minister;KEN;2020-05;;Ada Okwuosa | A. Okwuosa\n\
                    ;;;;;;\n\
                    Northern Trade Union;bloc;;;;;NTU\n";
        let found = parse("team.csv", text, &gazetteer).expect("all is well");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].of, "Kenya");
        assert_eq!(found[0].aliases, ["Ada Okwuosa", "A. Okwuosa"]);
        assert_eq!(found[0].start, "2020-05".parse().ok());
        assert_eq!(found[1].kind, GivenKind::Bloc);
    }

    #[test]
    fn what_was_written_reads_back() {
        let gazetteer = Gazetteer::load();
        let text = "kind,name,aliases,country,city,lat,lon,geonames\n\
                    venue,Aurora Hall,The Aurora,Norway,Oslo,59.9,10.7,\n\
                    city,Sandvik,,NOR,,59.5,10.1,3137115\n";
        let found = parse("places.csv", text, &gazetteer).expect("all is well");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS.iter().map(|it| it.name)).expect("memory takes all");
        for it in &found {
            writer.write_record(COLUMNS.iter().map(|column| (column.cell)(it))).expect("it does");
        }
        let written = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
        assert_eq!(parse("places.csv", &written, &gazetteer).expect("it is ours"), found);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("", "team.csv, line 1: the column ‘kind’ is missing"),
            ("kind,name,offices\n", "team.csv, line 1: there is no column ‘offices’"),
            ("kind,name,name\n", "team.csv, line 1: the column ‘name’ stands there twice"),
            ("kind,name\nperson,\n", "team.csv, line 2: the name is missing"),
            ("kind,name\nperson,Ada Lund\nman,Jan Lund\n", "team.csv, line 3: kind ‘man’"),
            ("kind,name\nperson,Lund, Ada\n", "team.csv, line 2: 3 cells where the first"),
            ("kind,name\nperson,lund\n", "team.csv, line 2: the name ‘lund’ has no capital"),
            ("kind,name,office\nperson,Ada Lund,Envoy\n", "team.csv, line 2: whose Envoy it is"),
            ("kind,name,office\ncity,Sandvik,Mayor\n", "team.csv, line 2: a city has no office"),
            (
                "kind,name,start\nperson,Ada Lund,2020\n",
                "team.csv, line 2: start without an office",
            ),
            ("kind,name,country\ncity,Sandvik,Nowhere\n", "team.csv, line 2: country ‘Nowhere’"),
            ("kind,name,lat,lon\ncity,Sandvik,95,1\n", "team.csv, line 2: lat 95 is not between"),
            ("kind,name,lat\ncity,Sandvik,5\n", "team.csv, line 2: lat and lon go together"),
            ("kind,name,wikidata\nperson,Ada Lund,42\n", "team.csv, line 2: wikidata ‘42’ is no"),
            ("kind,name\nstate,Freedonia\n", "team.csv, line 2: there is no state ‘Freedonia’"),
            (
                "kind,name,office,of,start,end\nperson,Ada Lund,Envoy,Kenya,2021,2020\n",
                "team.csv, line 2: the end 2020 comes before the start 2021",
            ),
        ] {
            let found = told(text);
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }
}
