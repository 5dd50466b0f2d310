//! Hosts and guests: who received whom, as an article told before.
//!
//! Finds: `Okwuosa received Lund. … the host said`, `their host`, `the visitor`, `the visiting minister`.
//! Leaves: `the host country`, `a guest`, `the host NAME`.

use crate::extract::{Context, predication};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

use super::description::{fit, is_named_after, words_of};
use super::{Mention, Trait, distance};

/// Sentences back in which it was told who received whom.
const REACH: usize = 6;
/// Verbs by which one receives another.
const RECEIVING: &[&str] = &["receive", "host", "welcome", "invite", "greet", "entertain"];
/// Verbs by which one comes to another.
const COMING: &[&str] = &["visit", "arrive", "travel", "fly", "come"];

/// Whom a noun for a host or a guest is for; `home` is the state from which is told.
pub(super) fn read(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens, noun): (TokenId, TokenRange, &str),
    home: Option<&str>,
) -> Option<ActorRef> {
    let document = context.document;
    let determined = tokens.first().is_some_and(|it| {
        ["the", "his", "her", "their"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(document.word(it)))
    });
    let is_bare = tokens.len() == 2;
    let is_host = is_bare && noun == "host";
    let is_guest = is_bare && ["visitor", "guest"].contains(&noun) || is_visiting(context, tokens);
    if !determined || !(is_host || is_guest) || is_named_after(context, id) {
        return None;
    }
    // "the host country", "the host NAME".
    let is_part = document.token(id).relation == Relation::Compound;
    let is_title = document
        .next(id)
        .and_then(|it| document.name_at(it))
        .is_some_and(|it| it.kind == NameKind::Person);
    let (parties, _) = words_of(context, id, tokens);
    if is_part || is_title || !parties.is_empty() {
        return None;
    }
    let is_person = |it: &&Mention| traits[it.actor.index()].kind == ActorKind::Person;
    let near = || {
        let all = history.iter().rev().take_while(|it| distance(context, it.at, id) <= REACH);
        all.filter(is_person)
    };
    if is_host {
        return near().find(|it| receives(context, it.at) == Some(true)).map(|it| it.actor);
    }
    home.and_then(|it| stranger(context, traits, history, (id, tokens, noun), it)).or_else(|| {
        let mut comers = near().filter(|_| is_bare);
        comers.find(|it| receives(context, it.at) == Some(false)).map(|it| it.actor)
    })
}

/// Whether a description is of one who is visiting: "the visiting minister".
fn is_visiting(context: &Context<'_>, tokens: TokenRange) -> bool {
    let second = tokens.iter().nth(1);
    second.is_some_and(|it| context.document.word(it).eq_ignore_ascii_case("visiting"))
}

/// Whether who is told at a token receives another there, or is received, if either.
fn receives(context: &Context<'_>, at: TokenId) -> Option<bool> {
    let document = context.document;
    let token = document.token(at);
    let verb = token.head?;
    let is = |list: &[&str]| list.contains(&document.lemma(verb));
    let by = || predication::preposition(context, at).is_some_and(|it| it == "by");
    match token.relation {
        Relation::Nsubj if is(RECEIVING) => Some(true),
        Relation::OblAgent if is(RECEIVING) => Some(true),
        Relation::Obl if is(RECEIVING) && by() => Some(true),
        Relation::Obj | Relation::NsubjPass if is(RECEIVING) => Some(false),
        Relation::Nsubj if is(COMING) => Some(false),
        _ => None,
    }
}

/// "the visiting minister", "the visitor": who of those told of last acts for another state than the one from which
/// is told.
fn stranger(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens, noun): (TokenId, TokenRange, &str),
    home: &str,
) -> Option<ActorRef> {
    /// Sentences back in which who is meant was told of.
    const REACH: usize = 8;
    let is_visiting = is_visiting(context, tokens);
    let (_, narrow) = words_of(context, id, tokens);
    let home = fold(home);
    let near = history.iter().rev().take_while(|it| distance(context, it.at, id) <= REACH);
    let mut strangers = near.filter(|it| {
        let own = &traits[it.actor.index()];
        own.kind == ActorKind::Person
            && !own.affiliations.is_empty()
            && !own.affiliations.contains(&home)
    });
    let fits = |it: &&Mention| {
        !is_visiting || fit(&traits[it.actor.index()].roles, noun, &narrow).is_some()
    };
    strangers.find(fits).map(|it| it.actor)
}
