//! Cypher: a script that fills a graph database (Neo4j, Memgraph, `FalkorDB`).
//!
//! It can be run again: what is there is set anew (`MERGE`), nothing comes twice.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Whole, caption, iso};
use crate::export::tables::{CsvStyle, TableFormat};
use crate::export::{Error, file};
use crate::record::ActorId;
use crate::store::{Failure, Source};

pub(in crate::export) const FORMAT: TableFormat = TableFormat {
    name: "cypher",
    extension: "cypher",
    about: "Script that fills a graph database such as Neo4j",
    write,
};

/// Rows in one statement: enough that few are needed, few enough for any database.
const BATCH: usize = 200;

const HEAD: &str = "\
// Fills a graph database, for example: cypher-shell < FILE
// Once, before it, so that links find their ends fast (in the words of Neo4j 5):
//   CREATE CONSTRAINT FOR (it:Actor) REQUIRE it.id IS UNIQUE;
//   and so for Place, Meeting, Statement and Article.
";

/// A map of Cypher, written property by property.
struct Map(String);

impl Map {
    const fn new() -> Self {
        Self(String::new())
    }

    /// Sets a property to what is written as it is, unless that is nothing.
    fn with(mut self, property: &str, value: &str) -> Self {
        if !value.is_empty() {
            let before = if self.0.is_empty() { "" } else { ", " };
            self.0.push_str(&format!("{before}{property}: {value}"));
        }
        self
    }

    /// Sets a property to a text, unless it is empty.
    fn text(self, property: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.with(property, &quoted(text)) }
    }

    /// Sets a property to a list of texts, unless it is empty.
    fn list(self, property: &str, texts: &[String]) -> Self {
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        if texts.is_empty() {
            self
        } else {
            self.with(property, &format!("[{}]", texts.join(", ")))
        }
    }

    fn number(self, property: &str, number: impl std::fmt::Display) -> Self {
        self.with(property, &number.to_string())
    }

    fn real(self, property: &str, number: Option<f64>) -> Self {
        self.with(property, &number.map_or_else(String::new, |number| format!("{number:?}")))
    }
}

/// One end of links: the label of the things there, and the property of a row that names them.
type End = (&'static str, &'static str);

/// Writes a script.
struct Script<'a> {
    out: &'a mut dyn Write,
}

impl Script<'_> {
    /// Writes things with a label.
    fn things(&mut self, label: &str, things: &[Map]) -> io::Result<()> {
        let what = format!("MERGE (it:{label} {{id: row.id}}) SET it += row");
        self.batches(&what, things)
    }

    /// Gives a second label to things of these ids.
    fn label(&mut self, label: &str, second: &str, ids: &[String]) -> io::Result<()> {
        for ids in ids.chunks(BATCH) {
            let list = ids.join(", ");
            let (of, set) = (format!("(it:{label} {{id: id}})"), format!("SET it:{second}"));
            writeln!(self.out, "UNWIND [{list}] AS id MATCH {of} {set};")?;
        }
        Ok(())
    }

    /// Writes links from one end to another.
    fn links(&mut self, kind: &str, [from, to]: [End; 2], links: &[Map]) -> io::Result<()> {
        let what = format!(
            "MATCH (one:{} {{id: row.{}}}), (other:{} {{id: row.{}}}) \
             MERGE (one)-[it:{kind} {{key: row.key}}]->(other) SET it += row",
            from.0, from.1, to.0, to.1
        );
        self.batches(&what, links)
    }

    fn batches(&mut self, what: &str, rows: &[Map]) -> io::Result<()> {
        for rows in rows.chunks(BATCH) {
            let rows: Vec<String> = rows.iter().map(|row| format!("  {{{}}}", row.0)).collect();
            writeln!(self.out, "UNWIND [\n{}\n] AS row\n{what};", rows.join(",\n"))?;
        }
        Ok(())
    }
}

fn write(source: &dyn Source, path: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    file::write_with(path, |out| write_script(source, out))?;
    Ok(vec![path.to_owned()])
}

fn write_script(source: &dyn Source, out: &mut dyn Write) -> Result<(), Failure> {
    let whole = Whole::read(source)?;
    out.write_all(HEAD.as_bytes())?;
    let mut script = Script { out };
    write_things(&whole, &mut script)?;
    write_links(&whole, &mut script)?;
    Ok(())
}

fn write_things(whole: &Whole, script: &mut Script<'_>) -> io::Result<()> {
    let articles = whole.articles.iter().map(|row| {
        Map::new()
            .text("id", &row.id)
            .text("title", &row.title)
            .text("source", &row.source)
            .text("url", &row.url)
            .text("published", &iso(row.published))
    });
    script.things("Article", &articles.collect::<Vec<_>>())?;
    let actors = whole.actors.iter().map(|row| {
        Map::new()
            .number("id", row.id)
            .with("name", &quoted(&row.name))
            .text("kind", row.kind.as_str())
            .list("aliases", whole.aliases(row.id))
            .list("roles", &row.roles)
            .list("affiliations", &row.affiliations)
            .text("iso3", row.ids.get("iso3").map_or("", String::as_str))
            .text("wikidata", row.ids.get("wikidata").map_or("", String::as_str))
            .number("articles", row.articles)
    });
    script.things("Actor", &actors.collect::<Vec<_>>())?;
    for kind in crate::record::ActorKind::ALL {
        let word = kind.as_str();
        let label = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
        let those = whole.actors.iter().filter(|row| row.kind == *kind);
        script.label("Actor", &label, &those.map(|row| row.id.to_string()).collect::<Vec<_>>())?;
    }
    let places = whole.locations.iter().map(|row| {
        Map::new()
            .number("id", row.id)
            .with("name", &quoted(&row.name))
            .text("kind", row.kind.as_str())
            .text("country", &row.country)
            .real("lat", row.lat)
            .real("lon", row.lon)
            .text("geonames", row.ids.get("geonames").map_or("", String::as_str))
    });
    script.things("Place", &places.collect::<Vec<_>>())?;
    let meetings = whole.meetings.iter().map(|row| {
        let days = row.date.map(|date| [date.first(), date.last()].map(|day| day.to_string()));
        let [first, last] = days.unwrap_or_default();
        Map::new()
            .number("id", row.id)
            .text("name", &caption(row))
            .text("kind", row.kind.as_str())
            .text("status", row.status.as_str())
            .text("date", &iso(row.date))
            .text("dateFrom", &first)
            .text("dateTo", &last)
            .text("sentence", &row.sentence)
            .text("plover", &row.codes.plover)
            .text("cameo", &row.codes.cameo)
            .number("sources", row.sources)
            .real("confidence", Some(row.confidence))
    });
    script.things("Meeting", &meetings.collect::<Vec<_>>())?;
    let statements = whole.statements.iter().map(|row| {
        Map::new()
            .number("id", row.id)
            .text("kind", row.kind.as_str())
            .text("tone", row.tone.as_str())
            .text("content", &row.content)
            .text("cue", &row.cue)
            .text("speakerText", &row.speaker_text)
            .text("published", &iso(row.published))
            .real("confidence", Some(row.confidence))
    });
    script.things("Statement", &statements.collect::<Vec<_>>())
}

fn write_links(whole: &Whole, script: &mut Script<'_>) -> io::Result<()> {
    let mut present = Vec::new();
    let mut held = Vec::new();
    let mut reported = Vec::new();
    for meeting in &whole.meetings {
        let of = || Map::new().number("meeting", meeting.id);
        present.extend(whole.participants(meeting.id).iter().map(|row| {
            of().number("actor", row.actor)
                .text("key", row.part.as_str())
                .number("sources", row.sources)
        }));
        held.extend(
            whole
                .stays(meeting.id)
                .iter()
                .map(|row| of().number("place", row.location).number("key", row.rank)),
        );
        let reports = whole.reports(meeting.id);
        reported.extend(reports.map(|id| of().text("article", id).text("key", "report")));
    }
    let (actor, meeting, statement) =
        (("Actor", "actor"), ("Meeting", "meeting"), ("Statement", "statement"));
    script.links("TOOK_PART_IN", [actor, meeting], &present)?;
    script.links("HELD_AT", [meeting, ("Place", "place")], &held)?;
    script.links("REPORTED_BY", [meeting, ("Article", "article")], &reported)?;
    let (mut said, mut told, mut about, mut from) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &whole.statements {
        let of = |key: &str| Map::new().number("statement", row.id).text("key", key);
        let each = |list: &[(ActorId, String)], key: &str| {
            list.iter().map(|it| of(key).number("actor", it.0)).collect::<Vec<_>>()
        };
        said.extend(each(&row.speakers, "speaker"));
        told.extend(each(&row.addressees, "addressee"));
        about.extend(each(&row.about, "about"));
        from.push(of("report").text("article", &row.article));
    }
    script.links("SAID", [actor, statement], &said)?;
    script.links("TOLD_TO", [statement, actor], &told)?;
    script.links("ABOUT", [statement, actor], &about)?;
    script.links("REPORTED_BY", [statement, ("Article", "article")], &from)?;
    let service = whole.affiliations.iter().filter_map(|row| {
        Some(
            Map::new()
                .number("actor", row.actor)
                .number("body", row.affiliation_id?)
                .with("key", &quoted(&row.role))
                .number("articles", row.articles)
                .text("first", &iso(row.first))
                .text("last", &iso(row.last)),
        )
    });
    let service: Vec<Map> = service.collect();
    script.links("ACTS_FOR", [actor, ("Actor", "body")], &service)
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for letter in text.chars() {
        match letter {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // No database keeps a zero in a text.
            '\0' => quoted.push('\u{fffd}'),
            '\u{1}'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}
