//! Several meetings that one word tells of, each with its own place or day: the stops of a journey.
//!
//! Finds: `will meet NAME in Oslo on Monday and NAME in Paris on Friday`.
//! Leaves: `met NAME and NAME in Oslo on Monday`, `met NAME in Oslo and NAME`.

use crate::date::Date;
use crate::extract::meetings::parties::Parties;
use crate::extract::meetings::setting;
use crate::extract::{Context, Draft, Form};
use crate::nlp::{TokenId, TokenRange, Upos};
use crate::record::{ActorKind, ActorRef, LocationRef};

/// Whom one meets at a stop, where and when.
#[derive(Default)]
pub(super) struct Stop {
    pub(super) met: Vec<ActorRef>,
    pub(super) locations: Vec<LocationRef>,
    pub(super) date: Option<Date>,
}

impl Stop {
    fn is_set(&self) -> bool {
        !self.locations.is_empty() || self.date.is_some()
    }
}

/// The stops that the word at `id` tells of; none if they are not several. `all` are the triggers of its
/// sentence.
pub(super) fn of(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    all: &[TokenId],
    found: &Parties,
) -> Vec<Stop> {
    let document = context.document;
    if found.side.is_empty() || found.all.len() <= found.side.len() {
        return Vec::new();
    }
    let sentence = document.sentence(id).tokens;
    let next = all.iter().filter(|it| **it > id).min().map_or(sentence.end(), |it| it.index());
    let range = id.index() + 1..next;
    let ends = |&at: &usize| {
        let token = TokenId::new(at);
        document.token(token).upos == Upos::Verb
            || matches!(document.word(token), ";" | ":" | "“" | "\"" | "before" | "after" | "where")
    };
    let end = range.clone().find(ends).unwrap_or(next);
    let mut stops: Vec<Stop> = vec![Stop::default()];
    let within = TokenRange::new(range.start, end.max(range.start));
    let (people, places) = (draft.references_in(within), draft.places_in(within));
    let first = document.times().partition_point(|it| it.tokens.start() < within.start());
    let times = &document.times()[first..];
    for at in within.iter().map(TokenId::index) {
        let last = stops.len() - 1;
        let met = people.iter().filter(|it| {
            it.tokens.start() == at && it.form == Form::Name && !owns(context, it.tokens)
        });
        for &actor in met.flat_map(|it| &it.actors) {
            let is_met = draft.actors[actor.index()].kind == ActorKind::Person
                && !found.side.contains(&actor);
            if is_met && stops[last].is_set() {
                stops.push(Stop { met: vec![actor], ..Stop::default() });
            } else if is_met && !stops[last].met.contains(&actor) {
                stops[last].met.push(actor);
            }
        }
        let stop = stops.last_mut().expect("there is one from the start");
        if let Some(place) = places.iter().position(|it| it.tokens.start() == at)
            && stop.locations.is_empty()
        {
            stop.locations = setting::with_around(context, draft, places, place, None);
        }
        if let Some(time) = times.iter().find(|it| it.tokens.start() == at) {
            stop.date = stop.date.or(time.date);
        }
    }
    let is_whole = stops.len() > 1 && stops.iter().all(|it| it.is_set() && !it.met.is_empty());
    // "met Lund in Oslo and Berg on Friday" may be in Oslo both.
    let all_have = |has: fn(&Stop) -> bool| stops.iter().all(has);
    let is_told = all_have(|it| !it.locations.is_empty()) || all_have(|it| it.date.is_some());
    if is_whole && is_told { stops } else { Vec::new() }
}

/// Whether a name only tells whose something is: "NAME's envoy".
fn owns(context: &Context<'_>, name: TokenRange) -> bool {
    let document = context.document;
    name.end() < document.tokens().len()
        && matches!(document.word(TokenId::new(name.end())), "'s" | "’s" | "'" | "’")
}
