//! What stands around a personal name: offices before and after it, and whom they serve.
//!
//! Finds: `Kenya's Deputy Foreign Minister NAME`, `NAME, the EU's foreign policy chief`,
//! `Secretary-General of the United Nations NAME`, `the Kremlin aide NAME`.

mod apposed;
mod counterpart;
mod idle;
mod rank;
mod several;
mod signer;

use crate::extract::Context;
use crate::gazetteer::{Known, TitleKind};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos, Xpos};

use apposed::{is_apposed, is_body, owner};
use idle::IDLE;
use rank::{before_lone_rank, before_rank, is_lone_rank, is_rank, is_retired};

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
    "dean",
    "president-designate",
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
    /// The name of the person whose aide or deputy this is.
    pub(super) under: Option<TokenRange>,
    /// The name or pronoun of the person whose office this one holds elsewhere.
    pub(super) like: Option<TokenId>,
}

/// Reads what stands before and after a name.
pub(super) fn around(context: &Context<'_>, name: TokenRange) -> Around {
    let mut found = Around {
        roles: Vec::new(),
        affiliations: Vec::new(),
        tokens: name,
        under: None,
        like: None,
    };
    within(context, name, &mut found);
    before(context, name, &mut found);
    after(context, name, &mut found);
    found
}

/// Reads the office or rank that a name begins with: "Grand Ayatollah NAME".
fn within(context: &Context<'_>, name: TokenRange, found: &mut Around) {
    let own = without_forms(context, name).start();
    let all = words(context, name.start()..own);
    let title = context.gazetteer.title(&all).filter(|(count, _)| *count == all.len());
    if title.is_some_and(|(_, kind)| kind != TitleKind::Honorific) {
        let least = context.document.sentence(TokenId::new(name.start())).tokens.start();
        let longer = title_before(context, own, least.max(own.saturating_sub(all.len() + 1)));
        push_role(context, found, longer.unwrap_or(name.start()).min(name.start())..own);
    }
}

/// The words of some tokens.
fn words<'a>(context: &Context<'a>, range: std::ops::Range<usize>) -> Vec<&'a str> {
    range.map(|index| context.document.word(TokenId::new(index))).collect()
}

/// Whether a word is the last of an office.
pub(in crate::extract) fn is_office_head(word: &str) -> bool {
    HEADS.iter().any(|head| head.eq_ignore_ascii_case(word))
}

/// Whether words are an office, or several of one: the number of its words, and whether it is a
/// plural.
fn office(context: &Context<'_>, words: &[&str]) -> Option<usize> {
    if let Some((count, kind)) = context.gazetteer.title(words)
        && kind != TitleKind::Honorific
    {
        return Some(count);
    }
    words.first().is_some_and(|word| is_office_head(word)).then_some(1)
}

/// The title that ends before `end`, as its first token.
fn title_before(context: &Context<'_>, end: usize, least: usize) -> Option<usize> {
    let start = end.saturating_sub(REACH).max(least);
    let all = words(context, start..end);
    let longest = (0..all.len()).filter(|&it| !is_article(all[it])).find(|&offset| {
        context.gazetteer.title(&all[offset..]).is_some_and(|(count, kind)| {
            offset + count == all.len() && kind != TitleKind::Honorific
        })
    });
    // "at 5 pm NAME left": a time.
    let is_hour = |offset: usize| {
        all[offset].eq_ignore_ascii_case("pm")
            && offset > 0
            && all[offset - 1].chars().any(|it| it.is_ascii_digit())
    };
    longest
        .filter(|&offset| !is_hour(offset))
        .map(|offset| start + offset)
        .or_else(|| all.last().filter(|last| is_office_head(last)).map(|_| end - 1))
}

/// The title with what is said of it before `end`: "Ambassador to Madrid", "chief of staff of the
/// armed forces". Its first token, and the one after the title itself.
fn title_with_more(context: &Context<'_>, end: usize, least: usize) -> Option<(usize, usize)> {
    let document = context.document;
    let mut start = end;
    while start > least && end - start < REACH {
        let id = TokenId::new(start - 1);
        let token = document.token(id);
        let word = document.word(id);
        let kind = document.name_at(id).map(|it| it.kind);
        let is_person = kind == Some(NameKind::Person);
        let keeps = kind.is_some()
            || matches!(
                token.upos,
                Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Determiner | Upos::Numeral
            )
            || is_preposition(word)
            || matches!(word, "'s" | "’s" | "-" | "and" | "&" | "'" | "’");
        if !keeps || is_person {
            break;
        }
        start -= 1;
    }
    let all = words(context, start..end);
    // "on Tuesday the minister of": an office that begins with its article would go on to the day.
    (0..all.len()).filter(|&it| !is_article(all[it])).find_map(|offset| {
        let count = office(context, &all[offset..])?;
        let after = offset + count;
        let complements = after < all.len() && is_preposition(all[after]);
        complements.then_some((start + offset, start + after))
    })
}

/// Whether a word is an article.
fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether a word joins an office to what it is for.
fn is_preposition(word: &str) -> bool {
    ["of", "for", "to", "at", "in", "on"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether a token is a hyphen within a word, and no dash.
fn is_hyphen(context: &Context<'_>, at: usize) -> bool {
    let (document, at) = (context.document, TokenId::new(at));
    let joins = |next: TokenId| document.token(at).span.end() == document.token(next).span.start();
    document.word(at) == "-" && document.next(at).is_some_and(joins)
}

/// Reads the title before a name, and whom it serves.
fn before(context: &Context<'_>, name: TokenRange, found: &mut Around) {
    let document = context.document;
    let least = document.sentence(TokenId::new(name.start())).tokens.start();
    let word = |index: usize| document.word(TokenId::new(index));
    // "Mr Lund", "Dr. Lund".
    let mut end = several::honored(context, name.start(), least);
    // "Amir-Abdollahian": a part of the name.
    if end > least && is_hyphen(context, end - 1) {
        return;
    }
    // "Lt Gen (ret) NAME".
    if end >= least + 3 && word(end - 1) == ")" && word(end - 3) == "(" && is_retired(word(end - 2))
    {
        end -= 3;
    }
    // "the foreign minister, the Honourable NAME".
    if end < name.start() && end > least + 1 && word(end - 1) == "the" && word(end - 2) == "," {
        end -= 1;
    }
    found.tokens = TokenRange::new(end, name.end());
    // "foreign minister, Adaeze Okwuosa": a comma may part them.
    let comma = end > least + 1 && word(end - 1) == ",";
    let at = if comma { end - 1 } else { end };
    if counterpart::before(context, (at, least), name, found) {
        return;
    }
    if let Some(title) = title_before(context, at, least) {
        let title = before_lone_rank(context, title..at, least);
        let start = extend_left(context, title, least);
        if comma && !is_apposed(context, start, least, name) {
            return;
        }
        // "Deputy Prime Minister and Foreign Minister NAME".
        let joined = |at: usize| at > least + 1 && matches!(word(at - 1), "and" | "&");
        let other = joined(start).then(|| title_before(context, start - 1, least)).flatten();
        // "the president and Foreign Minister NAME" are two.
        let is_the = |at: usize| at > least && word(at - 1).eq_ignore_ascii_case("the");
        let first =
            other.map(|it| extend_left(context, it, least)).filter(|it| comma || !is_the(*it));
        if let Some(first) = first {
            push_role(context, found, first..start - 1);
        }
        push_role(context, found, start..at);
        let start = first.unwrap_or(start);
        if !comma {
            found.tokens = TokenRange::new(start, name.end());
        }
        serve(context, start, least, found);
        // "Kenya's army chief, General NAME".
        if is_lone_rank(context, start..at) {
            before_rank(context, (start, least), name, found);
        }
        // "her Norwegian counterpart, Minister NAME".
        if found.affiliations.is_empty() && start > least + 1 && word(start - 1) == "," {
            counterpart::before(context, (start - 1, least), name, found);
        }
    } else if let Some((title, after)) = title_with_more(context, at, least) {
        let start = extend_left(context, title, least);
        // "President of the European Council Jan Lund": an organization may stand between.
        let whole = name_ending_at(context, at);
        if !(comma && is_apposed(context, start, least, name) || !comma && whole.is_some()) {
            return;
        }
        push_role(context, found, start..after);
        if !comma {
            found.tokens = TokenRange::new(start, name.end());
        }
        serve(context, start, least, found);
        service(context, after, at, found);
    } else if let Some((title, after)) = portfolio(context, at, least, comma.then_some(name)) {
        push_role(context, found, title..after);
        found.tokens = TokenRange::new(title, name.end());
        serve(context, title, least, found);
    } else {
        // "Thailand's Princess NAME", "Thailand's NAME".
        let possessive = end > least + 1 && matches!(word(end - 1), "'s" | "’s" | "'" | "’");
        let of_body =
            possessive && name_ending_at(context, end - 1).is_some_and(|it| is_body(context, it));
        if end < name.start() || of_body {
            serve(context, end, least, found);
        }
        several::before(context, name, least, found);
    }
}

/// The office with what it is for that ends before `end`: "Undersecretary for Political Affairs",
/// "the Commissioner for Trade, Peace and Security,". Its first token, and the one after the title.
fn portfolio(
    context: &Context<'_>,
    end: usize,
    least: usize,
    apposed: Option<TokenRange>,
) -> Option<(usize, usize)> {
    /// Words of what an office is for at most.
    const LONGEST: usize = 8;
    let document = context.document;
    let word = |at: usize| document.word(TokenId::new(at));
    let mut at = end;
    while at > least + 1 && end - at < LONGEST {
        at -= 1;
        if matches!(word(at), "for" | "of") {
            let all = words(context, at.saturating_sub(REACH).max(least)..at);
            let offset = (0..all.len())
                .find(|&offset| office(context, &all[offset..]) == Some(all.len() - offset))?;
            let title = at - (all.len() - offset);
            let fits = apposed.is_none_or(|name| is_apposed(context, title, least, name));
            return (fits && at + 1 < end).then_some((title, at));
        }
        let joins = matches!(word(at), "," | "and" | "&") && at + 1 < end;
        let named = document
            .name_at(TokenId::new(at))
            .is_some_and(|it| matches!(it.kind, NameKind::Person | NameKind::Location));
        if !(joins || word(at).starts_with(char::is_uppercase)) || named {
            return None;
        }
    }
    None
}

/// Reads whom an office is said to be of, from the preposition at `at` on: "of the European
/// Council", "at Kenya's Ministry of Trade".
fn service(context: &Context<'_>, at: usize, limit: usize, found: &mut Around) {
    let document = context.document;
    let word = |index: usize| document.word(TokenId::new(index));
    let mut at = at;
    while at + 1 < limit && matches!(word(at), "of" | "at" | "in" | "to" | "from") {
        // "ambassador in Quito", "envoy to Libya": where one is sent, one serves nobody.
        let sent = matches!(word(at), "in" | "to");
        let mut next = at + 1;
        if word(next).eq_ignore_ascii_case("the") {
            next += 1;
        }
        if next >= limit {
            return;
        }
        let Some(other) = document.name_at(TokenId::new(next)) else {
            // "of the Kenyan parliament".
            if !sent && let Some(served) = affiliation_of(context, TokenRange::new(next, next + 1))
            {
                add(found, served);
            }
            return;
        };
        // "of Chad" is of no man of that name.
        let state = context.gazetteer.state_named(document.text_of(other.tokens)).is_some();
        if other.kind == NameKind::Person && !state || other.tokens.start() != next {
            return;
        }
        // "of Turkey Friendship Group", where the name is cut short.
        let after = TokenId::new(other.tokens.end().min(document.tokens().len() - 1));
        if other.kind == NameKind::Location
            && (document.token(after).upos == Upos::ProperNoun || is_hyphen(context, after.index()))
        {
            return;
        }
        let is_place = other.kind == NameKind::Location
            && (sent || context.gazetteer.state_named(document.text_of(other.tokens)).is_none());
        if !is_place && let Some(served) = affiliation_of(context, other.tokens) {
            add(found, served);
        }
        at = other.tokens.end();
        if at < limit && matches!(word(at), "'s" | "’s") {
            let next = TokenId::new((at + 1).min(limit - 1));
            if let Some(other) = document.name_at(next)
                && let Some(served) = affiliation_of(context, other.tokens)
            {
                add(found, served);
            }
            return;
        }
    }
}

/// Adds whom a person serves.
fn add(found: &mut Around, served: String) {
    if !found.affiliations.contains(&served) {
        found.affiliations.push(served);
    }
}

/// Whether a word is a family name or a pronoun, and no "H.E.": "Wang Yi and He Lifeng".
fn is_he(word: &str) -> bool {
    matches!(word, "He" | "he")
}

/// Whether a word is a form of address.
fn is_honorific(context: &Context<'_>, word: &str) -> bool {
    !is_he(word) && matches!(context.gazetteer.title(&[word]), Some((1, TitleKind::Honorific)))
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
        let is_other = IDLE.iter().any(|it| it.eq_ignore_ascii_case(word));
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
    // "Kenya's newly named", "the visiting Kenyan".
    while at > least
        && IDLE.iter().any(|it| it.eq_ignore_ascii_case(document.word(TokenId::new(at - 1))))
        && !["the", "a", "an", "this"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(TokenId::new(at - 1))))
    {
        at -= 1;
    }
    // "its envoy", "whose envoy".
    if at > least
        && ["its", "whose"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(TokenId::new(at - 1))))
    {
        let owner = owner(context, at - 1);
        if let Some(served) = owner.and_then(|it| affiliation_of(context, it)) {
            add(found, served);
        }
        return;
    }
    if at > least && matches!(document.word(TokenId::new(at - 1)), "'s" | "’s" | "'" | "’") {
        at -= 1;
    }
    if at == least {
        return;
    }
    let other = name_ending_at(context, at).unwrap_or_else(|| TokenRange::new(at - 1, at));
    let possessive = at < start;
    let whole = document.name_at(TokenId::new(at - 1));
    if let Some(name) = whole.filter(|name| name.kind == NameKind::Person) {
        // "Okwuosa's spokesman".
        if possessive {
            found.under = Some(name.tokens);
        }
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
                Known::Organization(id) => Some(gazetteer.organization(id).name.to_string()),
                _ => None,
            });
            // "NATO" is how all call it; "the UN" is not.
            let is_short = text.len() > 2 && text.chars().all(char::is_uppercase);
            match canonical {
                Some(canonical) if !is_short => Some(canonical),
                _ => (text != "Union").then(|| text.to_owned()),
            }
        }
        NameKind::Location => Some(text.to_owned()),
        _ => None,
    }
}

/// A name without the forms of address that it begins with: "Rt Hon Adaeze Okwuosa".
pub(super) fn without_forms(context: &Context<'_>, name: TokenRange) -> TokenRange {
    let mut start = name.start();
    while start + 1 < name.end() {
        let ahead = words(context, start..name.end());
        match context.gazetteer.title(&ahead).filter(|_| !is_he(ahead[0])) {
            Some((count, TitleKind::Honorific)) if start + count < name.end() => start += count,
            // "Ayatollah Adaeze Okwuosa", but "Mullah Okwuosa", whom all call so.
            Some((count, TitleKind::Religious | TitleKind::Military))
                if start + count + 1 < name.end() =>
            {
                start += count;
            }
            // "PM Okwuosa".
            Some((1, _)) if ahead[0].len() < 4 && ahead[0].chars().all(char::is_uppercase) => {
                start += 1;
            }
            _ => break,
        }
    }
    TokenRange::new(start, name.end())
}

/// Whether a name is only an office or what one is called by: "the Honorary Consul", "Madame".
pub(super) fn is_title(context: &Context<'_>, name: TokenRange) -> bool {
    let all = words(context, name.start()..name.end());
    context.gazetteer.title(&all).is_some_and(|(count, _)| count == all.len())
        || all.len() == 1 && is_office_head(all[0])
}

/// Adds the words of an office, and whom it serves if its first words tell: "NATO Secretary
/// General".
fn push_role(context: &Context<'_>, found: &mut Around, range: std::ops::Range<usize>) {
    let document = context.document;
    let mut start = range.start;
    while start < range.end {
        let id = TokenId::new(start);
        let word = document.word(id);
        let named = document
            .name_at(id)
            .filter(|it| {
                it.tokens.start() == start
                    && it.tokens.end() < range.end
                    && matches!(it.kind, NameKind::Organization | NameKind::Location)
            })
            .map(|it| it.tokens);
        if let Some(named) = named
            && let Some(served) = affiliation_of(context, named)
        {
            add(found, served);
            start = named.end();
        } else if start + 1 < range.end
            && word.starts_with(char::is_uppercase)
            && let Some(state) = context.gazetteer.state_named(word)
        {
            // "Kremlin spokesman".
            add(found, context.gazetteer.state(state).name.to_owned());
            start += 1;
        } else if IDLE.iter().any(|it| it.eq_ignore_ascii_case(word)) || matches!(word, "'s" | "’s")
        {
            start += 1;
        } else if let Some(end) = idle::leaning(context, start..range.end) {
            start = end;
        } else {
            break;
        }
    }
    // "Prime Minister Dr NAME": what one is called by is no office.
    let mut end = range.end;
    while end > start && is_honorific(context, document.word(TokenId::new(end - 1))) {
        end -= 1;
    }
    // "president of the", where a name follows.
    while end > start && matches!(document.word(TokenId::new(end - 1)), "of" | "the") {
        end -= 1;
    }
    // "vice-president of the European Commission".
    for at in start..end {
        let name = document.name_at(TokenId::new(at)).filter(|it| {
            it.tokens.start() == at && it.tokens.end() <= end && it.kind == NameKind::Organization
        });
        if let Some(served) = name.and_then(|it| affiliation_of(context, it.tokens)) {
            add(found, served);
        }
    }
    // "deputy intelligence chief Brigadier NAME": an office and a rank.
    let rank = (start + 1..end).find(|&at| is_rank(context, start, at..end)).unwrap_or(end);
    for range in [start..rank, rank..end].into_iter().filter(|it| !it.is_empty()) {
        let role = document.text_of(TokenRange::new(range.start, range.end));
        found.roles.push(role.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// Reads an office after a name: ", Kenya's foreign minister", ", president of Kenya,", ", who is
/// the president of Kenya", and whom one is of: "NAME of Kenya", "NAME (Kenya)".
fn after(context: &Context<'_>, name: TokenRange, found: &mut Around) {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(name.start())).tokens;
    let word = |index: usize| {
        if index < sentence.end() { document.word(TokenId::new(index)) } else { "" }
    };
    if several::after(context, name, sentence.start(), found) || signer::after(context, name, found)
    {
        return;
    }
    let mut next = name.end();
    // "NAME of Ghana", "NAME, of the National Archive".
    let of = if word(next) == "," { next + 1 } else { next };
    if matches!(word(of), "of" | "from") {
        return service(context, of, sentence.end(), found);
    }
    if !matches!(word(next), "," | "(" | "—" | "–") {
        return;
    }
    let parenthesis = word(next) == "(";
    next += 1;
    if parenthesis
        && let Some(other) = document.name_at(TokenId::new(next.min(sentence.end() - 1)))
        && word(other.tokens.end()) == ")"
        && let Some(served) = affiliation_of(context, other.tokens)
    {
        return add(found, served);
    }
    let relative = word(next) == "who"
        && (matches!(word(next + 1), "is" | "was")
            || word(next + 1) == "serves" && word(next + 2) == "as");
    if relative {
        next += if word(next + 1) == "serves" { 3 } else { 2 };
    }
    // "NAME, who heads the commission".
    if word(next) == "who" && is_leading(word(next + 1)) {
        let first = next + 2 + usize::from(word(next + 2).eq_ignore_ascii_case("the"));
        let led = document
            .name_at(TokenId::new(first.min(sentence.end() - 1)))
            .filter(|it| it.tokens.start() == first && it.kind == NameKind::Organization);
        if let Some(served) = led.and_then(|it| affiliation_of(context, it.tokens)) {
            add(found, served);
        }
        return;
    }
    office_from(context, name, next, found);
}

/// Whether a verb is for those who are at the head of a body.
fn is_leading(word: &str) -> bool {
    ["heads", "headed", "leads", "led", "chairs", "chaired", "runs", "ran", "commands", "commanded"]
        .contains(&word)
}

/// Whether a noun is the subject of the verb right behind it.
fn is_subject(context: &Context<'_>, noun: usize) -> bool {
    let document = context.document;
    let (noun, next) = (TokenId::new(noun), TokenId::new(noun + 1));
    let token = document.token(noun);
    let is_subject = matches!(token.relation, Relation::Nsubj | Relation::NsubjPass);
    is_subject
        && next.index() < document.sentence(noun).tokens.end()
        && matches!(document.token(next).upos, Upos::Verb | Upos::Auxiliary)
        && token.head.is_some_and(|verb| verb >= next)
}

/// Reads the office in the noun phrase that begins at `first`.
fn office_from(context: &Context<'_>, name: TokenRange, first: usize, found: &mut Around) {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(name.start())).tokens;
    let word = |index: usize| {
        if index < sentence.end() { document.word(TokenId::new(index)) } else { "" }
    };
    let mut at = first;
    let limit = sentence.end().min(first + REACH);
    while at < limit {
        let id = TokenId::new(at);
        let token = document.token(id);
        let keeps =
            matches!(
                token.upos,
                Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Determiner | Upos::Numeral
            ) || matches!(word(at), "'s" | "’s" | "-" | "now" | "then" | "also" | "'" | "’")
                || token.xpos == Xpos::PrpS;
        // A second person within the phrase: a list of names.
        let other = document.name_at(id);
        let another = other.filter(|it| it.kind == NameKind::Person);
        if let Some(another) = another {
            // ", Lund's spokesman".
            if !matches!(word(another.tokens.end()), "'s" | "’s") || at != first {
                return;
            }
            at = another.tokens.end();
            continue;
        }
        if !keeps {
            return;
        }
        let ahead = words(context, at..limit);
        let count = office(context, &ahead).unwrap_or_default();
        let listed = count > 1;
        // "the president's aide": the office is the last noun.
        let narrows = matches!(word(at + count), "'s" | "’s");
        // "NAME, German Chancellor NAME": the office is that of the second.
        let mut end = at + count;
        while end < sentence.end() && is_honorific(context, word(end)) {
            end += 1;
        }
        let of_next = count > 0
            && end < sentence.end()
            && document
                .name_at(TokenId::new(end))
                .is_some_and(|it| it.kind == NameKind::Person && it.tokens.start() == end);
        if of_next {
            return;
        }
        // "met NAME, his spokesman said": of the verb behind it, not of NAME.
        if count > 0 && is_subject(context, at + count - 1) {
            return;
        }
        if count > 0 && !narrows && other.is_none_or(|it| it.tokens.start() == at || listed) {
            let start = extend_left(context, at, first);
            push_role(context, found, start..at + count);
            serve(context, start, first, found);
            found.tokens = found.tokens.cover(name);
            service(context, at + count, sentence.end(), found);
            return;
        }
        // "NAME, his Cuban colleague".
        if counterpart::is_counterpart(word(at)) || word(at) == "number" {
            return counterpart::after(context, at, first, found);
        }
        at += 1;
    }
}
