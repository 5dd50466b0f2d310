//! The text that a page shows, compared with the one that it has for machines.
//!
//! JSON-LD often has the text without prompts but also without paragraphs, or only its beginning.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::lines::{Kind, Line};
use super::paragraphs::is_cut;

/// Which text to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// That on the page.
    Page,
    /// That for machines.
    Body,
    /// Of that on the page what the one for machines has too.
    Both,
}

/// Words under which a text for machines is a summary.
const SUMMARY: usize = 30;
/// Words that are compared together, so that chance does not make them alike.
const TOGETHER: usize = 4;

/// Compares the two texts.
pub(super) fn compare(page: &[String], body: &[String]) -> Verdict {
    let (shown, given) = (count(page), count(body));
    if given < SUMMARY {
        Verdict::Page
    } else if shown * 10 < given * 6 {
        Verdict::Body
    } else if given * 10 >= shown * 6 && share(page, &runs(body)) >= 50 {
        Verdict::Both
    } else {
        Verdict::Page
    }
}

fn count(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|it| it.split_whitespace().count()).sum()
}

/// Of the runs of words of a text those that another has, in hundredths.
fn share(text: &[String], known: &FxHashSet<u64>) -> usize {
    let own: Vec<u64> = text.iter().flat_map(|it| runs_of(it)).collect();
    own.iter().filter(|it| known.contains(it)).count() * 100 / own.len().max(1)
}

/// The lines that the text for machines has too; of what is no paragraph all. If that text was
/// cut, all that comes after its end.
pub(super) fn shared(lines: &[Line], body: &[String]) -> Vec<Line> {
    let known = runs(body);
    let is_known = |line: &Line| {
        let own = runs_of(&line.text);
        own.iter().filter(|it| known.contains(it)).count() * 2 > own.len()
    };
    let cut = body.last().is_none_or(|it| is_cut(it));
    let last = lines.iter().rposition(&is_known).unwrap_or(0);
    lines
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            let is_short = line.text.split_whitespace().count() <= TOGETHER;
            line.kind != Kind::Paragraph || is_short || is_known(line) || (cut && *at > last)
        })
        .map(|(_, line)| line.clone())
        .collect()
}

/// The runs of words of some paragraphs, as if they were one: their ends may have been lost.
fn runs(paragraphs: &[String]) -> FxHashSet<u64> {
    runs_of(&paragraphs.join(" ")).into_iter().collect()
}

/// The runs of words of a text: a number for each; of a short text one for all.
fn runs_of(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut hasher = FxHasher::default();
            word.to_lowercase().hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    words
        .windows(TOGETHER.min(words.len()).max(1))
        .map(|run| {
            let mut hasher = FxHasher::default();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::page::ROOT;

    const FIRST: &str =
        "Foreign Minister Okafor met Envoy Lund in Oslo on Friday, and the two spoke for an hour.";
    const SECOND: &str = "The two discussed fishing rights and will meet again in spring, a spokesman told reporters later.";

    fn line(text: &str) -> Line {
        Line { text: text.to_owned(), kind: Kind::Paragraph, part: ROOT, linked: 0, slanted: 0 }
    }

    #[test]
    fn the_longer_text_counts_and_of_equals_the_page() {
        let both = [FIRST.to_owned(), SECOND.to_owned()];
        assert_eq!(compare(&both, &[FIRST.to_owned()]), Verdict::Page);
        assert_eq!(compare(&["Talks in Oslo".to_owned()], &both), Verdict::Body);
        assert_eq!(compare(&both, &both), Verdict::Both);
        let other = ["It is quite another text, of other things and of other people in another town, and so \
                      nobody can tell what the page is about, or which of the two is right."
            .to_owned()];
        assert_eq!(compare(&both, &other), Verdict::Page);
    }

    #[test]
    fn paragraphs_that_only_the_page_has_are_left_out_before_the_end() {
        let teaser = "Another page tells of football and of other games in the north.";
        let lines = [line(FIRST), line(teaser), line(SECOND), line(teaser)];
        let glued = format!("{FIRST} {SECOND}");
        let texts = |lines: Vec<Line>| lines.into_iter().map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(texts(shared(&lines, std::slice::from_ref(&glued))), [FIRST, SECOND]);
        let cut = glued.trim_end_matches("later.").to_owned() + "…";
        assert_eq!(texts(shared(&lines, &[cut])), [FIRST, SECOND, teaser]);
    }
}
