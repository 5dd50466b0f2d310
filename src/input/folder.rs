//! Folders: all files below them, in the order of their paths, and the names that articles go by.
//!
//! A name begins with the folder that the user named, or that holds the file, so that the articles
//! of one day do not take the place of those of another: `monday/1.txt`, `tuesday/1.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{Error, Found, Named};

/// Folders within folders beyond which a loop of links is likelier than articles.
const DEEPEST: usize = 64;

/// Finds the files below `root`; those that begin with a dot are passed over.
pub(super) fn walk(root: &Path, found: &mut Vec<Found>) -> Result<(), Error> {
    below(Root { path: root, name: &name_of_folder(root) }, root, 0, found)
}

/// The folder that the user named, and what it is called.
#[derive(Clone, Copy)]
struct Root<'a> {
    path: &'a Path,
    name: &'a str,
}

/// What a folder is called, wherever the user stands: empty for the root of the file system.
fn name_of_folder(folder: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The name of a file that the user named: with its folder, as if that had been named.
pub(super) fn name_of_file(path: &Path) -> String {
    let folder = path.parent().map(name_of_folder).unwrap_or_default();
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    joined(&folder, &name)
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Gives files of one name as many more of the folders above them as it takes to tell them apart.
pub(super) fn tell_apart(found: &mut [Found]) {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, file) in found.iter().enumerate() {
        alike.entry(file.name.clone()).or_default().push(index);
    }
    for members in alike.into_values().filter(|members| members.len() > 1) {
        let paths: Vec<Vec<String>> = members
            .iter()
            .map(|&index| {
                let path = &found[index].path;
                let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
                whole.iter().map(|part| part.to_string_lossy().into_owned()).collect()
            })
            .collect();
        let count = paths.iter().collect::<BTreeSet<_>>().len();
        let end =
            |path: &[String], parts: usize| path[path.len().saturating_sub(parts)..].join("/");
        let longest = paths.iter().map(Vec::len).max().unwrap_or(0);
        let enough = (2..=longest)
            .find(|&parts| {
                paths.iter().map(|path| end(path, parts)).collect::<BTreeSet<_>>().len() == count
            })
            .unwrap_or(longest);
        // The same file twice keeps one name.
        if count > 1 {
            for (index, path) in members.into_iter().zip(&paths) {
                found[index].name = end(path, enough);
            }
        }
    }
}

fn below(root: Root<'_>, folder: &Path, depth: usize, found: &mut Vec<Found>) -> Result<(), Error> {
    let fail = |source| Error::Folder { path: folder.to_owned(), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST {
                below(root, &path, depth + 1, found)?;
            }
        } else {
            let relative = path.strip_prefix(root.path).unwrap_or(&path);
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            let name = joined(root.name, &parts.join("/"));
            found.push(Found { path, name, named: Named::No });
        }
    }
    Ok(())
}
