//! Who "I" and "we" are: the one whose words they are.

use crate::extract::{Context, Form, Reference, StatementDraft};
use crate::nlp::{Document, TokenId, TokenRange, Upos};
use crate::record::{ActorRef, StatementKind};
use crate::text::Span;

/// The references that the words of one speaker make to that speaker.
pub(super) fn references(
    context: &Context<'_>,
    statements: &[StatementDraft],
    turns: &[(Span, ActorRef)],
) -> Vec<Reference> {
    let document = context.document;
    let mut found = Vec::new();
    for statement in statements {
        let [actor] = *statement.speaker.actors() else { continue };
        let whole = turns.iter().any(|(span, _)| statement.content.contains(span));
        if statement.kind == StatementKind::Indirect || whole {
            continue;
        }
        for span in &statement.content {
            for id in document.tokens_in(*span).iter() {
                if is_first_person(document, id) && is_quoted(document, id) {
                    found.push(reference(id, actor));
                }
            }
        }
    }
    for &(span, actor) in turns {
        for id in document.tokens_in(span).iter() {
            if is_first_person(document, id) && !is_quoted(document, id) {
                found.push(reference(id, actor));
            }
        }
    }
    found.sort_unstable_by_key(|it| it.head);
    found.dedup_by_key(|it| it.head);
    found
}

fn reference(id: TokenId, actor: ActorRef) -> Reference {
    Reference { tokens: TokenRange::of(id), head: id, actors: vec![actor], form: Form::Pronoun }
}

fn is_first_person(document: &Document, id: TokenId) -> bool {
    document.token(id).upos == Upos::Pronoun
        && ["i", "me", "my", "myself", "we", "us"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(id)))
}

fn is_quoted(document: &Document, id: TokenId) -> bool {
    let all = document.quotations();
    let after = all.partition_point(|it| it.tokens.start() <= id.index());
    all[..after].iter().rev().take(2).any(|it| it.tokens.has(id))
}
