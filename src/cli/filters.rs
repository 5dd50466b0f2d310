//! The filters of all lists.

use crate::cli::listing::Form;
use crate::cli::words;
use crate::date::Date;
use crate::store::Filter;

/// Which rows to list, and how.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Only with this actor: a name, part of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only with this actor too
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only in this place or country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only on or after this date (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only on or before this date
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only with these statuses: held, planned, proposed, cancelled
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<String>,
    /// Only about this actor
    #[arg(long, value_name = "ACTOR")]
    about: Option<String>,
    /// Only with these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    pub(super) format: Form,
}

impl Args {
    /// The filter of the store, or why a word is none of those that are known.
    pub(super) fn filter(&self, kinds: &[&str]) -> anyhow::Result<Filter> {
        let statuses = ["held", "planned", "proposed", "cancelled"];
        for (option, given, known) in
            [("--kind", &self.kind, kinds), ("--status", &self.status, &statuses)]
        {
            for word in given {
                if !known.contains(&word.as_str()) {
                    anyhow::bail!("{option}: ‘{word}’ is none of {}", known.join(", "));
                }
            }
        }
        Ok(Filter {
            actor: self.actor.clone(),
            with: self.with.clone(),
            location: self.location.clone(),
            since: self.since,
            until: self.until,
            kinds: self.kind.clone(),
            statuses: self.status.clone(),
            about: self.about.clone(),
            text: self.text.clone(),
            limit: self.limit,
        })
    }
}
