//! What was missed and what was wrong, thing by thing, with the sentence; and the counts by kind.

use std::collections::BTreeSet;
use std::fmt;

use crate::evaluate::article::{Match, Scored};
use crate::evaluate::gold::Gold;
use crate::evaluate::{Figures, Tally};
use crate::record::{Excerpt, Extraction, Speaker};

/// How a reading differs from the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is to be found and was not.
    Missed,
    /// It was found and is not there.
    Wrong,
    /// It was found, and something of it is not as in the gold.
    Misread,
}

/// Something missed, wrong or misread.
#[derive(Clone, Debug)]
pub struct Miss {
    /// The article's id.
    pub article: String,
    /// The measure that counts it: "meetings".
    pub measure: &'static str,
    /// How it differs.
    pub fault: Fault,
    /// What it is, in one line.
    pub what: String,
    /// The words of the article that it rests on.
    pub words: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::Missed => "missed",
            Fault::Wrong => "wrong",
            Fault::Misread => "misread",
        };
        write!(f, "{}: {} {fault}: {}", self.article, self.measure, self.what)?;
        if self.words.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.words) }
    }
}

/// A thing of the gold or of a record, as far as this page needs it.
struct Thing {
    kind: String,
    what: String,
    words: String,
    optional: bool,
}

/// The things of one measure, and what each thing found is in the gold.
struct List<'a> {
    measure: &'static str,
    wanted: Vec<Thing>,
    found: Vec<Thing>,
    matched: &'a [Match],
}

/// Adds the misses and the counts by kind of one article to the figures.
pub(super) fn collect(gold: &Gold, record: &Extraction, scored: &Scored, figures: &mut Figures) {
    let list = |measure, wanted, found, matched| List { measure, wanted, found, matched };
    let lists = [
        list("actors", gold_items(&gold.actors), found_actors(record), &scored.actors),
        list("locations", gold_items(&gold.locations), found_locations(record), &scored.locations),
        list("meetings", gold_meetings(gold), found_meetings(record), &scored.meetings),
        list("statements", gold_statements(gold), found_statements(record), &scored.statements),
    ];
    for List { measure, wanted, found, matched } in &lists {
        let told: BTreeSet<Match> = matched.iter().copied().collect();
        let mut miss = |fault, thing: &Thing| {
            figures.misses.push(Miss {
                article: gold.id.clone(),
                measure,
                fault,
                what: thing.what.clone(),
                words: thing.words.clone(),
            });
        };
        let mut tallies: Vec<(String, Tally)> = Vec::new();
        for (at, thing) in wanted.iter().enumerate().filter(|(_, it)| !it.optional) {
            let right = told.contains(&Match::Gold(at));
            let tally = Tally { right: usize::from(right), wrong: 0, missed: usize::from(!right) };
            tallies.push((format!("{measure}/{}", thing.kind), tally));
            if !right {
                miss(Fault::Missed, thing);
            }
        }
        for (thing, own) in found.iter().zip(*matched) {
            match *own {
                Match::None(_) => {
                    let tally = Tally { wrong: 1, ..Tally::default() };
                    tallies.push((format!("{measure}/{}", thing.kind), tally));
                    miss(Fault::Wrong, thing);
                }
                Match::Gold(at) if !wanted[at].optional && *measure == "meetings" => {
                    if wanted[at].what != thing.what {
                        let both = Thing {
                            kind: String::new(),
                            what: format!("{} / found {}", wanted[at].what, thing.what),
                            words: wanted[at].words.clone(),
                            optional: false,
                        };
                        miss(Fault::Misread, &both);
                    }
                }
                Match::Gold(_) => {}
            }
        }
        for (kind, tally) in tallies {
            figures.kinds.entry(kind).or_default().join(tally);
        }
    }
}

fn gold_items(items: &[crate::evaluate::gold::Item]) -> Vec<Thing> {
    items
        .iter()
        .map(|it| Thing {
            kind: it.kind.clone(),
            what: format!("{} ({})", it.name, it.kind),
            words: it.mentions.join(" / "),
            optional: it.optional,
        })
        .collect()
}

fn texts(list: &[Excerpt]) -> String {
    list.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" / ")
}

fn found_actors(record: &Extraction) -> Vec<Thing> {
    record
        .actors
        .iter()
        .map(|it| Thing {
            kind: it.kind.to_string(),
            what: format!("{} ({})", it.name, it.kind),
            words: texts(&it.mentions),
            optional: false,
        })
        .collect()
}

fn found_locations(record: &Extraction) -> Vec<Thing> {
    record
        .locations
        .iter()
        .map(|it| Thing {
            kind: it.kind.to_string(),
            what: format!("{} ({})", it.name, it.kind),
            words: texts(&it.mentions),
            optional: false,
        })
        .collect()
}

/// A meeting in one line; sorted, so that equal readings are equal lines.
fn meeting(status: &str, mut who: Vec<&str>, mut places: Vec<&str>, date: Option<&str>) -> String {
    who.sort_unstable();
    places.sort_unstable();
    format!("{status}, {} | {} | {}", who.join("; "), places.join("; "), date.unwrap_or("-"))
}

fn gold_meetings(gold: &Gold) -> Vec<Thing> {
    let name = |items: &'_ [crate::evaluate::gold::Item], id: &String| {
        items.iter().find(|it| it.id == *id).map_or_else(String::new, |it| it.name.clone())
    };
    gold.meetings
        .iter()
        .map(|it| {
            let who: Vec<String> =
                it.participants.iter().map(|id| name(&gold.actors, id)).collect();
            let places: Vec<String> =
                it.locations.iter().map(|id| name(&gold.locations, id)).collect();
            Thing {
                kind: it.kind.clone(),
                what: meeting(
                    &it.status,
                    who.iter().map(String::as_str).collect(),
                    places.iter().map(String::as_str).collect(),
                    it.date.as_deref(),
                ),
                words: it.evidence.join(" / "),
                optional: it.optional,
            }
        })
        .collect()
}

fn found_meetings(record: &Extraction) -> Vec<Thing> {
    record
        .meetings
        .iter()
        .map(|it| {
            let who = it.participants.iter().map(|id| record.actors[id.index()].name.as_str());
            let places = it.locations.iter().map(|id| record.locations[id.index()].name.as_str());
            let date = it.date.map(|date| date.to_string());
            Thing {
                kind: it.kind.to_string(),
                what: meeting(it.status.as_str(), who.collect(), places.collect(), date.as_deref()),
                words: texts(&it.evidence),
                optional: false,
            }
        })
        .collect()
}

fn gold_statements(gold: &Gold) -> Vec<Thing> {
    gold.statements
        .iter()
        .map(|it| Thing {
            kind: it.kind.clone(),
            what: it.speaker.clone().unwrap_or_else(|| "unnamed".to_owned()),
            words: it.content.join(" / "),
            optional: it.optional,
        })
        .collect()
}

fn found_statements(record: &Extraction) -> Vec<Thing> {
    record
        .statements
        .iter()
        .map(|it| {
            let names: Vec<&str> = it
                .speaker
                .actors()
                .iter()
                .map(|id| record.actors[id.index()].name.as_str())
                .collect();
            let what = match &it.speaker {
                Speaker::Unnamed { speaker_text, .. } => speaker_text.clone(),
                _ => names.join("; "),
            };
            Thing { kind: it.kind.to_string(), what, words: texts(&it.content), optional: false }
        })
        .collect()
}
