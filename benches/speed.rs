//! How fast it is: tokens a second of each stage and of the whole extraction, articles a second into
//! a database, and the start of the program.
//!
//! The texts are those of `tests/gold`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use chancery::evaluate;
use chancery::extract::extract;
use chancery::gazetteer::{Gazetteer, Sought};
use chancery::input::Outcome;
use chancery::nlp::{Analyzer, Document, Stage, tokenize};
use chancery::pipeline::{self, Work};
use chancery::record::Article;
use chancery::store::Store;
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

/// The models, loaded once.
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::load);

/// The annotated articles.
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let gold = evaluate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold"))
        .expect("the annotated articles are committed");
    gold.into_iter()
        .map(|it| Article {
            id: it.id,
            published: it.published,
            title: it.title,
            text: it.text,
            ..Article::default()
        })
        .collect()
});

/// Their analyses.
static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| ARTICLES.iter().map(|it| ANALYZER.analyze(&it.text, it.published)).collect());

/// The tokens of all articles.
static TOKENS: LazyLock<usize> =
    LazyLock::new(|| ARTICLES.iter().map(|it| tokenize(&it.text).len()).sum());

/// Tokens a second of one stage.
#[divan::bench(args = Stage::ALL.iter().copied())]
fn stage(bencher: Bencher, stage: Stage) {
    LazyLock::force(&DOCUMENTS);
    bencher.counter(ItemsCount::new(*TOKENS)).bench(|| {
        DOCUMENTS.iter().map(|document| ANALYZER.again(stage, black_box(document))).sum::<usize>()
    });
}

/// Tokens a second from text to record, on one core.
#[divan::bench]
fn extract_whole(bencher: Bencher) {
    LazyLock::force(&ANALYZER);
    bencher.counter(ItemsCount::new(*TOKENS)).bench(|| {
        ARTICLES
            .iter()
            .map(|article| extract(black_box(article), &ANALYZER).statements.len())
            .sum::<usize>()
    });
}

/// A text whose time per byte must not grow with its length: news, and what no news is.
#[derive(Clone, Copy, Debug)]
struct Long {
    name: &'static str,
    piece: &'static str,
    bytes: usize,
}

impl std::fmt::Display for Long {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} KiB", self.name, self.bytes / 1024)
    }
}

/// Pieces that are repeated; no piece stands for the annotated articles.
const PIECES: &[(&str, &str)] = &[
    ("news", ""),
    ("quotes", "\""),
    ("nested quotes", "“‘"),
    ("brackets", "("),
    ("dots", "."),
    ("dots with spaces", ". "),
    ("letters", "a"),
    ("letters and dots", "A."),
    ("digits", "1"),
    ("signs", "a@"),
    ("names", "Okafor "),
    ("days", "Monday March 3 the day before "),
    ("lines", "a\n"),
    ("paragraphs", "Okafor met.\n\n"),
    ("speech", "“Yes,” said Okafor. "),
];

/// Sizes of texts: from a note to a book.
const SIZES: [usize; 4] = [1 << 10, 1 << 16, 1 << 20, 1 << 22];

/// Bytes a second of the analysis, by the length of the text: flat, whatever stands in it.
#[divan::bench(
    sample_count = 1,
    args = PIECES.iter().flat_map(|&(name, piece)| SIZES.map(|bytes| Long { name, piece, bytes }))
)]
fn scale(bencher: Bencher, long: Long) {
    LazyLock::force(&ANALYZER);
    let piece = match long.piece {
        "" => ARTICLES.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n\n"),
        piece => piece.to_owned(),
    };
    let mut text = piece.repeat(long.bytes / piece.len() + 1);
    let end = (0..=long.bytes).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.truncate(end);
    let published = "2023-03-15".parse().ok();
    bencher
        .counter(divan::counter::BytesCount::new(text.len()))
        .bench(|| ANALYZER.analyze(black_box(&text), published).tokens().len());
}

/// Rounds of the articles that go into one database.
const ROUNDS: usize = 4;

/// Articles a second into a database on the disk, on all cores, with resolution.
#[divan::bench(sample_count = 10)]
fn add(bencher: Bencher) {
    LazyLock::force(&ANALYZER);
    bencher
        .counter(ItemsCount::new(ARTICLES.len() * ROUNDS))
        .with_inputs(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let store = Store::create(&folder.path().join("chancery.db")).expect("it is made");
            (folder, store)
        })
        .bench_values(|(folder, mut store)| {
            let articles = (0..ROUNDS).flat_map(|round| {
                ARTICLES.iter().map(move |article| {
                    Outcome::Article(Article {
                        id: format!("{} {round}", article.id),
                        text: format!("{}\n\nRound {round}.", article.text),
                        ..article.clone()
                    })
                })
            });
            let report = pipeline::add(articles, &Work::new(&ANALYZER), &mut store, |_| ())
                .expect("the disk has room");
            drop(store);
            (folder, report.added)
        });
}

/// Runs the program to its end.
fn run(args: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program is built");
    assert!(status.success(), "{args:?}");
}

/// What is known of the world, read from its tables.
#[divan::bench]
fn knowledge_load() -> Gazetteer {
    Gazetteer::load()
}

/// Who is meant by names and offices, as a text asks for them: each with a state and a day.
#[divan::bench]
fn knowledge_lookup(bencher: Bencher) {
    LazyLock::force(&ANALYZER);
    let gazetteer = ANALYZER.gazetteer();
    let named = [("Xi", "President", "China"), ("Zelenskiy", "President", "Ukraine")];
    let held = [("France", "president"), ("United Kingdom", "foreign secretary")];
    bencher.counter(ItemsCount::new(named.len() + held.len())).bench(|| {
        let people = named.iter().filter(|(name, office, side)| {
            let (offices, sides) = ([(*office).to_owned()], [(*side).to_owned()]);
            let sought = Sought {
                name: black_box(name),
                offices: &offices,
                sides: &sides,
                near: &[],
                day: Some("2023-02-01"),
            };
            gazetteer.person(&sought).is_some()
        });
        let holders = held.iter().filter(|(side, office)| {
            gazetteer.holder_of(black_box(side), office, "2023-02-01").is_some()
        });
        people.count() + holders.count()
    });
}

/// The start of the program.
#[divan::bench]
fn start_version() {
    run(&["--version"]);
}

/// The start of the program with its models.
#[divan::bench]
fn start_extract(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.txt");
    let sentence =
        "date 2025-12-05\n\nForeign Minister Ada Okafor met Jan Lund in Oslo on Friday.\n";
    std::fs::write(&path, sentence).expect("it is writable");
    let path = path.to_str().expect("a path in UTF-8");
    bencher.bench_local(|| run(&["extract", path]));
}
