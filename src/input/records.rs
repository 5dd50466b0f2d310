//! Records that `chancery extract` wrote, perhaps on other machines: from lines to [`Extraction`]s.
//!
//! Each is checked as if a stranger had written it: its references lead to its entries, and its
//! excerpts are words of its text. What does not hold costs the line.

use std::io::BufRead;
use std::path::Path;

use super::archive::Bytes;
use super::folder::Walk;
use super::lines::{LONGEST, Line, Lines, OVER_LONGEST};
use super::{Files, Reason, Skipped};
use crate::record::Extraction;

/// The records of some files and folders, one file after the other. In folders, those whose names
/// begin with `_` are passed over, as Spark puts them beside its parts.
pub struct Records {
    walk: Walk,
    current: Option<(String, Lines<Box<dyn BufRead>>)>,
}

impl Records {
    /// The records of some files, none opened yet.
    #[must_use]
    pub fn new(files: Files) -> Self {
        Self { walk: files.into_iter(), current: None }
    }

    /// Opens the next file, or tells of one that cannot be.
    fn begin(&mut self) -> Option<Result<(), Skipped>> {
        loop {
            let found = match self.walk.next()? {
                Ok(found) => found,
                Err(skipped) => return Some(Err(skipped)),
            };
            if is_beside(found.path()) {
                continue;
            }
            let place = found.path().display().to_string();
            return Some(match found.bytes().and_then(Bytes::into_lines) {
                Ok(reader) => {
                    self.current = Some((place, Lines::new(Box::new(reader), LONGEST)));
                    Ok(())
                }
                Err(error) => {
                    let detail = error.to_string();
                    Err(Skipped { place, reason: Reason::Unreadable, detail })
                }
            });
        }
    }
}

/// Whether a file is one that Spark and Hadoop put beside their parts: `_SUCCESS`.
fn is_beside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"_"))
}

impl Iterator for Records {
    type Item = Result<Extraction, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((place, lines)) = &mut self.current {
                if let Some((number, line)) = lines.next() {
                    return Some(one(line, &format!("{place}, line {number}")));
                }
                self.current = None;
            }
            match self.begin()? {
                Ok(()) => {}
                Err(skipped) => return Some(Err(skipped)),
            }
        }
    }
}

/// The record of one line, or what it tells of an article that gave nothing.
fn one(line: Line, place: &str) -> Result<Extraction, Skipped> {
    let skip = |reason: Reason, detail: String| Skipped { place: place.to_owned(), reason, detail };
    let line = match line {
        Line::Whole(line) => line,
        Line::TooLong => {
            return Err(skip(Reason::TooLong, OVER_LONGEST.to_owned()));
        }
        Line::Failed(error) => return Err(skip(Reason::Unreadable, error.to_string())),
    };
    let record: Extraction = match serde_json::from_slice(&line) {
        Ok(record) => record,
        Err(error) => {
            let detail = format!(
                "no record of `chancery extract`: {error}; articles are added without --records"
            );
            return Err(skip(Reason::BadRecord, detail));
        }
    };
    if let Some(why) = &record.skipped {
        let place = if record.id.is_empty() { place } else { &record.id };
        return Err(Skipped::from_words(place, why));
    }
    let fault = if record.id.is_empty() { Some("no id".to_owned()) } else { record.check().err() };
    match fault {
        Some(fault) => Err(skip(Reason::BadRecord, fault)),
        None => Ok(record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Extraction, Skipped> {
        one(Line::Whole(line.as_bytes().to_vec()), "shard.jsonl, line 1")
    }

    #[test]
    fn what_an_article_was_skipped_for_comes_back() {
        let skipped = Skipped {
            place: "a.txt".to_owned(),
            reason: Reason::NotEnglish,
            detail: "German".to_owned(),
        };
        let line = serde_json::to_string(&skipped.record()).expect("a record");
        assert_eq!(read(&line), Err(skipped));
        let bare = Skipped { detail: String::new(), reason: Reason::NoText, place: "b".to_owned() };
        let line = serde_json::to_string(&bare.record()).expect("a record");
        assert_eq!(read(&line), Err(bare));
    }

    #[test]
    fn what_is_no_sound_record_costs_its_line() {
        let bad =
            read(r#"{"id": "a", "text": "Ada Okafor met Jan Lund."}"#).expect_err("an article");
        assert!(bad.detail.contains("articles are added without --records"), "{}", bad.detail);
        let text = r#"{"id":"a","url":"","source":"","published":null,"title":"","text":"Oslo.",
            "actors":[{"id":"a1","name":"Oslo","kind":"state","canonical":"Oslo",
            "mentions":[{"text":"Bergen","start":0,"end":4}]}],
            "locations":[],"meetings":[],"statements":[]}"#;
        let bad = read(&text.replace('\n', "")).expect_err("no words of the text");
        assert_eq!((bad.reason, bad.place.as_str()), (Reason::BadRecord, "shard.jsonl, line 1"));
        assert!(read(&text.replace('\n', "").replace("Bergen", "Oslo")).is_ok());
    }
}
