//! The statements of a report: about whom in which tone, and word for word.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::meetings::{cut, doubt};
use super::page::{Block, Column, Holds, Line, Piece, Section, day_or, figure, number, words};
use super::{Composer, Speech, left_out};
use crate::date::Date;
use crate::network::Sign;
use crate::record::{ActorId, Tone};
use crate::store::{Counted, Error, Filter, Order, Sort, StatementRow, Tally};

/// Actors in the table of tones.
const TALLIED: usize = 12;

const TONES: &[Column] = &[
    Column { name: "About whom", holds: Holds::Words, share: 30 },
    Column { name: "Statements", holds: Holds::Figures, share: 12 },
    Column { name: "In favor", holds: Holds::Figures, share: 10 },
    Column { name: "Neutral", holds: Holds::Figures, share: 10 },
    Column { name: "Against", holds: Holds::Figures, share: 10 },
    Column { name: "Tones", holds: Holds::Words, share: 28 },
];

const TONES_BY: &[Column] = &[
    Column { name: "By whom", holds: Holds::Words, share: 30 },
    TONES[1],
    TONES[2],
    TONES[3],
    TONES[4],
    TONES[5],
];

const SAID: &[Column] = &[
    Column { name: "Published", holds: Holds::Dates, share: 11 },
    Column { name: "Who", holds: Holds::Words, share: 16 },
    Column { name: "Tone", holds: Holds::Words, share: 9 },
    Column { name: "About", holds: Holds::Words, share: 16 },
    Column { name: "Said as", holds: Holds::Words, share: 48 },
];

const SAID_BY_ONE: &[Column] = &[
    SAID[0],
    SAID[2],
    Column { name: "About", holds: Holds::Words, share: 18 },
    Column { name: "Said as", holds: Holds::Words, share: 62 },
];

/// The statements of one actor, by tone.
#[derive(Default)]
struct Tones {
    name: String,
    by_tone: BTreeMap<Tone, usize>,
    last: Option<Date>,
}

/// Statements that one sentence makes.
struct Saying<'a> {
    row: &'a StatementRow,
    tones: Vec<String>,
    about: Vec<String>,
    sentence: String,
    marks: Vec<(usize, usize)>,
    confidence: f64,
}

/// Counts statements by actor, those of most first.
fn tables(tallies: Vec<Tally>, but: &[ActorId]) -> Vec<Tones> {
    let mut found: BTreeMap<ActorId, Tones> = BTreeMap::new();
    for it in tallies.into_iter().filter(|it| !but.contains(&it.id)) {
        let own = found.entry(it.id).or_default();
        own.name = it.name;
        *own.by_tone.entry(it.tone).or_default() += it.count;
        own.last = own.last.max(it.last);
    }
    let mut all: Vec<Tones> = found.into_values().collect();
    let sum = |it: &Tones| it.by_tone.values().sum::<usize>();
    all.sort_by(|one, other| {
        (Reverse(sum(one)), Reverse(one.last), &one.name).cmp(&(
            Reverse(sum(other)),
            Reverse(other.last),
            &other.name,
        ))
    });
    all
}

impl Tones {
    fn row(&self) -> Vec<Line> {
        let of = |sign: Sign| -> usize {
            self.by_tone.iter().filter(|it| Sign::of(*it.0) == sign).map(|it| it.1).sum()
        };
        let mut tones: Vec<(&Tone, &usize)> = self.by_tone.iter().collect();
        tones.sort_by_key(|it| Reverse(it.1));
        let tones: Vec<String> =
            tones.iter().map(|(tone, count)| format!("{tone} {}", figure(**count))).collect();
        vec![
            words(self.name.clone()),
            number(self.by_tone.values().sum()),
            number(of(Sign::Positive)),
            number(of(Sign::Neutral)),
            number(of(Sign::Negative)),
            words(tones.join(", ")),
        ]
    }
}

impl Composer<'_> {
    /// A section of statements, the latest first.
    pub(super) fn statement_section(
        &self,
        heading: &str,
        speech: Speech,
    ) -> Result<Option<Section>, Error> {
        let Some(filter) = self.statements(speech) else { return Ok(None) };
        let all = self.store.count(Counted::Statements, &filter)?;
        if all == 0 {
            return Ok(None);
        }
        let is_window = self.request.who.is_none();
        let (columns, tallies) = if speech == Speech::Own && !is_window {
            (TONES, self.store.tones_about(&filter)?)
        } else {
            (TONES_BY, self.store.tones_of(&filter)?)
        };
        let mut blocks = Vec::new();
        let tallied = tables(tallies, if columns == TONES { &[] } else { &filter.not_by });
        if !tallied.is_empty() {
            let rows = tallied.iter().take(TALLIED).map(Tones::row).collect();
            blocks.push(Block::Table(columns, rows));
            if tallied.len() > TALLIED {
                let more = figure(tallied.len() - TALLIED);
                blocks
                    .push(Block::Words(words(format!("And {more} others with fewer statements."))));
            }
        }
        let page = Filter {
            sort: Some(Sort::Date),
            order: Order::Reversed,
            limit: Some(self.request.limit),
            ..filter
        };
        let rows = self.store.list_statements(&page)?;
        blocks.extend(left_out(all, rows.len(), "statements"));
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut sentences = self.store.sentences_with(&ids)?;
        let mut sayings: Vec<Saying<'_>> = Vec::new();
        for row in &rows {
            let sentence = sentences.remove(&row.id).unwrap_or_default().join(" ");
            add(&mut sayings, row, &sentence);
        }
        let by_one = speech == Speech::Own && self.is_one();
        let columns = if by_one { SAID_BY_ONE } else { SAID };
        let cells = sayings.into_iter().map(|it| it.row(columns)).collect();
        blocks.push(Block::Table(columns, cells));
        Ok(Some(Section::new(format!("{heading} ({})", figure(all)), blocks)))
    }
}

/// Adds a statement to what is said; what one sentence says of one speaker stays together.
fn add<'a>(sayings: &mut Vec<Saying<'a>>, row: &'a StatementRow, sentence: &str) {
    let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let content = bare(&row.content);
    let whole = bare(sentence);
    // Words that stand in no sentence are told themselves.
    let sentence = if whole.contains(&content) { cut(&whole) } else { cut(&content) };
    let mark = sentence.find(&content).map(|start| (start, start + content.len()));
    let mark = mark.filter(|&(start, end)| end - start < sentence.len());
    let about: Vec<String> = row.about.iter().map(|(_, name)| name.clone()).collect();
    let last = sayings.last_mut().filter(|last| {
        last.row.article == row.article
            && last.row.speakers == row.speakers
            && last.sentence == sentence
    });
    match last {
        Some(last) => {
            last.marks.extend(mark);
            last.marks.sort_unstable();
            last.tones.push(row.tone.to_string());
            last.about.extend(about);
            last.confidence = last.confidence.min(row.confidence);
        }
        None => sayings.push(Saying {
            row,
            tones: vec![row.tone.to_string()],
            about,
            sentence,
            marks: mark.into_iter().collect(),
            confidence: row.confidence,
        }),
    }
}

impl Saying<'_> {
    /// A row of a table; without the speaker where that is always the same.
    fn row(self, columns: &[Column]) -> Vec<Line> {
        let row = self.row;
        let names = |all: &[String]| words(super::page::once(all, "; "));
        let speakers: Vec<String> = row.speakers.iter().map(|(_, name)| name.clone()).collect();
        let speakers = if speakers.is_empty() { vec![row.speaker_text.clone()] } else { speakers };
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for (start, end) in self.marks {
            // Parts that overlap are one.
            match marks.last_mut() {
                Some(last) if last.1 >= start => last.1 = last.1.max(end),
                _ => marks.push((start, end)),
            }
        }
        let mut told = vec![
            Piece::Quote(self.sentence, marks),
            Piece::Text(" ".to_owned()),
            Piece::Cite(row.article.clone()),
        ];
        if !row.addressees.is_empty() {
            let to: Vec<String> = row.addressees.iter().map(|(_, name)| name.clone()).collect();
            told.push(Piece::Break);
            told.push(Piece::Text(format!("said to {}", to.join(", "))));
        }
        if let Some(doubt) = doubt(self.confidence) {
            told.push(Piece::Break);
            told.push(doubt);
        }
        let mut cells = vec![day_or(row.published, "no date")];
        if columns.len() == SAID.len() {
            cells.push(names(&speakers));
        }
        let tones = names(&self.tones);
        cells.extend([tones, names(&self.about), told]);
        cells
    }
}
