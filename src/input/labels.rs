//! Lines such as `Title: …` and `Date: …` around a plain text, as archives of news write them.
//!
//! They are read from the top, one after the other, up to a line that is none; a headline may come before
//! them. What stands above `BYLINE:`, `LENGTH:` and `BODY:` (as `LexisNexis` has them) is the outlet, the day and
//! the headline; what stands below the text in the same form is left out.

use super::{Draft, published};

/// What a line tells by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Source,
    Url,
    Id,
    Published,
    /// The day of publication, where nothing else tells it.
    Updated,
    /// What follows is the text.
    Body,
    /// Nothing that is asked for.
    Other,
}

/// Labels in small letters.
const LABELS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("headline", Field::Title),
    ("source", Field::Source),
    ("publication", Field::Source),
    ("publication title", Field::Source),
    ("publisher", Field::Source),
    ("newspaper", Field::Source),
    ("outlet", Field::Source),
    ("url", Field::Url),
    ("link", Field::Url),
    ("id", Field::Id),
    ("date", Field::Published),
    ("published", Field::Published),
    ("published on", Field::Published),
    ("publication date", Field::Published),
    ("posted", Field::Published),
    ("body", Field::Body),
    ("text", Field::Body),
    ("full text", Field::Body),
    ("author", Field::Other),
    ("authors", Field::Other),
    ("byline", Field::Other),
    ("by", Field::Other),
    ("category", Field::Other),
    ("copyright", Field::Other),
    ("dateline", Field::Other),
    ("document type", Field::Other),
    ("document-type", Field::Other),
    ("edition", Field::Other),
    ("geographic", Field::Other),
    ("graphic", Field::Other),
    ("journal code", Field::Other),
    ("keywords", Field::Other),
    ("language", Field::Other),
    ("length", Field::Other),
    ("load-date", Field::Other),
    ("organization", Field::Other),
    ("page", Field::Other),
    ("pages", Field::Other),
    ("publication type", Field::Other),
    ("publication-type", Field::Other),
    ("section", Field::Other),
    ("subject", Field::Other),
    ("tags", Field::Other),
    ("type", Field::Other),
    ("updated", Field::Updated),
];

/// Letters of such a line at most.
const LONGEST: usize = 400;

/// Lines above the first label at most: the outlet, the day, the edition and the headline.
const ABOVE: usize = 8;

/// Letters of a headline at most.
const LONGEST_TITLE: usize = 200;

/// The label of a line, and what follows it.
fn read(line: &str) -> Option<(Field, &str)> {
    let (label, value) = line.split_once(':').filter(|_| line.len() <= LONGEST)?;
    let label = label.trim();
    let field = LABELS.iter().find(|(own, _)| own.eq_ignore_ascii_case(label))?.1;
    Some((field, value.trim()))
}

/// Takes what stands above a text out of it, and what that tells into its draft: such lines, or a first line with
/// the date.
pub(super) fn take(draft: &mut Draft) {
    take_labels(draft);
    draft.published = draft.published.or_else(|| published::take_first_line(&mut draft.text));
}

/// Takes such lines out of a text, and what they tell into its draft.
fn take_labels(draft: &mut Draft) {
    let text = std::mem::take(&mut draft.text);
    let mut above: Vec<&str> = Vec::new();
    let mut found: Vec<(Field, &str)> = Vec::new();
    let mut start = 0;
    for (begin, line) in lines(&text).filter(|(_, line)| !line.is_empty()) {
        // A heading of its own in newer archives.
        let is_body = line.eq_ignore_ascii_case("body") && !found.is_empty();
        match read(line).or_else(|| is_body.then_some((Field::Body, ""))) {
            Some(own) => {
                found.push(own);
                start = begin + line.len();
                // "Text: The ministers met": it begins on the line.
                if own.0 == Field::Body {
                    start -= own.1.len();
                    break;
                }
            }
            None if found.is_empty() && above.len() < ABOVE => above.push(line),
            None => break,
        }
    }
    let is_archived = found.iter().any(|it| it.0 == Field::Body);
    // "They met in Oslo.", and the outlet below: that is the text.
    let is_headed = match above[..] {
        [] => true,
        [title] => title.len() <= LONGEST_TITLE && !title.ends_with(['.', ':', ',', ';']),
        _ => is_archived,
    };
    if found.is_empty() || !is_headed || text[start..].trim().is_empty() {
        draft.text = text;
        return;
    }
    let mut updated = None;
    for (field, value) in found {
        let own = match field {
            Field::Title => &mut draft.title,
            Field::Source => &mut draft.source,
            Field::Url => &mut draft.url,
            Field::Id => &mut draft.id,
            Field::Published => {
                draft.published = draft.published.or_else(|| published::day(value));
                continue;
            }
            Field::Updated => {
                updated = updated.or_else(|| published::day(value));
                continue;
            }
            Field::Body | Field::Other => continue,
        };
        if own.is_empty() {
            value.clone_into(own);
        }
    }
    head(draft, &above);
    draft.published = draft.published.or(updated);
    draft.text = foot(&text[start..]).trim_matches(['\n', '\r']).to_owned();
}

/// Reads what stands above the labels: a headline, and before it in archives the outlet and the day.
fn head(draft: &mut Draft, above: &[&str]) {
    let is_other = |line: &str| {
        line.ends_with("DOCUMENTS") || line.ends_with("DOCUMENT") || line.starts_with("Copyright")
    };
    let mut rest: Vec<&str> = above.iter().copied().filter(|it| !is_other(it)).collect();
    let day = rest.iter().enumerate().find_map(|(at, line)| Some((at, published::day(line)?)));
    let is_day_below = day.is_some_and(|(at, _)| at == 2);
    if let Some((at, day)) = day {
        draft.published = draft.published.or(Some(day));
        rest.remove(at);
    }
    // The headline stands below outlet and day, or above both.
    let [title, source] = match (rest[..].len(), is_day_below) {
        (0, _) => [None, None],
        (1, _) => [rest.pop(), None],
        (_, true) => [Some(rest[0]), Some(rest[1])],
        (_, false) => [rest.pop(), Some(rest[0])],
    };
    for (own, told) in [(&mut draft.title, title), (&mut draft.source, source)] {
        if own.is_empty() {
            told.unwrap_or_default().clone_into(own);
        }
    }
}

/// A text without the lines of labels at its end, and what archives put around them.
fn foot(text: &str) -> &str {
    let mut end = text.trim_end().len();
    let mut has_labels = false;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |it| it + 1);
        let line = text[start..end].trim();
        let is_label = read(line).is_some_and(|it| matches!(it.0, Field::Other | Field::Updated));
        let is_end = line == "End of Document" || has_labels && line == "Classification";
        if start == 0 || !(is_label || is_end) {
            return &text[..end];
        }
        has_labels |= is_label;
        end = text[..start].trim_end().len();
    }
}

/// The lines of a text without the white space around them, each with where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        let begin = end + line.len() - line.trim_start().len();
        end += line.len();
        (begin, line.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Draft {
        let mut draft = Draft { text: text.to_owned(), ..Draft::default() };
        take(&mut draft);
        draft
    }

    #[test]
    fn labels_at_the_top_are_no_text() {
        let draft = taken(
            "Title: Okafor and Lund meet\r\nDate: 6 December 2025\r\nSource: The Courier\r\nURL: https://courier.example/1\r\n\r\n\
             They met in Oslo.\r\n",
        );
        assert_eq!(draft.title, "Okafor and Lund meet");
        assert_eq!(draft.source, "The Courier");
        assert_eq!(draft.url, "https://courier.example/1");
        assert_eq!(draft.published, "2025-12-06".parse().ok());
        assert_eq!(draft.text, "They met in Oslo.");
    }

    #[test]
    fn the_day_of_an_update_counts_last() {
        let draft =
            taken("Updated: 7 December 2025\nPublished: 6 December 2025\n\nThey met in Oslo.");
        assert_eq!(draft.published, "2025-12-06".parse().ok());
        let draft = taken("Updated: 7 December 2025\n\nThey met in Oslo.");
        assert_eq!(draft.published, "2025-12-07".parse().ok());
        let draft = taken("date 2025-12-08\n\nThey met in Oslo.");
        assert_eq!(draft.published, "2025-12-08".parse().ok());
    }

    #[test]
    fn a_headline_may_come_first_and_the_text_after_a_label() {
        let draft = taken(
            "Okafor and Lund meet\nDate: 2025-12-06\nText: They met in Oslo.\n\nIt rained.\n",
        );
        assert_eq!(draft.title, "Okafor and Lund meet");
        assert_eq!(draft.text, "They met in Oslo.\n\nIt rained.");
    }

    #[test]
    fn an_archive_has_the_outlet_the_day_and_the_headline_above_and_more_below() {
        let draft = taken(
            "   1 of 2 DOCUMENTS\n\n   The Courier\n\n   December 6, 2012 Thursday\n   Late Edition - Final\n\n\
             Okafor and Lund meet\n\nBYLINE: By ADA HOLM\n\nSECTION: Section A; Pg. 1\n\nLENGTH: 9 words\n\n\
             DATELINE: OSLO\n\nBODY:\n\n   They met in Oslo.\n\n   She said: It rained.\n\n\
             LOAD-DATE: December 7, 2012\n\nLANGUAGE: ENGLISH\n",
        );
        assert_eq!(draft.title, "Okafor and Lund meet");
        assert_eq!(draft.source, "The Courier");
        assert_eq!(draft.published, "2012-12-06".parse().ok());
        assert_eq!(draft.text, "   They met in Oslo.\n\n   She said: It rained.");
    }

    #[test]
    fn a_newer_archive_has_headings_without_a_colon() {
        let draft = taken(
            "Okafor and Lund meet\n\nThe Courier\n\n6 December 2012\n\nCopyright 2012 The Courier All Rights Reserved\n\n\
             Section: NEWS\nLength: 9 words\nByline: Ada Holm\n\nBody\n\nThey met in Oslo.\n\nClassification\n\n\
             Language: ENGLISH\n\nLoad-Date: December 7, 2012\n\nEnd of Document",
        );
        assert_eq!(draft.title, "Okafor and Lund meet");
        assert_eq!(draft.source, "The Courier");
        assert_eq!(draft.published, "2012-12-06".parse().ok());
        assert_eq!(draft.text, "They met in Oslo.");
    }

    #[test]
    fn what_is_no_label_stays() {
        for text in [
            "Okafor: We met.\n\nLund: So we did.",
            "They met in Oslo.\n\nIt rained.\n\nSource: The Courier",
            "They met in Oslo.\n\nSource: The Courier",
            "They met in Oslo.\n\nSource: The Courier\n\nLater it rained.",
            "Note: They met.",
            "",
        ] {
            assert_eq!(taken(text).text, text);
        }
    }
}
