//! HTML: one file that draws itself in a browser and asks nothing of any network.
//!
//! Places come from here, so that page and drawing agree; the scripts beside this file draw them,
//! and tell the sentences and statements behind them. Text travels as JSON alone and becomes text
//! alone: no name can become markup.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use serde::Serialize;

use super::{
    Coloring, Drawing, Drawn, Error, Format, Sources, graphviz,
    groups::{Group, Groups},
    layout::{self, Point},
    letters,
    look::Stroke,
    words,
    xml::Escaped,
};
use crate::network::{Direction, Encounter, Network, PartyId, TieView, measure, real};
use crate::record::{ActorId, StatementId};

pub(super) const FORMAT: Format =
    Format { name: "html", extension: "html", about: "Page to look around in", write };

/// The page, with marks where the parts go.
const PAGE: &str = include_str!("page.html");

const STYLE: &str = include_str!("page.css");

/// The scripts in order: what there is, how it is drawn, what is told, what the user does.
const SCRIPTS: [&str; 4] = [
    include_str!("model.js"),
    include_str!("stage.js"),
    include_str!("panel.js"),
    include_str!("main.js"),
];

/// The letters of names beside circles, in points.
const LETTERS: f64 = 12.0;

/// Actors whose names all get room; of more, the page names whom it has room for.
const ALL_NAMED: usize = 160;

/// Letters of a name that the page shows in the drawing.
const LONGEST: usize = 32;

/// The radius of an actor without meetings.
const LEAST: f64 = 5.0;

/// The radius of the most active.
const MOST: f64 = 24.0;

/// Digits of measures.
const DIGITS: usize = 4;

/// What the scripts read.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    notes: Vec<&'a str>,
    color: Coloring,
    directed: bool,
    /// What ties are counted in.
    unit: String,
    actors: Vec<Actor<'a>>,
    ties: Vec<Tie>,
    meetings: Vec<Meeting<'a>>,
    statements: Vec<Statement<'a>>,
    articles: Vec<Article<'a>>,
    states: Vec<Label<'a>>,
    communities: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    name: &'a str,
    members: usize,
}

#[derive(Serialize)]
struct Actor<'a> {
    id: PartyId,
    name: &'a str,
    kind: &'a str,
    roles: &'a [String],
    sides: &'a [String],
    x: f64,
    y: f64,
    r: f64,
    strength: usize,
    betweenness: f64,
    pagerank: f64,
    state: i64,
    community: i64,
}

#[derive(Serialize)]
struct Tie {
    ends: [usize; 2],
    weight: usize,
    stroke: &'static str,
    label: String,
    sign: Option<&'static str>,
    meetings: Vec<usize>,
    statements: Vec<usize>,
}

#[derive(Serialize)]
struct Meeting<'a> {
    id: i64,
    kind: &'a str,
    status: &'a str,
    date: String,
    from: Option<String>,
    to: Option<String>,
    place: String,
    who: Vec<usize>,
    /// Participants who are not in the network.
    others: usize,
    sources: usize,
    confidence: String,
    quotes: Vec<(usize, &'a str)>,
}

#[derive(Serialize)]
struct Statement<'a> {
    /// The day of its article, both its first and its last.
    from: Option<String>,
    to: Option<String>,
    by: Vec<usize>,
    speaker: &'a str,
    about: Vec<usize>,
    tone: &'a str,
    text: &'a str,
    article: Option<usize>,
}

#[derive(Serialize)]
struct Article<'a> {
    id: &'a str,
    title: &'a str,
    source: &'a str,
    url: &'a str,
    published: Option<String>,
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

pub(super) fn draw(network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
    let extent = words::extent(network, words::Counted::All);
    let strengths = strengths(network);
    let circles = circles(network, &strengths);
    let places = places(network, drawing, &circles)?;
    let measures = measure(network);
    let (states, communities) =
        (Groups::by_state(network), Groups::by_community(network, &measures));
    let numbers: BTreeMap<&str, usize> =
        drawing.sources.articles.keys().map(String::as_str).zip(0..).collect();
    let index: BTreeMap<ActorId, usize> = network
        .parties()
        .zip(0..)
        .filter_map(|(party, index)| Some((party.id.actor()?, index)))
        .collect();
    let data = Data {
        title: &network.title,
        notes: std::iter::once(extent.as_str())
            .chain(network.notes.iter().map(String::as_str))
            .collect(),
        color: drawing.coloring,
        actors: network
            .parties()
            .enumerate()
            .map(|(number, party)| Actor {
                id: party.id,
                name: &party.name,
                kind: party.kind.as_str(),
                roles: &party.roles,
                sides: &party.affiliations,
                x: rounded(places[number][0], 1),
                y: rounded(places[number][1], 1),
                r: rounded(circles[number], 1),
                strength: strengths[number],
                betweenness: rounded(measures[number].betweenness, DIGITS),
                pagerank: rounded(measures[number].pagerank, DIGITS),
                state: rank(&states, number),
                community: rank(&communities, number),
            })
            .collect(),
        unit: network.kind().counted(1).trim_start_matches("1 ").to_owned(),
        directed: network.direction() == Direction::Directed,
        ties: ties(network, &drawing.sources),
        meetings: network
            .encounters()
            .iter()
            .map(|it| meeting(it, &drawing.sources, &numbers, &index))
            .collect(),
        statements: statements(&drawing.sources, &numbers, &index),
        articles: drawing.sources.articles.iter().map(article).collect(),
        states: labels(&states.groups),
        communities: labels(&communities.groups),
    };
    Ok(Drawn { bytes: page(&data).into_bytes(), notes: Vec::new() })
}

/// The page with its parts in their places.
fn page(data: &Data<'_>) -> String {
    let json = serde_json::to_string(data).expect("numbers are finite and keys are strings");
    let parts = [
        ("{{title}}", Escaped(data.title).to_string()),
        ("{{style}}", STYLE.trim_end().to_owned()),
        ("{{data}}", harmless(&json)),
        ("{{script}}", SCRIPTS.map(str::trim_end).join("\n\n")),
    ];
    // Parts are not looked into again: a title may hold a mark.
    let mut page = String::with_capacity(PAGE.len() + json.len() + 65_536);
    let mut rest = PAGE;
    for (mark, part) in parts {
        let (before, after) = rest.split_once(mark).expect("the page has its marks in this order");
        page.push_str(before);
        page.push_str(&part);
        rest = after;
    }
    page.push_str(rest);
    page
}

/// JSON within a script of HTML: nothing in it can end the script or begin a comment.
fn harmless(json: &str) -> String {
    let mut harmless = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(harmless, "\\u{:04x}", u32::from(letter)).expect("memory takes all");
            }
            _ => harmless.push(letter),
        }
    }
    harmless
}

/// The weights of each actor's ties, added up.
fn strengths(network: &Network) -> Vec<usize> {
    let mut strengths = vec![0; network.parties().len()];
    for tie in network.ties() {
        for end in tie.ends() {
            strengths[end] += tie.weight();
        }
    }
    strengths
}

/// The radius of each actor: areas grow with shared meetings.
fn circles(network: &Network, strengths: &[usize]) -> Vec<f64> {
    // In a crowd, all are smaller.
    let crowd = (real(ALL_NAMED) / real(network.parties().len().max(ALL_NAMED))).sqrt();
    let least = LEAST * crowd.max(0.6);
    let radius = |&strength: &usize| (least + 2.2 * crowd * real(strength).sqrt()).min(MOST);
    strengths.iter().map(radius).collect()
}

/// The centers of the circles.
fn places(network: &Network, drawing: &Drawing, circles: &[f64]) -> Result<Vec<Point>, Error> {
    let named = network.parties().len() <= ALL_NAMED;
    let (points, below) = if named { (LETTERS, LETTERS * 1.5) } else { (0.0, 0.0) };
    let boxes: Vec<Point> = network
        .parties()
        .zip(circles)
        .map(|(party, &radius)| {
            let shown: String = party.name.chars().take(LONGEST).collect();
            let text = letters::width(&shown) * points;
            [text.max(2.0 * radius), 2.0 * radius + below]
        })
        .collect();
    let ends: Vec<[usize; 2]> = network.ties().map(TieView::ends).collect();
    let mut places = match drawing.engine {
        Some(engine) => graphviz::place(engine, &boxes, &ends)?.places,
        None => layout::layout(&boxes, &ends).0,
    };
    for place in &mut places {
        // The name stands below its circle.
        place[1] -= below / 2.0;
    }
    Ok(places)
}

fn ties(network: &Network, sources: &Sources) -> Vec<Tie> {
    let said: BTreeMap<StatementId, usize> =
        sources.statements.iter().map(|it| it.id).zip(0..).collect();
    let numbers: BTreeMap<_, usize> =
        network.encounters().iter().map(|it| it.id).zip(0..).collect();
    let tie = |tie: TieView<'_>| Tie {
        ends: tie.ends(),
        weight: tie.weight(),
        stroke: Stroke::of(tie).as_str(),
        label: super::csv::label(tie),
        sign: tie.sign().map(crate::network::Sign::as_str),
        meetings: tie.meetings().map(|it| numbers[&it.id]).collect(),
        statements: tie.statements().filter_map(|it| said.get(&it.id).copied()).collect(),
    };
    network.ties().map(tie).collect()
}

fn meeting<'a>(
    it: &'a Encounter,
    sources: &'a Sources,
    numbers: &BTreeMap<&str, usize>,
    index: &BTreeMap<ActorId, usize>,
) -> Meeting<'a> {
    let mut who: Vec<usize> =
        it.participants.iter().filter_map(|id| index.get(id).copied()).collect();
    who.sort_unstable();
    who.dedup();
    let told = sources.sentences.get(&it.id).map(Vec::as_slice).unwrap_or_default();
    Meeting {
        id: it.id.row(),
        kind: it.kind.as_str(),
        status: it.status.as_str(),
        date: it.date.map(|date| date.to_string().replace('/', " – ")).unwrap_or_default(),
        from: it.date.map(|date| date.first().to_string()),
        to: it.date.map(|date| date.last().to_string()),
        place: it.place(),
        others: it.participants.len().saturating_sub(who.len()),
        who,
        sources: it.sources,
        confidence: it.confidence.to_string(),
        quotes: told
            .iter()
            .filter_map(|(article, text)| Some((*numbers.get(article.as_str())?, text.as_str())))
            .collect(),
    }
}

fn statements<'a>(
    sources: &'a Sources,
    numbers: &BTreeMap<&str, usize>,
    index: &BTreeMap<ActorId, usize>,
) -> Vec<Statement<'a>> {
    let published = |said: &super::Said| sources.articles.get(&said.article)?.published;
    let known = |ids: &[ActorId]| ids.iter().filter_map(|id| index.get(id).copied()).collect();
    sources
        .statements
        .iter()
        .map(|said| Statement {
            from: published(said).map(|date| date.first().to_string()),
            to: published(said).map(|date| date.last().to_string()),
            by: known(&said.speakers),
            speaker: &said.speaker_text,
            about: known(&said.about),
            tone: &said.tone,
            text: &said.content,
            article: numbers.get(said.article.as_str()).copied(),
        })
        .collect()
}

fn article<'a>((id, report): (&'a String, &'a super::Report)) -> Article<'a> {
    Article {
        id,
        title: &report.title,
        source: &report.source,
        url: &report.url,
        published: report.published.map(|date| date.to_string()),
    }
}

fn labels(groups: &[Group]) -> Vec<Label<'_>> {
    groups.iter().map(|group| Label { name: &group.name, members: group.members }).collect()
}

/// The rank of an actor's group, or -1.
fn rank(groups: &Groups, actor: usize) -> i64 {
    groups.of[actor].and_then(|rank| i64::try_from(rank).ok()).unwrap_or(-1)
}

/// A number with so many digits after the point.
fn rounded(number: f64, digits: usize) -> f64 {
    format!("{number:.digits$}").parse().expect("it was a number")
}
