//! `FollowTheMoney`, as Aleph, `OpenAleph` and yente read it: an entity a line.
//!
//! Actors are `Person`, `PublicBody` (states) and `Organization`; meetings are `Event`, offices
//! `Occupancy` of a `Position`, other affiliations `Membership`; each article is an `Article`, and
//! each name of an actor in it a `Mention`. Statements have no schema there and are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Whole, caption, code, iso};
use crate::date::Date;
use crate::export::tables::{CsvStyle, TableFormat};
use crate::export::{Error, file};
use crate::record::{ActorId, ActorKind};
use crate::store::{ActorRow, AffiliationRow, Failure, MeetingRow, Part, Proof, Source};

pub(in crate::export) const FORMAT: TableFormat = TableFormat {
    name: "ftm",
    extension: "ftm",
    about: "FollowTheMoney entities, one a line, for Aleph and yente",
    write,
};

/// Letters that a value of these properties may have; the whole of a longer one is in `notes`.
const LIMITS: [(&str, usize); 8] = [
    ("name", 384),
    ("alias", 384),
    ("title", 1024),
    ("publisher", 1024),
    ("position", 1024),
    ("role", 1024),
    ("location", 250),
    ("sourceUrl", 4096),
];

/// An entity: a thing or a link between things.
#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    const fn new(schema: &'static str, id: String) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value, unless it is blank or there already.
    fn with(mut self, property: &'static str, value: impl Into<String>) -> Self {
        self.add(property, value);
        self
    }

    fn add(&mut self, property: &'static str, value: impl Into<String>) {
        let mut value = value.into();
        if let Some((_, limit)) = LIMITS.iter().find(|(name, _)| *name == property)
            && value.chars().count() > *limit
        {
            let cut: String = value.chars().take(limit - 1).chain(['…']).collect();
            let whole = std::mem::replace(&mut value, cut);
            self.add("notes", whole);
        }
        if !value.trim().is_empty() {
            let values = self.properties.entry(property).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

fn write(source: &dyn Source, path: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    file::write_with(path, |out| write_entities(source, out))?;
    Ok(vec![path.to_owned()])
}

fn write_entities(source: &dyn Source, out: &mut dyn Write) -> Result<(), Failure> {
    let whole = Whole::read(source)?;
    for row in &whole.articles {
        Entity::new("Article", article(&row.id))
            .with("title", row.title.as_str())
            .with("name", if row.title.trim().is_empty() { &row.id } else { &row.title })
            .with("publisher", row.source.as_str())
            .with("sourceUrl", web(&row.url))
            .with("publishedAt", iso(row.published))
            .write(out)?;
    }
    let mut kinds = BTreeMap::new();
    for row in &whole.actors {
        kinds.insert(row.id, row.kind);
        write_actor(row, &whole, out)?;
    }
    for meeting in &whole.meetings {
        write_meeting(meeting, &whole, out)?;
    }
    write_offices(&whole.affiliations, &kinds, out)?;
    let mut seen = BTreeSet::new();
    source.evidence(Some(Proof::Actor), &mut |row| {
        let id = ActorId::new(row.row);
        if !seen.insert((row.article.clone(), id, row.text.clone())) {
            return Ok(());
        }
        let Some(&kind) = kinds.get(&id) else { return Ok(()) };
        let number = format!("chancery-mention-{}-{id}-{}", plain(&row.article), row.start);
        Ok(Entity::new("Mention", number)
            .with("document", article(&row.article))
            .with("resolved", actor(id))
            .with("name", row.text.as_str())
            .with("detectedSchema", schema(kind))
            .write(out)?)
    })
}

fn write_actor(row: &ActorRow, whole: &Whole, out: &mut dyn Write) -> io::Result<()> {
    let mut entity = Entity::new(schema(row.kind), actor(row.id)).with("name", row.name.as_str());
    for alias in whole.aliases(row.id) {
        entity.add("alias", alias.as_str());
    }
    let countries = row.affiliations.iter().map(String::as_str);
    for country in row.ids.get("iso3").map(String::as_str).into_iter().chain(countries) {
        entity.add("country", code::alpha2(country).unwrap_or_default());
    }
    if row.kind == ActorKind::Person {
        for role in &row.roles {
            entity.add("position", role.as_str());
        }
    }
    entity.add("wikidataId", row.ids.get("wikidata").map_or("", String::as_str));
    entity.write(out)
}

fn write_meeting(row: &MeetingRow, whole: &Whole, out: &mut dyn Write) -> io::Result<()> {
    let mut entity = Entity::new("Event", format!("chancery-meeting-{}", row.id))
        .with("name", caption(row))
        .with("keywords", row.kind.as_str())
        .with("keywords", row.status.as_str())
        .with("summary", row.sentence.as_str())
        .with("country", code::alpha2(&row.country).unwrap_or_default());
    match row.date {
        Some(Date::Interval(first, last)) => {
            entity.add("startDate", first.to_string());
            entity.add("endDate", last.to_string());
        }
        date => entity.add("date", iso(date)),
    }
    let country = Some(&row.country).filter(|it| !row.places.contains(it));
    let places: Vec<&str> = row.places.iter().chain(country).map(String::as_str).collect();
    entity.add("location", places.join(", "));
    for participant in whole.participants(row.id) {
        entity.add("involved", actor(participant.actor));
        if participant.part == Part::Host {
            entity.add("organizer", actor(participant.actor));
        }
    }
    for report in whole.reports(row.id) {
        entity.add("proof", article(report));
    }
    entity.write(out)
}

/// Writes offices and other affiliations; one to a body that is no actor has only its name.
fn write_offices(
    rows: &[AffiliationRow],
    kinds: &BTreeMap<ActorId, ActorKind>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut positions: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for (number, row) in (1..).zip(rows) {
        let is_office = kinds.get(&row.actor) == Some(&ActorKind::Person) && !row.role.is_empty();
        if is_office {
            let next = format!("chancery-position-{}", positions.len() + 1);
            let key = (row.role.as_str(), row.affiliation.as_str());
            let position = positions.entry(key).or_insert_with(|| next.clone()).clone();
            if position == next {
                let parts = [key.0, key.1];
                let name: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
                Entity::new("Position", position.clone())
                    .with("name", name.join(", "))
                    .with("country", code::alpha2(&row.affiliation).unwrap_or_default())
                    .with("organization", row.affiliation_id.map_or_else(String::new, actor))
                    .write(out)?;
            }
            Entity::new("Occupancy", format!("chancery-occupancy-{number}"))
                .with("holder", actor(row.actor))
                .with("post", position)
                .with("date", iso(row.first))
                .with("date", iso(row.last))
                .write(out)?;
        } else if let Some(body) = row.affiliation_id.filter(|&body| body != row.actor) {
            Entity::new("Membership", format!("chancery-membership-{number}"))
                .with("member", actor(row.actor))
                .with("organization", actor(body))
                .with("role", row.role.as_str())
                .with("date", iso(row.first))
                .with("date", iso(row.last))
                .write(out)?;
        }
    }
    Ok(())
}

const fn schema(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::State => "PublicBody",
        ActorKind::Organization | ActorKind::Bloc => "Organization",
    }
}

fn actor(id: ActorId) -> String {
    format!("chancery-actor-{id}")
}

fn article(id: &str) -> String {
    format!("chancery-article-{}", plain(id))
}

/// An address, if it is one of the web.
fn web(url: &str) -> &str {
    if url.starts_with("https://") || url.starts_with("http://") { url } else { "" }
}

/// A text in the letters that ids may have: each other byte is a hyphen and two digits.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            plain.push(char::from(byte));
        } else {
            let other = format!("-{byte:02x}");
            plain.push_str(&other);
        }
    }
    plain
}
