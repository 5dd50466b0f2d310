//! `chancery report`: a briefing on an actor or on a time, to read and to print.

use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil;

use crate::answer::{Asker, Unknown};
use crate::cli::{Outcome, Session, filters, named, words};
use crate::date::Date;
use crate::export::write_file;
use crate::gazetteer::Gazetteer;
use crate::record::{Confidence, MeetingKind, MeetingStatus};
use crate::report::{self, FORMATS, Format, Place, Report, Request};
use crate::store::{Filter, Store};

/// Write a briefing on an actor, or on what happened in a time
///
/// Of an actor: who it is, whom it met, where and when, what it said and what others say of it. A
/// state stands for those who act for it, an office for who holds it. Without an actor: what
/// happened in a time, or what filters leave. Each fact has its sentence and article; what was read
/// with little confidence, and what articles contradict each other on, is marked.
///
/// HTML is one file that prints well; Markdown has its diagram in a PNG beside it. The exit code is
/// 1 if nothing was found.
///
/// Example: chancery report "Sergey Lavrov" --since 2022 --output lavrov.html
///
/// Example: chancery report --since 2018-05 --until 2018-06 --output june.md
#[derive(clap::Args)]
pub(super) struct Args {
    /// Whom it is about: a name, words of a name, a state, an office, or a number
    actor: Option<String>,
    /// The file to write; `-` is stdout
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The format; by default the end of the file's name tells, or else md
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(FORMATS, |format| format.name, |name| {
            FORMATS.iter().find(|format| format.name == name)
        }),
    )]
    format: Option<&'static Format>,
    /// Only meetings with this actor too, and statements about it
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only meetings in this place or country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only what may have been on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only what may have been on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only meetings of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(MeetingKind::ALL, MeetingKind::as_str))]
    kind: Vec<MeetingKind>,
    /// Only meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only meetings in articles, and statements, with all these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only what was read with at least this confidence, from 0 to 1: the share of such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    #[command(flatten)]
    more: filters::More,
    #[command(flatten)]
    around: filters::Around,
    /// The day from which planned meetings are ahead, instead of that of the latest article
    #[arg(long, value_name = "DAY")]
    today: Option<Date>,
    /// At most so many meetings and statements in a table; the latest, if there are more
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
}

/// Writes the report.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let format = match args.format.or_else(|| Format::of_path(&args.output)) {
        Some(format) => format,
        None if args.output.extension().is_none() => &FORMATS[0],
        None => anyhow::bail!(
            "the name {} tells no format that is known; give --format",
            args.output.display()
        ),
    };
    let store = Store::read(&session.db)?;
    let gazetteer = Gazetteer::with(&store.given()?);
    let request = match args.request(session, &store, &gazetteer)? {
        Ok(request) => request,
        Err(unknown) => {
            session.ui.fail(unknown.reason());
            match unknown.maybe.as_slice() {
                [] => session.ui.note(format_args!("`chancery {}s` lists them", match unknown.what {
                    "place" => "location",
                    what => what,
                })),
                maybe => session.ui.note(format_args!("did you mean {}?", maybe.join(", "))),
            }
            return Ok(Outcome::Nothing);
        }
    };
    let report = report::compose(&store, &gazetteer, &request)?;
    if report.is_empty() {
        let scope = request.scope.join("; ");
        let scope =
            if scope.is_empty() { scope } else { format!(" ({scope}): try fewer filters") };
        session.ui.note(format_args!("nothing was found in {}{scope}", report.searched()));
        return Ok(Outcome::Nothing);
    }
    write(session, format, &report, &args.output)?;
    Ok(Outcome::Done)
}

/// Writes a report, and its diagram beside it where the format has none inside.
fn write(
    session: &Session,
    format: &Format,
    report: &Report,
    output: &Path,
) -> anyhow::Result<()> {
    let to_stdout = output.as_os_str() == "-";
    let mut beside = None;
    if format.diagram == Place::Beside
        && let Some(diagram) = report.diagram()?
    {
        if to_stdout {
            session.ui.note("the diagram is a file beside the report: --output writes both");
        } else {
            let mut name = output.file_stem().unwrap_or_default().to_owned();
            name.push("-diagram.png");
            beside = Some((output.with_file_name(&name), name, diagram));
        }
    }
    let name = beside.as_ref().map(|it| it.1.to_string_lossy().into_owned());
    let text = format.write(report, name.as_deref())?;
    if to_stdout {
        session.ui.bytes(text.as_bytes())?;
        return Ok(());
    }
    write_file(output, |out| out.write_all(text.as_bytes()))
        .with_context(|| format!("the report as {}", format.name))?;
    session.ui.note_under("wrote", output.display());
    if let Some((path, _, diagram)) = &beside {
        write_file(path, |out| out.write_all(diagram)).context("the diagram of the report")?;
        session.ui.note_under("wrote", path.display());
    }
    Ok(())
}

impl Args {
    /// What is asked for, or a name that names nobody.
    fn request(
        &self,
        session: &Session,
        store: &Store,
        gazetteer: &Gazetteer,
    ) -> anyhow::Result<Result<Request, Unknown>> {
        let asker = Asker::new(store, gazetteer, civil::Date::ZERO, 0);
        let mut request = Request {
            limit: self.limit,
            today: self.today.map(Date::first),
            scope: self.scope(),
            ..Request::default()
        };
        if let Some(words) = &self.actor {
            match asker.find_actors(words)? {
                Ok(party) => request.who = Some(party),
                Err(unknown) => return Ok(Err(unknown)),
            }
        }
        if let Some(words) = &self.with {
            match asker.find_actors(words)? {
                Ok(party) => {
                    let own = request.who.iter().flat_map(|it| &it.ids);
                    let own: Vec<_> = own.copied().collect();
                    request.with = party.ids.into_iter().filter(|id| !own.contains(id)).collect();
                    anyhow::ensure!(
                        !request.with.is_empty(),
                        "‘{words}’ is whom the report is about; --with takes another actor"
                    );
                    request.scope.insert(0, format!("with {}", party.label));
                }
                Err(unknown) => return Ok(Err(unknown)),
            }
        }
        if let Some(words) = &self.location {
            match asker.find_places(words)? {
                Ok(place) => {
                    request.filter.at = Some(place.ids);
                    request.scope.push(format!("in {}", place.label));
                }
                Err(unknown) => return Ok(Err(unknown)),
            }
        }
        self.refuse_several(store, request.who.as_ref())?;
        request.filter = Filter {
            since: self.since,
            until: self.until,
            kinds: filters::chosen(&self.kind, MeetingKind::as_str),
            statuses: filters::chosen(&self.status, MeetingStatus::as_str),
            text: self.text.clone(),
            confidence: self.confidence,
            near: self.around.circle(session)?,
            ..self.more.narrow(request.filter)
        };
        Ok(Ok(request))
    }

    /// Fails where one name is that of several actors: a report is about one.
    fn refuse_several(&self, store: &Store, who: Option<&crate::answer::Party>) -> anyhow::Result<()> {
        let (Some(who), Some(name)) = (who, &self.actor) else { return Ok(()) };
        if who.ids.len() < 2 || who.state.is_some() {
            return Ok(());
        }
        let rows = store.actors_numbered(&who.ids, None)?;
        let line = |it: &crate::store::ActorRow| {
            let more = [&it.roles[..], &it.affiliations[..]].concat().join("; ");
            let more = if more.is_empty() { more } else { format!(", {more}") };
            format!("\n  {} {} ({}{more})", it.id, it.name, it.kind)
        };
        anyhow::bail!(
            "‘{name}’ may be any of {} actors; ask for one by its number:{}",
            rows.len(),
            rows.iter().map(line).collect::<String>()
        )
    }

    /// What narrows the report, in words.
    fn scope(&self) -> Vec<String> {
        let mut scope = Vec::new();
        let several = |all: Vec<String>| all.join(" or ");
        if let Some(since) = self.since {
            scope.push(format!("since {since}"));
        }
        if let Some(until) = self.until {
            scope.push(format!("until {until}"));
        }
        if !self.kind.is_empty() {
            scope.push(format!("of kind {}", several(filters::chosen(&self.kind, MeetingKind::as_str))));
        }
        if !self.status.is_empty() {
            scope.push(several(filters::chosen(&self.status, MeetingStatus::as_str)));
        }
        if let Some(text) = &self.text {
            scope.push(format!("told with the words ‘{text}’"));
        }
        if let Some(least) = self.confidence {
            scope.push(format!("read with confidence {least} or more"));
        }
        scope.extend(self.more.told());
        scope.extend(self.around.told());
        scope
    }
}
