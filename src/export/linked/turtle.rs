//! RDF as Turtle: events as the Simple Event Model has them, where they come from as PROV has it.
//!
//! Meetings are `sem:Event`, actors `sem:Actor`, locations `sem:Place`; articles and statements
//! are `prov:Entity`. Every thing leads to its articles by `prov:wasDerivedFrom`, and to the words
//! there by `prov:qualifiedDerivation` with selectors of Web Annotation, which count code points.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Whole, caption, escape, iso};
use crate::date::Date;
use crate::export::tables::{CsvStyle, TableFormat};
use crate::export::{Error, file};
use crate::record::{ActorId, ActorKind};
use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, EvidenceRow, Failure, LocationRow, MeetingRow, Part,
    Proof, Source, StatementRow,
};

pub(in crate::export) const FORMAT: TableFormat = TableFormat {
    name: "turtle",
    extension: "ttl",
    about: "RDF with the terms of SEM and PROV, for triple stores",
    write,
};

const PREFIXES: &str = "\
@prefix actor: <urn:chancery:actor:> .
@prefix location: <urn:chancery:location:> .
@prefix meeting: <urn:chancery:meeting:> .
@prefix statement: <urn:chancery:statement:> .
@prefix ch: <urn:chancery:term:> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// A thing with what is said of it.
struct Thing {
    name: String,
    said: Vec<String>,
}

impl Thing {
    fn new(name: impl Into<String>, kinds: &[&str]) -> Self {
        Self { name: name.into(), said: vec![format!("a {}", kinds.join(", "))] }
    }

    /// Says something that is written as it is.
    fn is(mut self, verb: &str, object: impl AsRef<str>) -> Self {
        if !object.as_ref().is_empty() {
            self.said.push(format!("{verb} {}", object.as_ref()));
        }
        self
    }

    /// Says several things of one kind.
    fn are(self, verb: &str, objects: impl IntoIterator<Item = String>) -> Self {
        let objects: Vec<String> = objects.into_iter().collect();
        self.is(verb, objects.join(", "))
    }

    /// Says a text, unless it is empty.
    fn text(self, verb: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.is(verb, literal(text)) }
    }

    fn date(self, verb: &str, date: Option<Date>) -> Self {
        self.is(verb, date.map_or_else(String::new, dated))
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{} {} .", self.name, self.said.join(" ;\n    "))
    }
}

fn write(source: &dyn Source, path: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    file::write_with(path, |out| write_graph(source, out))?;
    Ok(vec![path.to_owned()])
}

fn write_graph(source: &dyn Source, out: &mut dyn Write) -> Result<(), Failure> {
    let whole = Whole::read(source)?;
    out.write_all(PREFIXES.as_bytes())?;
    for row in &whole.articles {
        of_article(row).write(out)?;
    }
    for row in &whole.actors {
        of_actor(row, &whole).write(out)?;
    }
    for (number, row) in (1..).zip(&whole.affiliations) {
        of_affiliation(number, row).write(out)?;
    }
    for row in &whole.locations {
        of_location(row).write(out)?;
    }
    for row in &whole.meetings {
        of_meeting(row, &whole).write(out)?;
    }
    for row in &whole.statements {
        of_statement(row).write(out)?;
    }
    source.evidence(None, &mut |row| Ok(write_derivation(row, out)?))
}

fn of_article(row: &ArticleRow) -> Thing {
    Thing::new(article(&row.id), &["prov:Entity", "ch:Article"])
        .text("dcterms:identifier", &row.id)
        .text("dcterms:title", &row.title)
        .text("dcterms:publisher", &row.source)
        .date("dcterms:issued", row.published)
        .is("foaf:page", if row.url.contains(':') { iri(&row.url) } else { String::new() })
}

fn of_actor(row: &ActorRow, whole: &Whole) -> Thing {
    let kind = match row.kind {
        ActorKind::Person => "foaf:Person",
        ActorKind::State => "ch:State",
        ActorKind::Organization => "foaf:Organization",
        ActorKind::Bloc => "ch:Bloc",
    };
    let wikidata =
        row.ids.get("wikidata").filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric()));
    Thing::new(actor(row.id), &["sem:Actor", "prov:Agent", kind])
        .is("rdfs:label", literal(&row.name))
        .are("skos:altLabel", whole.aliases(row.id).iter().map(|name| literal(name)))
        .are("ch:role", row.roles.iter().map(|role| literal(role)))
        .text("ch:iso3", row.ids.get("iso3").map_or("", String::as_str))
        .is(
            "owl:sameAs",
            wikidata.map_or_else(String::new, |it| {
                iri(&format!("http://www.wikidata.org/entity/{it}"))
            }),
        )
}

fn of_affiliation(number: usize, row: &AffiliationRow) -> Thing {
    let body = row.affiliation_id.map_or_else(String::new, actor);
    Thing::new(format!("<urn:chancery:membership:{number}>"), &["org:Membership"])
        .is("org:member", actor(row.actor))
        .is("org:organization", body)
        .text("ch:organizationName", &row.affiliation)
        .text("ch:role", &row.role)
        .date("ch:firstTold", row.first)
        .date("ch:lastTold", row.last)
}

fn of_location(row: &LocationRow) -> Thing {
    let degrees = |value: Option<f64>| {
        value.map_or_else(String::new, |value| format!("\"{value}\"^^xsd:decimal"))
    };
    Thing::new(format!("location:{}", row.id), &["sem:Place"])
        .is("rdfs:label", literal(&row.name))
        .is("sem:placeType", format!("ch:{}", row.kind))
        .text("ch:country", &row.country)
        .is("geo:lat", degrees(row.lat))
        .is("geo:long", degrees(row.lon))
        .is("ch:within", row.city_id.map_or_else(String::new, |id| format!("location:{id}")))
        .text("ch:geonames", row.ids.get("geonames").map_or("", String::as_str))
}

fn of_meeting(row: &MeetingRow, whole: &Whole) -> Thing {
    let part = |part: Part| {
        let all = whole.participants(row.id).iter();
        all.filter(move |it| it.part == part).map(|it| actor(it.actor))
    };
    let day = |day: jiff::civil::Date| format!("\"{day}\"^^xsd:date");
    Thing::new(format!("meeting:{}", row.id), &["sem:Event", "prov:Entity"])
        .is("rdfs:label", literal(&caption(row)))
        .is("sem:eventType", format!("ch:{}", row.kind))
        .is("ch:status", format!("ch:{}", row.status))
        .are("sem:hasActor", whole.participants(row.id).iter().map(|it| actor(it.actor)))
        .are("ch:host", part(Part::Host))
        .are("ch:mediator", part(Part::Mediator))
        .are(
            "sem:hasPlace",
            whole.stays(row.id).iter().map(|it| format!("location:{}", it.location)),
        )
        .date("sem:hasTimeStamp", row.date)
        .is("sem:hasBeginTimeStamp", row.date.map_or_else(String::new, |it| day(it.first())))
        .is("sem:hasEndTimeStamp", row.date.map_or_else(String::new, |it| day(it.last())))
        .text("ch:plover", &row.codes.plover)
        .text("ch:cameo", &row.codes.cameo)
        .is("ch:sources", row.sources.to_string())
        .is("ch:confidence", format!("\"{}\"^^xsd:decimal", row.confidence))
        .are("prov:wasDerivedFrom", whole.reports(row.id).map(article))
}

fn of_statement(row: &StatementRow) -> Thing {
    let actors = |list: &[(ActorId, String)]| list.iter().map(|it| actor(it.0)).collect::<Vec<_>>();
    Thing::new(format!("statement:{}", row.id), &["prov:Entity", "ch:Statement"])
        .is("prov:value", literal(&row.content))
        .are("prov:wasAttributedTo", actors(&row.speakers))
        .text("ch:speakerText", &row.speaker_text)
        .are("ch:addressee", actors(&row.addressees))
        .are("ch:about", actors(&row.about))
        .is("ch:kind", format!("ch:{}", row.kind))
        .is("ch:tone", format!("ch:{}", row.tone))
        .text("ch:cue", &row.cue)
        .date("dcterms:issued", row.published)
        .is("ch:confidence", format!("\"{}\"^^xsd:decimal", row.confidence))
        .is("prov:wasDerivedFrom", article(&row.article))
}

/// Writes where in an article the words are that something rests on.
fn write_derivation(row: &EvidenceRow, out: &mut dyn Write) -> io::Result<()> {
    let kind = match row.of {
        Proof::Actor => "actor",
        Proof::Location => "location",
        Proof::Meeting => "meeting",
        Proof::Statement => "statement",
    };
    writeln!(
        out,
        "\n{kind}:{} prov:qualifiedDerivation [ a prov:Derivation ; prov:entity {} ;\n    \
         oa:hasSelector [ a oa:TextPositionSelector, oa:TextQuoteSelector ; oa:start {} ; \
         oa:end {} ; oa:exact {} ] ] .",
        row.row,
        article(&row.article),
        row.start,
        row.end,
        literal(&row.text)
    )
}

fn actor(id: ActorId) -> String {
    format!("actor:{id}")
}

/// The name of an article, whatever letters its id has.
fn article(id: &str) -> String {
    let mut name = String::from("<urn:chancery:article:");
    for byte in id.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
                name.push(char::from(byte));
            }
            other => name.push_str(&percent(u32::from(other))),
        }
    }
    name.push('>');
    name
}

/// An address of the web, with what no address may have in percents.
fn iri(address: &str) -> String {
    let mut iri = String::from("<");
    for letter in address.chars() {
        if letter <= ' ' || letter == '\u{7f}' || "<>\"{}|^`\\".contains(letter) {
            iri.push_str(&percent(u32::from(letter)));
        } else {
            iri.push(letter);
        }
    }
    iri.push('>');
    iri
}

/// A byte as addresses have it: `%20`.
fn percent(byte: u32) -> String {
    format!("%{byte:02X}")
}

/// A date with the type that says how finely it is known.
fn dated(date: Date) -> String {
    let kind = match date {
        Date::Year(_) => "xsd:gYear",
        Date::Month(..) => "xsd:gYearMonth",
        Date::Day(_) => "xsd:date",
        Date::Interval(..) => return literal(&iso(Some(date))),
    };
    format!("\"{date}\"^^{kind}")
}

/// A text in quotation marks.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for letter in text.chars() {
        match letter {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{fffe}'
            | '\u{ffff}' => literal.push_str(&escape(letter)),
            _ => literal.push(letter),
        }
    }
    literal.push('"');
    literal
}
