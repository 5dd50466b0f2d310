//! Words that tell of an encounter: `triggers.tsv`, and what must stand beside them.
//!
//! Finds: `met`, `held talks`, `sat down`, `put their heads together`, `a phone call`.
//! Leaves: `met the deadline`, `a news conference`, `called for`, `the weather summit station`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::listed::Listed;
use crate::extract::meetings::setting::is_negated;
use crate::extract::{Context, predication};
use crate::nlp::{NameKind, Relation, TokenId, Upos, Xpos};
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
    /// Subject, object, "with", "between": all alike.
    Joint,
    /// As `Joint`, but what is an object takes no part: "negotiated a truce".
    Group,
    /// Only where "with" or "to" names a party, or the subject is several.
    With,
    /// The subject goes to the object.
    Guest,
    /// The subject receives the object.
    Host,
    /// The subject makes the objects meet each other: "brought together".
    Brought,
    /// As `Group`, but only where two persons sign.
    Signing,
    /// Only where two persons are told as its parties.
    Weak,
}

/// A word that tells of an encounter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trigger {
    pub(super) part: Part,
    pub(super) kind: MeetingKind,
    pub(super) form: Form,
    /// What the noun is told to be, as `triggers.tsv` has it: "call", "audience", "round".
    need: &'static str,
    /// Words of which one must follow soon.
    beside: &'static str,
    /// Words of which none may follow soon.
    unless: &'static str,
    /// For a verb the noun that tells of the same encounter: "met at an earlier session".
    pub(super) inside: Option<TokenId>,
}

/// The triggers by lemma.
pub(super) type Table = FxHashMap<&'static str, Vec<Trigger>>;

/// The triggers.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(read);

/// Things that are met without anybody meeting.
static THINGS: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("things.tsv")));
/// Words that a sentence about a game has.
static SPORT: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("sport.tsv")));

/// Reads the triggers.
fn read() -> Table {
    let mut table = Table::default();
    for line in include_str!("triggers.tsv").lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (word, part, kind, need, beside, unless) =
            (cell(), cell(), cell(), cell(), cell(), cell());
        let Ok(kind) = kind.parse() else { continue };
        let part = if part == "verb" { Part::Verb } else { Part::Noun };
        let form = match need {
            "guest" | "visit" => Form::Guest,
            "host" => Form::Host,
            "with" => Form::With,
            "group" => Form::Group,
            "brought" => Form::Brought,
            "signing" => Form::Signing,
            "weak" | "phone" | "line" => Form::Weak,
            _ => Form::Joint,
        };
        let trigger = Trigger { part, kind, form, need, beside, unless, inside: None };
        table.entry(word).or_default().push(trigger);
    }
    table
}

/// Words that tell of a call over a line.
const LINES: &[&str] =
    &["phone", "telephone", "telephoned", "phoned", "video", "call", "zoom", "videolink", "line"];

/// Nouns that a noun of encounter before them only narrows: "summit venue", "visit plans".
const NARROWED: &[&str] = &["call", "session", "round", "reception", "exchange", "sitting"];

/// The trigger at a token, if it is one there.
pub(super) fn at(context: &Context<'_>, table: &Table, id: TokenId) -> Option<Trigger> {
    let document = context.document;
    let token = document.token(id);
    let hyphened = hyphened(context, id);
    let part = match token.upos {
        _ if hyphened.is_some() => Part::Noun,
        Upos::Verb if !is_misread(context, id) => Part::Verb,
        Upos::Verb | Upos::Noun | Upos::ProperNoun => Part::Noun,
        _ => return None,
    };
    let lower;
    let own = if let Some(hyphened) = &hyphened {
        hyphened.strip_suffix('s').filter(|it| table.contains_key(it)).unwrap_or(hyphened)
    } else if token.upos == Upos::ProperNoun {
        lower = document.word(id).to_ascii_lowercase();
        lower.strip_suffix('s').filter(|it| table.contains_key(it)).unwrap_or(&lower)
    } else {
        document.lemma(id)
    };
    let rows = table.get(own)?;
    // The first "face" of "face to face" tells, not the second.
    if own == "face" && id.offset(-1).is_some_and(|it| document.word(it) == "to") {
        return None;
    }
    let trigger = *rows.iter().find(|it| it.part == part && is_beside(context, it, id))?;
    if trigger.part == Part::Noun && !noun_holds(context, trigger, own, id) {
        return None;
    }
    let by_line = said(context, id, LINES);
    let holds = match (part, own) {
        (Part::Verb, "meet") => !meets_a_thing(context, id),
        (Part::Verb, "discuss" | "debate") => {
            follows(context, id, &["with"], 9) || has_several(context, id)
        }
        (Part::Verb, "speak" | "talk") => {
            follows(context, id, &["with", "together"], 2)
                && !follows(context, id, &["after", "before", "during", "following", "at"], 1)
                || by_line && follows(context, id, &["to", "by", "over", "on"], 4)
                || follows(context, id, &["to"], 2) && follows_person(context, id)
                || said(context, id, &["sidelines", "margins"])
                || follows(context, id, &["each"], 2)
                || has_several(context, id)
                    && !follows(context, id, &["to", "about", "of", "on", "at", "out"], 3)
        }
        (Part::Verb, "contact" | "reach") => by_line,
        (Part::Verb, "expect") => awaits(context, id),
        (Part::Verb, "call") if trigger.form == Form::Guest => !calls_on_to_act(context, id),
        (Part::Verb, "call") if trigger.kind == MeetingKind::Call => {
            !names(context, id) && !calls_for(context, id)
        }
        (Part::Noun, "video" | "videolink") => {
            id.offset(-1).is_some_and(|it| matches!(document.word(it), "by" | "via" | "over"))
        }
        (Part::Verb, "brief") => !document.dependents(id, &[Relation::Obj]).any(|it| {
            ["press", "reporter", "journalist", "media", "newsman", "correspondent"]
                .contains(&document.lemma(it))
        }),
        (Part::Verb, "host") => !hosts_a_thing(context, table, id),
        (Part::Verb, "receive") => !receives_mail(context, id),
        _ => true,
    };
    if !holds || is_sport(context, id) || is_denied(context, id) {
        return None;
    }
    let kind = match own {
        "speak" | "talk" | "conversation" | "chat" | "discussion" | "exchange" if by_line => {
            MeetingKind::Call
        }
        "call" if modified(context, id, &["courtesy"]) => MeetingKind::Meeting,
        "meeting" | "session" | "talk" | "talks"
            if modified(context, id, &["summit", "summit-level"]) =>
        {
            MeetingKind::Summit
        }
        "meeting" | "conference" | "summit" if modified(context, id, &["video", "virtual"]) => {
            if own == "summit" {
                MeetingKind::Summit
            } else {
                MeetingKind::Call
            }
        }
        "session" if modified(context, id, &["plenary", "opening"]) => MeetingKind::Conference,
        _ => trigger.kind,
    };
    Some(Trigger { kind, ..trigger })
}

/// Whether a noun was read as a verb: it is what another verb is about, and has no subject of its own.
fn is_misread(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let subjects = [Relation::Nsubj, Relation::NsubjPass];
    let token = document.token(id);
    let is_governed = subjects.contains(&token.relation)
        && token.head.is_some_and(|it| document.token(it).upos == Upos::Verb);
    is_governed
        && matches!(token.xpos, Xpos::Vbz | Xpos::Vbp | Xpos::Vb)
        && document.dependents(id, &subjects).next().is_none()
}

/// Whether it is denied that what a word tells of came about: "denied that he had met Lund", "denied that he had
/// talks with Lund", "was not consulted".
pub(super) fn is_denied(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let governed = [Relation::Obj, Relation::Obl, Relation::Nsubj, Relation::NsubjPass];
    let verb = token.head.filter(|_| governed.contains(&token.relation)).unwrap_or(id);
    let is_clause =
        |it: TokenId| matches!(document.token(it).relation, Relation::Ccomp | Relation::Xcomp);
    let denied =
        is_clause(verb) && document.token(verb).head.is_some_and(|it| document.lemma(it) == "deny");
    // Who is not asked puts nothing off.
    denied || document.lemma(verb) == "consult" && is_negated(context, verb)
}

/// Whether a verb is that of "is expecting him on Saturday", not of "expects him to come".
fn awaits(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.token(verb).xpos == Xpos::Vbg
        && document.dependents(verb, &[Relation::Aux]).next().is_some()
        && document.dependents(verb, &[Relation::Obj]).next().is_some()
        && document.dependents(verb, &[Relation::Xcomp, Relation::Ccomp]).next().is_none()
}

/// The word that hyphens make of a token with those before it: "one-to-one", "sit-down".
fn hyphened(context: &Context<'_>, id: TokenId) -> Option<String> {
    let document = context.document;
    let is_hyphen = |at: TokenId| document.word(at) == "-";
    let after = TokenId::new((id.index() + 1).min(document.tokens().len() - 1));
    let before = id.offset(-1)?;
    if !is_hyphen(before) || is_hyphen(after) {
        return None;
    }
    let sentence = document.sentence(id).tokens;
    let mut start = id.index();
    while start >= sentence.start() + 2 && is_hyphen(TokenId::new(start - 1)) {
        start -= 2;
    }
    let text = document.text_of(crate::nlp::TokenRange::new(start, id.index() + 1));
    text.contains('-')
        .then(|| text.to_ascii_lowercase())
        .filter(|text| HYPHENED.contains(&text.trim_end_matches('s')))
}

/// Triggers that a tokenizer takes apart.
const HYPHENED: &[&str] = &[
    "one-on-one",
    "one-to-one",
    "face-to-face",
    "tete-a-tete",
    "sit-down",
    "pull-aside",
    "get-together",
    "mini-summit",
];

/// Whether the words that a trigger needs or shuns stand soon after it.
fn is_beside(context: &Context<'_>, trigger: &Trigger, id: TokenId) -> bool {
    /// Tokens after the trigger: "put their heads together", "sit right down".
    const REACH: usize = 4;
    /// Tokens of what is handed over in which the word stands: "copies of the letters of credence".
    const PHRASE: usize = 12;
    let document = context.document;
    let any = |words: &str| words.split('|').any(|word| follows(context, id, &[word], REACH));
    let next = |words: &str| words.split('|').any(|word| follows(context, id, &[word], 1));
    let is_it = |at: TokenId| {
        trigger.beside.split('|').any(|word| word.eq_ignore_ascii_case(document.word(at)))
    };
    let signs = trigger.form == Form::Signing;
    let is_verb = trigger.part == Part::Verb;
    // "the accord was signed by": what is signed comes before; "an accord initialled by".
    let signed = || {
        signs && document.dependents(id, &[Relation::NsubjPass]).any(is_it)
            || signs
                && document.token(id).relation == Relation::Acl
                && document.token(id).head.is_some_and(is_it)
    };
    // "will be Lund's guest".
    let owned = || {
        trigger.beside == "of"
            && document.dependents(id, &[Relation::NmodPoss]).next().is_some()
            && document.dependents(id, &[Relation::Cop]).next().is_some()
    };
    // "brought Lund and the envoys of Kenya together".
    let child = || {
        is_verb
            && document
                .dependents(id, &[Relation::Advmod, Relation::CompoundPrt, Relation::Obl])
                .any(|it| {
                    it > id && trigger.beside.split('|').any(|word| word == document.word(it))
                })
    };
    // "signed on Friday in Oslo a joint declaration", "accepted copies of the letters of credence".
    let object = || {
        is_verb
            && trigger.kind == MeetingKind::Ceremony
            && document.dependents(id, &[Relation::Obj]).any(|object| match trigger.form {
                Form::Signing => is_it(object),
                _ => document.subtree(object).iter().take(PHRASE).any(is_it),
            })
    };
    let needed = trigger.beside.is_empty()
        || if trigger.beside == "on" { next("on") } else { any(trigger.beside) }
        || signed()
        || owned()
        || child()
        || object();
    needed && (trigger.unless.is_empty() || !next(trigger.unless))
}

/// Whether one of some words is among the next tokens of the sentence.
fn follows(context: &Context<'_>, id: TokenId, words: &[&str], reach: usize) -> bool {
    let document = context.document;
    let end = document.sentence(id).tokens.end().min(id.index() + 1 + reach);
    (id.index() + 1..end).any(|at| {
        let word = document.word(TokenId::new(at));
        words.iter().any(|it| it.eq_ignore_ascii_case(word))
    })
}

/// Whether one of some words is near in the sentence.
fn said(context: &Context<'_>, id: TokenId, words: &[&str]) -> bool {
    /// Tokens before and after.
    const REACH: usize = 14;
    let sentence = context.document.sentence(id).tokens;
    let start = sentence.start().max(id.index().saturating_sub(REACH));
    let end = sentence.end().min(id.index() + 1 + REACH);
    (start..end).map(TokenId::new).any(|at| {
        let word = context.document.word(at);
        at != id && words.iter().any(|it| it.eq_ignore_ascii_case(word))
    })
}

/// Whether "called" says what someone is: "called Lund a liar".
fn names(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let complements = [Relation::Obj, Relation::Xcomp, Relation::Ccomp];
    let all: Vec<TokenId> = document.dependents(id, &complements).filter(|&it| it > id).collect();
    let indefinite = all.iter().any(|&it| {
        document.token(it).upos != Upos::ProperNoun
            && (document.token(it).relation != Relation::Obj
                || document
                    .dependents(it, &[Relation::Det])
                    .any(|det| matches!(document.lemma(det), "a" | "an")))
    });
    all.len() > 1 || indefinite
}

/// Whether "called" asks or scolds, however far its "for" or "out" stands: "called Sunday for a
/// truce", "called him out".
fn calls_for(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let out = document
        .dependents(id, &[Relation::CompoundPrt])
        .any(|it| ["out", "off"].iter().any(|word| word.eq_ignore_ascii_case(document.word(it))));
    let is_time = |it: TokenId| document.times().iter().any(|time| time.tokens.has(it));
    let object = document.dependents(id, &[Relation::Obj]).any(|it| !is_time(it));
    let asked = predication::obliques(context, id, &["for", "on"])
        .any(|it| document.token(it).upos != Upos::ProperNoun && !is_time(it));
    out || !object && asked
}

/// Whether who is called on is to do something: "called on Kenya to withdraw", "called on him for restraint".
fn calls_on_to_act(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let is_to_act = |it: TokenId| predication::is_infinitive(context, it);
    let clauses = [Relation::Xcomp, Relation::Advcl, Relation::Ccomp, Relation::Acl];
    let mut near: Vec<TokenId> = vec![id];
    near.extend(document.dependents(id, &[Relation::Obl, Relation::Obj]));
    near.iter().any(|&at| document.dependents(at, &clauses).any(is_to_act))
}

/// Whether the next name after "spoke to" is that of a person: not "spoke to reporters".
fn follows_person(context: &Context<'_>, id: TokenId) -> bool {
    /// Tokens of the titles before a name.
    const REACH: usize = 8;
    let document = context.document;
    let end = document.sentence(id).tokens.end().min(id.index() + 1 + REACH);
    for at in (id.index() + 1..end).map(TokenId::new) {
        if let Some(name) = document.name_at(at).filter(|it| it.kind == NameKind::Person) {
            return name.tokens.start() > id.index();
        }
        let passes = matches!(
            document.token(at).upos,
            Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Determiner | Upos::Adposition
        ) && document.token(at).xpos != Xpos::Nns
            || matches!(document.word(at), "'s" | "’s" | "-" | "his" | "her");
        if !passes {
            return false;
        }
    }
    false
}

/// Whether an adjective or noun that narrows a noun is one of some words.
fn modified(context: &Context<'_>, id: TokenId, words: &[&str]) -> bool {
    let document = context.document;
    let is = |at: TokenId| words.iter().any(|it| it.eq_ignore_ascii_case(document.word(at)));
    document.dependents(id, &[Relation::Amod, Relation::Compound]).any(is)
        || id.offset(-1).is_some_and(is)
}

/// Whether what "meet" has for its object is nobody: "met the deadline", "meet demand".
fn meets_a_thing(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let passive_thing =
        document.dependents(id, &[Relation::NsubjPass]).any(|it| is_thing(context, it));
    passive_thing || document.dependents(id, &[Relation::Obj]).any(|it| is_thing(context, it))
}

/// Whether the subject of a verb is a list of people: "Okwuosa and Lund discussed the border".
fn has_several(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.dependents(id, &[Relation::Nsubj]).any(|subject| {
        document.token(subject).upos == Upos::ProperNoun
            && document.dependents(subject, &[Relation::Conj]).next().is_some()
    })
}

/// Whether what is hosted is an encounter, which its own word tells of: "who hosted the talks".
fn hosts_a_thing(context: &Context<'_>, table: &Table, id: TokenId) -> bool {
    let document = context.document;
    document.dependents(id, &[Relation::Obj, Relation::NsubjPass]).any(|object| {
        let lemma = document.lemma(object);
        let is_it = matches!(document.word(object), "it" | "which" | "that" | "them");
        is_it || table.get(lemma).is_some_and(|rows| rows.iter().any(|it| it.part == Part::Noun))
    })
}

/// Whether what is received is no guest, but what he sends: "received a message from Lund".
fn receives_mail(context: &Context<'_>, verb: TokenId) -> bool {
    const SENT: &[&str] = &[
        "message",
        "letter",
        "note",
        "cable",
        "telegram",
        "invitation",
        "reply",
        "response",
        "answer",
        "request",
        "proposal",
        "offer",
        "report",
        "assurance",
        "support",
        "gift",
        "award",
        "medal",
    ];
    let document = context.document;
    document.dependents(verb, &[Relation::Obj, Relation::NsubjPass]).any(|it| {
        SENT.contains(&document.lemma(it)) && !follows(context, it, &["credence", "credentials"], 3)
    })
}

/// Whether a common noun is one of those that are met without anybody meeting.
fn is_thing(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.token(id).upos == Upos::Noun && THINGS.has(document.lemma(id))
}

/// Whether a sentence speaks of a game.
fn is_sport(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.sentence(id).tokens.iter().any(|at| SPORT.has(document.lemma(at)))
}

/// Whether a call is one by telephone by what is done with it: "took a call from", "Lund's call to
/// Okwuosa", "in separate calls".
fn is_dialed(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let governed = token.relation == Relation::Obj
        && token.head.is_some_and(|verb| {
            ["place", "make", "take", "receive", "get", "have", "field", "return", "hold"]
                .contains(&document.lemma(verb))
        });
    let owned = document.dependents(id, &[Relation::NmodPoss]).next().is_some();
    let meant = follows(context, id, &["to", "from"], 1) && follows_person(context, id);
    let setting = document
        .dependents(id, &[Relation::Case])
        .any(|it| ["in", "during"].iter().any(|word| word.eq_ignore_ascii_case(document.word(it))));
    meant && (governed || owned || token.relation == Relation::Nsubj)
        || setting && modified(context, id, &["separate", "individual", "several", "two", "three"])
}

/// Whether a noun tells of an encounter where it stands.
fn noun_holds(context: &Context<'_>, trigger: Trigger, own: &str, id: TokenId) -> bool {
    let document = context.document;
    if modified(context, id, &["news", "press", "media", "earnings", "job", "sales", "weather"]) {
        return false;
    }
    // "the summit venue", "visit plans": a part of a compound; "meeting place".
    let token = document.token(id);
    if token.relation == Relation::Compound
        && let Some(head) = token.head
        && document.token(head).upos == Upos::Noun
        && head == id.offset(1).unwrap_or(id)
        && !NARROWED.contains(&document.lemma(head))
    {
        return false;
    }
    // "an organization named Forum", "the Munich Security Conference" is met at, not had.
    if token.upos == Upos::ProperNoun && trigger.form == Form::Weak {
        return false;
    }
    if sums_up(context, id) || is_body(context, id) {
        return false;
    }
    match trigger.need {
        "call" => {
            modified(
                context,
                id,
                &["phone", "telephone", "video", "conference", "courtesy", "joint"],
            ) || follows(context, id, &["with", "between"], 6)
                || is_dialed(context, id)
                || document
                    .dependents(id, &[Relation::Det])
                    .any(|it| document.word(it).eq_ignore_ascii_case("the"))
                    && !follows(context, id, &["for", "to", "on"], 1)
        }
        "audience" => {
            follows(context, id, &["with", "by", "at"], 3)
                || said(
                    context,
                    id,
                    &[
                        "received", "granted", "private", "receive", "papal", "royal", "gave",
                        "give",
                    ],
                )
        }
        "phone" => {
            id.offset(-1).is_some_and(|it| {
                ["the", "by", "over", "on"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(document.word(it)))
            }) && (id.offset(-1).is_some_and(|it| matches!(document.word(it), "by" | "over"))
                || id.offset(-2).is_some_and(|it| matches!(document.word(it), "over" | "on"))
                || follows(context, id, &["to", "with", "between"], 3)
                || document.dependents(id, &[Relation::Cop]).next().is_some()
                || document
                    .token(id)
                    .head
                    .is_some_and(|verb| matches!(document.lemma(verb), "have" | "get" | "be")))
        }
        "with" => follows(context, id, &["with"], 6),
        "round" => {
            own == "round"
                && (follows(context, id, &["of", "in"], 2)
                    || modified(
                        context,
                        id,
                        &[
                            "new", "next", "last", "latest", "previous", "earlier", "first",
                            "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                            "final",
                        ],
                    ))
        }
        _ => true,
    }
}

/// Whether a noun counts what was told: "had talks with Lund and with Berg – three meetings".
fn sums_up(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    matches!(token.relation, Relation::Appos | Relation::Parataxis)
        && token.xpos == Xpos::Nns
        && document.dependents(id, &[Relation::Nummod]).next().is_some()
}

/// Whether a noun is part of the name of a body: "the factions of the Congress of Peace".
fn is_body(context: &Context<'_>, id: TokenId) -> bool {
    /// What bodies have.
    const PARTS: &[&str] = &[
        "faction",
        "leader",
        "head",
        "chairman",
        "chair",
        "president",
        "secretary",
        "member",
        "founder",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "director",
        "representative",
        "delegate",
        "official",
        "wing",
        "branch",
        "party",
    ];
    let document = context.document;
    let token = document.token(id);
    document.name_at(id).is_some_and(|it| it.kind == NameKind::Organization)
        && token.relation == Relation::Nmod
        && document.dependents(id, &[Relation::Case]).any(|it| document.word(it) == "of")
        && token.head.is_some_and(|it| PARTS.contains(&document.lemma(it)))
}
