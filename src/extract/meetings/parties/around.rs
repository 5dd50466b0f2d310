//! Who may take part in an encounter whose tree tells no two parties: those whom its sentence names.
//!
//! Finds: `Okwuosa and Lundqvist, in Oslo for a summit`, `the talks … Kenya … Norway`.
//! Leaves: those of other clauses, who say so, whose it is, what it is about.

use crate::extract::predication;
use crate::extract::{Context, Draft, Form, statements};
use crate::nlp::{Relation, TokenId, Upos, Xpos};
use crate::record::ActorKind;

use super::{Parties, SPEAKING, is_light};

/// Parties in one sentence beyond which not all of them have met.
const MOST_AROUND: usize = 3;

/// The people of a sentence, or else its states, where its tree tells no two parties; of what
/// `is_told` before only those of its own clause.
pub(in crate::extract::meetings) fn around(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    is_told: bool,
    found: &mut Parties,
) {
    let document = context.document;
    // "stalling in peace talks": talks in general.
    let bare = document.token(id).upos == Upos::Noun
        && document.token(id).xpos == Xpos::Nns
        && document
            .dependents(id, &[Relation::Det, Relation::NmodPoss, Relation::Nummod])
            .next()
            .is_none()
        && document.token(id).head.is_some_and(|verb| !is_light(document.lemma(verb)));
    if bare {
        return;
    }
    // "as the Conference on Trade is called": an event by its name, not who meets.
    let named = document.token(id).upos == Upos::ProperNoun;
    if named || is_topic(context, id) {
        return;
    }
    let sentence = document.sentence(id).tokens;
    let quoted = |at: TokenId| within_quotation(context, at);
    let clauses = clauses_around(context, id);
    for wanted in [&[ActorKind::Person][..], &[ActorKind::State, ActorKind::Bloc]] {
        let (mut all, mut near) = (found.all.clone(), found.all.clone());
        for reference in draft.references_in(sentence) {
            let of_kind = reference
                .actors
                .iter()
                .all(|actor| wanted.contains(&draft.actors[actor.index()].kind));
            if of_kind
                && reference.form != Form::Pronoun
                && !only_named(context, reference.head)
                && !reference.tokens.has(id)
                && quoted(reference.head) == quoted(id)
            {
                let is_near = clauses.contains(&clause_of(context, reference.head));
                for &actor in &reference.actors {
                    if !all.contains(&actor) {
                        all.push(actor);
                    }
                    if is_near && !near.contains(&actor) {
                        near.push(actor);
                    }
                }
            }
        }
        // Those of other clauses only where its own names no two.
        let told = if near.len() >= 2 || is_told { near } else { all };
        if told.len() >= 2 && told.len() <= MOST_AROUND {
            found.all = told;
            return;
        }
    }
}

/// The head of the clause that a token stands in.
fn clause_of(context: &Context<'_>, id: TokenId) -> TokenId {
    let document = context.document;
    let mut at = id;
    while let Some(head) = document.token(at).head {
        let token = document.token(at);
        let begins = match token.relation {
            Relation::Ccomp | Relation::AclRelcl | Relation::Parataxis | Relation::Csubj => true,
            Relation::Advcl => !predication::is_infinitive(context, at),
            Relation::Conj => token.upos == Upos::Verb,
            _ => false,
        };
        if begins {
            break;
        }
        at = head;
    }
    at
}

/// The clauses whose parties may be those of the encounter at `id`: its own, those that it
/// narrows, and the one whose subject it shares.
fn clauses_around(context: &Context<'_>, id: TokenId) -> Vec<TokenId> {
    let document = context.document;
    let mut at = clause_of(context, id);
    let mut found = vec![at];
    while let Some(head) = document.token(at).head {
        let has_subject =
            document.dependents(at, &[Relation::Nsubj, Relation::NsubjPass]).next().is_some();
        let apart = match document.token(at).relation {
            Relation::Ccomp | Relation::Parataxis | Relation::Csubj => true,
            Relation::Conj => has_subject,
            _ => false,
        };
        if apart {
            break;
        }
        at = clause_of(context, head);
        found.push(at);
    }
    found
}

/// Whether an encounter is only what someone speaks or thinks of: "was briefed on the call", "his
/// stance on the talks".
fn is_topic(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let Some(head) = document.token(id).head else { return false };
    let about = document.dependents(id, &[Relation::Case]).any(|case| {
        ["about", "on", "regarding", "concerning", "over"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(case)))
    });
    about
        && (document.token(head).upos == Upos::Noun
            || SPEAKING.contains(&document.lemma(head))
            || ["comment", "report", "ask", "hear", "learn", "know", "speak"]
                .contains(&document.lemma(head)))
        && !["way", "phone", "margin", "sideline"].contains(&document.lemma(head))
}

/// Whether a token stands in a quotation.
fn within_quotation(context: &Context<'_>, at: TokenId) -> bool {
    let all = context.document.quotations();
    let after = all.partition_point(|it| it.tokens.start() <= at.index());
    all[..after].iter().rev().take(2).any(|it| it.tokens.has(at))
}

/// Whether someone is named without a part in what the sentence tells: who says so, whose it is,
/// what it is about.
fn only_named(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    let token = document.token(head);
    // "a spokesman, NAME, said": the name stands for the subject.
    let subject = match token.head {
        Some(above) if token.relation == Relation::Appos => document.token(above),
        _ => token,
    };
    let says = subject.relation == Relation::Nsubj
        && subject.head.is_some_and(|verb| statements::is_cue(document.lemma(verb)));
    // "had sent Lund to Oslo for the talks": not who sends takes part.
    let sends = subject.relation == Relation::Nsubj
        && subject
            .head
            .is_some_and(|verb| ["send", "dispatch", "delegate"].contains(&document.lemma(verb)));
    let cased = document.dependents(head, &[Relation::Case]).any(|case| {
        [
            "about",
            "on",
            "for",
            "against",
            "of",
            "before",
            "after",
            "over",
            "to",
            "from",
            "according",
            "in",
            "at",
            "'s",
            "’s",
            "under",
            "without",
            "than",
            "like",
            "as",
        ]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(document.word(case)))
    });
    says || sends
        || cased
        || token.relation == Relation::NmodPoss
        || token.relation == Relation::Compound
}
