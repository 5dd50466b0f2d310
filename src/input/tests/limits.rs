//! What is too long, too deep, too late or no text at all: each costs only itself.

use std::cell::Cell;
use std::rc::Rc;

use super::*;

fn read_bytes(name: &str, bytes: Vec<u8>) -> Vec<Outcome> {
    read_from(name, Cursor::new(bytes), Options::default()).collect()
}

fn line(id: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n")
}

#[test]
fn an_article_of_over_4_mib_is_none() {
    let long = "Okafor met Lund. ".repeat(LONGEST / 17 + 1);
    let found = skipped(read_bytes("a.txt", long.clone().into_bytes()));
    assert_eq!(found.reason, Reason::TooLong);
    assert_eq!(found.detail, "over 4 MiB of text; split it into its articles");
    // In a line of its own it costs that line.
    let outcomes = read_bytes("a.jsonl", (line("a", &long) + &line("b", BODY)).into_bytes());
    assert!(matches!(&outcomes[0], Outcome::Skipped(it) if it.place == "a.jsonl, line 1"));
    assert!(matches!(&outcomes[1], Outcome::Article(it) if it.id == "b"));
    let found = skipped(read_bytes("a.html", vec![b' '; WHOLE + 1]));
    assert_eq!((found.reason, found.detail.as_str()), (Reason::TooLong, "over 20 MiB"));
}

#[test]
fn a_line_of_over_64_mib_costs_that_line() {
    let mut bytes = line("a", BODY).into_bytes();
    bytes.resize(bytes.len() + (64 << 20) + 1, b'x');
    bytes.push(b'\n');
    bytes.extend(line("b", BODY).bytes());
    let outcomes = read_bytes("a.jsonl", bytes);
    assert_eq!(outcomes.len(), 3);
    let Outcome::Skipped(found) = &outcomes[1] else { panic!("it is too long") };
    assert_eq!(found.place, "a.jsonl, line 2");
    assert_eq!((found.reason, found.detail.as_str()), (Reason::TooLong, "the line is over 64 MiB"));
    assert!(matches!(&outcomes[2], Outcome::Article(it) if it.id == "b"));
}

#[test]
fn what_is_nested_deep_is_told_in_time() {
    let started = std::time::Instant::now();
    for name in ["a.json", "a.jsonl"] {
        for deep in ["[".repeat(1 << 20), "{\"text\":".repeat(1 << 18)] {
            let found = skipped(read_bytes(name, deep.into_bytes()));
            assert_eq!(found.reason, Reason::BadRecord);
        }
    }
    let deep = "<div>".repeat(100_000);
    let page = format!("<html><body>{deep}<p>{BODY}</p></body></html>");
    let outcomes = read_bytes("a.html", page.into_bytes());
    assert_eq!(outcomes.len(), 1);
    // Not a measure of speed: what grows with the square of the depth takes minutes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn what_holds_no_text_is_told() {
    let page = "<html><head><title>Pictures</title></head><body><img src='a.png'></body></html>";
    for (name, bytes) in [("a.html", page.as_bytes()), ("a.txt", b""), ("a.html", b""), ("a", b"")]
    {
        let found = skipped(read_bytes(name, bytes.to_vec()));
        assert_eq!(found.reason, Reason::NoText, "{name}");
    }
    let found = skipped(read_bytes("a.txt", format!("{BODY}\0").into_bytes()));
    assert_eq!(found.reason, Reason::Unreadable);
    assert!(found.detail.contains("UTF-16") && found.detail.contains("zero bytes"));
}

#[test]
fn a_date_in_the_future_is_told() {
    let read = |published: &str, given: Option<Date>| {
        let options = Options {
            published: given,
            today: Some(civil::date(2026, 11, 28)),
            ..Options::default()
        };
        let notes = options.notes.clone();
        let record = format!("{{\"published\":\"{published}\",\"text\":\"{BODY}\"}}");
        let read = article(read_from("a.json", Cursor::new(record), options).collect());
        (read.published, notes.noted())
    };
    // East of the clock it is tomorrow already.
    for date in ["2026-11-29", "2026-11-28", "2026", "1999-01-01"] {
        assert_eq!(read(date, None), (date.parse().ok(), Few::default()), "{date}");
    }
    let (date, noted) = read("2026-11-30", None);
    assert_eq!((date, noted.count), ("2026-11-30".parse().ok(), 1));
    assert_eq!(
        noted.first,
        ["a.json: ‘a.json’ is dated 2026-11-30, which is in the future; --published gives another"]
    );
    // What the user says holds.
    let given = "2027-01-01".parse().ok();
    assert_eq!(read("2026-11-30", given), (given, Few::default()));
}

/// Gives a line at each read, and counts them.
struct Slow(Rc<Cell<usize>>);

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let number = self.0.get() + 1;
        self.0.set(number);
        let line = line(&number.to_string(), BODY);
        into[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

#[test]
fn a_stream_is_not_waited_for_longer_than_a_line() {
    let count = Rc::new(Cell::new(0));
    let options = Options { from: Format::named("jsonl"), ..Options::default() };
    let mut outcomes = read_from("-", Slow(Rc::clone(&count)), options);
    for number in 1..5 {
        let id = number.to_string();
        assert!(matches!(outcomes.next(), Some(Outcome::Article(it)) if it.id == id));
        assert_eq!(count.get(), number);
    }
}
