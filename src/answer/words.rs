//! The words of a question, as patterns compare them.

use crate::text::{Span, fold};

/// A word of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// It, folded, without the punctuation around it.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether a comma follows it.
    pub(super) is_parted: bool,
}

/// What may stand before a question and asks nothing.
const OPENERS: &[&[&str]] = &[
    &["please"],
    &["can", "you", "tell", "me"],
    &["could", "you", "tell", "me"],
    &["i", "want", "to", "know"],
    &["i", "would", "like", "to", "know"],
    &["do", "you", "know"],
    &["tell", "me"],
    &["could", "you", "please", "tell", "me"],
    &["i'd", "like", "to", "know"],
    &["i", "wonder"],
    &["show", "me"],
    &["show", "us"],
    &["tell", "us"],
    &["give", "me"],
    &["show"],
    &["list"],
    &["find"],
    &["find", "me"],
    &["what", "about"],
    &["ok"],
    &["hi"],
    &["but"],
    &["and"],
    &["so"],
];

/// The words of a question; a possessive ending is a word of its own, "who's" is "who is".
pub(super) fn words(question: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in question.split_whitespace() {
        let start = at + question[at..].find(piece).expect("it is a piece of it");
        at = start + piece.len();
        take(question, Span::new(start, at), &mut found);
    }
    // "Where's Trump met Kim?" is "where has".
    let is_past = |word: &Word| {
        ["met", "spoken", "talked", "said", "told", "been", "visited", "called"]
            .contains(&word.text.as_str())
    };
    if found.iter().any(is_past)
        && let [first, second, third, ..] = &mut found[..]
        && ASKING.contains(&first.text.as_str())
        && second.text == "is"
        && second.span.len() < "is".len() + 1
        && question[second.span.start()..].starts_with(['\'', '’'])
        && third.text != "the"
    {
        "has".clone_into(&mut second.text);
    }
    found
}

/// Marks of quotation and the like around a word.
const AROUND: &[char] = &['"', '“', '”', '‘', '«', '»', '(', ')', '[', ']', '?', '!', ';', ':'];

/// Words that ask.
const ASKING: &[&str] = &["who", "what", "where", "when", "how", "whom"];

/// A word that asks, and the verb that hangs on it: "who'd", "where've".
fn contraction(word: &str) -> Option<(&str, &'static str)> {
    const VERBS: &[(&str, &str)] = &[("d", "did"), ("ve", "have"), ("ll", "will"), ("re", "are")];
    let (stem, ending) = word.rsplit_once(['\'', '’'])?;
    let verb = VERBS.iter().find(|it| it.0.eq_ignore_ascii_case(ending))?.1;
    ASKING.contains(&fold(stem).as_str()).then_some((stem, verb))
}

fn take(question: &str, span: Span, found: &mut Vec<Word>) {
    let piece = span.of(question);
    let is_parted = piece.trim_end_matches(AROUND).ends_with(',');
    let bare = piece.trim_matches(|letter| AROUND.contains(&letter) || letter == ',');
    // "U.S." keeps its full stop, the last word of a sentence does not.
    let bare = match bare.strip_suffix('.') {
        Some(rest) if !rest.contains('.') && rest.chars().count() > 1 => rest,
        _ => bare,
    };
    if bare.is_empty() || !bare.contains(char::is_alphanumeric) {
        if let Some(last) = found.last_mut() {
            last.is_parted |= is_parted;
        }
        return;
    }
    let start = span.start() + (bare.as_ptr() as usize - piece.as_ptr() as usize);
    let bare_span = Span::new(start, start + bare.len());
    let folded = fold(bare);
    let mut push = |text: &str, span: Span, is_parted: bool| {
        found.push(Word { text: text.to_owned(), span, is_parted });
    };
    if let Some((stem, verb)) = contraction(bare) {
        let middle = start + stem.len();
        push(&fold(stem), Span::new(start, middle), false);
        push(verb, Span::new(middle, bare_span.end()), is_parted);
        return;
    }
    let ending = ["'s", "’s", "ʼs"].iter().find_map(|it| bare.strip_suffix(it));
    if let Some(stem) = ending {
        let middle = start + stem.len();
        let text = fold(stem);
        let of = Span::new(middle, bare_span.end());
        let is_asked = ASKING.contains(&text.as_str());
        push(&text, Span::new(start, middle), false);
        push(if is_asked { "is" } else { "'s" }, of, is_parted);
    } else if let Some(stem) = bare.strip_suffix(['\'', '’']) {
        let middle = start + stem.len();
        push(&fold(stem), Span::new(start, middle), false);
        push("'s", Span::new(middle, bare_span.end()), is_parted);
    } else {
        push(&folded, bare_span, is_parted);
    }
}

/// Takes away what stands before a question, and puts a place that stands before it behind it:
/// "In Geneva, who met Lavrov?"
pub(super) fn trim(mut words: Vec<Word>) -> Vec<Word> {
    loop {
        let fits = |opener: &&&[&str]| {
            words.len() > opener.len()
                && opener.iter().zip(&words).all(|(own, word)| *own == word.text)
        };
        let opener = OPENERS.iter().filter(fits).max_by_key(|opener| opener.len());
        let Some(opener) = opener else { break };
        words.drain(..opener.len());
    }
    let is_place = words.first().is_some_and(|word| ["in", "at", "near"].contains(&&*word.text));
    if is_place && let Some(end) = words.iter().position(|word| word.is_parted) {
        words.rotate_left(end + 1);
    }
    words
}

/// Takes away words that tell that people spoke by telephone, and tells whether there were some.
pub(super) fn take_phone(words: &mut Vec<Word>) -> bool {
    const WAYS: &[&[&str]] = &[
        &["by", "phone"],
        &["by", "telephone"],
        &["on", "the", "phone"],
        &["over", "the", "phone"],
        &["on", "the", "telephone"],
        &["over", "the", "telephone"],
        &["via", "phone"],
    ];
    for way in WAYS {
        let at = words
            .windows(way.len())
            .position(|it| it.iter().zip(*way).all(|(word, own)| word.text == *own));
        if let Some(at) = at {
            words.drain(at..at + way.len());
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{trim, words};

    fn read(question: &str) -> String {
        let all: Vec<String> = trim(words(question)).into_iter().map(|it| it.text).collect();
        all.join("|")
    }

    #[test]
    fn words_are_folded_and_endings_stand_alone() {
        assert_eq!(read("Who met Erdoğan?"), "who|met|erdogan");
        assert_eq!(read("Who's the U.S. president?"), "who|is|the|u.s.|president");
        assert_eq!(read("Which countries' officials met?"), "which|countries|'s|officials|met");
        assert_eq!(read("Who'd Putin meet?"), "who|did|putin|meet");
        assert_eq!(read("Where's Trump met Kim?"), "where|has|trump|met|kim");
        assert_eq!(read("Russia’s foreign minister."), "russia|'s|foreign|minister");
    }

    #[test]
    fn what_asks_nothing_goes_and_a_place_goes_behind() {
        assert_eq!(read("Please tell me who met Castro"), "who|met|castro");
        assert_eq!(read("In Geneva, who met Lavrov?"), "who|met|lavrov|in|geneva");
    }
}
