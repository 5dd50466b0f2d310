//! Who met whom, where and when, as learned.
//!
//! What the encoder makes of a token and of its head, with relations and tag, is read by one layer, and by
//! simple recurrent units as in the encoder, but over paragraphs. Two words are then judged together: by what was
//! read of both, of their common head in the tree, of the verb that governs it, and by where they stand. Comes out
//! how likely they are words for two who took part in one encounter, of what kind it is and how far it
//! came; and how likely one tells where, or when, what the other is a word for took place. Words of neighboring
//! sentences are judged likewise, without a common head, each with its verb.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use rustc_hash::FxHashSet;

use crate::gazetteer::Gazetteer;
use crate::nlp::attribution::windows;
use crate::nlp::document::{Encounter, Name, Sentence, Setting, Token, TokenId, TokenRange};
use crate::nlp::encoder::{Encoded, Gates, all_leaky, read_gates, read_matrix, recur};
use crate::nlp::joined::{self, Joined};
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Lanes, Processor, UNIT, Work};
use crate::nlp::table::Reader;
use crate::nlp::tags::{NameKind, Relation, Upos};
use crate::text::Span;

/// The kinds of encounters, as the weights have them.
pub(super) const KINDS: [&str; 7] =
    ["meeting", "talks", "summit", "visit", "call", "conference", "ceremony"];
/// How far they came.
pub(super) const STATUSES: [&str; 4] = ["held", "planned", "proposed", "cancelled"];

/// Tables of what is looked up of a token: its relation, tag, relation of its head, and on which side that
/// stands.
const TRAITS: usize = 4;
/// Numbers of what is read of a token.
const SIZE: usize = 96;
/// Numbers that the recurrent units give of a token in each direction.
const HALF: usize = 64;
/// Both together.
const ALL: usize = SIZE + 2 * HALF;
/// Numbers of what is read of two.
const PAIR: usize = 96;
/// Tables of what is looked up of two: how far they stand apart, the steps to their common head, the
/// relations right below it on either side, and whether they stand in one sentence.
pub(super) const LINKS: usize = 5;
/// Whose numbers are added: the first, the second, their common head, its verb.
pub(super) const PARTS: usize = 4;
/// What comes out: whether they met, for each whether it tells where or when of the other, the kind, the status.
const OUTPUTS: usize = KIND + KINDS.len() + STATUSES.len();
/// Where what comes out for where and when begins: of the first by the second, and the other way around.
const WHERE: usize = 1;
const WHEN: usize = 3;
const KIND: usize = 5;
/// Tokens that are read together, so that each part of the weights is used for many.
const TOGETHER: usize = 128;

/// Distances from which on the next class begins.
const DISTANCES: [usize; 6] = [2, 3, 5, 8, 13, 21];
/// Steps to a common head that are told apart.
const STEPS: usize = 4;
/// Heads up at most.
const HEIGHT: usize = 32;
/// Heads up from a part of a name to the word that stands for it.
#[cfg(any(test, feature = "training"))]
const NAME: usize = 6;
/// Tokens between two parties of a sentence at most.
pub(super) const REACH: usize = 80;
/// Tokens between two of neighboring sentences at most, so that the time grows with the length of the text however
/// long its sentences are.
pub(super) const REACH_ACROSS: usize = 400;

/// How likely something must be to be told: below that, rules know better.
const LEAST: f64 = 0.2;
/// Log-odds that are clearly those of less than that, so that the chance need not be computed.
const UNLIKELY: f32 = -1.5;

/// What finds encounters.
#[derive(Clone, Debug)]
pub(super) struct Finder {
    processor: Processor,
    joined: Joined<TRAITS>,
    layer: Matrix,
    parts: Matrix,
    links: [Vec<f32>; LINKS],
    /// For each number of a pair a weight for each output, and at the end the offsets.
    outputs: Vec<Outputs>,
}

/// What comes out of a pair.
type Outputs = [f32; UNIT];
const _: () = assert!(OUTPUTS <= UNIT, "outputs are one vector");

/// What was read of a document so far, and room that is used again.
#[derive(Default)]
pub(super) struct Room {
    /// Where stretches end, and how many of them were read.
    ends: Vec<usize>,
    done: usize,
    /// What was read of each of the tokens that wait for the rest of their stretch.
    waiting: Vec<f32>,
    joined: joined::Room,
    whole: Whole,
    both: Vec<f32>,
    lengths: Vec<usize>,
    gates: Vec<f32>,
    around: Vec<f32>,
    product: Vec<f32>,
    /// Which of the tokens that wait pairs may be made of: those that are judged, and those above others.
    needed: Vec<bool>,
    read: Read,
    /// How many sentences were judged.
    judged: usize,
    candidates: Vec<TokenId>,
    before: Vec<TokenId>,
    /// What was found: of two in one sentence, and of two in neighboring ones.
    pub(super) encounters: Vec<Encounter>,
    pub(super) across: Vec<Encounter>,
    pub(super) settings: Vec<Setting>,
}

impl Room {
    /// Begins a document with these sentences.
    pub(super) fn start(&mut self, sentences: &[Sentence]) {
        self.ends = windows(sentences);
        (self.done, self.judged) = (0, 0);
        self.waiting.clear();
        self.needed.clear();
        self.read.clear();
        self.before.clear();
        self.encounters.clear();
        self.across.clear();
        self.settings.clear();
    }
}

/// How two words hang together.
pub(super) struct Link {
    pub(super) common: TokenId,
    pub(super) verb: TokenId,
    pub(super) classes: [usize; LINKS],
}

/// Whether a word may be that of a party.
pub(super) fn is_candidate(token: &Token) -> bool {
    let noun = matches!(
        token.upos,
        Upos::Noun | Upos::ProperNoun | Upos::Pronoun | Upos::Numeral | Upos::Adjective
    );
    noun && matches!(
        token.relation,
        Relation::Nsubj
            | Relation::NsubjPass
            | Relation::NsubjOuter
            | Relation::Obj
            | Relation::Iobj
            | Relation::Obl
            | Relation::OblAgent
            | Relation::OblUnmarked
            | Relation::Nmod
            | Relation::NmodPoss
            | Relation::NmodUnmarked
            | Relation::Conj
            | Relation::Appos
            | Relation::Root
            | Relation::Parataxis
            | Relation::List
            | Relation::Dep
            | Relation::Vocative
            | Relation::Dislocated
            | Relation::Xcomp
            | Relation::Orphan
    )
}

/// The word that stands for the name or phrase that a word is a part of.
#[cfg(any(test, feature = "training"))]
pub(super) fn whole(tokens: &[Token], id: TokenId) -> TokenId {
    let mut at = id;
    for _ in 0..NAME {
        let token = &tokens[at.index()];
        let part = matches!(
            token.relation,
            Relation::Flat
                | Relation::FlatForeign
                | Relation::Compound
                | Relation::Goeswith
                | Relation::Fixed
                | Relation::NmodDesc
                | Relation::Amod
                | Relation::Det
                | Relation::Nummod
        );
        match token.head.filter(|_| part) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

/// Whether a word is judged with others, of which one at least must be that of a party or place.
pub(super) fn is_judged(token: &Token) -> bool {
    token.upos == Upos::Verb || is_candidate(token)
}

/// Whether a word is judged with those of the sentence before or after.
pub(super) fn is_judged_across(token: &Token) -> bool {
    matches!(token.upos, Upos::ProperNoun | Upos::Pronoun) && is_candidate(token)
}

impl Finder {
    /// Reads what was learned.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        Self {
            processor,
            joined: Joined::read(reader, processor),
            layer: read_gates(reader, processor, 2 * HALF),
            parts: read_matrix(reader, processor),
            links: std::array::from_fn(|_| reader.rows(PAIR)),
            outputs: {
                let weights = reader.floats(OUTPUTS * (PAIR + 1));
                let of = |number, output| weights.get(output * (PAIR + 1) + number).copied();
                let outputs = |number| std::array::from_fn(|it| of(number, it).unwrap_or(0.0));
                (0..=PAIR).map(outputs).collect()
            },
        }
    }

    /// Takes the next of the sentences of a document, which were encoded; `tokens` are those up to their end.
    pub(super) fn add(
        &self,
        batch: &[Sentence],
        sentences: &[Sentence],
        tokens: &[Token],
        encoded: &Encoded,
        room: &mut Room,
    ) {
        let Some(first) = batch.first().map(|it| it.tokens.start()) else { return };
        self.read_tokens(first, tokens, encoded, room);
        let end = first + encoded.tokens();
        let done = end - room.waiting.len() / SIZE;
        let ready = room.ends.partition_point(|&at| at <= end);
        let whole = ready == room.ends.len();
        if ready == room.done || !(whole || room.ends[ready - 1] - done >= TOGETHER) {
            return;
        }
        self.read_around(done, ready, room);
        let end = room.ends[ready - 1];
        while let Some(sentence) = sentences.get(room.judged).filter(|it| it.tokens.end() <= end) {
            self.judge(sentence, tokens, room);
            room.judged += 1;
        }
        // Of the last sentence the numbers are kept, for the one after it, and those of one that is not whole.
        let last = room.judged.checked_sub(1).map_or(0, |it| sentences[it].tokens.start());
        room.read.forget(last);
    }

    /// Reads the tokens, the first of which is numbered `first` in the document.
    fn read_tokens(&self, first: usize, tokens: &[Token], encoded: &Encoded, room: &mut Room) {
        let Room { joined, waiting, needed, .. } = room;
        let count = encoded.tokens();
        let start = needed.len();
        needed.extend(tokens[first..first + count].iter().map(is_judged));
        for head in tokens[first..first + count].iter().filter_map(|it| it.head) {
            needed[start + head.index() - first] = true;
        }
        let classes = |place: usize| {
            let token = &tokens[first + place];
            let (relation, side) = token.head.map_or((0, 0), |head| {
                let side = if head.index() < first + place { 1 } else { 2 };
                (tokens[head.index()].relation as usize + 1, side)
            });
            [token.relation as usize, token.xpos as usize, relation, side]
        };
        let own = self.joined.join(self.processor, encoded, (first, tokens), classes, joined);
        waiting.extend_from_slice(own);
    }

    /// Reads the stretches up to the one numbered `ready`, the first of which starts at token `start`.
    fn read_around(&self, start: usize, ready: usize, room: &mut Room) {
        let Room {
            ends,
            done,
            waiting,
            needed,
            whole,
            both,
            lengths,
            gates,
            around,
            product,
            read,
            ..
        } = room;
        lengths.clear();
        let mut end = start;
        for &at in &ends[*done..ready] {
            lengths.push(at - end);
            end = at;
        }
        *done = ready;
        let count = end - start;
        let own = &waiting[..count * SIZE];
        whole.take(self.processor, [(own, SIZE)]);
        self.layer.product(whole, gates);
        recur(self.processor, (lengths, 2 * HALF), Gates::First(gates), around);
        let rows = needed[..count].iter().filter(|it| **it).count();
        both.resize(rows * ALL, 0.0);
        for (at, numbers, size) in [(0, own, SIZE), (SIZE, &**around, 2 * HALF)] {
            let own = numbers.chunks_exact(size).zip(&*needed).filter(|it| *it.1);
            for (row, (own, _)) in both.chunks_exact_mut(ALL).zip(own) {
                row[at..at + size].copy_from_slice(own);
            }
        }
        whole.take(self.processor, [(both, ALL)]);
        self.parts.product(whole, product);
        read.add(&needed[..count], product);
        needed.drain(..count);
        waiting.drain(..count * SIZE);
    }

    /// Judges the words of a sentence with each other, and with those of the sentence before.
    fn judge(&self, sentence: &Sentence, tokens: &[Token], room: &mut Room) {
        let Room { candidates, before, read, encounters, across, settings, .. } = room;
        candidates.clear();
        candidates.extend(sentence.tokens.iter().filter(|it| is_judged(&tokens[it.index()])));
        for (place, &one) in candidates.iter().enumerate() {
            let near = |two: &&TokenId| two.index() - one.index() <= REACH;
            for &two in candidates[place + 1..].iter().take_while(near) {
                let parties = [one, two].map(|it| is_candidate(&tokens[it.index()]));
                if parties == [false, false] {
                    continue;
                }
                let Some(link) = link(tokens, one, two) else { continue };
                let outputs = self.outputs(read, [one, two], &link);
                if parties == [true, true] {
                    met([one, two], &link, &outputs, encounters);
                }
                for (place, of, at) in [(0, one, two), (1, two, one)] {
                    let told = &tokens[at.index()];
                    if !is_candidate(told) || told.upos == Upos::Pronoun {
                        continue;
                    }
                    let [site, time] = [WHERE, WHEN].map(|it| outputs[it + place]);
                    if site.max(time) < UNLIKELY {
                        continue;
                    }
                    let [site, time] = [site, time].map(logistic);
                    if site.max(time) >= LEAST {
                        let [place, time] = [site, time].map(hundredths);
                        settings.push(Setting { of, at, place, time });
                    }
                }
            }
        }
        candidates.retain(|it| is_judged_across(&tokens[it.index()]));
        for &one in &*before {
            let near = |two: &&TokenId| two.index() - one.index() <= REACH_ACROSS;
            for &two in candidates.iter().take_while(near) {
                let Some(link) = link_across(tokens, one, two) else { continue };
                let outputs = self.outputs(read, [one, two], &link);
                met([one, two], &link, &outputs, across);
            }
        }
        std::mem::swap(before, candidates);
    }

    /// What comes out of a pair: what was read of those that it is made of, and what is looked up of it, is
    /// added up first.
    fn outputs(&self, read: &Read, [one, two]: [TokenId; 2], link: &Link) -> Outputs {
        let (mut parts, mut links) = ([&[][..]; PARTS], [&[][..]; LINKS]);
        for (part, id) in [one, two, link.common, link.verb].into_iter().enumerate() {
            parts[part] = read.part(id, part);
        }
        for ((own, table), class) in links.iter_mut().zip(&self.links).zip(link.classes) {
            *own = &table[class * PAIR..(class + 1) * PAIR];
        }
        self.processor.work(Join { parts, links, outputs: &self.outputs })
    }
}

/// What was read of the tokens that pairs may be made of.
#[derive(Default)]
struct Read {
    /// For each token from the one numbered `kept` on, how many rows stand before its own.
    places: Vec<usize>,
    kept: usize,
    /// The numbers of tokens for each part of a pair.
    rows: Vec<f32>,
}

impl Read {
    /// Forgets all tokens.
    fn clear(&mut self) {
        self.places.clear();
        self.kept = 0;
        self.rows.clear();
    }

    /// Adds tokens, of which some have rows.
    fn add(&mut self, has: &[bool], rows: &[f32]) {
        let mut place = self.rows.len() / (PARTS * PAIR);
        for &has in has {
            self.places.push(place);
            place += usize::from(has);
        }
        self.rows.extend_from_slice(rows);
    }

    /// The numbers of a token as some part of a pair.
    fn part(&self, id: TokenId, part: usize) -> &[f32] {
        let place = self.places[id.index() - self.kept];
        &self.rows[(place * PARTS + part) * PAIR..][..PAIR]
    }

    /// Forgets the tokens before one.
    fn forget(&mut self, first: usize) {
        let gone = first - self.kept;
        let rows = self.places.get(gone).copied().unwrap_or(self.rows.len() / (PARTS * PAIR));
        self.places.drain(..gone);
        for place in &mut self.places {
            *place -= rows;
        }
        self.rows.drain(..rows * PARTS * PAIR);
        self.kept = first;
    }
}

/// The parts of a pair, and what makes outputs of them.
struct Join<'a> {
    parts: [&'a [f32]; PARTS],
    links: [&'a [f32]; LINKS],
    outputs: &'a [Outputs],
}

impl Work for Join<'_> {
    type Output = Outputs;

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) -> Outputs {
        let (weights, offsets) = self.outputs.split_at(PAIR);
        let (weights, _) = weights.as_chunks::<UNIT>();
        // Zero as sums of nothing are.
        let mut sums = lanes.floats(&[-0.0; UNIT]);
        for (unit, weights) in weights.iter().enumerate() {
            let mut own = lanes.floats(&[0.0; UNIT]);
            for part in self.parts.iter().chain(&self.links) {
                let (part, _) = part.as_chunks::<UNIT>();
                own = lanes.sum(own, lanes.floats(&part[unit]));
            }
            let numbers = lanes.numbers(all_leaky(lanes, own));
            for (weights, number) in weights.iter().zip(numbers) {
                sums =
                    lanes.add_product(sums, lanes.floats(weights), lanes.floats(&[number; UNIT]));
            }
        }
        lanes.numbers(lanes.sum(lanes.floats(&offsets[0]), sums))
    }
}

/// Notes two who may have met.
fn met([one, two]: [TokenId; 2], link: &Link, outputs: &Outputs, found: &mut Vec<Encounter>) {
    if outputs[0] < UNLIKELY {
        return;
    }
    let chance = logistic(outputs[0]);
    if chance < LEAST {
        return;
    }
    let best = |first: usize, count: usize| {
        let score = |at: usize| outputs[first + at];
        (0..count).reduce(|one, two| if score(two) > score(one) { two } else { one }).unwrap_or(0)
    };
    found.push(Encounter {
        one,
        two,
        verb: link.verb,
        chance: hundredths(chance),
        kind: KINDS[best(KIND, KINDS.len())],
        status: STATUSES[best(KIND + KINDS.len(), STATUSES.len())],
    });
}

/// How likely the head of a name must be to tell where something took place, in hundredths, to be that of a place
/// whatever else it was taken for.
const SITE: u8 = 75;

/// Makes places of names by which the text tells where something took place and that were taken for people, and
/// of proper nouns that were taken for no name: "Zeralda was the scene of a meeting".
pub(super) fn sites(tokens: &[Token], settings: &[Setting], names: &mut Vec<Name>) {
    for told in settings.iter().filter(|it| it.place >= SITE) {
        let token = &tokens[told.at.index()];
        if token.upos != Upos::ProperNoun {
            continue;
        }
        let after = names.partition_point(|it| it.tokens.end() <= told.at.index());
        match names.get_mut(after).filter(|it| it.tokens.has(told.at)) {
            Some(name) if name.kind == NameKind::Person => name.kind = NameKind::Location,
            Some(_) => {}
            None => {
                let part = |at: usize| {
                    let other = &tokens[at];
                    other.upos == Upos::ProperNoun
                        && other.head == Some(told.at)
                        && matches!(other.relation, Relation::Flat | Relation::Compound)
                };
                let at = told.at.index();
                let floor = after.checked_sub(1).map_or(0, |it| names[it].tokens.end());
                let ceiling = names.get(after).map_or(tokens.len(), |it| it.tokens.start());
                let start = (floor..at).rev().take_while(|it| part(*it)).last().unwrap_or(at);
                let end = (at + 1..ceiling).take_while(|it| part(*it)).last().unwrap_or(at) + 1;
                let tokens = TokenRange::new(start, end);
                names.insert(after, Name { tokens, kind: NameKind::Location });
            }
        }
    }
}

/// How likely someone must be to have met another, in hundredths, to be a person whatever else the name was taken for.
const PERSON: u8 = 50;
/// How likely the name may tell where that was.
const ELSEWHERE: u8 = 20;

/// Makes people of names of several words that were taken for places nobody knows, where the text tells that they
/// met others, and takes titles for no organizations: "Rt Hon".
pub(super) fn people(
    (text, spans): (&str, &[Span]),
    gazetteer: &Gazetteer,
    tokens: &[Token],
    (encounters, settings): (&[Encounter], &[Setting]),
    names: &mut Vec<Name>,
) {
    let words = |range: TokenRange| range.iter().map(|id| spans[id.index()].of(text));
    names.retain(|name| {
        let ahead = TokenRange::new(name.tokens.start(), spans.len().min(name.tokens.end() + 3));
        name.kind != NameKind::Organization
            || name.tokens.len() > 1
            || words(name.tokens).all(|it| !it.contains(char::is_lowercase))
            || gazetteer.title(&words(ahead).collect::<Vec<_>>()).is_none_or(|(count, _)| count < 2)
    });
    let unknown = |name: &Name| {
        let range = name.tokens;
        let last = spans[range.end() - 1].end();
        matches!(name.kind, NameKind::Facility | NameKind::Location)
            && range.len() > 1
            && range.iter().all(|id| tokens[id.index()].upos == Upos::ProperNoun)
            && gazetteer
                .lookup(Span::new(spans[range.start()].start(), last).of(text))
                .next()
                .is_none()
    };
    let named = |names: &[Name], id: TokenId| {
        let at = names.partition_point(|it| it.tokens.end() <= id.index());
        names.get(at).is_some_and(|it| it.tokens.has(id)).then_some(at)
    };
    let sites: FxHashSet<usize> = settings
        .iter()
        .filter(|it| it.place >= ELSEWHERE)
        .filter_map(|it| named(names, it.at))
        .collect();
    for found in encounters.iter().filter(|it| it.chance >= PERSON) {
        for at in [found.one, found.two].map(|id| named(names, id)).into_iter().flatten() {
            if !sites.contains(&at) && unknown(&names[at]) {
                names[at].kind = NameKind::Person;
            }
        }
    }
}

/// A token and those above it, up to the root.
fn way(tokens: &[Token], from: TokenId) -> impl Iterator<Item = TokenId> {
    std::iter::successors(Some(from), |id| tokens[id.index()].head).take(HEIGHT)
}

/// How two words hang together, if they do.
pub(super) fn link(tokens: &[Token], one: TokenId, two: TokenId) -> Option<Link> {
    let way = |from: TokenId| way(tokens, from);
    let (up, steps, common) = way(one)
        .enumerate()
        .find_map(|(up, id)| Some((up, way(two).position(|other| other == id)?, id)))?;
    let gap = two.index().abs_diff(one.index());
    let distance = DISTANCES.iter().filter(|least| gap >= **least).count();
    let below = |from: TokenId, steps: usize| {
        let id = steps.checked_sub(1).and_then(|at| way(from).nth(at));
        id.map_or(0, |id| tokens[id.index()].relation as usize + 1)
    };
    let path = up.min(STEPS) * (STEPS + 1) + steps.min(STEPS);
    let verb = way(common).find(|id| tokens[id.index()].upos == Upos::Verb).unwrap_or(common);
    Some(Link { common, verb, classes: [distance, path, below(one, up), below(two, steps), 0] })
}

/// How words of two neighboring sentences hang together: each by its verb, or the root; two pronouns
/// are not judged.
pub(super) fn link_across(tokens: &[Token], one: TokenId, two: TokenId) -> Option<Link> {
    let [first, second] = [one, two].map(|it| &tokens[it.index()]);
    if [first, second].iter().all(|it| it.upos == Upos::Pronoun) {
        return None;
    }
    let verb = |from: TokenId| {
        let above = way(tokens, from).skip(1).find(|id| tokens[id.index()].upos == Upos::Verb);
        above.or_else(|| way(tokens, from).last()).unwrap_or(from)
    };
    let depth = |from: TokenId| (way(tokens, from).count() - 1).min(STEPS);
    let path = depth(one) * (STEPS + 1) + depth(two);
    let [own, other] = [first, second].map(|it| it.relation as usize + 1);
    let classes = [DISTANCES.len(), path, own, other, 1];
    Some(Link { common: verb(one), verb: verb(two), classes })
}

/// A chance from its log-odds.
fn logistic(number: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(number)).exp())
}

/// A chance in hundredths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 1")]
fn hundredths(chance: f64) -> u8 {
    (chance * 100.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::tags::Xpos;

    fn token(at: usize, head: Option<usize>, (upos, relation): (Upos, Relation)) -> Token {
        let head = head.map(TokenId::new);
        Token { span: Span::new(at, at + 1), upos, xpos: Xpos::Nnp, head, relation }
    }

    #[test]
    fn two_words_hang_together_by_their_common_head() {
        // "Lund met Okwuosa".
        let name = Upos::ProperNoun;
        let tokens = [
            token(0, Some(1), (name, Relation::Nsubj)),
            token(1, None, (Upos::Verb, Relation::Root)),
            token(2, Some(1), (name, Relation::Obj)),
        ];
        let link = link(&tokens, TokenId::new(0), TokenId::new(2)).expect("one tree");
        assert_eq!((link.common, link.verb), (TokenId::new(1), TokenId::new(1)));
        let classes = [1, 6, Relation::Nsubj as usize + 1, Relation::Obj as usize + 1, 0];
        assert_eq!(link.classes, classes);
    }

    #[test]
    fn a_part_of_a_name_stands_for_the_whole() {
        let name = Upos::ProperNoun;
        let tokens =
            [token(0, None, (name, Relation::Root)), token(1, Some(0), (name, Relation::Flat))];
        assert_eq!(whole(&tokens, TokenId::new(1)), TokenId::new(0));
        assert!(is_candidate(&tokens[0]) && !is_candidate(&tokens[1]));
    }
}
