//! Batches of articles: reports, dry runs, interruptions, and folders that are watched.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use serde_json::Value;

use super::{Desk, fixtures, text};

/// So many articles that differ, as JSON Lines.
fn lines(count: usize) -> String {
    (0..count).fold(String::new(), |mut lines, number| {
        writeln!(
            lines,
            "{{\"id\":\"a{number:04}\",\"published\":\"2024-05-11\",\"text\":\"Foreign Minister Ada \
             Okafor of Kenya met Envoy Jan Lund of Norway in Oslo on Friday. They spoke of quota \
             number {number}.\"}}"
        )
        .expect("memory takes all");
        lines
    })
}

#[test]
fn what_is_skipped_is_listed_in_a_file_line_by_line() {
    let desk = Desk::empty();
    let mut many = lines(3);
    many.push_str("no record\n");
    many.push_str(&lines(1).replace("a0000", "copy"));
    for number in 0..40 {
        writeln!(many, "{{\"id\":\"empty-{number}\",\"text\":\"\"}}").expect("memory takes all");
    }
    desk.write("many.jsonl", many);
    let output = desk.run(&["add", "many.jsonl", "--report", "report.jsonl"]);
    assert_eq!(output.status.code(), Some(1), "one record is bad");
    let report = fs::read_to_string(desk.path("report.jsonl")).expect("it is written");
    let rows: Vec<Value> =
        report.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(rows.len(), 42);
    assert_eq!(rows[0]["place"], "many.jsonl, line 4");
    assert_eq!(rows[0]["reason"], "bad record");
    assert!(rows[0].get("id").is_none(), "nobody knows it");
    assert_eq!(rows[1]["id"], "copy");
    assert_eq!(rows[1]["detail"], "the same text as a0000");
    assert_eq!(rows[41]["reason"], "no text");
    let told = text(&output.stderr);
    assert!(told.contains("error: many.jsonl, line 4: bad record"), "{told}");
    assert!(told.contains("… and 31 more; --report FILE lists them all"), "{told}");
    assert!(told.contains("45 read: 3 added"), "{told}");
    assert!(told.contains("42 skipped (40 no text, 1 bad record, 1 duplicate)"), "{told}");
    assert!(told.lines().count() < 20, "{told}");

    let on_stdout = desk.run(&["add", "many.jsonl", "--quiet", "--report", "-"]);
    assert_eq!(text(&on_stdout.stdout), report, "a second run skips the same");
    let records = desk.run(&["extract", "many.jsonl", "--report", "-"]);
    assert_eq!((records.status.code(), records.stdout.len()), (Some(1), 0));
    assert!(text(&records.stderr).contains("--report FILE"), "{}", text(&records.stderr));
    let nowhere = desk.run(&["add", "many.jsonl", "--report", "no/folder/report.jsonl"]);
    assert!(text(&nowhere.stderr).contains("cannot write the report no/folder/report.jsonl"));
}

#[test]
fn a_dry_run_tells_what_would_be_and_writes_nothing() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let articles = articles.to_str().expect("a path in UTF-8");
    let counts = |output: &std::process::Output| {
        let told = text(&output.stderr);
        told.lines().find(|line| line.starts_with("articles ")).expect("a line").to_owned()
    };
    let foreseen = desk.run(&["add", articles, "--dry-run"]);
    assert_eq!(foreseen.status.code(), Some(1), "one record is bad");
    assert!(text(&foreseen.stderr).contains("nothing was written"));
    assert_eq!(fs::read_dir(desk.path("")).expect("it is there").count(), 0);
    let added = desk.run(&["add", articles]);
    assert_eq!(counts(&foreseen), counts(&added));

    desk.write("more.jsonl", format!("{}{}", lines(2), lines(1)));
    let before = fs::read(desk.path("chancery.db")).expect("it is made");
    let foreseen = desk.run(&["add", articles, "more.jsonl", "--dry-run"]);
    assert_eq!(fs::read(desk.path("chancery.db")).expect("it is made"), before);
    let told = counts(&foreseen);
    assert!(told.contains("2 added, 0 replaced, 7 unchanged"), "{told}");
    let added = desk.run(&["add", articles, "more.jsonl"]);
    assert_eq!(told, counts(&added));
}

#[test]
fn a_watched_folder_gives_each_article_once() {
    let desk = Desk::empty();
    desk.write("in/first.jsonl", lines(3));
    desk.write("in/broken.jsonl", "no record\n");
    // Files that changed a moment ago are looked at twice, and may then come one by one.
    let watch = || {
        std::thread::sleep(Duration::from_millis(200));
        desk.run(&["watch", "in", "--once", "--every", "100ms"])
    };
    let first = watch();
    let told = text(&first.stderr);
    assert_eq!(first.status.code(), Some(1), "one record is bad: {told}");
    assert!(told.contains("4 read: 3 added"), "{told}");
    fs::remove_file(desk.path("in/broken.jsonl")).expect("it is there");
    let second = watch();
    let told = text(&second.stderr);
    assert_eq!(second.status.code(), Some(0), "{told}");
    assert!(told.contains("3 articles read, none new"), "{told}");
    // A feed that is appended to.
    desk.write("in/first.jsonl", lines(5));
    let told = text(&watch().stderr);
    assert!(told.contains("5 read: 2 added, 0 replaced, 3 unchanged"), "{told}");
    assert_eq!(desk.stdout(&["articles", "--format", "csv"]).lines().count(), 6);

    for (args, told) in [
        (&["watch", "nowhere"][..], "there is no file or folder ‘nowhere’"),
        (&["watch", "-"], "standard input cannot be watched"),
        (&["watch", "in", "--every", "soon"], "write a time such as 10s, 5m or 1h"),
    ] {
        let output = desk.run(args);
        assert!(text(&output.stderr).contains(told), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_run_that_was_cut_off_before_grouping_is_grouped_by_the_next_with_nothing_new() {
    let desk = Desk::empty();
    desk.write("many.jsonl", lines(3));
    desk.stdout(&["add", "many.jsonl"]);
    let whole = desk.stdout(&["meetings", "--format", "csv"]);
    let store = rusqlite::Connection::open(desk.path("chancery.db")).expect("it opens");
    store
        .execute_batch(
            "delete from meeting_members; delete from meetings; delete from outcomes; \
             update resolution set current = 0;",
        )
        .expect("it is writable");
    drop(store);
    let told = text(&desk.run(&["add", "many.jsonl"]).stderr);
    assert!(told.contains("0 added, 0 replaced, 3 unchanged"), "{told}");
    assert_eq!(desk.stdout(&["meetings", "--format", "csv"]), whole);
}

#[cfg(unix)]
mod unix {
    use std::io::{BufRead, BufReader, Write as _};
    use std::process::{Child, Command, Stdio};

    use super::{Desk, fs, lines, text};

    /// Starts the program and goes on.
    fn start(desk: &Desk, args: &[&str]) -> Child {
        Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
            .current_dir(desk.path(""))
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program is built")
    }

    fn interrupt(child: &Child) {
        let id = child.id().to_string();
        let status = Command::new("kill").args(["-INT", &id]).status().expect("there is `kill`");
        assert!(status.success());
    }

    /// The articles of a database, once there are so many.
    fn wait_for(desk: &Desk, count: usize) {
        for _ in 0..600 {
            if desk.path("chancery.db").exists()
                && text(&desk.run(&["articles", "--format", "csv", "--limit", "9999"]).stdout)
                    .lines()
                    .count()
                    > count
            {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("the articles did not come in");
    }

    #[test]
    fn a_record_comes_out_before_the_next_article_goes_in() {
        let desk = Desk::empty();
        let mut child = start(&desk, &["extract", "-", "--from", "jsonl"]);
        let mut input = child.stdin.take().expect("it is piped");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        for line in lines(3).lines() {
            writeln!(input, "{line}").expect("it reads");
            let mut record = String::new();
            output.read_line(&mut record).expect("it writes");
            assert!(record.contains(&line[7..12]), "{record}");
        }
        drop(input);
        assert!(child.wait().expect("it ends").success());
    }

    #[test]
    fn an_interrupted_run_keeps_whole_articles_and_the_same_command_goes_on() {
        let desk = Desk::empty();
        // Standard input stays open: the run waits for more when it is interrupted.
        let mut child = start(&desk, &["add", "-", "--from", "jsonl"]);
        let mut input = child.stdin.take().expect("it is piped");
        input.write_all(lines(70).as_bytes()).expect("it reads");
        input.flush().expect("it reads");
        wait_for(&desk, 70);
        interrupt(&child);
        let output = child.wait_with_output().expect("it ends");
        drop(input);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert!(told.contains("stopped 70 articles kept; the same command goes on"), "{told}");
        desk.write("many.jsonl", lines(80));
        let told = text(&desk.run(&["add", "many.jsonl"]).stderr);
        assert!(told.contains("80 read: 10 added, 0 replaced, 70 unchanged"), "{told}");
        desk.stdout(&["check"]);
        let whole = Desk::empty();
        whole.write("many.jsonl", lines(80));
        whole.stdout(&["add", "many.jsonl"]);
        for list in ["meetings", "statements", "articles"] {
            let args = [list, "--format", "csv", "--limit", "9999"];
            assert_eq!(desk.stdout(&args), whole.stdout(&args));
        }
    }

    #[test]
    fn an_interruption_in_the_midst_leaves_the_first_articles() {
        let desk = Desk::empty();
        desk.write("many.jsonl", lines(3000));
        let child = start(&desk, &["add", "many.jsonl"]);
        wait_for(&desk, 64);
        interrupt(&child);
        let output = child.wait_with_output().expect("it ends");
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{told}");
        let list = desk.stdout(&["articles", "--format", "csv", "--limit", "9999"]);
        let kept = list.lines().count() - 1;
        assert!((64..3000).contains(&kept), "{kept}");
        for number in 0..kept {
            assert!(list.contains(&format!("a{number:04}")), "{number} of {kept}");
        }
        // That they are not grouped yet is all that is missing.
        let check = text(&desk.run(&["check"]).stdout);
        assert!(check.lines().filter(|line| !line.starts_with(' ')).count() <= 1, "{check}");
    }

    #[test]
    fn what_arrives_while_a_folder_is_watched_is_added_until_it_is_interrupted() {
        let desk = Desk::empty();
        desk.write("in/a.jsonl", lines(2));
        let child = start(&desk, &["watch", "in", "--every", "100ms"]);
        wait_for(&desk, 2);
        desk.write("in/b.jsonl", lines(4));
        wait_for(&desk, 4);
        fs::remove_dir_all(desk.path("in")).expect("it is there");
        std::thread::sleep(std::time::Duration::from_millis(400));
        desk.write("in/c.jsonl", lines(5));
        wait_for(&desk, 5);
        interrupt(&child);
        let output = child.wait_with_output().expect("it ends");
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert!(told.contains("2 added, 0 replaced, 2 unchanged"), "{told}");
        assert!(told.contains("it is looked for again"), "{told}");
        desk.stdout(&["check"]);
    }
}

#[test]
fn an_article_that_replaces_another_of_its_batch_is_found_by_its_own_words() {
    let desk = Desk::empty();
    let later = lines(1).replace("quota number 0", "lobster pots");
    desk.write("many.jsonl", format!("{}{later}{}", lines(3), lines(5).replace("a000", "b000")));
    // Of the last five, b0001 and b0002 are copies.
    desk.run(&["add", "many.jsonl"]);
    let found = |words: &str| desk.field("id", &["articles", "--text", words]);
    assert_eq!(found("lobster"), ["a0000"]);
    let mut quotas = found("quota");
    quotas.sort_unstable();
    assert_eq!(quotas, ["a0001", "a0002", "b0000", "b0003", "b0004"]);
    let checked = desk.run(&["check"]);
    assert!(text(&checked.stderr).contains("all holds"), "{}", text(&checked.stderr));
}
