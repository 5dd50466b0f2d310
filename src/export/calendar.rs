//! Meetings as a calendar (iCalendar, RFC 5545), for the calendars that people keep.
//!
//! A meeting of a day or of several is an event that lasts all day; one that is known to the month or
//! year alone is none, and is counted. Nothing in a calendar is of the clock: the stamp of an event
//! is the day when the latest article that tells of it was published.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::{ToSpan, civil};

use super::tables::{CsvStyle, TableFormat};
use super::{Error, file};
use crate::date::{Date, Precision};
use crate::record::{LocationId, MeetingId, MeetingStatus};
use crate::store::{ArticleRow, Failure, MeetingRow, Proof, Source};

pub(super) const FORMAT: TableFormat = TableFormat {
    name: "ics",
    extension: "ics",
    about: "Calendar of the meetings that are planned, proposed or called off",
    write,
};

/// Sentences that an event is described with.
const TOLD: usize = 3;

/// Bytes of a line, without its end.
const LINE: usize = 75;

fn write(source: &dyn Source, path: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    let calendar = Calendar::of_plans(source)?;
    file::write_file(path, |out| calendar.write(out))?;
    Ok(vec![path.to_owned()])
}

/// Meetings with a day, as events.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    events: Vec<Event>,
    /// Meetings that are no events, since their day is not known.
    pub undated: usize,
}

/// A meeting with what an event tells of it.
#[derive(Clone, Debug)]
struct Event {
    row: MeetingRow,
    first: civil::Date,
    last: civil::Date,
    /// Degrees north and east.
    point: Option<(f64, f64)>,
    sentences: Vec<(String, String)>,
    articles: Vec<ArticleRow>,
}

impl Calendar {
    /// The meetings of a source that were not held: planned, proposed, or called off.
    ///
    /// # Errors
    ///
    /// If the source cannot be read.
    pub fn of_plans(source: &dyn Source) -> Result<Self, Error> {
        let mut rows = Vec::new();
        source
            .meetings(&mut |row| {
                if row.status != MeetingStatus::Held {
                    rows.push(row.clone());
                }
                Ok(())
            })
            .map_err(unread)?;
        Self::of(source, rows)
    }

    /// Some meetings of a source.
    ///
    /// # Errors
    ///
    /// If the source cannot be read.
    pub fn of(source: &dyn Source, rows: Vec<MeetingRow>) -> Result<Self, Error> {
        let all = rows.len();
        let mut events: BTreeMap<MeetingId, Event> = BTreeMap::new();
        for row in rows {
            let day = row
                .date
                .filter(|date| matches!(date.precision(), Precision::Day | Precision::Interval));
            let Some(day) = day else { continue };
            let (first, last) = (day.first(), day.last());
            let event = Event {
                row,
                first,
                last,
                point: None,
                sentences: Vec::new(),
                articles: Vec::new(),
            };
            events.insert(event.row.id, event);
        }
        let undated = all - events.len();
        if !events.is_empty() {
            tell(source, &mut events).map_err(unread)?;
        }
        let mut events: Vec<Event> = events.into_values().collect();
        events.sort_by_key(|it| (it.first, it.last, it.row.id));
        Ok(Self { events, undated })
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Writes it down.
    ///
    /// # Errors
    ///
    /// If `out` takes no more.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for text in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//chancery//meetings//EN",
            "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:Meetings",
        ] {
            line(out, text)?;
        }
        for event in &self.events {
            event.write(out)?;
        }
        line(out, "END:VCALENDAR")
    }
}

/// Adds places, sentences and articles to events.
fn tell(source: &dyn Source, events: &mut BTreeMap<MeetingId, Event>) -> Result<(), Failure> {
    let mut points: BTreeMap<LocationId, (f64, f64)> = BTreeMap::new();
    source.locations(&mut |row| {
        if let (Some(lat), Some(lon)) = (row.lat, row.lon) {
            points.insert(row.id, (lat, lon));
        }
        Ok(())
    })?;
    source.meeting_places(&mut |row| {
        // The most specific place comes first.
        if let Some(event) = events.get_mut(&row.meeting) {
            event.point = event.point.or_else(|| points.get(&row.location).copied());
        }
        Ok(())
    })?;
    let mut cited: BTreeMap<String, BTreeSet<MeetingId>> = BTreeMap::new();
    source.evidence(Some(Proof::Meeting), &mut |row| {
        let id = MeetingId::new(row.row);
        if let Some(event) = events.get_mut(&id) {
            cited.entry(row.article.clone()).or_default().insert(id);
            let told = (row.article.clone(), row.sentence.clone());
            if !event.sentences.iter().any(|it| it.1 == told.1) {
                event.sentences.push(told);
            }
        }
        Ok(())
    })?;
    source.articles(&mut |row| {
        for id in cited.get(&row.id).into_iter().flatten() {
            if let Some(event) = events.get_mut(id) {
                event.articles.push(row.clone());
            }
        }
        Ok(())
    })
}

fn unread(failure: Failure) -> Error {
    match failure {
        Failure::Read(source) => Error::Rows { source },
        Failure::Write(source) => Error::Stream { source },
    }
}

impl Event {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let row = &self.row;
        // Where nothing tells when it was written, it is not later than what it tells of.
        let stamp = self.articles.iter().filter_map(|it| it.published).map(Date::last).max();
        let after = self.last.saturating_add(1.day());
        line(out, "BEGIN:VEVENT")?;
        line(out, &format!("UID:meeting-{}@chancery", row.id))?;
        line(out, &format!("DTSTAMP:{}T000000Z", digits(stamp.unwrap_or(self.first))))?;
        line(out, &format!("DTSTART;VALUE=DATE:{}", digits(self.first)))?;
        line(out, &format!("DTEND;VALUE=DATE:{}", digits(after)))?;
        line(out, &format!("SUMMARY:{}", escaped(&self.summary())))?;
        let status = match row.status {
            MeetingStatus::Held | MeetingStatus::Planned => "CONFIRMED",
            MeetingStatus::Proposed => "TENTATIVE",
            MeetingStatus::Cancelled => "CANCELLED",
        };
        line(out, &format!("STATUS:{status}"))?;
        line(out, &format!("CATEGORIES:{}", escaped(row.kind.as_str())))?;
        let place = self.place();
        if !place.is_empty() {
            line(out, &format!("LOCATION:{}", escaped(&place)))?;
        }
        if let Some((lat, lon)) = self.point {
            line(out, &format!("GEO:{lat:.6};{lon:.6}"))?;
        }
        line(out, &format!("DESCRIPTION:{}", escaped(&self.description())))?;
        if let Some(url) = self.articles.iter().find_map(|it| address(&it.url)) {
            line(out, &format!("URL:{url}"))?;
        }
        // A day of others' meetings leaves one's own free.
        line(out, "TRANSP:TRANSPARENT")?;
        line(out, "END:VEVENT")
    }

    /// What it is and who takes part; what is not certain comes first, since many calendars do not
    /// show a status.
    fn summary(&self) -> String {
        let row = &self.row;
        let kind = match row.status {
            MeetingStatus::Held | MeetingStatus::Planned => row.kind.to_string(),
            MeetingStatus::Proposed => format!("proposed {}", row.kind),
            MeetingStatus::Cancelled => format!("called off: {}", row.kind),
        };
        let mut letters = kind.chars();
        let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}: {}", letters.as_str(), row.participants.join(", "))
    }

    fn place(&self) -> String {
        let mut places = self.row.places.clone();
        let country = &self.row.country;
        if !country.is_empty() && !places.contains(country) {
            places.push(country.clone());
        }
        places.join(", ")
    }

    /// The sentences with their articles, and how sure the reading is.
    fn description(&self) -> String {
        let mut lines = Vec::new();
        for (id, sentence) in self.sentences.iter().take(TOLD) {
            let article = self.articles.iter().find(|it| it.id == *id);
            lines.push(format!("“{}” ({})", sentence.trim(), source_of(id, article)));
        }
        let more = self.sentences.len().saturating_sub(TOLD);
        if more > 0 {
            lines.push(format!("and {more} more sentences"));
        }
        let confidence = crate::record::Confidence::new(self.row.confidence);
        lines.push(format!(
            "{}; read with confidence {confidence}; meeting {} of chancery",
            self.row.status, self.row.id
        ));
        lines.join("\n")
    }
}

/// An article in a few words.
fn source_of(id: &str, article: Option<&ArticleRow>) -> String {
    let Some(row) = article else { return id.to_owned() };
    let published = row.published.map(|date| date.to_string()).unwrap_or_default();
    let title = if row.title.is_empty() { &row.id } else { &row.title };
    let parts = [&row.source, title, &published, &row.url];
    let parts = parts.into_iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// An address on the web that a calendar can hold.
fn address(url: &str) -> Option<&str> {
    let fits = (url.starts_with("http://") || url.starts_with("https://"))
        && url.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then_some(url)
}

/// A day in eight digits.
fn digits(day: civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A text as calendars have it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            _ if letter.is_control() => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Writes a line, in pieces that are not too long; no letter is broken.
fn line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    let mut room = LINE;
    while rest.len() > room {
        let end = rest.floor_char_boundary(room);
        write!(out, "{}\r\n ", &rest[..end])?;
        rest = &rest[end..];
        // The blank before the rest counts.
        room = LINE - 1;
    }
    write!(out, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Codes, MeetingKind};

    /// Lines as they were before they were cut.
    fn unfolded(text: &str) -> Vec<(String, String)> {
        let whole = text.replace("\r\n ", "");
        let parts = whole.split("\r\n").filter(|line| !line.is_empty());
        let pair = |line: &str| {
            let (name, value) = line.split_once(':').expect("a line has a name");
            (name.to_owned(), value.to_owned())
        };
        parts.map(pair).collect()
    }

    /// A text as it was before it was escaped.
    fn unescaped(text: &str) -> String {
        let mut plain = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n') => plain.push('\n'),
                    Some(other) => plain.push(other),
                    None => panic!("nothing is escaped"),
                },
                ',' | ';' => panic!("‘{letter}’ stands for itself"),
                _ => plain.push(letter),
            }
        }
        plain
    }

    fn planned(date: &str, name: &str) -> MeetingRow {
        MeetingRow {
            id: MeetingId::new(7),
            kind: MeetingKind::Talks,
            status: MeetingStatus::Proposed,
            date: date.parse().ok(),
            participants: vec![name.to_owned(), "Jan Lund".to_owned()],
            places: vec!["Strelsau".to_owned()],
            country: "Ruritania".to_owned(),
            sources: 1,
            codes: Codes { plover: String::new(), cameo: String::new() },
            confidence: 0.5,
            sentence: String::new(),
            article: String::new(),
        }
    }

    /// The calendar of one meeting.
    fn written(row: MeetingRow) -> (Vec<(String, String)>, usize) {
        let source = super::super::tables::tests::Small::new("a,b");
        let calendar = Calendar::of(&source, vec![row]).expect("the source is whole");
        let mut out = Vec::new();
        calendar.write(&mut out).expect("memory takes all");
        let text = String::from_utf8(out).expect("no letter is broken");
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
        (unfolded(&text), calendar.undated)
    }

    fn value(lines: &[(String, String)], name: &str) -> String {
        let found = lines.iter().find(|line| line.0 == name);
        found.unwrap_or_else(|| panic!("there is no {name}")).1.clone()
    }

    #[test]
    fn the_days_of_a_meeting_end_before_the_day_after() {
        for (date, start, end) in [
            ("2025-12-31", "20251231", "20260101"),
            ("2024-02-27/2024-02-29", "20240227", "20240301"),
        ] {
            let (lines, undated) = written(planned(date, "Ada Okafor"));
            assert_eq!(value(&lines, "DTSTART;VALUE=DATE"), start);
            assert_eq!(value(&lines, "DTEND;VALUE=DATE"), end);
            assert_eq!(value(&lines, "STATUS"), "TENTATIVE");
            assert_eq!(value(&lines, "UID"), "meeting-7@chancery");
            assert_eq!(undated, 0);
        }
    }

    #[test]
    fn a_month_or_a_year_is_no_event_and_is_counted() {
        for date in ["2025-12", "2025", ""] {
            let (lines, undated) = written(planned(date, "Ada Okafor"));
            assert!(lines.iter().all(|line| line.1 != "VEVENT"), "{lines:?}");
            assert_eq!(undated, 1);
        }
    }

    #[test]
    fn names_of_all_scripts_and_marks_survive() {
        let long = "Владимир ".repeat(40);
        for name in [
            "Ada; Okafor, \\ Esq.",
            "two\nlines",
            "王毅 和 习近平",
            "👩‍👩‍👧 محمد",
            &long,
            "BEGIN:VEVENT",
        ] {
            let (lines, _) = written(planned("2025-12-31", name));
            let summary = unescaped(&value(&lines, "SUMMARY"));
            assert_eq!(summary, format!("Proposed talks: {name}, Jan Lund"));
            let begun = lines.iter().filter(|line| line.0 == "BEGIN").count();
            assert_eq!(begun, 2, "{lines:?}");
        }
    }
}
