//! Notes for Obsidian, Logseq and the like: one linked Markdown page an actor.
//!
//! A page tells who the actor is, whom it met, when and where, what it said, and whom others
//! spoke of it with, each with its source; names of actors are links to their pages.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Whole, escape, iso};
use crate::export::tables::{CsvStyle, TableFormat};
use crate::export::{Error, file};
use crate::record::ActorId;
use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, Failure, MeetingRow, Source, StatementRow,
};

pub(in crate::export) const FORMAT: TableFormat = TableFormat {
    name: "obsidian",
    extension: "md",
    about: "Folder of linked notes, one an actor",
    write,
};

/// Bytes of a file's name, which some systems limit to 143 (encrypted folders) and most to 255.
const MAX_NAME: usize = 120;

fn write(source: &dyn Source, folder: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    let whole = Whole::read(source).map_err(|failure| match failure {
        Failure::Read(source) => Error::Rows { source },
        Failure::Write(source) => Error::File { path: folder.to_owned(), source },
    })?;
    let vault = Vault::new(&whole);
    for row in &whole.actors {
        let path = folder.join(format!("{}.md", vault.names[&row.id]));
        file::write_file(&path, |out| vault.write_page(row, out))?;
    }
    // A vault is one thing, however many pages it has.
    Ok(vec![folder.to_owned()])
}

/// The pages, and what they are made of.
struct Vault<'a> {
    whole: &'a Whole,
    /// The names of the pages.
    names: BTreeMap<ActorId, String>,
    articles: BTreeMap<&'a str, &'a ArticleRow>,
    offices: BTreeMap<ActorId, Vec<&'a AffiliationRow>>,
    meetings: BTreeMap<ActorId, Vec<&'a MeetingRow>>,
    said: BTreeMap<ActorId, Vec<&'a StatementRow>>,
    about: BTreeMap<ActorId, Vec<&'a StatementRow>>,
}

impl<'a> Vault<'a> {
    fn new(whole: &'a Whole) -> Self {
        let mut meetings: BTreeMap<ActorId, Vec<&MeetingRow>> = BTreeMap::new();
        for meeting in &whole.meetings {
            for row in whole.participants(meeting.id) {
                meetings.entry(row.actor).or_default().push(meeting);
            }
        }
        let mut said: BTreeMap<ActorId, Vec<&StatementRow>> = BTreeMap::new();
        let mut about: BTreeMap<ActorId, Vec<&StatementRow>> = BTreeMap::new();
        let mut statements: Vec<&StatementRow> = whole.statements.iter().collect();
        statements.sort_by_key(|row| (row.published.is_none(), row.published, row.id));
        for row in statements {
            for (lists, actors) in [(&mut said, &row.speakers), (&mut about, &row.about)] {
                for (actor, _) in actors {
                    lists.entry(*actor).or_default().push(row);
                }
            }
        }
        let mut offices: BTreeMap<ActorId, Vec<&AffiliationRow>> = BTreeMap::new();
        for row in &whole.affiliations {
            offices.entry(row.actor).or_default().push(row);
        }
        let articles = whole.articles.iter().map(|row| (row.id.as_str(), row)).collect();
        Self { whole, names: names(&whole.actors), articles, offices, meetings, said, about }
    }

    fn write_page(&self, row: &ActorRow, out: &mut dyn Write) -> io::Result<()> {
        self.write_properties(row, out)?;
        writeln!(out, "\n# {}", shown(&row.name))?;
        self.write_offices(row.id, out)?;
        let meetings = self.meetings.get(&row.id).map_or(&[][..], Vec::as_slice);
        if !meetings.is_empty() {
            writeln!(out, "\n## Meetings\n")?;
        }
        for meeting in meetings {
            self.write_meeting(row.id, meeting, out)?;
        }
        for (heading, lists) in [("Statements", &self.said), ("Spoken about", &self.about)] {
            let statements = lists.get(&row.id).map_or(&[][..], Vec::as_slice);
            if !statements.is_empty() {
                writeln!(out, "\n## {heading}\n")?;
            }
            for statement in statements {
                self.write_statement(statement, out)?;
            }
        }
        Ok(())
    }

    /// Writes what Obsidian shows as properties and finds notes by.
    fn write_properties(&self, row: &ActorRow, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "---\nname: {}", quoted(&row.name))?;
        let aliases =
            [row.name.clone()].into_iter().chain(self.whole.aliases(row.id).iter().cloned());
        let own = self.names.get(&row.id);
        let mut seen = BTreeSet::new();
        let aliases: Vec<String> =
            aliases.filter(|alias| Some(alias) != own && seen.insert(alias.clone())).collect();
        for (property, values) in
            [("aliases", &aliases), ("roles", &row.roles), ("affiliations", &row.affiliations)]
        {
            if !values.is_empty() {
                writeln!(out, "{property}:")?;
            }
            for value in values {
                writeln!(out, "  - {}", quoted(value))?;
            }
        }
        for (property, value) in &row.ids {
            writeln!(out, "{property}: {}", quoted(value))?;
        }
        writeln!(out, "chancery: {}", row.id)?;
        writeln!(out, "articles: {}\nmeetings: {}", row.articles, row.meetings)?;
        writeln!(out, "tags:\n  - {}\n---", row.kind)
    }

    fn write_offices(&self, actor: ActorId, out: &mut dyn Write) -> io::Result<()> {
        let mut heading = "\n## Offices\n\n";
        for row in self.offices.get(&actor).into_iter().flatten() {
            let body = match row.affiliation_id {
                Some(id) if self.names.contains_key(&id) => self.link(id, &row.affiliation),
                _ => shown(&row.affiliation),
            };
            let parts = [shown(&row.role), body];
            let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
            let told = match (row.first, row.last) {
                (Some(first), Some(last)) if first == last => format!(" (told {first})"),
                (Some(first), Some(last)) => format!(" (told {first} to {last})"),
                _ => String::new(),
            };
            writeln!(out, "{heading}- {}{told}", parts.join(", "))?;
            heading = "";
        }
        Ok(())
    }

    fn write_meeting(
        &self,
        actor: ActorId,
        meeting: &MeetingRow,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let others = self.whole.participants(meeting.id).iter().filter(|row| row.actor != actor);
        let others: Vec<String> = others.map(|row| self.link(row.actor, &row.actor_name)).collect();
        let date = meeting.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        write!(out, "- **{date}** {}", meeting.kind)?;
        if meeting.status != crate::record::MeetingStatus::Held {
            write!(out, " ({})", meeting.status)?;
        }
        if !others.is_empty() {
            write!(out, " with {}", others.join(", "))?;
        }
        let country = Some(&meeting.country).filter(|it| !it.is_empty());
        let country = country.filter(|it| !meeting.places.contains(it));
        let places: Vec<String> =
            meeting.places.iter().chain(country).map(|place| shown(place)).collect();
        if !places.is_empty() {
            write!(out, " in {}", places.join(", "))?;
        }
        writeln!(out)?;
        if !meeting.sentence.is_empty() {
            writeln!(out, "    > {}", shown(&meeting.sentence))?;
            writeln!(out, "    >\n    > {}", self.source(&meeting.article))?;
        }
        Ok(())
    }

    fn write_statement(&self, row: &StatementRow, out: &mut dyn Write) -> io::Result<()> {
        let linked = |list: &[(ActorId, String)]| {
            list.iter().map(|(id, name)| self.link(*id, name)).collect::<Vec<_>>().join(", ")
        };
        let speakers =
            if row.speakers.is_empty() { shown(&row.speaker_text) } else { linked(&row.speakers) };
        let date = row.published.map_or_else(String::new, |date| format!("**{date}** "));
        write!(out, "- {date}{speakers} ({})", row.tone)?;
        if !row.about.is_empty() {
            write!(out, " about {}", linked(&row.about))?;
        }
        writeln!(out, "\n    > {}\n    >\n    > {}", shown(&row.content), self.source(&row.article))
    }

    /// A link to the page of an actor under some name.
    fn link(&self, id: ActorId, name: &str) -> String {
        match self.names.get(&id) {
            Some(page) if *page == name => format!("[[{page}]]"),
            Some(page) => format!("[[{page}|{}]]", label(name)),
            None => shown(name),
        }
    }

    /// An article with its address, as a source.
    fn source(&self, id: &str) -> String {
        let Some(row) = self.articles.get(id) else { return shown(id) };
        let title = if row.title.trim().is_empty() { id } else { &row.title };
        let rest = [row.source.clone(), iso(row.published)];
        let rest: Vec<String> =
            rest.iter().filter(|it| !it.is_empty()).map(|it| shown(it)).collect();
        let title = if row.url.starts_with("http://") || row.url.starts_with("https://") {
            format!("[{}](<{}>)", shown(title), address(&row.url))
        } else {
            shown(title)
        };
        [vec![title], rest].concat().join(", ")
    }
}

/// A name for each page: the actor's, without what no file or link may have; where two would be the
/// same, with the number of the actor.
fn names(actors: &[ActorRow]) -> BTreeMap<ActorId, String> {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    let names: Vec<(ActorId, String)> =
        actors.iter().map(|row| (row.id, file_name(&row.name))).collect();
    for (_, name) in &names {
        *bearers.entry(name.to_lowercase()).or_default() += 1;
    }
    let name = |(id, name): (ActorId, String)| {
        let is_own = !name.is_empty() && bearers[&name.to_lowercase()] == 1;
        (id, if is_own { name } else { format!("{name} ({id})").trim_start().to_owned() })
    };
    names.into_iter().map(name).collect()
}

/// A text as a file's name that every system takes and every link can hold.
fn file_name(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        let is_bad = letter.is_control()
            || "\\/:*?\"<>|#^[]%\u{2028}\u{2029}\u{fffe}\u{ffff}".contains(letter);
        let letter = if is_bad || letter.is_whitespace() { ' ' } else { letter };
        if letter == ' ' && (name.is_empty() || name.ends_with(' ')) {
            continue;
        }
        if name.len() + letter.len_utf8() > MAX_NAME {
            break;
        }
        name.push(letter);
    }
    name.trim_matches([' ', '.']).to_owned()
}

/// A text in the middle of a line, whatever Markdown would make of it.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '=' | '%'
            | '&' | '!' | '^' => {
                shown.push('\\');
                shown.push(letter);
            }
            _ if letter.is_control() || letter.is_whitespace() => shown.push(' '),
            _ => shown.push(letter),
        }
    }
    shown
}

/// A text as the label of a link to a page, which knows no escapes.
fn label(text: &str) -> String {
    let bad = |letter: char| letter.is_control() || "[]|\n\r".contains(letter);
    text.replace(bad, " ").trim().to_owned()
}

/// An address within angle brackets.
fn address(url: &str) -> String {
    url.replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
        .replace(char::is_whitespace, "%20")
}

/// A text in quotation marks, as YAML and JSON have it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                quoted.push_str(&escape(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
