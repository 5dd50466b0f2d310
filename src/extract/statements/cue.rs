//! Verbs that attribute, and what they take: `cues.tsv`, learned by `learn_cues.py`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::Tone;

use super::shape;

/// What follows a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A clause, or a quotation: "said that", "said: “…”"; these may stand before it, too.
    Clause,
    /// An infinitive: "urged NAME to".
    Infinitive,
    /// Its object: "condemned the attack".
    Object,
    /// What stands after "for": "called for".
    For,
}

/// The columns of `cues.tsv`, in order.
const FORMS: [Form; 4] = [Form::Clause, Form::Infinitive, Form::Object, Form::For];

/// A verb that attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) tone: Tone,
    takes: [bool; FORMS.len()],
    /// The share of clauses after it that it attributes, as learned.
    pub(super) share: f64,
}

impl Cue {
    /// Whether something of this form after it is attributed.
    pub(super) fn takes(&self, form: Form) -> bool {
        FORMS.iter().zip(self.takes).any(|(&it, takes)| it == form && takes)
    }
}

/// Cues by lemma, with a particle where it has one: "point out".
type Table = FxHashMap<&'static str, Cue>;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| include_str!("cues.tsv").lines().skip(1).filter_map(row).collect());

/// A row of `cues.tsv`, unless it is of thoughts: they are no statements.
fn row(line: &'static str) -> Option<(&'static str, Cue)> {
    let mut cells = line.split('\t');
    let lemma = cells.next()?;
    let tone = cells.next()?.parse().ok()?;
    if cells.next()? != "speech" {
        return None;
    }
    let cells: Vec<&str> = cells.collect();
    let mut takes = [false; FORMS.len()];
    for (it, cell) in takes.iter_mut().zip(&cells) {
        *it = cell.starts_with('+');
    }
    let (cue, all) = cells.first()?.get(1..)?.split_once('/')?;
    let (cue, all): (f64, f64) = (cue.parse().ok()?, all.parse().ok()?);
    Some((lemma, Cue { tone, takes, share: (cue + 1.0) / (all + 2.0) }))
}

/// A cue that no list has, but was learned to be one where it stands.
pub(super) const LEARNED: Cue =
    Cue { tone: Tone::Neutral, takes: [false; FORMS.len()], share: 1.0 };

/// The cue of a lemma, however it is spelled: "apologise", "signall".
pub(super) fn named(lemma: &str) -> Option<Cue> {
    let found = TABLE.get(lemma).copied();
    found.or_else(|| {
        if let Some(stem) = lemma.strip_suffix("ise") {
            return TABLE.get(format!("{stem}ize").as_str()).copied();
        }
        lemma.strip_suffix("ll").and_then(|stem| TABLE.get(format!("{stem}l").as_str()).copied())
    })
}

/// Verbs that have a noun tell what is done: "voiced concern", "offered the assessment that".
const LIGHT: &[&str] = &[
    "offer",
    "make",
    "issue",
    "give",
    "deliver",
    "repeat",
    "renew",
    "send",
    "extend",
    "raise",
    "express",
    "voice",
    "convey",
    "reiterate",
    "restate",
];

/// The cue at a token, if it is a verb that attributes as it stands there.
pub(super) fn at(context: &Context<'_>, id: TokenId) -> Option<Cue> {
    let document = context.document;
    let token = document.token(id);
    if token.upos != Upos::Verb || is_bare_participle(context, id) {
        return None;
    }
    let lemma = document.lemma(id);
    let particle = particle(context, id);
    let cue = particle
        .and_then(|it| named(&format!("{lemma} {it}")))
        .or_else(|| named(lemma).filter(|_| particle.is_none_or(|it| it == "out" || it == "on")));
    let act = if LIGHT.contains(&lemma) { act(context, id) } else { None };
    let cue = match (cue, act) {
        (Some(cue), None) => cue,
        (Some(cue), Some(tone)) => {
            let takes =
                FORMS.map(|form| form == Form::Object || form == Form::Clause && cue.takes(form));
            Cue { tone, takes, ..cue }
        }
        (None, Some(tone)) => {
            let takes = FORMS.map(|form| form == Form::Object);
            Cue { tone, takes, share: 0.5 }
        }
        (None, None) => return None,
    };
    // "quoted NAME as saying": "saying" is the cue.
    let quotes = matches!(lemma, "quote" | "cite") && is_quoting(context, id);
    let is_none = quotes || is_asked(context, id) || is_silent(context, id);
    (!is_none && is_asserted(context, id)).then_some(cue)
}

/// Whether a participle tells what somebody was asked: "Asked whether he would go, NAME said".
fn is_asked(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    matches!(document.lemma(id), "ask" | "question" | "press")
        && matches!(token.relation, Relation::Advcl | Relation::Acl)
        && document.dependents(id, &[Relation::Nsubj, Relation::NsubjPass]).next().is_none()
        && token.xpos != Xpos::Vbg
}

/// Whether somebody only refuses to speak: "declined to answer".
fn is_silent(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let end = document.sentence(id).tokens.end();
    let word = |by: usize| {
        let at = id.index() + by;
        if at < end { document.word(TokenId::new(at)) } else { "" }
    };
    matches!(document.lemma(id), "decline" | "refuse")
        && word(1) == "to"
        && ["comment", "answer", "say", "speak", "elaborate", "respond", "discuss", "confirm"]
            .contains(&word(2))
}

/// Whether somebody is told not to have spoken: "stopped short of calling", "without saying", "refrained from
/// criticizing".
fn is_withheld(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let start = document.sentence(id).tokens.start();
    let before = |by: usize| id.index().checked_sub(by).filter(|&it| it >= start).map(TokenId::new);
    let is = |by: usize, words: &[&str]| {
        before(by).is_some_and(|it| {
            words.contains(&document.lemma(it))
                || words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it)))
        })
    };
    document.token(id).xpos == Xpos::Vbg
        && (is(1, &["without", "avoid"])
            || is(1, &["of"]) && is(2, &["short", "instead"])
            || is(1, &["than"]) && is(2, &["rather"])
            || is(1, &["from"]) && is(2, &["refrain", "abstain", "away", "back"]))
}

/// Whether a verb only names whose words follow, or came before: "quoted NAME as saying".
fn is_quoting(context: &Context<'_>, verb: TokenId) -> bool {
    let end = context.document.sentence(verb).tokens.end();
    let mut after = (verb.index() + 1..end).map(TokenId::new);
    after.any(|it| shape::quoter(context, it) == Some(verb))
}

/// The tone of the speech act that the object of a verb names, if it names one.
fn act(context: &Context<'_>, id: TokenId) -> Option<Tone> {
    let document = context.document;
    let object = document.dependents(id, &[Relation::Obj]).find(|&it| it > id)?;
    let lemma = document.lemma(object);
    ACTS.iter().find(|(noun, _)| *noun == lemma).map(|&(_, tone)| tone)
}

/// Nouns that name the speech act itself: what follows them is what is said.
pub(super) const ACTS: &[(&str, Tone)] = &[
    ("concern", Tone::Criticize),
    ("hope", Tone::Neutral),
    ("wish", Tone::Appeal),
    ("thanks", Tone::Praise),
    ("thank", Tone::Praise),
    ("support", Tone::Support),
    ("appreciation", Tone::Praise),
    ("gratitude", Tone::Praise),
    ("regret", Tone::Apologize),
    ("confidence", Tone::Support),
    ("readiness", Tone::Promise),
    ("pleasure", Tone::Praise),
    ("opposition", Tone::Reject),
    ("condolence", Tone::Support),
    ("satisfaction", Tone::Praise),
    ("belief", Tone::Neutral),
    ("view", Tone::Neutral),
    ("desire", Tone::Neutral),
    ("willingness", Tone::Promise),
    ("commitment", Tone::Promise),
    ("condemnation", Tone::Criticize),
    ("solidarity", Tone::Support),
    ("interest", Tone::Neutral),
    ("optimism", Tone::Neutral),
    ("doubt", Tone::Reject),
    ("fear", Tone::Warn),
    ("outrage", Tone::Criticize),
    ("dismay", Tone::Criticize),
    ("alarm", Tone::Warn),
    ("worry", Tone::Warn),
    ("anger", Tone::Criticize),
    ("frustration", Tone::Criticize),
    ("assessment", Tone::Neutral),
    ("warning", Tone::Warn),
    ("appeal", Tone::Appeal),
    ("call", Tone::Appeal),
    ("demand", Tone::Demand),
    ("claim", Tone::Neutral),
    ("accusation", Tone::Accuse),
    ("promise", Tone::Promise),
    ("pledge", Tone::Promise),
    ("assurance", Tone::Promise),
    ("conviction", Tone::Neutral),
    ("determination", Tone::Promise),
    ("sympathy", Tone::Support),
    ("admiration", Tone::Praise),
    ("approval", Tone::Support),
    ("intention", Tone::Promise),
    ("disappointment", Tone::Criticize),
    ("skepticism", Tone::Reject),
    ("reservation", Tone::Reject),
    ("sorrow", Tone::Support),
    ("opinion", Tone::Neutral),
    ("position", Tone::Neutral),
    ("congratulation", Tone::Praise),
    ("apology", Tone::Apologize),
    ("proposal", Tone::Appeal),
    ("message", Tone::Neutral),
    ("verdict", Tone::Neutral),
    ("argument", Tone::Neutral),
];

/// The particle of a verb: "out" of "point out".
fn particle<'a>(context: &Context<'a>, id: TokenId) -> Option<&'a str> {
    const PARTICLES: &[&str] = &["on", "upon", "out", "up", "off", "in"];
    let document = context.document;
    let next = TokenId::new(id.index() + 1);
    let own = document.dependents(id, &[Relation::CompoundPrt]).next();
    let adjacent = (next.index() < document.tokens().len()).then_some(next).filter(|&next| {
        // "called on NAME to", "called upon NAME".
        ["call"].contains(&document.lemma(id)) && ["on", "upon"].contains(&document.word(next))
            || document.lemma(id) == "go" && document.word(next) == "on"
    });
    own.or(adjacent).map(|it| document.word(it)).filter(|it| PARTICLES.contains(it))
}

/// Whether a verb tells what was said, not what will, may or will not be said.
pub(super) fn is_asserted(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let denies = |at: TokenId| {
        document.children(at).any(|child| {
            let token = document.token(child);
            let word = document.word(child);
            // "The plan will, NAME said, go on": no auxiliary of the cue's.
            let modal = token.relation == Relation::Aux
                && token.xpos == Xpos::Md
                && child < at
                && !TokenRange::new(child.index(), at.index())
                    .iter()
                    .any(|it| document.word(it) == ",");
            let negates =
                ["not", "n't", "n’t", "never"].iter().any(|it| it.eq_ignore_ascii_case(word))
                    && child < at;
            let conditional = token.relation == Relation::Mark
                && ["if", "whether", "unless", "until"]
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(word));
            modal || negates || conditional
        })
    };
    if denies(id) {
        return false;
    }
    if is_withheld(context, id) {
        return false;
    }
    // "declined to say", "is expected to announce", "asked NAME to say".
    let token = document.token(id);
    let infinitive = document
        .dependents(id, &[Relation::Mark])
        .any(|mark| document.word(mark).eq_ignore_ascii_case("to"));
    match token.head {
        Some(head) if infinitive && token.relation == Relation::Xcomp => {
            const SAYS: &[&str] = &["go", "continue", "proceed", "come", "use", "begin", "have"];
            SAYS.contains(&document.lemma(head)) && !denies(head)
        }
        Some(head) if infinitive && token.relation == Relation::Acl => {
            document.token(head).upos == Upos::Pronoun
        }
        _ => true,
    }
}

/// Whether a verb only describes a noun: "the promised talks", "a letter written by NAME".
fn is_bare_participle(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    // "Seoul proposed this week that", where the tree takes it for one.
    let has_clause = || {
        document.dependents(id, &[Relation::Ccomp, Relation::Csubj]).any(|child| {
            child > id
                && document
                    .dependents(child, &[Relation::Mark])
                    .any(|it| document.word(it) == "that")
        }) && !document.dependents(id, &[Relation::Obl, Relation::OblAgent]).any(|child| {
            document.dependents(child, &[Relation::Case]).any(|it| document.word(it) == "by")
        })
    };
    token.xpos == Xpos::Vbn
        && matches!(token.relation, Relation::Acl | Relation::Amod)
        && !has_clause()
        || token.relation == Relation::Amod
}
