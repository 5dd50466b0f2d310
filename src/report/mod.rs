//! Briefings: what is known of an actor or of a time, to be read, printed and quoted from.
//!
//! [`compose`] asks the store for what a [`Request`] wants and makes a [`Report`] of it; each of
//! [`FORMATS`] writes it down. Every fact leads to its sentence and article. What was read with
//! little confidence, or is told in ways that exclude each other, is marked.

mod actor;
mod html;
mod markdown;
mod meetings;
mod page;
mod picture;
mod statements;
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil;

use crate::answer::Party;
use crate::export::{self, Drawing};
use crate::gazetteer::Gazetteer;
use crate::record::ActorId;
use crate::store::{ActorRow, ArticleRow, Chosen, Counted, Error, Filter, Store};
use page::{Block, Line, Piece, Section, counted, day, words};

/// A way to write a report down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The end of a file's name that stands for it, without the dot.
    pub extension: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Where its diagram is.
    pub diagram: Place,
    write: fn(&Report, Option<&str>) -> Result<String, export::Error>,
}

/// Where the diagram of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the file itself.
    Inside,
    /// In a file of its own, to which the report leads.
    Beside,
}

/// Every format of a report.
pub const FORMATS: &[Format] = &[markdown::FORMAT, html::FORMAT];

/// What a report is to tell.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Whom it is about; without one, it is about a time.
    pub who: Option<Party>,
    /// What narrows it: all but the actor.
    pub filter: Filter,
    /// With whom.
    pub with: Vec<ActorId>,
    /// The same in words, such as “since 2025-12-01”.
    pub scope: Vec<String>,
    /// The day from which meetings are ahead; without one, that of the latest article.
    pub today: Option<civil::Date>,
    /// Rows that a table has at most; more are counted.
    pub limit: usize,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    lead: Vec<Line>,
    sections: Vec<Section>,
    /// The articles that are cited, in order of the first time.
    sources: Vec<ArticleRow>,
    numbers: BTreeMap<String, usize>,
    /// What it is drawn from, at the end.
    basis: String,
    found: usize,
    searched: String,
}

/// What makes a report of a store.
struct Composer<'a> {
    store: &'a Store,
    gazetteer: &'a Gazetteer,
    request: &'a Request,
    today: civil::Date,
    /// Those whom it is about, most active first.
    own: Vec<ActorRow>,
    /// The meetings that were held, where such are asked for.
    held: Option<Held>,
}

/// The meetings of a report that were held: the filter, and which they are.
struct Held {
    filter: Filter,
    chosen: Chosen,
}

/// What statements a report can tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    /// Those that its actors make.
    Own,
    /// Those that others make about its actors.
    Others,
}

/// Makes a report.
///
/// # Errors
///
/// If the database fails.
pub fn compose(store: &Store, gazetteer: &Gazetteer, request: &Request) -> Result<Report, Error> {
    let latest = store.last_published()?;
    let today = request.today.or(latest.map(crate::date::Date::last)).unwrap_or(civil::Date::ZERO);
    let own = match &request.who {
        Some(party) => store.actors_numbered(&party.ids, None)?,
        None => Vec::new(),
    };
    let mut composer = Composer { store, gazetteer, request, today, own, held: None };
    composer.held = composer.choose_held()?;
    let articles = store.count_articles()?;
    let mut report = match &request.who {
        Some(party) => composer.of_actor(party)?,
        None => composer.of_window()?,
    };
    report.searched = format!(
        "{} and {} of {}",
        counted(store.count(Counted::Meetings, &Filter::default())?, "meeting"),
        counted(store.count(Counted::Statements, &Filter::default())?, "statement"),
        counted(articles, "article")
    );
    report.basis = format!("Made by chancery from {}", report.searched);
    if let Some(latest) = latest {
        let _ = write!(report.basis, "; the latest is of {}", day(latest));
    }
    report.basis.push_str(". It was read by a program: see the sentence before you use a fact.");
    report.cite(store)?;
    Ok(report)
}

impl Composer<'_> {
    /// A report without sources.
    fn begin(&self, title: String) -> Report {
        let mut lead = Vec::new();
        if !self.request.scope.is_empty() {
            let scope = format!("{}.", self.request.scope.join("; "));
            lead.push(vec![
                Piece::Strong("Limited to".to_owned()),
                Piece::Text(format!(": {scope}")),
            ]);
        }
        Report {
            title,
            lead,
            sections: Vec::new(),
            sources: Vec::new(),
            numbers: BTreeMap::new(),
            basis: String::new(),
            found: 0,
            searched: String::new(),
        }
    }

    /// The numbers of those whom it is about.
    fn ids(&self) -> Vec<ActorId> {
        self.request.who.as_ref().map(|it| it.ids.clone()).unwrap_or_default()
    }

    /// The meetings that are asked for, of any status.
    fn meetings(&self) -> Filter {
        let groups = [self.ids(), self.request.with.clone()];
        Filter {
            groups: groups.into_iter().filter(|group| !group.is_empty()).collect(),
            about: None,
            ..self.request.filter.clone()
        }
    }

    /// The statements that are asked for, or nothing where what is asked for is true of none.
    fn statements(&self, speech: Speech) -> Option<Filter> {
        let asked = &self.request.filter;
        let of_meetings = asked.at.is_some()
            || asked.near.is_some()
            || !asked.kinds.is_empty()
            || !asked.statuses.is_empty();
        if of_meetings {
            return None;
        }
        let (own, with) = (self.ids(), self.request.with.clone());
        let (groups, not_by) = match speech {
            Speech::Own => (vec![own, with], Vec::new()),
            Speech::Others => (vec![with, own.clone()], own),
        };
        Some(Filter { groups, not_by, ..asked.clone() })
    }
}

impl Report {
    /// Adds a section that has something in it.
    fn add(&mut self, heading: impl Into<String>, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.sections.push(Section::new(heading, blocks));
        }
    }

    /// Numbers the articles that are cited.
    fn cite(&mut self, store: &Store) -> Result<(), Error> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let lines = self.lead.iter().chain(blocks.flat_map(Block::lines));
        for piece in lines.flatten() {
            if let Piece::Cite(article) | Piece::Number(article) = piece {
                let next = self.numbers.len() + 1;
                self.numbers.entry(article.clone()).or_insert(next);
            }
        }
        let keys: BTreeSet<String> = self.numbers.keys().cloned().collect();
        let mut rows = store.articles_keyed(&keys)?;
        let mut order: Vec<(&String, &usize)> = self.numbers.iter().collect();
        order.sort_by_key(|it| it.1);
        let row = |key: &String| {
            rows.remove(key)
                .unwrap_or_else(|| ArticleRow { id: key.clone(), ..ArticleRow::default() })
        };
        self.sources = order.into_iter().map(|(key, _)| key).map(row).collect();
        Ok(())
    }

    /// Whether nothing that was asked for was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.found == 0
    }

    /// What it is about.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What was searched.
    #[must_use]
    pub fn searched(&self) -> &str {
        &self.searched
    }

    /// Its diagram as a PNG, if it has one.
    ///
    /// # Errors
    ///
    /// If the picture is larger than memory.
    pub fn diagram(&self) -> Result<Option<Vec<u8>>, export::Error> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let network = blocks.filter_map(|block| match block {
            Block::Picture(network, _) => Some(network),
            _ => None,
        });
        let draw = |network: &crate::network::Network| {
            Ok(export::Format::named("png")?.draw(network, &Drawing::default())?.bytes)
        };
        network.map(|network| draw(network)).next().transpose()
    }

    /// The number and the row of an article that is cited.
    fn source(&self, article: &str) -> (usize, &ArticleRow) {
        let number = self.numbers.get(article).copied().unwrap_or_default();
        let row = number.checked_sub(1).and_then(|index| self.sources.get(index));
        (number, row.expect("each article that is cited was numbered"))
    }
}

impl Format {
    /// The format that the end of a file's name stands for, if any.
    #[must_use]
    pub fn of_path(path: &std::path::Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let extension = match extension.as_str() {
            "markdown" => "md",
            "htm" => "html",
            other => other,
        };
        FORMATS.iter().find(|format| format.extension == extension)
    }

    /// Writes a report; where the diagram is a file of its own, with the name of it.
    ///
    /// # Errors
    ///
    /// If the diagram cannot be drawn.
    pub fn write(&self, report: &Report, diagram: Option<&str>) -> Result<String, export::Error> {
        (self.write)(report, diagram)
    }
}

/// Who published an article and when, in a few words; its title or id where that is not known.
fn publisher(row: &ArticleRow) -> String {
    let name = [&row.source, &row.title, &row.id].into_iter().find(|it| !it.trim().is_empty());
    let name = name.map_or_else(String::new, |it| it.trim().to_owned());
    match row.published {
        Some(date) => format!("{name}, {}", day(date)),
        None => name,
    }
}

/// An address that may be followed.
fn address(url: &str) -> Option<&str> {
    let url = url.trim();
    let known = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    known.then_some(url)
}

/// How many rows of a list a table shows, where it has not all of them.
fn left_out(all: usize, shown: usize, what: &str) -> Option<Block> {
    (shown < all).then(|| {
        let (shown, all) = (page::figure(shown), page::figure(all));
        Block::Words(words(format!("{shown} of {all} {what} are shown; --limit shows more.")))
    })
}
