//! Who was at an event that has a name: `who attended the G7 summit?`

use super::meetings::{meetings, names};
use super::place::Place;
use super::who::Party;
use super::{Answer, Asked, Asker, Form};
use crate::store::{Error, Filter};
use crate::text::fold;

pub(super) const FORM: Form = Form {
    name: "summit",
    example: "who was at the Summit of the Americas?",
    patterns: &[
        "who $is [present] at|in {e}",
        "who [$did] attended|attend {e}",
        "who [$did] took|take part in|at {e}",
        "who [$did] participated|participate in|at {e}",
        "$which $people|$countries [$did] attended|attend {e}",
        "$which $people|$countries took part in|at {e}",
        "$which $people|$countries were [present] at|in {e}",
        "who [$did] met|meet at {e}",
        "when|where $is {e} [held]",
        "when|where did {e} take place",
        "what happened at {e}",
    ],
    answer,
};

/// What an event is.
const EVENTS: &[&str] = &[
    "summit",
    "conference",
    "forum",
    "assembly",
    "congress",
    "talks",
    "negotiations",
    "meeting",
    "ceremony",
    "session",
    "visit",
    "round",
    "funeral",
    "inauguration",
    "signing",
];

/// Words beside the name of an event.
const IDLE: &[&str] = &["the", "of", "in", "at", "a", "an", "its", "first", "second", "last"];

/// The place that the last of some words name.
fn whereabouts(asker: &Asker<'_>, words: &[&str]) -> Result<Option<Place>, Error> {
    for at in 0..words.len() {
        if let Ok(mut place) = asker.place(&words[at..].join(" "))? {
            if at > 0 {
                place.notes.push(format!("‘{}’ is left out", words[..at].join(" ")));
            }
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// The two parties of "Trump-Kim".
fn two(asker: &Asker<'_>, asked: &Asked, words: &[&str]) -> Result<Option<[Party; 2]>, Error> {
    let Some((one, other)) = words.iter().find_map(|it| it.split_once(['-', '–'])) else {
        return Ok(None);
    };
    let parties = (asker.party(one, &asked.window)?, asker.party(other, &asked.window)?);
    Ok(match parties {
        (Ok(one), Ok(other)) => Some([one, other]),
        _ => None,
    })
}

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let event = asked.topic.as_deref().unwrap_or_default();
    let name = super::who::strip_the(event);
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let noun = words.iter().find(|word| EVENTS.contains(word)).copied();
    let base = Filter { kinds: Vec::new(), ..asked.filter() };
    let (mut filter, mut read) = (None, String::new());
    let mut notes = Vec::new();
    // By its name in the sentences that tell of it.
    if noun.is_some() && words.len() > 1 {
        let found = asker.store.meetings_called(name)?;
        let by_name = Filter { meetings: Some(found), ..base.clone() };
        if asker.store.meetings_span(&by_name)?.count > 0 {
            read = format!("meetings that are told of as ‘{name}’");
            filter = Some(by_name);
        }
    }
    // By its place: "the Singapore summit", "the talks in Tehran".
    if filter.is_none() {
        let rest: Vec<&str> = name
            .split(' ')
            .filter(|word| {
                let word = fold(word);
                !EVENTS.contains(&word.as_str()) && !IDLE.contains(&word.as_str())
            })
            .collect();
        let place = whereabouts(asker, &rest)?;
        if let Some([one, other]) = two(asker, asked, &rest)? {
            read = format!("meetings of {} and {}", one.label, other.label);
            notes.extend([one.notes, other.notes].concat());
            filter = Some(Filter { groups: vec![one.ids, other.ids], ..base.clone() });
        } else if let Some(place) = place {
            let there = Filter { at: Some(place.ids.clone()), ..base.clone() };
            let kind = noun.filter(|it| ["summit", "conference", "ceremony", "visit"].contains(it));
            let of_kind =
                Filter { kinds: kind.into_iter().map(str::to_owned).collect(), ..there.clone() };
            let is_told = asker.store.meetings_span(&of_kind)?.count > 0;
            if let Some(kind) = kind.filter(|_| !is_told) {
                notes.push(format!("no {kind} is told of there, but other meetings"));
            }
            let what =
                kind.filter(|_| is_told).map_or("meetings".to_owned(), |it| format!("{it}s"));
            read = format!("{what} in {}", place.label);
            notes.extend(place.notes);
            filter = Some(if is_told { of_kind } else { there });
        } else if rest.is_empty()
            && let Some(noun) = noun.filter(|_| asked.place.is_some() || !asked.window.is_open())
        {
            read = format!("{noun}s");
            let kinds = if noun == "meeting" { Vec::new() } else { vec![noun.to_owned()] };
            filter = Some(Filter { kinds, ..base.clone() });
        }
    }
    let filter = filter.unwrap_or_else(|| Filter { meetings: Some(Vec::new()), ..base });
    if read.is_empty() {
        read = format!("meetings that are told of as ‘{name}’");
    }
    let reading = format!("who was at {read}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    answer.notes.extend(notes);
    answer.items = asker.company(&chosen, &[], |_| true)?;
    if span.count > 0 {
        answer.headline = format!("{}, in {}", names(&answer.items), meetings(span.count));
    }
    Ok(answer)
}
