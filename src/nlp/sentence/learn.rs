//! Learns which doubtful places end sentences, from documents whose sentences are known.

use super::doubt::CLASSES;
use super::walk;
use crate::nlp::document::Document;
use crate::nlp::perceptron::{Feature, Learner};
use crate::nlp::tokenize::tokenize;
use crate::nlp::word::Clusters;

/// Rounds over the places.
const ROUNDS: usize = 10;
/// By how much an end must score better or worse before a place is passed over.
const MARGIN: f32 = 2.0;
/// The least weight that is kept: a quarter of the features, which are as good as all.
const LEAST: f32 = 0.95;

/// A doubtful place: its features, and whether a sentence ends there.
type Sample = (Vec<Feature>, bool);

/// The doubtful places of a document, in order.
pub(in crate::nlp) fn places(gold: &Document, clusters: &Clusters) -> Vec<Sample> {
    let text = gold.text();
    let ends: Vec<usize> = gold.sentences().iter().map(|it| gold.span(it.tokens).end()).collect();
    let tokens = tokenize(text);
    let (mut samples, mut buffer) = (Vec::new(), String::new());
    walk(text, &tokens, |place| {
        let mut features = Vec::new();
        place.collect(clusters, &mut buffer, &mut features);
        let is_end = ends.binary_search(&tokens[place.index].end()).is_ok();
        samples.push((features, is_end));
        is_end
    });
    samples
}

/// The model of some places; `draw` gives a number below another.
pub(in crate::nlp) fn learn(
    samples: &[Sample],
    draw: &mut impl FnMut(usize) -> usize,
    told: &mut impl FnMut(usize, usize),
) -> Vec<u8> {
    let mut learner = Learner::new(CLASSES);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut scores = [0.0; CLASSES];
    for round in 0..ROUNDS {
        for place in (1..order.len()).rev() {
            order.swap(place, draw(place + 1));
        }
        let mut mistakes = 0;
        for &at in &order {
            let (features, is_end) = &samples[at];
            learner.score(features, &mut scores);
            let good = usize::from(*is_end);
            let lead = scores[good] - scores[1 - good];
            mistakes += usize::from(lead <= 0.0);
            let bad = if lead <= MARGIN { 1 - good } else { good };
            learner.learn(features, good, bad);
        }
        told(round, mistakes);
    }
    learner.finish(LEAST)
}
