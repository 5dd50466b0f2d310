//! Writes down what the training of attribution reads: articles as numbers, with their annotation.
//!
//! For each part of `PolNeAR`, plain arrays, little-endian: the lengths of the articles (`len`), what
//! the encoder makes of each token (`numbers`, 16 bits), its head, counted from 1 in the article
//! (`head`), what is looked up of it (`traits`, bytes), and its class and the number of its attribution
//! in the article, from 1 (`class`, `owner`). `polnear-train.cues` has the words that are cues often.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use serde::Deserialize;

use super::{Args, analyzer, read, say};
use crate::nlp::attribution::{Cues, Next, traits};
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

/// Writes down both parts.
pub(super) fn write(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    let mut cue_words = Cues::default();
    for name in ["polnear-train", "polnear-dev"] {
        let create = |what: &str| {
            let path = args.work.join(format!("{name}.{what}"));
            let file = File::create(&path);
            file.map(BufWriter::new).with_context(|| format!("cannot write {}", path.display()))
        };
        let articles = articles(args, name)?;
        if name.ends_with("train") {
            cue_words = cues(&articles, &analyzer);
            create("cues")?.write_all(&cue_words.write())?;
        }
        let (mut numbers, mut looked_up) = (create("numbers")?, create("traits")?);
        let (mut lengths, mut heads) = (create("len")?, create("head")?);
        let (mut classes, mut owners) = (create("class")?, create("owner")?);
        let (mut room, mut own) = (Room::default(), Vec::new());
        let mut count = 0;
        for article in &articles {
            let text = &article.text;
            let spans = tokenize(text);
            let sentences = analyzer.splitter.split(text, &spans, &analyzer.clusters);
            let quotations = quote::find(text, &spans, &sentences);
            let tokens = analyzer.read(text, &spans, &sentences, &quotations).tokens;
            let mut before = None;
            for batch in batches(&sentences) {
                analyzer.encode(text, &spans, batch, &mut room);
                put(&room.encoded, &mut numbers)?;
                let (words, quotations) = (&room.words, &quotations);
                let next = Next { batch, words, tokens: &tokens, quotations, before };
                traits(&cue_words, &next, &mut own);
                looked_up.write_all(own.as_flattened())?;
                before = batch.last().map(|sentence| sentence.paragraph);
            }
            for (token, (class, owner)) in tokens.iter().zip(article.marks(&spans)) {
                let head = token.head.map_or(0, |head| head.index() + 1);
                heads.write_all(&u32::try_from(head)?.to_le_bytes())?;
                classes.write_all(&class.to_le_bytes())?;
                owners.write_all(&owner.to_le_bytes())?;
            }
            lengths.write_all(&u32::try_from(spans.len())?.to_le_bytes())?;
            count += spans.len();
        }
        say(&format!("{name}: {count} tokens"));
    }
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
