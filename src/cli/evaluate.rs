//! `chancery evaluate`: the extractor against annotated articles, the analysis against treebanks
//! and corpora of names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::cli::{Outcome, Session, words};
use crate::evaluate::{
    self, Attributed, AttributionFigures, Corpus, Each, Figures, Gold, GoldNames, LAYERS, MEASURES,
    NameFigures, Reliability, ResolutionFigures, Tally, TreeFigures,
};
use crate::extract::{self, Signals};
use crate::nlp::{Analyzer, Document};
use crate::record::{Article, Extraction};
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

vocabulary! {
    /// What is listed thing by thing.
    enum Things {
        /// Actors, locations, meetings and statements.
        All = "all",
        /// Actors.
        Actors = "actors",
        /// Locations.
        Locations = "locations",
        /// Meetings.
        Meetings = "meetings",
        /// Statements.
        Statements = "statements",
    }
}

/// Measure precision, recall and F1 against annotated articles, treebanks or names
///
/// GOLD is a folder of annotated articles, or one of them; a treebank in CoNLL-U (.conllu); a
/// corpus of names in IOB2 (.tsv, with the token and its tag in the first columns); or one of
/// attributions in the form of `PolNeAR` (.jsonl). The last three may be packed (.gz). Example: chancery evaluate tests/gold
#[derive(clap::Args)]
pub(super) struct Args {
    /// What is known to be right
    gold: PathBuf,
    /// The form of the figures
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
    /// List the N articles with the lowest mean F1
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Of a treebank or corpus of names, take only documents whose id has this in it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    only: String,
    /// List the first N places where tokens or sentences differ from a treebank
    #[arg(long, value_name = "N", default_value_t = 0)]
    differences: usize,
    /// List what was missed, wrong or misread, with its words
    #[arg(long, value_name = "THINGS", num_args = 0..=1, default_missing_value = "all", value_parser = words(Things::ALL, Things::as_str))]
    show: Option<Things>,
    /// Give the figures of each kind of actor, location, meeting and statement too
    #[arg(long)]
    kinds: bool,
    /// Give the figures of each article too
    #[arg(long)]
    each: bool,
    /// Give the range of each F1 in 95 of 100 draws of articles
    #[arg(long)]
    intervals: bool,
    #[command(flatten)]
    trust: Trust,
    /// Compare with an earlier run, saved with --format json
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// What is asked of the confidence of meetings and statements.
#[derive(clap::Args)]
#[group(skip)]
struct Trust {
    /// Give the share that is right by how sure the readings of meetings and statements are said to be
    #[arg(long)]
    confidence: bool,
    /// Give instead of the figures what tells how sure each reading is, and whether it is right, as JSON Lines
    #[arg(long)]
    signals: bool,
}

/// The figures as JSON, named as the reference scorer names them.
#[derive(Serialize)]
struct Row {
    precision: f64,
    recall: f64,
    f1: f64,
}

impl From<&Tally> for Row {
    fn from(tally: &Tally) -> Self {
        Self { precision: tally.precision(), recall: tally.recall(), f1: tally.f1() }
    }
}

/// What an earlier run saved, as far as a comparison needs it.
#[derive(Deserialize)]
struct Saved {
    each: Vec<Each>,
}

/// Prints the figures.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let corpus = evaluate::read_corpus(&args.gold)?;
    let analyzer = Analyzer::load();
    match corpus {
        Corpus::Articles(gold) => articles(&gold, &analyzer, args, session)?,
        Corpus::Trees(gold) => trees(&gold, &analyzer, args, session)?,
        Corpus::Names(gold) => names(&gold, &analyzer, args, session)?,
        Corpus::Attributions(gold) => attributions(&gold, &analyzer, args, session)?,
    }
    Ok(Outcome::Done)
}

fn articles(
    gold: &[Gold],
    analyzer: &Analyzer,
    args: &Args,
    session: &Session,
) -> anyhow::Result<()> {
    if args.trust.signals {
        let read = gold.iter().map(|it| extract::extract_with_signals(&article(it), analyzer));
        let (found, signals): (Vec<_>, Vec<_>) = read.unzip();
        return print_signals(gold, &evaluate::score(gold, &found), &signals, session);
    }
    let found: Vec<_> = gold.iter().map(|it| extract::extract(&article(it), analyzer)).collect();
    let figures = evaluate::score(gold, &found);
    let over = Over::new(gold, &found);
    match args.format {
        Form::Table => {
            session.ui.result(&figures)?;
            if let Some(over) = &over {
                session.ui.result(format_args!("\nover articles, as extracted\n{}", over.extracted))?;
                session.ui.result(format_args!("\nover articles, as annotated\n{}", over.annotated))?;
            }
        }
        Form::Json => session.ui.result(json(&figures, over.as_ref())?)?,
    }
    if args.show.is_some()
        && let Some(over) = &over
    {
        over.show(session)?;
    }
    details(&figures, args, session)?;
    let mut each = figures.each;
    each.sort_by(|one, two| one.mean.total_cmp(&two.mean).then_with(|| one.id.cmp(&two.id)));
    for it in each.iter().take(args.worst) {
        session.ui.result(format_args!("{:.3} {}", it.mean, it.id))?;
    }
    Ok(())
}

/// The figures of what is resolved over articles.
#[derive(Serialize)]
struct Over {
    extracted: ResolutionFigures,
    annotated: ResolutionFigures,
}

impl Over {
    /// The figures, if the articles share ids.
    fn new(gold: &[Gold], found: &[Extraction]) -> Option<Self> {
        evaluate::shares_ids(gold).then(|| Self {
            extracted: evaluate::resolve_found(gold, found),
            annotated: evaluate::resolve_gold(gold),
        })
    }

    /// Prints what was put together, or kept apart, wrongly.
    fn show(&self, session: &Session) -> anyhow::Result<()> {
        for (path, figures) in [("extracted", &self.extracted), ("annotated", &self.annotated)] {
            for (name, it) in figures.rows() {
                for things in &it.merged {
                    session.ui.result(format_args!("{path} {name} merged: {}", things.join(", ")))?;
                }
                for (thing, parts) in &it.split {
                    let parts: Vec<String> = parts.iter().map(|part| part.join(", ")).collect();
                    session.ui.result(format_args!(
                        "{path} {name} split: {thing}: {}",
                        parts.join(" | ")
                    ))?;
                }
            }
        }
        Ok(())
    }
}

/// Prints how statements compare with a corpus of attributions.
fn attributions(
    gold: &[Attributed],
    analyzer: &Analyzer,
    args: &Args,
    session: &Session,
) -> anyhow::Result<()> {
    let mut figures = AttributionFigures::default();
    for one in gold.iter().filter(|it| it.id.contains(&args.only)) {
        let found = extract::attributions(&one.article(), analyzer);
        figures.add(one, &found, |words| extract::is_speech(words, analyzer));
    }
    match args.format {
        Form::Table => session.ui.result(&figures)?,
        Form::Json => {
            let mut object = serde_json::Map::new();
            object.insert("articles".to_owned(), figures.articles.into());
            for (name, tally) in figures.rows() {
                object.insert(name.to_owned(), serde_json::to_value(Row::from(&tally))?);
            }
            session.ui.result(serde_json::Value::Object(object))?;
        }
    }
    Ok(())
}

/// Prints what was asked for beside the figures.
fn details(figures: &Figures, args: &Args, session: &Session) -> anyhow::Result<()> {
    if args.intervals {
        let names = MEASURES.iter().map(|it| it.name).chain(["headline"]);
        for (name, range) in names.zip(figures.intervals()) {
            session.ui.result(format_args!("{name:16}{:10.3} to {:.3}", range.low, range.high))?;
        }
    }
    if args.kinds {
        for (kind, tally) in &figures.kinds {
            session.ui.result(format_args!(
                "{kind:24}{:10.3}{:10.3}{:10.3}{:8}",
                tally.precision(),
                tally.recall(),
                tally.f1(),
                tally.gold()
            ))?;
        }
    }
    if args.trust.confidence {
        for kind in JUDGED {
            let own = figures.judged.iter().filter(|it| it.kind == kind);
            session.ui.result(format_args!("\n{kind}\n{}", Reliability::of(own)))?;
        }
    }
    if args.each {
        for each in &figures.each {
            session.ui.result(row(each))?;
        }
    }
    if let Some(file) = &args.against {
        for change in figures.against(&saved(file)?) {
            session.ui.result(format_args!(
                "{:16}{:10.3} -> {:.3}  {:+.3} ({:+.3} to {:+.3})",
                change.name,
                change.before,
                change.after,
                change.after - change.before,
                change.interval.low,
                change.interval.high
            ))?;
        }
    }
    if let Some(things) = args.show {
        for miss in &figures.misses {
            if things == Things::All || miss.measure == things.as_str() {
                session.ui.result(miss)?;
            }
        }
    }
    Ok(())
}

/// The kinds of readings that have a confidence.
const JUDGED: [&str; 2] = ["meetings", "statements"];

/// Prints what tells how sure each reading is, and whether it is right.
fn print_signals(
    gold: &[Gold],
    figures: &Figures,
    signals: &[Signals],
    session: &Session,
) -> anyhow::Result<()> {
    /// A reading.
    #[derive(Serialize)]
    struct Line<'a> {
        article: &'a str,
        kind: &'static str,
        right: bool,
        signals: &'a [extract::Signal],
    }
    /// What was weighed in an article.
    #[derive(Serialize)]
    struct Weighed<'a> {
        article: &'a str,
        kind: &'static str,
        #[serde(flatten)]
        all: &'a extract::Weighed,
    }
    for (article, own) in gold.iter().zip(signals) {
        let (kind, article) = ("weighed", article.id.as_str());
        session.ui.result(serde_json::to_string(&Weighed { article, kind, all: &own.weighed })?)?;
    }
    for it in &figures.judged {
        let own = &signals[it.article];
        let all = if it.kind == JUDGED[0] { &own.meetings } else { &own.statements };
        let article = figures.each[it.article].id.as_str();
        let line = Line { article, kind: it.kind, right: it.is_right, signals: &all[it.index] };
        session.ui.result(serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// A gold article as the extractor reads it.
fn article(gold: &Gold) -> Article {
    Article {
        id: gold.id.clone(),
        url: gold.url.clone(),
        source: gold.source.clone(),
        published: gold.published,
        title: gold.title.clone(),
        text: gold.text.clone(),
    }
}

/// The figures of one article: its mean, then the F1 of each measure of the headline.
fn row(each: &Each) -> String {
    let starred: Vec<String> = MEASURES
        .iter()
        .zip(&each.tallies)
        .filter(|(measure, _)| measure.in_headline)
        .map(|(measure, tally)| format!("{} {:.3}", measure.name, tally.f1()))
        .collect();
    format!("{:.3} {} ({})", each.mean, each.id, starred.join(", "))
}

/// Reads the articles of an earlier run.
fn saved(file: &Path) -> anyhow::Result<Vec<Each>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read ‘{}’", file.display()))?;
    let saved: Saved = serde_json::from_str(&text)
        .with_context(|| format!("‘{}’ is no run saved with --format json", file.display()))?;
    Ok(saved.each)
}

fn trees(
    gold: &[(String, Document)],
    analyzer: &Analyzer,
    args: &Args,
    session: &Session,
) -> anyhow::Result<()> {
    let mut figures = TreeFigures::default();
    for (_, document) in gold.iter().filter(|(id, _)| id.contains(&args.only)) {
        let spans: Vec<_> = document.tokens().iter().map(|token| token.span).collect();
        let sentences = document.sentences().to_vec();
        let raw = analyzer.analyze(document.text(), None);
        let given = analyzer.analyze_tokens(document.text(), &spans, sentences, None);
        figures += evaluate::score_trees(document, &raw, &given);
    }
    match args.format {
        Form::Table => session.ui.result(&figures)?,
        Form::Json => {
            let mut object = serde_json::Map::new();
            object.insert("documents".to_owned(), figures.documents.into());
            let rows = [("tokens", &figures.tokens), ("sentences", &figures.sentences)];
            for (name, tally) in rows.into_iter().chain(LAYERS.into_iter().zip(&figures.raw)) {
                object.insert(name.to_owned(), serde_json::to_value(Row::from(tally))?);
            }
            let gold: serde_json::Map<_, _> = LAYERS
                .into_iter()
                .enumerate()
                .map(|(layer, name)| (name.to_owned(), figures.accuracy(layer).into()))
                .collect();
            object.insert("on gold tokens".to_owned(), gold.into());
            session.ui.result(serde_json::Value::Object(object))?;
        }
    }
    for line in figures.differences.iter().take(args.differences) {
        session.ui.result(line)?;
    }
    Ok(())
}

fn names(
    gold: &[GoldNames],
    analyzer: &Analyzer,
    args: &Args,
    session: &Session,
) -> anyhow::Result<()> {
    let mut figures = NameFigures::default();
    for it in gold.iter().filter(|it| it.id.contains(&args.only)) {
        let found = analyzer.analyze_tokens(&it.text, &it.tokens, it.sentences.clone(), None);
        figures.add(it, &found);
    }
    match args.format {
        Form::Table => session.ui.result(&figures)?,
        Form::Json => {
            let mut object = serde_json::Map::new();
            object.insert("documents".to_owned(), figures.documents.into());
            let rows = figures.marked().map(|(kind, tally)| (kind.as_str(), tally));
            for (name, tally) in rows.chain([("together", figures.main())]) {
                object.insert(name.to_owned(), serde_json::to_value(Row::from(&tally))?);
            }
            session.ui.result(serde_json::Value::Object(object))?;
        }
    }
    Ok(())
}

fn json(figures: &Figures, over: Option<&Over>) -> anyhow::Result<String> {
    let mut object = serde_json::Map::new();
    object.insert("articles".to_owned(), figures.articles.into());
    object.insert("absent".to_owned(), figures.absent.clone().into());
    object.insert("headline".to_owned(), figures.headline().into());
    for (measure, tally) in MEASURES.iter().zip(&figures.tallies) {
        object.insert(measure.name.to_owned(), serde_json::to_value(Row::from(tally))?);
    }
    let reliability: serde_json::Map<_, _> = JUDGED
        .into_iter()
        .map(|kind| {
            let own = Reliability::of(figures.judged.iter().filter(|it| it.kind == kind));
            Ok((kind.to_owned(), serde_json::to_value(own)?))
        })
        .collect::<anyhow::Result<_>>()?;
    object.insert("confidence".to_owned(), reliability.into());
    object.insert("kinds".to_owned(), serde_json::to_value(&figures.kinds)?);
    object.insert("each".to_owned(), serde_json::to_value(&figures.each)?);
    if let Some(over) = over {
        object.insert("over articles".to_owned(), serde_json::to_value(over)?);
    }
    Ok(serde_json::Value::Object(object).to_string())
}
