//! Learns the recognizer of names, and measures it.

use anyhow::Context;

use super::{Args, Chance, analyzer, joined, read, say, write};
use crate::gazetteer::Gazetteer;
use crate::nlp::Analyzer;
use crate::nlp::document::{Name, TokenRange};
use crate::nlp::name::learn::{Marks, Sample, class_of};
use crate::nlp::name::{View, learn as name_learn};
use crate::nlp::read::{Room, batches};
use crate::nlp::tags::NameKind;

/// Rounds over the sentences.
const ROUNDS: usize = 8;

/// A sentence of a corpus: its tokens with their tags in IOB2.
pub(super) type Sentence = Vec<(String, String)>;

/// What the recognizer looks at of some sentences.
fn look(analyzer: &Analyzer, sentences: &[Sentence], marks: Marks) -> Vec<Sample> {
    let (text, spans, ranges) =
        joined(sentences.iter().map(|it| it.iter().map(|(word, _)| word.as_str()).collect()));
    let (mut samples, mut room) = (Vec::new(), Room::default());
    let mut rest = sentences.iter();
    for batch in batches(&ranges) {
        analyzer.encode(&text, &spans, batch, &mut room);
        room.tags.clear();
        analyzer.tagger.tag(&room.encoded, &mut room.tagger, &mut room.tags);
        analyzer.chain.score(&room.encoded, &mut room.chain);
        let mut start = 0;
        for (range, sentence) in batch.iter().zip(&mut rest) {
            let own = start..start + range.tokens.len();
            start = own.end;
            samples.push(Sample {
                words: room.words[own.clone()].to_vec(),
                tags: room.tags[own.clone()].to_vec(),
                hints: room.hints[own.clone()].to_vec(),
                suits: room.chain.suits[own].to_vec(),
                classes: sentence.iter().map(|(_, tag)| class_of(tag)).collect(),
                marks,
            });
        }
    }
    samples
}

/// The class of a tag in IOB2, as a number.
pub(super) fn class_number(tag: &str) -> u32 {
    u32::try_from(class_of(tag)).expect("there are few classes")
}

pub(super) fn corpus(args: &Args, name: &str) -> anyhow::Result<Vec<Sentence>> {
    let path = args.corpora.join(format!("ner/{name}.tsv.gz"));
    let mut sentences = vec![Sentence::new()];
    for line in read(&path)?.lines() {
        let last = sentences.last_mut().context("there is always one")?;
        if line.is_empty() {
            if !last.is_empty() {
                sentences.push(Sentence::new());
            }
        } else if !line.starts_with("# doc") {
            let mut columns = line.split('\t');
            if let (Some(word), Some(tag)) = (columns.next(), columns.next()) {
                last.push((word.to_owned(), tag.to_owned()));
            }
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    Ok(sentences)
}

/// Copies of some sentences in which persons have other names, of all origins, or all is in
/// capitals or in the case of headlines.
pub(super) fn disguise(
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    chance: &mut Chance,
) -> Vec<Sentence> {
    let given = gazetteer.given_names();
    let people: Vec<&str> = gazetteer.holder_names();
    let mut more = Vec::new();
    for sentence in sentences {
        let draw = chance.below(100);
        if draw < 5 {
            more.push(
                sentence.iter().map(|(word, tag)| (word.to_uppercase(), tag.clone())).collect(),
            );
        } else if draw < 12 {
            more.push(
                sentence
                    .iter()
                    .map(|(word, tag)| {
                        let mut letters = word.chars();
                        let first = letters.next().into_iter().flat_map(char::to_uppercase);
                        (first.chain(letters).collect(), tag.clone())
                    })
                    .collect(),
            );
        } else if draw < 55 && sentence.iter().any(|(_, tag)| tag == "B-PER") {
            let mut changed = Sentence::new();
            let mut index = 0;
            while index < sentence.len() {
                if sentence[index].1 != "B-PER" {
                    changed.push(sentence[index].clone());
                    index += 1;
                    continue;
                }
                let start = index;
                index += 1;
                while index < sentence.len() && sentence[index].1 == "I-PER" {
                    index += 1;
                }
                let person = people[chance.below(people.len())];
                let mut parts: Vec<&str> = person.split(' ').collect();
                if index - start == 1 {
                    parts = vec![parts[parts.len() - 1]];
                } else if chance.below(3) == 0 && parts.len() > 1 {
                    parts[0] = given[chance.below(given.len())];
                }
                for (place, part) in parts.iter().enumerate() {
                    let tag = if place == 0 { "B-PER" } else { "I-PER" };
                    changed.push(((*part).to_owned(), tag.to_owned()));
                }
            }
            more.push(changed);
        }
    }
    more
}

/// Learns from all corpora and writes the model.
pub(super) fn learn(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    let mut chance = Chance(1648);
    let mut samples = Vec::new();
    for (name, marks) in [
        ("worldwide-train", Marks::All),
        ("crossner-politics-train", Marks::Some),
        ("wikineural-train", Marks::Some),
    ] {
        let sentences = corpus(args, name)?;
        samples.extend(look(&analyzer, &sentences, marks));
        let more = disguise(&sentences, &analyzer.gazetteer, &mut chance);
        samples.extend(look(&analyzer, &more, marks));
    }
    say(&format!("names: {} sentences", samples.len()));
    let bytes = name_learn::learn(
        &samples,
        ROUNDS,
        &mut |limit| chance.below(limit),
        &mut |round, mistakes| say(&format!("names, round {}: {mistakes} mistakes", round + 1)),
    );
    write(args, "names.bin", &bytes)
}

/// Measures exact spans on the development parts; facilities count as places.
pub(super) fn score(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    for (name, kinds) in [
        ("worldwide-dev", &NameKind::ALL[..5]),
        ("crossner-politics-dev", &NameKind::ALL[..4]),
        ("uner-ewt-dev", &NameKind::ALL[..4]),
    ] {
        let mut counts = [[0usize; 3]; NameKind::ALL.len()];
        for sample in look(&analyzer, &corpus(args, name)?, Marks::All) {
            let mut sums = vec![None; sample.words.len()];
            let numbers: Vec<u32> = (0..).take(sums.len()).collect();
            let view = View {
                words: &sample.words,
                tags: &sample.tags,
                hints: &sample.hints,
                suits: &sample.suits,
                numbers: &numbers,
            };
            let mut found = Vec::new();
            analyzer.recognizer.find(&view, &mut sums, 0, &mut found);
            let mut gold: Vec<Name> = Vec::new();
            for (index, &class) in sample.classes.iter().enumerate() {
                if class == 0 {
                    continue;
                }
                let kind = NameKind::ALL[(class - 1) / 2];
                match gold.last_mut() {
                    Some(name) if class % 2 == 0 && name.tokens.end() == index => {
                        name.tokens = TokenRange::new(name.tokens.start(), index + 1);
                    }
                    _ => gold.push(Name { tokens: TokenRange::new(index, index + 1), kind }),
                }
            }
            for names in [&mut found, &mut gold] {
                for name in names.iter_mut() {
                    if name.kind == NameKind::Facility {
                        name.kind = NameKind::Location;
                    }
                }
                names.retain(|name| kinds.contains(&name.kind));
            }
            for name in &found {
                counts[name.kind as usize][1] += 1;
                counts[name.kind as usize][0] += usize::from(gold.contains(name));
            }
            for name in &gold {
                counts[name.kind as usize][2] += 1;
            }
        }
        let f1 = |[right, found, gold]: [usize; 3]| {
            let share = |count: usize| u32::try_from(count).map_or(0.0, f64::from);
            200.0 * share(right) / share((found + gold).max(1))
        };
        let mut line = format!("{name}:");
        let mut total = [0; 3];
        for kind in kinds {
            let own = counts[*kind as usize];
            if own[2] > 0 {
                line.extend([" ", kind.as_str(), &format!(" {:.1}", f1(own))]);
            }
            for (sum, count) in total.iter_mut().zip(own) {
                *sum += count;
            }
        }
        say(&format!("{line} together {:.1}", f1(total)));
    }
    Ok(())
}
