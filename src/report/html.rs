//! A report as one HTML file that needs no network, to be read on a screen and printed.

use std::fmt::Write;

use super::page::{Block, Column, Holds, Line, Piece};
use super::{Format, Place, Report, address, publisher};
use crate::export::{Drawing, Error, Escaped, Format as Picture};
use crate::network::Network;

pub(super) const FORMAT: Format = Format {
    name: "html",
    extension: "html",
    about: "One HTML file, to read and to print",
    diagram: Place::Inside,
    write,
};

/// How it looks, on a screen and on paper.
const STYLE: &str = include_str!("report.css");

/// Rows of a table that is not broken over pages.
const SHORT: usize = 6;

fn write(report: &Report, _: Option<&str>) -> Result<String, Error> {
    let title = Escaped(&report.title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for line in &report.lead {
        push(&mut text, &format!("<p class=\"lead\">{}</p>\n", set(report, line)));
    }
    if report.sections.len() > 2 {
        push(&mut text, &contents(report));
    }
    for (number, section) in (1..).zip(&report.sections) {
        let heading = Escaped(&section.heading);
        push(&mut text, &format!("<section>\n<h2 id=\"s{number}\">{heading}</h2>\n"));
        for block in &section.blocks {
            let block = match block {
                Block::Words(line) => format!("<p class=\"note\">{}</p>\n", set(report, line)),
                Block::Facts(facts) => {
                    let fact = |(name, line): &(&str, Line)| {
                        format!("<dt>{}</dt><dd>{}</dd>\n", Escaped(name), set(report, line))
                    };
                    format!("<dl>\n{}</dl>\n", facts.iter().map(fact).collect::<String>())
                }
                Block::Table(columns, rows) => table(report, columns, rows),
                Block::Picture(network, line) => figure(network, &set(report, line))?,
            };
            push(&mut text, &block);
        }
        push(&mut text, "</section>\n");
    }
    write_sources(report, &mut text);
    let basis = Escaped(&report.basis);
    push(&mut text, &format!("<footer>{basis}</footer>\n</main>\n</body>\n</html>\n"));
    Ok(text)
}

fn push(text: &mut String, more: &str) {
    text.push_str(more);
}

/// What there is, with links to it.
fn contents(report: &Report) -> String {
    let link = |(number, section): (usize, &super::Section)| {
        format!("<li><a href=\"#s{number}\">{}</a></li>\n", Escaped(&section.heading))
    };
    let links: String = (1..).zip(&report.sections).map(link).collect();
    let sources =
        if report.sources.is_empty() { "" } else { "<li><a href=\"#sources\">Sources</a></li>\n" };
    format!("<nav><ul>\n{links}{sources}</ul></nav>\n")
}

/// The articles that are cited, by their numbers.
fn write_sources(report: &Report, text: &mut String) {
    if report.sources.is_empty() {
        return;
    }
    text.push_str("<section>\n<h2 id=\"sources\">Sources</h2>\n<ol class=\"sources\">\n");
    for (number, row) in (1..).zip(&report.sources) {
        let title = if row.title.trim().is_empty() { &row.id } else { &row.title };
        let mut parts = vec![format!("<cite>{}</cite>", Escaped(title.trim()))];
        let source = row.source.trim();
        parts.extend((!source.is_empty()).then(|| Escaped(source).to_string()));
        parts.extend(row.published.map(super::page::day));
        parts.extend(match address(&row.url) {
            Some(url) => Some(format!("<span class=\"url\">{}</span>", link(url, url))),
            None if row.title.trim().is_empty() => None,
            None => Some(format!("<span class=\"url\">{}</span>", Escaped(&row.id))),
        });
        writeln!(text, "<li id=\"n{number}\">{}</li>", parts.join(", ")).expect("memory takes all");
    }
    text.push_str("</ol>\n</section>\n");
}

fn table(report: &Report, columns: &[Column], rows: &[Vec<Line>]) -> String {
    let class = |column: &Column| match column.holds {
        Holds::Words => "",
        Holds::Dates => " class=\"date\"",
        Holds::Figures => " class=\"figure\"",
    };
    // Few rows stay on one page of paper; few columns take no more room than they need.
    let class_of_all = if rows.len() <= SHORT { " class=\"short\"" } else { "" };
    let whole: usize = columns.iter().map(|column| column.share).sum();
    let mut text = format!("<table{class_of_all} style=\"width:{whole}%\">\n<colgroup>");
    for column in columns {
        push(&mut text, &format!("<col style=\"width:{}%\">", column.share * 100 / whole));
    }
    text.push_str("</colgroup>\n<thead><tr>");
    for column in columns {
        let name = Escaped(column.name);
        push(&mut text, &format!("<th scope=\"col\"{}>{name}</th>", class(column)));
    }
    text.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        text.push_str("<tr>");
        for (column, cell) in columns.iter().zip(row) {
            push(&mut text, &format!("<td{}>{}</td>", class(column), set(report, cell)));
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</tbody>\n</table>\n");
    text
}

/// The diagram, as a part of the page.
fn figure(network: &Network, caption: &str) -> Result<String, Error> {
    let drawn = Picture::named("svg")?.draw(network, &Drawing::default())?;
    let svg = String::from_utf8_lossy(&drawn.bytes);
    Ok(format!("<figure>\n{svg}<figcaption>{caption}</figcaption>\n</figure>\n"))
}

/// A line with its marks.
fn set(report: &Report, line: &Line) -> String {
    let mut text = String::new();
    for piece in line {
        let piece = match piece {
            Piece::Text(words) => Escaped(words).to_string(),
            Piece::Strong(words) => format!("<strong>{}</strong>", Escaped(words)),
            Piece::Quote(words, marks) => quote(words, marks),
            Piece::Link(words, url) => link(words, url),
            Piece::Cite(article) => {
                let (number, row) = report.source(article);
                let words = publisher(row);
                let words = match address(&row.url) {
                    Some(url) => link(&words, url),
                    None => Escaped(&words).to_string(),
                };
                format!("<span class=\"source\">{words} {}</span>", anchor(number))
            }
            Piece::Number(article) => anchor(report.source(article).0),
            Piece::Flag(words) => {
                format!("<span class=\"flag\">⚠\u{fe0e} {}</span>", Escaped(words))
            }
            Piece::Break => "<br>".to_owned(),
        };
        text.push_str(&piece);
    }
    text
}

/// What an article says, the parts that matter most strong.
fn quote(words: &str, marks: &[(usize, usize)]) -> String {
    let mut text = "<q>".to_owned();
    let mut at = 0;
    for &(start, end) in marks.iter().filter(|mark| mark.0 < mark.1) {
        let start = start.max(at);
        let (before, part) = (Escaped(&words[at..start]), Escaped(&words[start..end.max(start)]));
        push(&mut text, &format!("{before}<b>{part}</b>"));
        at = end.max(start);
    }
    push(&mut text, &format!("{}</q>", Escaped(&words[at..])));
    text
}

fn link(words: &str, url: &str) -> String {
    format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", Escaped(url), Escaped(words))
}

/// The number of a source, with a link to it.
fn anchor(number: usize) -> String {
    format!("<a class=\"number\" href=\"#n{number}\">[{number}]</a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_article_says_is_markup() {
        assert_eq!(
            quote("a <b> & \"c\"", &[(2, 5)]),
            "<q>a <b>&lt;b&gt;</b> &amp; &quot;c&quot;</q>"
        );
        assert_eq!(address("javascript:alert(1)"), None);
        assert_eq!(address(" HTTPS://a.example/ "), Some("HTTPS://a.example/"));
    }
}
