//! What is known around the people of all articles.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::actors::states;
use super::lists::{NONE, number};
use super::names::Name;
use super::people;
use super::readings::{Names, hash};
use super::told::Told;
use super::weigh::common;
use crate::text::fold;

/// Words with a number each.
#[derive(Default)]
pub(super) struct Words {
    numbers: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Words {
    /// The number of a word.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).expect("words are few");
        self.numbers.insert(word.to_owned(), number);
        self.texts.push(word.to_owned());
        number
    }

    /// Numbers the words in their order; gives for each number before the one that its word has now.
    fn sort(&mut self) -> Vec<u32> {
        let number = |place: usize| u32::try_from(place).expect("words are few");
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        order.sort_unstable_by(|&one, &other| self.texts[one].cmp(&self.texts[other]));
        let mut now = vec![0; order.len()];
        let mut texts = Vec::with_capacity(order.len());
        for (place, before) in order.into_iter().enumerate() {
            now[before] = number(place);
            texts.push(std::mem::take(&mut self.texts[before]));
        }
        self.texts = texts;
        #[expect(clippy::iter_over_hash_type, reason = "each has its own place")]
        for it in self.numbers.values_mut() {
            *it = now[*it as usize];
        }
        now
    }

    /// The word of a number.
    pub(super) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

/// What a form of entries tells of a person, by numbers of [`Surroundings`].
#[derive(Clone, Debug)]
pub(super) struct Traits {
    pub(super) name: u32,
    pub(super) sides: Box<[u32]>,
    pub(super) offices: Box<[u32]>,
    pub(super) ids: Box<[(u32, u32)]>,
    pub(super) is_man: Option<bool>,
}

/// What is known around the people of all articles.
pub(super) struct Surroundings<'a> {
    /// The names of people.
    pub(super) names: &'a Names,
    /// What forms of entries tell of people, of those forms that were read.
    pub(super) traits: Vec<Traits>,
    /// For each form the number of its traits, or [`NONE`].
    pub(super) traits_of: Vec<u32>,
    /// Sides, offices, identifiers.
    pub(super) words: Words,
    /// How sides are written, by their numbers.
    pub(super) written: BTreeMap<u32, String>,
    /// Which sides are states.
    pub(super) states: FxHashSet<u32>,
    /// Which sides are organizations or blocs.
    pub(super) bodies: FxHashSet<u32>,
    /// For each way to write a side its number.
    side_of: Vec<u32>,
    /// Where the entries of each article begin, and the form of each.
    starts: &'a [u32],
    form_of: &'a [u32],
    /// For each form the full name of a person, or the side of a state, or [`NONE`].
    full_of: Vec<u32>,
    state_of: Vec<u32>,
    /// How many entries have each full name.
    borne: Vec<u32>,
    /// For each form the name by which it is company that tells something, or [`NONE`]: who is in the news every
    /// day is in everybody's company.
    company_of: Vec<u32>,
}

impl<'a> Surroundings<'a> {
    /// What is around people of some names, of whom no article tells.
    #[cfg(test)]
    pub(super) fn of_names(names: &'a Names) -> Self {
        Self {
            names,
            traits: Vec::new(),
            traits_of: Vec::new(),
            words: Words::default(),
            written: BTreeMap::new(),
            states: FxHashSet::default(),
            bodies: FxHashSet::default(),
            side_of: Vec::new(),
            starts: &[],
            form_of: &[],
            full_of: Vec::new(),
            state_of: Vec::new(),
            borne: Vec::new(),
            company_of: Vec::new(),
        }
    }

    /// What is around the people of all articles, of whom no form is read yet.
    pub(super) fn new(told: &'a Told<'a>) -> Self {
        let corpus = told.corpus;
        let readings = corpus.readings();
        let names = readings.names();
        let mut words = Words::default();
        let mut written: BTreeMap<u32, String> = BTreeMap::new();
        let mut of_states = FxHashSet::default();
        let mut by_hash: FxHashMap<u64, u32> = FxHashMap::default();
        let states = states(corpus);
        let side_of: Vec<u32> = readings
            .sides()
            .iter()
            .map(|side| {
                let folded = fold(side);
                let stands = states.get(&folded).and_then(Option::as_ref);
                let word = stands.unwrap_or(&folded);
                let number = words.number(word);
                by_hash.entry(hash(word)).or_insert(number);
                if stands.is_some() {
                    of_states.insert(number);
                }
                // Of several ways to write a side the first in order stands for all, whatever came first.
                let written = written.entry(number).or_insert_with(|| side.to_owned());
                if side < written.as_str() {
                    side.clone_into(written);
                }
                number
            })
            .collect();
        let bodies = readings.bodies(0..readings.len());
        let bodies = bodies.filter_map(|hash| by_hash.get(&hash)).copied();
        let full = |&name: &u32| {
            let is_full = name != NONE && !names.is_weak(name);
            if is_full { name } else { NONE }
        };
        let forms = 0..number(corpus.actor_forms());
        let state = |form| readings.state_of(form).map_or(NONE, |it| side_of[it as usize]);
        let full_of: Vec<u32> = readings.names_of().iter().map(full).collect();
        let mut borne = vec![0; names.len()];
        for (&name, count) in full_of.iter().zip(&told.counts).filter(|it| *it.0 != NONE) {
            borne[name as usize] += count;
        }
        // Names in so many entries tell nothing.
        let most = number(common(told.order.len()));
        let tells = |name: u32| name != NONE && borne[name as usize] <= most;
        let company_of = full_of.iter().map(|&it| if tells(it) { it } else { NONE }).collect();
        Self {
            names,
            traits: Vec::new(),
            traits_of: vec![NONE; corpus.actor_forms()],
            written,
            states: of_states,
            bodies: bodies.collect(),
            starts: &told.starts,
            form_of: &told.form_of,
            full_of,
            state_of: forms.map(state).collect(),
            borne,
            company_of,
            side_of,
            words,
        }
    }

    /// Reads forms of people, unless they were read.
    pub(super) fn read(&mut self, told: &'a Told<'a>, forms: impl IntoIterator<Item = u32>) {
        let readings = told.corpus.readings();
        // What is written is read once.
        let mut offices_of: FxHashMap<&str, (u32, Option<bool>)> = FxHashMap::default();
        for form in forms {
            let Some(name) = readings.name_of(form) else { continue };
            if self.traits_of[form as usize] != NONE {
                continue;
            }
            let entry = told.corpus.actor_form(form);
            let words = &mut self.words;
            let offices: Vec<(u32, Option<bool>)> = entry
                .roles
                .iter()
                .map(|it| {
                    *offices_of.entry(it.as_str()).or_insert_with(|| {
                        let office = words.number(&super::office::office(it));
                        (office, super::office::is_man(it))
                    })
                })
                .collect();
            let ids = entry
                .ids
                .iter()
                .map(|(scheme, value)| (words.number(scheme), words.number(value)))
                .collect();
            let sides = readings.sides_of(form).iter().map(|&it| self.side_of[it as usize]);
            self.traits_of[form as usize] = number(self.traits.len());
            self.traits.push(Traits {
                name,
                sides: sides.collect(),
                is_man: people::agreed(offices.iter().filter_map(|it| it.1)),
                offices: offices.into_iter().map(|it| it.0).collect(),
                ids,
            });
        }
        self.sort();
    }

    /// Numbers all words in their order, so that what comes first does not depend on which articles there
    /// are.
    fn sort(&mut self) {
        let now = self.words.sort();
        let of = |number: u32| now[number as usize];
        for it in &mut self.traits {
            for number in it.sides.iter_mut().chain(&mut it.offices) {
                *number = of(*number);
            }
            for (scheme, value) in &mut it.ids {
                (*scheme, *value) = (of(*scheme), of(*value));
            }
        }
        for number in self.side_of.iter_mut().chain(&mut self.state_of) {
            if *number != NONE {
                *number = of(*number);
            }
        }
        let written = std::mem::take(&mut self.written);
        self.written = written.into_iter().map(|(side, text)| (of(side), text)).collect();
        for sides in [&mut self.states, &mut self.bodies] {
            *sides = std::mem::take(sides).into_iter().map(of).collect();
        }
    }

    /// The parts of a name.
    pub(super) fn name(&self, name: u32) -> &'a Name {
        self.names.parts(name)
    }

    /// How a name is written.
    pub(super) fn text(&self, name: u32) -> &'a str {
        self.names.text(name)
    }

    /// The forms of an article.
    fn forms(&self, article: u32) -> impl Iterator<Item = usize> {
        let ends = [article as usize, article as usize + 1].map(|it| self.starts[it] as usize);
        self.form_of[ends[0]..ends[1]].iter().map(|&form| form as usize)
    }

    /// The full names in an article, by their numbers.
    pub(super) fn people(&self, article: u32) -> impl Iterator<Item = u32> {
        self.forms(article).map(|form| self.full_of[form]).filter(|&it| it != NONE)
    }

    /// The states that an article speaks of.
    pub(super) fn spoken_of(&self, article: u32) -> impl Iterator<Item = u32> {
        self.forms(article).map(|form| self.state_of[form]).filter(|&it| it != NONE)
    }

    /// How many entries have a full name.
    pub(super) fn borne(&self, name: u32) -> usize {
        self.borne[name as usize] as usize
    }

    /// The full names in an article that are company that tells something.
    pub(super) fn company(&self, article: u32) -> impl Iterator<Item = u32> {
        self.forms(article).map(|form| self.company_of[form]).filter(|&it| it != NONE)
    }
}
