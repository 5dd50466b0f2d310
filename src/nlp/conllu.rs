//! CoNLL-U: documents written down as tables, one line a token.
//!
//! The tenth column may hold `SpaceAfter=No` and `NER=B-PER` (IOB2 tags of names). The comments
//! `# newpar` and `# newdoc` start a paragraph. The text of a document that is read is the one that
//! its table stands for: an empty line between paragraphs, a space between sentences, and the
//! words of a range (`3-4 don't`) joined.

use crate::nlp::{
    document::{Document, Lemmas, Name, Parts, Sentence, Token, TokenId, TokenRange},
    tags::{NameKind, Relation, Role, Upos, Xpos},
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

/// The tables of the documents in `table`, each from its `# newdoc` on, with their ids.
#[must_use]
pub fn documents(table: &str) -> Vec<(&str, &str)> {
    const MARK: &str = "# newdoc";
    let mut starts: Vec<usize> = table
        .match_indices(MARK)
        .map(|(at, _)| at)
        .filter(|&at| at == 0 || table.as_bytes()[at - 1] == b'\n')
        .collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([table.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| {
            let own = &table[start..end];
            let line = own.lines().next().unwrap_or_default();
            let id = line.strip_prefix(MARK).and_then(|rest| rest.split_once('='));
            (id.map_or("", |(_, id)| id.trim()), own)
        })
        .filter(|(_, own)| !own.trim().is_empty())
        .collect()
}

/// How the next token joins the text before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// At once.
    None,
    /// After a space.
    Space,
    /// After an empty line.
    Paragraph,
}

/// What has been read of a document.
#[derive(Default)]
struct Reading {
    parts: Parts,
    lemmas: Lemmas,
    /// The first token of the sentence.
    first: usize,
    paragraph: u32,
    gap: Option<Gap>,
    /// The last word of the range at hand, as the table numbers it, and what follows the range.
    range: Option<(usize, Gap)>,
}

/// Reads a document. Empty nodes are passed over.
///
/// # Errors
///
/// If a line has too few columns, a tag is unknown, or a head is no token of the sentence.
pub fn read(table: &str) -> Result<Document, Error> {
    let mut reading = Reading::default();
    for (number, line) in (1..).zip(table.lines().chain(std::iter::once(""))) {
        let done = if line.starts_with('#') {
            reading.comment(line);
            Ok(())
        } else if line.trim().is_empty() {
            reading.end_sentence()
        } else {
            reading.token(line)
        };
        done.map_err(|what| Error { line: number, what })?;
    }
    reading.parts.lemmas = reading.lemmas;
    Ok(Document::new(reading.parts))
}

impl Reading {
    fn comment(&mut self, line: &str) {
        let starts = line.starts_with("# newpar") || line.starts_with("# newdoc");
        if starts && !self.parts.tokens.is_empty() && self.gap != Some(Gap::Paragraph) {
            self.paragraph += 1;
            self.gap = Some(Gap::Paragraph);
        }
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        let end = self.parts.tokens.len();
        if end > self.first {
            let beyond = |token: &Token| token.head.is_some_and(|head| head.index() >= end);
            if self.parts.tokens[self.first..].iter().any(beyond) {
                return Err("a head lies beyond the end of its sentence".to_owned());
            }
            let tokens = TokenRange::new(self.first, end);
            self.parts.sentences.push(Sentence { tokens, paragraph: self.paragraph });
            self.first = end;
        }
        Ok(())
    }

    fn token(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 8 {
            return Err(format!("{} columns, 10 are needed", columns.len()));
        }
        let extras = columns.get(9).copied().unwrap_or("_");
        let glued = extras.split('|').any(|extra| extra == "SpaceAfter=No");
        let after = if glued { Gap::None } else { Gap::Space };
        if let Some((_, last)) = columns[0].split_once('-') {
            let last = last.parse().map_err(|_| format!("‘{}’ is no range", columns[0]))?;
            self.range = Some((last, after));
            return Ok(());
        }
        if columns[0].contains('.') {
            return Ok(());
        }
        let text = &mut self.parts.text;
        match self.gap {
            Some(Gap::Space) => text.push(' '),
            Some(Gap::Paragraph) => text.push_str("\n\n"),
            Some(Gap::None) | None => {}
        }
        let start = text.len();
        text.push_str(columns[1]);
        let span = Span::new(start, text.len());
        self.gap = Some(match self.range {
            Some((last, after)) if columns[0].parse() == Ok(last) => {
                self.range = None;
                after
            }
            Some(_) => Gap::None,
            None => after,
        });
        let head: usize = columns[6].parse().map_err(|_| format!("‘{}’ is no head", columns[6]))?;
        self.parts.tokens.push(Token {
            span,
            upos: columns[3].parse::<Upos>().map_err(|error| error.to_string())?,
            xpos: columns[4].parse::<Xpos>().map_err(|error| error.to_string())?,
            head: (head > 0).then(|| TokenId::new(self.first + head - 1)),
            relation: columns[7].parse::<Relation>().map_err(|error| error.to_string())?,
        });
        self.lemmas.push(columns[2]);
        match extras.split('|').find_map(|extra| extra.strip_prefix("NER=")) {
            Some(tag) => self.name(tag),
            None => Ok(()),
        }
    }

    /// Takes the last token as part of a name.
    fn name(&mut self, tag: &str) -> Result<(), String> {
        let token = self.parts.tokens.len() - 1;
        let (edge, kind) = tag.split_once('-').unwrap_or(("", tag));
        let kind = kind.parse::<NameKind>().map_err(|error| error.to_string())?;
        match self.parts.names.last_mut() {
            Some(name) if edge == "I" && name.kind == kind && name.tokens.end() == token => {
                name.tokens = TokenRange::new(name.tokens.start(), token + 1);
            }
            _ => self.parts.names.push(Name { tokens: TokenRange::new(token, token + 1), kind }),
        }
        Ok(())
    }
}

/// Writes a document down, with its names, times, the number of the innermost quotation, and sources,
/// cues and contents in the tenth column.
#[must_use]
pub fn write(document: &Document) -> String {
    use std::fmt::Write as _;
    let mut table = String::new();
    let mut paragraph = None;
    let quotation_of = quotation_of(document);
    let said = said(document);
    for sentence in document.sentences() {
        if paragraph != Some(sentence.paragraph) {
            table.push_str("# newpar\n");
            paragraph = Some(sentence.paragraph);
        }
        // A line of a comment is one line.
        let text: Vec<&str> = document.text_of(sentence.tokens).split_whitespace().collect();
        let _ = writeln!(table, "# text = {}", text.join(" "));
        for id in sentence.tokens.iter() {
            let token = document.token(id);
            let number = id.index() - sentence.tokens.start() + 1;
            let head = token.head.map_or(0, |head| head.index() - sentence.tokens.start() + 1);
            let mut extras = Vec::new();
            if let Some(name) = document.name_at(id) {
                let edge = if name.tokens.start() == id.index() { "B" } else { "I" };
                extras.push(format!("NER={edge}-{}", name.kind));
            }
            let at = document.times().partition_point(|time| time.tokens.end() <= id.index());
            if let Some(time) = document.times().get(at).filter(|time| time.tokens.has(id)) {
                let date = time.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
                extras.push(format!("Time={date}"));
            }
            if quotation_of[id.index()] > 0 {
                extras.push(format!("Quote={}", quotation_of[id.index()]));
            }
            if let Some((edge, role)) = said[id.index()] {
                extras.push(format!("Said={edge}-{role}"));
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

/// What each token does in an attribution, and whether it begins it or is inside.
fn said(document: &Document) -> Vec<Option<(&'static str, Role)>> {
    let mut all = vec![None; document.tokens().len()];
    for passage in document.passages() {
        for id in passage.tokens.iter() {
            let edge = if passage.tokens.start() == id.index() { "B" } else { "I" };
            all[id.index()] = Some((edge, passage.role));
        }
    }
    all
}

/// The number of the innermost quotation over each token, counted from 1; 0 where there is none.
fn quotation_of(document: &Document) -> Vec<usize> {
    let mut numbers = vec![0; document.tokens().len()];
    // Later ones lie within earlier ones, or after them.
    for (number, quotation) in (1..).zip(document.quotations()) {
        numbers[quotation.tokens.start()..quotation.tokens.end()].fill(number);
    }
    numbers
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
    fn ranges_paragraphs_and_documents_give_the_text() {
        let line = |id: &str, form: &str, extra: &str| {
            format!("{id}\t{form}\t{form}\tX\tFW\t_\t0\tdep\t_\t{extra}\n")
        };
        let table = [
            "# newdoc id = one\n".to_owned(),
            line("1-2", "didn't", "SpaceAfter=No"),
            line("1", "did", "_"),
            line("2", "n't", "_"),
            line("3", "!", "_"),
            "\n".to_owned(),
            line("1", "No", "_"),
            "\n# newpar\n".to_owned(),
            line("1", "Yes", "_"),
            "\n# newdoc id = two\n# newpar\n".to_owned(),
            line("1", "End", "_"),
        ]
        .concat();
        let read = |table: &str| read(table).expect("well formed").text().to_owned();
        assert_eq!(read(&table), "didn't! No\n\nYes\n\nEnd");
        let parts: Vec<_> = documents(&table).iter().map(|(id, own)| (*id, read(own))).collect();
        assert_eq!(parts, [("one", "didn't! No\n\nYes".to_owned()), ("two", "End".to_owned())]);
    }

    #[test]
    fn a_head_outside_its_sentence_is_refused() {
        let error = read("1\tOne\tone\tNUM\tCD\t_\t7\tobj\t_\t_\n").expect_err("no such head");
        assert_eq!(error.line, 2);
    }
}
