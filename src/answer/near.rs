//! The names that a name may be a slip for: `Lavrow`, `Zelenskiy`, `Guteres`.

use std::collections::BTreeMap;

use crate::gazetteer::Gazetteer;
use crate::store::KnownName;
use crate::text::fold;

/// How alike a name must be to one that is known to be named (Jaro-Winkler).
const ALIKE: f64 = 0.84;
/// How alike it must be to be taken for it.
const SURE: f64 = 0.93;
/// How much more alike than the next.
const AHEAD: f64 = 0.03;
/// Letters of the shortest word that is taken for another.
const SHORTEST: usize = 4;
/// Names that are told.
const NAMED: usize = 5;

/// The things whose names are nearest to a name, the nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Nearest {
    /// The number of the only thing that is surely meant.
    pub(super) sure: Option<i64>,
    /// The numbers of all that may be meant.
    pub(super) maybe: Vec<i64>,
}

/// Looks for what a name may be a slip for.
pub(super) fn nearest(name: &str, known: &[KnownName]) -> Nearest {
    let wanted = fold(name);
    if wanted.chars().count() < SHORTEST {
        return Nearest::default();
    }
    let is_word = !wanted.contains(' ');
    let mut scores: BTreeMap<i64, f64> = BTreeMap::new();
    for it in known {
        let mut score = likeness(&wanted, &it.name);
        if is_word {
            let words = it.name.split([' ', '-']).filter(|word| word.len() >= SHORTEST);
            score = words.map(|word| likeness(&wanted, word)).fold(score, f64::max);
        }
        if score > 0.75 && Gazetteer::is_heard_in(&wanted, &it.name) {
            score = score.max(0.97);
        }
        if score >= ALIKE {
            let best = scores.entry(it.id).or_insert(score);
            *best = best.max(score);
        }
    }
    let mut all: Vec<(i64, f64)> = scores.into_iter().collect();
    all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let sure = match all[..] {
        [(id, score), ref rest @ ..] if score >= SURE => {
            rest.first().is_none_or(|it| it.1 < score - AHEAD).then_some(id)
        }
        _ => None,
    };
    Nearest { sure, maybe: all.into_iter().take(NAMED).map(|it| it.0).collect() }
}

/// How alike two words or names are, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // A beginning that both share counts for much; a word and half of it are not alike.
    if short * 3 < long * 2 {
        return 0.0;
    }
    let alike = strsim::jaro_winkler(one, other);
    if alike < ALIKE {
        return alike;
    }
    // Letters that come again make it doubt long names with one slip.
    let slips = match (strsim::osa_distance(one, other), long) {
        (1, 6..) => 0.96,
        (2, 10..) => 0.94,
        _ => 0.0,
    };
    alike.max(slips)
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use crate::store::KnownName;

    #[test]
    fn a_slip_finds_its_name() {
        let names = ["sergey lavrov", "antonio guterres", "volodymyr zelenskyy", "hulusi akar"];
        let known: Vec<KnownName> = (0..)
            .zip(names)
            .map(|(id, name)| KnownName { name: name.to_owned(), id, is_own: true })
            .collect();
        for (slip, id) in [
            ("Lavrow", 0),
            ("Guteres", 1),
            ("Zelenskiy", 2),
            ("Sergei Lavrov", 0),
            ("Volodimyr Zelensky", 2),
        ] {
            assert_eq!(nearest(slip, &known).sure, Some(id), "{slip}");
        }
        assert!(nearest("Xyzzyq", &known).maybe.is_empty());
        assert!(nearest("Ak", &known).maybe.is_empty());
    }
}
