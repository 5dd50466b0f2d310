//! Writes down what the training of encounters reads: passages and articles as numbers, with their annotation.
//!
//! Plain arrays, little-endian: the lengths of the passages (`len`), where each is from (`group`, bytes: 0 for passages
//! written for this, 9 for paragraphs of news in which nobody meets (`apart.txt`, which `run.py` writes), else the number of
//! a folder of annotated articles), what the encoder makes of each token
//! (`numbers`, 16 bits), its head, counted from 1 in the passage (`head`), its relation and its tag (`traits`,
//! bytes), where the stretches that are read as one end in it (`ends`: how many, then their ends), and pairs of words
//! (`pairs`): the passage, the tokens that a pair is made of, what is looked up of it, and what is told of it, 0 for
//! nothing: 1 if the two did not meet, else 2 + 4 times the kind + the status; then whether the second tells where the first
//! was, the first where the second was, and the same for when, 1 for no and 2 for yes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::attribution::put;
use super::{Args, analyzer, read, say};
use crate::nlp::attribution::windows;
use crate::nlp::document::{TokenId, TokenRange};
use crate::nlp::encounter::{
    KINDS, Link, REACH, REACH_ACROSS, STATUSES, is_candidate, is_judged, is_judged_across, link,
    link_across, whole,
};
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
    #[serde(default, rename = "where")]
    places: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
}

/// An annotated article, as far as it is read here.
#[derive(Deserialize)]
struct Article {
    text: String,
    actors: Vec<Named>,
    locations: Vec<Named>,
    meetings: Vec<Meeting>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    mentions: Vec<String>,
}

#[derive(Deserialize)]
struct Meeting {
    kind: String,
    status: String,
    participants: Vec<String>,
    #[serde(default)]
    locations: Vec<String>,
    #[serde(default)]
    evidence: Vec<String>,
}

/// Folders of annotated articles that may be read.
const ARTICLES: [&str; 6] = [
    "tests/gold",
    "tests/annotated/dev",
    "tests/annotated/intricate",
    "tests/annotated/dense",
    "tests/annotated/wide",
    "tests/annotated/plain",
];

/// Where paragraphs of news are from.
const NEWS: u8 = 9;

/// What is told of two words.
#[derive(Clone, Copy, Default)]
struct Told {
    /// Nothing, or 1 if they did not meet, else 2 + the class of their encounter.
    met: u32,
    /// Where the first was by the second, the second by the first; and when: nothing, 1 for no, 2 for yes.
    settings: [u32; 4],
}

/// Two words with how they hang together and what is told of them.
type Pair = ([TokenId; 2], Link, Told);

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

/// All pairs of words of a document that are judged, as `told` has them.
fn pairs(document: &Document, told: impl Fn(TokenId, TokenId) -> Told) -> Vec<Pair> {
    let tokens = document.tokens();
    let mut all = Vec::new();
    let mut add = |one: TokenId, two: TokenId, link: Option<Link>, across: bool| {
        let Some(link) = link else { return };
        let mut told = told(one, two);
        let [first, second] = [one, two].map(|it| is_candidate(&tokens[it.index()]));
        if !(first && second) {
            told.met = 0;
        }
        if across {
            told.settings = [0; 4];
        }
        if told.met > 0 || told.settings.iter().any(|it| *it > 0) {
            all.push(([one, two], link, told));
        }
    };
    let mut before: Vec<TokenId> = Vec::new();
    for sentence in document.sentences() {
        let mut here: Vec<TokenId> =
            sentence.tokens.iter().filter(|it| is_judged(document.token(*it))).collect();
        for (place, &one) in here.iter().enumerate() {
            for &two in &here[place + 1..] {
                let party = [one, two].iter().any(|it| is_candidate(document.token(*it)));
                if party && two.index() - one.index() <= REACH {
                    add(one, two, link(tokens, one, two), false);
                }
            }
        }
        here.retain(|it| is_judged_across(document.token(*it)));
        for &one in &before {
            let near = |two: &&TokenId| two.index() - one.index() <= REACH_ACROSS;
            for &two in here.iter().take_while(near) {
                add(one, two, link_across(tokens, one, two), true);
            }
        }
        before = here;
    }
    all
}

/// The pairs of a passage: all that may be, as all its encounters are told.
fn of_passage(document: &Document, passage: &Passage) -> Vec<Pair> {
    let mut met: BTreeMap<(TokenId, TokenId), u32> = BTreeMap::new();
    let mut settings: [BTreeSet<(TokenId, TokenId)>; 2] = Default::default();
    for it in &passage.encounters {
        let trigger = places(document, &it.trigger).first().copied();
        let start = trigger.map_or(0, TokenRange::start);
        let near = |words: &String| {
            let all = places(document, words).into_iter();
            let near = all.min_by_key(|range| range.start().abs_diff(start))?;
            head(document, near)
        };
        let parties: BTreeSet<TokenId> = it.who.iter().filter_map(near).collect();
        for &one in &parties {
            for &two in parties.range(one..).skip(1) {
                met.entry((one, two)).or_insert(2 + class(&it.kind, &it.status));
            }
        }
        for (words, told) in [&it.places, &it.when].into_iter().zip(&mut settings) {
            for at in words.iter().filter_map(near) {
                let of = parties.iter().copied().chain(trigger.and_then(TokenRange::first));
                told.extend(of.map(|of| (of, at)));
            }
        }
    }
    pairs(document, |one, two| Told {
        met: met.get(&(one, two)).copied().unwrap_or(1),
        settings: std::array::from_fn(|at| {
            let pair = if at % 2 == 0 { (one, two) } else { (two, one) };
            1 + u32::from(settings[at / 2].contains(&pair))
        }),
    })
}

/// Which words of a document stand for which of those named; the longest name, where several stand there.
fn owners(document: &Document, named: &[Named]) -> BTreeMap<TokenId, usize> {
    let mut owners: BTreeMap<TokenId, (usize, usize)> = BTreeMap::new();
    for (number, it) in named.iter().enumerate() {
        for mention in &it.mentions {
            for range in all_places(document, mention) {
                let Some(head) = head(document, range) else { continue };
                if owners.get(&head).is_none_or(|(length, _)| *length < range.len()) {
                    owners.insert(head, (range.len(), number));
                }
            }
        }
    }
    owners.into_iter().map(|(head, (_, number))| (head, number)).collect()
}

/// The pairs of an article: those of named actors and places, as only they are told; of two who met, only in
/// the sentences that tell of it.
fn of_article(document: &Document, article: &Article) -> Vec<Pair> {
    let (actors, sites) = (owners(document, &article.actors), owners(document, &article.locations));
    // Of each meeting its parties, places and sentences.
    let meetings: Vec<(&Meeting, BTreeSet<usize>)> = article
        .meetings
        .iter()
        .map(|it| {
            let words = it.evidence.iter().flat_map(|text| all_places(document, text));
            let sentences = words.flat_map(|range| {
                let of = |id: Option<TokenId>| id.map_or(0, |id| document.sentence_index(id));
                of(range.first())..=of(range.last())
            });
            (it, sentences.collect())
        })
        .collect();
    let tells = |sentences: &BTreeSet<usize>, one: TokenId, two: TokenId| {
        [one, two].iter().all(|it| sentences.contains(&document.sentence_index(*it)))
    };
    pairs(document, |one, two| {
        let mut told = Told::default();
        if let (Some(&first), Some(&second)) = (actors.get(&one), actors.get(&two))
            && first != second
        {
            let both = [first, second].map(|it| &article.actors[it].id);
            let shared = || {
                meetings
                    .iter()
                    .filter(|(it, _)| both.iter().all(|id| it.participants.contains(*id)))
            };
            let here = shared().find(|(_, sentences)| tells(sentences, one, two));
            told.met = match here {
                Some((it, _)) => 2 + class(&it.kind, &it.status),
                None if shared().next().is_none() => 1,
                None => 0,
            };
        }
        for (place, of, at) in [(0, one, two), (1, two, one)] {
            let (Some(&actor), Some(&site)) = (actors.get(&of), sites.get(&at)) else { continue };
            let (actor, site) = (&article.actors[actor].id, &article.locations[site].id);
            let mut shared = meetings
                .iter()
                .filter(|(it, _)| it.participants.contains(actor) && it.locations.contains(site))
                .peekable();
            told.settings[place] = match () {
                () if shared.peek().is_none() => 1,
                () if shared.any(|(_, sentences)| tells(sentences, one, two)) => 2,
                () => 0,
            };
        }
        told
    })
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

/// All passages and articles, each with where it is from and its pairs, and paragraphs of news of which none tells of
/// an encounter.
fn samples(args: &Args, analyzer: &Analyzer) -> anyhow::Result<Vec<(u8, Document, Vec<Pair>)>> {
    let mut all = Vec::new();
    for text in read(&args.work.join("apart.txt"))?.lines() {
        let document = analyzer.analyze(text, None);
        let pairs = pairs(&document, |_, _| Told { met: 1, ..Told::default() });
        all.push((NEWS, document, pairs));
    }
    for path in files(Path::new("models/training/encounters"), "jsonl")? {
        for (number, line) in (1..).zip(read(&path)?.lines()) {
            let passage: Passage = serde_json::from_str(line)
                .with_context(|| format!("{}, line {number}", path.display()))?;
            let document = analyzer.analyze(&passage.text, None);
            let pairs = of_passage(&document, &passage);
            all.push((0, document, pairs));
        }
    }
    for (group, article) in annotated::<Article>()? {
        let document = analyzer.analyze(&article.text, None);
        let pairs = of_article(&document, &article);
        all.push((group, document, pairs));
    }
    Ok(all)
}

/// The annotated articles that may be read, in order, each with the number of its folder.
pub(super) fn annotated<T: DeserializeOwned>() -> anyhow::Result<Vec<(u8, T)>> {
    // Articles that are kept aside are named in the page beside them.
    let aside = read(Path::new("tests/gold/README.md"))?;
    let mut all = Vec::new();
    for (group, folder) in (1..).zip(ARTICLES) {
        for path in files(Path::new(folder), "json")? {
            let id = path.file_stem().and_then(|it| it.to_str());
            if id.is_some_and(|it| aside.contains(it)) {
                continue;
            }
            let read = serde_json::from_str(&read(&path)?);
            all.push((group, read.with_context(|| path.display().to_string())?));
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
    let mut ends = create("ends")?;
    let mut room = Room::default();
    let (mut count, mut told) = (0u32, [0usize; 2]);
    for (group, document, own) in samples(args, &analyzer)? {
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
        let stretches = windows(document.sentences());
        for number in std::iter::once(stretches.len()).chain(stretches) {
            ends.write_all(&u32::try_from(number)?.to_le_bytes())?;
        }
        for ([one, two], link, own) in own {
            let tokens = [one, two, link.common, link.verb].map(TokenId::index);
            out.write_all(&count.to_le_bytes())?;
            for number in tokens.into_iter().chain(link.classes) {
                out.write_all(&u32::try_from(number)?.to_le_bytes())?;
            }
            for number in std::iter::once(own.met).chain(own.settings) {
                out.write_all(&number.to_le_bytes())?;
            }
            told[usize::from(own.met > 1)] += 1;
        }
        lengths.write_all(&u32::try_from(spans.len())?.to_le_bytes())?;
        groups.write_all(&[group])?;
        count += 1;
    }
    say(&format!("{count} passages and articles, {} pairs that met, {} others", told[1], told[0]));
    Ok(())
}
