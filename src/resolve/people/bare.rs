//! Weak names that stand for nobody who is told of more fully: where what is known of them agrees, they
//! are one.

use std::collections::{BTreeMap, BTreeSet};

use super::{REACH, Weakness, Work, merge};
use crate::resolve::groups::Groups;
use crate::resolve::likeness::Likeness;
use crate::resolve::office::are_alike;
use crate::resolve::surroundings::Surroundings;
use crate::resolve::weigh::{Bearer, Clue, Weight};

/// Whether anybody with a fuller name bears a bare one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fame {
    Unheard,
    Borne,
}

/// Joins weak names, or offices alone, of which no fuller form is known.
pub(super) fn join(work: &mut Work<'_>, bearers: &mut Vec<Bearer>, weakness: Weakness) {
    let around = work.around;
    let borne = borne(bearers, around);
    let mut blocks: BTreeMap<(String, Fame, Option<u32>), Vec<usize>> = BTreeMap::new();
    for (index, bearer) in bearers.iter().enumerate() {
        let name = bearer.name(around);
        if !name.is_weak() || name.is_office != (weakness == Weakness::Nameless) {
            continue;
        }
        let is_borne =
            name.is_office || name.last().is_some_and(|word| borne.contains(&*word.sound));
        // Where others bear the name too, the side alone is not enough.
        let fame = if is_borne { Fame::Borne } else { Fame::Unheard };
        for &side in &bearer.sides {
            blocks.entry((name.key(), fame, Some(side))).or_default().push(index);
        }
        if bearer.sides.is_empty() && bearer.offices.is_empty() && !is_borne {
            blocks.entry((name.key(), Fame::Unheard, None)).or_default().push(index);
        }
    }
    let mut groups = Groups::new(bearers.len());
    for ((_, fame, side), block) in blocks {
        let mut weight = Weight::default();
        weight.add(Clue::Name(Likeness::Same), 1.8);
        weight.add(side.map_or(Clue::OnlyOne, Clue::Side), 1.5);
        for (one, other) in agreeing(bearers, &block, fame, around) {
            if are_near(&bearers[one], &bearers[other], around) && groups.join(one, other) {
                work.tie(&bearers[one], &bearers[other], weight.clone());
            }
        }
    }
    merge(bearers, &groups.all(), false, around);
}

/// The sounds of the first and last words of all names but bare ones.
fn borne<'a>(bearers: &[Bearer], around: &Surroundings<'a>) -> BTreeSet<&'a str> {
    let offices = (0..).zip(0..around.names.len()).map(|it| it.0);
    bearers
        .iter()
        .filter(|bearer| !around.names.is_bare(bearer.names[0]))
        .flat_map(|bearer| bearer.names.iter().copied())
        .chain(offices.filter(|&name| around.names.is_office(name)))
        .map(|name| around.name(name))
        .flat_map(|name| [name.first(), name.last()].into_iter().flatten())
        .map(|word| &*word.sound)
        .collect()
}

/// Whether two may be one by the years in which articles tell of them, and no article has both.
fn are_near(one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> bool {
    // Who is called by an office is another after an election.
    let is_office = around.names.is_office(one.names[0]);
    let reach = if is_office { 0 } else { REACH };
    let near = match (one.years, other.years) {
        (Some(a), Some(b)) => (b.0 - a.1).max(a.0 - b.1) <= reach,
        _ => !is_office,
    };
    near && one.beside(other) == 0
}

/// Pairs of neighbors in a block whose offices agree: all of them, if no two exclude each other and
/// nobody else bears the name; else those with one in common.
fn agreeing(
    bearers: &[Bearer],
    block: &[usize],
    fame: Fame,
    around: &Surroundings<'_>,
) -> Vec<(usize, usize)> {
    let offices: BTreeSet<u32> =
        block.iter().flat_map(|&index| bearers[index].offices.keys().copied()).collect();
    let texts: Vec<&str> = offices.iter().map(|&office| around.words.text(office)).collect();
    let longest = texts.iter().max_by_key(|text| text.len());
    let agree = longest.is_none_or(|longest| texts.iter().all(|text| are_alike(text, longest)));
    let mut lists: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for &index in block {
        if agree && fame == Fame::Unheard {
            lists.entry(None).or_default().push(index);
        } else {
            for &office in bearers[index].offices.keys() {
                lists.entry(Some(office)).or_default().push(index);
            }
        }
    }
    lists.values().flat_map(|list| list.windows(2).map(|pair| (pair[0], pair[1]))).collect()
}
