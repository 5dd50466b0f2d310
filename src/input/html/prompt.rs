//! What pages put between the paragraphs of an article: prompts, stamps, bylines, credits.
//!
//! Finds: `Read more: Envoys return to Oslo`, `Updated 3 March 2025, 14:05 GMT`, `By Ada Okafor`
//! Leaves: `Read the treaty first, the envoy said.`, `GENEVA, March 3 (Agency) —`

use std::sync::LazyLock;

use crate::date::MONTHS;
use crate::input::published::day;

use super::lines::ends_sentence;

/// How a prompt is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Begins,
    Opens,
    Label,
    Whole,
    Holds,
    Ends,
}

/// The prompts that are known.
static PROMPTS: LazyLock<Vec<(How, &str)>> = LazyLock::new(|| {
    include_str!("prompts.tsv")
        .lines()
        .filter_map(|line| {
            let (how, words) = line.split_once('\t')?;
            let how = match how {
                "begins" => How::Begins,
                "opens" => How::Opens,
                "label" => How::Label,
                "whole" => How::Whole,
                "holds" => How::Holds,
                "ends" => How::Ends,
                _ => return None,
            };
            Some((how, words))
        })
        .collect()
});

/// Bytes past which a line is a paragraph, whatever it begins with.
const LONG: usize = 400;
/// Bytes past which a line is no label.
const LABEL: usize = 160;
/// Words from which on a sentence is one, whatever it begins with.
const WORDS: usize = 8;

/// What a line is among paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    /// None: it may be of the article.
    No,
    /// It leads, sells or credits.
    Yes,
    /// It says that one must pay for what follows.
    Paywall,
}

/// Tells what a line is.
pub(super) fn of(line: &str) -> Prompt {
    if line.len() > LONG {
        return Prompt::No;
    }
    let small = line.to_lowercase();
    let small = small.trim_start_matches(|it: char| " »>▶►•·-–—|[(*→+#".contains(it));
    let is_sentence = ends_sentence(line) && line.split_whitespace().count() >= WORDS;
    let asks = ["subscri", "sign", "log in", "register", "account", "trial", "member", "reached"]
        .iter()
        .any(|it| small.contains(it));
    for &(how, words) in PROMPTS.iter() {
        let found = match how {
            How::Begins => begins(small, words).is_some(),
            How::Opens => !is_sentence && line.len() < LABEL && begins(small, words).is_some(),
            How::Label => {
                let rest = small.strip_prefix(words).map(str::trim_start);
                line.len() < LABEL && rest.is_some_and(|rest| rest.starts_with([':', '|']))
            }
            How::Whole => {
                let bare = small.trim_start_matches(|it: char| it.is_ascii_digit() || it == ' ');
                begins(bare, words).is_some_and(|rest| !rest.contains(char::is_alphabetic))
            }
            How::Holds => small.contains(words),
            How::Ends => begins(small, words).is_some() || (asks && small.contains(words)),
        };
        if found {
            return if how == How::Ends { Prompt::Paywall } else { Prompt::Yes };
        }
    }
    let is_mark = !small.contains(char::is_alphabetic);
    if is_mark || is_stamp(line) { Prompt::Yes } else { Prompt::No }
}

/// What follows some words, if a text begins with them and they end there.
fn begins<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(words)?;
    let goes_on = words.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphanumeric);
    (!goes_on).then_some(rest)
}

/// Words of stamps besides numbers, months and days.
const STAMP: &[&str] = &[
    "published",
    "updated",
    "posted",
    "modified",
    "last",
    "first",
    "created",
    "date",
    "time",
    "on",
    "at",
    "the",
    "of",
    "ago",
    "just",
    "now",
    "today",
    "yesterday",
    "am",
    "pm",
    "a.m",
    "p.m",
    "noon",
    "midnight",
    "hour",
    "hours",
    "hr",
    "hrs",
    "h",
    "minute",
    "minutes",
    "min",
    "mins",
    "m",
    "day",
    "days",
    "d",
    "week",
    "weeks",
    "month",
    "months",
    "read",
    "reading",
    "gmt",
    "utc",
    "bst",
    "ist",
    "cet",
    "cest",
    "eet",
    "eest",
    "msk",
    "est",
    "edt",
    "et",
    "cst",
    "cdt",
    "ct",
    "pst",
    "pdt",
    "pt",
    "jst",
    "kst",
    "hkt",
    "sgt",
    "wib",
    "pkt",
    "aest",
    "aedt",
    "wat",
    "eat",
    "sast",
    "local",
    "edition",
    "release",
    "issued",
    "is",
    "and",
    "st",
    "nd",
    "rd",
    "th",
];

/// Names of days and short forms of them.
const DAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a line holds nothing but a moment: `Updated Dec. 6, 2025 10:30 am GMT`, `3 min read`.
pub(super) fn is_stamp(line: &str) -> bool {
    line.len() < 90
        && !ends_sentence(line.trim_end_matches("m.").trim_end_matches('.'))
        && (line.contains(|it: char| it.is_ascii_digit()) || line.to_lowercase().contains("ago"))
        && words(line).all(is_stamp_word)
        && !line.trim().is_empty()
}

/// The words of a stamp.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|it: char| it.is_whitespace() || ",|•·/()[]:–—-".contains(it))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
}

fn is_stamp_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let digits = word.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let had_digits = digits.len() < word.len();
    // A moment as machines write it: `2025-12-06T10:30:00Z`.
    let is_machine =
        had_digits && digits.chars().all(|it| it.is_ascii_digit() || "tz+".contains(it));
    digits.is_empty()
        || is_machine
        || STAMP.contains(&digits)
        || (!had_digits && names_month(&word))
        || (!had_digits && word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word)))
}

/// Whether a word is a month's name or a short form of one: "December", "Dec.", "Sept.".
fn names_month(word: &str) -> bool {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

/// The day that a stamp tells.
pub(super) fn stamped(line: &str) -> Option<crate::date::Date> {
    let lower = line.to_lowercase();
    let labels = ["published", "updated", "posted", "date", "on", ":", "at"];
    let mut rest = lower.as_str();
    while let Some(cut) = labels.iter().find_map(|label| rest.strip_prefix(label)) {
        rest = cut.trim_start();
    }
    let start = lower.len() - rest.len();
    let line = line.get(start..)?;
    let has_year = line
        .split(|it: char| !it.is_ascii_digit())
        .any(|it| it.len() == 4 && (it.starts_with("19") || it.starts_with("20")));
    if !has_year {
        return None;
    }
    day(line).or_else(|| {
        // Up to the year, without the day of the week and the time around it.
        let end = line.match_indices(|it: char| it.is_ascii_digit()).find_map(|(at, _)| {
            let year = line.get(at..at + 4)?;
            let whole = year.bytes().all(|it| it.is_ascii_digit());
            (whole && (year.starts_with("19") || year.starts_with("20"))).then_some(at + 4)
        })?;
        let head = &line[..end];
        let head = DAYS
            .iter()
            .find_map(|it| {
                let rest = head.get(it.len()..)?;
                head.get(..it.len())?.eq_ignore_ascii_case(it).then_some(rest)
            })
            .unwrap_or(head);
        day(head.trim_start_matches([',', ' ']))
    })
}

/// Whether a line names who wrote the article. `author` is what the page says of that, or empty.
pub(super) fn is_byline(line: &str, author: &str) -> bool {
    if line.len() > LABEL || ends_sentence(line) {
        return false;
    }
    let is_author = !author.is_empty()
        && line.len() < author.len() + 60
        && (line.starts_with(author) || line.to_lowercase().starts_with(&author.to_lowercase()));
    let rest =
        ["By ", "BY ", "by ", "Written by ", "Words by ", "Story by ", "Reported by ", "From "]
            .iter()
            .find_map(|it| line.strip_prefix(it));
    let is_name = |word: &str| {
        word.starts_with(|it: char| it.is_uppercase() || !it.is_alphanumeric())
            || ["and", "in", "of", "for", "the", "de", "van", "von", "bin", "al", "el", "at"]
                .contains(&word)
    };
    is_author
        || rest.is_some_and(|rest| {
            rest.split_whitespace().count() <= 14
                && rest.starts_with(char::is_uppercase)
                && rest.split(|it: char| it.is_whitespace() || "|,•".contains(it)).all(|word| {
                    word.is_empty() || is_name(word) || is_job(word) || is_stamp_word(word)
                })
        })
}

/// Whether a word is what people who write news are called.
fn is_job(word: &str) -> bool {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    [
        "correspondent",
        "reporter",
        "editor",
        "writer",
        "staff",
        "diplomatic",
        "political",
        "foreign",
        "affairs",
        "columnist",
        "bureau",
        "chief",
        "journalist",
        "agencies",
        "producer",
        "senior",
        "news",
        "desk",
        "special",
    ]
    .contains(&word.as_str())
}

/// Whether a last line tells who wrote the article: `Jan Lund is a reporter for The Gazette.`
/// It names the author, or is `slanted`.
pub(super) fn is_life(line: &str, author: &str, slanted: bool) -> bool {
    let named = !author.is_empty() && line.starts_with(author);
    let jobs = [
        "reporter",
        "correspondent",
        "journalist",
        "editor",
        "columnist",
        "writer",
        "bureau chief",
        "covers",
        "contributed",
        "fellow at",
        "professor",
        "contributor",
    ];
    line.len() < LONG && (named || slanted) && jobs.iter().any(|job| line.contains(job))
}

/// What a caption tells, without whose the picture is; nothing if it tells nothing of this day.
pub(super) fn caption(line: &str) -> Option<String> {
    const MARKS: &[&str] = &[
        " Photo: ",
        " Photo by ",
        " Photograph: ",
        " Photograph by ",
        " Picture: ",
        " Image: ",
        " Images: ",
        " Credit: ",
        " (Photo",
        " (AP Photo",
        " (Image",
        " (Picture",
        " (Credit",
        " (File photo",
        " (file photo",
        " [File",
        " [Photo",
        " /Photo",
        " | Photo",
        " | Credit",
        " | Image",
        " | Picture",
        " © ",
        " ©",
        " Source: ",
        " PHOTO: ",
        " - Photo",
        " Photo/",
        " REUTERS/",
        " AFP/",
        " AP/",
        " (Handout",
        " [Handout",
        " Getty Images",
        " Purchase Licensing",
        " via Getty",
    ];
    let is_file =
        line.get(..10).is_some_and(|start| {
            let start = start.to_lowercase();
            start.starts_with("file photo")
                || start.starts_with("file pic")
                || start.starts_with("file -")
        }) || ["(File photo", "(file photo", "[File", "(FILE"].iter().any(|it| line.contains(it));
    let has_year = line.split(|it: char| !it.is_ascii_digit()).any(|it| it.len() == 4);
    // An old picture without its year would be taken for one of the day.
    if is_file && !has_year {
        return None;
    }
    let mut text = line;
    for label in
        ["FILE PHOTO:", "File photo:", "FILE -", "Image caption,", "Image caption", "Photo:"]
    {
        text = text.strip_prefix(label).unwrap_or(text).trim_start();
    }
    let end = MARKS.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let text = without_credit(text[..end].trim());
    let text = text.trim_end_matches(['|', '/', '-', '–', '—', '(', '[']).trim_end();
    let is_told = text.split_whitespace().count() >= 5 && of(text) == Prompt::No;
    is_told.then(|| text.to_owned())
}

/// Words of a credit, at most.
const CREDIT: usize = 5;

/// A caption without the name that follows its last sentence: `… in Oslo. AGENCY/A. Writer`.
fn without_credit(text: &str) -> &str {
    let end = text.match_indices(". ").map(|(at, _)| at).find(|&at| {
        let (told, credit) = (&text[..at], &text[at + 2..]);
        let last = told.rsplit(' ').next().unwrap_or(told);
        // "St. Petersburg" is one name.
        let is_end = last.chars().count() >= 4 && !["Prof", "Sept", "Capt"].contains(&last);
        is_end
            && credit.split_whitespace().count() <= CREDIT
            && credit.starts_with(char::is_uppercase)
            && !ends_sentence(credit)
    });
    end.map_or(text, |at| &text[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_told_from_sentences() {
        for line in [
            "Read more: Envoys return to Oslo",
            "» READ MORE",
            "Related: what the treaty says",
            "RELATED STORIES",
            "ADVERTISEMENT",
            "Sign up for the Morning Brief, our letter on the world, in your inbox each day.",
            "Share",
            "12 Comments",
            "Watch: the envoys arrive",
            "Tags: Oslo, treaty",
            "Photo: A. Writer/Agency",
            "Copyright © 2025 The Gazette. All rights reserved.",
            "The post Envoys meet in Oslo appeared first on The Gazette.",
            "(Reporting by Ada Okafor; Editing by Jan Lund)",
            "* * *",
            "###",
        ] {
            assert_eq!(of(line), Prompt::Yes, "{line}");
        }
        for line in [
            "Read the treaty first, the envoy told the ministers in Oslo.",
            "Related questions were left for the spring, both ministers said after the talks.",
            "Watching from Oslo, the envoy said little.",
            "Share prices fell in Oslo.",
            "Advertisement of the posts began in May, the ministry told reporters on Friday.",
            "“Let us know,” the envoy said.",
            "GENEVA, March 3 (Agency) —",
            "Tags on the crates showed where they came from.",
            "Moreover, they met.",
        ] {
            assert_eq!(of(line), Prompt::No, "{line}");
        }
        assert_eq!(of("Subscribe to continue reading"), Prompt::Paywall);
        assert_eq!(of("Sign in or register to keep reading this story."), Prompt::Paywall);
        assert_eq!(of("He paused to continue reading."), Prompt::No);
    }

    #[test]
    fn stamps_hold_nothing_but_a_moment() {
        for line in [
            "6 December 2025",
            "Updated Dec. 6, 2025 10:30 am GMT",
            "Published: Tuesday, 3 March 2025 | 14:05 IST",
            "2025-12-06T10:30:00Z",
            "14.05 GMT",
            "3 min read",
            "2h ago",
            "Just now • 5 minutes ago",
            "March 3, 2025, 2:05 p.m. ET",
        ] {
            assert!(is_stamp(line), "{line}");
        }
        for line in
            ["Talks failed on 6 May.", "On 6 December the two sides agreed", "Oslo, 6 May", ""]
        {
            assert!(!is_stamp(line), "{line}");
        }
        let day = |text: &str| stamped(text).map(|date| date.to_string());
        assert_eq!(day("Updated: Tuesday, 3 March 2026, 14:05"), Some("2026-03-03".to_owned()));
        assert_eq!(day("Mar 3, 2026 at 2:05 pm"), Some("2026-03-03".to_owned()));
        assert_eq!(day("3 March"), None);
    }

    #[test]
    fn bylines_name_who_wrote() {
        for line in [
            "By Ada Okafor",
            "By ADA OKAFOR and JAN LUND, Diplomatic Correspondent in Oslo",
            "Jan Lund, Oslo",
        ] {
            assert!(is_byline(line, "Jan Lund"), "{line}");
        }
        for line in
            ["By Friday the talks had failed.", "By the river they met", "From the start, Oslo"]
        {
            assert!(!is_byline(line, "Jan Lund"), "{line}");
        }
        assert!(is_life("Jan Lund is a reporter for The Gazette.", "Jan Lund", false));
        assert!(!is_life("Ada Okafor is a reporter who was freed on Friday.", "Jan Lund", false));
    }

    #[test]
    fn captions_lose_their_credits() {
        let told = "Minister Ada Okafor meets Envoy Jan Lund in Oslo on Monday.";
        for credit in [
            "",
            " Photo: A. Writer/Agency",
            " (AP Photo/A. Writer)",
            " | Credit: Agency",
            " © Agency",
        ] {
            assert_eq!(caption(&format!("{told}{credit}")).as_deref(), Some(told));
        }
        assert_eq!(caption("FILE PHOTO: Minister Okafor speaks in Oslo"), None);
        assert_eq!(
            caption("FILE PHOTO: Minister Okafor speaks in Oslo, May 3, 2019. REUTERS/A. Writer")
                .as_deref(),
            Some("Minister Okafor speaks in Oslo, May 3, 2019.")
        );
        assert_eq!(caption("Ada Okafor (Agency)"), None);
        assert_eq!(caption(&format!("{told} AGENCY/A. Writer")).as_deref(), Some(told));
        let saint = "Envoy Jan Lund arrives in St. Petersburg";
        assert_eq!(caption(saint).as_deref(), Some(saint));
    }
}
