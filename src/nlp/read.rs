//! The trained stages together: from tokens and sentences to tags, trees, names and attributions.
//!
//! Sentences are read some at a time, so that each part of the weights is used for many tokens
//! while the processor has it at hand. What is found does not depend on which stand together.

use std::fmt;
use std::mem::take;
use std::sync::{Mutex, PoisonError};

use super::document::{Encounter, Name, Passage, Quotation, Sentence, Setting, Token, TokenId};
use super::encoder::{Encoded, LONGEST};
use super::lexicon::Lexicon;
use super::tags::{Relation, Upos, Xpos};
use super::word::Word;
use super::{Analyzer, attribution, chain, encounter, hint, name, parse, tag};
use crate::text::Span;

/// Tokens that are read together, if no sentence is longer.
const TOGETHER: usize = 192;
/// Tokens read together whose room is kept for other articles.
const KEPT: usize = 16 * TOGETHER;

/// What was read.
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    /// The names of each sentence, not made to agree yet.
    pub(super) names: Vec<Name>,
    /// What has a role in an attribution.
    pub(super) passages: Vec<Passage>,
    pub(super) encounters: Vec<Encounter>,
    pub(super) across: Vec<Encounter>,
    pub(super) settings: Vec<Setting>,
}

/// Room for analyses, as much as ran at once: to make and leave it anew for each article takes the
/// system a tenth of the time of all.
#[derive(Default)]
pub(super) struct Rooms(Mutex<Vec<Place>>);

/// Room for one analysis.
#[derive(Default)]
pub(super) struct Place {
    pub(super) room: Room,
    attributions: attribution::Room,
    meetings: encounter::Room,
}

impl Rooms {
    /// Takes room that nobody uses.
    fn take(&self) -> Place {
        // Nothing fails while it is locked, so it is whole whatever a thread ended of.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Gives room back; that of a sentence out of measure is left to the system.
    fn give(&self, place: Place) {
        if place.room.words.capacity() <= KEPT {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(place);
        }
    }
}

impl fmt::Debug for Rooms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Rooms").finish_non_exhaustive()
    }
}

/// Room that is used again from batch to batch.
#[derive(Default)]
pub(super) struct Room {
    pub(super) letters: String,
    pub(super) words: Vec<Word>,
    pub(super) hints: Vec<hint::Hint>,
    own_hints: Vec<hint::Hint>,
    lexicon: Lexicon<Option<name::Sums>>,
    /// The numbers of the words among those that were met.
    numbers: Vec<u32>,
    pub(super) encoded: Encoded,
    pub(super) tags: Vec<(Upos, Xpos)>,
    pub(super) tagger: tag::Room,
    pub(super) parser: parse::Room,
    pub(super) chain: chain::Room,
}

/// Where the window of a sentence that starts `done` tokens after its beginning ends: windows are
/// as long as each other, nearly, and no longer than the encoder reads at once.
fn window_end(length: usize, done: usize) -> usize {
    let windows = length.div_ceil(LONGEST).max(1);
    (done + length.div_ceil(windows)).min(length)
}

/// Cuts sentences into batches.
pub(super) fn batches(sentences: &[Sentence]) -> impl Iterator<Item = &[Sentence]> {
    let mut rest = sentences;
    std::iter::from_fn(move || {
        let mut tokens = 0;
        let mut fits = |sentence: &Sentence| {
            tokens += sentence.tokens.len();
            tokens <= TOGETHER
        };
        let count = rest.iter().take_while(|it| fits(it)).count().max(1).min(rest.len());
        let (own, others) = rest.split_at(count);
        rest = others;
        (!own.is_empty()).then_some(own)
    })
}

/// A word as the encoder is to read it: a style before a name or an office is no pronoun, "HE Minister of State Ada
/// Okafor", "HE the Minister".
fn as_read<'a>(words: &[&'a str], at: usize) -> &'a str {
    let word = words[at];
    if !matches!(word, "HE" | "HH" | "HM" | "HRH") {
        return word;
    }
    let next = words.get(at + 1).copied().unwrap_or_default();
    let is_name = next.starts_with(char::is_uppercase) && next.contains(char::is_lowercase);
    if is_name || next == "the" { "Mr" } else { word }
}

impl Analyzer {
    /// Looks at the words of some sentences and runs the encoder on them.
    pub(super) fn encode(
        &self,
        text: &str,
        spans: &[Span],
        sentences: &[Sentence],
        room: &mut Room,
    ) {
        let Room { letters, words, hints, own_hints, lexicon, numbers, encoded, .. } = room;
        lexicon.make_room(sentences.iter().map(|it| it.tokens.len()).sum());
        numbers.clear();
        words.clear();
        hints.clear();
        encoded.clear();
        let mut texts: Vec<&str> = Vec::new();
        for sentence in sentences {
            texts.clear();
            let own = &spans[sentence.tokens.start()..sentence.tokens.end()];
            texts.extend(own.iter().map(|span| span.of(text)));
            hint::hints(&texts, &self.gazetteer, own_hints);
            hints.extend_from_slice(own_hints);
            for (at, &hint) in own_hints.iter().enumerate() {
                let number = lexicon.number(as_read(&texts, at), hint, &self.clusters, letters);
                numbers.push(number);
                words.push(*lexicon.word(number as usize).0);
            }
            let mut done = 0;
            while done < texts.len() {
                let end = window_end(texts.len(), done);
                encoded.add(end - done);
                done = end;
            }
        }
        lexicon.sums.resize(lexicon.len(), None);
        self.encoder.run(numbers, lexicon, encoded);
    }

    /// Reads sentences that cover the tokens.
    pub(super) fn read(
        &self,
        text: &str,
        spans: &[Span],
        sentences: &[Sentence],
        quotations: &[Quotation],
    ) -> Reading {
        let mut tokens: Vec<Token> = Vec::with_capacity(spans.len());
        let mut names = Vec::new();
        let mut place = self.rooms.take();
        let Place { room, attributions, meetings } = &mut place;
        attributions.start(sentences);
        meetings.start(sentences);
        let mut before = None;
        for batch in batches(sentences) {
            self.encode(text, spans, batch, room);
            self.chain.score(&room.encoded, &mut room.chain);
            room.tags.clear();
            self.tagger.tag(&room.encoded, &mut room.tagger, &mut room.tags);
            let first = tokens.len();
            // Where the sentence and its window start, and the root of the sentence.
            let mut ends = batch.iter().map(|it| it.tokens.end());
            let (mut end, mut window, mut root) = (first, first, None);
            let mut lengths = room.encoded.lengths().iter();
            let mut window_end = first;
            self.parser.parse(&room.encoded, &mut room.parser, |head, relation| {
                let at = tokens.len();
                if at == window_end {
                    window = at;
                    window_end += lengths.next().copied().unwrap_or(0);
                }
                while at >= end
                    && let Some(next) = ends.next()
                {
                    end = next;
                    root = None;
                }
                let (upos, xpos) = room.tags[at - first];
                let head = head.map(|head| TokenId::new(window + head));
                let (head, relation) = match (head, root) {
                    // The root of a later window of a long sentence hangs on that of the first.
                    (None, Some(root)) => (Some(root), Relation::Parataxis),
                    (None, None) => {
                        root = Some(TokenId::new(at));
                        (None, relation)
                    }
                    _ => (head, relation),
                };
                tokens.push(Token { span: spans[at], upos, xpos, head, relation });
            });
            self.names(batch, first, room, &mut names);
            let next = attribution::Next {
                batch,
                words: &room.words,
                tokens: &tokens,
                quotations,
                before,
            };
            self.attributer.add(&next, &room.encoded, attributions);
            self.finder.add(batch, sentences, &tokens, &room.encoded, meetings);
            before = batch.last().map(|sentence| sentence.paragraph);
        }
        let passages = take(&mut attributions.passages);
        let [encounters, across] = [&mut meetings.encounters, &mut meetings.across].map(take);
        let settings = take(&mut meetings.settings);
        self.rooms.give(place);
        Reading { tokens, names, passages, encounters, across, settings }
    }

    /// The names of sentences that were encoded and tagged, the first of which starts at `first`.
    pub(super) fn names(
        &self,
        batch: &[Sentence],
        first: usize,
        room: &mut Room,
        names: &mut Vec<Name>,
    ) {
        for sentence in batch {
            let (start, end) = (sentence.tokens.start(), sentence.tokens.end());
            let own = start - first..end - first;
            let view = name::View {
                words: &room.words[own.clone()],
                tags: &room.tags[own.clone()],
                hints: &room.hints[own.clone()],
                suits: &room.chain.suits[own.clone()],
                numbers: &room.numbers[own],
            };
            self.recognizer.find(&view, &mut room.lexicon.sums, start, names);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::document::TokenRange;

    #[test]
    fn windows_are_nearly_of_one_length_and_none_is_too_long() {
        for length in [1, 2, 159, 160, 161, 320, 321, 1000, 12_345] {
            let (mut done, mut longest, mut shortest) = (0, 0, usize::MAX);
            while done < length {
                let end = window_end(length, done);
                longest = longest.max(end - done);
                shortest = shortest.min(end - done);
                done = end;
            }
            assert!(longest <= LONGEST, "{length}");
            assert!(length < 1000 || shortest * 2 > longest, "{length}: {shortest} {longest}");
        }
    }

    #[test]
    fn batches_hold_every_sentence_once() {
        let sentence = |start, end| Sentence { tokens: TokenRange::new(start, end), paragraph: 0 };
        let sentences =
            [sentence(0, 500), sentence(500, 510), sentence(510, 700), sentence(700, 701)];
        let lengths: Vec<usize> = batches(&sentences).map(<[Sentence]>::len).collect();
        assert_eq!(lengths.iter().sum::<usize>(), 4);
        assert_eq!(lengths[0], 1);
    }
}
