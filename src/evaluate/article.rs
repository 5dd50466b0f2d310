//! One article: what was found in it against what is to be found.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::assign::assign;
use crate::evaluate::gold::{Gold, Item};
use crate::evaluate::surface::{all, bare, normalized};
use crate::evaluate::{MEASURES, Tally, count};
use crate::record::{Excerpt, Extraction};

/// An item of the gold article, or one found that has no counterpart there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    Gold(usize),
    None(usize),
}

/// An actor or location that was found, as the gold has it.
fn items(record: &Extraction) -> (Vec<Item>, Vec<Item>) {
    let texts = |list: &[Excerpt]| list.iter().map(|it| it.text.clone()).collect();
    let actors = record
        .actors
        .iter()
        .map(|it| Item {
            id: it.id.to_string(),
            name: it.name.clone(),
            kind: it.kind.to_string(),
            mentions: texts(&it.mentions),
            aliases: it.aliases.clone(),
            affiliations: Some(it.affiliations.clone()),
            ..Item::default()
        })
        .collect();
    let locations = record
        .locations
        .iter()
        .map(|it| Item {
            id: it.id.to_string(),
            name: it.name.clone(),
            kind: it.kind.to_string(),
            mentions: texts(&it.mentions),
            ..Item::default()
        })
        .collect();
    (actors, locations)
}

/// Pairs what was found with the gold by their names.
fn match_names(gold: &[Item], found: &[Item]) -> BTreeMap<usize, usize> {
    let forms = |item: &Item, kind: &str| {
        let names = std::iter::once(&item.name).chain(&item.mentions).chain(&item.aliases);
        all(names.map(String::as_str), kind)
    };
    let mut weights = BTreeMap::new();
    for (row, own) in found.iter().enumerate() {
        for (column, other) in gold.iter().enumerate() {
            let person = other.kind == "person";
            if person != (own.kind == "person") {
                continue;
            }
            let kind = if person { "person" } else { "" };
            let (ours, theirs) = (forms(own, kind), forms(other, kind));
            let common = ours.intersection(&theirs).count();
            let same = normalized(&own.name) == normalized(&other.name)
                || (person && !bare(&own.name).is_empty() && bare(&own.name) == bare(&other.name));
            if common > 0 || same {
                let union = ours.union(&theirs).count();
                let bonus = if same { 1.0 } else { 0.0 };
                weights.insert((row, column), count(common) / count(union) + bonus + 0.01);
            }
        }
    }
    assign(&weights, found.len(), gold.len())
}

/// What each thing found is in the gold.
fn matches(pairs: &BTreeMap<usize, usize>, count: usize) -> Vec<Match> {
    (0..count).map(|at| pairs.get(&at).map_or(Match::None(at), |&gold| Match::Gold(gold))).collect()
}

/// Counts items by their pairs; optional ones count for nothing.
fn tally_items(tally: &mut Tally, optional: &BTreeSet<usize>, count: usize, found: &[Match]) {
    let wanted: BTreeSet<Match> =
        (0..count).filter(|at| !optional.contains(at)).map(Match::Gold).collect();
    let found: BTreeSet<Match> = found.iter().copied().filter(|it| !is_in(*it, optional)).collect();
    tally.add(&wanted, &found);
}

fn is_in(found: Match, optional: &BTreeSet<usize>) -> bool {
    matches!(found, Match::Gold(at) if optional.contains(&at))
}

fn optional(flags: impl Iterator<Item = bool>) -> BTreeSet<usize> {
    flags.enumerate().filter(|(_, flag)| *flag).map(|(at, _)| at).collect()
}

/// The text by code points, and where the letters and digits of some pieces are.
struct Letters {
    text: Vec<char>,
}

impl Letters {
    fn of_pieces(&self, pieces: &[String]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for piece in pieces {
            let piece: Vec<char> = piece.chars().collect();
            let place = (!piece.is_empty())
                .then(|| self.text.windows(piece.len()).position(|it| it == piece.as_slice()))
                .flatten();
            if let Some(start) = place {
                self.add(start, start + piece.len(), &mut found);
            }
        }
        found
    }

    fn of_excerpts(&self, pieces: &[Excerpt]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for piece in pieces {
            self.add(piece.start, piece.end, &mut found);
        }
        found
    }

    fn add(&self, start: usize, end: usize, found: &mut BTreeSet<usize>) {
        found.extend(
            (start..end.min(self.text.len())).filter(|&at| self.text[at].is_alphanumeric()),
        );
    }
}

/// The F1 of two sets; 1 if both are empty.
fn f1_of<T: Ord>(one: &BTreeSet<T>, two: &BTreeSet<T>) -> f64 {
    if one.is_empty() && two.is_empty() {
        return 1.0;
    }
    2.0 * count(one.intersection(two).count()) / count(one.len() + two.len())
}

fn empty_as_none(date: Option<&str>) -> Option<&str> {
    date.filter(|date| !date.is_empty())
}

/// Whether two dates are of the same month, by how they begin.
fn are_near(one: Option<&str>, two: Option<&str>) -> bool {
    let month =
        |date: &str| date.split('/').next().unwrap_or("").chars().take(7).collect::<String>();
    match (one, two) {
        (Some(one), Some(two)) => month(one) == month(two),
        _ => false,
    }
}

/// A meeting of either side.
struct Met {
    status: String,
    date: Option<String>,
    who: BTreeSet<Match>,
    places: BTreeSet<Match>,
    letters: BTreeSet<usize>,
}

impl Met {
    fn counts(&self) -> bool {
        self.status == "held" || self.status == "planned"
    }
}

/// One article with its counts, and what each thing found is in the gold.
pub(super) struct Scored {
    pub(super) tallies: [Tally; MEASURES.len()],
    pub(super) actors: Vec<Match>,
    pub(super) locations: Vec<Match>,
    pub(super) meetings: Vec<Match>,
    pub(super) statements: Vec<Match>,
    /// Whether each meeting is right: matched, as far as told, and all who take part.
    pub(super) right_meetings: Vec<bool>,
    /// Whether each statement is right: matched, and its speaker.
    pub(super) right_statements: Vec<bool>,
}

/// Scores one article.
pub(super) fn score(gold: &Gold, record: &Extraction) -> Scored {
    let mut tallies = [Tally::default(); MEASURES.len()];
    let letters = Letters { text: gold.text.chars().collect() };
    let (actors, locations) = items(record);
    let actor_pairs = match_names(&gold.actors, &actors);
    let location_pairs = match_names(&gold.locations, &locations);
    let actor_match = matches(&actor_pairs, actors.len());
    let location_match = matches(&location_pairs, locations.len());
    let optional_actors = optional(gold.actors.iter().map(|it| it.optional));
    tally_items(&mut tallies[0], &optional_actors, gold.actors.len(), &actor_match);
    let optional_places = optional(gold.locations.iter().map(|it| it.optional));
    tally_items(&mut tallies[2], &optional_places, gold.locations.len(), &location_match);
    affiliations(&mut tallies[1], gold, &actors, &actor_pairs);
    let actor_ids: BTreeMap<&str, usize> =
        gold.actors.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let (meetings, right_meetings) =
        meetings(&mut tallies, gold, record, &letters, (&actor_match, &location_match));
    let (statements, right_statements) =
        statements(&mut tallies, gold, record, &letters, (&actor_match, &actor_ids));
    Scored {
        tallies,
        actors: actor_match,
        locations: location_match,
        meetings,
        statements,
        right_meetings,
        right_statements,
    }
}

fn affiliations(tally: &mut Tally, gold: &Gold, found: &[Item], pairs: &BTreeMap<usize, usize>) {
    let is_wanted = |at: usize| gold.actors[at].kind == "person" && !gold.actors[at].optional;
    let of = |item: &Item| {
        item.affiliations.iter().flatten().map(|it| normalized(it)).collect::<Vec<_>>()
    };
    let wanted: BTreeSet<(usize, String)> = (0..gold.actors.len())
        .filter(|&at| is_wanted(at))
        .flat_map(|at| of(&gold.actors[at]).into_iter().map(move |it| (at, it)))
        .collect();
    let told: BTreeSet<(usize, String)> = pairs
        .iter()
        .filter(|&(_, &at)| is_wanted(at))
        .flat_map(|(&own, &at)| of(&found[own]).into_iter().map(move |it| (at, it)))
        .collect();
    tally.add(&wanted, &told);
}

fn meetings(
    tallies: &mut [Tally; MEASURES.len()],
    gold: &Gold,
    record: &Extraction,
    letters: &Letters,
    (actor_match, location_match): (&[Match], &[Match]),
) -> (Vec<Match>, Vec<bool>) {
    let place_of = |items: &[Item], id: &str| {
        items.iter().position(|it| it.id == id).map_or(Match::None(usize::MAX), Match::Gold)
    };
    let wanted: Vec<Met> = gold
        .meetings
        .iter()
        .map(|it| Met {
            status: it.status.clone(),
            date: empty_as_none(it.date.as_deref()).map(str::to_owned),
            who: it.participants.iter().map(|id| place_of(&gold.actors, id)).collect(),
            places: it.locations.iter().map(|id| place_of(&gold.locations, id)).collect(),
            letters: letters.of_pieces(&it.evidence),
        })
        .collect();
    let found: Vec<Met> = record
        .meetings
        .iter()
        .map(|it| Met {
            status: it.status.to_string(),
            date: it.date.map(|date| date.to_string()),
            who: it.participants.iter().map(|id| actor_match[id.index()]).collect(),
            places: it.locations.iter().map(|id| location_match[id.index()]).collect(),
            letters: letters.of_excerpts(&it.evidence),
        })
        .collect();
    let mut weights = BTreeMap::new();
    for (row, own) in found.iter().enumerate() {
        for (column, other) in wanted.iter().enumerate() {
            let who = f1_of(&own.who, &other.who);
            let common = own.letters.intersection(&other.letters).count();
            let seen = count(common) / count(own.letters.len().min(other.letters.len()).max(1));
            if who == 0.0 || (who < 0.5 && seen < 0.3) {
                continue;
            }
            let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
            let places =
                if other.places.is_empty() { 0.0 } else { f1_of(&own.places, &other.places) };
            let weight = who
                + 0.4 * seen
                + 0.3 * flag(own.date == other.date)
                + 0.1 * flag(are_near(own.date.as_deref(), other.date.as_deref()))
                + 0.3 * places
                + 0.2 * flag(own.status == other.status);
            weights.insert((row, column), weight);
        }
    }
    let pairs = assign(&weights, found.len(), wanted.len());
    let optional = optional(gold.meetings.iter().map(|it| it.optional));
    let matched = matches(&pairs, found.len());
    tally_items(&mut tallies[3], &optional, wanted.len(), &matched);
    slots(tallies, &wanted, &found, &matched, &optional);
    for (measure, pairs_of) in [(8, who_met_whom as fn(&Met) -> _), (9, who_met_where)] {
        let all = |meetings: &[Met], kept: &dyn Fn(usize) -> bool| -> BTreeSet<(Match, Match)> {
            meetings
                .iter()
                .enumerate()
                .filter(|(at, met)| kept(*at) && met.counts())
                .flat_map(|(_, met)| pairs_of(met))
                .collect()
        };
        let required = all(&wanted, &|at| !optional.contains(&at));
        let ignored: BTreeSet<_> =
            all(&wanted, &|at| optional.contains(&at)).difference(&required).copied().collect();
        let told: BTreeSet<_> = all(&found, &|_| true).difference(&ignored).copied().collect();
        tallies[measure].add(&required, &told);
    }
    let is_right = |(own, matched): (&Met, &Match)| match matched {
        Match::Gold(at) => own.status == wanted[*at].status && own.who.is_subset(&wanted[*at].who),
        Match::None(_) => false,
    };
    let right = found.iter().zip(&matched).map(is_right).collect();
    (matched, right)
}

fn who_met_whom(met: &Met) -> Vec<(Match, Match)> {
    let who: Vec<Match> = met.who.iter().copied().collect();
    let mut pairs = Vec::new();
    for (at, &one) in who.iter().enumerate() {
        pairs.extend(who[at + 1..].iter().map(|&two| (one, two)));
    }
    pairs
}

fn who_met_where(met: &Met) -> Vec<(Match, Match)> {
    met.who.iter().flat_map(|&who| met.places.iter().map(move |&place| (who, place))).collect()
}

/// What each meeting has of something.
fn list<'a, T: Ord>(
    meetings: impl Iterator<Item = (Match, &'a Met)>,
    of: impl Fn(&'a Met) -> Vec<T>,
) -> BTreeSet<(Match, T)> {
    meetings.flat_map(|(at, met)| of(met).into_iter().map(move |it| (at, it))).collect()
}

/// Who, where, when and the status, by meeting.
fn slots(
    tallies: &mut [Tally; MEASURES.len()],
    wanted: &[Met],
    found: &[Met],
    matched: &[Match],
    optional: &BTreeSet<usize>,
) {
    let gold = || {
        wanted
            .iter()
            .enumerate()
            .filter(|(at, _)| !optional.contains(at))
            .map(|(at, met)| (Match::Gold(at), met))
    };
    let told = || {
        found
            .iter()
            .zip(matched)
            .filter(|(_, own)| !is_in(**own, optional))
            .map(|(met, own)| (*own, met))
    };
    let who = |met: &Met| met.who.iter().copied().collect::<Vec<_>>();
    let places = |met: &Met| met.places.iter().copied().collect::<Vec<_>>();
    let dates = |met: &Met| met.date.iter().cloned().collect::<Vec<_>>();
    let status = |met: &Met| vec![met.status.clone()];
    tallies[4].add(&list(gold(), who), &list(told(), who));
    tallies[5].add(&list(gold(), places), &list(told(), places));
    tallies[6].add(&list(gold(), dates), &list(told(), dates));
    tallies[7].add(&list(gold(), status), &list(told(), status));
}

/// Who says a letter: an actor, or someone unnamed.
type Voices = BTreeSet<Option<Match>>;

fn statements(
    tallies: &mut [Tally; MEASURES.len()],
    gold: &Gold,
    record: &Extraction,
    letters: &Letters,
    (actor_match, actor_ids): (&[Match], &BTreeMap<&str, usize>),
) -> (Vec<Match>, Vec<bool>) {
    let gold_letters: Vec<BTreeSet<usize>> =
        gold.statements.iter().map(|it| letters.of_pieces(&it.content)).collect();
    let found_letters: Vec<BTreeSet<usize>> =
        record.statements.iter().map(|it| letters.of_excerpts(&it.content)).collect();
    let gold_voices: Vec<BTreeSet<Match>> = gold
        .statements
        .iter()
        .map(|it| {
            let ids: Vec<&str> = match &it.speakers {
                Some(all) => all.iter().flatten().map(String::as_str).collect(),
                None => it.speaker.iter().map(String::as_str).collect(),
            };
            ids.into_iter()
                .filter(|id| !id.is_empty())
                .map(|id| actor_ids.get(id).map_or(Match::None(usize::MAX), |&at| Match::Gold(at)))
                .collect()
        })
        .collect();
    let found_voices: Vec<BTreeSet<Match>> = record
        .statements
        .iter()
        .map(|it| it.speaker.actors().iter().map(|id| actor_match[id.index()]).collect())
        .collect();
    let mut weights = BTreeMap::new();
    for (row, own) in found_letters.iter().enumerate() {
        for (column, other) in gold_letters.iter().enumerate() {
            let common = own.intersection(other).count();
            if common > 0 {
                let overlap = 2.0 * count(common) / count(own.len() + other.len());
                if overlap >= 0.5 {
                    weights.insert((row, column), overlap);
                }
            }
        }
    }
    let pairs = assign(&weights, found_letters.len(), gold_letters.len());
    let optional = optional(gold.statements.iter().map(|it| it.optional));
    let matched = matches(&pairs, found_letters.len());
    tally_items(&mut tallies[10], &optional, gold_letters.len(), &matched);
    // Whole statements with their speaker.
    let agrees: Vec<bool> = matched
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let Match::Gold(gold) = *own else { return false };
            let (mine, theirs) = (&found_voices[at], &gold_voices[gold]);
            mine == theirs || (theirs.len() > 1 && !mine.is_disjoint(theirs))
        })
        .collect();
    let wanted: BTreeSet<Match> =
        (0..gold_letters.len()).filter(|at| !optional.contains(at)).map(Match::Gold).collect();
    let right: BTreeSet<Match> = matched
        .iter()
        .enumerate()
        .filter(|(_, own)| !is_in(**own, &optional))
        .map(|(at, own)| if agrees[at] { *own } else { Match::None(at) })
        .collect();
    tallies[11].add(&wanted, &right);
    // Letter by letter.
    let voices = |all: &BTreeSet<Match>| -> Voices {
        if all.is_empty() { Voices::from([None]) } else { all.iter().copied().map(Some).collect() }
    };
    let mut said: BTreeMap<usize, Voices> = BTreeMap::new();
    for (at, own) in gold_letters.iter().enumerate().filter(|(at, _)| !optional.contains(at)) {
        for &letter in own {
            said.entry(letter).or_default().extend(voices(&gold_voices[at]));
        }
    }
    let ignored: BTreeSet<usize> = optional
        .iter()
        .flat_map(|&at| gold_letters[at].iter().copied())
        .filter(|letter| !said.contains_key(letter))
        .collect();
    let mut told: BTreeMap<usize, Voices> = BTreeMap::new();
    for (at, own) in found_letters.iter().enumerate() {
        for &letter in own.difference(&ignored) {
            told.entry(letter).or_default().extend(voices(&found_voices[at]));
        }
    }
    let wanted: BTreeSet<Match> = said.keys().map(|&letter| Match::Gold(letter)).collect();
    let told: BTreeSet<Match> = told
        .iter()
        .map(|(&letter, who)| {
            let agrees = said.get(&letter).is_some_and(|all| !all.is_disjoint(who));
            if agrees { Match::Gold(letter) } else { Match::None(letter) }
        })
        .collect();
    tallies[12].add(&wanted, &told);
    (matched, agrees)
}
