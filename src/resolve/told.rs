//! The actor entries of all articles, in the order of these.

use rustc_hash::FxHashMap;

use super::actors::actor;
use super::lists::number;
use super::{Actor, Corpus, Entry};
use crate::record::{ActorEntry, ActorRef};

/// The actor entries of all articles, in order, each with its form.
pub(super) struct Told<'a> {
    pub(super) corpus: &'a Corpus,
    /// The articles, in the order of their ids.
    pub(super) order: &'a [usize],
    /// Where the entries of each article begin, and at last where those of the last one end.
    pub(super) starts: Vec<u32>,
    /// The form of each entry.
    pub(super) form_of: Vec<u32>,
    /// The place of each entry's article in the order.
    pub(super) rank_of: Vec<u32>,
    /// How many entries each form has.
    pub(super) counts: Vec<u32>,
    /// The first entry of each form.
    pub(super) firsts: Vec<u32>,
}

impl<'a> Told<'a> {
    pub(super) fn new(corpus: &'a Corpus, order: &'a [usize]) -> Self {
        let count = corpus.actors().all().len();
        let mut told = Self {
            corpus,
            order,
            starts: Vec::with_capacity(order.len() + 1),
            form_of: Vec::with_capacity(count),
            rank_of: Vec::with_capacity(count),
            counts: vec![0; corpus.actor_forms()],
            firsts: vec![0; corpus.actor_forms()],
        };
        told.starts.push(0);
        for (rank, &article) in (0..).zip(order) {
            told.form_of.extend_from_slice(corpus.actors().of(article));
            told.rank_of.resize(told.form_of.len(), rank);
            told.starts.push(number(told.form_of.len()));
        }
        for (entry, &form) in (0..).zip(&told.form_of) {
            let count = &mut told.counts[form as usize];
            if *count == 0 {
                told.firsts[form as usize] = entry;
            }
            *count += 1;
        }
        told
    }

    /// An entry by its place.
    pub(super) fn entry(&self, place: usize) -> Entry<ActorRef> {
        let rank = self.rank_of[place] as usize;
        let index = place - self.starts[rank] as usize;
        Entry { article: self.order[rank], entry: ActorRef::new(index) }
    }

    /// The year of an entry's article.
    pub(super) fn year(&self, place: usize) -> Option<i16> {
        let article = self.order[self.rank_of[place] as usize];
        self.corpus.published(article).map(|date| date.first().year())
    }

    /// Makes an actor of some entries, without a number.
    pub(super) fn actor(&self, members: &[usize]) -> Actor {
        let forms: Vec<(&ActorEntry, usize)> = counted(members.iter().map(|&it| self.form_of[it]))
            .into_iter()
            .map(|(form, count)| (self.corpus.actor_form(form), count))
            .collect();
        actor(&forms, members.iter().map(|&it| self.entry(it)).collect())
    }
}

/// Values with how many times they come, in the order in which they come first.
pub(super) fn counted(values: impl IntoIterator<Item = u32>) -> Vec<(u32, usize)> {
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    let mut counts: Vec<(u32, usize)> = Vec::new();
    let mut last = usize::MAX;
    for value in values {
        if counts.get(last).is_some_and(|it| it.0 == value) {
            counts[last].1 += 1;
            continue;
        }
        let place = *places.entry(value).or_insert_with(|| {
            counts.push((value, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
        last = place;
    }
    counts
}
