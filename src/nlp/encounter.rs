//! Whether two whom a sentence names met, as learned.
//!
//! What the encoder makes of a token and of its head, with relations and tag, is read by one layer. Two
//! words for parties are then judged together: by what was read of both, of their common head in the tree,
//! of the verb that governs it, and by where they stand. Comes out how likely they took part in
//! one encounter, of what kind it is and how far it came.

use crate::nlp::document::{Encounter, Sentence, Token, TokenId};
use crate::nlp::encoder::{Encoded, LAYERS, WIDTH, leaky, quantize, read_matrix};
use crate::nlp::matrix::{Matrix, Processor};
use crate::nlp::table::Reader;
use crate::nlp::tags::{Relation, Upos};

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
/// Numbers of what is read of two.
const PAIR: usize = 96;
/// Tables of what is looked up of two: how far they stand apart, the steps to their common head, and the
/// relations right below it on either side.
const LINKS: usize = 4;
/// Whose numbers are added: the first, the second, their common head, its verb.
const PARTS: usize = 4;
/// What comes out: whether they met, the kind, the status.
const OUTPUTS: usize = 1 + KINDS.len() + STATUSES.len();
/// The layers of the encoder that are read of a token; of its head, the last of them.
const READ: [usize; 2] = [1, LAYERS - 1];
const BOTH: usize = WIDTH * READ.len();

/// Distances from which on the next class begins.
const DISTANCES: [usize; 6] = [2, 3, 5, 8, 13, 21];
/// Steps to a common head that are told apart.
const STEPS: usize = 4;
/// Heads up at most.
const HEIGHT: usize = 32;
/// Heads up from a part of a name to the word that stands for it.
#[cfg(any(test, feature = "training"))]
const NAME: usize = 6;
/// Tokens between two parties at most.
pub(super) const REACH: usize = 80;

/// How likely two must be to have met to be told: below that, rules know better.
const LEAST: f64 = 0.2;

/// What finds encounters.
#[derive(Clone, Debug)]
pub(super) struct Finder {
    processor: Processor,
    own: (Matrix, f32),
    above: (Matrix, f32),
    traits: [Vec<f32>; TRAITS],
    parts: (Matrix, f32),
    links: [Vec<f32>; LINKS],
    /// For each output a weight for each number of a pair, and an offset.
    outputs: Vec<f32>,
}

/// Room that is used again.
#[derive(Default)]
pub(super) struct Room {
    part: Vec<i16>,
    both: Vec<i16>,
    own: Vec<f32>,
    above: Vec<f32>,
    parts: Vec<f32>,
    candidates: Vec<TokenId>,
}

/// How two words for parties hang together.
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

impl Finder {
    /// Reads what was learned.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let table = |reader: &mut Reader, width: usize| {
            let rows = reader.count();
            reader.floats(rows * width)
        };
        Self {
            processor,
            own: read_matrix(reader),
            above: read_matrix(reader),
            traits: std::array::from_fn(|_| table(reader, SIZE)),
            parts: read_matrix(reader),
            links: std::array::from_fn(|_| table(reader, PAIR)),
            outputs: reader.floats(OUTPUTS * (PAIR + 1)),
        }
    }

    /// Finds the encounters of some sentences, which were encoded; `tokens` are those of the document up
    /// to their end.
    pub(super) fn find(
        &self,
        batch: &[Sentence],
        tokens: &[Token],
        encoded: &Encoded,
        room: &mut Room,
        found: &mut Vec<Encounter>,
    ) {
        let Some(first) = batch.first().map(|it| it.tokens.start()) else { return };
        self.score(first, tokens, encoded, room);
        let mut pair = [0.0; PAIR];
        for sentence in batch {
            let Room { candidates, parts, .. } = &mut *room;
            candidates.clear();
            candidates
                .extend(sentence.tokens.iter().filter(|it| is_candidate(&tokens[it.index()])));
            for (place, &one) in candidates.iter().enumerate() {
                let near = |two: &&TokenId| two.index() - one.index() <= REACH;
                for &two in candidates[place + 1..].iter().take_while(near) {
                    let Some(link) = link(tokens, one, two) else { continue };
                    self.join(parts, first, [one, two, link.common, link.verb], &mut pair);
                    for (table, class) in self.links.iter().zip(link.classes) {
                        add(&mut pair, &table[class * PAIR..(class + 1) * PAIR]);
                    }
                    for number in &mut pair {
                        *number = leaky(*number);
                    }
                    let chance = logistic(self.output(0, &pair));
                    if chance < LEAST {
                        continue;
                    }
                    found.push(Encounter {
                        one,
                        two,
                        verb: link.verb,
                        chance: hundredths(chance),
                        kind: KINDS[self.best(1, KINDS.len(), &pair)],
                        status: STATUSES[self.best(1 + KINDS.len(), STATUSES.len(), &pair)],
                    });
                }
            }
        }
    }

    /// Reads the tokens, the first of which is numbered `first` in the document.
    fn score(&self, first: usize, tokens: &[Token], encoded: &Encoded, room: &mut Room) {
        let Room { part, both, own, above, parts, .. } = room;
        let count = encoded.tokens();
        both.resize(count * BOTH, 0);
        for (place, layer) in READ.into_iter().enumerate() {
            quantize(self.processor, encoded.layer(layer), self.own.1, part);
            for (row, own) in both.chunks_exact_mut(BOTH).zip(part.chunks_exact(WIDTH)) {
                row[place * WIDTH..(place + 1) * WIDTH].copy_from_slice(own);
            }
        }
        self.own.0.product(self.processor, both, own);
        quantize(self.processor, encoded.layer(LAYERS - 1), self.above.1, part);
        self.above.0.product(self.processor, part, above);
        for (place, row) in own.chunks_exact_mut(SIZE).enumerate() {
            let token = &tokens[first + place];
            let head = token.head.map(|head| (head, tokens[head.index()].relation));
            let (relation, side) = match head {
                None => (0, 0),
                Some((head, relation)) if head.index() < first + place => {
                    (relation as usize + 1, 1)
                }
                Some((_, relation)) => (relation as usize + 1, 2),
            };
            if let Some((head, _)) = head {
                let at = (head.index() - first) * SIZE;
                add(row, &above[at..at + SIZE]);
            }
            let classes = [token.relation as usize, token.xpos as usize, relation, side];
            for (table, class) in self.traits.iter().zip(classes) {
                add(row, &table[class * SIZE..(class + 1) * SIZE]);
            }
            for number in row {
                *number = leaky(*number);
            }
        }
        quantize(self.processor, own, self.parts.1, part);
        self.parts.0.product(self.processor, part, parts);
    }

    /// Adds up what was read of those that a pair is made of.
    fn join(&self, parts: &[f32], first: usize, of: [TokenId; PARTS], pair: &mut [f32; PAIR]) {
        let width = self.parts.0.outputs();
        pair.fill(0.0);
        for (part, id) in of.into_iter().enumerate() {
            let at = (id.index() - first) * width + part * PAIR;
            add(pair, &parts[at..at + PAIR]);
        }
    }

    /// An output for a pair.
    fn output(&self, number: usize, pair: &[f32; PAIR]) -> f32 {
        let row = &self.outputs[number * (PAIR + 1)..(number + 1) * (PAIR + 1)];
        row[PAIR] + row.iter().zip(pair).map(|(weight, number)| weight * number).sum::<f32>()
    }

    /// The largest of some outputs.
    fn best(&self, first: usize, count: usize, pair: &[f32; PAIR]) -> usize {
        let score = |at: usize| self.output(first + at, pair);
        (0..count).reduce(|one, two| if score(two) > score(one) { two } else { one }).unwrap_or(0)
    }
}

/// How two words hang together, if they do.
pub(super) fn link(tokens: &[Token], one: TokenId, two: TokenId) -> Option<Link> {
    let way = |from: TokenId| {
        std::iter::successors(Some(from), |id| tokens[id.index()].head).take(HEIGHT)
    };
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
    Some(Link { common, verb, classes: [distance, path, below(one, up), below(two, steps)] })
}

fn add(sums: &mut [f32], numbers: &[f32]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += number;
    }
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
    use crate::text::Span;

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
        let classes = [1, 6, Relation::Nsubj as usize + 1, Relation::Obj as usize + 1];
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
