//! The program as a user meets it: output, errors, exit codes.

mod analysis;
mod articles_in;
mod ask;
mod corrections;
mod errors;
mod files_out;
mod help;
mod intake;
mod knowledge;
mod lists;
mod networks;
mod report;
mod safety;
mod shards;
mod terminal;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder of the fixtures.
pub(crate) fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A folder to work in, gone with the value.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What `chancery build` makes of the articles on the desk, once for all tests.
static BUILT: LazyLock<Desk> = LazyLock::new(|| {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let output = desk
        .command(&["build", "--out", "out"])
        .arg(articles)
        .output()
        .expect("the program is built");
    // One record of the articles is bad.
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    desk
});

impl Desk {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the test") }
    }

    /// A folder with `chancery.db`, made of the articles in `tests/fixtures/desk`.
    pub(crate) fn with_database() -> Self {
        let desk = Self::empty();
        fs::copy(BUILT.path("out/chancery.db"), desk.path("chancery.db")).expect("it is made");
        desk
    }

    /// The folder of all that `chancery build` wrote. Nobody changes it.
    pub(crate) fn built() -> PathBuf {
        BUILT.path("out")
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it is writable");
        fs::write(&path, content).expect("it is writable");
        path
    }

    /// The program with some arguments, run in the folder and deaf to the world around it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("chancery"));
        command.current_dir(self.folder.path()).args(args).env_clear();
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program is built")
    }

    /// What the program prints on stdout; it must succeed.
    pub(crate) fn stdout(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
        text(&output.stdout)
    }

    /// The values of a field in a list as JSON.
    pub(crate) fn field(&self, name: &str, args: &[&str]) -> Vec<String> {
        let args = [args, &["--format", "json"]].concat();
        let rows: Vec<Value> = serde_json::from_str(&self.stdout(&args)).expect("a list is JSON");
        rows.iter()
            .map(|row| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned))
            .collect()
    }

    /// A run as it looks in a terminal: the command, what it prints, and how it ends.
    pub(crate) fn session(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let mut session = String::from("$ chancery");
        for arg in args {
            let quoted = arg.contains([' ', '\'']) || arg.is_empty();
            let mark = if quoted { "\"" } else { "" };
            write!(session, " {mark}{arg}{mark}").expect("memory takes all");
        }
        session.push('\n');
        session.push_str(&text(&output.stdout));
        for line in text(&output.stderr).lines() {
            writeln!(session, "! {line}").expect("memory takes all");
        }
        let code = output.status.code().expect("no signal ended it");
        writeln!(session, "[{code}]").expect("memory takes all");
        self.without_folders(&session)
    }

    /// A text in which folders that differ from run to run have names of their own.
    pub(crate) fn without_folders(&self, text: &str) -> String {
        let fixtures = fixtures("");
        let own = self.folder.path();
        let whole = own.canonicalize().unwrap_or_else(|_| own.to_owned());
        text.replace(&*whole.to_string_lossy(), "DESK")
            .replace(&*own.to_string_lossy(), "DESK")
            .replace(&*fixtures.to_string_lossy(), "FIXTURES/")
            .replace("\r\n", "\n")
    }
}

/// Output as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8")
}

/// The commands that the help names, in its order.
pub(crate) fn commands() -> Vec<String> {
    let help = Desk::empty().stdout(&["--help"]);
    let mut commands: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    commands.retain(|command| command != "help");
    commands
}
