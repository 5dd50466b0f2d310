//! The best tree over the words of a sentence, from a score for each possible head.
//!
//! Mostly the best head of each word makes a tree already. Where it does not, one root is chosen,
//! and cycles are broken as Chu and Liu (1965) and Edmonds (1967) do.

use crate::nlp::processor::largest;

/// Scores of heads: for each word, that of the root and then that of each word as its head.
pub(super) struct Scores<'a> {
    numbers: &'a [f32],
    words: usize,
}

/// A head that cannot be.
const NEVER: f32 = f32::MIN / 4.0;

impl<'a> Scores<'a> {
    /// Takes the scores of a sentence: one more than it has words for each word.
    pub(super) fn new(numbers: &'a [f32], words: usize) -> Self {
        Self { numbers, words }
    }

    /// The score of `head` as the head of `word`, both counted from 1; 0 is the root.
    fn of(&self, word: usize, head: usize) -> f32 {
        if word == head { NEVER } else { self.numbers[(word - 1) * (self.words + 1) + head] }
    }

    /// The best head of a word, both counted from 1; the first of equals.
    fn best_head(&self, word: usize) -> usize {
        let row = &self.numbers[(word - 1) * (self.words + 1)..][..=self.words];
        let (before, after) = (&row[..word], &row[word + 1..]);
        let most = largest(before).max(largest(after));
        let is_most = |score: &f32| *score >= most;
        before.iter().position(is_most).unwrap_or_else(|| {
            let place = after.iter().position(is_most).map(|at| word + 1 + at);
            place.unwrap_or(0)
        })
    }
}

/// The best head of each word, counted from 1; exactly one word has 0, the root.
pub(super) fn best(scores: &Scores<'_>, heads: &mut Vec<usize>) {
    let words = scores.words;
    heads.clear();
    heads.push(0);
    heads.extend((1..=words).map(|word| scores.best_head(word)));
    let roots = (1..=words).filter(|&word| heads[word] == 0).count();
    if roots != 1 || cycle(heads).is_some() {
        let root = best_root(scores);
        *heads = span(scores, root);
    }
    heads.remove(0);
}

/// The word that loses least, or wins most, as the root.
fn best_root(scores: &Scores<'_>) -> usize {
    let gain = |word: usize| {
        let other = (1..=scores.words).map(|head| scores.of(word, head)).fold(NEVER, f32::max);
        scores.of(word, 0) - other
    };
    (1..=scores.words)
        .map(|word| (word, gain(word)))
        .reduce(|best, own| if own.1 > best.1 { own } else { best })
        .map_or(1, |best| best.0)
}

/// The words of a cycle, if there is one. Place 0 is the root's.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // The walk on which each word was first met.
    let mut met = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut word = start;
        while word != 0 && met[word] == 0 {
            met[word] = start;
            word = heads[word];
        }
        if word != 0 && met[word] == start {
            let mut words = vec![word];
            let mut next = heads[word];
            while next != word {
                words.push(next);
                next = heads[next];
            }
            return Some(words);
        }
    }
    None
}

/// An arc of a contracted sentence: its score, and the word and head that it stands for.
#[derive(Clone, Copy)]
struct Arc {
    score: f32,
    word: usize,
    head: usize,
}

/// The best tree in which only `root` hangs on the root. Cycles are contracted one after the
/// other, each into its first word, and opened in the opposite order.
fn span(scores: &Scores<'_>, root: usize) -> Vec<usize> {
    let places = scores.words + 1;
    let mut arcs: Vec<Arc> = Vec::with_capacity(places * places);
    for word in 0..places {
        for head in 0..places {
            let fits = word != 0 && word != head && (head == 0) == (word == root);
            let score = if fits { scores.of(word, head) } else { NEVER };
            arcs.push(Arc { score, word, head });
        }
    }
    let mut alive = vec![true; places];
    let mut heads: Vec<usize> = vec![0; places];
    let choose = |arcs: &[Arc], alive: &[bool], word: usize| {
        (0..places)
            .filter(|&head| alive[head] && head != word)
            .reduce(|best, head| {
                if arcs[word * places + head].score > arcs[word * places + best].score {
                    head
                } else {
                    best
                }
            })
            .unwrap_or(0)
    };
    for (word, head) in heads.iter_mut().enumerate().skip(1) {
        *head = choose(&arcs, &alive, word);
    }
    // The words that each place stands for, and what was contracted: for each member of a cycle its
    // words and the arc to it inside the cycle.
    let mut groups: Vec<Vec<usize>> = (0..places).map(|word| vec![word]).collect();
    let mut contracted: Vec<Vec<(Vec<usize>, Arc)>> = Vec::new();
    while let Some(words) = cycle(&heads) {
        let inside: Vec<Arc> =
            words.iter().map(|&word| arcs[word * places + heads[word]]).collect();
        let kept = words[0];
        for other in (0..places).filter(|&other| alive[other] && !words.contains(&other)) {
            // Into the cycle: what it costs to give up the arc inside it.
            let mut into = Arc { score: NEVER, ..arcs[kept * places + other] };
            let mut out = Arc { score: NEVER, ..arcs[other * places + kept] };
            for (&word, inside) in words.iter().zip(&inside) {
                let arc = arcs[word * places + other];
                let score = (arc.score - inside.score).max(NEVER);
                if score > into.score {
                    into = Arc { score, ..arc };
                }
                let arc = arcs[other * places + word];
                if arc.score > out.score {
                    out = arc;
                }
            }
            arcs[kept * places + other] = into;
            arcs[other * places + kept] = out;
            if words.contains(&heads[other]) {
                heads[other] = kept;
            }
        }
        let mut all = Vec::new();
        let mut own = Vec::new();
        for (&word, &arc) in words.iter().zip(&inside) {
            let group = std::mem::take(&mut groups[word]);
            all.extend(&group);
            own.push((group, arc));
            alive[word] = word == kept;
            heads[word] = 0;
        }
        groups[kept] = all;
        contracted.push(own);
        heads[kept] = choose(&arcs, &alive, kept);
    }
    // A group is entered by one arc, at one of its words; the others keep the arcs of the cycle.
    let mut chosen: Vec<Option<usize>> = vec![None; places];
    for word in (1..places).filter(|&word| alive[word]) {
        let arc = arcs[word * places + heads[word]];
        chosen[arc.word] = Some(arc.head);
    }
    for own in contracted.iter().rev() {
        for (group, arc) in own {
            if group.iter().all(|&word| chosen[word].is_none()) {
                chosen[arc.word] = Some(arc.head);
            }
        }
    }
    chosen.into_iter().map(|head| head.unwrap_or(root)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to give heads to `words` words that is a tree with one root.
    fn every_tree(words: usize) -> Vec<Vec<usize>> {
        let count = (words + 1).pow(u32::try_from(words).expect("few"));
        (0..count)
            .map(|number| {
                let mut rest = number;
                std::iter::once(0)
                    .chain((0..words).map(|_| {
                        let head = rest % (words + 1);
                        rest /= words + 1;
                        head
                    }))
                    .collect::<Vec<usize>>()
            })
            .filter(|heads| {
                heads[1..].iter().filter(|&&head| head == 0).count() == 1
                    && (1..=words).all(|word| heads[word] != word)
                    && cycle(heads).is_none()
            })
            .collect()
    }

    #[test]
    fn the_best_tree_under_the_chosen_root_is_found() {
        let mut seed = 7u32;
        for words in [2, 3, 4, 5] {
            let trees = every_tree(words);
            for _ in 0..60 {
                let numbers: Vec<f32> = (0..words * (words + 1))
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f32::from(u16::try_from(seed >> 20).expect("12 bits")) / 64.0
                    })
                    .collect();
                let scores = Scores::new(&numbers, words);
                let mut heads = Vec::new();
                best(&scores, &mut heads);
                let total = |heads: &[usize]| -> f32 {
                    (1..=words).map(|word| scores.of(word, heads[word - 1])).sum()
                };
                let root = heads.iter().position(|&head| head == 0).expect("a root");
                let most = trees
                    .iter()
                    .filter(|tree| tree[root + 1] == 0)
                    .map(|tree| total(&tree[1..]))
                    .fold(f32::MIN, f32::max);
                assert!((total(&heads) - most).abs() < 1e-3, "{heads:?}");
            }
        }
    }

    #[test]
    fn one_word_is_the_root() {
        let mut heads = Vec::new();
        best(&Scores::new(&[1.0, 0.0], 1), &mut heads);
        assert_eq!(heads, [0]);
    }
}
