//! Lists of names: `NAME, the envoy of Kenya, NAME as well as NAME`.

use crate::extract::{Context, Draft, Form};
use crate::nlp::{TokenId, Upos};
use crate::record::ActorRef;

use super::{add, is_clause_subject, is_person, is_within, relative_end, stood_for};

/// A list of names, from the token after its first member, or from its first token.
pub(super) struct Roster {
    /// Those whom it began with.
    pub(super) named: Vec<ActorRef>,
    /// The token at which to read on.
    pub(super) start: usize,
}

impl Roster {
    /// The members from there on: "…, NAME, the envoy of Kenya, and NAME".
    ///
    /// Trees often hang the later members elsewhere. A comma joins only where an "and" closes the
    /// list, and a name that is the subject of a clause of its own does not belong to it.
    pub(super) fn read(
        &self,
        context: &Context<'_>,
        draft: &Draft,
        head: Option<TokenId>,
    ) -> Vec<ActorRef> {
        /// Words between two members: titles and appositions.
        const REACH: usize = 14;
        let document = context.document;
        let at = TokenId::new(self.start.min(document.tokens().len() - 1));
        let sentence = document.sentence(head.unwrap_or(at)).tokens;
        let persons = !self.named.is_empty() && is_person(draft, &self.named);
        let mut found: Vec<ActorRef> = Vec::new();
        // Members after commas wait for the "and" that makes the list one.
        let mut waiting: Vec<ActorRef> = Vec::new();
        let (mut at, mut gap) = (self.start, 0);
        let (mut comma, mut and) = (false, self.named.is_empty());
        while at < sentence.end() && gap <= REACH {
            let id = TokenId::new(at);
            let word = document.word(id);
            let token = document.token(id);
            if let Some(next) = draft.reference_at(id).filter(|next| next.form != Form::Pronoun) {
                let end = next.tokens.end().max(at + 1);
                let after = (end < sentence.end()).then(|| document.word(TokenId::new(end)));
                let possessive = matches!(after, Some("'s" | "’s" | "'" | "’"));
                let person = is_person(draft, &next.actors);
                let begins = self.named.is_empty() && found.is_empty() && waiting.is_empty();
                let narrows = possessive || !(begins && person) && is_within(context, next.head);
                if narrows
                    || (!person && (persons || found.iter().any(|it| is_person(draft, &[*it]))))
                {
                    at = end;
                    gap += 1;
                    continue;
                }
                if !(comma || and) || !begins && is_clause_subject(context, next.head, head) {
                    break;
                }
                waiting.extend(next.actors.iter().copied());
                if and {
                    found.append(&mut waiting);
                }
                (comma, and, gap) = (false, false, 0);
                at = end;
                continue;
            }
            // "with envoys of Britain, France and Germany": no names, but whom they stand for.
            let named = persons || found.iter().chain(&waiting).any(|it| is_person(draft, &[*it]));
            if (comma || and) && !named {
                let mut own = stood_for(context, draft, id);
                if !own.is_empty() {
                    waiting.append(&mut own);
                    if and {
                        found.append(&mut waiting);
                    }
                    (comma, and, gap) = (false, false, 0);
                    at += 1;
                    continue;
                }
            }
            if let Some(end) = relative_end(context, id) {
                at = end.max(at + 1);
                gap += 1;
                continue;
            }
            let lower = word.to_ascii_lowercase();
            match lower.as_str() {
                "," | ";" => comma = true,
                "and" | "&" | "plus" | "or" => and = true,
                "as" | "well" | "along" | "together" | "also" | "both" | "then" | "separately"
                | "later" | "lastly" | "finally" | "subsequently" => {}
                "with" | "by" | "between" if comma || and || lower == "with" => {
                    // "by NAME, by NAME": the preposition comes again.
                    and |= lower == "with" && gap > 0 && !comma;
                }
                _ if matches!(
                    token.upos,
                    Upos::Noun
                        | Upos::ProperNoun
                        | Upos::Adjective
                        | Upos::Determiner
                        | Upos::Particle
                        | Upos::Numeral
                ) || matches!(
                    lower.as_str(),
                    "of" | "for"
                        | "-"
                        | "his"
                        | "her"
                        | "their"
                        | "to"
                        | "at"
                        | "'"
                        | "."
                        | "("
                        | ")"
                        | "in"
                ) => {}
                _ => break,
            }
            gap += 1;
            at += 1;
        }
        found
    }
}

/// The actors in a list of names that begins at `start`: names, titles, commas and "and" alone.
pub(in crate::extract) fn list_from(
    context: &Context<'_>,
    draft: &Draft,
    start: usize,
    end: usize,
) -> Vec<ActorRef> {
    if start >= end {
        return Vec::new();
    }
    let list = Roster { named: Vec::new(), start };
    let mut found = Vec::new();
    add(&mut found, &list.read(context, draft, None));
    found
}
