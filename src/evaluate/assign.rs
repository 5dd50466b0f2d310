//! The one-to-one assignment of highest weight (Kuhn 1955; the algorithm of Jonker and Volgenant).

use std::collections::BTreeMap;

/// For each row its column, among pairs that have a weight.
pub(super) fn assign(
    weights: &BTreeMap<(usize, usize), f64>,
    rows: usize,
    columns: usize,
) -> BTreeMap<usize, usize> {
    let size = rows.max(columns);
    if size == 0 || weights.is_empty() {
        return BTreeMap::new();
    }
    let cost = |row: usize, column: usize| -weights.get(&(row, column)).copied().unwrap_or(0.0);
    let mut row_price = vec![0.0; size + 1];
    let mut column_price = vec![0.0; size + 1];
    let mut row_of = vec![0usize; size + 1];
    let mut way = vec![0usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let current = row_of[column];
            let mut step = f64::INFINITY;
            let mut next = 0;
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let reduced =
                    cost(current - 1, other - 1) - row_price[current] - column_price[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    way[other] = column;
                }
                if least[other] < step {
                    step = least[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_price[row_of[other]] += step;
                    column_price[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let before = way[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    (1..=size)
        .map(|column| (row_of[column] - 1, column - 1))
        .filter(|pair| weights.contains_key(pair))
        .collect()
}
