//! What of a thing corrections decide: of two that contradict each other, the later.

use std::collections::{BTreeMap, BTreeSet};

use super::{Step, Verdict, is_in};
use crate::correct::{Change, Field, How};

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

/// What steps decide of the thing of a group, told of those that are overruled.
pub(super) fn decide<'a>(
    group: usize,
    members: &[usize],
    steps: &mut [Step<'a>],
    key: Key<'_>,
) -> Decided<'a> {
    let mut decided = Decided::default();
    let mut one: BTreeMap<One, (usize, &'a [String])> = BTreeMap::new();
    for &at in members {
        match steps[at].change {
            Change::Merge { .. } => {
                decided.base = Some(at);
                // What was decided of that which became part of another goes with it.
                let gone: Vec<One> = one
                    .iter()
                    .filter(|(_, (other, _))| is_about_parts(&steps[at], &steps[*other]))
                    .map(|(field, _)| *field)
                    .collect();
                for field in gone {
                    if let Some((other, _)) = one.remove(&field) {
                        steps[other].verdict = Verdict::Overruled(steps[at].at);
                    }
                }
            }
            Change::Rename { name, .. } => {
                put(&mut one, None, (at, std::slice::from_ref(name)), steps);
            }
            Change::Split { name, .. } => {
                let is_part = steps[at].about.last() == Some(&group)
                    && (steps[at].about.len() > 1 || steps[at].sets[0].is_empty());
                if is_part && !name.is_empty() {
                    put(&mut one, None, (at, std::slice::from_ref(name)), steps);
                }
            }
            Change::Set { field, values, .. } if !field.is_list() => {
                put(&mut one, Some(*field), (at, values), steps);
            }
            Change::Set { .. } => {
                let earlier = std::mem::take(&mut decided.lists);
                for &other in &earlier {
                    if contradict(&steps[other], &steps[at], key) {
                        steps[other].verdict = Verdict::Overruled(steps[at].at);
                    }
                }
                decided.lists = earlier;
                decided.lists.push(at);
            }
            Change::Reject { .. } | Change::Undo { .. } => {}
        }
    }
    for (field, (_, values)) in one {
        match field {
            None => decided.name = values.first().map(String::as_str),
            Some(field) => {
                decided.fields.insert(field, values);
            }
        }
    }
    decided
}

/// Puts a value in the place of an earlier one, which it overrules if it is another.
fn put<'a>(
    one: &mut BTreeMap<One, (usize, &'a [String])>,
    field: One,
    value: (usize, &'a [String]),
    steps: &mut [Step<'a>],
) {
    if let Some((other, before)) = one.insert(field, value)
        && before != value.1
        && !matches!(steps[other].change, Change::Split { .. })
    {
        steps[other].verdict = Verdict::Overruled(steps[value.0].at);
    }
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
