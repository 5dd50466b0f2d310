//! Offices that stand for who holds them, where the article names nobody.
//!
//! Finds: `The French president met the German chancellor` (of 2011: Nicolas Sarkozy and Angela
//! Merkel).
//! Leaves: `the former French president`, `a French minister`, and what is told of other years.

use crate::extract::{ActorDraft, Context, Draft, actors};
use crate::gazetteer::{HolderId, TitleKind};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

use super::Trait;
use super::description::{is_named_after, phrase, words_of};

/// Words by which an office is not that of the day.
const OTHER: &[&str] = &[
    "former",
    "ex",
    "then",
    "late",
    "old",
    "previous",
    "next",
    "future",
    "incoming",
    "first",
    "last",
    "past",
    "onetime",
    "would-be",
    "elect",
    "designate",
    "new",
    "no",
    "another",
    "other",
];

/// Days from the day of publication to a time that a sentence is about, past which others may have
/// been in office.
const NEAR: i32 = 45;

/// An office that leads to a person.
pub(super) struct Held {
    /// The words.
    pub(super) tokens: TokenRange,
    /// The office, without whose it is.
    role: String,
    /// The only one who held it on the day.
    holder: HolderId,
}

/// The words of an office whose noun stands at `id`, and who held it on the day.
pub(super) fn read(context: &Context<'_>, traits: &[Trait], id: TokenId) -> Option<Held> {
    let document = context.document;
    let published = context.article.published?;
    let token = document.token(id);
    if !matches!(token.upos, Upos::Noun | Upos::ProperNoun) || !is_office(context, id) {
        return None;
    }
    let tokens = phrase(context, id);
    if is_before_name(context, id) || is_named_after(context, id) || is_other(context, id, tokens) {
        return None;
    }
    let (parties, narrow) = words_of(context, id, tokens);
    let [party] = &parties[..] else { return None };
    let role = [narrow.join(" "), document.word(id).to_owned()].join(" ").trim().to_owned();
    // A sentence about another time speaks of who held the office then.
    let sentence = document.sentence(id).tokens;
    let from = document.times().partition_point(|it| it.tokens.end() <= sentence.start());
    let mut dates = document.times()[from..]
        .iter()
        .take_while(|it| it.tokens.start() < sentence.end())
        .filter_map(|it| it.date);
    if dates.any(|date| !date.is_near(published, NEAR)) {
        return None;
    }
    let day = published.first().to_string();
    let found = context.gazetteer.holder_of(party, &role, &day)?;
    let holder = context.gazetteer.holder(found);
    // The article itself gives the office to someone else.
    let named = |own: &Trait| {
        own.kind == ActorKind::Person
            && own.name != fold(&holder.name)
            && own.affiliations.iter().any(|it| it == party)
            && own.roles.iter().any(|role| context.gazetteer.is_one_office(role, &holder.office))
    };
    (!traits.iter().any(named)).then_some(Held { tokens, role, holder: found })
}

/// The actor of a holder of an office, as whom the words are to be read.
pub(super) fn actor(context: &Context<'_>, draft: &mut Draft, held: &Held) -> ActorRef {
    let holder = context.gazetteer.holder(held.holder);
    let named = |it: &ActorDraft| it.kind == ActorKind::Person && it.canonical == holder.name;
    let index = draft.actors.iter().position(named).unwrap_or_else(|| {
        let mut entry = actors::unnamed(&holder.name, ActorKind::Person);
        actors::know(&mut entry, holder);
        entry.roles.push(held.role.clone());
        entry.affiliations.push(holder.of.to_string());
        entry.mentions.push(context.document.span(held.tokens));
        draft.actors.push(entry);
        draft.actors.len() - 1
    });
    ActorRef::new(index)
}

/// Whether a noun is that of an office.
fn is_office(context: &Context<'_>, id: TokenId) -> bool {
    let word = context.document.word(id);
    let title = context.gazetteer.title(&[word]);
    actors::is_office_head(word)
        || matches!(title, Some((1, kind)) if kind != TitleKind::Honorific)
        || ["PM", "premier", "pontiff"].contains(&word)
}

/// Whether a name or another noun goes on with what the noun begins: "President NAME", "president
/// talks", "the president's office".
fn is_before_name(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let relation = document.token(id).relation;
    let next = document.next(id);
    let named = next.is_some_and(|it| {
        document.name_at(it).is_some_and(|name| name.kind == NameKind::Person)
            || document.word(it) == "-"
    });
    named
        || matches!(relation, Relation::Compound | Relation::NmodPoss | Relation::Appos)
        || is_second(context, id)
}

/// Whether an office is the second of someone's: "Lund, the envoy of Chad and Kenya's president in years
/// past".
fn is_second(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let first = token.head.filter(|_| token.relation == Relation::Conj);
    let beside = first.is_some_and(|it| document.token(it).relation == Relation::Appos);
    // "Lund, the envoy of Chad, and the president of Kenya": two people.
    let comma = document
        .dependents(id, &[Relation::Cc])
        .any(|and| and.offset(-1).is_some_and(|it| document.word(it) == ","));
    beside && !comma
}

/// Whether an office is another than the one of the day, or one of several.
fn is_other(context: &Context<'_>, id: TokenId, tokens: TokenRange) -> bool {
    let document = context.document;
    let words = || tokens.iter().map(|it| document.word(it).to_lowercase());
    // "a French minister", "French presidents".
    let definite = tokens.first().is_some_and(|first| {
        let word = document.word(first).to_ascii_lowercase();
        word == "the" || context.gazetteer.state_named(&word).is_some()
    });
    !definite
        || words().any(|word| OTHER.contains(&word.as_str()))
        || document.word(id).ends_with('s')
        || document
            .next(id)
            .is_some_and(|it| matches!(&*document.word(it).to_lowercase(), "elect" | "designate"))
        || is_of_past(context, id)
}

/// Whether what follows an office tells that it was another day's: "in years past", "at the time".
fn is_of_past(context: &Context<'_>, id: TokenId) -> bool {
    /// What may follow, in words.
    const AFTER: &[&[&str]] = &[
        &["in", "years", "past"],
        &["in", "the", "past"],
        &["at", "the", "time"],
        &["of", "the", "time"],
        &["of", "the", "day"],
        &["until"],
    ];
    let document = context.document;
    let end = document.sentence(id).tokens.end();
    let words = || (id.index() + 1..end).map(|at| document.word(TokenId::new(at)));
    AFTER.iter().any(|after| words().take(after.len()).eq(after.iter().copied()))
}
