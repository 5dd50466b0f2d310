//! What helps against an error.

use crate::export;
use crate::input;
use crate::store;

/// A line that says what to do, for the errors that have a remedy.
pub(super) fn of(error: &anyhow::Error) -> Option<&'static str> {
    error.chain().find_map(|cause| {
        cause
            .downcast_ref::<store::Error>()
            .and_then(of_store)
            .or_else(|| cause.downcast_ref::<input::Error>().and_then(of_input))
            .or_else(|| cause.downcast_ref::<export::Error>().and_then(of_export))
    })
}

/// Whether another program keeps this one from the database.
pub(super) fn is_locked(error: &anyhow::Error) -> bool {
    let locked = |cause: &store::Error| matches!(cause, store::Error::Locked { .. });
    error.chain().any(|cause| cause.downcast_ref().is_some_and(locked))
}

fn of_store(error: &store::Error) -> Option<&'static str> {
    Some(match error {
        store::Error::Missing { .. } => {
            "`chancery add ARTICLES` or `chancery build ARTICLES --out DIR` makes one; --db names another"
        }
        store::Error::NoDatabase { .. } | store::Error::Foreign => {
            "name another file with --db; this one was left as it is"
        }
        store::Error::TooNew { .. } => {
            "install the version of chancery that made it, or a later one"
        }
        store::Error::Changed { .. } => {
            "install the version of chancery that made it, or build a new database"
        }
        store::Error::ReadOnly { .. } | store::Error::Open { .. } => {
            "name a file in a folder that you may write to with --db"
        }
        store::Error::Disk { .. } => {
            "see that the disk has room and works, and run the same command again"
        }
        store::Error::Damaged { .. } => {
            "`chancery check` tells how far, and what to do; `chancery check --repair` mends what can be \
             made anew"
        }
        store::Error::Exists { .. } => {
            "name another file, or replace this one with --force; never the database itself"
        }
        store::Error::InUse { .. } => {
            "name another file, or wait for the program that uses it; if none does, `chancery articles --db` \
             with its name closes it"
        }
        store::Error::Backup { .. } => "name a file in a folder that you may write to",
        store::Error::Copy { .. } => "`chancery check` tells what is wrong, and what to do",
        store::Error::Full { .. } => "free some space and run the same command again",
        store::Error::Locked { .. } => "wait for it to end, and run the same command again",
        store::Error::Search { .. } => {
            "AND, OR and NOT in capitals stand between words, parentheses hold some; write such a word \
             in small letters to search for it"
        }
        _ => return None,
    })
}

fn of_input(error: &input::Error) -> Option<&'static str> {
    Some(match error {
        input::Error::Missing { .. } => "check the path; `-` reads standard input",
        input::Error::Knowledge { .. } => "check the path; --knowledge takes a CSV file",
        input::Error::Line { .. } => "`chancery knowledge --help` tells what each column holds",
        _ => return None,
    })
}

fn of_export(error: &export::Error) -> Option<&'static str> {
    Some(match error {
        export::Error::NoGraphviz { .. } => {
            "install Graphviz (https://graphviz.org; Debian, Ubuntu: apt install graphviz; macOS: brew install \
             graphviz), or leave --layout out: chancery places the actors itself"
        }
        export::Error::Graphviz { .. } => "leave --layout out: chancery places the actors itself",
        _ => return None,
    })
}
