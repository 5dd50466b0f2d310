//! Files that are whole or not there: written beside their place, then moved to it.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process,
};

use super::{Error, tables::Failure};

/// Writes a file through `write`, making its folder where there is none.
///
/// A file of that name stays as it was until the last byte of its successor is on the disk.
///
/// # Errors
///
/// If the folder or the file cannot be written; nothing is left behind then.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    write_with(path, |out| Ok(write(out)?))
}

/// Writes a file as [`write_file`] does, of something that may fail itself.
pub(super) fn write_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Error> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
    }
    let beside = beside(path);
    let result = fill(&beside, write).and_then(|()| Ok(fs::rename(&beside, path)?));
    result.map_err(|failure| {
        // The first failure is the one to tell; a file that was never made cannot be removed.
        let _ = fs::remove_file(&beside);
        match failure {
            Failure::Write(source) => Error::File { path: path.to_owned(), source },
            Failure::Read(source) => Error::Rows { source },
        }
    })
}

/// A name in the same folder that no other run of the program uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", process::id()));
    path.with_file_name(name)
}

fn fill(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_fails_leaves_the_old_one_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/table.csv");
        write_file(&path, |out| out.write_all(b"old")).expect("it can be written");
        let failed = write_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(matches!(failed, Err(Error::File { .. })));
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        let left = fs::read_dir(path.parent().expect("a folder")).expect("it is there").count();
        assert_eq!(left, 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "no folder").expect("it can be written");
        let failed = write_file(&file.join("table.csv"), |_| Ok(())).expect_err("no folder");
        assert!(failed.to_string().starts_with("cannot make the folder "), "{failed}");
    }
}
