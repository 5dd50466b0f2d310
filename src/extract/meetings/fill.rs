//! Where and when meetings take place whose own sentences do not tell: from the meetings told
//! beside them, from the dateline, from the headings of a calendar. And how sure a reading is.

use crate::date::{Date, Precision};
use crate::extract::meetings::merge::Event;
use crate::extract::{Context, Draft};
use crate::record::{ActorKind, ActorRef, LocationKind, LocationRef, MeetingKind, MeetingStatus};

/// Sentences back to a meeting whose day one without a day shares.
const DAY_REACH: usize = 4;
/// Sentences back to a meeting whose place one without a place shares.
const PLACE_REACH: usize = 6;
/// Days between what a dateline places and publication.
const FRESH: i32 = 3;

/// Completes the settings of meetings, in the order in which they are told.
pub(super) fn settings(context: &Context<'_>, draft: &Draft, events: &mut [Event]) {
    for at in 0..events.len() {
        let frame = draft.frames.get(events[at].first_sentence);
        if events[at].draft.date.is_none() {
            let told = before(events, at, DAY_REACH).find_map(|it| {
                let date = events[it].draft.date?;
                let fits = !events[at].is_other
                    && matches!(date.precision(), Precision::Day | Precision::Interval)
                    && has_common(&events[it], &events[at])
                    && is_ahead(&events[it]) == is_ahead(&events[at]);
                fits.then_some(date)
            });
            // A heading that is the day of publication says no more than that.
            let framed = frame.and_then(|frame| {
                let heading = frame.date.filter(|date| Some(*date) != context.article.published);
                if frame.calendar { frame.date.or(context.article.published) } else { heading }
            });
            events[at].draft.date = framed.or(told);
        }
        // A calendar tells what is to come.
        if frame.is_some_and(|frame| frame.calendar)
            && events[at].draft.status == MeetingStatus::Held
            && events[at].draft.kind != MeetingKind::Visit
        {
            events[at].draft.status = MeetingStatus::Planned;
        }
        outer(context, draft, &mut events[at]);
        if events[at].draft.locations.is_empty() && events[at].draft.kind != MeetingKind::Call {
            if let Some(frame) = frame.filter(|frame| frame.calendar) {
                events[at].draft.locations.clone_from(&frame.places);
                continue;
            }
            let told = before(events, at, PLACE_REACH).find(|&it| {
                !events[it].draft.locations.is_empty()
                    && events[it].draft.kind != MeetingKind::Call
                    && has_common(&events[it], &events[at])
                    && is_same_time(&events[it], &events[at])
            });
            if let Some(told) = told {
                let places = events[told].draft.locations.clone();
                events[at].draft.locations = places;
            } else if let Some(frame) = frame
                && is_fresh(context, &events[at])
            {
                events[at].draft.locations.clone_from(&frame.places);
            }
        }
    }
}

/// Adds the city of the dateline to a building that no city is told of.
fn outer(context: &Context<'_>, draft: &Draft, event: &mut Event) {
    let places = &event.draft.locations;
    let venues = !places.is_empty()
        && places.iter().all(|it| draft.locations[it.index()].kind == LocationKind::Venue);
    let Some(frame) = draft.frames.get(event.first_sentence).filter(|it| !it.places.is_empty())
    else {
        return;
    };
    let country = |at: LocationRef| draft.locations[at.index()].country.as_str();
    let agree =
        places.iter().all(|it| country(*it).is_empty() || country(*it) == country(frame.places[0]));
    if venues && agree && is_fresh(context, event) {
        event.draft.locations.extend(&frame.places);
    }
}

/// The meetings told up to some sentences before one, the nearest first.
fn before(events: &[Event], at: usize, reach: usize) -> impl Iterator<Item = usize> {
    /// Meetings back at most.
    const MOST: usize = 8;
    let start = events[at].first_sentence;
    (at.saturating_sub(MOST)..at)
        .rev()
        .filter(move |&it| start.saturating_sub(events[it].last_sentence) <= reach)
        .collect::<Vec<_>>()
        .into_iter()
}

fn has_common(one: &Event, two: &Event) -> bool {
    let within = |actor: &ActorRef| two.draft.participants.contains(actor);
    one.draft.participants.iter().any(within)
}

fn is_ahead(event: &Event) -> bool {
    event.draft.status != MeetingStatus::Held
}

/// Whether two meetings may be of one day.
fn is_same_time(one: &Event, two: &Event) -> bool {
    match (one.draft.date, two.draft.date) {
        (Some(one), Some(two)) => one.is_compatible(two),
        (None, None) => is_ahead(one) == is_ahead(two),
        _ => false,
    }
}

/// Whether a meeting is the news that a dateline places.
fn is_fresh(context: &Context<'_>, event: &Event) -> bool {
    /// Sentences in which what has no date is still the news.
    const LEAD: usize = 3;
    if event.draft.status != MeetingStatus::Held {
        return false;
    }
    let (Some(published), Some(date)) = (context.article.published, event.draft.date) else {
        return event.first_sentence < LEAD;
    };
    let days = |from: Date, to: Date| {
        from.last().until(to.first()).map_or(i32::MAX, |span| span.get_days())
    };
    date.precision() != Precision::Year && (-1..=FRESH).contains(&days(date, published))
}

/// How sure the reading of a meeting is, from 0 to 1: more where it is told more often and more fully.
/// A ranking, not a probability.
pub(super) fn confidence(draft: &Draft, event: &Event) -> f64 {
    let own = &event.draft;
    let told = f64::from(u32::try_from(event.mentions.min(4)).unwrap_or(4));
    let persons = own
        .participants
        .iter()
        .filter(|it| draft.actors[it.index()].kind == ActorKind::Person)
        .count();
    let mut score = 0.3 + 0.05 * told;
    score += if event.is_sure { 0.2 } else { 0.0 };
    score += if own.date.is_some() { 0.1 } else { 0.0 };
    score += if own.locations.is_empty() { 0.0 } else { 0.1 };
    score += if persons >= 2 { 0.1 } else { 0.0 };
    (score * 100.0).round() / 100.0
}
