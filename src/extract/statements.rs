//! Who said what: quotations and reported speech.
//!
//! Finds: `"We agreed," Ms. Okafor said.`, `Okafor said that they had agreed`, `according to
//! Okafor`, `Okafor urged Chad to sign`, and the quotations that go on after it.
//! Leaves: `The sign said "Exit".` — a sign is no actor; `discussed trade`.

mod cue;
mod shape;

use crate::extract::{Context, Draft, Extractor, StatementDraft, predication};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorRef, Codes, Speaker, StatementKind, Tone};
use crate::text::Span;

use cue::{Cue, Form};

/// Finds the statements.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "statements", find };

/// Who speaks: actors, or the words for an unnamed source.
#[derive(Clone, Debug, PartialEq)]
struct Voice {
    actors: Vec<ActorRef>,
    words: String,
}

/// A statement while its sentences are read.
struct Found {
    voice: Voice,
    tone: Tone,
    cue: TokenRange,
    content: Vec<TokenRange>,
    addressees: Vec<ActorRef>,
    sentence: usize,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let cues = cue::table();
    let mut all: Vec<Found> = Vec::new();
    let mut spoken = vec![false; document.tokens().len()];
    for (index, sentence) in document.sentences().iter().enumerate() {
        let before = all.len();
        for id in sentence.tokens.iter() {
            // What is said within a quotation is its speaker's.
            if spoken[id.index()] {
                continue;
            }
            let Some(found) = read(context, draft, &cues, id, index) else { continue };
            let overlaps = all[before..].iter().any(|other| {
                other.content.iter().any(|one| found.content.iter().any(|two| one.overlaps(*two)))
            });
            if overlaps {
                continue;
            }
            for range in &found.content {
                spoken[range.start()..range.end()].fill(true);
            }
            all.push(found);
        }
        if all.len() == before {
            continue_quotation(context, index, &mut all, &mut spoken);
        }
    }
    complete_quotations(context, &mut all);
    for found in all {
        if let Some(statement) = finish(context, draft, found) {
            draft.statements.push(statement);
        }
    }
}

/// Reads the statement whose cue stands at `id`.
fn read(
    context: &Context<'_>,
    draft: &Draft,
    cues: &cue::Table,
    id: TokenId,
    sentence: usize,
) -> Option<Found> {
    let document = context.document;
    if document.quotations().iter().any(|quotation| quotation.tokens.has(id)) {
        return None;
    }
    if document.word(id).eq_ignore_ascii_case("according") {
        return according_to(context, draft, id, sentence);
    }
    let cue = cue::at(context, cues, id)?;
    let speaker_head = speaker_of(context, id)?;
    let voice = voice(context, draft, speaker_head)?;
    let mut content = content_of(context, id, speaker_head, cue);
    shape::trim(context, &mut content);
    if content.is_empty() {
        return None;
    }
    let mut addressees = Vec::new();
    for object in document.dependents(id, &[Relation::Obj, Relation::Iobj]) {
        if !content.iter().any(|range| range.has(object)) {
            addressees.extend(predication::parties(context, draft, object));
        }
    }
    addressees.retain(|actor| !voice.actors.contains(actor));
    addressees.dedup();
    Some(Found { voice, tone: cue.tone, cue: TokenRange::of(id), content, addressees, sentence })
}

/// The head of the phrase that names the speaker of a cue.
fn speaker_of(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    let document = context.document;
    // "was quoted by NAME as saying", "it was said by NAME".
    let agent = predication::obliques(context, verb, &["by"])
        .find(|&child| document.token(child).relation != Relation::Advcl);
    let passive = document.dependents(verb, &[Relation::AuxPass]).next().is_some();
    if passive && let Some(agent) = agent {
        return Some(agent);
    }
    if passive && document.lemma(verb) != "quote" {
        return None;
    }
    predication::subject(context, verb)
}

/// Who a phrase says is speaking; `None` where it is no one who can speak.
fn voice(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<Voice> {
    let document = context.document;
    let actors = match draft.reference_at(head) {
        Some(_) => predication::parties(context, draft, head),
        None => {
            let inner = document
                .dependents(head, &[Relation::Flat, Relation::Appos, Relation::Compound])
                .filter(|&child| child > head)
                .find_map(|child| draft.reference_at(child));
            inner.map(|it| it.actors.clone()).unwrap_or_default()
        }
    };
    let words = shape::phrase(context, head);
    if actors.is_empty() {
        let upos = document.token(head).upos;
        // "the ministry's spokesman", "a statement by Kenya": the party behind it speaks.
        let behind = behind(context, draft, head);
        if !behind.is_empty() {
            return Some(Voice { actors: behind, words });
        }
        if !matches!(
            upos,
            Upos::Noun | Upos::Pronoun | Upos::ProperNoun | Upos::Adjective | Upos::Numeral
        ) {
            return None;
        }
        if ["it", "this", "that", "which", "what", "there", "i", "we", "you"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(head)))
        {
            return None;
        }
    }
    Some(Voice { actors, words })
}

/// The party behind an unnamed voice of its own: "the statement by NAME", "NAME's letter".
fn behind(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    const TEXTS: &[&str] = &[
        "statement",
        "letter",
        "communique",
        "communiqué",
        "tweet",
        "post",
        "message",
        "note",
        "readout",
        "declaration",
        "release",
        "remark",
        "comment",
        "speech",
        "office",
    ];
    let document = context.document;
    if !TEXTS.contains(&document.lemma(head)) {
        return Vec::new();
    }
    document
        .children(head)
        .filter(|&child| {
            matches!(
                document.token(child).relation,
                Relation::NmodPoss | Relation::Nmod | Relation::Compound
            )
        })
        .map(|child| predication::parties(context, draft, child))
        .find(|actors| !actors.is_empty())
        .unwrap_or_default()
}

/// What is said by the verb at `verb`.
fn content_of(context: &Context<'_>, verb: TokenId, speaker: TokenId, cue: Cue) -> Vec<TokenRange> {
    let document = context.document;
    let sentence = predication::sentence_of(context, verb);
    let quoted: Vec<TokenRange> = document
        .quotations()
        .iter()
        .map(|quotation| quotation.tokens)
        .filter(|tokens| tokens.overlaps(sentence))
        .map(|tokens| clip(tokens, sentence))
        .filter(|tokens| tokens.len() > 3)
        .collect();
    let clause = document
        .dependents(verb, &[Relation::Ccomp, Relation::Parataxis])
        .filter(|&child| document.token(child).upos != Upos::Punctuation)
        .max_by_key(|&child| document.subtree(child).len());
    let aside = shape::cue_clause(context, verb, speaker);
    if matches!(cue.form, Form::That | Form::Quote)
        && let Some(before) = shape::before_tail(context, verb, speaker)
    {
        return vec![before];
    }
    if let Some(clause) = clause
        && cue.form != Form::Object
    {
        let range = shape::to_the_end(context, verb, document.subtree(clause));
        return shape::without(range.cover(touching(&quoted, range)), aside);
    }
    // "We agreed, Okafor said": the cue hangs below what is said.
    let token = document.token(verb);
    if matches!(token.relation, Relation::Parataxis | Relation::Discourse)
        && let Some(head) = token.head
        && cue.form != Form::Object
    {
        return shape::without(document.subtree(head), aside);
    }
    if !quoted.is_empty() && matches!(cue.form, Form::That | Form::Quote | Form::Call | Form::To) {
        let all = quoted.iter().copied().filter(|range| !range.overlaps(aside)).collect::<Vec<_>>();
        if !all.is_empty() {
            return all;
        }
    }
    match cue.form {
        Form::To => document
            .dependents(verb, &[Relation::Xcomp, Relation::Ccomp, Relation::Advcl])
            .find(|&child| {
                child > verb
                    && document
                        .dependents(child, &[Relation::Mark])
                        .any(|mark| document.word(mark).eq_ignore_ascii_case("to"))
            })
            .map(|child| {
                let range = document.subtree(child);
                let mark = document
                    .dependents(child, &[Relation::Mark])
                    .next()
                    .map_or(range.start(), TokenId::index);
                TokenRange::new(mark.max(verb.index() + 1), range.end())
            })
            .into_iter()
            .collect(),
        Form::Object => document
            .dependents(verb, &[Relation::Obj, Relation::Ccomp, Relation::Xcomp])
            .chain(predication::obliques(context, verb, &["for", "of", "as", "over"]))
            .filter(|&child| child > verb)
            .map(|child| document.subtree(child))
            .filter(|range| range.start() > verb.index())
            .reduce(TokenRange::cover)
            .into_iter()
            .collect(),
        Form::Call => predication::obliques(context, verb, &["for", "on"])
            .find(|&child| child > verb)
            .map(|child| document.subtree(child))
            .into_iter()
            .collect(),
        Form::That | Form::Quote => {
            // "said they had agreed", where the tree has it as something else.
            let follows = document
                .dependents(verb, &[Relation::Xcomp, Relation::Advcl, Relation::Obj])
                .filter(|&child| child > verb && document.subtree(child).len() > 3)
                .find(|&child| {
                    document.token(child).upos == Upos::Verb
                        || document
                            .dependents(child, &[Relation::Acl, Relation::AclRelcl])
                            .next()
                            .is_some()
                });
            follows.map(|child| document.subtree(child)).into_iter().collect()
        }
    }
}

/// The part of `tokens` within `sentence`.
fn clip(tokens: TokenRange, sentence: TokenRange) -> TokenRange {
    let start = tokens.start().max(sentence.start());
    TokenRange::new(start, tokens.end().min(sentence.end()).max(start))
}

/// The quotations that touch a range, as one range with it.
fn touching(quoted: &[TokenRange], range: TokenRange) -> TokenRange {
    quoted
        .iter()
        .filter(|quotation| quotation.overlaps(range))
        .fold(range, |all, it| all.cover(*it))
}

/// "according to NAME": the rest of the sentence is what NAME says.
fn according_to(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    sentence: usize,
) -> Option<Found> {
    let document = context.document;
    let range = document.sentences()[sentence].tokens;
    let next = id.offset(1).filter(|next| range.has(*next))?;
    if !document.word(next).eq_ignore_ascii_case("to") {
        return None;
    }
    // The head of the phrase: what "according" is a case of.
    let head = document
        .token(id)
        .head
        .filter(|&head| head > id && document.token(id).relation == Relation::Case)
        .or_else(|| {
            (next.index() + 1..range.end()).map(TokenId::new).find(|&it| {
                matches!(document.token(it).upos, Upos::Noun | Upos::ProperNoun | Upos::Pronoun)
            })
        })?;
    let voice = voice(context, draft, head)?;
    let phrase = document.subtree(head).cover(TokenRange::of(id));
    let mut content = shape::without(range, phrase);
    shape::trim(context, &mut content);
    // Only the clause beside it: the longer part.
    let longest = content.iter().copied().max_by_key(|it| it.len())?;
    Some(Found {
        voice,
        tone: Tone::Neutral,
        cue: TokenRange::new(id.index(), next.index() + 1),
        content: vec![longest],
        addressees: Vec::new(),
        sentence,
    })
}

/// Gives a sentence that is quoted, and has no cue of its own, to the last speaker.
fn continue_quotation(context: &Context<'_>, index: usize, all: &mut [Found], spoken: &mut [bool]) {
    let document = context.document;
    let sentence = document.sentences()[index].tokens;
    let Some(last) = all.last_mut() else { return };
    let near = index - last.sentence.min(index);
    if near > 3 {
        return;
    }
    let quoted: Vec<TokenRange> = document
        .quotations()
        .iter()
        .map(|quotation| clip(quotation.tokens, sentence))
        .filter(|range| !range.is_empty())
        .collect();
    let count: usize = quoted.iter().map(|range| range.len()).sum();
    if count * 10 < sentence.len() * 8 {
        return;
    }
    for range in quoted {
        spoken[range.start()..range.end()].fill(true);
        last.content.push(range);
    }
    last.sentence = index;
}

/// Lets a statement that holds part of a quotation hold all of it.
fn complete_quotations(context: &Context<'_>, all: &mut [Found]) {
    let document = context.document;
    let mut taken: Vec<TokenRange> = all.iter().flat_map(|it| it.content.iter().copied()).collect();
    for found in all {
        for quotation in document.quotations() {
            let range = quotation.tokens;
            if found.content.iter().any(|it| it.overlaps(range))
                && !found.content.iter().any(|it| it.contains(range))
                && !range.overlaps(found.cue)
            {
                let own = found.content.clone();
                if taken.iter().any(|it| it.overlaps(range) && !own.contains(it)) {
                    continue;
                }
                taken.push(range);
                found.content.push(range);
            }
        }
        found.content.sort_unstable();
        // Pieces that overlap are one.
        let mut merged: Vec<TokenRange> = Vec::new();
        for range in found.content.drain(..) {
            match merged.last_mut() {
                Some(last) if range.start() <= last.end() => *last = last.cover(range),
                _ => merged.push(range),
            }
        }
        found.content = merged;
    }
}

/// Makes the statement of what was found.
fn finish(context: &Context<'_>, draft: &Draft, found: Found) -> Option<StatementDraft> {
    let document = context.document;
    let content: Vec<Span> = found
        .content
        .iter()
        .filter(|range| !range.is_empty())
        .map(|&range| document.span(range).trim(document.text()))
        .filter(|span| !span.is_empty())
        .collect();
    if content.is_empty() {
        return None;
    }
    let about = about(draft, &found);
    let sentence = |at: TokenId| document.span(document.sentence(at).tokens);
    let mut evidence: Vec<Span> =
        found.content.iter().filter_map(|range| range.first()).map(sentence).collect();
    evidence.extend(found.cue.first().map(sentence));
    evidence.sort_unstable();
    evidence.dedup();
    let kind = kind_of(context, &found.content);
    let tone = found.tone;
    let named = if found.voice.actors.is_empty() { 0.0 } else { 0.2 };
    let direct = if kind == StatementKind::Direct { 0.1 } else { 0.0 };
    Some(StatementDraft {
        speaker: Speaker::new(found.voice.actors, &found.voice.words),
        kind,
        cue: document.text_of(found.cue).to_owned(),
        addressees: found.addressees,
        content,
        about,
        tone,
        codes: codes_of(tone),
        confidence: ((0.6 + named + direct) * 100.0_f64).round() / 100.0,
        evidence,
    })
}

/// The actors whom the words of a statement name.
fn about(draft: &Draft, found: &Found) -> Vec<ActorRef> {
    let mut about: Vec<ActorRef> = draft
        .references
        .iter()
        .filter(|reference| found.content.iter().any(|range| range.contains(reference.tokens)))
        .flat_map(|reference| reference.actors.iter().copied())
        .filter(|actor| !found.voice.actors.contains(actor))
        .collect();
    about.sort_unstable();
    about.dedup();
    about
}

/// Whether words are quoted, paraphrased, or both.
fn kind_of(context: &Context<'_>, content: &[TokenRange]) -> StatementKind {
    let document = context.document;
    let (mut quoted, mut all) = (0usize, 0usize);
    for range in content {
        for id in range.iter() {
            if document.token(id).upos == Upos::Punctuation {
                continue;
            }
            all += 1;
            quoted += usize::from(document.quotations().iter().any(|it| it.tokens.has(id)));
        }
    }
    match () {
        () if quoted == 0 => StatementKind::Indirect,
        () if quoted * 20 >= all * 19 => StatementKind::Direct,
        () => StatementKind::Mixed,
    }
}

/// The PLOVER type and CAMEO root of a tone.
fn codes_of(tone: Tone) -> Codes {
    let (plover, cameo) = match tone {
        Tone::Praise | Tone::Support | Tone::Apologize => ("SUPPORT", "05"),
        Tone::Agree | Tone::Promise => ("AGREE", "03"),
        Tone::Neutral => ("CONSULT", "01"),
        Tone::Appeal => ("REQUEST", "02"),
        Tone::Demand => ("REQUEST", "10"),
        Tone::Warn | Tone::Threaten => ("THREATEN", "13"),
        Tone::Criticize | Tone::Accuse => ("ACCUSE", "11"),
        Tone::Reject => ("REJECT", "12"),
        Tone::Deny => ("ACCUSE", "11"),
    };
    Codes { plover: plover.to_owned(), cameo: cameo.to_owned() }
}

/// Whether a verb is one that only names a form: past participles without a subject.
fn is_bare_participle(context: &Context<'_>, id: TokenId) -> bool {
    let token = context.document.token(id);
    token.xpos == Xpos::Vbn && matches!(token.relation, Relation::Acl | Relation::Amod)
}
