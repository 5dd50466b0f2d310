//! Who: persons, states, organizations and blocs, with their offices and affiliations.
//!
//! Finds: `Kenyan Foreign Minister Adaeze Okwuosa` (a person, Foreign Minister, of Kenya),
//! `the Kremlin said` (Russia), `the International Cocoa Organization (ICCO)`.
//! Leaves: `the minister`, which [`coreference`](super::coreference) reads.

mod company;
mod credit;
mod former;
mod party;
mod person;
mod setting;
mod staff;
mod title;

pub(in crate::extract) use former::add_former;
pub(in crate::extract) use person::know;
pub(in crate::extract) use staff::add_served;
pub(in crate::extract) use title::is_office_head;

use std::collections::BTreeMap;

use crate::extract::{ActorDraft, Context, Draft, Extractor, Form, Reference};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos};
use crate::record::{ActorKind, ActorRef};
use crate::text::{Span, on_one_line};

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
    // Those who hold the office of others elsewhere.
    let mut like: Vec<(ActorRef, TokenId)> = Vec::new();
    let mut person_ref: Vec<Option<ActorRef>> = vec![None; people.count()];
    for name in context.document.names().iter().filter(|name| !is_credit(name.tokens)) {
        // "may God assist him".
        if name.kind == NameKind::Person
            && ["God", "Allah", "Almighty"].contains(&context.document.text_of(name.tokens))
        {
            continue;
        }
        if let Some(index) = people.of(name.tokens) {
            let actor = *person_ref[index].get_or_insert_with(|| {
                let actor = ActorRef::new(draft.actors.len());
                draft.actors.push(people.draft(context, index));
                actor
            });
            let found = title::around(context, name.tokens);
            under.extend(found.under.map(|chief| (actor, chief)));
            like.extend(found.like.map(|other| (actor, other)));
            add_person(context, draft, actor, name.tokens, found);
        } else {
            parties.add(context, draft, name);
        }
    }
    parties.add_ministries(context, draft);
    parties.add_unnamed(context, draft);
    draft.references.sort_by_key(|reference| reference.tokens);
    finish_people(context, draft, &under, &like);
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
fn finish_people(
    context: &Context<'_>,
    draft: &mut Draft,
    under: &[(ActorRef, TokenRange)],
    like: &[(ActorRef, TokenId)],
) {
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
            person::add_known(context, entry, &near);
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
    // Nobody is a counterpart in a state of his own.
    let mut elsewhere: Vec<(ActorRef, Vec<String>)> = Vec::new();
    for &(actor, other) in like {
        let Some(other) = whose(context, draft, actor, other) else { continue };
        let (role, sides) = (
            office(&draft.actors[other.index()]),
            draft.actors[other.index()].affiliations.clone(),
        );
        draft.actors[actor.index()].office = role;
        elsewhere.push((actor, sides));
    }
    let found: Vec<Option<String>> = draft
        .actors
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            if entry.kind != ActorKind::Person || !entry.affiliations.is_empty() {
                return None;
            }
            let known = elsewhere.iter().find(|it| it.0.index() == index);
            let but = known.map_or(&[][..], |it| &it.1);
            states.of_office(context, entry, but, &draft.actors)
        })
        .collect();
    for (entry, state) in draft.actors.iter_mut().zip(found) {
        entry.affiliations.extend(state);
    }
}

/// The office that somebody holds now.
fn office(person: &ActorDraft) -> Option<String> {
    person.roles.iter().find(|role| !role.to_lowercase().starts_with("former")).cloned()
}

/// The person whose counterpart somebody is, by a name or pronoun: of whom the verb tells, or who was told
/// of last and has an office.
fn whose(
    context: &Context<'_>,
    draft: &Draft,
    actor: ActorRef,
    owner: TokenId,
) -> Option<ActorRef> {
    let document = context.document;
    let people = |reference: &Reference| {
        let one = *reference.actors.first()?;
        let person = &draft.actors[one.index()];
        (one != actor && person.kind == ActorKind::Person && office(person).is_some())
            .then_some(one)
    };
    let at = |token: TokenId| draft.references_around(token).find_map(people);
    let verb = document.ancestors(owner).find(|&it| document.token(it).upos == Upos::Verb);
    let subject = verb.and_then(|verb| document.dependents(verb, &[Relation::Nsubj]).next());
    let last = || {
        let end = draft.references.partition_point(|it| it.tokens.start() < owner.index());
        draft.references[..end].iter().rev().find_map(people)
    };
    at(owner).or_else(|| subject.and_then(at)).or_else(last)
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
        office: None,
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
    on_one_line(span.of(text))
}
