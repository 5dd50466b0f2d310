//! Where and when meetings take place whose own sentences do not tell: from the meetings told
//! beside them, from the dateline, from the headings of a calendar.

use crate::date::{Date, Precision};
use crate::extract::meetings::merge::{Event, shared};
use crate::extract::meetings::stay::Stay;
use crate::extract::{Context, Draft};
use crate::record::{ActorRef, LocationKind, LocationRef, MeetingKind, MeetingStatus};

/// Sentences back to a meeting whose day one without a day shares.
const DAY_REACH: usize = 2;
/// Sentences back to a meeting whose place one without a place shares.
const PLACE_REACH: usize = 6;
/// Days between meetings of one trip.
const TRIP: i32 = 3;
/// Days between what a dateline places and publication.
const FRESH: i32 = 3;

/// Completes the settings of meetings, in the order in which they are told.
pub(super) fn settings(context: &Context<'_>, draft: &Draft, stays: &[Stay], events: &mut [Event]) {
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
        stand(context, draft, &mut events[at]);
        outer(context, draft, &mut events[at]);
        city_before(draft, events, at);
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
            let stay = stay(stays, &events[at]);
            let later = stay
                .filter(|stay| told.is_none_or(|it| events[it].first_sentence <= stay.sentence));
            if let Some(stay) = later {
                events[at].draft.locations.clone_from(&stay.places);
            } else if let Some(told) = told {
                let places = events[told].draft.locations.clone();
                events[at].draft.locations = places;
            } else if let Some(scene) = scene(context, draft, events, at) {
                let places = events[scene].draft.locations.clone();
                events[at].draft.locations = places;
            } else if let Some(frame) = frame
                && is_fresh(context, &events[at])
            {
                events[at].draft.locations.clone_from(&frame.places);
            }
        }
        same_city(context, draft, events, at);
    }
}

/// Says of a meeting whether it is yet to come, as far as its sentences leave that to its day.
pub(super) fn stand(context: &Context<'_>, draft: &Draft, event: &mut Event) {
    let own = &mut event.draft;
    own.status = event.told_status;
    // A calendar tells what is to come.
    let frame = draft.frames.get(event.first_sentence);
    let listed = frame.is_some_and(|it| it.calendar) && own.kind != MeetingKind::Visit;
    // Whatever its words, what lies after the day of publication is yet to come.
    let published = context.article.published;
    let later = published.zip(own.date).is_some_and(|(it, date)| date.first() > it.last());
    if (listed || later) && own.status == MeetingStatus::Held {
        own.status = MeetingStatus::Planned;
    }
}

/// Sentences over which a story goes on.
const STORY: usize = 12;
/// Days before publication in which the news of an article lie.
const NEWS: i32 = 7;

/// The day of a meeting, or else that of the news that is being told, where nothing says that it was on
/// another: good enough to tell the city, not to be told.
fn same_story(context: &Context<'_>, events: &[Event], at: usize) -> Option<Date> {
    let own = &events[at];
    if own.draft.date.is_some() || own.draft.status != MeetingStatus::Held || own.is_other {
        return own.draft.date;
    }
    before(events, at, STORY)
        .filter(|&it| events[it].draft.status == MeetingStatus::Held)
        .find_map(|it| events[it].draft.date)
        .filter(|date| date.precision() == Precision::Day && is_news(context, *date))
}

/// Whether a date is that of news.
fn is_news(context: &Context<'_>, date: Date) -> bool {
    let Some(published) = context.article.published else { return false };
    (-1..=NEWS).contains(&date.days_to(published))
}

/// Gives a meeting of the news that has no city that of another of the same day.
fn same_city(context: &Context<'_>, draft: &Draft, events: &mut [Event], at: usize) {
    let kind = |it: &LocationRef| draft.locations[it.index()].kind;
    let own = &events[at].draft;
    let bare =
        own.locations.is_empty() || own.locations.iter().all(|it| kind(it) == LocationKind::Venue);
    let Some(date) = same_story(context, events, at).filter(|it| is_news(context, *it)) else {
        return;
    };
    if !bare || own.kind == MeetingKind::Call || own.status != MeetingStatus::Held {
        return;
    }
    let nearest = (0..events.len())
        .filter(|&it| it != at && same_story(context, events, it) == Some(date))
        .filter(|&it| events[it].draft.kind != MeetingKind::Call)
        .filter_map(|it| {
            let city =
                events[it].draft.locations.iter().find(|it| kind(it) == LocationKind::City)?;
            Some((events[it].first_sentence.abs_diff(events[at].first_sentence), it, *city))
        })
        .min();
    if let Some((.., city)) = nearest {
        events[at].draft.locations.push(city);
    }
}

/// Where one who meets was told to be last.
fn stay<'a>(stays: &'a [Stay], event: &Event) -> Option<&'a Stay> {
    let end = stays.partition_point(|it| it.sentence <= event.first_sentence);
    stays[..end]
        .iter()
        .rev()
        .take_while(|it| event.first_sentence - it.sentence <= PLACE_REACH)
        .find(|it| it.actors.iter().any(|actor| event.draft.participants.contains(actor)))
}

/// The meeting at whose place another is told to be held beside it: "on the margins".
fn scene(context: &Context<'_>, draft: &Draft, events: &[Event], at: usize) -> Option<usize> {
    /// Sentences back to what others are held beside.
    const REACH: usize = 20;
    let own = &events[at];
    let text = own.draft.evidence[0].of(context.document.text());
    let beside = ["margins", "sidelines", "fringes"].iter().any(|it| text.contains(it));
    let held = |it: &usize| {
        let other = &events[*it];
        !other.draft.locations.is_empty() && other.draft.kind != MeetingKind::Call
    };
    let common =
        |it: &usize| shared(draft, &events[*it].draft.participants, &own.draft.participants) > 0;
    let mut all = before(events, at, REACH).filter(held);
    let near = before(events, at, REACH).filter(held).find(common);
    near.or_else(|| all.next()).filter(|_| beside)
}

/// Adds to a building the city in which one of the parties met others at the time.
fn city_before(draft: &Draft, events: &mut [Event], at: usize) {
    let kind = |it: &LocationRef| draft.locations[it.index()].kind;
    let own = &events[at].draft.locations;
    if own.is_empty() || own.iter().any(|it| kind(it) != LocationKind::Venue) {
        return;
    }
    let country = |it: &LocationRef| draft.locations[it.index()].country.as_str();
    let city = before(events, at, PLACE_REACH).find_map(|it| {
        let (one, two) = (&events[it].draft, &events[at].draft);
        let common = shared(draft, &one.participants, &two.participants) > 0;
        let near = common
            && match (one.date, two.date) {
                (Some(one), Some(two)) => one.is_near(two, TRIP),
                _ => is_ahead(&events[it]) == is_ahead(&events[at]),
            };
        let city = events[it].draft.locations.iter().find(|it| kind(it) == LocationKind::City);
        city.filter(|_| near).copied()
    });
    let agrees = |city: &LocationRef| {
        own.iter().all(|it| country(it).is_empty() || country(it) == country(city))
    };
    if let Some(city) = city.filter(agrees) {
        events[at].draft.locations.push(city);
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
    date.precision() != Precision::Year && (-1..=FRESH).contains(&date.days_to(published))
}
