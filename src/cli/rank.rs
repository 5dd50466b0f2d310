//! `chancery rank`: who matters in a network.

use crate::cli::listing::{self, Column, Form};
use crate::cli::{Outcome, Session, selecting, words};
use crate::network::{Direction, Measure, Ranked, TieKind};
use crate::store::Store;

/// Rank actors by what they are in a network: those of most ties, between others, near to all
///
/// The network is chosen as by `chancery network`. Partners are the actors that one is tied to
/// (its degree), strength is the weight of these ties (its weighted degree). Betweenness is the
/// share of shortest paths between others that lead through an actor, closeness how near it is to
/// those it can reach, pagerank the share of a random walk that is spent at it. Communities are
/// Louvain's, the largest is 1; components, numbered alike, are what no tie joins. In a network of
/// more than 2,000 actors, betweenness and closeness are estimated from the paths of some of them.
///
/// Example: chancery rank --ties state-met --since 2024 --by betweenness --limit 10
#[derive(clap::Args)]
pub(super) struct Args {
    /// By which measure, from the greatest
    #[arg(long, value_name = "MEASURE", default_value = "strength", value_parser = words(Measure::ALL, Measure::as_str))]
    by: Measure,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
    #[command(flatten)]
    network: selecting::Args,
}

/// What stands before the measures.
const WHO: [Column<Ranked>; 4] = [
    Column::new("rank", |it| it.rank.to_string()),
    Column::new("id", |it| it.id.to_string()),
    Column::new("name", |it| it.name.clone()),
    Column::if_room("kind", |it| it.kind.to_string()),
];

/// The measures of ties that lead from the one to the other.
const LED: [Column<Ranked>; 2] = [
    Column::new("incoming", |it| told(it.incoming)),
    Column::new("outgoing", |it| told(it.outgoing)),
];

/// The measures of every network.
const MEASURED: [Column<Ranked>; 7] = [
    Column::new("partners", |it| it.partners.to_string()),
    Column::new("strength", |it| it.strength.to_string()),
    Column::new("betweenness", |it| format!("{:.4}", it.betweenness)),
    Column::new("closeness", |it| format!("{:.4}", it.closeness)),
    Column::new("pagerank", |it| format!("{:.4}", it.pagerank)),
    Column::if_room("community", |it| it.community.to_string()),
    Column::if_room("component", |it| it.component.to_string()),
];

/// A number, where it is told.
fn told(number: Option<usize>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// The columns of a network with such ties.
fn columns(ties: TieKind) -> Vec<Column<Ranked>> {
    let counted = match ties {
        TieKind::Met | TieKind::StateMet | TieKind::MetAt => {
            Some(Column::new("meetings", |it: &Ranked| told(it.meetings)))
        }
        TieKind::SpokeAbout | TieKind::CoStatement => {
            Some(Column::new("statements", |it: &Ranked| told(it.statements)))
        }
        TieKind::Affiliated => None,
    };
    let led = (ties.direction() == Direction::Directed).then_some(LED);
    WHO.into_iter().chain(counted).chain(led.into_iter().flatten()).chain(MEASURED).collect()
}

/// Ranks the actors.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let ties = args.network.ties();
    let is_told = match args.by {
        Measure::Meetings => matches!(ties, TieKind::Met | TieKind::StateMet | TieKind::MetAt),
        Measure::Statements => matches!(ties, TieKind::SpokeAbout | TieKind::CoStatement),
        Measure::Incoming | Measure::Outgoing => ties.direction() == Direction::Directed,
        _ => true,
    };
    anyhow::ensure!(
        is_told,
        "ties of kind {ties} have no {} to rank by; other --ties do: for meetings met, state-met \
         or met-at, for statements spoke-about or co-statement, for incoming and outgoing \
         spoke-about or affiliated",
        args.by
    );
    let store = Store::read(&session.db)?;
    let (selection, holdings) = args.network.read(&store)?;
    let network = selection.draw_from(&holdings.material());
    let mut rows = network.ranked(args.by);
    let all = rows.len();
    rows.truncate(args.limit.unwrap_or(usize::MAX));
    session.ui.note(format_args!("{}: {} of {all} shown", network.title, rows.len()));
    for note in &network.notes {
        session.ui.note(note);
    }
    if network.is_estimated() {
        session.ui.note("betweenness and closeness are estimated from the paths of some actors");
    }
    listing::print(&session.ui, args.format, &rows, &columns(network.kind()))?;
    if network.is_empty() {
        session.ui.warn("the network is empty; try fewer filters");
    }
    Ok(Outcome::Done)
}
