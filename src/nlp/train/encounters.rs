//! Writes down what the training of encounters reads: passages and articles as numbers, with their annotation.
//!
//! Plain arrays, little-endian: the lengths of the passages (`len`), where each is from (`group`, bytes: 0 for passages
//! written for this, else the number of a folder of annotated articles), what the encoder makes of each token
//! (`numbers`, 16 bits), its head, counted from 1 in the passage (`head`), its relation and its tag (`traits`,
//! bytes), and pairs of words that may be parties (`pairs`): the passage, the tokens that a pair is made of, what is
//! looked up of it, and 0 if the two did not meet, else 1 + 4 times the kind + the status.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use super::attribution::put;
use super::{Args, analyzer, read, say};
use crate::nlp::document::{TokenId, TokenRange};
use crate::nlp::encounter::{KINDS, REACH, STATUSES, is_candidate, link, whole};
use crate::nlp::read::{Room, batches};
use crate::nlp::{Analyzer, Document};
use crate::text::Span;

#[derive(Deserialize)]
struct Passage {
    text: String,
    encounters: Vec<Encounter>,
}

#[derive(Deserialize)]
struct Encounter {
    trigger: String,
    kind: String,
    status: String,
    who: Vec<String>,
}

/// An annotated article, as far as it is read here.
#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    actors: Vec<Actor>,
    meetings: Vec<Meeting>,
}

#[derive(Deserialize)]
struct Actor {
    id: String,
    mentions: Vec<String>,
}

#[derive(Deserialize)]
struct Meeting {
    kind: String,
    status: String,
    participants: Vec<String>,
    #[serde(default)]
    evidence: Vec<String>,
}

/// Folders of annotated articles that may be read.
const ARTICLES: [&str; 3] = ["tests/gold", "tests/annotated/dev", "tests/annotated/intricate"];

/// Two words for parties, with 0 or 1 + the class of the encounter.
type Met = (TokenId, TokenId, u32);

/// The class of an encounter.
fn class(kind: &str, status: &str) -> u32 {
    let place = |all: &[&str], word: &str| all.iter().position(|one| *one == word).unwrap_or(0);
    u32::try_from(STATUSES.len() * place(&KINDS, kind) + place(&STATUSES, status)).unwrap_or(0)
}

/// Where words stand in a document.
fn all_places(document: &Document, text: &str) -> Vec<TokenRange> {
    let whole = document.text();
    let inside = |at: usize| {
        let letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        letter(whole[..at].chars().next_back()) && letter(text.chars().next())
            || letter(whole[at + text.len()..].chars().next()) && letter(text.chars().next_back())
    };
    whole
        .match_indices(text)
        .map(|(at, _)| at)
        .filter(|&at| !inside(at))
        .map(|at| document.tokens_in(Span::new(at, at + text.len())))
        .filter(|it| !it.is_empty())
        .collect()
}

/// Where the words `text` stand in a document: all their places, or the one that "#2" tells.
fn places(document: &Document, text: &str) -> Vec<TokenRange> {
    let (text, number) = match text.rsplit_once('#') {
        Some((words, number)) if number.parse::<usize>().is_ok() => (words, number.parse().ok()),
        _ => (text, None),
    };
    let found = all_places(document, text);
    match number.and_then(|number: usize| found.get(number.checked_sub(1)?).copied()) {
        Some(one) => vec![one],
        None => found,
    }
}

/// The token that stands for some words.
fn head(document: &Document, words: TokenRange) -> Option<TokenId> {
    let own = words.iter().find(|&id| document.token(id).head.is_none_or(|head| !words.has(head)));
    own.map(|id| whole(document.tokens(), id))
}

/// The pairs of a passage: all that may be, as all its encounters are told.
fn of_passage(document: &Document, passage: &Passage) -> Vec<Met> {
    let mut met: BTreeMap<(TokenId, TokenId), u32> = BTreeMap::new();
    for it in &passage.encounters {
        let trigger = places(document, &it.trigger).first().map_or(0, |at| at.start());
        let near = |who: &String| {
            let all = places(document, who).into_iter();
            let near = all.min_by_key(|range| range.start().abs_diff(trigger))?;
            head(document, near)
        };
        let parties: BTreeSet<TokenId> = it.who.iter().filter_map(near).collect();
        for &one in &parties {
            for &two in parties.range(one..).skip(1) {
                met.entry((one, two)).or_insert(1 + class(&it.kind, &it.status));
            }
        }
    }
    let mut all = Vec::new();
    for sentence in document.sentences() {
        let candidates: Vec<TokenId> =
            sentence.tokens.iter().filter(|it| is_candidate(document.token(*it))).collect();
        for (place, &one) in candidates.iter().enumerate() {
            let pairs = candidates[place + 1..].iter();
            all.extend(pairs.map(|&two| (one, two, met.get(&(one, two)).copied().unwrap_or(0))));
        }
    }
    all
}

/// The pairs of an article: those of named actors, as only they are told; of two who met, only in the
/// sentences that tell of it.
fn of_article(document: &Document, article: &Article) -> Vec<Met> {
    let mut owners: BTreeMap<TokenId, (usize, &str)> = BTreeMap::new();
    for actor in &article.actors {
        for mention in &actor.mentions {
            for range in all_places(document, mention) {
                let Some(head) = head(document, range) else { continue };
                let longer = owners.get(&head).is_none_or(|(length, _)| *length < range.len());
                if longer && is_candidate(document.token(head)) {
                    owners.insert(head, (range.len(), &actor.id));
                }
            }
        }
    }
    let told: Vec<Vec<TokenRange>> = article
        .meetings
        .iter()
        .map(|it| it.evidence.iter().flat_map(|text| all_places(document, text)).collect())
        .collect();
    let mut all = Vec::new();
    for sentence in document.sentences() {
        let here: Vec<(TokenId, &str)> = owners
            .range(TokenId::new(sentence.tokens.start())..)
            .take_while(|(id, _)| sentence.tokens.has(**id))
            .map(|(id, (_, actor))| (*id, *actor))
            .collect();
        for (place, &(one, first)) in here.iter().enumerate() {
            for &(two, second) in here[place + 1..].iter().filter(|it| it.1 != first) {
                let both = |it: &Meeting| {
                    let has = |id: &str| it.participants.iter().any(|one| one == id);
                    has(first) && has(second)
                };
                let mut shared =
                    article.meetings.iter().zip(&told).filter(|(it, _)| both(it)).peekable();
                if shared.peek().is_none() {
                    all.push((one, two, 0));
                } else if let Some((it, _)) =
                    shared.find(|(_, told)| told.iter().any(|it| it.overlaps(sentence.tokens)))
                {
                    all.push((one, two, 1 + class(&it.kind, &it.status)));
                }
            }
        }
    }
    all
}

/// The files of a folder with some ending, in order.
fn files(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|it| Ok(it?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|it| it == ending));
    files.sort();
    Ok(files)
}

/// All passages and articles, each with where it is from and its pairs.
fn samples(analyzer: &Analyzer) -> anyhow::Result<Vec<(u8, Document, Vec<Met>)>> {
    let mut all = Vec::new();
    for path in files(Path::new("models/training/encounters"), "jsonl")? {
        for (number, line) in (1..).zip(read(&path)?.lines()) {
            let passage: Passage = serde_json::from_str(line)
                .with_context(|| format!("{}, line {number}", path.display()))?;
            let document = analyzer.analyze(&passage.text, None);
            let pairs = of_passage(&document, &passage);
            all.push((0, document, pairs));
        }
    }
    // Articles that are kept aside are named in the page beside them.
    let aside = read(Path::new("tests/gold/README.md"))?;
    for (group, folder) in (1..).zip(ARTICLES) {
        for path in files(Path::new(folder), "json")? {
            let article: Article =
                serde_json::from_str(&read(&path)?).with_context(|| path.display().to_string())?;
            if aside.contains(&article.id) {
                continue;
            }
            let document = analyzer.analyze(&article.text, None);
            let pairs = of_article(&document, &article);
            all.push((group, document, pairs));
        }
    }
    Ok(all)
}

/// Writes down the passages and articles.
pub(super) fn write(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    let create = |what: &str| {
        let path = args.work.join(format!("encounters.{what}"));
        let file = File::create(&path);
        file.map(BufWriter::new).with_context(|| format!("cannot write {}", path.display()))
    };
    let (mut numbers, mut lengths, mut heads) =
        (create("numbers")?, create("len")?, create("head")?);
    let (mut traits, mut out, mut groups) = (create("traits")?, create("pairs")?, create("group")?);
    let mut room = Room::default();
    let (mut count, mut pairs) = (0u32, [0usize; 2]);
    for (group, document, own) in samples(&analyzer)? {
        let spans: Vec<_> = document.tokens().iter().map(|token| token.span).collect();
        for batch in batches(document.sentences()) {
            analyzer.encode(document.text(), &spans, batch, &mut room);
            put(&room.encoded, &mut numbers)?;
        }
        for token in document.tokens() {
            let head = token.head.map_or(0, |head| head.index() + 1);
            heads.write_all(&u32::try_from(head)?.to_le_bytes())?;
            traits.write_all(&[token.relation as u8, token.xpos as u8])?;
        }
        for (one, two, met) in own.into_iter().filter(|it| it.1.index() - it.0.index() <= REACH) {
            let Some(link) = link(document.tokens(), one, two) else { continue };
            let tokens = [one, two, link.common, link.verb].map(TokenId::index);
            out.write_all(&count.to_le_bytes())?;
            for number in tokens.into_iter().chain(link.classes) {
                out.write_all(&u32::try_from(number)?.to_le_bytes())?;
            }
            out.write_all(&met.to_le_bytes())?;
            pairs[usize::from(met > 0)] += 1;
        }
        lengths.write_all(&u32::try_from(spans.len())?.to_le_bytes())?;
        groups.write_all(&[group])?;
        count += 1;
    }
    say(&format!(
        "{count} passages and articles, {} pairs that met, {} that did not",
        pairs[1], pairs[0]
    ));
    Ok(())
}
