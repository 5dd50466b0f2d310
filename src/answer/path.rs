//! How two are connected: `how are Obama and Xi connected?`: by the fewest meetings between them.

use std::collections::{BTreeMap, BTreeSet};

use super::meetings::{ids, label};
use super::{Answer, Asked, Asker, Form, Item};
use crate::record::{ActorId, MeetingId};
use crate::store::{Error, Filter, Tie};

pub(super) const FORM: Form = Form {
    name: "path",
    example: "how are Obama and Zarif connected?",
    patterns: &[
        "how $is {a} and|with|to {b} connected|linked|related|tied",
        "how $is {a} connected|linked|related|tied to|with {b}",
        "[what|which] [is|are] [the] [shortest] path|paths|connection|connections|link|links|chain \
         between|from {a} and|to {b}",
        "how do|does {a} and|with {b} connect|relate",
        "who connects|links|joins {a} and|with|to {b}",
        "what connects|links {a} and|with|to {b}",
        "through whom $is {a} and|with|to {b} connected|linked",
    ],
    answer,
};

/// Ties between two at most: farther, everybody is connected with everybody.
const FARTHEST: usize = 6;
/// Paths that are told.
const PATHS: usize = 5;

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let (one, other) = (ids(asked.a.as_ref()), ids(asked.b.as_ref()));
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let mut answer = Answer {
        reading: format!("the shortest chains of held meetings from {a} to {b}"),
        ..Answer::default()
    };
    let paths = paths(asker, &one, &other)?;
    let Some(first) = paths.first() else {
        answer.headline = format!("no chain of up to {FARTHEST} meetings leads from {a} to {b}");
        return Ok(answer);
    };
    answer.headline = match first.len() {
        1 => format!("{a} and {b} met themselves"),
        2 => "they met the same people".to_owned(),
        ties => format!("over {ties} meetings"),
    };
    let mut meetings: BTreeSet<MeetingId> = BTreeSet::new();
    for path in paths.iter().take(PATHS) {
        let people: Vec<ActorId> =
            path.iter().map(|tie| tie.one).chain(path.last().map(|tie| tie.other)).collect();
        let rows = asker.store.actors_numbered(&people, None)?;
        let name = |id: &ActorId| {
            rows.iter().find(|row| row.id == *id).map_or_else(String::new, |row| row.name.clone())
        };
        answer.items.push(Item {
            name: people.iter().map(name).collect::<Vec<_>>().join(" – "),
            what: "path".to_owned(),
            count: path.len(),
            first: None,
            last: None,
        });
        meetings.extend(path.iter().map(|tie| tie.meeting));
    }
    if paths.len() > PATHS {
        answer.notes.push(format!("{PATHS} of {} chains of this length are told", paths.len()));
    }
    let own = Filter { meetings: Some(meetings.into_iter().collect()), ..Filter::default() };
    answer.count = paths.len();
    answer.meetings = asker.store.list_meetings(&own)?;
    Ok(answer)
}

/// The shortest chains of ties from one group to another, each from its first tie on.
fn paths(asker: &Asker<'_>, from: &[ActorId], to: &[ActorId]) -> Result<Vec<Vec<Tie>>, Error> {
    let mut sides = [Side::new(from), Side::new(to)];
    for _ in 0..FARTHEST {
        // The smaller side grows, so that few are looked at.
        let smaller = usize::from(sides[1].edge.len() < sides[0].edge.len());
        if sides[smaller].edge.is_empty() {
            return Ok(Vec::new());
        }
        let mut next: BTreeMap<ActorId, Vec<Tie>> = BTreeMap::new();
        for &actor in &sides[smaller].edge {
            for tie in asker.store.ties_of(actor)? {
                if !sides[smaller].ties.contains_key(&tie.other) {
                    next.entry(tie.other).or_default().push(tie);
                }
            }
        }
        sides[smaller].edge = next.keys().copied().collect();
        sides[smaller].ties.append(&mut next);
        let (one, other) = (&sides[0], &sides[1]);
        let shared: Vec<ActorId> = sides[smaller]
            .edge
            .iter()
            .filter(|id| one.ties.contains_key(id) && other.ties.contains_key(id))
            .copied()
            .collect();
        if !shared.is_empty() {
            let mut found = BTreeSet::new();
            for middle in shared {
                let heads = one.chains(middle);
                let tails = other.chains(middle);
                for head in &heads {
                    for tail in &tails {
                        let back = tail.iter().rev().map(|tie| Tie {
                            one: tie.other,
                            other: tie.one,
                            meeting: tie.meeting,
                        });
                        found.insert(head.iter().copied().chain(back).collect::<Vec<_>>());
                    }
                }
            }
            return Ok(found.into_iter().collect());
        }
    }
    Ok(Vec::new())
}

/// What was reached from one end.
struct Side {
    /// Those who were reached last.
    edge: Vec<ActorId>,
    /// For each who was reached, the ties over which that was; none for those at the end.
    ties: BTreeMap<ActorId, Vec<Tie>>,
}

/// Chains that are followed from one actor.
const CHAINS: usize = 50;

impl Side {
    fn new(ends: &[ActorId]) -> Self {
        Self { edge: ends.to_vec(), ties: ends.iter().map(|&id| (id, Vec::new())).collect() }
    }

    /// The chains from an end to an actor.
    fn chains(&self, to: ActorId) -> Vec<Vec<Tie>> {
        let Some(ties) = self.ties.get(&to).filter(|ties| !ties.is_empty()) else {
            return vec![Vec::new()];
        };
        let mut found = Vec::new();
        for tie in ties {
            for mut chain in self.chains(tie.one) {
                chain.push(*tie);
                found.push(chain);
                if found.len() >= CHAINS {
                    return found;
                }
            }
        }
        found
    }
}
