//! Delegations: who leads one stands for it.
//!
//! Finds: `a Kenyan delegation led by NAME … received the delegation`, `NAME, who heads the Kenyan
//! team … the Kenyan team`, `both delegations`.
//! Leaves: a delegation of which no head is named.

use crate::extract::{Context, Form, Reference};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};

use super::{Trait, description};

/// Nouns for those who are sent together.
const SENT: &[&str] = &["delegation", "team", "mission", "panel", "contingent", "entourage"];
/// Verbs of those who lead.
const LEAD: &[&str] = &["lead", "head", "chair", "front"];
/// Sentences back in which the head of a delegation was named.
const REACH: usize = 12;

/// Heads between a side and the verb whose subject stands on it: "in charge of the talks on Kenya's side".
const SIDE_HEIGHT: usize = 4;

/// A delegation whose head was named.
pub(super) struct Led {
    at: TokenId,
    pub(super) head: ActorRef,
    /// For whom it speaks, folded.
    pub(super) parties: Vec<String>,
}

/// The delegations whose heads are named, in the order of their words.
pub(super) fn all(context: &Context<'_>, traits: &[Trait], named: &[Reference]) -> Vec<Led> {
    let document = context.document;
    let sent =
        |&id: &TokenId| document.token(id).upos == Upos::Noun && SENT.contains(&document.lemma(id));
    document
        .all()
        .iter()
        .filter(sent)
        .filter_map(|at| {
            let head =
                led_by(context, traits, named, at).or_else(|| leads(context, traits, named, at))?;
            Some(Led { at, head, parties: description::parties_of(context, at) })
        })
        .collect()
}

/// Those who are told to stand on a side, each as its head: "on the Kenyan side, NAME took part", "NAME was
/// in charge on Kenya's side".
pub(super) fn sides(context: &Context<'_>, traits: &[Trait], named: &[Reference]) -> Vec<Led> {
    let document = context.document;
    let on_side = |&at: &TokenId| {
        document.token(at).upos == Upos::Noun
            && document.lemma(at) == "side"
            && document.dependents(at, &[Relation::Case]).any(|it| {
                ["on", "for", "from"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(document.word(it)))
            })
    };
    let mut found = Vec::new();
    for at in document.all().iter().filter(on_side) {
        let parties = description::parties_of(context, at);
        if parties.len() != 1 {
            continue;
        }
        let subjects = [Relation::Nsubj, Relation::NsubjPass];
        let mut subject = None;
        for above in document.ancestors(at).filter(|&it| it != at).take(SIDE_HEIGHT) {
            // "NAME on the Kenyan side".
            subject = person_at(traits, named, above)
                .map(|_| above)
                .or_else(|| document.dependents(above, &subjects).next());
            if subject.is_some() {
                break;
            }
        }
        let Some(subject) = subject else { continue };
        let beside = [Relation::Conj, Relation::Appos];
        for who in std::iter::once(subject).chain(document.dependents(subject, &beside)) {
            if let Some(head) = person_at(traits, named, who) {
                found.push(Led { at, head, parties: parties.clone() });
            }
        }
    }
    found
}

/// The person whom a reference that holds a token names.
fn person_at(traits: &[Trait], named: &[Reference], id: TokenId) -> Option<ActorRef> {
    let end = named.partition_point(|it| it.tokens.start() <= id.index());
    named[..end].iter().rev().take(4).find_map(|it| match it.actors[..] {
        [actor]
            if it.tokens.has(id)
                && it.form == Form::Name
                && traits[actor.index()].kind == ActorKind::Person =>
        {
            Some(actor)
        }
        _ => None,
    })
}

/// The person by whom a delegation is told to be led.
fn led_by(
    context: &Context<'_>,
    traits: &[Trait],
    named: &[Reference],
    at: TokenId,
) -> Option<ActorRef> {
    /// Tokens from the noun to "led", and from there to the name.
    const NEAR: usize = 14;
    let document = context.document;
    let end = document.sentence(at).tokens.end();
    let led = (at.index() + 1..end.min(at.index() + NEAR))
        .map(TokenId::new)
        .take_while(|&id| !matches!(document.word(id), ";" | ":" | "“" | "\""))
        .find(|&id| {
            LEAD.contains(&document.lemma(id)) && document.token(id).xpos == Xpos::Vbn
                || document.lemma(id) == "helm"
        })?;
    let between = TokenRange::new(at.index() + 1, led.index());
    // A verb between them has a subject of its own, but for "which was led".
    if between.iter().any(|id| document.token(id).upos == Upos::Verb) {
        return None;
    }
    let beside = [Relation::Appos, Relation::NmodDesc, Relation::Flat];
    match document.dependents(led, &[Relation::OblAgent, Relation::Obl]).find(|&it| it > led) {
        // "led by the sister of NAME" is led by no NAME.
        Some(agent) => std::iter::once(agent)
            .chain(document.dependents(agent, &beside))
            .find_map(|id| person_at(traits, named, id)),
        None => (led.index() + 1..end.min(led.index() + NEAR))
            .map(TokenId::new)
            .find_map(|id| person_at(traits, named, id)),
    }
}

/// The person who is told to lead a delegation: "NAME heads the team", "NAME, who led the mission",
/// "the head of the delegation, NAME".
fn leads(
    context: &Context<'_>,
    traits: &[Trait],
    named: &[Reference],
    at: TokenId,
) -> Option<ActorRef> {
    let document = context.document;
    let token = document.token(at);
    let above = token.head?;
    if token.relation == Relation::Obj && LEAD.contains(&document.lemma(above)) {
        let subject = document.dependents(above, &[Relation::Nsubj]).next();
        let relative =
            subject.is_none_or(|it| matches!(document.token(it).xpos, Xpos::Wp | Xpos::Wdt));
        let who = if relative { document.token(above).head } else { subject }?;
        return person_at(traits, named, who);
    }
    // "NAME, the head of the delegation,", "delegation chief NAME".
    let office = ["head", "leader", "chief", "chairman", "chairwoman"];
    let of = document
        .dependents(at, &[Relation::Case])
        .any(|it| document.word(it).eq_ignore_ascii_case("of"));
    let narrows = of && token.relation == Relation::Nmod || token.relation == Relation::Compound;
    if !narrows || !office.contains(&document.lemma(above)) {
        return None;
    }
    let beside = [Relation::Appos, Relation::NmodDesc, Relation::Flat];
    let own = document.token(above);
    let described = own.head.filter(|_| beside.contains(&own.relation));
    document.dependents(above, &beside).chain(described).find_map(|it| person_at(traits, named, it))
}

/// Who leads the delegation that the noun at `id` speaks of again.
pub(super) fn read(
    context: &Context<'_>,
    traits: &[Trait],
    led: &[Led],
    id: TokenId,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    let document = context.document;
    let token = document.token(id);
    if token.upos != Upos::Noun || !SENT.contains(&document.lemma(id)) {
        return None;
    }
    let tokens = description::phrase(context, id);
    let first = document.word(tokens.first()?).to_ascii_lowercase();
    let sentence = document.sentence_index(id);
    let near = led
        .iter()
        .rev()
        .filter(|it| it.at < id && sentence - document.sentence_index(it.at) <= REACH);
    if token.xpos == Xpos::Nns {
        let mut heads: Vec<ActorRef> = Vec::new();
        for it in near {
            if heads.len() < 2 && !heads.contains(&it.head) {
                heads.push(it.head);
            }
        }
        heads.reverse();
        let whole = ["the", "both", "two"].contains(&first.as_str());
        return (whole && heads.len() == 2).then_some((tokens, heads));
    }
    let parties = description::parties_of(context, id);
    let definite = ["the", "this"].contains(&first.as_str());
    // "a delegation from Chad", "a Kenyan team": another one.
    if !definite || led.iter().any(|it| it.at == id) {
        return None;
    }
    let found = near.into_iter().find(|it| {
        let own = &traits[it.head.index()];
        parties.iter().all(|party| it.parties.contains(party) || own.affiliations.contains(party))
    })?;
    Some((tokens, vec![found.head]))
}
