//! Cypher: a script that fills a graph database (Neo4j, Memgraph, `FalkorDB`).
//!
//! It can be run again: what is there is set anew (`MERGE`), nothing comes twice. Things come first,
//! after a constraint on the ids of each label: by it links find their ends at once.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Whole, caption, escape, iso};
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
// Fills a graph database; again, it changes nothing. Neo4j from 4.4: cypher-shell < FILE
// Other databases have other words for the constraints below, which links need to find their ends
// fast. Memgraph: CREATE INDEX ON :Actor(id); FalkorDB: CREATE INDEX FOR (it:Actor) ON (it.id);
";

/// The labels of things; each has ids of its own.
const LABELS: [&str; 5] = ["Article", "Actor", "Place", "Meeting", "Statement"];

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
            self.0.push_str(&[before, property, ": ", value].concat());
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

/// A link: how each of its ends is named, and its own properties.
type Link = ([String; 2], Map);

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
    ///
    /// Their ends are compared in `WHERE`: that way too an index is used where there is one, and
    /// databases that have none do not try every pair.
    fn links(&mut self, kind: &str, [from, to]: [End; 2], links: &[Link]) -> io::Result<()> {
        let what = format!(
            "MATCH (one:{}), (other:{}) WHERE one.id = row.{} AND other.id = row.{} \
             MERGE (one)-[it:{kind} {{key: row.link.key}}]->(other) SET it += row.link",
            from.0, to.0, from.1, to.1
        );
        let row = |([one, other], own): &Link| {
            let own = format!("{{{}}}", own.0);
            Map::new().with(from.1, one).with(to.1, other).with("link", &own)
        };
        self.batches(&what, &links.iter().map(row).collect::<Vec<_>>())
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
    for label in LABELS {
        let name = label.to_lowercase();
        let rule = format!("FOR (it:{label}) REQUIRE it.id IS UNIQUE");
        writeln!(out, "CREATE CONSTRAINT {name}_id IF NOT EXISTS {rule};")?;
    }
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
    let key = |key: &str| Map::new().text("key", key);
    let (actor, meeting, statement, article) = (
        ("Actor", "actor"),
        ("Meeting", "meeting"),
        ("Statement", "statement"),
        ("Article", "article"),
    );
    let (mut present, mut held, mut reported) = (Vec::new(), Vec::new(), Vec::new());
    for meeting in &whole.meetings {
        let id = || meeting.id.to_string();
        for row in whole.participants(meeting.id) {
            let own = key(row.part.as_str()).number("sources", row.sources);
            present.push(([row.actor.to_string(), id()], own));
        }
        for row in whole.stays(meeting.id) {
            held.push(([id(), row.location.to_string()], Map::new().number("key", row.rank)));
        }
        for report in whole.reports(meeting.id) {
            reported.push(([id(), quoted(report)], key("report")));
        }
    }
    script.links("TOOK_PART_IN", [actor, meeting], &present)?;
    script.links("HELD_AT", [meeting, ("Place", "place")], &held)?;
    script.links("REPORTED_BY", [meeting, article], &reported)?;
    let (mut said, mut told, mut about, mut from) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &whole.statements {
        let id = || row.id.to_string();
        let each = |list: &[(ActorId, String)]| -> Vec<[String; 2]> {
            list.iter().map(|(actor, _)| [id(), actor.to_string()]).collect()
        };
        let speakers = each(&row.speakers).into_iter().map(|[id, actor]| [actor, id]);
        said.extend(speakers.map(|ends| (ends, key("speaker"))));
        told.extend(each(&row.addressees).into_iter().map(|ends| (ends, key("addressee"))));
        about.extend(each(&row.about).into_iter().map(|ends| (ends, key("about"))));
        from.push(([id(), quoted(&row.article)], key("report")));
    }
    script.links("SAID", [actor, statement], &said)?;
    script.links("TOLD_TO", [statement, actor], &told)?;
    script.links("ABOUT", [statement, actor], &about)?;
    script.links("REPORTED_BY", [statement, article], &from)?;
    let service = whole.affiliations.iter().filter_map(|row| {
        let own = Map::new()
            .with("key", &quoted(&row.role))
            .number("articles", row.articles)
            .text("first", &iso(row.first))
            .text("last", &iso(row.last));
        Some(([row.actor.to_string(), row.affiliation_id?.to_string()], own))
    });
    script.links("ACTS_FOR", [actor, ("Actor", "body")], &service.collect::<Vec<_>>())
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
                quoted.push_str(&escape(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}
