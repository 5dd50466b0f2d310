//! Terminals, pipes and colors.

use super::{Desk, fixtures, text};

#[test]
fn colors_are_for_terminals_unless_asked_for() {
    let desk = Desk::with_database();
    let told = |args: &[&str]| text(&desk.run(args).stderr);
    assert!(!told(&["show", "actor", "nobody"]).contains('\u{1b}'));
    assert!(told(&["show", "actor", "nobody", "--color", "always"]).contains('\u{1b}'));
    assert!(!told(&["show", "actor", "nobody", "--color", "never"]).contains('\u{1b}'));
}

#[test]
fn quiet_leaves_results_and_errors() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let articles = articles.to_str().expect("a path in UTF-8");
    insta::assert_snapshot!(desk.session(&["build", articles, "--out", "out", "--quiet"]));
    let list = desk.session(&["meetings", "--db", "out/chancery.db", "--since", "2031", "-q"]);
    assert!(!list.contains('!'), "{list}");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File};
    use std::process::{Command, Stdio};

    use super::{Desk, fixtures, text};

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let desk = Desk::with_database();
        for args in [
            &["actors"][..],
            &["statements", "--format", "jsonl"],
            &["meetings", "--format", "csv"],
            &["meetings", "--format", "json"],
            &["network"],
            &["show", "actor", "Ada Okafor"],
            &["completions", "zsh"],
        ] {
            let mut child = Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
                .current_dir(desk.path(""))
                .args(args)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program is built");
            // Nobody reads: the first write fails.
            drop(child.stdout.take());
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
            assert!(!text(&output.stderr).contains("error"), "{args:?}");
        }
    }

    #[test]
    fn a_full_disk_under_the_results_is_a_failure() {
        let Ok(full) = File::options().write(true).open("/dev/full") else { return };
        let desk = Desk::with_database();
        for args in [&["actors"][..], &["actors", "--format", "csv"], &["network"]] {
            let output = Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
                .current_dir(desk.path(""))
                .args(args)
                .stdout(full.try_clone().expect("it is open"))
                .output()
                .expect("the program is built");
            assert_eq!(output.status.code(), Some(1), "{args:?}");
            assert!(text(&output.stderr).contains("No space left"), "{args:?}");
        }
    }

    /// What a command prints on a terminal of 70 columns, if there is `script` to make one.
    fn on_terminal(desk: &Desk, command: &str) -> Option<String> {
        let program = assert_cmd::cargo::cargo_bin!("chancery").display().to_string();
        let run = format!(
            "stty cols 70 rows 24 < /dev/tty && {}",
            command.replace("chancery ", &format!("'{program}' "))
        );
        let output = Command::new("script")
            .args(["-qec", &run, "/dev/null"])
            .current_dir(desk.path(""))
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .env("TERM", "xterm-256color")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        (!shown.contains("stty:") && output.status.success()).then_some(shown)
    }

    #[test]
    fn on_a_terminal_tables_fit_and_errors_have_color_unless_told_otherwise() {
        let desk = Desk::with_database();
        let Some(table) = on_terminal(&desk, "chancery actors") else {
            crate::damage::skip("there is no `script` that makes a terminal");
            return;
        };
        assert!(table.lines().count() > 5, "{table}");
        for line in table.lines() {
            assert!(line.trim_end().chars().count() <= 70, "{line}");
        }
        let told = on_terminal(&desk, "chancery show actor nobody || true").expect("as above");
        assert!(told.contains("\u{1b}["), "{told}");
        let told = on_terminal(&desk, "NO_COLOR=1 chancery show actor nobody || true");
        let told = told.expect("as above");
        assert!(told.contains("nobody") && !told.contains("\u{1b}["), "{told}");
    }

    #[test]
    fn progress_is_shown_on_a_terminal_only() {
        let desk = Desk::empty();
        for number in 0..3 {
            desk.write(
                &format!("in/{number}.txt"),
                format!("Ada Okafor met envoy number {number}."),
            );
        }
        let Some(shown) = on_terminal(&desk, "chancery add in") else {
            crate::damage::skip("there is no `script` that makes a terminal");
            return;
        };
        assert!(shown.contains("reading"), "{shown:?}");
        assert!(shown.contains("3 added"), "{shown:?}");
        fs::remove_file(desk.path("chancery.db")).expect("it was made");
        let quiet = on_terminal(&desk, "chancery add in -q").expect("as above");
        assert!(!quiet.contains("reading"), "{quiet:?}");
        let plain = text(&desk.run(&["add", fixtures("desk").to_str().expect("UTF-8")]).stderr);
        assert!(!plain.contains("reading") && !plain.contains('\r'), "{plain:?}");
    }
}
