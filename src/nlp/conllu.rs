//! CoNLL-U: documents written down as tables, one line a token.
//!
//! The tenth column may hold `SpaceAfter=No` and `Name=B-PER` (IOB2 tags of names). A comment
//! `# newpar` starts a paragraph.

use crate::nlp::{
    document::{Document, Lemmas, Name, Parts, Sentence, Token, TokenId, TokenRange},
    tags::{NameKind, Relation, Upos, Xpos},
};
use crate::text::Span;

/// Why a text is no CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Error {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Reads a document. Ranges of contracted words and empty nodes are passed over.
///
/// # Errors
///
/// If a line has too few columns, a tag is unknown, or a head is no token of the sentence.
pub fn read(table: &str) -> Result<Document, Error> {
    let mut parts = Parts::default();
    let mut lemmas = Lemmas::default();
    let mut first = 0;
    let mut paragraph = 0u32;
    let mut glued = true;
    for (number, line) in (1..).zip(table.lines().chain(std::iter::once(""))) {
        let fail = |what: String| Error { line: number, what };
        if line.starts_with('#') {
            if line.starts_with("# newpar") && !parts.tokens.is_empty() {
                paragraph += 1;
            }
            continue;
        }
        if line.trim().is_empty() {
            if parts.tokens.len() > first {
                let end = parts.tokens.len();
                for token in &parts.tokens[first..end] {
                    if token.head.is_some_and(|head| head.index() >= end) {
                        return Err(fail("a head lies beyond the end of its sentence".to_owned()));
                    }
                }
                parts.sentences.push(Sentence { tokens: TokenRange::new(first, end), paragraph });
                first = end;
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 8 {
            return Err(fail(format!("{} columns, 10 are needed", columns.len())));
        }
        if columns[0].contains(['-', '.']) {
            continue;
        }
        if !glued {
            parts.text.push(' ');
        }
        let start = parts.text.len();
        parts.text.push_str(columns[1]);
        let head: usize =
            columns[6].parse().map_err(|_| fail(format!("‘{}’ is no head", columns[6])))?;
        parts.tokens.push(Token {
            span: Span::new(start, parts.text.len()),
            upos: columns[3].parse::<Upos>().map_err(|error| fail(error.to_string()))?,
            xpos: columns[4].parse::<Xpos>().map_err(|error| fail(error.to_string()))?,
            head: (head > 0).then(|| TokenId::new(first + head - 1)),
            relation: columns[7].parse::<Relation>().map_err(|error| fail(error.to_string()))?,
        });
        lemmas.push(columns[2]);
        let extras = columns.get(9).copied().unwrap_or("_");
        glued = extras.split('|').any(|extra| extra == "SpaceAfter=No");
        if let Some(tag) = extras.split('|').find_map(|extra| extra.strip_prefix("Name=")) {
            let token = parts.tokens.len() - 1;
            let (edge, kind) = tag.split_once('-').unwrap_or(("", tag));
            let kind = kind.parse::<NameKind>().map_err(|error| fail(error.to_string()))?;
            match parts.names.last_mut() {
                Some(name) if edge == "I" && name.kind == kind && name.tokens.end() == token => {
                    name.tokens = TokenRange::new(name.tokens.start(), token + 1);
                }
                _ => parts.names.push(Name { tokens: TokenRange::new(token, token + 1), kind }),
            }
        }
    }
    parts.lemmas = lemmas;
    Ok(Document::new(parts))
}

/// Writes a document down, with its names and times in the tenth column.
#[must_use]
pub fn write(document: &Document) -> String {
    use std::fmt::Write as _;
    let mut table = String::new();
    let mut paragraph = None;
    for sentence in document.sentences() {
        if paragraph != Some(sentence.paragraph) {
            table.push_str("# newpar\n");
            paragraph = Some(sentence.paragraph);
        }
        for id in sentence.tokens.iter() {
            let token = document.token(id);
            let number = id.index() - sentence.tokens.start() + 1;
            let head = token.head.map_or(0, |head| head.index() - sentence.tokens.start() + 1);
            let mut extras = Vec::new();
            if let Some(name) = document.name_at(id) {
                let edge = if name.tokens.start() == id.index() { "B" } else { "I" };
                extras.push(format!("Name={edge}-{}", name.kind));
            }
            if let Some(time) = document.times().iter().find(|time| time.tokens.has(id)) {
                let date = time.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
                extras.push(format!("Time={date}"));
            }
            let next = id.index() + 1;
            if next < document.tokens().len()
                && document.token(TokenId::new(next)).span.start() == token.span.end()
            {
                extras.push("SpaceAfter=No".to_owned());
            }
            let extras = if extras.is_empty() { "_".to_owned() } else { extras.join("|") };
            // A formatter that writes into a string does not fail.
            let _ = writeln!(
                table,
                "{number}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{extras}",
                document.word(id),
                document.lemma(id),
                token.upos,
                token.xpos,
                token.relation,
            );
        }
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_short_is_named() {
        let error = read("1\tOne\n").expect_err("too short");
        assert_eq!(error.to_string(), "line 1: 2 columns, 10 are needed");
    }

    #[test]
    fn a_head_outside_its_sentence_is_refused() {
        let error = read("1\tOne\tone\tNUM\tCD\t_\t7\tobj\t_\t_\n").expect_err("no such head");
        assert_eq!(error.line, 2);
    }
}
