//! Meetings that are counted by days: those of one series have the same parties, and the days
//! before a counted one have passed.
//!
//! Finds: `They met for a second day on Friday` (the first was on Thursday), `will meet for a third
//! day of talks on Saturday`, `on day two of the summit`.
//! Leaves: `the first day of his visit`, `a second day of fighting`.

use jiff::ToSpan;

use crate::date::Date;
use crate::extract::meetings::merge::{Event, join, shared, stand_in};
use crate::extract::{Context, Draft};
use crate::nlp::TokenId;
use crate::record::{LocationKind, LocationRef, MeetingStatus};

/// Which day of several the trigger at `id` tells of.
pub(super) fn count(context: &Context<'_>, id: TokenId) -> Option<usize> {
    /// Tokens between the trigger and the day.
    const REACH: usize = 7;
    /// Heads between the trigger and the day.
    const HEIGHT: usize = 3;
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let start = sentence.start().max(id.index().saturating_sub(REACH));
    let end = sentence.end().min(id.index() + REACH);
    (start..end).map(TokenId::new).find_map(|day| {
        if !document.word(day).eq_ignore_ascii_case("day") {
            return None;
        }
        let below = document.ancestors(day).take(HEIGHT).any(|it| it == id);
        let above = document.ancestors(id).take(HEIGHT).any(|it| it == day);
        if !below && !above {
            return None;
        }
        let word = |by: i32| {
            let near = day.offset(by).filter(|it| sentence.has(*it))?;
            Some(document.word(near).to_ascii_lowercase())
        };
        let before = word(-1)?;
        let straight = ["straight", "consecutive", "successive", "full"].contains(&before.as_str());
        let ordinal = if straight { word(-2)? } else { before };
        let of = |words: &[&str; 5], word: &str| words.iter().position(|it| *it == word);
        of(&ORDINALS, &ordinal).or_else(|| of(&CARDINALS, &word(1)?)).map(|at| at + 1)
    })
}

const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
const CARDINALS: [&str; 5] = ["one", "two", "three", "four", "five"];

/// Gives the days of a series the same parties, and adds the days that must have been before them.
pub(super) fn complete(draft: &Draft, events: &mut Vec<Event>) {
    let counted: Vec<usize> = (0..events.len()).filter(|&at| events[at].day.is_some()).collect();
    for &one in &counted {
        for &two in &counted {
            if one != two && is_series(draft, &events[one], &events[two]) {
                let more = events[two].draft.participants.clone();
                let own = &mut events[one].draft.participants;
                for actor in more {
                    stand_in(draft, own, actor);
                }
                if events[one].draft.locations.is_empty() {
                    let places = areas(draft, &events[two]);
                    join(&mut events[one].draft.locations, places);
                }
            }
        }
    }
    for at in counted {
        let (Some(count), Some(Date::Day(day))) = (events[at].day, events[at].draft.date) else {
            continue;
        };
        for back in 1..count {
            let Ok(days) = i32::try_from(back) else { break };
            let Ok(earlier) = day.checked_sub(days.days()) else { break };
            let told = events.iter().any(|event| {
                event.draft.date.is_some_and(|date| date.is_compatible(Date::Day(earlier)))
                    && is_alike(draft, event, &events[at])
            });
            if !told {
                let mut first = events[at].day_before(count - back, Date::Day(earlier));
                first.draft.locations = areas(draft, &events[at]);
                events.push(first);
            }
        }
    }
    events.sort_by_key(|event| event.first_sentence);
}

/// The cities and regions of a meeting: its building may be another on another day.
fn areas(draft: &Draft, event: &Event) -> Vec<LocationRef> {
    let places = event.draft.locations.iter().copied();
    places.filter(|it| draft.locations[it.index()].kind != LocationKind::Venue).collect()
}

/// Whether two counted days are of one series.
fn is_series(draft: &Draft, one: &Event, two: &Event) -> bool {
    let agree = match (one.day, two.day, one.draft.date, two.draft.date) {
        (Some(first), Some(second), Some(Date::Day(from)), Some(Date::Day(to))) => {
            let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
            i32::try_from(second).ok().zip(i32::try_from(first).ok()).map(|(a, b)| a - b)
                == Some(days)
        }
        (first, second, _, _) => first != second,
    };
    agree
        && one.draft.status != MeetingStatus::Cancelled
        && two.draft.status != MeetingStatus::Cancelled
        && is_alike(draft, one, two)
}

/// Whether two parties or more of one meeting have counterparts in another.
fn is_alike(draft: &Draft, one: &Event, two: &Event) -> bool {
    let (one, two) = (&one.draft.participants, &two.draft.participants);
    shared(draft, one, two) >= 2 || shared(draft, two, one) >= 2
}
