//! Folders made here: deep, large, closed, with links and odd names.

use super::*;

struct Tree(tempfile::TempDir);

impl Tree {
    fn of(files: &[&str]) -> Self {
        let tree = Self(tempfile::tempdir().expect("a folder for the test"));
        for file in files {
            let path = tree.path(file);
            fs::create_dir_all(path.parent().expect("it is in the tree")).expect("it is writable");
            fs::write(path, "Ada Okafor met Jan Lund.").expect("it is writable");
        }
        tree
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("in").join(name)
    }

    /// The names of the files, and the names and reasons of what was skipped.
    fn names(&self, roots: &[&str]) -> Vec<String> {
        let roots: Vec<PathBuf> = roots.iter().map(|root| self.path(root)).collect();
        let files = Files::new(&roots).expect("they are there");
        files
            .into_iter()
            .map(|it| match it {
                Ok(found) => found.name,
                Err(skipped) => {
                    let place = skipped.place.rsplit('/').next().unwrap_or_default().to_owned();
                    format!("{place}: {}", skipped.reason)
                }
            })
            .collect()
    }
}

#[test]
fn folders_are_walked_in_the_order_of_paths_without_what_is_hidden() {
    let tree = Tree::of(&["b/2.txt", "b/1.txt", "a.txt", "c/d/e.txt", ".git/f.txt", "c/.g.txt"]);
    assert_eq!(tree.names(&[""]), ["in/a.txt", "in/b/1.txt", "in/b/2.txt", "in/c/d/e.txt"]);
}

#[test]
fn names_without_a_folder_of_their_own_are_told_apart_too() {
    let tree = Tree::of(&["x/day/1.txt", "y/day/1.txt", "y/day/2.txt", "z/1.txt"]);
    assert_eq!(
        tree.names(&["x/day", "y/day", "z"]),
        ["x/day/1.txt", "y/day/1.txt", "day/2.txt", "z/1.txt"]
    );
}

#[test]
fn a_folder_within_too_many_folders_is_named() {
    let deep = format!("{}a.txt", "f/".repeat(DEEPEST + 3));
    let tree = Tree::of(&[&deep, "g.txt"]);
    assert_eq!(tree.names(&[""]), ["f: unreadable", "in/g.txt"]);
}

#[test]
#[ignore = "takes a minute and 1,000,000 files; run it after a change of this module"]
fn a_million_files_are_walked_in_order() {
    let tree = Tree::of(&["a/0.txt"]);
    for number in 0..1_000_000 {
        fs::File::create(tree.path(&format!("a/article-{number:07}.txt"))).expect("it is writable");
    }
    let files = Files::new(&[tree.path("")]).expect("it is there");
    let (mut last, mut count) = (String::new(), 0);
    for found in files.into_iter().flatten() {
        assert!(found.name > last);
        last = found.name;
        count += 1;
    }
    assert_eq!(count, 1_000_001);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn links_are_followed_once_and_never_in_a_circle() {
        let tree = Tree::of(&["a/1.txt", "b/2.txt", "../out/3.txt", "../out/deep/4.txt"]);
        for (target, link) in [
            ("../a", "a/self"),
            ("../..", "a/up"),
            ("../../out", "b/out"),
            ("../../out/deep", "b/out-again"),
            ("../in", "../out/back"),
            ("nowhere", "c.txt"),
            ("b/2.txt", "d.txt"),
        ] {
            symlink(target, tree.path(link)).expect("it is writable");
        }
        assert_eq!(
            tree.names(&[""]),
            [
                "in/a/1.txt",
                "self: duplicate",
                "up: duplicate",
                "in/b/2.txt",
                "in/b/out/3.txt",
                "back: duplicate",
                "in/b/out/deep/4.txt",
                "out-again: duplicate",
                "in/c.txt",
                "in/d.txt",
            ]
        );
    }

    #[test]
    fn names_that_are_no_text_are_read_and_stay_apart() {
        let tree = Tree::of(&["a.txt"]);
        for name in [&b"caf\xe9.txt"[..], b"caf\xe8.txt", "café.txt".as_bytes()] {
            let path = tree.path("").join(OsStr::from_bytes(name));
            // Some file systems take text alone.
            if fs::write(path, "Ada Okafor met Jan Lund.").is_err() {
                return;
            }
        }
        assert_eq!(
            tree.names(&[""]),
            ["in/a.txt", "in/café.txt", "in/caf\\xE8.txt", "in/caf\\xE9.txt"]
        );
    }

    #[test]
    fn what_is_no_file_and_what_is_closed_costs_only_itself() {
        let tree = Tree::of(&["a.txt", "closed/b.txt", "z.txt"]);
        let socket = UnixListener::bind(tree.path("s.txt")).expect("it is writable");
        let closed = tree.path("closed");
        let mode = |mode| {
            let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
            fs::set_permissions(&closed, permissions).expect("it is ours");
        };
        mode(0o000);
        let may_read = fs::read_dir(&closed).is_ok();
        let names = tree.names(&[""]);
        mode(0o755);
        drop(socket);
        // Root may read all.
        let folder = if may_read { "in/closed/b.txt" } else { "closed: unreadable" };
        assert_eq!(names, ["in/a.txt", folder, "s.txt: unknown format", "in/z.txt"]);
    }
}
