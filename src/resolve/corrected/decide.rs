//! What of a thing corrections decide: of two that contradict each other, the later.

use std::collections::{BTreeMap, BTreeSet};

use super::{Step, Verdict, is_in};
use crate::correct::{Change, Field, How, Subject};

/// What is decided of one thing.
#[derive(Debug, Default)]
pub(super) struct Decided<'a> {
    /// What it is called.
    pub(super) name: Option<&'a str>,
    /// The fields of one value; none for a value that is taken away.
    pub(super) fields: BTreeMap<Field, &'a [String]>,
    /// The steps that change lists, in order.
    pub(super) lists: Vec<usize>,
    /// The last merge into it: what is not decided is as in the entries of the first of its sets.
    pub(super) base: Option<usize>,
}

/// A value of a list, in a form in which equal ones are equal: by the correction and its place.
pub(super) type Key<'k> = &'k dyn Fn(usize, usize) -> String;

/// Something that has one value: the name, or a field.
type One = Option<Field>;

/// The values that steps give one field, in order.
type Values<'a> = Vec<(usize, &'a [String])>;

/// What steps decide of the thing of a group, told of those that are overruled.
pub(super) fn decide<'a>(
    group: usize,
    members: &[usize],
    steps: &mut [Step<'a>],
    key: Key<'_>,
) -> Decided<'a> {
    let mut decided = Decided::default();
    let mut one: BTreeMap<One, Values<'a>> = BTreeMap::new();
    for &at in members {
        match steps[at].change {
            Change::Merge { .. } => {
                decided.base = Some(at);
                for (&field, values) in &mut one {
                    fall_to(at, field, values, steps);
                }
            }
            Change::Rename { name, .. } => {
                one.entry(None).or_default().push((at, std::slice::from_ref(name)));
            }
            Change::Split { name, .. } => {
                let is_part = steps[at].about.last() == Some(&group)
                    && (steps[at].about.len() > 1 || steps[at].sets[0].is_empty());
                if is_part && !name.is_empty() {
                    one.entry(None).or_default().push((at, std::slice::from_ref(name)));
                }
            }
            Change::Set { field, values, .. } if !field.is_list() => {
                one.entry(Some(*field)).or_default().push((at, values));
            }
            Change::Set { .. } => {
                for &other in &decided.lists {
                    if contradict(&steps[other], &steps[at], key) {
                        steps[other].verdict = Verdict::Overruled(steps[at].at);
                    }
                }
                decided.lists.push(at);
            }
            Change::Reject { .. } | Change::Undo { .. } => {}
        }
    }
    for (field, values) in one {
        for pair in values.windows(2) {
            let (other, next) = (pair[0], pair[1]);
            // What a split calls its part is a first name, which anyone may change.
            if other.1 != next.1 && !matches!(steps[other.0].change, Change::Split { .. }) {
                steps[other.0].verdict = Verdict::Overruled(steps[next.0].at);
            }
        }
        let Some(&(_, last)) = values.last() else { continue };
        match field {
            None => decided.name = last.first().map(String::as_str),
            Some(field) => {
                decided.fields.insert(field, last);
            }
        }
    }
    decided
}

/// Lets what was decided of things fall that a merge makes part of another, which has its own name,
/// kind and country; of all else only where the other has a decision of its own.
fn fall_to(merge: usize, field: One, values: &mut Values<'_>, steps: &mut [Step<'_>]) {
    let of_parts: Vec<bool> =
        values.iter().map(|it| is_about_parts(&steps[merge], &steps[it.0])).collect();
    let is_meeting = steps[merge].change.target().is_some_and(|it| it.thing == Subject::Meeting);
    let has_own = match field {
        None | Some(Field::Kind | Field::Country) => !is_meeting,
        Some(_) => false,
    };
    if !has_own && of_parts.iter().all(|&it| it) {
        return;
    }
    let mut of_parts = of_parts.into_iter();
    values.retain(|it| {
        let falls = of_parts.next().unwrap_or(false);
        if falls {
            steps[it.0].verdict = Verdict::Overruled(steps[merge].at);
        }
        !falls
    });
}

/// Whether a step was about something that a merge made part of another thing.
fn is_about_parts(merge: &Step<'_>, other: &Step<'_>) -> bool {
    let own = match other.change {
        Change::Split { .. } => &other.sets[1],
        _ => &other.sets[0],
    };
    let into = own.iter().filter(|&&it| is_in(it, &merge.sets[0])).count();
    let from = own.iter().filter(|&&it| merge.sets[1..].iter().any(|set| is_in(it, set))).count();
    from > into
}

/// Whether a later change of a list leaves nothing of an earlier one.
fn contradict(earlier: &Step<'_>, later: &Step<'_>, key: Key<'_>) -> bool {
    let (Some(one), Some(other)) = (change_of(earlier, key), change_of(later, key)) else {
        return false;
    };
    if one.0 != other.0 {
        return false;
    }
    match (one.1, other.1) {
        (How::Set, How::Set) => one.2 != other.2,
        (How::Add, How::Set) => one.2.is_disjoint(&other.2),
        (How::Remove, How::Set) => !one.2.is_disjoint(&other.2),
        (How::Add, How::Remove) | (How::Remove, How::Add) => one.2.is_subset(&other.2),
        (How::Set, How::Remove) => !one.2.is_empty() && one.2.is_subset(&other.2),
        _ => false,
    }
}

/// What a step does to a list.
fn change_of(step: &Step<'_>, key: Key<'_>) -> Option<(Field, How, BTreeSet<String>)> {
    let Change::Set { field, how, values, .. } = step.change else { return None };
    let values = (0..values.len()).map(|value| key(step.at, value)).collect();
    Some((*field, *how, values))
}
