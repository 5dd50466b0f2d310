//! Learns the weights in `models/` from annotated corpora, with a fixed seed, but for those of the
//! encoder: what it looks at is written down here, and `models/training/` learns from that.
//!
//! `cargo run --release --features training --bin train -- all`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser as _;

mod attribution;
mod encounters;
mod features;
mod lemmas;
mod names;
mod sentences;

use crate::gazetteer::Gazetteer;
use crate::nlp::conllu;
use crate::nlp::document::{Document, Sentence, TokenRange};
use crate::nlp::processor::Processor;
use crate::nlp::tags::{Relation, Upos, Xpos};
use crate::nlp::word::Clusters;
use crate::nlp::{Analyzer, Models};
use crate::text::Span;

/// Learn the models from annotated corpora
#[derive(clap::Parser)]
struct Args {
    /// What to make
    #[arg(value_enum)]
    what: What,
    /// The folder of the corpora
    #[arg(long, default_value = "../shared/corpora", value_name = "DIR")]
    corpora: PathBuf,
    /// The folder of the models
    #[arg(long, default_value = "models", value_name = "DIR")]
    models: PathBuf,
    /// The folder in which the training of the encoder works
    #[arg(long, default_value = "target/training", value_name = "DIR")]
    work: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// All models but the encoder, which `models/training/run.py` makes
    All,
    /// Clusters
    Clusters,
    /// Lemmas
    Lemmas,
    /// Names; needs the clusters and the encoder
    Names,
    /// Ends of sentences; needs the clusters
    Sentences,
    /// The corpora as numbers, for the training of the encoder; needs `--work`
    Features,
    /// Articles with attributions as numbers, for the training of attribution; needs the encoder, and `--work`
    Attribution,
    /// Passages with encounters as numbers, for the training of encounters; needs the encoder, and `--work`
    Encounters,
    /// The figures of the models on the development parts
    Score,
}

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Reports to the maintainer.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Numbers that look drawn by chance, the same each time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

/// Reads a text, unpacking it if its name says that it is packed.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut text)
            .with_context(|| format!("cannot unpack {}", path.display()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

/// A sentence of a treebank.
struct Gold {
    forms: Vec<String>,
    lemmas: Vec<String>,
    tags: Vec<(Upos, Xpos)>,
    /// Heads counted from 1; 0 is the root.
    heads: Vec<usize>,
    relations: Vec<Relation>,
}

fn treebank(args: &Args, name: &str) -> anyhow::Result<Vec<Gold>> {
    let path = args.corpora.join(format!("treebanks/{name}.conllu.gz"));
    let document = conllu::read(&read(&path)?).with_context(|| path.display().to_string())?;
    Ok(sentences(&document))
}

fn sentences(document: &Document) -> Vec<Gold> {
    document
        .sentences()
        .iter()
        .map(|sentence| {
            let start = sentence.tokens.start();
            let ids = || sentence.tokens.iter();
            Gold {
                forms: ids().map(|id| document.word(id).to_owned()).collect(),
                lemmas: ids().map(|id| document.lemma(id).to_owned()).collect(),
                tags: ids().map(|id| (document.token(id).upos, document.token(id).xpos)).collect(),
                heads: ids()
                    .map(|id| document.token(id).head.map_or(0, |head| head.index() - start + 1))
                    .collect(),
                relations: ids().map(|id| document.token(id).relation).collect(),
            }
        })
        .collect()
}

/// Copies of some sentences as headlines and shouts have them, and with curly quotation marks.
fn disguise(gold: &[Gold], chance: &mut Chance) -> Vec<Gold> {
    let mut more = Vec::new();
    for sentence in gold {
        let kind = chance.below(100);
        let change: fn(&str) -> String = match kind {
            0..4 => |form| form.to_uppercase(),
            4..10 => |form| {
                let mut letters = form.chars();
                letters
                    .next()
                    .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            },
            10..20 if sentence.forms.iter().any(|form| form.contains(['\'', '"'])) => {
                |form| match form {
                    "\"" => "”".to_owned(),
                    _ => form.replace('\'', "’"),
                }
            }
            20..24 if sentence.forms.last().is_some_and(|form| form == ".") => {
                let count = sentence.forms.len() - 1;
                if sentence.heads.iter().any(|&head| head == count + 1) || count == 0 {
                    continue;
                }
                more.push(Gold {
                    forms: sentence.forms[..count].to_vec(),
                    lemmas: sentence.lemmas[..count].to_vec(),
                    tags: sentence.tags[..count].to_vec(),
                    heads: sentence.heads[..count].to_vec(),
                    relations: sentence.relations[..count].to_vec(),
                });
                continue;
            }
            _ => continue,
        };
        more.push(Gold {
            forms: sentence.forms.iter().map(|form| change(form)).collect(),
            lemmas: sentence.lemmas.clone(),
            tags: sentence.tags.clone(),
            heads: sentence.heads.clone(),
            relations: sentence.relations.clone(),
        });
    }
    more
}

fn run(args: &Args) -> anyhow::Result<()> {
    if args.what == What::Features {
        return features::write(args, &args.work);
    }
    if args.what == What::Attribution {
        return attribution::write(args);
    }
    if args.what == What::Encounters {
        return encounters::write(args);
    }
    if matches!(args.what, What::All | What::Clusters) {
        clusters(args)?;
    }
    if matches!(args.what, What::All | What::Lemmas) {
        let mut gold = treebank(args, "ewt-train")?;
        gold.extend(treebank(args, "gum-train")?);
        write(args, "lemmas.bin", &lemmas::learn(&gold))?;
    }
    if matches!(args.what, What::All | What::Sentences) {
        sentences::learn(args)?;
    }
    if matches!(args.what, What::All | What::Names) {
        names::learn(args)?;
    }
    if args.what == What::Sentences {
        return sentences::score(args);
    }
    if args.what != What::Names {
        sentences::score(args)?;
        score(args)?;
    }
    names::score(args)
}

fn write(args: &Args, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = args.models.join(name);
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    say(&format!("{}: {} KiB", path.display(), bytes.len() / 1024));
    Ok(())
}

/// The bytes of a model that was learned before.
fn model(args: &Args, name: &str) -> anyhow::Result<&'static [u8]> {
    let path = args.models.join(name);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes.leak())
}

fn clusters(args: &Args) -> anyhow::Result<()> {
    let mut words = Vec::new();
    for line in read(&args.corpora.join("unlabeled/news-clusters.tsv.gz"))?.lines().skip(1) {
        let mut columns = line.split('\t');
        if let (Some(word), Some(fine), Some(coarse)) =
            (columns.next(), columns.next(), columns.next())
        {
            words.push((word.to_owned(), fine.parse::<u16>()? + 1, coarse.parse::<u8>()? + 1));
        }
    }
    let bytes = Clusters::encode(&words);
    write(args, "clusters.bin", &bytes)
}

/// The analyzer with the models as they stand in their folder.
fn analyzer(args: &Args) -> anyhow::Result<Analyzer> {
    let models = Models {
        attribution: model(args, "attribution.bin")?,
        clusters: model(args, "clusters.bin")?,
        encoder: model(args, "encoder.bin")?,
        encounters: model(args, "encounters.bin")?,
        lemmas: model(args, "lemmas.bin")?,
        names: model(args, "names.bin")?,
        sentences: model(args, "sentences.bin")?,
    };
    Ok(Analyzer::new(&models, Gazetteer::load(), Processor::detect()))
}

/// Sentences as one text, with their tokens.
pub(super) fn joined<'a>(
    sentences: impl Iterator<Item = Vec<&'a str>>,
) -> (String, Vec<Span>, Vec<Sentence>) {
    let (mut text, mut spans, mut all) = (String::new(), Vec::new(), Vec::new());
    for words in sentences {
        let first = spans.len();
        for word in words {
            let start = text.len();
            text.push_str(word);
            spans.push(Span::new(start, text.len()));
            text.push(' ');
        }
        all.push(Sentence { tokens: TokenRange::new(first, spans.len()), paragraph: 0 });
    }
    (text, spans, all)
}

fn score(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    for name in ["ewt-dev", "gum-dev"] {
        let gold = treebank(args, name)?;
        let (text, spans, sentences) =
            joined(gold.iter().map(|it| it.forms.iter().map(String::as_str).collect()));
        let started = std::time::Instant::now();
        let read = analyzer.read(&text, &spans, &sentences, &[]);
        let seconds = started.elapsed().as_secs_f64();
        let mut counts = [0usize; 6];
        let mut buffer = String::new();
        for (it, sentence) in gold.iter().zip(&sentences) {
            let start = sentence.tokens.start();
            for (index, token) in read.tokens[start..sentence.tokens.end()].iter().enumerate() {
                let head = token.head.map_or(0, |head| head.index() - start + 1);
                let right = head == it.heads[index];
                counts[0] += 1;
                counts[1] += usize::from(token.upos == it.tags[index].0);
                counts[2] += usize::from(token.xpos == it.tags[index].1);
                counts[3] += usize::from(right);
                counts[4] += usize::from(right && token.relation == it.relations[index]);
                let tags = (token.upos, token.xpos);
                let form = lemmas::form(it, index, tags);
                analyzer.lemmatizer.find(form, &analyzer.clusters, &mut buffer);
                counts[5] += usize::from(buffer == it.lemmas[index]);
            }
        }
        let percent = |count: usize| {
            let share = u32::try_from(count).map_or(0.0, f64::from);
            100.0 * share / u32::try_from(counts[0]).map_or(1.0, f64::from)
        };
        say(&format!(
            "{name}: UPOS {:.2} XPOS {:.2} lemmas {:.2} UAS {:.2} LAS {:.2}, {:.0} tokens/s",
            percent(counts[1]),
            percent(counts[2]),
            percent(counts[5]),
            percent(counts[3]),
            percent(counts[4]),
            u32::try_from(counts[0]).map_or(0.0, f64::from) / seconds,
        ));
    }
    Ok(())
}
