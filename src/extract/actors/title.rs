//! What stands around a personal name: offices before and after it, and whom they serve.
//!
//! Finds: `Kenya's Deputy Foreign Minister NAME`, `NAME, the EU's foreign policy chief`,
//! `Secretary-General of the United Nations NAME`, `the Kremlin aide NAME`.

use crate::extract::Context;
use crate::gazetteer::{Known, TitleKind};
use crate::nlp::{NameKind, TokenId, TokenRange, Upos};

/// Tokens that may stand between a title and the name it belongs to: enough for
/// "Secretary-General of the United Nations, António Guterres".
const REACH: usize = 12;

/// Last words of offices that no list has in full: "economy secretary", "Kremlin aide".
const HEADS: &[&str] = &[
    "minister",
    "president",
    "secretary",
    "envoy",
    "ambassador",
    "chancellor",
    "premier",
    "leader",
    "chief",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "adviser",
    "advisor",
    "aide",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "negotiator",
    "mediator",
    "commissioner",
    "director",
    "governor",
    "mayor",
    "senator",
    "congressman",
    "congresswoman",
    "lawmaker",
    "representative",
    "diplomat",
    "official",
    "king",
    "queen",
    "prince",
    "princess",
    "emir",
    "sultan",
    "general",
    "commander",
    "admiral",
    "colonel",
    "marshal",
    "head",
    "deputy",
    "coordinator",
    "delegate",
    "counselor",
    "counsellor",
    "councilor",
    "speaker",
    "judge",
    "prosecutor",
    "patriarch",
    "pope",
    "ayatollah",
    "journalist",
    "analyst",
    "professor",
    "economist",
    "activist",
    "president-elect",
    "politician",
    "legislator",
    "vice-president",
    "undersecretary",
    "under-secretary",
    "secretary-general",
    "co-chair",
    "vice-chairman",
    "businessman",
    "lawyer",
    "rapporteur",
    "strategist",
    "monarch",
    "ruler",
    "attaché",
    "consul",
];

/// What was found around a name.
pub(super) struct Around {
    /// Offices, without the state they serve.
    pub(super) roles: Vec<String>,
    /// Common names of the states or organizations served.
    pub(super) affiliations: Vec<String>,
    /// The name with its titles in front.
    pub(super) tokens: TokenRange,
}

/// Reads what stands before and after a name.
pub(super) fn around(context: &Context<'_>, name: TokenRange) -> Around {
    let mut found = Around { roles: Vec::new(), affiliations: Vec::new(), tokens: name };
    before(context, name, &mut found);
    after(context, name, &mut found);
    found
}

/// The words of some tokens.
fn words<'a>(context: &Context<'a>, range: std::ops::Range<usize>) -> Vec<&'a str> {
    range.map(|index| context.document.word(TokenId::new(index))).collect()
}

/// Whether a word is the last of an office.
pub(in crate::extract) fn is_office_head(word: &str) -> bool {
    HEADS.iter().any(|head| head.eq_ignore_ascii_case(word))
}

/// The title that ends before `end`, as its first token.
fn title_before(context: &Context<'_>, end: usize, least: usize) -> Option<usize> {
    let start = end.saturating_sub(REACH).max(least);
    let all = words(context, start..end);
    let mut best = None;
    for (offset, _) in all.iter().enumerate() {
        if let Some((count, kind)) = context.gazetteer.title(&all[offset..])
            && offset + count == all.len()
            && kind != TitleKind::Honorific
        {
            best = Some(start + offset);
            break;
        }
    }
    best.or_else(|| {
        let last = all.last()?;
        is_office_head(last).then_some(end - 1)
    })
}

/// Reads the title before a name, and whom it serves.
fn before(context: &Context<'_>, name: TokenRange, found: &mut Around) {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(name.start())).tokens;
    let mut end = name.start();
    let word = |index: usize| document.word(TokenId::new(index));
    // "Mr Lund", "Dr. Lund".
    while end > sentence.start() && is_honorific(context, word(end - 1)) {
        end -= 1;
    }
    found.tokens = TokenRange::new(end, name.end());
    // "foreign minister, Adaeze Okwuosa": a comma may part them.
    let comma = end > sentence.start() + 1 && word(end - 1) == ",";
    let title_end = if comma { end - 1 } else { end };
    // "President of the European Council Jan Lund": an organization may stand between.
    let mut service = None;
    let mut at = title_end;
    if let Some(other) = name_ending_at(context, at)
        && !comma
        && let Some(of) = of_before(context, other.start(), sentence.start())
        && let Some(start) = title_before(context, of, sentence.start())
    {
        service = affiliation_of(context, other);
        at = of;
        push_role(context, found, start..of);
        found.tokens = TokenRange::new(start, name.end());
        serve(context, start, sentence.start(), found);
    } else if let Some(start) = title_before(context, at, sentence.start()) {
        let start = extend_left(context, start, sentence.start());
        if comma && !is_definite(context, start, sentence.start()) {
            return;
        }
        push_role(context, found, start..at);
        if !comma {
            found.tokens = TokenRange::new(start, name.end());
        }
        serve(context, start, sentence.start(), found);
    }
    if let Some(service) = service
        && !found.affiliations.contains(&service)
    {
        found.affiliations.push(service);
    }
    let _ = at;
}

/// Whether a phrase that a comma parts from a name belongs to it: a state or "the" leads it.
fn is_definite(context: &Context<'_>, start: usize, least: usize) -> bool {
    start > least && {
        let word = context.document.word(TokenId::new(start - 1));
        word.eq_ignore_ascii_case("the")
            || word == "'s"
            || word == "’s"
            || context.gazetteer.state_named(word).is_some()
    }
}

/// Whether a word is a form of address.
fn is_honorific(context: &Context<'_>, word: &str) -> bool {
    matches!(context.gazetteer.title(&[word]), Some((1, TitleKind::Honorific)))
}

/// Takes the words before a title that narrow it: "foreign policy chief", "deputy trade minister".
fn extend_left(context: &Context<'_>, mut start: usize, least: usize) -> usize {
    let document = context.document;
    while start > least {
        let id = TokenId::new(start - 1);
        let token = document.token(id);
        let word = document.word(id);
        let narrows = matches!(token.upos, Upos::Noun | Upos::Adjective | Upos::ProperNoun)
            || (word == "-" && start > least + 1);
        let is_name = document.name_at(id).is_some_and(|name| name.kind != NameKind::Other);
        let is_state = context.gazetteer.state_named(word).is_some();
        let is_other = ["former", "ex", "then", "current", "own"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(word));
        if !narrows || is_name || is_state || is_other {
            break;
        }
        start -= 1;
    }
    start
}

/// Reads whom an office serves, from what stands before it: "Kenya's", "Kenyan", "the EU".
fn serve(context: &Context<'_>, start: usize, least: usize, found: &mut Around) {
    let document = context.document;
    let mut at = start;
    if at > least && matches!(document.word(TokenId::new(at - 1)), "'s" | "’s" | "'" | "’") {
        at -= 1;
    }
    if at == least {
        return;
    }
    let other = name_ending_at(context, at).unwrap_or_else(|| TokenRange::new(at - 1, at));
    let possessive = at < start;
    let whole = document.name_at(TokenId::new(at - 1));
    if whole.is_some_and(|name| name.kind == NameKind::Person) {
        return;
    }
    if let Some(served) = affiliation_of(context, other) {
        if !found.affiliations.contains(&served) {
            found.affiliations.push(served);
        }
        if !possessive {
            found.tokens = found.tokens.cover(other);
        }
    }
}

/// The name that ends before the token at `end`.
fn name_ending_at(context: &Context<'_>, end: usize) -> Option<TokenRange> {
    let name = context.document.name_at(TokenId::new(end.checked_sub(1)?))?;
    (name.tokens.end() == end && name.kind != NameKind::Person).then_some(name.tokens)
}

/// Where "of", "of the" or "for" begins that ends before `end`.
fn of_before(context: &Context<'_>, end: usize, least: usize) -> Option<usize> {
    let word = |index: usize| context.document.word(TokenId::new(index));
    let mut at = end;
    if at > least && word(at - 1).eq_ignore_ascii_case("the") {
        at -= 1;
    }
    (at > least && ["of", "for", "at"].iter().any(|it| it.eq_ignore_ascii_case(word(at - 1))))
        .then(|| at - 1)
}

/// The common name of what a name or adjective stands for as an employer.
fn affiliation_of(context: &Context<'_>, name: TokenRange) -> Option<String> {
    let (document, gazetteer) = (context.document, context.gazetteer);
    let text = document.text_of(name);
    if let Some(state) = gazetteer.state_named(text) {
        return Some(gazetteer.state(state).name.to_owned());
    }
    let known = document.name_at(name.first()?)?;
    match known.kind {
        NameKind::Organization => {
            let canonical = gazetteer.lookup(text).find_map(|known| match known {
                Known::Organization(id) => Some(gazetteer.organization(id).name.to_owned()),
                _ => None,
            });
            Some(canonical.unwrap_or_else(|| text.to_owned()))
        }
        NameKind::Location => Some(text.to_owned()),
        _ => None,
    }
}

/// Adds the words of an office.
fn push_role(context: &Context<'_>, found: &mut Around, range: std::ops::Range<usize>) {
    if range.is_empty() {
        return;
    }
    let tokens = TokenRange::new(range.start, range.end);
    let role = context.document.text_of(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
    found.roles.push(role);
}

/// Reads an office after a name: ", Kenya's foreign minister", ", president of Kenya,".
fn after(context: &Context<'_>, name: TokenRange, found: &mut Around) {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(name.start())).tokens;
    let word = |index: usize| {
        if index < sentence.end() { document.word(TokenId::new(index)) } else { "" }
    };
    if !matches!(word(name.end()), "," | "(" | "—" | "–") {
        return;
    }
    let first = name.end() + 1;
    let mut at = first;
    let limit = sentence.end().min(first + REACH);
    while at < limit {
        if matches!(word(at), "," | "and" | "who" | "said" | "which" | ")" | "." | ";") {
            return;
        }
        // A second person within the phrase: a list of names.
        let other = document.name_at(TokenId::new(at));
        if other.is_some_and(|it| it.kind == NameKind::Person) {
            return;
        }
        let is_verb = document.token(TokenId::new(at)).upos == Upos::Verb;
        if is_verb {
            return;
        }
        let ahead = words(context, at..limit);
        let listed =
            context.gazetteer.title(&ahead).filter(|(_, kind)| *kind != TitleKind::Honorific);
        let count =
            listed.map_or_else(|| usize::from(is_office_head(word(at))), |(count, _)| count);
        if count > 0 && other.is_none_or(|it| it.tokens.start() == at || listed.is_some()) {
            let start = extend_left(context, at, first);
            push_role(context, found, start..at + count);
            serve(context, start, first, found);
            found.tokens = found.tokens.cover(name);
            let mut end = at + count;
            if matches!(word(end), "of" | "for" | "at" | "to") {
                end += 1;
                if word(end).eq_ignore_ascii_case("the") {
                    end += 1;
                }
                if end < sentence.end()
                    && let Some(other) = document.name_at(TokenId::new(end))
                    && let Some(served) = affiliation_of(context, other.tokens)
                    && !found.affiliations.contains(&served)
                {
                    found.affiliations.push(served);
                }
            }
            return;
        }
        at += 1;
    }
}
