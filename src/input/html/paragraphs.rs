//! From the lines of an article to its paragraphs: without prompts, stamps, bylines and credits.
//!
//! What a picture shows comes at the end, a paragraph each: "Minister Okafor meets Envoy Lund in
//! Oslo on Monday" is told there alone at times, and between two paragraphs it would come between
//! "he" and whose word that is. Datelines stay: they tell where.

use rustc_hash::FxHashSet;

use super::lines::{Kind, Line, ends_sentence};
use super::prompt::{self, Prompt};
use crate::date::Date;

/// What the page says of itself that also stands among its lines.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
}

/// The paragraphs of an article.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    pub(super) text: Vec<String>,
    /// What its pictures show.
    pub(super) captions: Vec<String>,
    /// The day that a line of its own tells.
    pub(super) stamp: Option<Date>,
}

impl Paragraphs {
    /// All of them, an empty line between two.
    pub(super) fn joined(self) -> String {
        let mut all = self.text;
        all.extend(self.captions);
        all.join("\n\n")
    }

    /// Words of its text.
    pub(super) fn words(&self) -> usize {
        self.text.iter().map(|it| it.split_whitespace().count()).sum()
    }
}

/// Words from which on a line may be text though it is no sentence.
const WORDS: usize = 6;
/// Bytes of a sentence that shows that the text has begun.
const SENTENCE: usize = 40;
/// Paragraphs after a prompt to pay that show that the text goes on all the same.
const GOES_ON: usize = 3;
/// Bytes past which a dateline is none.
const DATELINE: usize = 80;
/// Last lines among which those about the author are.
const LAST: usize = 3;

/// Makes paragraphs of lines.
pub(super) fn of(lines: &[Line], about: About<'_>) -> Paragraphs {
    let mut out = Paragraphs::default();
    let title = letters(about.title);
    let mut seen = FxHashSet::default();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut paid = None;
    for line in lines {
        if line.kind == Kind::Caption {
            if let Some(caption) = prompt::caption(&line.text)
                && seen.insert(letters(&caption))
            {
                out.captions.push(caption);
            }
            continue;
        }
        if out.stamp.is_none() && prompt::is_stamp(&line.text) {
            out.stamp = prompt::stamped(&line.text);
        }
        let told = prompt::of(&line.text);
        if told == Prompt::Paywall && paid.is_none() {
            paid = Some(kept.len());
        }
        let own = letters(&line.text);
        let is_title = !title.is_empty() && own == title;
        let is_beside = told != Prompt::No
            || is_title
            || line.is_link()
            || prompt::is_byline(&line.text, about.author)
            // What is said twice on a page is a quotation set apart, or a copy for small screens.
            || (line.text.len() >= SENTENCE && !seen.insert(own));
        if !is_beside {
            kept.push(line.clone());
        }
    }
    if let Some(paid) = paid
        && kept[paid..].iter().filter(|it| is_running(it)).count() < GOES_ON
        && paid > 0
    {
        kept.truncate(paid);
    }
    trim(&mut kept, about.author);
    drop_empty_sections(&mut kept);
    for line in kept {
        join_dateline(&mut out.text, line.text);
    }
    let text: FxHashSet<String> = out.text.iter().map(|it| letters(it)).collect();
    out.captions.retain(|it| !text.contains(&letters(it)));
    out
}

/// Whether a line is running text beyond doubt.
pub(super) fn is_running(line: &Line) -> bool {
    line.kind != Kind::Heading && line.text.len() >= SENTENCE && line.is_sentence()
}

/// Whether a line is the beginning of a wire story: `OSLO, March 3 (Agency) —`.
fn is_dateline(text: &str) -> bool {
    let place: String = text.chars().take_while(|it| it.is_alphabetic() || *it == ' ').collect();
    let is_loud = place.trim().len() >= 3 && !place.contains(char::is_lowercase);
    text.len() <= DATELINE
        && is_loud
        && (text.ends_with(['—', '–', '-']) || text.contains(|it: char| it.is_ascii_digit()))
}

/// Takes labels off the start and the end, and what is told of the author at the end.
fn trim(lines: &mut Vec<Line>, author: &str) {
    let count = |line: &Line| line.text.split_whitespace().count();
    let begins = |it: &Line| {
        is_running(it) || is_dateline(&it.text) || (it.kind == Kind::Item && count(it) >= WORDS)
    };
    let Some(first) = lines.iter().position(begins) else {
        lines.retain(|it| it.kind != Kind::Heading && (it.is_sentence() || count(it) >= WORDS));
        return;
    };
    let mut place = 0;
    lines.retain(|line| {
        place += 1;
        let is_text = line.is_sentence() || count(line) >= WORDS;
        place > first || (is_text && line.kind != Kind::Heading)
    });
    for _ in 0..LAST {
        let from = lines.len().saturating_sub(LAST);
        if let Some(at) = (from.max(1)..lines.len()).find(|&at| {
            let line = &lines[at];
            prompt::is_life(&line.text, author, line.slanted * 10 >= line.text.len() * 8)
        }) {
            lines.remove(at);
        }
        while lines.last().is_some_and(|line| {
            let is_label = !line.is_sentence() && count(line) < WORDS && line.kind != Kind::Row;
            line.kind == Kind::Heading || is_label
        }) {
            lines.pop();
        }
    }
}

/// Takes out headings that nothing follows: their sections held links alone.
fn drop_empty_sections(lines: &mut Vec<Line>) {
    let mut followed = false;
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines.drain(..).rev() {
        let is_heading = line.kind == Kind::Heading;
        if !is_heading || followed {
            followed = !is_heading;
            kept.push(line);
        }
    }
    kept.reverse();
    *lines = kept;
}

/// Appends a paragraph; one after a dateline that stands alone is joined to it.
fn join_dateline(text: &mut Vec<String>, paragraph: String) {
    match text.last_mut() {
        Some(last) if is_dateline(last) && last.ends_with(['—', '–', '-', ':']) => {
            last.push(' ');
            last.push_str(&paragraph);
        }
        _ => text.push(paragraph),
    }
}

/// The letters and digits of a text, in small: what two ways of writing it share.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Paragraphs of a text without markup; where their ends were lost, a sentence that begins without
/// a space before it begins one.
pub(super) fn of_plain(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.split('\n') {
        let mut from = 0;
        for at in glued(line) {
            all.push(&line[from..at]);
            from = at;
        }
        all.push(&line[from..]);
    }
    let mut out = Vec::new();
    for paragraph in all {
        let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if !paragraph.is_empty() && prompt::of(&paragraph) == Prompt::No {
            join_dateline(&mut out, paragraph);
        }
    }
    out
}

/// Where sentences begin right after the end of another: `in Oslo.The envoy`.
fn glued(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut a, mut b) = (' ', ' ');
    let mut next = text.char_indices().peekable();
    while let Some((at, c)) = next.next() {
        let d = next.peek().map_or(' ', |(_, d)| *d);
        // A small letter or digit stands before it: "U.S.Army" is no end.
        let ends = (a.is_lowercase() || a.is_ascii_digit()) && ".!?".contains(b)
            || ".!?".contains(a) && "”\"’".contains(b);
        let begins = c.is_uppercase() && (d.is_lowercase() || d == ' ')
            || "“‘".contains(c) && d.is_uppercase();
        if ends && begins {
            found.push(at);
        }
        (a, b) = (b, c);
    }
    found
}

/// Whether a text ends where it does because someone cut it.
pub(super) fn is_cut(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("...") || text.ends_with('…') || !ends_sentence(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::page::ROOT;

    fn line(kind: Kind, text: &str) -> Line {
        Line { text: text.to_owned(), kind, part: ROOT, linked: 0, slanted: 0 }
    }

    fn made(lines: &[(Kind, &str)]) -> Vec<String> {
        let about = About { title: "Talks in Oslo", author: "Jan Lund" };
        let lines: Vec<Line> = lines.iter().map(|(kind, text)| line(*kind, text)).collect();
        let made = of(&lines, about);
        made.text.into_iter().chain(made.captions).collect()
    }

    const FIRST: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday.";
    const SECOND: &str = "The two discussed fishing rights and will meet again.";

    #[test]
    fn labels_around_the_text_and_captions_within_it_leave_their_place() {
        assert_eq!(
            made(&[
                (Kind::Paragraph, "World"),
                (Kind::Heading, "Talks in Oslo"),
                (Kind::Paragraph, "By Jan Lund"),
                (Kind::Paragraph, FIRST),
                (Kind::Caption, "The envoys arrive in Oslo on Friday. Photo: A. Writer"),
                (Kind::Heading, "Next round"),
                (Kind::Paragraph, SECOND),
                (Kind::Paragraph, FIRST),
                (Kind::Heading, "More on this"),
                (Kind::Paragraph, "Jan Lund is a reporter for The Gazette."),
                (Kind::Paragraph, "Oslo"),
            ]),
            [FIRST, "Next round", SECOND, "The envoys arrive in Oslo on Friday."]
        );
    }

    #[test]
    fn a_dateline_that_stands_alone_joins_its_paragraph() {
        assert_eq!(
            made(&[(Kind::Paragraph, "OSLO, March 3 (Agency) —"), (Kind::Paragraph, FIRST)]),
            [format!("OSLO, March 3 (Agency) — {FIRST}")]
        );
    }

    #[test]
    fn a_prompt_to_pay_ends_the_text_unless_it_goes_on() {
        let prompt = (Kind::Paragraph, "Subscribe to continue reading");
        let offer = (Kind::Paragraph, "Then 30 crowns a month, and you may cancel at any time.");
        assert_eq!(made(&[(Kind::Paragraph, FIRST), prompt, offer]), [FIRST]);
        let more = [1, 2, 3].map(|it| format!("{SECOND} It was round {it}, the ministry said."));
        let mut lines = vec![(Kind::Paragraph, FIRST), prompt];
        lines.extend(more.iter().map(|it| (Kind::Paragraph, it.as_str())));
        assert_eq!(made(&lines).len(), 4);
    }

    #[test]
    fn lost_ends_of_paragraphs_are_found() {
        assert_eq!(
            of_plain("They met in Oslo.The envoy left.“We agreed,” she said. The U.S.Army came."),
            ["They met in Oslo.", "The envoy left.", "“We agreed,” she said. The U.S.Army came."]
        );
        assert!(is_cut("They met in …") && is_cut("They met") && !is_cut("They met."));
    }
}
