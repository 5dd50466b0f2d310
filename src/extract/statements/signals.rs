//! What tells how sure the reading of a statement is.

use crate::extract::confidence::Signal;
use crate::extract::{Context, Draft, Form};
use crate::nlp::{Role, TokenRange};
use crate::record::StatementKind;

use super::Found;

/// The signals of a statement, but for its kind.
pub(super) fn of(context: &Context<'_>, draft: &Draft, found: &Found) -> Vec<Signal> {
    let document = context.document;
    let learned = |role: Role, range: TokenRange| -> usize {
        let passages = document.passages();
        let from = passages.partition_point(|it| it.tokens.start() < range.start());
        // They are in order and overlap only what is of another role: look back a few.
        passages[from.saturating_sub(3)..]
            .iter()
            .take_while(|it| it.tokens.start() < range.end())
            .filter(|it| it.role == role)
            .map(|it| {
                let start = it.tokens.start().max(range.start());
                it.tokens.end().min(range.end()).saturating_sub(start)
            })
            .sum()
    };
    let tokens: usize = found.content.iter().map(|it| it.len()).sum();
    let within: usize = found.content.iter().map(|&it| learned(Role::Content, it)).sum();
    let speaker = match draft.reference_at(found.head).map(|it| it.form) {
        _ if found.voice.actors.is_empty() => "unnamed",
        _ if found.voice.actors.len() > 1 => "several",
        Some(Form::Name) => "name",
        Some(Form::Description) => "description",
        Some(Form::Pronoun) => "pronoun",
        None => "words",
    };
    let sentences = found.content.iter().filter_map(|it| {
        Some(document.sentence_index(it.last()?) - document.sentence_index(it.first()?) + 1)
    });
    let sentences: usize = sentences.sum();
    let yes = |holds: bool| if holds { "yes" } else { "no" };
    let cue = document.lemma(found.cue.first().unwrap_or(found.head));
    let near = found.content.iter().filter_map(|it| it.first()).any(|first| {
        found.cue.first().is_some_and(|cue| document.sentence(first) == document.sentence(cue))
    });
    vec![
        ("statement", "any"),
        ("speaker", speaker),
        (
            "content learned",
            match () {
                () if within * 10 >= tokens * 9 => "whole",
                () if within * 2 >= tokens => "most",
                () if within > 0 => "some",
                () => "none",
            },
        ),
        ("source learned", yes(learned(Role::Source, TokenRange::of(found.head)) > 0)),
        ("cue learned", yes(learned(Role::Cue, found.cue) > 0)),
        ("cue", if matches!(cue, "say" | "tell" | "add") { "say" } else { "other" }),
        ("cue beside", yes(near)),
        ("sentences", ["none", "one", "two", "several"][sentences.min(3)]),
    ]
}

/// The signal of a statement's kind.
pub(super) fn kind(kind: StatementKind) -> Signal {
    ("kind", kind.as_str())
}
