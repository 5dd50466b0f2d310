//! Who speaks: the actors behind the subject of a cue, or the words for an unnamed source.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::extract::{Context, Draft, Form, Reference, actors, predication};
use crate::gazetteer::TitleKind;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};

use super::{cue, shape};

/// Nouns of things that say something in print, and of those whose voice is nobody's.
const THINGS: &[&str] = &[
    "sign",
    "poll",
    "survey",
    "law",
    "rule",
    "banner",
    "placard",
    "label",
    "logo",
    "headline",
    "caption",
    "time",
    "fact",
    "thing",
    "event",
    "number",
    "figure",
    "data",
    "something",
    "nothing",
    "everything",
    "year",
    "day",
    "week",
    "reason",
    "slogan",
    "shirt",
    "board",
    "clock",
    "result",
    "history",
    "word",
];

/// The words of a common noun that a verb of saying makes one who speaks: "the witness said".
pub(super) fn anyone(context: &Context<'_>, head: TokenId) -> Option<Voice> {
    let document = context.document;
    let speaks = document.token(head).upos == Upos::Noun && !THINGS.contains(&document.lemma(head));
    speaks.then(|| Voice { actors: Vec::new(), words: shape::phrase(context, head) })
}

/// Who speaks: actors, or the words for an unnamed source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Voice {
    pub(super) actors: Vec<ActorRef>,
    pub(super) words: String,
}

/// Nouns that were sources in the attribution corpus: `voices.tsv`.
static VOICES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("voices.tsv").lines().skip(1).filter_map(|line| line.split('\t').next()).collect()
});

/// Nouns for what is written or said: whoever stands behind it speaks.
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
    "invitation",
    "report",
    "document",
    "side",
    "government",
    "delegation",
    "administration",
    "leadership",
    "presidency",
    "authority",
    "regime",
    "cabinet",
    "team",
    "press",
    "service",
    "bulletin",
];

/// Nouns for a state that acts: "the Kenyan government", "the U.S. side".
const BODIES: &[&str] = &[
    "side",
    "government",
    "delegation",
    "administration",
    "leadership",
    "presidency",
    "regime",
    "authority",
    "cabinet",
];

/// Nouns for bodies that speak.
const ORGANIZATIONS: &[&str] = &[
    "ministry",
    "office",
    "council",
    "commission",
    "committee",
    "party",
    "union",
    "bank",
    "company",
    "parliament",
    "senate",
    "embassy",
    "bloc",
    "alliance",
    "army",
    "military",
    "secretariat",
    "movement",
    "federation",
    "association",
    "institute",
    "organisation",
    "participant",
    "delegate",
    "side",
];

/// The actor whose name follows a noun at once: "the presidential office NAME", "his opposite
/// number NAME".
fn named_beside(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<ActorRef> {
    let document = context.document;
    let next = head.offset(1).filter(|it| it.index() < document.tokens().len())?;
    if document.token(head).upos != Upos::Noun {
        return None;
    }
    let reference = draft.reference_at(next)?;
    let [actor] = reference.actors[..] else { return None };
    let starts = reference.form == Form::Name && reference.tokens.start() <= next.index();
    let after = reference.tokens.end();
    let possessive = after < document.tokens().len()
        && matches!(document.word(TokenId::new(after)), "'s" | "’s");
    (starts && !possessive && document.sentence_index(next) == document.sentence_index(head))
        .then_some(actor)
}

/// The state whose seat was named as one: "the presidential office NAME said … the office".
fn same_office(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<Vec<ActorRef>> {
    /// Tokens back in which an office was named.
    const REACH: usize = 400;
    let document = context.document;
    let start = TokenId::new(shape::noun_phrase_start(context, head));
    let bare = document.lemma(head) == "office"
        && start.offset(1) == Some(head)
        && document.word(start).eq_ignore_ascii_case("the");
    if !bare {
        return None;
    }
    (head.index().saturating_sub(REACH)..start.index())
        .rev()
        .map(TokenId::new)
        .filter(|&id| document.token(id).upos == Upos::Noun && document.lemma(id) == "office")
        .find_map(|id| named_beside(context, draft, id))
        .map(|actor| vec![actor])
}

/// The party behind a text that was introduced before: "The statement from NAME came … the
/// statement said".
fn introduced(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<Vec<ActorRef>> {
    /// Tokens back in which the text was introduced.
    const REACH: usize = 500;
    let document = context.document;
    let lemma = document.lemma(head);
    let start = TokenId::new(shape::noun_phrase_start(context, head));
    if !document.word(start).eq_ignore_ascii_case("the") || BODIES.contains(&lemma) {
        return None;
    }
    (head.index().saturating_sub(REACH)..start.index())
        .rev()
        .map(TokenId::new)
        .filter(|&id| document.token(id).upos == Upos::Noun && document.lemma(id) == lemma)
        .map(|id| behind(context, draft, id))
        .find(|actors| !actors.is_empty())
}

/// Whether a noun is for what is written or said, or whoever says it in another's name.
pub(super) fn is_text(lemma: &str) -> bool {
    TEXTS.contains(&lemma)
}

/// Whether a noun is for a body, a state that acts, or what is written or said.
pub(super) fn is_body(lemma: &str) -> bool {
    [BODIES, TEXTS, ORGANIZATIONS].iter().any(|list| list.contains(&lemma))
}

/// The head of the phrase that names the speaker of a cue.
pub(super) fn head_of(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    let document = context.document;
    let agent = agent(context, verb);
    let passive = document
        .children(verb)
        .any(|it| matches!(document.token(it).relation, Relation::AuxPass | Relation::NsubjPass));
    if passive {
        if agent.is_some() {
            return agent;
        }
        if document.lemma(verb) != "quote" {
            return None;
        }
    }
    let token = document.token(verb);
    // "quoted NAME as saying", where the tree has it otherwise.
    if let Some(quoter) = shape::quoter(context, verb)
        && token.head != Some(quoter)
        && quoter.index() + 1 < verb.index() - 1
        && document.token(quoter).xpos != Xpos::Vbn
    {
        return document.head_of(TokenRange::new(quoter.index() + 1, verb.index() - 1));
    }
    if let Some(head) = token.head {
        // "quoted NAME as saying", "NAME was quoted as saying".
        let quoted =
            matches!(document.lemma(head), "quote" | "cite" | "report") && token.xpos == Xpos::Vbg;
        if quoted {
            let object = document
                .dependents(head, &[Relation::Obj, Relation::NsubjPass])
                .next()
                .filter(|&it| !document.subtree(it).has(verb) || it < verb);
            return object.or(agent);
        }
        // "as announced by NAME".
        if token.xpos == Xpos::Vbn && agent.is_some() {
            return agent;
        }
    } else if token.xpos == Xpos::Vbn && agent.is_some() {
        return agent;
    }
    if token.xpos == Xpos::Vbn && passive_by_shape(context, verb) {
        return agent;
    }
    let quoted = |id: TokenId| shape::quotations_over(context, TokenRange::of(id)).next();
    // Of two subjects the one right before the verb is its own: "the plan will, NAME said, help".
    let mut subjects = document
        .dependents(verb, &[Relation::Nsubj])
        .filter(|&it| quoted(it).is_none_or(|range| range.has(verb)) && it < verb);
    let first = subjects.next();
    let own = subjects.next_back().filter(|&it| {
        let start = shape::noun_phrase_start(context, it);
        let comma = start > 0 && document.word(TokenId::new(start - 1)) == ",";
        comma && document.word(TokenId::new(verb.index() - 1)) != ","
    });
    if let Some(own) = own.or(first)
        && !matches!(document.token(own).xpos, Xpos::Wp | Xpos::Wdt)
    {
        return Some(own);
    }
    // "Iran has repeatedly said", where the tree hangs the subject on the auxiliary.
    let auxiliary = document.dependents(verb, &[Relation::Aux]).find_map(|aux| {
        document.dependents(aux, &[Relation::Nsubj]).find(|&it| it < verb && quoted(it).is_none())
    });
    if auxiliary.is_some() {
        return auxiliary;
    }
    // No one speaks within the words that are quoted of them.
    predication::subject(context, verb).filter(|&it| quoted(it).is_none_or(|range| range.has(verb)))
}

/// The head of the phrase that names the speaker of a cue, in the order of words: "NAME said", and
/// after a quotation "said NAME".
pub(super) fn head_by_order(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    /// Words of a noun phrase at most.
    const REACH: usize = 12;
    /// The learned share of verbs that may stand before their subject.
    const SURE: f64 = 0.75;
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    if document.token(verb).xpos == Xpos::Vbg || document.token(verb).xpos == Xpos::Vb {
        return None;
    }
    let nominal = |id: TokenId| {
        let token = document.token(id);
        (matches!(token.upos, Upos::Noun | Upos::ProperNoun | Upos::Pronoun)
            || token.upos == Upos::Adjective && is_person_noun(context, id))
            && !matches!(
                document.word(id).to_ascii_lowercase().as_str(),
                "him"
                    | "them"
                    | "me"
                    | "us"
                    | "himself"
                    | "herself"
                    | "themselves"
                    | "who"
                    | "which"
            )
            && token.xpos != Xpos::PrpS
    };
    // What stands before it, without auxiliaries and adverbs.
    let mut at = verb.index();
    while at > sentence.start()
        && matches!(document.token(TokenId::new(at - 1)).upos, Upos::Auxiliary | Upos::Adverb)
    {
        at -= 1;
    }
    at = before_asides(context, at, sentence);
    let before = (at > sentence.start()).then(|| TokenId::new(at - 1));
    let closes = |id: TokenId| {
        matches!(document.word(id), "," | "—" | "–") || shape::is_quote_mark(document.word(id))
    };
    if before.is_none_or(closes) && !before.is_some_and(|id| apposition_closes(context, id)) {
        // "” said NAME".
        let quoted = before.is_some_and(|id| {
            shape::is_quote_mark(document.word(id))
                || document.word(id) == ","
                    && id.offset(-1).is_some_and(|it| shape::is_quote_mark(document.word(it)))
        });
        let first = verb.offset(1).filter(|it| sentence.has(*it))?;
        let starts = matches!(
            document.token(first).upos,
            Upos::Determiner
                | Upos::Noun
                | Upos::ProperNoun
                | Upos::Adjective
                | Upos::Pronoun
                | Upos::Numeral
        );
        // "They will wait, says the minister."
        let inverts = before.is_some_and(|id| document.word(id) == ",")
            && matches!(document.token(verb).xpos, Xpos::Vbz | Xpos::Vbd)
            && cue::named(document.lemma(verb)).is_some_and(|it| it.share > SURE)
            && document.token(first).upos != Upos::Pronoun
            && !document.dependents(verb, &[Relation::Nsubj]).any(|it| it < verb);
        if !(quoted || inverts) || !starts {
            return beside_aside(context, before?, sentence).filter(|_| !quoted);
        }
        let mut last = None;
        for id in TokenRange::new(first.index(), sentence.end().min(first.index() + REACH)).iter() {
            let token = document.token(id);
            let keeps = matches!(
                token.upos,
                Upos::Determiner
                    | Upos::Noun
                    | Upos::ProperNoun
                    | Upos::Adjective
                    | Upos::Pronoun
                    | Upos::Numeral
            ) || matches!(document.word(id), "'s" | "’s" | "-");
            if !keeps {
                break;
            }
            if nominal(id) {
                last = Some(id);
            }
        }
        return last.map(|id| document.name_at(id).and_then(|it| it.tokens.first()).unwrap_or(id));
    }
    let mut id = before?;
    if document.word(id) == "," {
        id = id.offset(-1)?;
    }
    // "officials in Kyiv said", "officials with knowledge of them said": out of the phrases.
    for step in 0..4 {
        let pronoun = step == 0 && document.token(id).upos == Upos::Pronoun;
        let governed =
            pronoun && id.offset(-1).is_some_and(|it| document.token(it).upos == Upos::Adposition);
        if !nominal(id) && !governed {
            return None;
        }
        let start = shape::noun_phrase_start(context, id);
        let Some(case) = start.checked_sub(1).filter(|&it| it >= sentence.start()) else { break };
        if document.token(TokenId::new(case)).upos != Upos::Adposition || case <= sentence.start() {
            break;
        }
        id = TokenId::new(case - 1);
    }
    Some(document.name_at(id).and_then(|it| it.tokens.first()).unwrap_or(id))
}

/// The token before what is told of a name between it and its verb: "NAME (D-Iowa) said", "NAME,
/// 33, said", "NAME, a top adviser outside the cabinet, said".
fn before_asides(context: &Context<'_>, end: usize, sentence: TokenRange) -> usize {
    /// Words of an aside at most.
    const REACH: usize = 16;
    let document = context.document;
    let word = |at: usize| document.word(TokenId::new(at));
    let mut end = end;
    if end > sentence.start() && word(end - 1) == ")" {
        let least = end.saturating_sub(REACH).max(sentence.start());
        if let Some(open) = (least..end).rev().find(|&at| word(at) == "(") {
            end = open;
        }
    }
    if end > sentence.start() + 2 && word(end - 1) == "," {
        let least = end.saturating_sub(REACH).max(sentence.start() + 1);
        let open = (least..end - 1).rev().find(|&at| word(at) == ",");
        if let Some(open) = open {
            let aside = TokenRange::new(open + 1, end - 1);
            let named =
                document.name_at(TokenId::new(open - 1)).is_some_and(|it| it.tokens.end() == open);
            let starts = aside.first().is_some_and(|it| {
                document.token(it).upos == Upos::Numeral
                    || ["a", "an", "the"].iter().any(|word| *word == document.word(it))
            });
            let plain = !aside.iter().any(|it| {
                matches!(document.token(it).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
                    || shape::is_double_mark(document.word(it))
            });
            if named && starts && plain {
                end = open;
            }
        }
    }
    end
}

/// The noun before an aside that a comma closes: "NAME, in a statement, hailed".
fn beside_aside(context: &Context<'_>, comma: TokenId, sentence: TokenRange) -> Option<TokenId> {
    /// Words of an aside at most.
    const REACH: usize = 14;
    let document = context.document;
    if document.word(comma) != "," {
        return None;
    }
    let opens = (comma.index().saturating_sub(REACH).max(sentence.start())..comma.index())
        .rev()
        .map(TokenId::new)
        .find(|&id| document.word(id) == ",")?;
    let first = opens.offset(1)?;
    let aside =
        document.token(first).upos == Upos::Adposition || document.token(first).xpos == Xpos::Vbg;
    let last = opens.offset(-1).filter(|it| sentence.has(*it))?;
    let nominal = matches!(document.token(last).upos, Upos::Noun | Upos::ProperNoun);
    (aside && nominal)
        .then(|| document.name_at(last).and_then(|it| it.tokens.first()).unwrap_or(last))
}

/// Whether a comma closes an apposition that is, or stands beside, a person: "the minister, NAME,".
fn apposition_closes(context: &Context<'_>, comma: TokenId) -> bool {
    let document = context.document;
    document.word(comma) == ","
        && comma.offset(-1).is_some_and(|last| {
            let start = document
                .name_at(last)
                .map_or_else(|| shape::noun_phrase_start(context, last), |it| it.tokens.start());
            let sentence = document.sentence(comma).tokens;
            start > sentence.start()
                && document.word(TokenId::new(start - 1)) == ","
                && matches!(document.token(last).upos, Upos::Noun | Upos::ProperNoun)
        })
}

/// Who does what a passive verb says: "by NAME".
///
/// "By Monday NAME had said" has none: only a passive may have it before the verb.
pub(super) fn agent(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    let document = context.document;
    let passive = document.dependents(verb, &[Relation::AuxPass]).next().is_some();
    predication::obliques(context, verb, &["by"]).find(|&child| {
        (passive || child > verb)
            && document.token(child).relation != Relation::Advcl
            && document.token(child).upos != Upos::Verb
    })
}

/// Whether a form of "be" stands right before a participle.
fn passive_by_shape(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    (1..4).filter_map(|by| verb.offset(-by)).any(|it| document.lemma(it) == "be")
        && document.dependents(verb, &[Relation::Nsubj]).next().is_none()
}

/// Who a phrase says is speaking; `None` where it is no one who can speak.
///
/// `reach` are the tokens in which the phrase lies: the cue stands beside it.
pub(super) fn voice(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    reach: TokenRange,
) -> Option<Voice> {
    let document = context.document;
    let words = shape::phrase(context, head);
    if let Some(own) = draft.reference_at(head) {
        // "Mr Lund's spokesman", where the head of the tree is the name.
        if !is_possessive(context, own, head) {
            let mut actors = predication::parties(context, draft, head);
            if actors.is_empty() {
                actors.clone_from(&own.actors);
            }
            // A personal pronoun of one person has no one beside it.
            if own.form == Form::Pronoun && own.actors.len() == 1 {
                actors.truncate(1);
            }
            return Some(Voice { actors, words });
        }
        let noun = owned(context, own).filter(|&noun| noun != head);
        if let Some(noun) = noun.filter(|_| document.token(head).relation != Relation::NmodPoss) {
            return voice(context, draft, noun, reach);
        }
    }
    let token = document.token(head);
    let lemma = document.lemma(head);
    if token.upos == Upos::Pronoun {
        const NO_ONE: &[&str] = &[
            "it", "this", "that", "which", "what", "there", "i", "we", "you", "me", "us", "these",
        ];
        let word = document.word(head);
        let no_one = NO_ONE.iter().any(|it| it.eq_ignore_ascii_case(word));
        return (!no_one).then_some(Voice { actors: Vec::new(), words });
    }
    if let Some(actors) = same_office(context, draft, head) {
        return Some(Voice { actors, words });
    }
    let near = TokenRange::new(reach.start().min(head.index()), reach.end().max(head.index() + 1));
    let is_person = is_person_noun(context, head);
    if let Some(actor) = named_beside(context, draft, head) {
        return Some(Voice { actors: vec![actor], words });
    }
    if is_person && let Some(person) = apposed(context, draft, head, near) {
        return Some(Voice { actors: vec![person], words });
    }
    if let Some(actor) = closed_off(context, draft, head, near) {
        return Some(Voice { actors: vec![actor], words });
    }
    if let Some(bloc) = bloc_of(context, draft, head) {
        return Some(Voice { actors: vec![bloc], words });
    }
    if BODIES.contains(&lemma) || TEXTS.contains(&lemma) {
        let behind = behind(context, draft, head);
        if !behind.is_empty() {
            return Some(Voice { actors: behind, words });
        }
        if let Some(actors) = introduced(context, draft, head) {
            return Some(Voice { actors, words });
        }
    }
    let speaks = is_person
        || TEXTS.contains(&lemma)
        || VOICES.contains(lemma)
        || ORGANIZATIONS.contains(&lemma)
        || document.name_at(head).is_some()
        || matches!(token.upos, Upos::ProperNoun | Upos::Numeral)
        || matches!(token.upos, Upos::Determiner | Upos::Adjective);
    speaks.then_some(Voice { actors: Vec::new(), words })
}

/// Whether a name only tells whose the head is: "NAME's spokesman".
fn is_possessive(context: &Context<'_>, own: &Reference, head: TokenId) -> bool {
    let document = context.document;
    let end = own.tokens.end();
    own.form == Form::Name
        && end < document.tokens().len()
        && matches!(document.word(TokenId::new(end)), "'s" | "’s")
        && (document.token(head).relation == Relation::NmodPoss
            || owned(context, own).is_some_and(|noun| is_person_noun(context, noun)))
}

/// The noun that a name's owner has: "NAME's spokesman".
fn owned(context: &Context<'_>, own: &Reference) -> Option<TokenId> {
    /// Words that narrow the noun: "NAME's chief foreign policy adviser".
    const REACH: usize = 5;
    let document = context.document;
    let mark = own.tokens.end();
    let all = document.tokens().len();
    if mark >= all || !matches!(document.word(TokenId::new(mark)), "'s" | "’s") {
        return None;
    }
    let narrows = |id: &TokenId| {
        matches!(document.token(*id).upos, Upos::Noun | Upos::Adjective)
            || document.word(*id) == "-"
    };
    let last = (mark + 1..all.min(mark + 1 + REACH)).map(TokenId::new).take_while(narrows).last();
    last.filter(|&id| document.token(id).upos == Upos::Noun)
}

/// Whether a noun is for a person: an office, a trade, a source.
pub(super) fn is_person_noun(context: &Context<'_>, head: TokenId) -> bool {
    const ENDINGS: &[&str] = &["man", "woman", "person", "ist", "ian"];
    let document = context.document;
    let lemma = document.lemma(head);
    let listed = actors::is_office_head(lemma)
        || matches!(context.gazetteer.title(&[lemma]), Some((1, kind)) if kind != TitleKind::Honorific);
    listed
        || [
            "staff",
            "people",
            "source",
            "member",
            "colleague",
            "counterpart",
            "pm",
            "p.m.",
            "pope",
            "cardinal",
        ]
        .contains(&lemma.to_lowercase().as_str())
        || VOICES.contains(lemma) && !TEXTS.contains(&lemma)
        || ENDINGS.iter().any(|it| lemma.ends_with(it))
}

/// The person whose name stands beside a noun as another name of the same: "the chief of staff,
/// NAME, said", "NAME, the chief of staff, said".
fn apposed(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    near: TokenRange,
) -> Option<ActorRef> {
    /// Words between a noun and the name of whom it is: "of staff of the armed forces,".
    const REACH: usize = 10;
    let document = context.document;
    let person_at = |id: TokenId| {
        let reference = draft.reference_at(id)?;
        let [actor] = reference.actors[..] else { return None };
        let named =
            reference.form == Form::Name && draft.actors[actor.index()].kind == ActorKind::Person;
        named.then_some((reference, actor))
    };
    let mut at = head.index() + 1;
    while at < near.end() && at - head.index() <= REACH {
        let id = TokenId::new(at);
        if let Some((reference, actor)) = person_at(id) {
            let after = reference.tokens.end();
            let possessive = after < document.tokens().len()
                && matches!(document.word(TokenId::new(after)), "'s" | "’s");
            let before = document.word(TokenId::new(at - 1));
            let joined =
                before == "," || at == head.index() + 1 || matches!(before, "–" | "—" | "(");
            if joined && !possessive {
                return Some(actor);
            }
            break;
        }
        if ends_phrase(context, id) {
            break;
        }
        at += 1;
    }
    // "NAME, the sultanate's top diplomat, wrote".
    let singular = document.token(head).xpos == Xpos::Nn;
    let start = shape::noun_phrase_start(context, head);
    let before = TokenId::new(start.checked_sub(1)?);
    let closes = TokenId::new((head.index() + 1).min(document.tokens().len() - 1));
    let follows = (head.index()..near.end()).map(TokenId::new).any(|it| document.word(it) == ",");
    if singular && document.word(before) == "," && (follows || document.word(closes) == ",") {
        let last = before.offset(-1)?;
        if document.sentence_index(last) == document.sentence_index(head) {
            return person_at(last).map(|(_, actor)| actor);
        }
    }
    None
}

/// Whether a word after a noun belongs to its phrase no more: a verb, a joined word, a clause, a quotation.
fn ends_phrase(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    matches!(document.token(id).upos, Upos::Verb | Upos::Auxiliary | Upos::Coordinator)
        || matches!(document.word(id), "who" | "which" | "that" | "“" | "\"")
}

/// The actor whose name stands between commas after a noun, whatever noun that is: "Lund's daughter, NAME, said",
/// "the growers' union, the NAME, noted".
fn closed_off(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    near: TokenRange,
) -> Option<ActorRef> {
    /// Words between a noun and the comma: "of delegation in Managua".
    const REACH: usize = 8;
    /// What a name may have before it: "the", "Ms.".
    const LED: usize = 2;
    let document = context.document;
    if document.token(head).upos != Upos::Noun || document.token(head).xpos == Xpos::Nns {
        return None;
    }
    let sentence = document.sentence(head).tokens;
    let end = sentence.end().min(head.index() + 1 + REACH).min(near.end().max(head.index() + 2));
    let comma = (head.index() + 1..end)
        .map(TokenId::new)
        .take_while(|&it| !ends_phrase(context, it))
        .find(|&it| document.word(it) == ",")?;
    let names = (comma.index() + 1..sentence.end().min(comma.index() + 2 + LED)).map(TokenId::new);
    let reference = names
        .filter_map(|it| draft.reference_at(it))
        .find(|it| it.form == Form::Name && it.tokens.start() > comma.index())?;
    let [actor] = reference.actors[..] else { return None };
    let kind = draft.actors[actor.index()].kind;
    let led = TokenRange::new(comma.index() + 1, reference.tokens.start());
    let is_led = led.len() <= LED
        && led.iter().all(|it| {
            document.token(it).upos == Upos::Determiner
                || context.gazetteer.title(&[document.word(it)]).is_some()
        });
    let after = TokenId::new(reference.tokens.end());
    let closes = !sentence.has(after) || matches!(document.word(after), "," | "." | ")" | ";");
    let is_one = matches!(kind, ActorKind::Person | ActorKind::Organization);
    (is_one && is_led && closes).then_some(actor)
}

/// The bloc whose leaders or ministers a plural noun is for: "NATO leaders", "ministers of the bloc NAME".
fn bloc_of(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<ActorRef> {
    const MEMBERS: &[&str] = &["leader", "minister", "member", "head", "ambassador", "chief"];
    let document = context.document;
    if document.token(head).xpos != Xpos::Nns || !MEMBERS.contains(&document.lemma(head)) {
        return None;
    }
    let is_bloc = |it: &ActorRef| draft.actors[it.index()].kind == ActorKind::Bloc;
    let narrows = [Relation::Compound, Relation::Amod, Relation::NmodPoss];
    let of = predication::obliques(context, head, &["of", "from"]);
    let named = document.dependents(head, &narrows).chain(of);
    named.filter_map(|it| draft.reference_at(it)).find_map(|it| match it.actors[..] {
        [actor] if is_bloc(&actor) => Some(actor),
        _ => None,
    })
}

/// The party behind a voice that is none of its own: "the statement by NAME", "NAME's letter",
/// "the Kenyan government".
fn behind(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    let document = context.document;
    let mut found = Vec::new();
    for child in document.children(head) {
        let relation = document.token(child).relation;
        // "a statement issued by Lund's spokesman, NAME".
        if relation == Relation::Acl && document.token(child).xpos == Xpos::Vbn {
            let Some(by) = agent(context, child) else { continue };
            let whole = document.subtree(by);
            let near = TokenRange::new(by.index(), whole.end().max(by.index() + 1));
            found = predication::parties(context, draft, by);
            if found.is_empty() {
                found.extend(apposed(context, draft, by, near));
            }
            if found.is_empty() {
                continue;
            }
            break;
        }
        if !matches!(
            relation,
            Relation::NmodPoss | Relation::Nmod | Relation::Compound | Relation::Amod
        ) {
            continue;
        }
        if relation == Relation::Nmod
            && !document.dependents(child, &[Relation::Case]).any(|case| {
                ["of", "from", "by"].iter().any(|it| it.eq_ignore_ascii_case(document.word(case)))
            })
        {
            continue;
        }
        let actors = if relation == Relation::Amod || draft.reference_at(child).is_none() {
            predication::state_actor(context, draft, document.word(child)).into_iter().collect()
        } else {
            predication::parties(context, draft, child)
        };
        if !actors.is_empty() {
            found = actors;
            break;
        }
    }
    // "NAME's letter", where the tree has the name elsewhere.
    if found.is_empty()
        && head.index() > 1
        && matches!(document.word(TokenId::new(head.index() - 1)), "'s" | "’s")
    {
        let owner = draft.reference_at(TokenId::new(head.index() - 2));
        found = owner.map(|it| it.actors.clone()).unwrap_or_default();
    }
    // "his letter says".
    if found.is_empty() {
        let start = TokenId::new(shape::noun_phrase_start(context, head));
        if document.token(start).xpos == Xpos::PrpS
            && let Some(reference) = draft.reference_at(start)
        {
            found.clone_from(&reference.actors);
        }
    }
    found
}
