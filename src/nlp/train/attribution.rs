//! Writes down what the training of attribution reads: articles as numbers, with their annotation.
//!
//! For each part of `PolNeAR`, plain arrays, little-endian: the lengths of the articles (`len`), what
//! the encoder makes of each token (`numbers`, 16 bits), its head, counted from 1 in the article
//! (`head`), what is looked up of it (`traits`, bytes), and its class and the number of its attribution
//! in the article, from 1 (`class`, `owner`). `polnear-train.cues` has the words that are cues often. `annotated` are the articles in
//! `tests/` likewise, of which no sources are told; `annotated.group` has the number of the folder of each.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use serde::Deserialize;

use super::encounters::annotated;
use super::{Args, analyzer, read, say};
use crate::nlp::attribution::{Cues, Next, Traits, traits};
use crate::nlp::encoder::{Encoded, READ, WIDTH};
use crate::nlp::read::{Room, batches};
use crate::nlp::word::Word;
use crate::nlp::{Analyzer, quote, tokenize};
use crate::text::{Offsets, Span};

/// By this the numbers are multiplied before they are made whole.
const SCALE: f32 = 1024.0;
/// Roles in the order of their classes: each has one for its beginning and one for its inside.
const SOURCE: u32 = 1;
const CUE: u32 = 3;
const CONTENT: u32 = 5;
/// What may be words for a source, or none at all; and what may be anything.
const OTHER: u32 = 7;
const ANY: u32 = 8;

#[derive(Deserialize)]
struct Article {
    text: String,
    attributions: Vec<Attribution>,
}

#[derive(Deserialize)]
struct Attribution {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

impl Article {
    /// For each token its class, and the number of its attribution from 1.
    fn marks(&self, spans: &[Span]) -> Vec<(u32, u32)> {
        let offsets = Offsets::new(&self.text);
        let place = |at| {
            let byte = offsets.to_bytes(&self.text, at);
            spans.partition_point(|span| span.start() < byte)
        };
        let mut marks = vec![(0, 0); spans.len()];
        for (owner, it) in (1..).zip(&self.attributions) {
            for (role, parts) in [(SOURCE, &it.source), (CUE, &it.cue), (CONTENT, &it.content)] {
                for &(start, end) in parts {
                    let (first, end) = (place(start), place(end));
                    for (at, mark) in (first..end).zip(&mut marks[first..end]) {
                        *mark = (role + u32::from(at > first), owner);
                    }
                }
            }
        }
        marks
    }
}

/// An annotated article, as far as it is read here.
#[derive(Deserialize)]
struct Annotated {
    text: String,
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    cue: Option<String>,
    content: Vec<String>,
    #[serde(default)]
    optional: bool,
}

impl Annotated {
    /// For each token its class: of an optional statement anything.
    fn classes(&self, spans: &[Span]) -> Vec<u32> {
        let mut classes = vec![OTHER; spans.len()];
        let places = |words: &str| -> Vec<(usize, usize)> {
            let found = self.text.match_indices(words);
            let place = |at: usize| spans.partition_point(|span| span.end() <= at);
            found.map(|(at, words)| (place(at), place(at + words.len()))).collect()
        };
        for told in [true, false] {
            for it in self.statements.iter().filter(|it| it.optional == told) {
                let content = it.content.iter().filter_map(|it| places(it).first().copied());
                let content: Vec<(usize, usize)> = content.collect();
                let Some(&(start, _)) = content.first() else { continue };
                // The cue is the place of its words that is nearest to what is said.
                let near = |one: &(usize, usize)| one.0.abs_diff(start);
                let within =
                    |one: &(usize, usize)| content.iter().any(|it| it.0 <= one.0 && one.1 <= it.1);
                let cue = it
                    .cue
                    .iter()
                    .flat_map(|it| places(it))
                    .filter(|it| !within(it))
                    .min_by_key(near);
                for (role, (first, end)) in cue
                    .map(|it| (CUE, it))
                    .into_iter()
                    .chain(content.iter().map(|it| (CONTENT, *it)))
                {
                    // The stop or space before the end of what is said.
                    let end = end.max(first + 1).min(spans.len());
                    for (at, class) in (first..end).zip(&mut classes[first..end]) {
                        *class = if told { ANY } else { role + u32::from(at > first) };
                    }
                }
            }
        }
        classes
    }
}

fn articles(args: &Args, name: &str) -> anyhow::Result<Vec<Article>> {
    let lines = read(&args.corpora.join(format!("polnear/{name}.jsonl.gz")))?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The words that are cues often.
fn cues(articles: &[Article], analyzer: &Analyzer) -> Cues {
    let mut counts: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    let mut letters = String::new();
    for article in articles {
        let spans = tokenize(&article.text);
        for (span, (class, _)) in spans.iter().zip(article.marks(&spans)) {
            let word = Word::new(span.of(&article.text), &analyzer.clusters, &mut letters);
            let count = counts.entry(word.lower).or_default();
            count.0 += usize::from(class == CUE || class == CUE + 1);
            count.1 += 1;
        }
    }
    Cues::learn(counts.into_iter())
}

/// Where the arrays of some articles are written.
struct Out {
    numbers: BufWriter<File>,
    traits: BufWriter<File>,
    lengths: BufWriter<File>,
    heads: BufWriter<File>,
    classes: BufWriter<File>,
    owners: BufWriter<File>,
    room: Room,
    own: Vec<Traits>,
    count: usize,
}

fn create(args: &Args, name: &str, what: &str) -> anyhow::Result<BufWriter<File>> {
    let path = args.work.join(format!("{name}.{what}"));
    let file = File::create(&path);
    file.map(BufWriter::new).with_context(|| format!("cannot write {}", path.display()))
}

impl Out {
    fn new(args: &Args, name: &str) -> anyhow::Result<Self> {
        let create = |what| create(args, name, what);
        Ok(Self {
            numbers: create("numbers")?,
            traits: create("traits")?,
            lengths: create("len")?,
            heads: create("head")?,
            classes: create("class")?,
            owners: create("owner")?,
            room: Room::default(),
            own: Vec::new(),
            count: 0,
        })
    }

    /// Writes down an article, of which `marks` tells the class of each token and its attribution.
    fn add(
        &mut self,
        (analyzer, cues): (&Analyzer, &Cues),
        text: &str,
        marks: impl Fn(&[Span]) -> Vec<(u32, u32)>,
    ) -> anyhow::Result<()> {
        let spans = tokenize(text);
        let sentences = analyzer.splitter.split(text, &spans, &analyzer.clusters);
        let quotations = quote::find(text, &spans, &sentences);
        let tokens = analyzer.read(text, &spans, &sentences, &quotations).tokens;
        let mut before = None;
        for batch in batches(&sentences) {
            analyzer.encode(text, &spans, batch, &mut self.room);
            put(&self.room.encoded, &mut self.numbers)?;
            let (words, quotations) = (&self.room.words, &quotations);
            let next = Next { batch, words, tokens: &tokens, quotations, before };
            traits(cues, &next, &mut self.own);
            self.traits.write_all(self.own.as_flattened())?;
            before = batch.last().map(|sentence| sentence.paragraph);
        }
        for (token, (class, owner)) in tokens.iter().zip(marks(&spans)) {
            let head = token.head.map_or(0, |head| head.index() + 1);
            self.heads.write_all(&u32::try_from(head)?.to_le_bytes())?;
            self.classes.write_all(&class.to_le_bytes())?;
            self.owners.write_all(&owner.to_le_bytes())?;
        }
        self.lengths.write_all(&u32::try_from(spans.len())?.to_le_bytes())?;
        self.count += spans.len();
        Ok(())
    }
}

/// Writes down both parts, and annotated articles.
pub(super) fn write(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    let mut cue_words = Cues::default();
    for name in ["polnear-train", "polnear-dev"] {
        let articles = articles(args, name)?;
        if name.ends_with("train") {
            cue_words = cues(&articles, &analyzer);
            create(args, name, "cues")?.write_all(&cue_words.write())?;
        }
        let mut out = Out::new(args, name)?;
        for article in &articles {
            out.add((&analyzer, &cue_words), &article.text, |spans| article.marks(spans))?;
        }
        say(&format!("{name}: {} tokens", out.count));
    }
    let (mut out, mut groups) = (Out::new(args, "annotated")?, create(args, "annotated", "group")?);
    for (group, article) in annotated::<Annotated>()? {
        out.add((&analyzer, &cue_words), &article.text, |spans| {
            article.classes(spans).into_iter().map(|class| (class, 0)).collect()
        })?;
        groups.write_all(&[group])?;
    }
    say(&format!("annotated: {} tokens", out.count));
    Ok(())
}

/// Writes what the encoder makes of each token.
pub(super) fn put(encoded: &Encoded, out: &mut impl Write) -> anyhow::Result<()> {
    for token in 0..encoded.tokens() {
        for layer in READ {
            for number in &encoded.layer(layer)[token * WIDTH..(token + 1) * WIDTH] {
                #[expect(clippy::cast_possible_truncation, reason = "it is cut before")]
                let whole = (number * SCALE).round().clamp(-32_767.0, 32_767.0) as i16;
                out.write_all(&whole.to_le_bytes())?;
            }
        }
    }
    Ok(())
}
