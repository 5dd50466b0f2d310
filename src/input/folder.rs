//! Folders: all files below them, in the order of their paths, and the names that articles go by.
//!
//! A name begins with the folder that the user named, or that holds the file, so that the articles
//! of one day do not take the place of those of another: `monday/1.txt`, `tuesday/1.txt`.
//!
//! Folders are listed as they are reached, so that a million files take the room of their names in
//! one folder. Hidden files are passed over. A folder that cannot be read costs only itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs::{self, DirEntry};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::batch::Meter;
use super::{Error, Found, Named, Reason, STDIN, Skipped};

/// Folders within folders that are read: more than any collection of articles has.
const DEEPEST: usize = 64;

/// A path that the user named, with the name that its articles go by or begin with.
#[derive(Clone, Debug)]
struct Root {
    path: PathBuf,
    name: String,
    is_folder: bool,
}

impl Root {
    /// The first folder in its name: what it shares with all roots that could have files of one name.
    fn label(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// The files that some paths lead to, looked for as they are asked for.
#[derive(Clone, Debug)]
pub struct Files {
    roots: Vec<Root>,
    /// Files that go by a longer name than others, to be told apart.
    renamed: Arc<BTreeMap<PathBuf, String>>,
    meter: Meter,
}

impl Files {
    /// The files that some paths lead to.
    pub(super) fn new(paths: &[PathBuf]) -> Result<Self, Error> {
        let mut roots = Vec::with_capacity(paths.len());
        for path in paths {
            let is_folder = path.is_dir();
            let name = match () {
                () if path.as_os_str() == STDIN => {
                    if roots.iter().any(|it: &Root| it.name == STDIN) {
                        return Err(Error::StdinTwice);
                    }
                    STDIN.to_owned()
                }
                () if is_folder => {
                    let fail = |source| Error::Folder { path: path.clone(), source };
                    drop(fs::read_dir(path).map_err(fail)?);
                    name_of_folder(path)
                }
                () if path.exists() => name_of_file(path),
                () => return Err(Error::Missing { path: path.clone() }),
            };
            roots.push(Root { path: path.clone(), name, is_folder });
        }
        let renamed = Arc::new(tell_apart(&roots));
        Ok(Self { roots, renamed, meter: Meter::default() })
    }

    /// Counts what is read of them.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Whether standard input is among them.
    #[must_use]
    pub fn has_stdin(&self) -> bool {
        self.roots.iter().any(|it| it.name == STDIN)
    }

    /// How many bytes they have together: nobody knows where standard input is among them.
    #[must_use]
    pub fn bytes(&self) -> Option<u64> {
        if self.has_stdin() {
            return None;
        }
        let found = self.clone().into_iter().flatten();
        Some(found.map(|file| fs::metadata(&file.path).map_or(0, |it| it.len())).sum())
    }
}

impl IntoIterator for Files {
    type Item = Result<Found, Skipped>;
    type IntoIter = Walk;

    fn into_iter(self) -> Walk {
        Walk {
            roots: self.roots.into_iter(),
            levels: Vec::new(),
            followed: BTreeSet::new(),
            renamed: self.renamed,
            meter: self.meter,
        }
    }
}

/// What a folder holds under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Link,
    Other,
}

impl Kind {
    fn of(entry: &DirEntry) -> Self {
        match entry.file_type() {
            Ok(found) if found.is_dir() => Self::Folder,
            Ok(found) if found.is_symlink() => Self::Link,
            Ok(found) if !found.is_file() => Self::Other,
            // What is wrong with it is told when it is opened.
            _ => Self::File,
        }
    }
}

/// A folder that is being walked.
#[derive(Debug)]
struct Level {
    path: PathBuf,
    /// What the names of the articles in it begin with.
    name: String,
    /// Where it really is, if the user named it or a link led to it.
    real: Option<PathBuf>,
    rest: std::vec::IntoIter<(Box<OsStr>, Kind)>,
}

/// Walks through folders, one listing for each that it is in.
#[derive(Debug)]
pub struct Walk {
    roots: std::vec::IntoIter<Root>,
    levels: Vec<Level>,
    /// Where the links led that were followed.
    followed: BTreeSet<PathBuf>,
    renamed: Arc<BTreeMap<PathBuf, String>>,
    meter: Meter,
}

impl Walk {
    fn found(&self, path: PathBuf, name: String, named: Named) -> Found {
        let name = self.renamed.get(&path).cloned().unwrap_or(name);
        Found { path, name, named, meter: self.meter.clone() }
    }

    /// Goes into a folder.
    fn enter(&mut self, path: PathBuf, name: String, real: Option<PathBuf>) -> Result<(), Skipped> {
        if self.levels.len() > DEEPEST {
            let detail = format!("more than {DEEPEST} folders within folders; name it by itself");
            return Err(skipped(&path, Reason::Unreadable, detail));
        }
        match list(&path) {
            Ok(names) => {
                self.levels.push(Level { path, name, real, rest: names.into_iter() });
                Ok(())
            }
            Err(error) => {
                let detail = format!("the folder cannot be read: {error}");
                Err(skipped(&path, Reason::Unreadable, detail))
            }
        }
    }

    /// Goes where a link to a folder leads, unless what is there is read anyway.
    fn follow(&mut self, path: PathBuf, name: String) -> Result<(), Skipped> {
        let unreadable = |error: io::Error| skipped(&path, Reason::Unreadable, error.to_string());
        let target = path.canonicalize().map_err(unreadable)?;
        let on_the_way = || self.levels.iter().filter_map(|it| it.real.as_ref());
        let is_loop = on_the_way().any(|it| it.starts_with(&target));
        let is_read = on_the_way().chain(&self.followed).any(|it| target.starts_with(it));
        if is_loop || is_read {
            let detail = "a link to a folder that is read anyway, or that the link is in";
            return Err(skipped(&path, Reason::Duplicate, detail.to_owned()));
        }
        self.followed.insert(target.clone());
        self.enter(path, name, Some(target))
    }

    /// Takes what a folder has under a name: a file, or nothing where there is more to walk.
    fn take(&mut self, name: &OsStr, kind: Kind) -> Result<Option<Found>, Skipped> {
        let Some(level) = self.levels.last() else { return Ok(None) };
        let path = level.path.join(name);
        let own = joined(&level.name, &shown(name));
        let kind = match kind {
            Kind::Link => match fs::metadata(&path) {
                Ok(there) if there.is_dir() => {
                    return self.follow(path, own).map(|()| None);
                }
                Ok(there) if !there.is_file() => Kind::Other,
                _ => Kind::File,
            },
            other => other,
        };
        match kind {
            Kind::Folder => self.enter(path, own, None).map(|()| None),
            Kind::Other => {
                // Whoever opens a pipe may wait for ever.
                let detail = "a pipe, a socket or a device; name it by itself to read it";
                Err(skipped(&path, Reason::UnknownFormat, detail.to_owned()))
            }
            Kind::File | Kind::Link => Ok(Some(self.found(path, own, Named::No))),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Found, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(level) = self.levels.last_mut() else {
                let root = self.roots.next()?;
                if !root.is_folder {
                    return Some(Ok(self.found(root.path, root.name, Named::Yes)));
                }
                let real = root.path.canonicalize().ok();
                if let Err(skipped) = self.enter(root.path, root.name, real) {
                    return Some(Err(skipped));
                }
                continue;
            };
            let Some((name, kind)) = level.rest.next() else {
                self.levels.pop();
                continue;
            };
            match self.take(&name, kind) {
                Ok(None) => {}
                Ok(Some(found)) => return Some(Ok(found)),
                Err(skipped) => return Some(Err(skipped)),
            }
        }
    }
}

/// What a folder holds, in order, without what is hidden.
fn list(folder: &Path) -> io::Result<Vec<(Box<OsStr>, Kind)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push((name.into_boxed_os_str(), Kind::of(&entry)));
        }
    }
    names.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(names)
}

fn skipped(path: &Path, reason: Reason, detail: String) -> Skipped {
    Skipped { place: path.display().to_string(), reason, detail }
}

/// A name as text; bytes that are none are written as `\xE9`, so that two names stay two.
fn shown(name: &OsStr) -> String {
    let mut shown = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(shown, "\\x{byte:02X}").expect("memory takes all");
        }
    }
    shown
}

/// What a folder is called, wherever the user stands: empty for the root of the file system.
fn name_of_folder(folder: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map(shown).unwrap_or_default()
}

/// The name of a file that the user named: with its folder, as if that had been named.
fn name_of_file(path: &Path) -> String {
    let folder = path.parent().map(name_of_folder).unwrap_or_default();
    joined(&folder, &shown(path.file_name().unwrap_or(path.as_os_str())))
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Gives files of one name as many more of the folders above them as it takes to tell them apart.
fn tell_apart(roots: &[Root]) -> BTreeMap<PathBuf, String> {
    let mut renamed = BTreeMap::new();
    let mut alike: BTreeMap<&str, Vec<&Root>> = BTreeMap::new();
    // A root without a name may hold files of any.
    let is_apart = roots.iter().all(|it| !it.name.is_empty());
    for root in roots {
        alike.entry(if is_apart { root.label() } else { "" }).or_default().push(root);
    }
    for group in alike.into_values().filter(|group| group.len() > 1) {
        let walk = || {
            let roots: Vec<Root> = group.iter().map(|&root| root.clone()).collect();
            let files = Files { roots, renamed: Arc::default(), meter: Meter::default() };
            files.into_iter().flatten()
        };
        // Numbers stand for names, so that a second walk keeps only the names that are there twice.
        let mut hashes: Vec<u64> = walk().map(|file| hash(&file.name)).collect();
        hashes.sort_unstable();
        let twice: BTreeSet<u64> =
            hashes.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        let mut members: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for file in walk().filter(|file| twice.contains(&hash(&file.name))) {
            members.entry(file.name).or_default().push(file.path);
        }
        for paths in members.into_values() {
            rename(paths, &mut renamed);
        }
    }
    renamed
}

/// Names files of one name by the ends of their paths.
fn rename(members: Vec<PathBuf>, renamed: &mut BTreeMap<PathBuf, String>) {
    let paths: Vec<Vec<String>> = members
        .iter()
        .map(|path| {
            let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
            whole.iter().map(shown).collect()
        })
        .collect();
    let count = paths.iter().collect::<BTreeSet<_>>().len();
    let end = |path: &[String], parts: usize| path[path.len().saturating_sub(parts)..].join("/");
    let longest = paths.iter().map(Vec::len).max().unwrap_or(0);
    let enough = (2..=longest)
        .find(|&parts| {
            paths.iter().map(|path| end(path, parts)).collect::<BTreeSet<_>>().len() == count
        })
        .unwrap_or(longest);
    // The same file twice keeps one name.
    if count > 1 {
        for (member, path) in members.into_iter().zip(&paths) {
            renamed.insert(member, end(path, enough));
        }
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
