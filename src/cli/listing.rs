//! Rows as a user wants them: a table, CSV, JSON or JSON Lines.

use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use serde::Serialize;

use crate::cli::ui::Ui;
use crate::vocabulary;

vocabulary! {
    /// The form in which rows are listed.
    pub(super) enum Form {
        /// A table that fits the terminal.
        Table = "table",
        /// Comma-separated values with a header (RFC 4180).
        Csv = "csv",
        /// One JSON array.
        Json = "json",
        /// JSON Lines: one object a line.
        Jsonl = "jsonl",
        /// A calendar, of meetings alone.
        Ics = "ics",
    }
}

impl Form {
    /// The forms that every list has.
    pub(super) const LISTS: &'static [Self] = &[Self::Table, Self::Csv, Self::Json, Self::Jsonl];
}

/// A column of a table: its heading, and what stands in it for a row.
pub(super) struct Column<T> {
    /// The heading, as in the CSV.
    pub(super) name: &'static str,
    /// The cell.
    pub(super) cell: fn(&T) -> String,
    /// When a table shows it.
    pub(super) shown: Shown,
}

/// When a table shows a column; CSV and JSON have them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Always.
    Always,
    /// Where the terminal is wide enough; of several, the last is left out first.
    IfRoom,
}

impl<T> Column<T> {
    /// A column that is always shown.
    pub(super) const fn new(name: &'static str, cell: fn(&T) -> String) -> Self {
        Self { name, cell, shown: Shown::Always }
    }

    /// A column that is shown where the terminal is wide enough.
    pub(super) const fn if_room(name: &'static str, cell: fn(&T) -> String) -> Self {
        Self { name, cell, shown: Shown::IfRoom }
    }
}

/// Prints rows in some form.
pub(super) fn print<T: Serialize>(
    ui: &Ui,
    form: Form,
    rows: &[T],
    columns: &[Column<T>],
) -> io::Result<()> {
    let mut out = ui.out();
    match form {
        Form::Table => {
            if !rows.is_empty() {
                write_table(&mut out, ui.width(), rows, columns)?;
            }
        }
        Form::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(columns.iter().map(|column| column.name))?;
            for row in rows {
                writer.write_record(columns.iter().map(|column| (column.cell)(row)))?;
            }
            writer.flush()?;
        }
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, rows)?;
            writeln!(out)?;
        }
        Form::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                writeln!(out)?;
            }
        }
        Form::Ics => unreachable!("meetings write their calendar themselves"),
    }
    out.flush()
}

/// A line under the headings, and none else, so that long lists stay short.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Letters up to which cells are never broken: dates, numbers, kinds.
const SHORT: u16 = 12;

/// Letters that a column of longer cells has at least, before others are left out.
const LEAST: u16 = 14;

/// Lines that the longest cell of a row may take; CSV and JSON have it whole.
const LINES: usize = 4;

/// The spaces to the left and right of the letters of a column.
const PADDING: u16 = 2;

/// What parts a column from the next.
const BORDER: u16 = 1;

/// Writes a table of at most `width` columns; long cells are wrapped, very long ones cut short.
fn write_table<T>(
    out: &mut impl Write,
    width: u16,
    rows: &[T],
    columns: &[Column<T>],
) -> io::Result<()> {
    let mut cells: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| (column.cell)(row)).collect()).collect();
    let fill = |cells: &[Vec<String>]| {
        let mut table = Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width)
            .set_header(columns.iter().map(|column| column.name))
            .add_rows(cells);
        table
    };
    let needs = fill(&cells).column_max_content_widths();
    let shown: Vec<Shown> = columns.iter().map(|column| column.shown).collect();
    let rooms = share(&needs, &shown, width);
    let longest = (0..needs.len()).filter(|&index| rooms[index] > 0).max_by_key(|&it| needs[it]);
    if let Some(longest) = longest.filter(|&longest| rooms[longest] < needs[longest]) {
        for row in &mut cells {
            // Words that do not fit at the end of a line leave some of it empty.
            let room = usize::from(rooms[longest]);
            shorten(&mut row[longest], LINES * (room - room / 8));
        }
    }
    let mut table = fill(&cells);
    for (column, room) in table.column_iter_mut().zip(rooms) {
        column.set_constraint(match room {
            0 => ColumnConstraint::Hidden,
            room => ColumnConstraint::Absolute(Width::Fixed(room.saturating_add(PADDING))),
        });
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The letters that each column gets of a width, by the letters that it needs; 0 hides it.
///
/// Short columns get what they need. The others part what is left evenly, except that none gets
/// more than it needs, and that the longest gets as much as two.
fn share(needs: &[u16], shown: &[Shown], width: u16) -> Vec<u16> {
    let mut rooms = needs.to_vec();
    loop {
        let visible: Vec<usize> = (0..needs.len()).filter(|&index| rooms[index] > 0).collect();
        let beside = visible.len().saturating_mul(usize::from(PADDING + BORDER));
        let width = usize::from(width).saturating_sub(beside);
        let need = |index: &usize| usize::from(needs[*index]);
        if visible.iter().map(need).sum::<usize>() <= width {
            return rooms;
        }
        let (short, mut long): (Vec<usize>, Vec<usize>) =
            visible.iter().partition(|&&index| needs[index] <= SHORT);
        let mut left = width.saturating_sub(short.iter().map(need).sum());
        let spare = visible.iter().rev().find(|&&index| shown[index] == Shown::IfRoom);
        if left < long.len() * usize::from(LEAST)
            && let Some(&spare) = spare
        {
            rooms[spare] = 0;
            continue;
        }
        long.sort_by_key(need);
        let mut parts = long.len() + 1;
        for (rank, &index) in long.iter().enumerate() {
            let weight = if rank + 1 == long.len() { 2 } else { 1 };
            let room = need(&index).min(left * weight / parts).max(1);
            rooms[index] = u16::try_from(room).unwrap_or(u16::MAX);
            left = left.saturating_sub(room);
            parts -= weight;
        }
        return rooms;
    }
}

/// Cuts a text to some letters, at the end of a word where there is one.
fn shorten(text: &mut String, letters: usize) {
    let Some((end, _)) = text.char_indices().nth(letters) else { return };
    let end = text[..end].char_indices().nth_back(0).map_or(0, |(start, _)| start);
    let kept = text[..end].rfind(' ').unwrap_or(end);
    text.truncate(kept);
    text.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns of short cells, one of names, one of sentences.
    fn printed(width: u16) -> String {
        let columns: &[Column<(&str, &str)>] = &[
            Column::new("date", |_| "2031-01-09".to_owned()),
            Column::new("participants", |it| it.0.to_owned()),
            Column::if_room("sources", |_| "1".to_owned()),
            Column::if_room("sentence", |it| it.1.to_owned()),
        ];
        let sentence = "Foreign Minister Ada Okafor received Tora Lund for talks in the capital on \
                        Thursday, a day before the delegations were to open the conference.";
        let mut out = Vec::new();
        write_table(&mut out, width, &[("Ada Okafor; Tora Lund", sentence)], columns)
            .expect("memory takes all");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [50, 60, 80, 100, 140, 250] {
            let widest = printed(width).lines().map(|line| line.chars().count()).max();
            assert!(widest.is_some_and(|widest| widest <= usize::from(width)), "{width}");
        }
    }

    #[test]
    fn short_cells_stay_whole_and_long_ones_are_cut_at_a_word() {
        let narrow = printed(70);
        assert!(narrow.contains("2031-01-09"), "{narrow}");
        assert!(narrow.contains('…') && !narrow.contains("conference"), "{narrow}");
        assert_eq!(narrow.lines().count(), 2 + LINES, "{narrow}");
        assert!(printed(u16::MAX).contains("to open the conference."));
    }

    #[test]
    fn what_has_no_room_is_left_out_from_the_last() {
        assert!(printed(60).contains("sentence"));
        let narrow = printed(44);
        assert!(narrow.contains("sources") && !narrow.contains("sentence"), "{narrow}");
        assert!(!printed(30).contains("sources"));
    }
}
