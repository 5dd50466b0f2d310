//! PDF files, written here.

use std::fmt::Write;
#[cfg(not(feature = "pdf"))]
use std::time::Duration;

use super::*;
use crate::input::{Options, read_from};

const BODY: &[&str] = &[
    "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of",
    "fish and said that they would meet again in the spring.",
];

/// A file of these lines on one page, made on a day.
fn file(lines: &[&str], extra: &str) -> Vec<u8> {
    let mut page = "BT /F1 12 Tf 14 TL 72 720 Td".to_owned();
    for line in lines {
        let _ = write!(page, " ({line}) Tj T*");
    }
    page.push_str(" ET");
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        "<< /CreationDate (D:20251206101500+01'00') >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, part) in (1..).zip(&parts) {
        places.push(out.len());
        let _ = write!(out, "{number} 0 obj\n{part}\nendobj\n");
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", parts.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n",
        parts.len() + 1
    );
    out.into_bytes()
}

fn one(bytes: Vec<u8>) -> Outcome {
    let mut found = read_from("a.pdf", std::io::Cursor::new(bytes), Options::default());
    found.next().expect("one outcome")
}

fn detail(bytes: Vec<u8>) -> String {
    match one(bytes) {
        Outcome::Skipped(skipped) => format!("{}: {}", skipped.reason, skipped.detail),
        Outcome::Article(article) => panic!("an article: {article:?}"),
    }
}

/// Whether a file can be read here at all.
fn can_read() -> bool {
    cfg!(feature = "pdf") || std::process::Command::new("pdftotext").arg("-v").output().is_ok()
}

#[test]
fn the_text_is_read_or_told_what_is_missing() {
    match one(file(BODY, "")) {
        Outcome::Article(article) => {
            assert!(can_read());
            assert_eq!(article.text, BODY.join(" "));
            assert_eq!(article.published, "2025-12-06".parse().ok());
        }
        Outcome::Skipped(skipped) => {
            assert!(!can_read(), "{skipped:?}");
            assert_eq!(skipped.reason, Reason::Unreadable);
            assert!(skipped.detail.contains("apt install poppler-utils"), "{}", skipped.detail);
        }
    }
}

#[test]
fn pages_become_one_text_without_their_heads_and_feet() {
    if !can_read() {
        return;
    }
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdf/talks.pdf");
    let bytes = std::fs::read(path).expect("it is there");
    let Outcome::Article(article) = one(bytes) else { panic!("it has a text") };
    assert_eq!(article.title, "Müller and Åse meet");
    assert_eq!(
        article.text,
        "Foreign Minister Élodie Müller of Freedonia met Envoy Bjørn Åse of Sylvania in Zürich on \
         Friday. The two discussed fishing rights and said that they would meet again in the \
         spring.\n\nThe talks were a step towards closer cooperation, a well-known aim of both sides. \
         Delegations of both states, with experts on fish and trade, stayed for a second day of work \
         on the text of a treaty that is to be signed next year."
    );
}

#[test]
fn what_has_no_text_is_told() {
    assert_eq!(detail(b"Okafor met Lund.".to_vec()), "unreadable: it is no PDF");
    assert_eq!(detail(Vec::new()), "no text: ");
    if can_read() {
        assert!(detail(file(&["7"], "")).starts_with("no text: its pages are pictures"));
        assert!(detail(b"%PDF-1.4\nnothing".to_vec()).starts_with("unreadable: it is damaged"));
        let locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (00000000000000000000000000000000) \
                      /U (00000000000000000000000000000000) /P -4 >> /ID [<00> <00>] ";
        let told = detail(file(BODY, locked));
        assert!(told.starts_with("unreadable: it has a password"), "{told}");
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_that_is_missing_is_told() {
    let found = program::run("no-such-program-of-ours", b"%PDF-1.4", Duration::from_secs(9));
    assert!(matches!(found, Err(Failed::NoProgram)));
}

#[cfg(all(unix, not(feature = "pdf")))]
#[test]
fn a_program_that_does_not_end_is_ended() {
    use std::process::Command;
    use std::time::Instant;

    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, lines: &str, bytes: &[u8], limit| {
        let path = folder.path().join(name);
        let path = path.to_str().expect("a path in UTF-8");
        // Not written here: what another test starts meanwhile would hold it open, so that it could not be run.
        let write = "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\" && chmod 755 \"$1\"";
        let written = Command::new("sh").args(["-c", write, "sh", path, lines]).status();
        assert!(written.expect("it is written").success());
        program::run(path, bytes, limit)
    };
    let (short, long) = (Duration::from_millis(300), Duration::from_secs(50));
    // It reads nothing; it reads and writes nothing; it has written all, and stays.
    let much = vec![b' '; 1 << 20];
    for lines in ["exec sleep 50", "cat > /dev/null; sleep 50", "cat; exec >&-; sleep 50"] {
        let started = Instant::now();
        let Err(failed) = run("slow", lines, &much, short) else { panic!("it takes too long") };
        assert!(started.elapsed() < Duration::from_secs(20), "{lines}");
        let (reason, detail) = failed.told();
        assert_eq!(reason, Reason::Unreadable);
        assert!(detail.contains("more than 0.3 seconds; save the file anew"), "{detail}");
    }
    let pages = run("quick", "cat", b"one\x0ctwo\x0c", long).ok().expect("it ends");
    assert_eq!(pages, ["one", "two"]);
    assert!(matches!(run("sad", "cat; exit 1", b"one", long), Err(Failed::Damaged(_))));
}

#[test]
fn the_day_is_found_in_either_form() {
    assert_eq!(created(b"x /CreationDate (D:20251206101500Z) y"), "2025-12-06".parse().ok());
    assert_eq!(created(b"<xmp:CreateDate>2025-12-06T10:00:00Z<"), "2025-12-06".parse().ok());
    assert_eq!(created(b"/CreationDate ()"), None);
}
