//! From a draft to a record: spans become excerpts with offsets in code points.

use crate::extract::actors::{add_former, add_served};
use crate::extract::{Context, Draft, LocationDraft, confidence};
use crate::record::{
    ActorEntry, ActorRef, Excerpt, Extraction, LocationEntry, LocationKind, LocationRef,
    MeetingEntry, MeetingRef, Speaker, Statement, StatementRef,
};
use crate::text::{Offsets, Span};

/// Makes the record of a draft.
pub(super) fn finish(context: &Context<'_>, mut draft: Draft) -> Extraction {
    add_former(context, &mut draft);
    add_served(context, &mut draft);
    drop_idle(&mut draft);
    drop_empty(&mut draft);
    house(&mut draft);
    let article = context.article;
    let text = &article.text;
    let mut spans: Vec<Span> = Vec::new();
    let all = draft
        .actors
        .iter()
        .map(|it| &it.mentions)
        .chain(draft.locations.iter().map(|it| &it.mentions))
        .chain(draft.meetings.iter().map(|it| &it.evidence))
        .chain(draft.statements.iter().flat_map(|it| [&it.content, &it.evidence]));
    for list in all {
        spans.extend(list);
    }
    let offsets = Offsets::new(text);
    let excerpts = |mut spans: Vec<Span>| -> Vec<Excerpt> {
        spans.sort_unstable();
        spans.dedup();
        spans
            .into_iter()
            .map(|span| {
                let start = offsets.to_chars(text, span.start());
                let end = offsets.to_chars(text, span.end());
                Excerpt { text: span.of(text).to_owned(), start, end }
            })
            .collect()
    };
    let actors = (0..)
        .zip(draft.actors.drain(..))
        .map(|(index, it)| ActorEntry {
            id: ActorRef::new(index),
            name: it.name,
            kind: it.kind,
            canonical: it.canonical,
            aliases: it.aliases,
            ids: it.ids,
            mentions: excerpts(it.mentions),
            roles: if it.roles.is_empty() { it.office.into_iter().collect() } else { it.roles },
            affiliations: it.affiliations,
        })
        .collect();
    let locations =
        (0..).zip(draft.locations.drain(..)).map(|(index, it)| place(index, it, excerpts));
    let locations = locations.collect();
    let meetings = (0..)
        .zip(draft.meetings.drain(..))
        .map(|(index, it)| MeetingEntry {
            id: MeetingRef::new(index),
            kind: it.kind,
            status: it.status,
            participants: it.participants,
            hosts: it.hosts,
            mediators: it.mediators,
            locations: it.locations,
            date: it.date,
            topics: it.topics,
            codes: it.codes,
            confidence: confidence::of(&it.signals),
            evidence: excerpts(it.evidence),
        })
        .collect();
    let statements = (0..)
        .zip(draft.statements.drain(..))
        .map(|(index, it)| Statement {
            id: StatementRef::new(index),
            speaker: it.speaker,
            kind: it.kind,
            cue: it.cue,
            addressees: it.addressees,
            content: excerpts(it.content),
            about: it.about,
            tone: it.tone,
            codes: it.codes,
            confidence: confidence::of(&it.signals),
            evidence: excerpts(it.evidence),
        })
        .collect();
    Extraction {
        id: article.id.clone(),
        url: article.url.clone(),
        source: article.source.clone(),
        published: article.published,
        title: article.title.clone(),
        text: text.clone(),
        skipped: None,
        actors,
        locations,
        meetings,
        statements,
    }
}

/// The entry of a location.
fn place(
    index: usize,
    it: LocationDraft,
    excerpts: impl Fn(Vec<Span>) -> Vec<Excerpt>,
) -> LocationEntry {
    LocationEntry {
        id: LocationRef::new(index),
        name: it.name,
        kind: it.kind,
        country: it.country,
        lat: it.lat,
        lon: it.lon,
        city: it.city,
        ids: it.ids,
        mentions: excerpts(it.mentions),
    }
}

/// Leaves out the actors that the article does not name and that do nothing in it.
fn drop_idle(draft: &mut Draft) {
    let mut keeps: Vec<bool> = draft.actors.iter().map(|it| it.is_named).collect();
    each_doer(draft, |actor| keeps[actor.index()] = true);
    let places = renumbered(&keeps, ActorRef::new);
    for statement in &mut draft.statements {
        statement.about.retain(|it| keeps[it.index()]);
        for actor in &mut statement.about {
            *actor = places[actor.index()].unwrap_or(*actor);
        }
    }
    each_doer(draft, |actor| *actor = places[actor.index()].unwrap_or(*actor));
    let mut keeps = keeps.iter();
    draft.actors.retain(|_| keeps.next().copied().unwrap_or(true));
}

/// Leaves out the places that the article does not name and where nothing takes place.
fn drop_empty(draft: &mut Draft) {
    let mut keeps: Vec<bool> = draft.locations.iter().map(|it| it.is_named).collect();
    for at in draft.meetings.iter().flat_map(|it| &it.locations) {
        keeps[at.index()] = true;
    }
    let places = renumbered(&keeps, LocationRef::new);
    for at in draft.meetings.iter_mut().flat_map(|it| &mut it.locations) {
        *at = places[at.index()].unwrap_or(*at);
    }
    let mut keeps = keeps.iter();
    draft.locations.retain(|_| keeps.next().copied().unwrap_or(true));
}

/// The new numbers of those of a list that are kept.
fn renumbered<T>(keeps: &[bool], new: impl Fn(usize) -> T) -> Vec<Option<T>> {
    let mut count = 0;
    keeps
        .iter()
        .map(|keeps| {
            keeps.then(|| {
                count += 1;
                new(count - 1)
            })
        })
        .collect()
}

/// Tells venues the cities that meetings have beside them: "at the Aurora Hall in Sandvik".
fn house(draft: &mut Draft) {
    for meeting in &draft.meetings {
        let place = |at: LocationRef| &draft.locations[at.index()];
        let city = meeting.locations.iter().find(|&&it| place(it).kind == LocationKind::City);
        let Some(&city) = city else { continue };
        let (name, country) = (place(city).name.clone(), place(city).country.clone());
        for &at in meeting.locations.iter().take_while(|&&it| it != city) {
            let venue = &mut draft.locations[at.index()];
            let elsewhere = !venue.country.is_empty() && venue.country != country;
            if venue.kind != LocationKind::Venue || !venue.city.is_empty() || elsewhere {
                continue;
            }
            venue.city.clone_from(&name);
            venue.country.clone_from(&country);
        }
    }
}

/// Calls `act` on all who meet, speak or are spoken to.
fn each_doer(draft: &mut Draft, mut act: impl FnMut(&mut ActorRef)) {
    for meeting in &mut draft.meetings {
        let all = [&mut meeting.participants, &mut meeting.hosts, &mut meeting.mediators];
        all.into_iter().flatten().for_each(&mut act);
    }
    for statement in &mut draft.statements {
        match &mut statement.speaker {
            Speaker::Joint { speakers } => speakers.iter_mut().for_each(&mut act),
            Speaker::Actor { speaker } => act(speaker),
            Speaker::Unnamed { .. } => {}
        }
        statement.addressees.iter_mut().for_each(&mut act);
    }
}
