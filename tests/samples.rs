//! The sample articles in a folder of their own, and the program at work there.
//!
//! What it makes of them is compared with what is committed. `CHANCERY_UPDATE=1 cargo test` writes
//! the committed files anew instead.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// What the tests say to someone whose change moved what the program writes.
pub(crate) const REMEDY: &str = "look at the difference, then run \
                                 `CHANCERY_UPDATE=1 cargo test --test chancery` and commit it";

/// Whether the committed files are to be written anew.
pub(crate) fn updating() -> bool {
    std::env::var_os("CHANCERY_UPDATE").is_some_and(|value| value != "0")
}

/// A path from the root of the repository.
pub(crate) fn committed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What of a fresh clone the program is shown to read.
const COPIED: &[&str] = &["examples", "tests/gold"];

/// A folder in which the sample articles and the annotated ones are as in a fresh clone.
pub(crate) struct Checkout {
    folder: TempDir,
}

impl Checkout {
    /// Makes the folder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for copied in COPIED {
            for (path, bytes) in files(&committed(copied)) {
                let target = folder.path().join(copied).join(path);
                fs::create_dir_all(target.parent().expect("a folder")).expect("it can be made");
                fs::write(target, bytes).expect("it can be written");
            }
        }
        Self { folder }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder, whatever the environment of the test.
    pub(crate) fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_chancery"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("CHANCERY_DB")
            .env_remove("COLUMNS")
            .envs(environment.iter().copied())
            .output()
            .expect("the program starts")
    }

    /// Runs the program in the folder, and has it succeed.
    pub(crate) fn must(&self, arguments: &[&str]) -> Output {
        let output = self.run(arguments, &[]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        output
    }
}

/// The files under a folder, by their paths in it.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it was found there");
            let name = name.to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
    found
}

/// The first line in which two texts differ, with its number; of bytes that are no text, where.
pub(crate) fn difference(committed: &[u8], made: &[u8]) -> Option<String> {
    if committed == made {
        return None;
    }
    let (Ok(committed), Ok(made)) = (std::str::from_utf8(committed), std::str::from_utf8(made))
    else {
        return Some("other bytes".to_owned());
    };
    let (mut old, mut new) = (committed.lines(), made.lines());
    for number in 1.. {
        let (old, new) = (old.next(), new.next());
        if old != new || old.is_none() {
            let line = |line: Option<&str>| line.unwrap_or("(no more)").to_owned();
            return Some(format!("line {number}\n    - {}\n    + {}", line(old), line(new)));
        }
    }
    None
}
