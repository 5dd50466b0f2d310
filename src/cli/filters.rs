//! What all lists have in common: how many rows, in which form, and why there may be none.

use crate::cli::listing::{self, Column, Form};
use crate::cli::ui::{Ui, counted};
use crate::cli::{Outcome, Session, words};
use crate::record::ActorId;
use crate::store::{Error, Filter, Store};

/// How much to list, and how.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
}

/// The words of the variants that a user chose.
pub(super) fn chosen<T: Copy>(given: &[T], word: fn(T) -> &'static str) -> Vec<String> {
    given.iter().map(|&variant| word(variant).to_owned()).collect()
}

/// Gives the rows that a filter lets through.
type Rows<T> = fn(&Store, &Filter) -> Result<Vec<T>, Error>;

/// Lists what a filter lets through; says so if that is nothing, and why.
pub(super) fn list<T: serde::Serialize>(
    session: &Session,
    args: &Args,
    filter: Filter,
    columns: &[Column<T>],
    (what, rows): (&str, Rows<T>),
) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let filter = Filter { limit: args.limit, ..filter };
    let rows = rows(&store, &filter)?;
    listing::print(&session.ui, args.format, &rows, columns)?;
    if !store.is_resolved()? {
        session.ui.warn(
            "the last run was cut off before it had grouped what it read: `chancery resolve` does it",
        );
    }
    if rows.is_empty() {
        explain(&session.ui, &store, &filter, what)?;
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
        let unfiltered = Filter { limit: filter.limit, ..Filter::default() } == *filter;
        let cause = match () {
            () if filter.limit == Some(0) => "--limit 0 leaves none",
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
