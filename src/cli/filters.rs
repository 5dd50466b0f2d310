//! What all lists have in common: how many rows, in which form, and why there may be none.

use crate::cli::listing::{self, Column, Form};
use crate::cli::ui::{Ui, counted};
use crate::cli::{Outcome, Session, words};
use crate::gazetteer::{Gazetteer, Known};
use crate::record::ActorId;
use crate::store::{CountKey, CountRow, Counted, Error, Filter, Near, Order, Store};

/// How much to list, and how.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// List what comes last first
    #[arg(long)]
    reverse: bool,
    /// At most so many rows; a table has at most 100 without it
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Without so many first rows
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    offset: usize,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::LISTS, Form::as_str))]
    pub(super) format: Form,
}

/// Filters that most lists have.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct More {
    /// Only with this state, or somebody who acts for it; with several, all of them
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<String>,
    /// Only from articles of this source: a name, or a part of it
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
}

/// Filters by distance.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Around {
    /// Only near this place: a name, or degrees north and east such as 47.37,8.54
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    near: Option<String>,
    /// How far from it, in kilometers
    #[arg(long, value_name = "KM", default_value_t = 100.0, requires = "near")]
    within: f64,
}

/// Rows that a table has at most, unless told otherwise: more are no table that is read.
const ROWS: usize = 100;

/// The words of the variants that a user chose.
pub(super) fn chosen<T: Copy>(given: &[T], word: fn(T) -> &'static str) -> Vec<String> {
    given.iter().map(|&variant| word(variant).to_owned()).collect()
}

/// Gives the rows that a filter lets through.
type Rows<T> = fn(&Store, &Filter) -> Result<Vec<T>, Error>;

impl More {
    /// A filter with these.
    pub(super) fn narrow(&self, filter: Filter) -> Filter {
        Filter { states: self.state.clone(), source: self.source.clone(), ..filter }
    }

    /// The same in words.
    pub(super) fn told(&self) -> Vec<String> {
        let states = self.state.iter().map(|state| format!("with {state} or who acts for it"));
        let source = self.source.iter().map(|source| format!("from source ‘{source}’"));
        states.chain(source).collect()
    }
}

impl Around {
    /// It in words.
    pub(super) fn told(&self) -> Option<String> {
        self.near.as_ref().map(|place| format!("within {} km of {place}", self.within))
    }

    /// The circle that is asked for.
    pub(super) fn circle(&self, session: &Session) -> anyhow::Result<Option<Near>> {
        let Some(name) = &self.near else { return Ok(None) };
        if self.within.is_nan() || self.within < 0.0 {
            anyhow::bail!("--within takes a number of kilometers, such as 50");
        }
        let circle = |(lat, lon)| Some(Near { lat, lon, km: self.within });
        let point = name.split_once(',').and_then(|(lat, lon)| {
            Some((lat.trim().parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?))
        });
        if let Some(point) = point {
            let fits = point.0.abs() <= 90.0 && point.1.abs() <= 180.0;
            anyhow::ensure!(fits, "‘{name}’ is no point: degrees north go to 90, east to 180");
            return Ok(circle(point));
        }
        if let Some(point) = Store::read(&session.db)?.coordinates(name)? {
            return Ok(circle(point));
        }
        let gazetteer = Gazetteer::load();
        let known = gazetteer.lookup(name).find_map(|known| match known {
            Known::City(id) => Some((gazetteer.city(id).lat, gazetteer.city(id).lon)),
            _ => None,
        });
        match known {
            Some(point) => Ok(circle(point)),
            None => anyhow::bail!(
                "nobody knows where ‘{name}’ lies; write degrees north and east, such as \
                 --near 47.37,8.54"
            ),
        }
    }
}

/// What a table shows of a count.
const COUNTS: &[Column<CountRow>] =
    &[Column::new("value", |it| it.value.clone()), Column::new("count", |it| it.count.to_string())];

/// Lists how many rows have what in common, if that is asked for; lists the rows if not.
pub(super) fn list_or_count<T: serde::Serialize>(
    session: &Session,
    args: &Args,
    filter: Filter,
    by: (Counted, Option<CountKey>),
    (columns, (what, rows)): (&[Column<T>], (&str, Rows<T>)),
) -> anyhow::Result<Outcome> {
    let (list, Some(key)) = by else {
        return listed(session, args, filter, Some(by.0), (columns, (what, rows)));
    };
    let store = Store::read(&session.db)?;
    let filter = args.page(filter);
    let counts = store.count_by(list, key, &filter)?;
    listing::print(&session.ui, args.format, &counts, COUNTS)?;
    if counts.is_empty() {
        explain(&session.ui, &store, &filter, what)?;
    }
    Ok(Outcome::Done)
}

impl Args {
    /// A filter with the rows that are asked for.
    pub(super) fn page(&self, filter: Filter) -> Filter {
        let order = if self.reverse { Order::Reversed } else { Order::Usual };
        let limit = self.limit.or((self.format == Form::Table).then_some(ROWS));
        Filter { limit, offset: self.offset, order, ..filter }
    }
}

/// Lists what a filter lets through; says so if that is nothing, and why.
pub(super) fn list<T: serde::Serialize>(
    session: &Session,
    args: &Args,
    filter: Filter,
    columns: &[Column<T>],
    what: (&str, Rows<T>),
) -> anyhow::Result<Outcome> {
    listed(session, args, filter, None, (columns, what))
}

/// Lists rows, and how many there are where a table has not all of them.
fn listed<T: serde::Serialize>(
    session: &Session,
    args: &Args,
    filter: Filter,
    list: Option<Counted>,
    (columns, (what, rows)): (&[Column<T>], (&str, Rows<T>)),
) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let filter = args.page(filter);
    let rows = rows(&store, &filter)?;
    listing::print(&session.ui, args.format, &rows, columns)?;
    if !store.is_resolved()? {
        session.ui.warn(
            "the last run was cut off before it had grouped what it read: `chancery resolve` does it",
        );
    }
    if rows.is_empty() {
        explain(&session.ui, &store, &Filter { limit: args.limit, ..filter }, what)?;
    } else if args.limit.is_none() && filter.limit == Some(rows.len()) {
        let all = list.map(|list| store.count(list, &filter)).transpose()?;
        let all = all.filter(|&all| all > filter.offset + rows.len());
        if all.is_some() || list.is_none() {
            let of = all.map_or_else(String::new, |all| format!(" of {all}"));
            session.ui.note(format_args!(
                "{}{of} {what}: --limit lists more, --offset {} the next ones, other formats all",
                rows.len(),
                filter.offset + rows.len()
            ));
        }
    }
    Ok(Outcome::Done)
}

/// Says why nothing was found.
fn explain(ui: &Ui, store: &Store, filter: &Filter, what: &str) -> Result<(), Error> {
    let count = store.count_articles()?;
    if count == 0 {
        ui.note("the database holds no articles: `chancery add ARTICLES` reads some in");
        return Ok(());
    }
    let mut told = false;
    for name in [&filter.actor, &filter.with, &filter.about].into_iter().flatten() {
        if knows_nobody(store, &store.actors_named(name)?)? {
            ui.note(format_args!("no actor is called ‘{name}’: `chancery actors` lists them"));
            told = true;
        }
    }
    if let Some(name) = &filter.location
        && store.locations_named(name)?.is_empty()
    {
        ui.note(format_args!(
            "no location or country is called ‘{name}’: `chancery locations` lists them"
        ));
        told = true;
    }
    if !told {
        let unfiltered = Filter {
            limit: filter.limit,
            sort: filter.sort,
            order: filter.order,
            ..Filter::default()
        } == *filter;
        let cause = match () {
            () if filter.limit == Some(0) => "--limit 0 leaves none",
            () if filter.offset > 0 => "--offset passes over all",
            () if unfiltered && what.starts_with("pairs") => "no two actors are so much alike",
            () if unfiltered => "the articles tell of none: `chancery articles` lists them",
            () if filter.since.is_some() || filter.until.is_some() => {
                "what has no date is left out too; try fewer filters"
            }
            () => "try fewer filters",
        };
        ui.note(format_args!("no {what} in {}: {cause}", counted(count, "article")));
    }
    Ok(())
}

/// Whether none of these numbers, which a user may have typed, is an actor's.
fn knows_nobody(store: &Store, ids: &[ActorId]) -> Result<bool, Error> {
    for &id in ids {
        if store.has_actor(id)? {
            return Ok(false);
        }
    }
    Ok(true)
}
