//! Verbs that attribute: `cues.tsv`.

use rustc_hash::FxHashMap;

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, Upos};
use crate::record::Tone;

use super::is_bare_participle;

/// What follows a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A clause, or a quotation: "said that".
    That,
    /// An infinitive, or a clause: "urged NAME to".
    To,
    /// Its object: "condemned the attack".
    Object,
    /// Only a quotation: "went on".
    Quote,
    /// What stands after "for": "called for".
    Call,
}

/// A verb that attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) tone: Tone,
    pub(super) form: Form,
}

/// Cues by lemma.
pub(super) type Table = FxHashMap<&'static str, Cue>;

/// The cues of `cues.tsv`.
pub(super) fn table() -> Table {
    include_str!("cues.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let lemma = cells.next()?;
            let tone = cells.next()?.parse().ok()?;
            let form = match cells.next()? {
                "to" => Form::To,
                "object" => Form::Object,
                "quote" => Form::Quote,
                "call" => Form::Call,
                _ => Form::That,
            };
            Some((lemma, Cue { tone, form }))
        })
        .collect()
}

/// The cue at a token, if it is a verb that attributes.
pub(super) fn at(context: &Context<'_>, table: &Table, id: TokenId) -> Option<Cue> {
    let document = context.document;
    if document.token(id).upos != Upos::Verb || is_bare_participle(context, id) {
        return None;
    }
    let mut cue = *table.get(document.lemma(id))?;
    match document.lemma(id) {
        // "called for", "called on NAME to", "called it a mistake", not "called NAME".
        "call" => {
            let on = super::predication::obliques(context, id, &["on", "upon"]).next().is_some();
            let with_for = super::predication::obliques(context, id, &["for"]).next().is_some();
            if on {
                cue.form = Form::To;
            } else if with_for {
                cue.form = Form::Call;
            } else {
                cue.form = Form::Quote;
            }
            cue.tone = if on || with_for { Tone::Appeal } else { Tone::Neutral };
        }
        "point" => {
            let out = document
                .dependents(id, &[Relation::CompoundPrt])
                .any(|child| document.word(child).eq_ignore_ascii_case("out"));
            if !out {
                cue.form = Form::Quote;
            }
        }
        "go" => {
            let on =
                document.children(id).any(|child| document.word(child).eq_ignore_ascii_case("on"));
            if !on {
                return None;
            }
        }
        _ => {}
    }
    Some(cue)
}
