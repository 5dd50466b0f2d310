//! Cells that no spreadsheet runs: text that would be a formula gets an apostrophe before it.

use std::borrow::Cow;

/// What opens a formula in some spreadsheet, in ASCII and as East Asian keyboards type it.
const OPENERS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether text of articles goes into cells as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formulas {
    /// An apostrophe before what a spreadsheet would run.
    #[default]
    Defused,
    /// As it is, for programs that run nothing.
    Raw,
}

/// `text` as a cell that is text to every spreadsheet; [`armed`] takes it back.
///
/// Text that is a formula behind blanks or apostrophes is one too: some spreadsheets trim.
pub(super) fn defused(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['\t', '\r'])
        || text
            .trim_start_matches(|letter: char| letter == '\'' || letter.is_whitespace())
            .starts_with(OPENERS)
}

/// The text that [`defused`] made `cell` of.
#[cfg(test)]
pub(super) fn armed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_other_text_none() {
        for text in ["=1+1", "+1", "-5", "@SUM(A1)", "\t=1", "\r", " =1", "'=1", "＝1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["", "José", "5-1", "Côte d’Ivoire", "'tis", "a=b", "\nJosé"] {
            assert_eq!(defused(text), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_defused_can_be_taken_back(text in "[=+@' \tA-]{0,6}") {
            let cell = defused(&text);
            proptest::prop_assert_eq!(armed(&cell), text.as_str());
        }
    }
}
