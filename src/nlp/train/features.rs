//! Writes down what the training of the encoder reads: the corpora as numbers.
//!
//! What the encoder looks at of a word is computed here and nowhere else, so that the training sees
//! what the analysis will see. Every file is a plain array, little-endian: the words that occur
//! (`words.u64`, 12 hashes each: itself, in lower case, its shape, five endings, four beginnings), and for each corpus the lengths of its sentences (`len`),
//! its words (`word`), hints (`hint`), and its tags, heads, relations or classes of names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rustc_hash::FxHashMap;

use super::{Args, Chance, Gold, disguise, names, read, say, treebank};
use crate::gazetteer::Gazetteer;
use crate::nlp::hint::{Hint, hints};
use crate::nlp::sentence::by_rules;
use crate::nlp::tags::{Relation, Upos};
use crate::nlp::tokenize;
use crate::nlp::word::{Clusters, Word};
use crate::text::hash;

/// The words that occurred, each with a number, and what is computed for all sentences.
struct Writer {
    folder: PathBuf,
    gazetteer: Gazetteer,
    numbers: FxHashMap<String, u32>,
    features: Vec<u64>,
    buffer: String,
    hints: Vec<Hint>,
}

/// The arrays of one corpus.
#[derive(Default)]
struct Arrays {
    lengths: Vec<u32>,
    words: Vec<u32>,
    hints: Vec<u32>,
}

impl Writer {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.numbers.len()).expect("fewer words than 32 bits count");
        self.numbers.insert(word.to_owned(), number);
        let word = Word::new(word, &Clusters::new(&[]), &mut self.buffer);
        self.features.extend([word.exact, word.lower, word.shape]);
        self.features.extend(word.suffixes);
        self.features.extend(word.prefixes);
        number
    }

    fn sentence(&mut self, words: &[&str], arrays: &mut Arrays) {
        hints(words, &self.gazetteer, &mut self.hints);
        arrays.lengths.push(u32::try_from(words.len()).expect("a sentence is short"));
        arrays.hints.extend(self.hints.iter().map(|hint| hint.bits()));
        for word in words {
            let number = self.number(word);
            arrays.words.push(number);
        }
    }

    fn put(&self, corpus: &str, what: &str, values: &[u32]) -> anyhow::Result<()> {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        put(&self.folder.join(format!("{corpus}.{what}")), &bytes)
    }

    fn write(&self, corpus: &str, arrays: &Arrays) -> anyhow::Result<()> {
        self.put(corpus, "len", &arrays.lengths)?;
        self.put(corpus, "word", &arrays.words)?;
        self.put(corpus, "hint", &arrays.hints)?;
        say(&format!(
            "{corpus}: {} sentences, {} tokens",
            arrays.lengths.len(),
            arrays.words.len()
        ));
        Ok(())
    }
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes all corpora into `folder`. If it has a file `news.txt`, that is written down too.
pub(super) fn write(args: &Args, folder: &Path) -> anyhow::Result<()> {
    let mut writer = Writer {
        folder: folder.to_owned(),
        gazetteer: Gazetteer::load(),
        numbers: FxHashMap::default(),
        features: Vec::new(),
        buffer: String::new(),
        hints: Vec::new(),
    };
    trees(args, &mut writer)?;
    spans(args, &mut writer)?;
    vectors(args, &writer)?;
    news(&mut writer)?;
    let bytes: Vec<u8> = writer.features.iter().flat_map(|value| value.to_le_bytes()).collect();
    put(&folder.join("words.u64"), &bytes)
}

fn trees(args: &Args, writer: &mut Writer) -> anyhow::Result<()> {
    let (mut chance, mut renaming) = (Chance(1815), Chance(1713));
    for name in ["ewt-train", "gum-train", "ewt-dev", "gum-dev"] {
        let gold = treebank(args, name)?;
        let mut sets = vec![(name.to_owned(), gold)];
        if name.ends_with("train") {
            let more = disguise(&sets[0].1, &mut chance);
            let renamed = rename(&sets[0].1, &writer.gazetteer, &mut renaming);
            sets.push((format!("{name}-disguised"), more));
            sets.push((format!("{name}-renamed"), renamed));
        }
        for (name, gold) in sets {
            let mut arrays = Arrays::default();
            let mut columns: [Vec<u32>; 4] = Default::default();
            for it in &gold {
                let words: Vec<&str> = it.forms.iter().map(String::as_str).collect();
                writer.sentence(&words, &mut arrays);
                let heads = it.heads.iter().map(|&head| u32::try_from(head).unwrap_or(0));
                columns[0].extend(it.tags.iter().map(|tag| tag.0 as u32));
                columns[1].extend(it.tags.iter().map(|tag| tag.1 as u32));
                columns[2].extend(heads);
                columns[3].extend(it.relations.iter().map(|&relation| relation as u32));
            }
            writer.write(&name, &arrays)?;
            for (what, column) in ["upos", "xpos", "head", "relation"].iter().zip(&columns) {
                writer.put(&name, what, column)?;
            }
        }
    }
    Ok(())
}

/// Copies of the sentences that name somebody, with names of all origins instead, so that the trees
/// of unknown names are learned. A name is a proper noun with others that hang flat on it, or one alone
/// where people stand.
fn rename(gold: &[Gold], gazetteer: &Gazetteer, chance: &mut Chance) -> Vec<Gold> {
    let (given, people) = (gazetteer.given_names(), gazetteer.holder_names());
    let mut more = Vec::new();
    for sentence in gold {
        let mut forms = sentence.forms.clone();
        let mut changed = false;
        let is_proper = |index: usize| sentence.tags[index].0 == Upos::ProperNoun;
        for index in (0..forms.len()).filter(|&index| is_proper(index)) {
            let flat = (index + 1..forms.len()).take_while(|&other| {
                is_proper(other)
                    && sentence.heads[other] == index + 1
                    && sentence.relations[other] == Relation::Flat
            });
            let end = flat.last().map_or(index + 1, |last| last + 1);
            let person = people[chance.below(people.len())];
            let parts: Vec<&str> = person.split(' ').collect();
            let last = parts[parts.len() - 1];
            if end > index + 1 {
                let first =
                    if chance.below(2) == 0 { parts[0] } else { given[chance.below(given.len())] };
                first.clone_into(&mut forms[index]);
                for (place, form) in forms[index + 1..end].iter_mut().rev().enumerate() {
                    let part = parts.len().checked_sub(1 + place).map_or(last, |at| parts[at]);
                    part.clone_into(form);
                }
                changed = true;
            } else if matches!(
                sentence.relations[index],
                Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Iobj
            ) && !sentence.heads.contains(&(index + 1))
                && chance.below(2) == 0
            {
                last.clone_into(&mut forms[index]);
                changed = true;
            }
        }
        if changed {
            more.push(Gold {
                forms,
                lemmas: sentence.lemmas.clone(),
                tags: sentence.tags.clone(),
                heads: sentence.heads.clone(),
                relations: sentence.relations.clone(),
            });
        }
    }
    more
}

fn spans(args: &Args, writer: &mut Writer) -> anyhow::Result<()> {
    let mut chance = Chance(1648);
    for name in [
        "worldwide-train",
        "crossner-politics-train",
        "wikineural-train",
        "worldwide-dev",
        "crossner-politics-dev",
        "uner-ewt-dev",
    ] {
        let mut sentences = names::corpus(args, name)?;
        if name.ends_with("train") {
            let more = names::disguise(&sentences, &writer.gazetteer, &mut chance);
            sentences.extend(more);
        }
        let mut arrays = Arrays::default();
        let mut classes = Vec::new();
        for sentence in &sentences {
            let words: Vec<&str> = sentence.iter().map(|(word, _)| word.as_str()).collect();
            writer.sentence(&words, &mut arrays);
            classes.extend(sentence.iter().map(|(_, tag)| names::class_number(tag)));
        }
        writer.write(name, &arrays)?;
        writer.put(name, "class", &classes)?;
    }
    Ok(())
}

/// The hashes of the words that have vectors, and the vectors.
fn vectors(args: &Args, writer: &Writer) -> anyhow::Result<()> {
    let mut keys = Vec::new();
    let mut numbers = Vec::new();
    for line in read(&args.corpora.join("unlabeled/news-vectors.txt.gz"))?.lines().skip(1) {
        let mut columns = line.split(' ');
        let Some(word) = columns.next() else { continue };
        keys.extend(hash(word.bytes()).to_le_bytes());
        for column in columns.filter(|column| !column.is_empty()) {
            numbers.extend(column.parse::<f32>()?.to_le_bytes());
        }
    }
    put(&writer.folder.join("vectors.u64"), &keys)?;
    put(&writer.folder.join("vectors.f32"), &numbers)
}

fn news(writer: &mut Writer) -> anyhow::Result<()> {
    let path = writer.folder.join("news.txt");
    if !path.exists() {
        return Ok(());
    }
    let mut arrays = Arrays::default();
    for paragraph in read(&path)?.lines() {
        let spans = tokenize(paragraph);
        for sentence in by_rules(paragraph, &spans) {
            let range = sentence.tokens.start()..sentence.tokens.end();
            let words: Vec<&str> = spans[range].iter().map(|span| span.of(paragraph)).collect();
            writer.sentence(&words, &mut arrays);
        }
    }
    writer.write("news", &arrays)
}
