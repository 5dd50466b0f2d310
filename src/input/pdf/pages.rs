//! The lines of pages, put together to paragraphs again.
//!
//! Leaves out: numbers of pages, and heads and feet that stand on page after page. Undoes: hyphens
//! at the ends of lines, letters that are set as one (`ﬁ`).

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

/// Lines at the top and at the bottom of a page that may be its head or foot.
const EDGE: usize = 3;
/// Pages of which as many must have a line for it to be a head or foot.
const PAGES: usize = 2;

/// The text of some pages: a blank line between paragraphs.
pub(super) fn join(pages: &[String]) -> String {
    let pages: Vec<Vec<String>> = pages.iter().map(|page| lines(page)).collect();
    let running = running(&pages);
    let mut all: Vec<String> = Vec::new();
    for page in &pages {
        let body = body(page, &running);
        // A sentence may go on over the page; a page that ends with one ends a paragraph.
        let goes_on = all.iter().rev().find(|it| !it.is_empty()).is_some_and(|it| !ends(it));
        if !goes_on {
            all.push(String::new());
        }
        while goes_on && all.last().is_some_and(String::is_empty) {
            all.pop();
        }
        all.extend(body.iter().cloned());
    }
    let words: BTreeSet<String> = all
        .iter()
        .flat_map(|line| line.split_whitespace())
        .map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase())
        .collect();
    let full = full(&all);
    let mut text = String::new();
    let mut last: Option<&str> = None;
    for line in &all {
        if line.is_empty() {
            last = None;
            continue;
        }
        let begins = match last {
            None => true,
            // A short line is the last of a paragraph, or a headline.
            Some(last) => {
                let is_short = last.chars().count() * 4 < full * 3;
                is_bullet(line)
                    || (is_short && (ends(last) || line.starts_with(char::is_uppercase)))
            }
        };
        if begins {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(line);
        } else {
            attach(&mut text, line, &words);
        }
        last = Some(line);
    }
    text
}

/// The lines of a page, with letters apart and one space between words; blank ones are empty.
fn lines(page: &str) -> Vec<String> {
    let apart: String = page
        .chars()
        .flat_map(|letter| {
            let is_joined = matches!(letter, '\u{fb00}'..='\u{fb06}');
            let parts: Vec<char> =
                if is_joined { [letter].into_iter().nfkc().collect() } else { vec![letter] };
            parts
        })
        .collect();
    apart.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// A line with its numbers put alike, so that heads are the same on each page.
fn without_numbers(line: &str) -> String {
    let mut out = String::new();
    for letter in line.chars() {
        let letter = if letter.is_ascii_digit() { '0' } else { letter };
        if !(letter == '0' && out.ends_with('0')) {
            out.push(letter);
        }
    }
    out
}

/// The lines at the edges of a page that are not empty, by their places.
fn edges(page: &[String]) -> BTreeSet<usize> {
    let filled = |(at, line): (usize, &String)| (!line.is_empty()).then_some(at);
    let top = page.iter().enumerate().filter_map(filled).take(EDGE);
    let bottom = page.iter().enumerate().rev().filter_map(filled).take(EDGE);
    top.chain(bottom).collect()
}

/// The lines that stand at the edges of page after page.
fn running(pages: &[Vec<String>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let on_page: BTreeSet<String> =
            edges(page).into_iter().map(|at| without_numbers(&page[at])).collect();
        for line in on_page {
            *counts.entry(line).or_default() += 1;
        }
    }
    // Left and right pages have heads of their own.
    let enough = PAGES.max(pages.len().div_ceil(3));
    counts.retain(|_, count| *count >= enough);
    counts.into_keys().collect()
}

/// The lines of a page without its head, foot and number.
fn body<'a>(page: &'a [String], running: &BTreeSet<String>) -> &'a [String] {
    let is_edge = |line: &String| {
        line.is_empty() || is_number(line) || running.contains(&without_numbers(line))
    };
    let edges = edges(page);
    let from = page
        .iter()
        .enumerate()
        .position(|(at, line)| !is_edge(line) || !(line.is_empty() || edges.contains(&at)));
    let Some(from) = from else { return &[] };
    let to = page
        .iter()
        .enumerate()
        .rposition(|(at, line)| !is_edge(line) || !(line.is_empty() || edges.contains(&at)));
    &page[from..=to.unwrap_or(from)]
}

/// Whether a line is the number of a page: `7`, `- 7 -`, `Page 7 of 9`, `vii`.
fn is_number(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|it: char| it.is_whitespace() || matches!(it, '-' | '–' | '—' | '|' | '/' | '.'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_digits = |word: &str| word.len() <= 4 && word.bytes().all(|it| it.is_ascii_digit());
    let is_roman = |word: &str| word.len() <= 6 && word.bytes().all(|it| b"ivxl".contains(&it));
    match words[..] {
        [number] => is_digits(number) || is_roman(number),
        ["page" | "p", number] => is_digits(number),
        [number, "of", last] | ["page" | "p", number, "of", last] | [number, last] => {
            is_digits(number) && is_digits(last)
        }
        _ => false,
    }
}

/// The length of a line that fills the page: of four, three are no longer.
fn full(lines: &[String]) -> usize {
    let mut lengths: Vec<usize> =
        lines.iter().filter(|it| !it.is_empty()).map(|it| it.chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 3 / 4).or(lengths.last()).copied().unwrap_or(0)
}

/// Whether a line ends as a sentence does.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '…'])
}

/// Whether a line begins an entry of a list.
fn is_bullet(line: &str) -> bool {
    line.starts_with(['•', '▪', '●', '◦', '‣', '■', '–', '—']) && line.chars().nth(1) == Some(' ')
}

/// Adds a line to the one before it, and makes one word of two parts of one.
fn attach(text: &mut String, line: &str, words: &BTreeSet<String>) {
    if text.ends_with('\u{ad}') {
        text.pop();
        text.push_str(line);
        return;
    }
    let hyphen = text.chars().next_back().filter(|it| matches!(it, '-' | '\u{2010}'));
    let is_apart = text.chars().nth_back(1).is_some_and(char::is_alphabetic);
    let (Some(hyphen), true) = (hyphen, is_apart) else {
        text.push(' ');
        text.push_str(line);
        return;
    };
    let part = |word: &str| word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    let before = part(text.split_whitespace().next_back().unwrap_or_default());
    let after = part(line.split_whitespace().next().unwrap_or_default());
    let is_small = line.starts_with(char::is_lowercase);
    // "well-known" keeps its hyphen if it has one where it stands within a line.
    let keeps = !is_small
        || (words.contains(&format!("{before}-{after}"))
            && !words.contains(&format!("{before}{after}")));
    if !keeps {
        text.truncate(text.len() - hyphen.len_utf8());
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(pages: &[&str]) -> String {
        join(&pages.iter().map(|page| (*page).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn lines_become_paragraphs_and_parted_words_one() {
        let page = "Of\u{fb01}cials met\n\nForeign Minister Okafor and Envoy Lund spoke of coop-\n\
                    eration on \u{fb01}sh, and after that at length of a Franco-\nGerman fund and of a well-known \
                    lake that is well-\nknown to few.\n\
                    They met again on Friday in Oslo at the house of the envoy, where it\nrained.\n\
                    • It snowed\n• It froze\n";
        assert_eq!(
            joined(&[page]),
            "Officials met\n\nForeign Minister Okafor and Envoy Lund spoke of cooperation on fish, and after \
             that at length of a Franco-German fund and of a well-known lake that is well-known to few.\n\nThey met again on \
             Friday in Oslo at the house of the envoy, where it rained.\n\n• It snowed\n\n• It froze"
        );
    }

    #[test]
    fn heads_feet_and_numbers_of_pages_are_left_out() {
        let pages = [
            "The Fjord Times 6 December 2025\n\nMinister Okafor met Envoy Lund in the hall of the\n\n1\n",
            "The Fjord Times 6 December 2025\n\nAurora on Friday and left.\n\nPage 2 of 3\n",
            "The Fjord Times 6 December 2025\n\nIt rained. In 2024 it had not.\n2025\n\n- 3 -\n",
        ];
        assert_eq!(
            joined(&pages),
            "Minister Okafor met Envoy Lund in the hall of the Aurora on Friday and left.\n\nIt rained. \
             In 2024 it had not."
        );
        assert_eq!(joined(&["Talks in Oslo\n\nThey met.\n"]), "Talks in Oslo\n\nThey met.");
        assert_eq!(joined(&["", "7"]), "");
    }

    #[test]
    fn a_number_of_a_page_is_told_from_words() {
        for line in ["7", "- 12 -", "Page 3", "Page 3 of 9", "3/9", "xii"] {
            assert!(is_number(line), "{line}");
        }
        for line in ["7 ministers", "Page one", "", "in 2024", "20251206"] {
            assert!(!is_number(line), "{line}");
        }
    }
}
