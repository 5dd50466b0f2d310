//! What tells how sure the reading of a meeting is.

use std::collections::BTreeSet;

use crate::extract::confidence::Signal;
use crate::extract::meetings::merge::Event;
use crate::extract::{Context, Draft, Form};
use crate::nlp::TokenId;
use crate::record::{ActorKind, ActorRef, LocationKind};

/// The signals of a meeting.
pub(super) fn of(context: &Context<'_>, draft: &Draft, event: &Event) -> Vec<Signal> {
    /// Sentences that tell the news of an article.
    const LEAD: usize = 4;
    let own = &event.draft;
    let kind = |it: &ActorRef| draft.actors[it.index()].kind;
    let persons = own.participants.iter().filter(|it| kind(it) == ActorKind::Person).count();
    let venues = own.locations.iter().any(|it| {
        matches!(draft.locations[it.index()].kind, LocationKind::City | LocationKind::Venue)
    });
    let mut signals = vec![
        ("meeting", "any"),
        ("encounter", own.kind.as_str()),
        ("status", own.status.as_str()),
        ("tree", if event.is_sure { "told" } else { "untold" }),
        ("date", own.date.map_or("none", |date| date.precision().as_str())),
        ("told", ["never", "once", "twice", "often"][event.mentions.min(3)]),
        ("lead", if event.first_sentence < LEAD { "within" } else { "after" }),
        ("parties", ["none", "one", "two", "three", "four", "many"][own.participants.len().min(5)]),
        ("persons", ["none", "one", "several"][persons.min(2)]),
        (
            "place",
            match () {
                () if venues => "city",
                () if own.locations.is_empty() => "none",
                () => "country",
            },
        ),
        ("sides", if is_one_side(draft, &own.participants) { "one" } else { "several" }),
    ];
    signals.push((
        "learned",
        match likeliest(context, draft, event) {
            85.. => "surely",
            70.. => "likely",
            50.. => "maybe",
            20.. => "unlikely",
            _ => "no",
        },
    ));
    signals.push((
        "roll",
        match event.odds {
            2.2.. => "surely",
            0.85.. => "likely",
            0.0.. => "maybe",
            _ => "hardly",
        },
    ));
    let forms: BTreeSet<&'static str> =
        own.participants.iter().map(|it| form(context, draft, event, *it)).collect();
    signals.extend(forms.into_iter().map(|form| ("party", form)));
    signals
}

/// How the sentences that tell of a meeting refer to one who takes part.
fn form(context: &Context<'_>, draft: &Draft, event: &Event, actor: ActorRef) -> &'static str {
    let document = context.document;
    let mut best = "elsewhere";
    for span in &event.draft.evidence {
        let start = |at: usize| document.token(draft.references[at].head).span.start();
        let all = &draft.references;
        let first = all.partition_point(|it| document.span(it.tokens).start() < span.start());
        for at in (first..all.len()).take_while(|&at| start(at) < span.end()) {
            if !all[at].actors.contains(&actor) {
                continue;
            }
            match all[at].form {
                Form::Name => return "name",
                Form::Description => best = "description",
                Form::Pronoun if best == "elsewhere" => best = "pronoun",
                Form::Pronoun => {}
            }
        }
    }
    best
}

/// How likely the two of those who take part met who did so most likely, as learned, in hundredths.
fn likeliest(context: &Context<'_>, draft: &Draft, event: &Event) -> u8 {
    let document = context.document;
    let all = document.encounters();
    let takes_part =
        |id: TokenId| draft.actors_at(id).iter().any(|it| event.draft.participants.contains(it));
    let within = event.draft.evidence.iter().flat_map(|span| {
        let start = |id: TokenId| document.token(id).span.start();
        let from = all.partition_point(|it| start(it.one) < span.start());
        all[from..].iter().take_while(move |it| start(it.one) < span.end())
    });
    let both = within.filter(|it| takes_part(it.one) && takes_part(it.two));
    both.map(|it| it.chance).max().unwrap_or(0)
}

/// Whether all who take part are people of one state.
fn is_one_side(draft: &Draft, participants: &[ActorRef]) -> bool {
    let mut sides = participants.iter().map(|it| &draft.actors[it.index()].affiliations);
    let Some(first) = sides.next().filter(|it| !it.is_empty()) else { return false };
    sides.all(|other| other == first)
}
