//! What is said, where the object of a cue or an infinitive says it.
//!
//! Finds: `urged NAME to sign`, `condemned the attack`, `thanked NAME for the invitation`,
//! `voiced concern at the fighting`, `called for a truce`.

use crate::extract::{Context, predication};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos, Xpos};

use super::{cue, shape, voice};

/// Tokens between a cue and the "to" of what is asked: "called on all sides in the conflict to".
const REACH: usize = 18;

/// "urged NAME to sign": from "to" on.
pub(super) fn infinitive(context: &Context<'_>, verb: TokenId) -> Option<TokenRange> {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let marked = |child: TokenId| {
        document
            .dependents(child, &[Relation::Mark])
            .find(|&mark| mark > verb && document.word(mark).eq_ignore_ascii_case("to"))
    };
    // "called NAME to congratulate": by phone.
    let next = document.token(TokenId::new((verb.index() + 1).min(document.tokens().len() - 1)));
    if document.lemma(verb) == "call"
        && next.upos != Upos::Adposition
        && next.upos != Upos::Particle
        && document.dependents(verb, &[Relation::Obj]).any(|it| is_someone(context, it))
    {
        return None;
    }
    let by_tree = document
        .dependents(verb, &[Relation::Xcomp, Relation::Ccomp, Relation::Advcl])
        .filter(|&child| child > verb)
        .find_map(|child| marked(child).map(|mark| (mark, document.subtree(child).end())));
    let (mark, end) = match by_tree {
        Some(found) => found,
        None => {
            // In the order of words: an object, then "to" and a verb.
            let to = (verb.index() + 1..sentence.end().min(verb.index() + REACH))
                .map(TokenId::new)
                .take_while(|&id| {
                    !matches!(document.token(id).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
                        && !matches!(document.word(id), ":" | ";" | "." | "that")
                })
                .find(|&id| {
                    let next = TokenId::new((id.index() + 1).min(document.tokens().len() - 1));
                    document.word(id).eq_ignore_ascii_case("to")
                        && matches!(document.token(next).xpos, Xpos::Vb | Xpos::QuoteOpen)
                        || document.word(id).eq_ignore_ascii_case("to")
                            && matches!(document.word(next), "“" | "\"")
                })?;
            (to, document.subtree(document.token(to).head?).end().max(to.index() + 2))
        }
    };
    // "asked to be told": nobody is asked for anything.
    let range = TokenRange::new(mark.index(), end.max(mark.index() + 1));
    Some(shape::cut(context, shape::to_the_end(context, verb, range, sentence.end())))
}

/// "called for a truce": what stands after "for".
pub(super) fn wanted(context: &Context<'_>, verb: TokenId) -> Option<TokenRange> {
    let document = context.document;
    let child = predication::obliques(context, verb, &["for"]).find(|&child| child > verb)?;
    let range = document.subtree(child);
    let start = range.start().max(verb.index() + 1);
    let after = if document.word(TokenId::new(start)).eq_ignore_ascii_case("for") {
        start + 1
    } else {
        start
    };
    (after < range.end()).then(|| shape::cut(context, TokenRange::new(after, range.end())))
}

/// Verbs that tell what somebody takes a thing for.
const JUDGING: &[&str] =
    &["call", "describe", "label", "brand", "dub", "declare", "deem", "characterize", "slam"];

/// Whether words that were learned to be said are a thing and what it is taken for: "called the vote free and fair";
/// "called NAME on Monday to thank him" is no judgement.
pub(super) fn is_judged(context: &Context<'_>, verb: TokenId, range: TokenRange) -> bool {
    let document = context.document;
    let leads = |it: TokenId| {
        matches!(document.token(it).upos, Upos::Adposition | Upos::Verb)
            || document.token(it).relation == Relation::Mark
    };
    let is_after = range.start() == verb.index() + 1 && range.len() > 1;
    JUDGING.contains(&document.lemma(verb)) && is_after && !range.iter().any(leads)
}

/// "called the deal a disgrace", "described the sanctions as a failure": from the object on.
pub(super) fn judgement(context: &Context<'_>, verb: TokenId) -> Option<TokenRange> {
    let document = context.document;
    if !JUDGING.contains(&document.lemma(verb)) {
        return None;
    }
    let object = document.dependents(verb, &[Relation::Obj]).find(|&it| it > verb)?;
    let sentence = document.sentence(verb).tokens;
    let start = document.subtree(object).start().max(verb.index() + 1);
    let end = document.subtree(verb).end().min(sentence.end());
    let told = (object.index() + 1..end).map(TokenId::new).find(|&id| {
        let token = document.token(id);
        let complement =
            matches!(token.relation, Relation::Xcomp | Relation::Ccomp | Relation::Obj)
                && token.head == Some(verb)
                && token.upos != Upos::Verb;
        complement || document.word(id) == "as" || shape::opens_quotation(context, id.index())
    })?;
    let next = next_deed(context, verb, told.index())
        .or_else(|| {
            // "… and left the room", wherever the tree hangs it.
            (told.index() + 1..end.saturating_sub(1)).find(|&at| {
                document.token(TokenId::new(at)).upos == Upos::Coordinator
                    && matches!(
                        document.token(TokenId::new(at + 1)).xpos,
                        Xpos::Vbd | Xpos::Vbz | Xpos::Vbn
                    )
            })
        })
        .unwrap_or(end);
    (start < next).then(|| shape::cut(context, TokenRange::new(start, next)))
}

/// Where another deed of the same subject begins after a token: "thanked NAME for his help and
/// expressed hope".
fn next_deed(context: &Context<'_>, verb: TokenId, after: usize) -> Option<usize> {
    let document = context.document;
    document
        .dependents(verb, &[Relation::Conj])
        .filter(|&it| document.token(it).upos == Upos::Verb)
        .map(|it| document.subtree(it).start())
        .find(|&start| start > after)
}

/// Whether the head of a phrase is one for a person.
fn is_someone(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.token(id).upos == Upos::Pronoun
        || document.name_at(id).is_some_and(|it| it.kind == NameKind::Person)
        || voice::is_person_noun(context, id)
}

/// The words that lead to what somebody is thanked, praised, blamed or accused for.
fn reasons(lemma: &str) -> &'static [&'static str] {
    match lemma {
        "thank" | "praise" | "commend" | "congratulate" | "criticize" | "criticise" | "blame"
        | "apologize" | "condemn" | "laud" | "credit" | "applaud" | "rebuke" | "chide" => {
            &["for", "on", "over"]
        }
        "accuse" => &["of"],
        "charge" => &["with"],
        _ => &[],
    }
}

/// "condemned the attack": the object, or what it is praised, blamed or thanked for.
pub(super) fn object(context: &Context<'_>, verb: TokenId) -> Option<TokenRange> {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let objects: Vec<TokenId> = document
        .dependents(verb, &[Relation::Obj, Relation::Ccomp, Relation::Xcomp])
        .filter(|&child| child > verb)
        .collect();
    let object = objects.first().copied();
    let lemma = document.lemma(verb);
    // "welcomed NAME to Oslo" tells of no words.
    if lemma == "welcome" && object.is_some_and(|it| is_someone(context, it)) {
        return None;
    }
    // "thanked NAME for X", "accused NAME of X".
    let reason = reasons(lemma);
    if !reason.is_empty() {
        let found = (verb.index() + 1..sentence.end().min(verb.index() + REACH))
            .map(TokenId::new)
            .take_while(|&id| {
                !matches!(document.token(id).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
            })
            .find(|&id| reason.iter().any(|it| it.eq_ignore_ascii_case(document.word(id))));
        let person = object.is_some_and(|object| {
            document.name_at(object).is_some()
                || document.token(object).upos == Upos::Pronoun
                || found.is_some_and(|found| found.index() <= object.index() + 3)
        });
        if let Some(found) = found
            && (person || object.is_none())
        {
            let next = next_deed(context, verb, found.index() + 1).unwrap_or(sentence.end());
            let end =
                document.subtree(verb).end().max(found.index() + 2).min(sentence.end()).min(next);
            let range = TokenRange::new(found.index() + 1, end);
            return Some(shape::cut(context, range));
        }
        if matches!(lemma, "accuse" | "charge" | "thank" | "apologize") {
            return None;
        }
    }
    let object = object?;
    // "voiced concern at X", "expressed the wish for X to Y", "expressed hope that Z".
    if cue::ACTS.iter().any(|(noun, _)| *noun == document.lemma(object)) {
        let introduces = (object.index() + 1..sentence.end().min(object.index() + 6))
            .map(TokenId::new)
            .find(|&id| {
                matches!(document.token(id).upos, Upos::Adposition | Upos::Subordinator)
                    || document.word(id).eq_ignore_ascii_case("to")
                    || document.word(id).eq_ignore_ascii_case("that")
            });
        // "conveyed his thanks to NAME for X".
        let thanks = matches!(
            document.lemma(object),
            "thanks" | "thank" | "gratitude" | "appreciation" | "congratulation"
        );
        let introduces = introduces.map(|id| {
            if !thanks || !document.word(id).eq_ignore_ascii_case("to") {
                return id;
            }
            (id.index() + 1..sentence.end().min(id.index() + 8))
                .map(TokenId::new)
                .find(|&it| matches!(document.word(it), "for" | "on"))
                .unwrap_or(id)
        });
        if let Some(id) = introduces {
            let end = document
                .subtree(object)
                .end()
                .max(document.token(id).head.map_or(0, |head| document.subtree(head).end()))
                .max(id.index() + 2)
                .min(sentence.end());
            let infinitive = document.word(id).eq_ignore_ascii_case("to")
                && document
                    .token(TokenId::new((id.index() + 1).min(document.tokens().len() - 1)))
                    .xpos
                    == Xpos::Vb;
            let start = id.index() + usize::from(!infinitive);
            let clause = document.word(id).eq_ignore_ascii_case("that");
            let range = TokenRange::new(start, end.max(start + 1));
            let range = if clause {
                shape::to_the_end(context, verb, range, sentence.end())
            } else {
                range
            };
            return Some(shape::cut(context, range));
        }
    }
    let range = objects
        .into_iter()
        .chain(predication::obliques(context, verb, &["as", "for", "of"]))
        .filter(|&child| child > verb)
        .map(|child| document.subtree(child))
        .filter(|range| range.start() > verb.index())
        .reduce(TokenRange::cover)?;
    (range.len() > 1).then(|| shape::cut(context, range))
}
