//! Who: persons, states, organizations and blocs, with their offices and affiliations.
//!
//! Finds: `Kenyan Foreign Minister Adaeze Okwuosa` (a person, Foreign Minister, of Kenya),
//! `the Kremlin said` (Russia), `the International Cocoa Organization (ICCO)`.
//! Leaves: `the minister`, which [`coreference`](super::coreference) reads.

mod company;
mod credit;
mod party;
mod person;
mod setting;
mod title;

pub(in crate::extract) use person::know;
pub(in crate::extract) use title::is_office_head;

use std::collections::BTreeMap;

use crate::extract::{ActorDraft, Context, Draft, Extractor, Form, Reference};
use crate::nlp::{NameKind, TokenId, TokenRange};
use crate::record::{ActorKind, ActorRef};
use crate::text::Span;

/// Finds the actors.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "actors", find };

fn find(context: &Context<'_>, draft: &mut Draft) {
    let credits = credit::find(context);
    let is_credit = |tokens: TokenRange| {
        let at = credits.partition_point(|it| it.end() <= tokens.start());
        credits.get(at).is_some_and(|it| it.contains(tokens))
    };
    let people = person::People::gather(context, is_credit);
    let mut parties = party::Parties::new(context);
    // Aides, and whose they are.
    let mut under: Vec<(ActorRef, TokenRange)> = Vec::new();
    let mut person_ref: Vec<Option<ActorRef>> = vec![None; people.count()];
    for name in context.document.names().iter().filter(|name| !is_credit(name.tokens)) {
        // "may God assist him".
        if name.kind == NameKind::Person
            && ["God", "Allah", "Almighty"].contains(&context.document.text_of(name.tokens))
        {
            continue;
        }
        if name.kind == NameKind::Person
            && let Some(index) = people.of(name.tokens)
        {
            let actor = *person_ref[index].get_or_insert_with(|| {
                let actor = ActorRef::new(draft.actors.len());
                draft.actors.push(people.draft(context, index));
                actor
            });
            let found = title::around(context, name.tokens);
            under.extend(found.under.map(|chief| (actor, chief)));
            add_person(context, draft, actor, name.tokens, found);
        } else {
            parties.add(context, draft, name);
        }
    }
    parties.add_ministries(context, draft);
    parties.add_unnamed(context, draft);
    draft.references.sort_by_key(|reference| reference.tokens);
    finish_people(context, draft, &under);
    parties.name_employers(context, draft);
}

/// Adds a mention of a person, with what stands around it.
fn add_person(
    context: &Context<'_>,
    draft: &mut Draft,
    actor: ActorRef,
    name: TokenRange,
    found: title::Around,
) {
    let document = context.document;
    let entry = &mut draft.actors[actor.index()];
    entry.mentions.push(document.span(name));
    for role in found.roles {
        if !entry.roles.iter().any(|own| own.eq_ignore_ascii_case(&role)) {
            entry.roles.push(role);
        }
    }
    for affiliation in found.affiliations {
        if !entry.affiliations.contains(&affiliation) {
            entry.affiliations.push(affiliation);
        }
    }
    let tokens = name.cover(found.tokens);
    let head = document.head_of(tokens).or(name.first());
    if let Some(head) = head {
        draft.references.push(Reference { tokens, head, actors: vec![actor], form: Form::Name });
    }
}

/// Gives people without an affiliation that of whoever they work for, of the office they are known
/// to hold, or of the state that an office of government is told beside.
fn finish_people(context: &Context<'_>, draft: &mut Draft, under: &[(ActorRef, TokenRange)]) {
    let states = setting::States::gather(context, draft);
    let bodies: Vec<String> = draft
        .actors
        .iter()
        .filter(|it| matches!(it.kind, ActorKind::Organization | ActorKind::Bloc))
        .map(|it| it.canonical.clone())
        .collect();
    let near: Vec<&str> =
        states.names().into_iter().chain(bodies.iter().map(String::as_str)).collect();
    for entry in &mut draft.actors {
        if entry.kind == ActorKind::Person {
            person::identify(context, entry, &near);
            person::add_known(context, entry);
        }
    }
    for &(actor, name) in under {
        let first = TokenId::new(name.start());
        let chief = draft.references_around(first).filter(|it| it.tokens.contains(name)).last();
        let served = chief
            .and_then(|it| it.actors.first())
            .map(|chief| draft.actors[chief.index()].affiliations.clone())
            .unwrap_or_default();
        let entry = &mut draft.actors[actor.index()];
        if entry.affiliations.is_empty() {
            entry.affiliations = served;
        }
    }
    company::serve(context, draft);
    for entry in &mut draft.actors {
        if entry.kind == ActorKind::Person && entry.affiliations.is_empty() {
            entry.affiliations.extend(states.of_office(context, entry));
        }
    }
}

/// A new actor without mentions.
fn actor(name: &str, kind: ActorKind) -> ActorDraft {
    ActorDraft {
        name: name.to_owned(),
        kind,
        canonical: name.to_owned(),
        aliases: Vec::new(),
        ids: BTreeMap::new(),
        mentions: Vec::new(),
        roles: Vec::new(),
        affiliations: Vec::new(),
        is_named: true,
    }
}

/// A new actor without mentions whom the article does not name.
pub(in crate::extract) fn unnamed(name: &str, kind: ActorKind) -> ActorDraft {
    ActorDraft { is_named: false, ..actor(name, kind) }
}

/// The words of some bytes, with white space as one blank.
fn plain(text: &str, span: Span) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
