//! `chancery analyze`: the analysis of a text or of articles, for those who write or mend rules.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::{Outcome, Session, named, reading, words};
use crate::date::Date;
use crate::input::{self, FORMATS, Format, Options};
use crate::nlp::{Analyzer, Document, Sentence, TokenId, conllu};
use crate::vocabulary;

vocabulary! {
    /// The form of the analysis.
    enum Form {
        /// CoNLL-U.
        Conllu = "conllu",
        /// Columns under each other, for people.
        Columns = "columns",
    }
}

/// Print how a text or an article is read
///
/// Tokens, lemmas, tags, trees, names, dates and quotations, a token a line.
///
/// TEXT is the text itself, or the path of a file or folder of articles: it is a path if there is
/// such a file or folder, and a text if there is none. `-` reads standard input.
///
/// CoNLL-U has names (NER), dates (Time), the number of the quotation (Quote) and who says what (Said)
/// in its tenth column.
///
/// Example: chancery analyze "Okafor met Lund on Friday." --published 2025-12-06 --format columns
#[derive(clap::Args)]
pub(super) struct Args {
    /// A text, or a file or folder of articles; `-` reads standard input
    #[arg(required = true, value_name = "TEXT|FILE")]
    inputs: Vec<OsString>,
    /// The form of the analysis
    #[arg(long, value_name = "FORMAT", default_value = "conllu", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
    /// The format of the articles; by default the name or the first bytes tell
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(FORMATS, |format| format.name, Format::named),
    )]
    from: Option<&'static Format>,
    /// The date of publication (2025-12-06), against which weekdays and the like are resolved
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
}

/// Prints the sentences of each text as tables.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let analyzer = Analyzer::load();
    let mut out = session.ui.out();
    let mut outcome = Outcome::Done;
    for given in &args.inputs {
        let path = Path::new(given);
        if given != "-" && !path.exists() {
            let text = given.to_string_lossy();
            // One word is more likely the name of a file than a text.
            if !text.contains(char::is_whitespace) {
                session.ui.warn(format_args!(
                    "there is no file ‘{text}’, so these letters themselves are analyzed"
                ));
            }
            write(&mut out, args.format, &analyzer.analyze(&text, args.published))?;
            continue;
        }
        let options = Options { from: args.from, published: args.published, ..Options::default() };
        for item in input::read(input::find(&[PathBuf::from(given)])?, options) {
            match item {
                input::Outcome::Article(article) => {
                    writeln!(out, "# newdoc id = {}", article.id)?;
                    let document = analyzer.analyze(&article.text, article.published);
                    write(&mut out, args.format, &document)?;
                }
                input::Outcome::Skipped(skipped) => {
                    reading::tell(&session.ui, &skipped);
                    if skipped.reason.is_failure() {
                        outcome = Outcome::Partly;
                    }
                }
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn write(out: &mut impl Write, form: Form, document: &Document) -> anyhow::Result<()> {
    match form {
        Form::Conllu => write!(out, "{}", conllu::write(document))?,
        Form::Columns => {
            let mut quoted = vec![false; document.tokens().len()];
            for quotation in document.quotations() {
                quoted[quotation.tokens.start()..quotation.tokens.end()].fill(true);
            }
            for sentence in document.sentences() {
                write_columns(out, document, sentence, &quoted)?;
            }
        }
    }
    Ok(())
}

/// The heads of the columns.
const HEADS: [&str; 7] = ["", "token", "lemma", "tags", "tree", "of", "marks"];

/// Writes one sentence: a token a line, with a dot before its relation for each head above it.
fn write_columns(
    out: &mut impl Write,
    document: &Document,
    sentence: &Sentence,
    quoted: &[bool],
) -> anyhow::Result<()> {
    let mut rows = vec![HEADS.map(str::to_owned)];
    for id in sentence.tokens.iter() {
        let token = document.token(id);
        let depth = document.ancestors(id).take(DEEPEST).count();
        rows.push([
            (id.index() - sentence.tokens.start() + 1).to_string(),
            document.word(id).to_owned(),
            document.lemma(id).to_owned(),
            format!("{} {}", token.upos, token.xpos),
            format!("{}{}", "· ".repeat(depth), token.relation),
            token.head.map_or_else(String::new, |head| document.word(head).to_owned()),
            marks(document, id, quoted),
        ]);
    }
    let mut widths = [0; HEADS.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in &rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
            // Numbers stand on the right.
            let room = " ".repeat(width - cell.chars().count());
            let pair = if at == 0 { [room.as_str(), cell] } else { [cell, room.as_str()] };
            line.extend(pair);
            line.push_str("  ");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)?;
    Ok(())
}

/// Heads above a token that are drawn.
const DEEPEST: usize = 12;

/// What a token is part of: its name, expression of time and quotation.
fn marks(document: &Document, id: TokenId, quoted: &[bool]) -> String {
    let mut marks = Vec::new();
    if let Some(name) = document.name_at(id) {
        marks.push(name.kind.to_string());
    }
    let times = document.times();
    let at = times.partition_point(|time| time.tokens.end() <= id.index());
    if let Some(time) = times.get(at).filter(|time| time.tokens.has(id)) {
        marks.push(time.date.map_or_else(|| "time".to_owned(), |date| date.to_string()));
    }
    if quoted[id.index()] {
        marks.push("quoted".to_owned());
    }
    marks.join(", ")
}
