//! Folders: all files below them, in the order of their paths.

use std::fs;
use std::path::Path;

use super::{Error, Found, Named};

/// Folders within folders beyond which a loop of links is likelier than articles.
const DEEPEST: usize = 64;

/// Finds the files below `root`; those that begin with a dot are passed over.
pub(super) fn walk(root: &Path, found: &mut Vec<Found>) -> Result<(), Error> {
    below(root, root, 0, found)
}

fn below(root: &Path, folder: &Path, depth: usize, found: &mut Vec<Found>) -> Result<(), Error> {
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
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let name = relative.to_string_lossy().replace('\\', "/");
            found.push(Found { path, name, named: Named::No });
        }
    }
    Ok(())
}
