//! `chancery evaluate`: the extractor against annotated articles.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::{Outcome, Session, words};
use crate::evaluate::{self, Figures, MEASURES};
use crate::extract;
use crate::nlp::Analyzer;
use crate::record::Article;
use crate::vocabulary;

vocabulary! {
    /// The form of the figures.
    enum Form {
        /// A table.
        Table = "table",
        /// One JSON object.
        Json = "json",
    }
}

/// Measure precision, recall and F1 of the extractor against annotated articles
///
/// GOLD is a folder of annotated articles, or one of them. Example: chancery evaluate tests/gold
#[derive(clap::Args)]
pub(super) struct Args {
    /// The annotated articles
    gold: PathBuf,
    /// The form of the figures
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
    /// List the N articles with the lowest mean F1
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
}

/// The figures as JSON, named as the reference scorer names them.
#[derive(Serialize)]
struct Row {
    precision: f64,
    recall: f64,
    f1: f64,
}

/// Prints the figures.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let gold = evaluate::read(&args.gold)?;
    let analyzer = Analyzer::load();
    let found: Vec<_> = gold
        .iter()
        .map(|it| {
            let article = Article {
                id: it.id.clone(),
                url: it.url.clone(),
                source: it.source.clone(),
                published: it.published,
                title: it.title.clone(),
                text: it.text.clone(),
            };
            extract::extract(&article, &analyzer)
        })
        .collect();
    let figures = evaluate::score(&gold, &found);
    match args.format {
        Form::Table => session.ui.result(&figures)?,
        Form::Json => session.ui.result(json(&figures)?)?,
    }
    let mut each = figures.each;
    each.sort_by(|one, two| one.1.total_cmp(&two.1).then_with(|| one.0.cmp(&two.0)));
    for (id, mean) in each.iter().take(args.worst) {
        session.ui.result(format_args!("{mean:.3} {id}"))?;
    }
    Ok(Outcome::Done)
}

fn json(figures: &Figures) -> anyhow::Result<String> {
    let mut object = serde_json::Map::new();
    object.insert("articles".to_owned(), figures.articles.into());
    object.insert("absent".to_owned(), figures.absent.clone().into());
    object.insert("headline".to_owned(), figures.headline().into());
    for (measure, tally) in MEASURES.iter().zip(&figures.tallies) {
        let row = Row { precision: tally.precision(), recall: tally.recall(), f1: tally.f1() };
        object.insert(measure.name.to_owned(), serde_json::to_value(row)?);
    }
    Ok(serde_json::Value::Object(object).to_string())
}
