//! What the README shows is what happens.
//!
//! Its blocks of `console` are run one after the other in a folder like a fresh clone; what they
//! print is compared with what stands there.

use std::collections::BTreeMap;
use std::fs;

use crate::samples::{Checkout, REMEDY, committed, difference, updating};

/// How the blocks begin and end.
const FENCE: (&str, &str) = ("```console\n", "```\n");

/// Columns of the terminal that the blocks show.
const COLUMNS: &str = "100";

/// How the program is called from a clone.
const FROM_SOURCE: &str = "cargo run --release -- ";

/// The words of a command as a shell has them; quotation marks keep several together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = None;
    for letter in command.chars() {
        match (letter, quoted) {
            ('"' | '\'', None) => quoted = Some(letter),
            (mark, Some(open)) if mark == open => quoted = None,
            (' ', None) => words.push(String::new()),
            (letter, _) => words.last_mut().expect("there is one").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What a command prints, if it is one of ours: notes first, then results.
fn print(
    folder: &Checkout,
    command: &str,
    environment: &mut BTreeMap<String, String>,
) -> Option<String> {
    if let Some(setting) = command.strip_prefix("export ") {
        let (name, value) = setting.split_once('=').expect("a setting has a value");
        environment.insert(name.to_owned(), value.to_owned());
        return Some(String::new());
    }
    let from_source = command.strip_prefix(FROM_SOURCE);
    let arguments = words(from_source.or_else(|| command.strip_prefix("chancery "))?);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut settings: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    settings.push(("COLUMNS", COLUMNS));
    let output = folder.run(&arguments, &settings);
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    let printed = [output.stderr, output.stdout].concat();
    Some(String::from_utf8(printed).expect("the program prints UTF-8"))
}

/// A block of commands as it would read if it showed what they print.
///
/// A last line `…` stands for more lines than are shown.
fn retell(folder: &Checkout, block: &str, environment: &mut BTreeMap<String, String>) -> String {
    let mut told = String::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let mut shown = Vec::new();
        while let Some(next) = lines.next_if(|next| !next.starts_with("$ ")) {
            shown.push(next);
        }
        told.extend([line, "\n"]);
        let command = line.strip_prefix("$ ").expect("a block begins with a command");
        let Some(printed) = print(folder, command, environment) else {
            told.extend(shown.iter().flat_map(|line| [*line, "\n"]));
            continue;
        };
        if shown.is_empty() {
            continue;
        }
        if shown.last() == Some(&"…") {
            let some = printed.lines().take(shown.len() - 1);
            told.extend(some.flat_map(|line| [line, "\n"]));
            told.push_str("…\n");
        } else {
            told.push_str(&printed);
        }
    }
    told
}

#[test]
fn the_readme_shows_what_happens() {
    let path = committed("README.md");
    let page = fs::read_to_string(&path).expect("the page is committed");
    let folder = Checkout::new();
    let mut environment = BTreeMap::new();
    let mut rest = page.as_str();
    let mut told = String::new();
    while let Some((before, after)) = rest.split_once(FENCE.0) {
        let (block, after) = after.split_once(FENCE.1).expect("a block ends");
        let block = retell(&folder, block, &mut environment);
        told.extend([before, FENCE.0, &block, FENCE.1]);
        rest = after;
    }
    told.push_str(rest);
    assert!(told.contains(FROM_SOURCE), "the page shows no command");
    if updating() {
        fs::write(&path, told).expect("it can be written");
        return;
    }
    if let Some(found) = difference(page.as_bytes(), told.as_bytes()) {
        panic!("README.md: {found}\n{REMEDY}\n");
    }
}

#[test]
fn the_questions_of_the_readme_have_answers() {
    let page = fs::read_to_string(committed("README.md")).expect("the page is committed");
    let folder = Checkout::new();
    folder.must(&["--db", "out.db", "add", "examples/articles"]);
    let (_, section) = page.split_once("\n## How to ask\n").expect("there is such a section");
    let rows = section.lines().take_while(|line| !line.starts_with("## "));
    let mut asked = 0;
    for row in rows {
        let Some((_, cell)) = row.split_once("| `chancery ") else { continue };
        let (command, _) = cell.split_once('`').expect("a command ends");
        let arguments = words(command);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = folder.must(&[&["--db", "out.db"], &arguments[..]].concat());
        let file = arguments.iter().skip_while(|word| **word != "--output").nth(1);
        let answered = match file {
            Some(file) if arguments.contains(&"--slice") => {
                // A file for each slice of time: out.dot makes out-2025-Q1.dot and so on.
                let (stem, end) = file.split_once('.').expect("the name of a file has an end");
                let names = fs::read_dir(folder.path(".")).expect("the folder is there");
                let names = names.map(|entry| entry.expect("it can be read").file_name());
                let slice =
                    |name: &str| name.starts_with(&format!("{stem}-")) && name.ends_with(end);
                names.filter(|name| slice(&name.to_string_lossy())).count() > 1
            }
            Some(file) => folder.path(file).exists(),
            None => !output.stdout.is_empty(),
        };
        assert!(answered, "`chancery {command}` finds nothing");
        asked += 1;
    }
    assert!(asked > 5, "the section has no questions");
}

#[test]
fn the_readme_has_a_line_for_each_command() {
    let page = fs::read_to_string(committed("README.md")).expect("the page is committed");
    let help = String::from_utf8(Checkout::new().must(&["--help"]).stdout).expect("UTF-8");
    let (_, commands) = help.split_once("Commands:\n").expect("there are commands");
    // What is about a command may go on, farther in, on the next line.
    let begins = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    for line in commands.lines().take_while(|line| !line.trim().is_empty()).filter(begins) {
        let name = line.split_whitespace().next().expect("a line has a word");
        let named = ["| `chancery ", name].concat();
        assert!(name == "help" || page.contains(&named), "README.md has no line for `{name}`");
    }
}
