//! Who said what: quotations and reported speech.
//!
//! Finds: `"We agreed," Ms. Okafor said.`, `Okafor said that they had agreed`, `according to
//! Okafor`, `Okafor urged Chad to sign`, and the quotations that go on after it.
//! Leaves: `The sign said "Exit".` — a sign is no actor; `discussed trade`, `will say`.

mod clause;
mod cue;
mod first;
mod learned;
mod object;
mod quotation;
mod shape;
mod signals;
mod source;
mod speakers;
mod turn;
mod voice;

use crate::extract::{
    Context, Draft, Extractor, Reference, StatementDraft, coreference, predication,
};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef, Codes, Speaker, StatementKind, Tone};
use crate::text::Span;

use clause::Attribution;
use cue::{Cue, Form};
use voice::Voice;

/// Finds the statements.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "statements", find };

/// A statement while its sentences are read.
struct Found {
    voice: Voice,
    /// The head of the words for the speaker.
    head: TokenId,
    tone: Tone,
    cue: TokenRange,
    content: Vec<TokenRange>,
    addressees: Vec<ActorRef>,
    /// The last sentence that belongs to it.
    sentence: usize,
}

impl Found {
    /// Where its words begin.
    fn start(&self) -> usize {
        self.content.first().map_or(usize::MAX, |it| it.start())
    }

    /// The token after its last one in the sentence of its cue.
    fn end(&self, sentence: TokenRange) -> usize {
        self.content
            .iter()
            .map(|it| it.end())
            .filter(|&end| end <= sentence.end())
            .max()
            .unwrap_or(0)
            .max(self.cue.end())
    }
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let mut all: Vec<Found> = Vec::new();
    let mut introduced: Option<u32> = None;
    for (index, sentence) in document.sentences().iter().enumerate() {
        if introduced == Some(sentence.paragraph) {
            continue;
        }
        introduced = None;
        let before = all.len();
        let mut from = sentence.tokens.start();
        for id in sentence.tokens.iter() {
            if shape::quotations_over(context, TokenRange::of(id)).next().is_some() {
                continue;
            }
            let outer = |all: &[Found]| {
                let last = all[before..].last()?;
                let found = read(context, draft, id, sentence.tokens.start(), all)?;
                // "NAME and NAME agreed to meet, an official said": the official tells it.
                let tells = found.content.iter().any(|it| it.contains(last.cue))
                    && found.voice != last.voice
                    && !found.content.iter().any(|it| it.start() > id.index());
                tells.then_some(found)
            };
            let read = match read(context, draft, id, from, &all) {
                Some(found) if !is_taken(&all[before..], &found, id) => Some(found),
                _ => outer(&all).inspect(|found| {
                    // Its own words are none of those within.
                    let start = shape::aside(context, id, found.head).start();
                    if let Some(last) = all.last_mut() {
                        for range in last.content.iter_mut().filter(|it| it.has(id)) {
                            *range = TokenRange::new(range.start(), start.max(range.start()));
                        }
                        shape::trim(context, &mut last.content);
                    }
                }),
            };
            let Some(found) = read else { continue };
            from = from.max(found.end(sentence.tokens));
            all.push(found);
        }
        if let Some(found) = quotation::introduced(context, draft, index) {
            introduced = document.sentences().get(index + 1).map(|it| it.paragraph);
            match all[before..].last_mut() {
                Some(last) => {
                    last.content.extend(found.content);
                    last.sentence = found.sentence;
                }
                None => all.push(found),
            }
        } else if all.len() == before
            && let Some(found) = quotation::signed(context, draft, index)
        {
            all.push(found);
        } else if all.len() == before && !quotation::go_on(context, index, &mut all) {
            match quotation::without_cue(context, draft, index) {
                Some(found) => all.push(found),
                None => {
                    quotation::paraphrase_goes_on(context, index, &mut all);
                }
            }
        }
    }
    quotation::complete(context, &mut all);
    learned::settle(context, draft, &mut all);
    let turns = turn::all(context, draft);
    add_turns(context, &turns, &mut all);
    let mut weighed = draft.weighed.take();
    let is_turn = |found: &Found| turns.iter().any(|turn| found.content == [turn.words]);
    speakers::settle(context, draft, (&mut all, is_turn), &mut weighed);
    draft.weighed = weighed;
    for found in all {
        let whole = is_turn(&found);
        if let Some(mut statement) = finish(context, draft, found) {
            // Transcripts have no quotation marks.
            if whole {
                statement.kind = StatementKind::Direct;
            }
            statement.signals.push(signals::kind(statement.kind));
            draft.statements.push(statement);
        }
    }
    let spoken: Vec<(Span, ActorRef)> = turns
        .iter()
        .filter_map(|it| Some((document.span(it.words).trim(document.text()), it.speaker?)))
        .collect();
    draft.references.extend(first::references(context, &draft.statements, &spoken));
    draft.references.sort_by_key(|it| (it.tokens, it.head));
}

/// Adds what is said in the turns of a transcript, in the place of what their sentences gave for
/// the same speaker or for nobody.
fn add_turns(context: &Context<'_>, turns: &[turn::Turn], all: &mut Vec<Found>) {
    let document = context.document;
    for turn in turns {
        let Some(speaker) = turn.speaker else { continue };
        let (Some(head), Some(first)) = (turn.label.first(), turn.words.first()) else { continue };
        all.retain(|it| {
            let within = it.cue.start() >= turn.label.start() && it.cue.end() <= turn.words.end();
            !within || !it.voice.actors.is_empty() && it.voice.actors != [speaker]
        });
        all.push(Found {
            voice: Voice { actors: vec![speaker], words: document.text_of(turn.label).to_owned() },
            head,
            tone: Tone::Neutral,
            cue: TokenRange::new(turn.label.end(), turn.label.end() + 1),
            content: vec![turn.words],
            addressees: Vec::new(),
            sentence: document.sentence_index(first),
        });
    }
    all.sort_by_key(Found::start);
}

/// Whether a lemma is that of a verb that attributes.
pub(super) fn is_cue(lemma: &str) -> bool {
    cue::named(lemma).is_some()
}

/// Whether what was found is said already: by another statement of the sentence, unless a second
/// speaker is quoted within it.
fn is_taken(before: &[Found], found: &Found, id: TokenId) -> bool {
    before.iter().any(|other| {
        let overlaps =
            other.content.iter().any(|one| found.content.iter().any(|two| one.overlaps(*two)));
        let relayed = other.content.iter().any(|it| it.has(id))
            && !found.voice.actors.is_empty()
            && found.voice.actors != other.voice.actors;
        let inside = other.content.iter().any(|it| it.has(id));
        (overlaps || inside) && !relayed
    })
}

/// Reads the statement whose cue stands at `id`; it begins at `from` or later.
fn read(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    from: usize,
    before: &[Found],
) -> Option<Found> {
    let document = context.document;
    if document.word(id).eq_ignore_ascii_case("according") {
        return source::according_to(context, draft, id, from);
    }
    if document.word(id).eq_ignore_ascii_case("in") {
        return source::in_words_of(context, draft, id, from);
    }
    let cue = cue::at(context, id)?;
    let (head, voice) = speaker(context, draft, (id, cue), before)?;
    let attribution = Attribution { verb: id, speaker: head, cue, from };
    let mut content = content_of(context, attribution);
    shape::trim(context, &mut content);
    if let Some(question) = quotation::just_before(context, id, head) {
        content.retain(|range| shape::opens_quotation(context, range.start()));
        content.insert(0, question);
    }
    if content.is_empty() || is_bare_answer(context, id, &content) {
        return None;
    }
    let addressees = addressees(context, draft, id, &content, &voice);
    let sentence = document.sentence_index(id);
    Some(Found {
        voice,
        head,
        tone: cue.tone,
        cue: TokenRange::of(id),
        content,
        addressees,
        sentence,
    })
}

/// Whether a verb has no more for what is said than a word for it: "toward saying yes to a truce".
fn is_bare_answer(context: &Context<'_>, id: TokenId, content: &[TokenRange]) -> bool {
    const ANSWERS: &[&str] = &["yes", "no", "nothing", "goodbye", "hello", "so"];
    let document = context.document;
    let next = id.offset(1).filter(|it| it.index() < document.tokens().len());
    let finite = content
        .iter()
        .flat_map(|range| range.iter())
        .any(|it| matches!(document.token(it).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md));
    let bare = matches!(document.token(id).xpos, Xpos::Vbg | Xpos::Vb);
    next.is_some_and(|next| {
        let word = document.word(next);
        !finite && word == "nothing"
            || bare
                && (!finite || word != "no")
                && ANSWERS.iter().any(|it| it.eq_ignore_ascii_case(word))
    })
}

/// The head of the phrase that names the speaker of a cue, and who that is.
fn speaker(
    context: &Context<'_>,
    draft: &Draft,
    (id, cue): (TokenId, Cue),
    before: &[Found],
) -> Option<(TokenId, Voice)> {
    /// The learned share of clauses above which a verb makes whoever is its subject one who speaks.
    const SURE: f64 = 0.85;
    let document = context.document;
    let by_tree = voice::head_of(context, id);
    let own = by_tree.is_some_and(|head| document.token(head).head == Some(id));
    // "said A, and added B", ", adding that B": the speaker of A.
    let sentence = document.sentence_index(id);
    if !own
        && let Some(last) = before.last().filter(|it| it.sentence == sentence)
        && let Some(previous) = id.offset(-1)
        && (clause::is_participle_cue(context, id)
            || document.token(previous).upos == Upos::Coordinator
                && clause::is_joined_cue(context, id))
    {
        return Some((by_tree.unwrap_or(id), last.voice.clone()));
    }
    let by_order = || voice::head_by_order(context, id);
    let (first, second) = if own { (by_tree, by_order()) } else { (by_order(), by_tree) };
    let found = [first, second]
        .into_iter()
        .flatten()
        .find_map(|head| voice_of(context, draft, id, head, before).map(|voice| (head, voice)));
    found.or_else(|| {
        let head = first.or(second).filter(|_| cue.share > SURE)?;
        voice::anyone(context, head).map(|voice| (head, voice))
    })
}

/// Who the phrase with this head says is speaking beside the cue at `id`.
fn voice_of(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    head: TokenId,
    before: &[Found],
) -> Option<Voice> {
    let document = context.document;
    let reach = if head < id {
        TokenRange::new(head.index(), id.index())
    } else {
        TokenRange::new(head.index(), document.subtree(head).end().max(head.index() + 1))
    };
    let Some(voice) = voice::voice(context, draft, head, reach) else {
        return last_body(context, draft, before, head);
    };
    if voice.actors.is_empty() && document.token(head).upos == Upos::Pronoun {
        return last_person(context, before, head);
    }
    Some(voice)
}

/// Whom "it" stands for: a body, a state or a text that said something just before, or that the sentence before is
/// about.
fn last_body(
    context: &Context<'_>,
    draft: &Draft,
    before: &[Found],
    pronoun: TokenId,
) -> Option<Voice> {
    /// Sentences back in which what spoke is still meant.
    const REACH: usize = 2;
    let document = context.document;
    if !document.word(pronoun).eq_ignore_ascii_case("it") {
        return None;
    }
    let own = document.sentence_index(pronoun);
    let is_body = |actor: &ActorRef| draft.actors[actor.index()].kind != ActorKind::Person;
    if let Some(last) = before.last()
        && own - document.sentence_index(last.head).min(own) <= REACH
        && last.voice.actors.iter().all(is_body)
        && document.token(last.head).upos != Upos::Pronoun
        && document.token(last.head).xpos != Xpos::Nns
        && (!last.voice.actors.is_empty() || voice::is_body(document.lemma(last.head)))
    {
        return Some(last.voice.clone());
    }
    let sentence = document.sentences()[own.checked_sub(1)?].tokens;
    let subject = draft.references_in(sentence).iter().find(|it| {
        it.actors.iter().all(is_body)
            && it.actors.len() == 1
            && coreference::is_subject(context, it.head)
    })?;
    Some(Voice { actors: subject.actors.clone(), words: document.word(pronoun).to_owned() })
}

/// The speaker of the last statement, for a pronoun that refers to no one else.
fn last_person(context: &Context<'_>, before: &[Found], pronoun: TokenId) -> Option<Voice> {
    /// Sentences back in which the last speaker is still meant.
    const REACH: usize = 3;
    let document = context.document;
    let last = before.last()?;
    let near = document.sentence_index(pronoun).saturating_sub(last.sentence) <= REACH;
    let personal = ["he", "she", "they", "who"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(document.word(pronoun)));
    (near && personal).then(|| last.voice.clone())
}

/// What is said, in the first form that the cue takes and the sentence has.
fn content_of(context: &Context<'_>, it: Attribution) -> Vec<TokenRange> {
    let document = context.document;
    let has_infinitive =
        document.dependents(it.verb, &[Relation::Xcomp, Relation::Advcl]).any(|child| {
            child > it.verb
                && document
                    .dependents(child, &[Relation::Mark])
                    .any(|mark| document.word(mark).eq_ignore_ascii_case("to"))
        });
    let clause = || {
        if it.cue.takes(Form::Clause) { clause::content(context, it) } else { Vec::new() }
    };
    let infinitive = || {
        if it.cue.takes(Form::Infinitive) {
            object::infinitive(context, it.verb).into_iter().collect()
        } else {
            Vec::new()
        }
    };
    let wanted = || {
        if it.cue.takes(Form::For) {
            object::wanted(context, it.verb).into_iter().collect()
        } else {
            Vec::new()
        }
    };
    let object = || {
        if it.cue.takes(Form::Object) {
            object::object(context, it.verb).into_iter().collect()
        } else {
            Vec::new()
        }
    };
    // "called the deal a disgrace" before "called him to agree".
    if let Some(range) = object::judgement(context, it.verb) {
        return vec![range];
    }
    let order: [&dyn Fn() -> Vec<TokenRange>; 4] = if has_infinitive {
        [&infinitive, &clause, &wanted, &object]
    } else {
        [&clause, &infinitive, &wanted, &object]
    };
    order.iter().map(|form| form()).find(|content| !content.is_empty()).unwrap_or_default()
}

/// Whom a statement is told: the object of the cue, or "to NAME" beside it.
fn addressees(
    context: &Context<'_>,
    draft: &Draft,
    verb: TokenId,
    content: &[TokenRange],
    voice: &Voice,
) -> Vec<ActorRef> {
    let document = context.document;
    let mut found = Vec::new();
    let told = document
        .dependents(verb, &[Relation::Obj, Relation::Iobj])
        .chain(predication::obliques(context, verb, &["to", "on", "upon"]));
    for object in told {
        if !content.iter().any(|range| range.has(object)) {
            found.extend(predication::parties(context, draft, object));
        }
    }
    found.retain(|actor| !voice.actors.contains(actor));
    found.sort_unstable();
    found.dedup();
    found
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
    let signals = signals::of(context, draft, &found);
    Some(StatementDraft {
        speaker: Speaker::new(found.voice.actors, &found.voice.words),
        voice: document.span(TokenRange::of(found.head)),
        cue_at: document.span(found.cue),
        kind,
        cue: document.text_of(found.cue).to_owned(),
        addressees: found.addressees,
        content,
        about,
        tone,
        codes: codes_of(tone),
        signals,
        evidence,
    })
}

/// The actors whom the words of a statement name.
fn about(draft: &Draft, found: &Found) -> Vec<ActorRef> {
    let mut about: Vec<ActorRef> = found
        .content
        .iter()
        .flat_map(|&range| {
            let within = move |it: &&Reference| range.contains(it.tokens);
            draft.references_in(range).iter().filter(within)
        })
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
            let inside = shape::quotations_over(context, TokenRange::of(id)).next().is_some();
            quoted += usize::from(inside);
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
        Tone::Criticize | Tone::Accuse | Tone::Deny => ("ACCUSE", "11"),
        Tone::Reject => ("REJECT", "12"),
    };
    Codes { plover: plover.to_owned(), cameo: cameo.to_owned() }
}
