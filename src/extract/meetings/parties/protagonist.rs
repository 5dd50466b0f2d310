//! Who held an encounter that is told without a party of its own: the one whom the sentences before tell of.
//!
//! Finds: `Okwuosa flew to Oslo. Talks with Lund and Berg followed.`
//! Leaves: `Okwuosa's talks with Lund`, `talks between Lund and Berg`, `Berg said that no talks with Lund …`,
//! whatever is no subject.

use crate::extract::meetings::trigger::{Form, Part, Trigger};
use crate::extract::predication::{obliques, parties};
use crate::extract::{Context, Draft};
use crate::nlp::{Relation, TokenId, Upos};
use crate::record::{ActorKind, ActorRef};

use super::Parties;

/// Sentences back in which someone was the subject.
const REACH: usize = 2;

/// Adds whom the article tells of to those whom an encounter was with.
pub(in crate::extract::meetings) fn add_protagonist(
    context: &Context<'_>,
    draft: &Draft,
    noun: TokenId,
    found: &mut Parties,
) {
    let document = context.document;
    let subjects = [Relation::Nsubj, Relation::NsubjPass];
    let relation = document.token(noun).relation;
    let narrowing = [Relation::NmodPoss, Relation::Compound, Relation::Amod];
    let owned = document.dependents(noun, &narrowing).any(|it| draft.reference_at(it).is_some());
    // Someone told in the sentence before it is whose it is, or who says so.
    let sentence = document.sentence(noun).tokens;
    let told = draft.references_in(sentence).first().is_some_and(|it| it.head < noun);
    if owned || told || !(subjects.contains(&relation) || relation == Relation::Root) {
        return;
    }
    let with: Vec<ActorRef> =
        obliques(context, noun, &["with"]).flat_map(|it| parties(context, draft, it)).collect();
    if with.is_empty() || found.all.iter().any(|it| !with.contains(it)) {
        return;
    }
    let index = document.sentence_index(noun);
    let before = &document.sentences()[index.saturating_sub(REACH)..index];
    let who = before.iter().rev().find_map(|sentence| {
        draft.references_in(sentence.tokens).iter().rev().find_map(|it| {
            let &[actor] = &it.actors[..] else { return None };
            let person = draft.actors[actor.index()].kind == ActorKind::Person;
            (person && subjects.contains(&document.token(it.head).relation)).then_some(actor)
        })
    });
    if let Some(who) = who.filter(|it| !found.all.contains(it)) {
        found.side = vec![who];
        found.add(&[who]);
    }
}

/// Whether a visit is told to be that of somebody who is no actor: "after the Speaker's trip to Taipei".
pub(in crate::extract::meetings) fn is_of_nobody(
    context: &Context<'_>,
    draft: &Draft,
    (id, trigger): (TokenId, Trigger),
) -> bool {
    let document = context.document;
    if trigger.part != Part::Noun || trigger.form != Form::Guest {
        return false;
    }
    // "a day's visit", "Monday's trip".
    let is_time = |it: TokenId| {
        ["hour", "day", "night", "week", "month", "year"].contains(&document.lemma(it))
            || document.times().iter().any(|time| time.tokens.has(it))
    };
    let mut owners = document.dependents(id, &[Relation::NmodPoss]);
    owners.any(|it| {
        matches!(document.token(it).upos, Upos::Noun | Upos::ProperNoun)
            && !is_time(it)
            && draft.references_in(document.subtree(it)).is_empty()
            && draft.reference_at(it).is_none()
    })
}
