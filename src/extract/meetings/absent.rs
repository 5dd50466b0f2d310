//! Who was not there.
//!
//! Finds: `met without NAME`, `with NAME, but not with NAME`, `NAME did not attend the summit`, `NAME, who stayed away`,
//! `NAME was absent`.
//! Leaves: `NAME did not meet NAME`, of which nobody was.

use crate::extract::meetings::setting::is_negated;
use crate::extract::{Context, Reference, predication};
use crate::nlp::{Relation, TokenId, Upos, Xpos};

/// Prepositions by which somebody is left out.
const WITHOUT: &[&str] = &["without", "minus"];

/// Verbs of coming, by which somebody stays away where they are negated.
const COME: &[&str] = &[
    "attend",
    "come",
    "join",
    "participate",
    "appear",
    "show",
    "take",
    "turn",
    "invite",
    "travel",
];

/// Verbs of staying away.
const SHUN: &[&str] = &["skip", "boycott", "miss", "snub", "shun"];

/// The same with the particles that they need.
const AWAY: &[(&str, &str)] =
    &[("stay", "away"), ("keep", "away"), ("drop", "out"), ("pull", "out")];

/// Verbs by which somebody does not want to come: "declined to attend".
const DECLINE: &[&str] = &["decline", "refuse", "fail"];

/// Whether words for somebody are led by what leaves him out: "without NAME", "but not with NAME".
pub(super) fn is_left_out(context: &Context<'_>, told: &Reference) -> bool {
    let document = context.document;
    let is = |at: TokenId, words: &[&str]| {
        words.iter().any(|it| it.eq_ignore_ascii_case(document.word(at)))
    };
    if predication::preposition(context, told.head)
        .is_some_and(|word| WITHOUT.iter().any(|it| it.eq_ignore_ascii_case(word)))
    {
        return true;
    }
    let sentence = document.sentence(told.head).tokens;
    let before = |by: usize| {
        let at = told.tokens.start().checked_sub(by).filter(|&it| it >= sentence.start())?;
        Some(TokenId::new(at))
    };
    let is_at = |by: usize, words: &[&str]| before(by).is_some_and(|it| is(it, words));
    // "but not with NAME", ", not NAME,".
    let led = 1 + usize::from(is_at(1, &["with", "by", "the"]));
    is_at(led, WITHOUT) || is_at(led, &["not"]) && is_at(led + 1, &["but", ",", "though"])
}

/// Whether a verb, or what is said of somebody, tells that its subject stays away.
pub(super) fn stays_away(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let lemma = document.lemma(id);
    let particle =
        |word: &str| document.children(id).any(|it| document.word(it).eq_ignore_ascii_case(word));
    if SHUN.contains(&lemma)
        || lemma == "absent"
        || AWAY.iter().any(|(verb, with)| *verb == lemma && particle(with))
    {
        return !is_negated(context, id);
    }
    let declined = || {
        let above = document.token(id).head;
        document.token(id).relation == Relation::Xcomp
            && above.is_some_and(|it| DECLINE.contains(&document.lemma(it)))
    };
    let comes = COME.contains(&lemma) && (lemma != "take" || takes_part(context, id))
        || matches!(lemma, "present" | "there" | "among");
    comes && (is_negated(context, id) || declined())
}

/// The verb by which somebody stays away from what a trigger tells of: "did not attend the dinner that NAME hosted".
pub(super) fn shunned_by(context: &Context<'_>, id: TokenId) -> Option<TokenId> {
    /// Heads up at most.
    const HEIGHT: usize = 4;
    let document = context.document;
    let mut at = id;
    for _ in 0..HEIGHT {
        let token = document.token(at);
        let above = token.head?;
        let is_part = matches!(
            token.relation,
            Relation::Obj
                | Relation::Obl
                | Relation::Nmod
                | Relation::NmodPoss
                | Relation::Acl
                | Relation::Conj
        ) && (token.relation != Relation::Conj || token.upos != Upos::Verb);
        if !is_part {
            return None;
        }
        if stays_away(context, above) {
            return Some(above);
        }
        at = above;
    }
    None
}

/// Whether who stays away by a verb sends another: "did not attend the talks, and sent NAME instead".
pub(super) fn sends_instead(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let below = [Relation::Conj, Relation::Advcl, Relation::Parataxis];
    document.dependents(verb, &below).any(|it| {
        ["send", "dispatch", "delegate"].contains(&document.lemma(it))
            || document
                .children(it)
                .any(|child| document.word(child).eq_ignore_ascii_case("instead"))
    })
}

/// By what somebody is told to stay away, in some words for him.
fn away(context: &Context<'_>, told: &Reference) -> Option<TokenId> {
    let document = context.document;
    let subjects = [Relation::Nsubj, Relation::NsubjPass];
    // "The minister, NAME, did not attend".
    let head = match document.token(told.head) {
        token if token.relation == Relation::Appos => token.head.unwrap_or(told.head),
        _ => told.head,
    };
    let token = document.token(head);
    let own = token.head.filter(|_| subjects.contains(&token.relation));
    // "NAME, who did not attend,".
    let clauses = document.dependents(told.head, &[Relation::AclRelcl]).filter(|&clause| {
        document.dependents(clause, &subjects).any(|it| document.token(it).xpos == Xpos::Wp)
    });
    own.into_iter().chain(clauses).find(|&it| stays_away(context, it))
}

/// Whether somebody is told to stay away.
pub(super) fn is_away(context: &Context<'_>, told: &Reference) -> bool {
    away(context, told).is_some()
}

/// Whether no more than that is told, so that it is from what was told before: "NAME was absent."
pub(super) fn is_away_alone(context: &Context<'_>, told: &Reference) -> bool {
    let bound = [Relation::Obj, Relation::Obl, Relation::Xcomp, Relation::Nmod];
    away(context, told).is_some_and(|it| context.document.dependents(it, &bound).next().is_none())
}

/// Whether "take" is that of "take part".
fn takes_part(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.dependents(verb, &[Relation::Obj]).any(|it| document.lemma(it) == "part")
}
