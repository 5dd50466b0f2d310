//! What speaks for and against two bearers of names that are alike being one person.
//!
//! Clues are weighed in points that add up: each is the logarithm of how much likelier the clue is
//! if the two are one than if they are not. Points become a score between 0 and 1.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::groups::shared;
use super::likeness::{Likeness, compare};
use super::names::Name;
use super::office::{are_alike, is_sole};

/// Points from which two are one: a score of 0.9.
pub(super) const ENOUGH: f64 = 2.2;

/// Points from which two are worth a look: a score of 0.5.
pub(super) const WORTH_A_LOOK: f64 = 0.0;

/// By how much the best of several that would do must stand out.
pub(super) const MARGIN: f64 = 1.0;

/// By how much the others must be worse for the best to be the only one.
const ALONE: f64 = 2.0;

/// Letters from which a name that sounds the same is hardly another.
const LONG: usize = 12;

/// People whom both met that are told by name.
const NAMED: usize = 3;

/// Articles up to which a name is company that tells something, and how many more for each
/// article: one for two hundred.
const COMMON: usize = 8;
const COMMON_SHARE: usize = 200;

/// Articles of a bearer in which it is looked who else is in them.
const LOOKED_AT: usize = 200;

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
    /// A hash of the name, without regard to how it is written.
    pub(super) key: u64,
    pub(super) sides: Box<[u32]>,
    pub(super) offices: Box<[u32]>,
    pub(super) ids: Box<[(u32, u32)]>,
    pub(super) is_man: Option<bool>,
}

/// What is known around the people of all articles.
#[derive(Default)]
pub(super) struct Surroundings {
    /// What forms of entries tell of people.
    pub(super) traits: Vec<Traits>,
    /// Sides, offices, identifiers.
    pub(super) words: Words,
    /// How sides are written, by their numbers.
    pub(super) written: BTreeMap<u32, String>,
    /// Which sides are states.
    pub(super) states: FxHashSet<u32>,
    /// Which sides are organizations or blocs.
    pub(super) bodies: FxHashSet<u32>,
    /// The states that each article speaks of.
    pub(super) spoken_of: Vec<Vec<u32>>,
    /// The full names in each article, by their numbers.
    pub(super) people: Vec<Vec<u32>>,
    /// The articles in which each full name is, in order.
    pub(super) articles: Vec<Vec<u32>>,
    /// The names as they are written.
    pub(super) full: Vec<String>,
    /// Their parts.
    pub(super) names: Vec<Name>,
}

impl Surroundings {
    /// Numbers all words in their order, so that what comes first does not depend on which articles there
    /// are; gives for each number before the one that its word has now.
    pub(super) fn sort(&mut self) -> Vec<u32> {
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
        let written = std::mem::take(&mut self.written);
        self.written = written.into_iter().map(|(side, text)| (of(side), text)).collect();
        for sides in [&mut self.states, &mut self.bodies] {
            *sides = std::mem::take(sides).into_iter().map(of).collect();
        }
        now
    }
}

/// Those who are taken for one person so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Bearer {
    /// Its names, by their numbers, the fullest and most frequent first.
    pub(super) names: Vec<u32>,
    /// For whom it acts.
    pub(super) sides: BTreeSet<u32>,
    /// Its offices, with the first and last year in which articles tell of it, where dated.
    pub(super) offices: BTreeMap<u32, Option<(i16, i16)>>,
    /// Identifiers elsewhere.
    pub(super) ids: BTreeMap<u32, u32>,
    /// The years of its articles.
    pub(super) years: Option<(i16, i16)>,
    /// Its articles, in order.
    pub(super) articles: Vec<u32>,
    /// The names in them that tell something, in order, once somebody asks for them.
    pub(super) company: OnceCell<Box<[u32]>>,
    /// Whether its offices are those of a man or of a woman.
    pub(super) is_man: Option<bool>,
    /// Which people it is, in order.
    pub(super) members: Vec<usize>,
}

impl Bearer {
    /// The first member, by which the rest is found.
    pub(super) fn root(&self) -> usize {
        self.members[0]
    }

    /// Whether no identifiers of two exclude each other.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.ids.iter().all(|(scheme, own)| other.ids.get(scheme).is_none_or(|it| it == own))
    }

    /// The parts of its fullest name.
    pub(super) fn name<'a>(&self, around: &'a Surroundings) -> &'a Name {
        &around.names[self.names[0] as usize]
    }
}

/// A clue.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clue {
    /// How the names are alike.
    Name(Likeness),
    /// One identifier in common.
    Identifier(u32),
    /// Two identifiers of one scheme.
    OtherIdentifier(u32),
    /// One office of which there is one, for one side, at one time.
    Term(u32, Option<u32>),
    /// One office.
    Office(u32, Option<u32>),
    /// Offices, but none in common.
    OtherOffice,
    /// One side in common.
    Side(u32),
    /// Different states.
    OtherSides,
    /// The article speaks of the side of the other.
    SpokenOf(u32),
    /// The same people are around both.
    Company(Vec<u32>, usize),
    /// Articles that name both, each by itself.
    Beside(usize),
    /// Years between the articles of both.
    Apart(i16),
    /// A man and a woman.
    Gender,
    /// The other is in several articles, or in many.
    Prominent(bool),
    /// Nobody else would do.
    OnlyOne,
    /// Somebody else would do as well.
    OthersToo,
}

/// Clues with the sum of their points.
#[derive(Clone, Debug, Default)]
pub(super) struct Weight {
    pub(super) points: f64,
    pub(super) clues: Vec<Clue>,
}

impl Weight {
    /// Takes a clue in.
    pub(super) fn add(&mut self, clue: Clue, points: f64) {
        self.points += points;
        self.clues.push(clue);
    }

    /// How sure it is that both are one, from 0 to 1.
    pub(super) fn score(&self) -> f64 {
        score(self.points)
    }

    /// The clues in words.
    pub(super) fn reasons(&self, around: &Surroundings) -> Vec<String> {
        self.clues.iter().map(|clue| clue.tell(around)).collect()
    }
}

/// Points as a score from 0 to 1, to three digits.
pub(super) fn score(points: f64) -> f64 {
    (1000.0 / (1.0 + (-points).exp())).round() / 1000.0
}

impl Clue {
    fn tell(&self, around: &Surroundings) -> String {
        let word = |number: u32| around.words.text(number);
        let side = |number: u32| around.written.get(&number).map_or(word(number), String::as_str);
        match self {
            Self::Name(likeness) => likeness.as_str().to_owned(),
            Self::Identifier(scheme) => format!("the same {}", word(*scheme)),
            Self::OtherIdentifier(scheme) => format!("but not the same {}", word(*scheme)),
            Self::Term(office, Some(of)) => {
                format!("{} of {} at the same time", word(*office), side(*of))
            }
            Self::Term(office, None) => format!("{} at the same time", word(*office)),
            Self::Office(office, Some(of)) => format!("{} of {}", word(*office), side(*of)),
            Self::Office(office, None) => format!("both {}", word(*office)),
            Self::OtherOffice => "but no office in common".to_owned(),
            Self::Side(of) => format!("both act for {}", side(*of)),
            Self::OtherSides => "but they act for different states".to_owned(),
            Self::SpokenOf(of) => format!("told of beside {}", side(*of)),
            Self::Company(who, count) => {
                let names: Vec<&str> =
                    who.iter().map(|&name| around.full[name as usize].as_str()).collect();
                let more = count - names.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("both told of beside {}{more}", names.join(", "))
            }
            Self::Beside(1) => "but an article names both as two".to_owned(),
            Self::Beside(count) => format!("but {count} articles name both as two"),
            Self::Apart(years) => format!("but {years} years lie between"),
            Self::Gender => "but a man and a woman".to_owned(),
            Self::Prominent(false) => "several articles tell of the other".to_owned(),
            Self::Prominent(true) => "many articles tell of the other".to_owned(),
            Self::OnlyOne => "nobody else of that name would do".to_owned(),
            Self::OthersToo => "but others of that name would do as well".to_owned(),
        }
    }
}

/// Weighs what is known of two bearers, if their names may be one person's.
pub(super) fn weigh(one: &Bearer, other: &Bearer, around: &Surroundings) -> Option<Weight> {
    Base::new(one, other, around).map(|it| it.weigh(one, other, around))
}

/// What speaks for and against two being one by themselves, whatever articles they are in.
pub(super) struct Base {
    pub(super) weight: Weight,
    sides: Sides,
    /// Whether one of both has less than a given name and a family name.
    is_weak: bool,
    /// Where the clue stands among the others that articles speak of a side.
    place: usize,
}

impl Base {
    /// Weighs two, if their names may be one person's.
    pub(super) fn new(one: &Bearer, other: &Bearer, around: &Surroundings) -> Option<Self> {
        let likeness = alike(one, other, around)?;
        let is_weak = [one, other].iter().any(|it| it.name(around).is_weak());
        let names = if is_weak || likeness.is_rough() { Names::Rough } else { Names::Careful };
        let mut weight = Weight::default();
        let is_long = |it: &Bearer| it.name(around).whole.len() >= LONG;
        let is_heard = likeness == Likeness::Sounded && is_long(one) && is_long(other);
        weight.add(Clue::Name(likeness), likeness.points() + if is_heard { 0.5 } else { 0.0 });
        prominence(one, other, likeness, around, &mut weight);
        for (scheme, value) in &one.ids {
            match other.ids.get(scheme) {
                Some(other) if other == value => weight.add(Clue::Identifier(*scheme), 8.0),
                Some(_) => weight.add(Clue::OtherIdentifier(*scheme), -12.0),
                None => (),
            }
        }
        let sides = sides(one, other, around, &mut weight);
        offices(one, other, (sides, names), around, &mut weight);
        let place = weight.clues.len();
        if let (Some(one), Some(other)) = (one.is_man, other.is_man)
            && one != other
        {
            weight.add(Clue::Gender, -3.0);
        }
        if let (Some(a), Some(b)) = (one.years, other.years) {
            let apart = gap(a, b);
            let points = match (apart, is_weak) {
                (0..=3, _) | (4..=8, false) => 0.0,
                (4..=8, true) => -0.7,
                (9..=20, true) => -1.5,
                (9..=20, false) => -0.5,
                _ => -2.0,
            };
            if points < 0.0 {
                weight.add(Clue::Apart(apart), points);
            }
        }
        Some(Self { weight, sides, is_weak, place })
    }

    /// Weighs too what their articles tell. Instead of the first there may be another that differs in
    /// its articles only.
    pub(super) fn weigh(&self, one: &Bearer, other: &Bearer, around: &Surroundings) -> Weight {
        let mut weight = self.weight.clone();
        if self.sides != Sides::Opposed
            && self.is_weak
            && let Some(side) = spoken_of(one, other, around)
        {
            weight.points += 0.8;
            weight.clues.insert(self.place, Clue::SpokenOf(side));
        }
        let beside = shared(&one.articles, &other.articles);
        if beside > 0 {
            weight.add(Clue::Beside(beside), -4.5);
        }
        // Where it is settled, who else was there tells no more.
        if weight.points > -2.5 && weight.points < 7.0 {
            company(one, other, self.sides, around, &mut weight);
        }
        weight
    }
}

/// Weighs that a family name alone is that of somebody whom many articles name.
fn prominence(
    one: &Bearer,
    other: &Bearer,
    likeness: Likeness,
    around: &Surroundings,
    weight: &mut Weight,
) {
    let (bare, full) = if one.name(around).is_bare() { (one, other) } else { (other, one) };
    if likeness != Likeness::Family {
        return;
    }
    let (own, other) = (bare.name(around).last(), full.name(around).last());
    if own.map(|word| &word.spelling) != other.map(|word| &word.spelling) {
        return;
    }
    let (points, is_many) = match full.articles.len() {
        ..3 => return,
        3 | 4 => (0.7, false),
        _ => (1.2, true),
    };
    weight.add(Clue::Prominent(is_many), points);
}

/// How the names of two are alike, by those that are most so; none if any two cannot be one's.
fn alike(one: &Bearer, other: &Bearer, around: &Surroundings) -> Option<Likeness> {
    let mut best: Option<Likeness> = None;
    for &a in &one.names {
        for &b in &other.names {
            let (a, b) = (&around.names[a as usize], &around.names[b as usize]);
            let Some(likeness) = compare(a, b) else { continue };
            if best.is_none_or(|best| likeness.points() > best.points()) {
                best = Some(likeness);
            }
        }
    }
    best
}

/// How much the likeness of two names tells by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// Little: offices must agree where both are told.
    Rough,
    /// Much.
    Careful,
}

/// How the sides of two stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sides {
    /// They have one in common.
    Shared,
    /// Nothing is told, or nothing that excludes.
    Open,
    /// They act for different states.
    Opposed,
}

fn sides(one: &Bearer, other: &Bearer, around: &Surroundings, weight: &mut Weight) -> Sides {
    let mut common: Vec<u32> = one.sides.intersection(&other.sides).copied().collect();
    // An organization tells more than a state, which thousands act for.
    common.sort_by_key(|side| (around.states.contains(side), around.words.text(*side)));
    if let Some(&side) = common.first() {
        weight.add(Clue::Side(side), if around.states.contains(&side) { 1.5 } else { 2.0 });
        return Sides::Shared;
    }
    if are_opposed(one, other, around) {
        weight.add(Clue::OtherSides, -3.5);
        return Sides::Opposed;
    }
    Sides::Open
}

/// Whether two act for states, and for none that both act for. Where a name alone says little,
/// whatever is not known as another body is taken for a state.
pub(super) fn are_opposed(one: &Bearer, other: &Bearer, around: &Surroundings) -> bool {
    let is_weak = [one, other].iter().any(|it| it.name(around).is_weak());
    let is_state =
        |side: &u32| around.states.contains(side) || is_weak && !around.bodies.contains(side);
    let acts = |it: &Bearer| it.sides.iter().any(is_state);
    acts(one) && acts(other) && one.sides.is_disjoint(&other.sides)
}

/// Weighs the offices of two; for a rough likeness it counts against them if they have none in common.
fn offices(
    one: &Bearer,
    other: &Bearer,
    (sides, names): (Sides, Names),
    around: &Surroundings,
    weight: &mut Weight,
) {
    if one.offices.is_empty() || other.offices.is_empty() || sides == Sides::Opposed {
        return;
    }
    let side = one.sides.intersection(&other.sides).next().copied();
    let mut best: Option<(f64, Clue)> = None;
    for (&a, &a_years) in &one.offices {
        for (&b, &b_years) in &other.offices {
            let (a_text, b_text) = (around.words.text(a), around.words.text(b));
            if !are_alike(a_text, b_text) {
                continue;
            }
            let longer = if a_text.len() >= b_text.len() { a } else { b };
            let apart = a_years.zip(b_years).map(|(a, b)| gap(a, b));
            let is_sole = is_sole(a_text) && is_sole(b_text);
            let (points, clue) = match (is_sole, apart) {
                (true, Some(0 | 1)) if side.is_some() => (3.5, Clue::Term(longer, side)),
                (true, Some(0 | 1)) => (2.0, Clue::Term(longer, side)),
                // Fathers and sons hold one office at different times.
                (true, Some(5..)) if names == Names::Rough => continue,
                _ if side.is_some() => (1.2, Clue::Office(longer, side)),
                _ => (0.7, Clue::Office(longer, None)),
            };
            // Words are numbered in their order, so that of equal ones the first counts.
            if best.as_ref().is_none_or(|(known, _)| points > *known) {
                best = Some((points, clue));
            }
        }
    }
    match best {
        Some((points, clue)) => weight.add(clue, points),
        None if names == Names::Rough => weight.add(Clue::OtherOffice, -1.5),
        None => (),
    }
}

/// A side of one of which the articles of the other speak, who has none.
fn spoken_of(one: &Bearer, other: &Bearer, around: &Surroundings) -> Option<u32> {
    [(one, other), (other, one)].into_iter().find_map(|(bare, full)| {
        let spoken = bare.articles.iter().take(LOOKED_AT).filter(|_| bare.sides.is_empty());
        spoken
            .flat_map(|&article| &around.spoken_of[article as usize])
            .filter(|side| full.sides.contains(side))
            .min_by_key(|side| around.words.text(**side))
            .copied()
    })
}

/// Weighs the people who are around both.
fn company(one: &Bearer, other: &Bearer, sides: Sides, around: &Surroundings, weight: &mut Weight) {
    let (few, many) =
        if one.articles.len() <= other.articles.len() { (one, other) } else { (other, one) };
    let own = |name: u32| {
        [one, other]
            .iter()
            .any(|it| compare(it.name(around), &around.names[name as usize]).is_some())
    };
    let mut common = beside(few.articles.iter().take(LOOKED_AT), around);
    // What many articles come to is gathered once: the other side of a pair is a name among dozens.
    let known = many.company.get_or_init(|| beside(&many.articles, around).into());
    common.retain(|name| known.binary_search(name).is_ok() && !own(*name));
    let points = match common.len() {
        0 => return,
        1 => 0.7,
        2 => 1.2,
        _ => 1.5,
    };
    let points = if sides == Sides::Opposed { points / 2.0 } else { points };
    let mut named = common.clone();
    named.sort_by_key(|&name| &around.full[name as usize]);
    named.truncate(NAMED);
    weight.add(Clue::Company(named, common.len()), points);
}

/// Of so many articles, those up to which a name is company that tells something. The order of magnitude
/// counts, so that it is the same for most that come.
pub(super) fn common(articles: usize) -> usize {
    let magnitude = articles.checked_ilog2().map_or(0, |it| 1 << it);
    COMMON + magnitude / COMMON_SHARE
}

/// The names in some articles that tell something, in order: who is in the news every day is in
/// everybody's company.
fn beside<'a>(articles: impl IntoIterator<Item = &'a u32>, around: &Surroundings) -> Vec<u32> {
    let most = common(around.people.len());
    let mut names: Vec<u32> = articles
        .into_iter()
        .flat_map(|&article| around.people[article as usize].iter().copied())
        .filter(|&name| around.articles[name as usize].len() <= most)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The years between two spans of years; 0 if they overlap.
fn gap(one: (i16, i16), other: (i16, i16)) -> i16 {
    (one.0 - other.1).max(other.0 - one.1).max(0)
}

/// Marks the best of what a weak name may stand for as the only one, where the rest is far worse.
pub(super) fn mark_only(weights: &mut [Weight]) {
    let best = (0..weights.len()).max_by(|&a, &b| weights[a].points.total_cmp(&weights[b].points));
    let Some(best) = best else { return };
    let limit = weights[best].points - ALONE;
    let is_alone = (0..weights.len()).all(|it| it == best || weights[it].points <= limit);
    if is_alone {
        weights[best].add(Clue::OnlyOne, 1.0);
    }
}
