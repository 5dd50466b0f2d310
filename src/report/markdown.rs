//! A report as Markdown, for GitHub, Obsidian, and by pandoc for Word.
//!
//! Tables are those of GitHub (pipes); the diagram is a PNG beside the file, since that is what
//! all of them show.

use std::fmt::Write;

use super::page::{Block, Column, Holds, Line, Piece};
use super::{Format, Place, Report, address, publisher};
use crate::export::Error;

pub(super) const FORMAT: Format = Format {
    name: "md",
    extension: "md",
    about: "Markdown, for GitHub, Obsidian, and by pandoc for Word",
    diagram: Place::Beside,
    write,
};

/// Hyphens of the line below the headings of a table, which tell pandoc how wide columns are.
const WIDTH: usize = 100;

#[expect(clippy::unnecessary_wraps, reason = "other formats draw")]
fn write(report: &Report, diagram: Option<&str>) -> Result<String, Error> {
    let mut text = format!("# {}\n", shown(&report.title));
    for line in &report.lead {
        push(&mut text, &format!("\n{}\n", set(report, line)));
    }
    for section in &report.sections {
        push(&mut text, &format!("\n## {}\n", shown(&section.heading)));
        for block in &section.blocks {
            let block = match block {
                Block::Words(line) => set(report, line),
                Block::Facts(facts) => {
                    let fact = |(name, line): &(&str, Line)| {
                        format!("- **{}**: {}", shown(name), set(report, line))
                    };
                    facts.iter().map(fact).collect::<Vec<_>>().join("\n")
                }
                Block::Table(columns, rows) => table(report, columns, rows),
                Block::Picture(_, line) => match diagram {
                    Some(file) => {
                        format!("![Who met whom]({})\n\n{}", target(file), set(report, line))
                    }
                    None => continue,
                },
            };
            push(&mut text, &format!("\n{block}\n"));
        }
    }
    write_sources(report, &mut text);
    push(&mut text, &format!("\n---\n\n{}\n", shown(&report.basis)));
    Ok(text)
}

fn push(text: &mut String, more: &str) {
    text.push_str(more);
}

/// The articles that are cited, by their numbers.
fn write_sources(report: &Report, text: &mut String) {
    if report.sources.is_empty() {
        return;
    }
    text.push_str("\n## Sources\n\n");
    for (number, row) in (1..).zip(&report.sources) {
        let title = row.title.trim();
        let mut parts = vec![if title.is_empty() { shown(&row.id) } else { shown(title) }];
        parts.extend([row.source.trim()].iter().filter(|it| !it.is_empty()).map(|it| shown(it)));
        parts.extend(row.published.map(super::page::day));
        parts.extend(match address(&row.url) {
            Some(url) => Some(format!("<{}>", encoded(url))),
            None if title.is_empty() => None,
            None => Some(shown(&row.id)),
        });
        writeln!(text, "{number}. {}", parts.join(", ")).expect("memory takes all");
    }
}

/// A table with pipes.
fn table(report: &Report, columns: &[Column], rows: &[Vec<Line>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(columns.iter().map(|it| shown(it.name)).collect())];
    let rule = |column: &Column| {
        let width = (column.share * WIDTH / 100).max(3);
        match column.holds {
            Holds::Figures => format!("{}:", "-".repeat(width - 1)),
            Holds::Words | Holds::Dates => "-".repeat(width),
        }
    };
    lines.push(row(columns.iter().map(rule).collect()));
    lines.extend(rows.iter().map(|cells| row(cells.iter().map(|it| set(report, it)).collect())));
    lines.join("\n")
}

/// A line with its marks.
fn set(report: &Report, line: &Line) -> String {
    let mut text = String::new();
    for piece in line {
        match piece {
            Piece::Text(words) => text.push_str(&spaced(words)),
            Piece::Strong(words) => {
                let _ = write!(text, "**{}**", shown(words));
            }
            Piece::Quote(words, marks) => text.push_str(&quote(words, marks)),
            Piece::Link(words, url) => text.push_str(&link(words, url)),
            Piece::Cite(article) => {
                let (number, row) = report.source(article);
                let words = publisher(row);
                match address(&row.url) {
                    Some(url) => text.push_str(&link(&words, url)),
                    None => text.push_str(&shown(&words)),
                }
                let _ = write!(text, " \\[{number}\\]");
            }
            Piece::Number(article) => {
                let _ = write!(text, "\\[{}\\]", report.source(article).0);
            }
            Piece::Flag(words) => {
                let _ = write!(text, "⚠ *{}*", spaced(words).trim_end());
            }
            Piece::Break => text.push_str("<br>"),
        }
        if let Piece::Flag(words) = piece
            && words.ends_with(' ')
        {
            text.push(' ');
        }
    }
    text
}

/// What an article says, the parts that matter most strong where Markdown can tell that.
fn quote(words: &str, marks: &[(usize, usize)]) -> String {
    let mut text = "“".to_owned();
    let mut at = 0;
    for &(start, end) in marks {
        let part = &words[start..end];
        if start < at || !is_marked(&words[..start], part, &words[end..]) {
            continue;
        }
        text.push_str(&spaced(&words[at..start]));
        let _ = write!(text, "**{}**", spaced(part));
        at = end;
    }
    text.push_str(&spaced(&words[at..]));
    text.push('”');
    text
}

/// Whether asterisks around a part of a text begin and end what is strong (`CommonMark` calls them
/// left-flanking and right-flanking).
fn is_marked(before: &str, part: &str, after: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    let (first, last) = (part.chars().next(), part.chars().next_back());
    let (left, right) = (before.chars().next_back(), after.chars().next());
    !is_blank(first)
        && !is_blank(last)
        && (is_letter(first) || !is_letter(left))
        && (is_letter(last) || !is_letter(right))
}

/// Words that lead to an address.
fn link(words: &str, url: &str) -> String {
    format!("[{}]({})", shown(words), target(url))
}

/// The address of a link or picture.
fn target(url: &str) -> String {
    format!("<{}>", encoded(url))
}

/// An address within angle brackets, in a cell of a table too.
fn encoded(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for letter in url.chars() {
        let is_bad = letter.is_control() || letter.is_whitespace() || "<>\\|`\"".contains(letter);
        if is_bad {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(letter);
        }
    }
    encoded
}

/// A text on one line, whatever Markdown would make of it, without blanks at its ends.
fn shown(text: &str) -> String {
    spaced(text.trim())
}

/// A text on one line, whatever Markdown would make of it.
fn spaced(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut last = None;
    for letter in text.chars() {
        let marked = "\\`*_[]<>|~$#&^@{}".contains(letter)
            // Obsidian hides what stands between %% and highlights what stands between ==.
            || (letter == '%' || letter == '=') && last == Some(letter)
            || letter == '!' && shown.is_empty();
        if marked {
            shown.push('\\');
        }
        let is_blank = letter.is_control() || letter.is_whitespace();
        shown.push(if is_blank { ' ' } else { letter });
        last = Some(letter);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_for_marks_is_escaped() {
        assert_eq!(shown("a|b *c* [d](e) <f> # g"), "a\\|b \\*c\\* \\[d\\](e) \\<f\\> \\# g");
        assert_eq!(shown("one\ntwo\r\n\tthree"), "one two   three");
        assert_eq!(shown("%% and =="), "%\\% and =\\=");
        assert_eq!(target("https://a.example/x|y z>"), "<https://a.example/x%7Cy%20z%3E>");
    }

    #[test]
    fn a_part_is_strong_only_where_asterisks_mark_it() {
        let told = "He said that the talks went on, “I think”.";
        let part = |text: &str| {
            let start = told.find(text).expect("it is there");
            quote(told, &[(start, start + text.len())])
        };
        assert_eq!(part("the talks went on"), "“He said that **the talks went on**, “I think”.”");
        assert!(!part("alks w").contains("** "), "{}", part("alks w"));
        assert!(!part(", “I think”").contains("**"), "{}", part(", “I think”"));
    }
}
