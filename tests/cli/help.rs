//! What the program says of itself: help, completions, man pages, version.

use std::fs;

use super::{Desk, commands, text};

#[test]
fn the_help_of_the_program() {
    insta::assert_snapshot!(Desk::empty().session(&["--help"]));
}

#[test]
fn the_help_of_every_command() {
    let desk = Desk::empty();
    let commands = commands();
    assert!(commands.len() >= 16, "{commands:?}");
    for command in commands {
        insta::assert_snapshot!(format!("help_of_{command}"), desk.session(&[&command, "--help"]));
    }
}

#[test]
fn without_a_command_the_help_is_an_error_of_usage() {
    let output = Desk::empty().run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("Start with: chancery build"));
    assert!(output.stdout.is_empty());
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = Desk::empty().stdout(&["--version"]);
    assert_eq!(version, format!("chancery {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_shell_completes_every_command() {
    let desk = Desk::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.stdout(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell} does not know {command}");
        }
        assert!(script.contains("format"), "{shell} knows no options");
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let desk = Desk::empty();
    desk.stdout(&["man", "share/man1"]);
    for command in commands() {
        let page = fs::read_to_string(desk.path(&format!("share/man1/chancery-{command}.1")));
        let page = page.expect("a page is written");
        assert!(page.contains(".SH SYNOPSIS"), "{command}: {page}");
    }
    assert!(desk.path("share/man1/chancery.1").is_file());
}
