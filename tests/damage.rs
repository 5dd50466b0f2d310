//! What happens to the database when things go wrong around it: it stays whole.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use chancery::store::{Filter, Store};
use rusqlite::Connection;

use crate::cli::{Desk, fixtures, text};

/// Says that a test cannot do its work here.
#[expect(
    clippy::print_stderr,
    reason = "a test that was skipped must not look like one that passed"
)]
pub(crate) fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

/// Articles that differ, as JSON Lines.
fn many(desk: &Desk, count: usize) {
    let lines: Vec<String> = (0..count)
        .map(|number| {
            format!(
                "{{\"id\":\"a{number:03}\",\"published\":\"2024-05-11\",\"text\":\"Foreign Minister \
                 Ada Okafor of Kenya met Envoy Jan Lund of Norway in Oslo on Friday. They spoke of \
                 quota number {number}, and Lund said that the talks were useful.\"}}\n"
            )
        })
        .collect();
    desk.write("many.jsonl", lines.concat());
}

/// What each article of a database gave, by its id.
fn given(path: &Path) -> Vec<(String, [usize; 3])> {
    let store = Store::open(path).expect("the database opens");
    let check: String = Connection::open(path)
        .expect("it opens")
        .query_row("pragma integrity_check", [], |row| row.get(0))
        .expect("it can be checked");
    assert_eq!(check, "ok");
    let mut given: Vec<_> = store
        .list_articles(&Filter::default())
        .expect("they can be listed")
        .into_iter()
        .map(|it| (it.id, [it.actors, it.meetings, it.statements]))
        .collect();
    given.sort();
    given
}

#[test]
fn killed_at_any_point_the_database_holds_whole_articles_only() {
    const MOMENTS: u32 = 20;
    let whole = Desk::empty();
    many(&whole, 160);
    let start = Instant::now();
    whole.stdout(&["add", "many.jsonl"]);
    let time = start.elapsed();
    let all = given(&whole.path("chancery.db"));
    assert_eq!(all.len(), 160);
    let mut cut = 0;
    for moment in 1..=MOMENTS {
        let desk = Desk::empty();
        many(&desk, 160);
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
            .current_dir(desk.path(""))
            .args(["add", "many.jsonl"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program is built");
        thread::sleep(time * moment / MOMENTS);
        // The run may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it ends");
        let path = desk.path("chancery.db");
        if !path.exists() {
            continue;
        }
        let left = given(&path);
        for article in &left {
            assert!(all.contains(article), "half an article after {moment}: {article:?}");
        }
        cut += usize::from(left.len() < all.len());
        if moment % 5 == 0 {
            desk.stdout(&["add", "many.jsonl"]);
            assert_eq!(given(&path), all, "a second run completes the first");
            let meetings = desk.stdout(&["meetings", "--format", "csv"]);
            assert_eq!(meetings, whole.stdout(&["meetings", "--format", "csv"]));
        }
    }
    assert!(cut > 0, "no run was cut off");
}

#[test]
fn an_interrupted_grouping_is_told_and_done_again() {
    let desk = Desk::with_database();
    let store = Connection::open(desk.path("chancery.db")).expect("it opens");
    store.execute_batch("delete from meeting_members").expect("it is writable");
    drop(store);
    let told = text(&desk.run(&["meetings"]).stderr);
    assert!(told.contains("chancery resolve"), "{told}");
    desk.stdout(&["resolve"]);
    assert!(!text(&desk.run(&["meetings"]).stderr).contains("chancery resolve"));
}

#[test]
fn files_that_are_no_database_of_ours_are_left_as_they_are() {
    let desk = Desk::empty();
    desk.write("in/a.txt", "Ada Okafor met Jan Lund.");
    desk.write(
        "notes.db",
        "These are notes, long enough to be taken for the head of a database file, and more.",
    );
    desk.write("empty/x", "");
    let other = Connection::open(desk.path("other.db")).expect("it is made");
    other.execute_batch("create table t (x); insert into t values (1)").expect("it is writable");
    drop(other);
    fs::copy(Desk::built().join("chancery.db"), desk.path("later.db")).expect("it is made");
    let later = Connection::open(desk.path("later.db")).expect("it opens");
    later.pragma_update(None, "user_version", 99).expect("it is writable");
    drop(later);
    fs::copy(Desk::built().join("chancery.db"), desk.path("changed.db")).expect("it is made");
    let changed = Connection::open(desk.path("changed.db")).expect("it opens");
    changed
        .execute_batch("update migrations set sql = sql || ' ' where number = 1")
        .expect("a row");
    drop(changed);
    let mut sessions = Vec::new();
    for file in ["notes.db", "other.db", "later.db", "changed.db", "empty", "no/such/folder.db"] {
        let bytes = || fs::read(desk.path(file)).unwrap_or_default();
        let before = bytes();
        for command in [&["add", "in", "--db", file][..], &["actors", "--db", file]] {
            sessions.push(desk.session(command));
            assert!(sessions.last().is_some_and(|it| it.ends_with("[1]\n")), "{sessions:?}");
        }
        assert!(before == bytes(), "{file} was changed");
    }
    insta::assert_snapshot!(sessions.join("\n"));
}

#[test]
fn an_empty_file_becomes_a_database() {
    let desk = Desk::empty();
    desk.write("new.db", "");
    desk.write("in/a.txt", "Ada Okafor met Jan Lund.");
    desk.stdout(&["add", "in", "--db", "new.db"]);
    assert!(desk.stdout(&["actors", "--db", "new.db"]).contains("Okafor"));
}

/// Runs a script of the shell with a small disk of its own: `$0` is where it lies, `$1` the program.
///
/// Gives nothing where the system lets nobody make one.
fn on_small_disk(desk: &Desk, size: &str, script: &str) -> Option<String> {
    let disk = desk.path("disk");
    fs::create_dir_all(&disk).expect("it is writable");
    let mount = format!("mount -t tmpfs -o size={size} none \"$0\" || exit 99\n{script}");
    let output = Command::new("unshare")
        .args(["-Urm", "sh", "-c", &mount])
        .arg(&disk)
        .arg(assert_cmd::cargo::cargo_bin!("chancery"))
        .current_dir(desk.path(""))
        .output()
        .ok()?;
    if !output.status.success() {
        skip(&format!("no disk of its own: {}", text(&output.stderr)));
        return None;
    }
    Some(text(&output.stdout))
}

#[test]
fn a_full_disk_is_told_and_the_database_is_whole() {
    let desk = Desk::empty();
    many(&desk, 160);
    let script = "\"$1\" --db \"$0/x.db\" add many.jsonl 2>&1; echo \"[$?]\"\n\
                  \"$1\" --db \"$0/x.db\" articles --format csv 2>/dev/null; echo \"[$?]\"\n\
                  cp \"$0\"/x.db* .";
    let Some(told) = on_small_disk(&desk, "900k", script) else { return };
    assert!(told.contains("the disk is full"), "{told}");
    assert!(told.contains("hint: free some space"), "{told}");
    assert!(told.contains("[1]") && told.ends_with("[0]\n"), "{told}");
    let left = given(&desk.path("x.db"));
    assert!(left.len() < 160, "the disk was large enough");
    for (id, counts) in left {
        assert_eq!(counts, [4, 1, 1], "{id}");
    }
}

#[test]
fn a_read_only_disk_lets_lists_through_and_nothing_else() {
    let desk = Desk::with_database();
    desk.write("in/a.txt", "Ada Okafor met Ivo Marek.");
    let script = "cp chancery.db \"$0/x.db\"; mount -o remount,ro \"$0\"\n\
                  \"$1\" --db \"$0/x.db\" actors --limit 1 --format csv 2>&1; echo \"[$?]\"\n\
                  \"$1\" --db \"$0/x.db\" network --format json 2>&1 | head -c 1; echo\n\
                  \"$1\" --db \"$0/x.db\" add in 2>&1; echo \"[$?]\"\n\
                  \"$1\" --db \"$0/x.db\" remove wire-77 2>&1; echo \"[$?]\"\n\
                  \"$1\" --db \"$0/new.db\" add in 2>&1; echo \"[$?]\"\n\
                  \"$1\" build in --out \"$0/out\" 2>&1; echo \"[$?]\"";
    let Some(told) = on_small_disk(&desk, "4m", script) else { return };
    insta::assert_snapshot!(desk.without_folders(&told));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_lets_lists_through_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::empty();
    desk.write("in/a.txt", "Ada Okafor met Ivo Marek.");
    let folder = desk.path("locked");
    fs::create_dir(&folder).expect("it is writable");
    fs::copy(Desk::built().join("chancery.db"), folder.join("x.db")).expect("it is made");
    let set = |mode: u32, path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    set(0o444, &folder.join("x.db"));
    set(0o555, &folder);
    let locked = fs::write(folder.join("probe"), "").is_err();
    if locked {
        assert!(desk.stdout(&["actors", "--db", "locked/x.db"]).contains("Ada Okafor"));
        for args in [["add", "in", "--db", "locked/x.db"], ["add", "in", "--db", "locked/new.db"]] {
            let session = desk.session(&args);
            assert!(session.contains("hint: name a file in a folder that you may"), "{session}");
        }
    } else {
        skip("this user may write anywhere");
    }
    set(0o755, &folder);
}

#[test]
fn a_database_of_many_writers_waits_its_turn() {
    let desk = Desk::empty();
    many(&desk, 40);
    let articles = fixtures("desk").join("oslo-2024-05-11.txt");
    let mut children: Vec<_> = ["many.jsonl", articles.to_str().expect("a path in UTF-8")]
        .iter()
        .map(|path| {
            Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
                .current_dir(desk.path(""))
                .args(["add", path])
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program is built")
        })
        .collect();
    for child in children.drain(..) {
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    assert_eq!(given(&desk.path("chancery.db")).len(), 41);
    assert!(
        Store::open(&desk.path("chancery.db")).expect("it opens").is_resolved().expect("asked")
    );
}

#[test]
fn who_waits_for_a_database_in_vain_is_told_who_holds_it() {
    let desk = Desk::with_database();
    let path = desk.path("chancery.db");
    // This test is the other program: it has the database open, and writes for too long.
    let store = Store::open(&path).expect("it opens");
    let writer = Connection::open(&path).expect("it opens");
    writer.execute_batch("begin immediate").expect("nobody else writes");
    let output = desk.run(&["resolve"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("another program is writing to the database"), "{told}");
    let holder = format!("the database is held by process {}", std::process::id());
    assert!(told.contains(&holder), "{told}");
    drop((writer, store));
    assert_eq!(desk.run(&["resolve"]).status.code(), Some(0));
}
