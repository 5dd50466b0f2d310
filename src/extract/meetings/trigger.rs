//! Words that tell of an encounter: `triggers.tsv`, and what must stand beside them.

use rustc_hash::FxHashMap;

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, Upos};
use crate::record::MeetingKind;

/// Whether a trigger is a verb or a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Verb,
    Noun,
}

/// How the parties stand around a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Both sides alike: subject, object, "with", "between".
    Joint,
    /// The subject goes to the object.
    Guest,
    /// The subject receives the object.
    Host,
    /// Only with "with" or "to" beside it.
    With,
    /// Only where two parties are told.
    Weak,
}

/// A word that tells of an encounter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trigger {
    pub(super) part: Part,
    pub(super) kind: MeetingKind,
    pub(super) form: Form,
    /// What else must hold, as `triggers.tsv` has it.
    need: &'static str,
}

/// The triggers by lemma.
pub(super) fn table() -> FxHashMap<&'static str, Vec<Trigger>> {
    let mut table: FxHashMap<&'static str, Vec<Trigger>> = FxHashMap::default();
    for line in include_str!("triggers.tsv").lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (word, part, kind, need) = (cell(), cell(), cell(), cell());
        let Ok(kind) = kind.parse() else { continue };
        let part = if part == "verb" { Part::Verb } else { Part::Noun };
        let form = match need {
            "guest" => Form::Guest,
            "host" => Form::Host,
            "with" | "together" => Form::With,
            "weak" | "travel" | "call" | "phone" | "conference" => Form::Weak,
            _ => Form::Joint,
        };
        table.entry(word).or_default().push(Trigger { part, kind, form, need });
    }
    table
}

/// The trigger at a token, if it is one there.
pub(super) fn at(
    context: &Context<'_>,
    table: &FxHashMap<&'static str, Vec<Trigger>>,
    id: TokenId,
) -> Option<Trigger> {
    let document = context.document;
    let token = document.token(id);
    let part = match token.upos {
        Upos::Verb => Part::Verb,
        Upos::Noun | Upos::ProperNoun => Part::Noun,
        _ => return None,
    };
    let own = match token.upos {
        Upos::ProperNoun => document.word(id).to_ascii_lowercase(),
        _ => document.lemma(id).to_owned(),
    };
    let trigger = *table.get(own.as_str())?.iter().find(|it| it.part == part)?;
    let next = |by: usize| {
        let at = id.index() + by;
        if at < document.tokens().len() { document.word(TokenId::new(at)) } else { "" }
    };
    let beside = |words: &[&str], reach: usize| {
        (1..=reach).any(|by| words.iter().any(|it| it.eq_ignore_ascii_case(next(by))))
    };
    let sentence = document.sentence(id).tokens;
    let said = |words: &[&str]| {
        sentence
            .iter()
            .any(|it| words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
    };
    let by_phone =
        || said(&["phone", "telephone", "telephoned", "phoned", "video", "call", "Zoom"]);
    let modified = |words: &[&str]| {
        document
            .dependents(id, &[Relation::Amod, Relation::Compound])
            .any(|child| words.iter().any(|it| it.eq_ignore_ascii_case(document.word(child))))
    };
    let holds = match (trigger.need, own.as_str()) {
        ("with", "sit") => beside(&["down"], 2),
        ("with", "speak") => by_phone() || beside(&["with"], 3),
        ("with", _) => beside(&["with"], 9),
        ("together", _) => beside(&["together", "face"], 2),
        ("call", _) => {
            modified(&["phone", "telephone", "video", "conference", "courtesy", "joint"])
                || beside(&["with", "between"], 6)
        }
        ("conference", _) => {
            !modified(&["news", "press"]) && !preceded(context, id, &["news", "press"])
        }
        ("travel", _) => false,
        _ => true,
    };
    if !holds || preceded(context, id, &["news", "press"]) {
        return None;
    }
    let kind = match own.as_str() {
        "speak" if !by_phone() => MeetingKind::Talks,
        "conversation" if !by_phone() => MeetingKind::Talks,
        "call" if modified(&["courtesy"]) => MeetingKind::Visit,
        "meeting" | "session" if modified(&["summit"]) => MeetingKind::Summit,
        _ => trigger.kind,
    };
    Some(Trigger { kind, ..trigger })
}

/// Whether one of some words stands right before a token.
fn preceded(context: &Context<'_>, id: TokenId, words: &[&str]) -> bool {
    id.offset(-1).is_some_and(|before| {
        words.iter().any(|it| it.eq_ignore_ascii_case(context.document.word(before)))
    })
}
