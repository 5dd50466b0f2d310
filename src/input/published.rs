//! The date of publication, where an article's text or name tells it.

use crate::date::Date;
use crate::nlp::read_date;

/// Words that may stand before a date in a first line of its own.
const LABELS: &[&str] =
    &["date", "published", "published on", "publication date", "posted", "updated"];

/// The day of a moment in ISO 8601 (`2025-12-06T10:00:00Z`, `20251206T100000Z`, `20251206`), of a date
/// (`2025-12`, `2025/12/06`), or of one in words.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.get(..10)
        .and_then(|day| day.parse().ok().or_else(|| day.replace('/', "-").parse().ok()))
        .or_else(|| text.parse().ok())
        .or_else(|| compact(text))
        .or_else(|| read_date(text))
}

/// The day in digits without marks, as agencies and GDELT write it, with or without a time.
fn compact(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_moment = match digits {
        8 => text.len() == 8 || text[8..].starts_with(['T', ' ', '+', '-', 'Z']),
        12 | 14 => text.len() == digits,
        _ => false,
    };
    let day = format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    day.parse().ok().filter(|date: &Date| is_moment && (1800..2200).contains(&date.first().year()))
}

/// The date in a first line such as `date 2025-12-06`, which is taken out of the text.
pub(super) fn take_first_line(text: &mut String) -> Option<Date> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    if line.len() > 60 {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let label =
        LABELS.iter().filter(|label| lower.starts_with(**label)).max_by_key(|label| label.len())?;
    let rest = line[label.len()..].trim_start_matches([':', ' ', '\t', '=']).trim();
    if rest.len() == line.len() - label.len() {
        return None;
    }
    let date = day(rest)?;
    let end = start + line.len();
    text.replace_range(..end, "");
    let kept = text.trim_start_matches(['\n', '\r']).len();
    text.replace_range(..text.len() - kept, "");
    Some(date)
}

/// The day in a file's name: `2025-12-06`, `2025_12_06` or `20251206`.
pub(super) fn in_name(name: &str) -> Option<Date> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let bytes = name.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let apart = |at: Option<usize>| {
        at.is_none_or(|at| bytes.get(at).is_none_or(|byte| !byte.is_ascii_digit()))
    };
    (0..bytes.len()).find_map(|at| {
        let mark = bytes.get(at + 4).copied()?;
        let long = matches!(mark, b'-' | b'_' | b'.')
            && digits(at..at + 4)
            && digits(at + 5..at + 7)
            && bytes.get(at + 7) == Some(&mark)
            && digits(at + 8..at + 10);
        let text = if long && apart(at.checked_sub(1)) && apart(Some(at + 10)) {
            format!("{}-{}-{}", &name[at..at + 4], &name[at + 5..at + 7], &name[at + 8..at + 10])
        } else if digits(at..at + 8) && apart(at.checked_sub(1)) && apart(Some(at + 8)) {
            format!("{}-{}-{}", &name[at..at + 4], &name[at + 4..at + 6], &name[at + 6..at + 8])
        } else {
            return None;
        };
        let date: Date = text.parse().ok()?;
        (1800..2200).contains(&date.first().year()).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_common_form() {
        for text in [
            "2025-12-06",
            "2025-12-06 10:00:00",
            "2025-12-06T10:00:00+01:00",
            "2025/12/06 10:00",
            "20251206",
            "20251206T101500Z",
            "20251206101500",
            "Sat, 06 Dec 2025 10:00:00 GMT",
            "December 6, 2025",
        ] {
            assert_eq!(day(text), "2025-12-06".parse().ok(), "{text}");
        }
        for text in ["", "soon", "20251306", "2025120", "99991206", "202512061", "1765015200"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
