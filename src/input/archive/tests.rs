//! Archives of every kind, sound and broken, made here.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::input::{Options, read_from};
use crate::record::Article;

const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two discussed \
                    fishing rights and said that they would meet again in the spring.";

/// Packs bytes with gzip.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A file on a tape, of a kind.
fn tape_file(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut block = vec![0u8; 512];
    block[..name.len().min(100)].copy_from_slice(&name.as_bytes()[..name.len().min(100)]);
    block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block.extend_from_slice(content);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

/// A tape of plain files.
fn tape(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tape: Vec<u8> =
        files.iter().flat_map(|(name, content)| tape_file(name, b'0', content)).collect();
    tape.extend([0; 1024]);
    tape
}

/// A record of WARC.
fn record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// The answer of a web server with a page.
fn answer(status: &str, headers: &str, page: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}\r\n{page}").into_bytes()
}

fn page(title: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{BODY}</p>\
         <p>{BODY} A</p><p>{BODY} B</p></article></body></html>"
    )
}

fn read(name: &str, bytes: Vec<u8>) -> Vec<Outcome> {
    read_from(name, Cursor::new(bytes), Options::default()).collect()
}

/// What each outcome comes to in a line: the id of an article, or place, reason and detail.
fn told(outcomes: &[Outcome]) -> Vec<String> {
    outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Article(article) => article.id.clone(),
            Outcome::Skipped(it) => format!("{}: {} ({})", it.place, it.reason, it.detail),
        })
        .collect()
}

fn articles(outcomes: Vec<Outcome>) -> Vec<Article> {
    outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Article(article) => article,
            Outcome::Skipped(skipped) => panic!("not read: {skipped:?}"),
        })
        .collect()
}

#[test]
fn gzip_of_any_format_is_read_in_its_members() {
    let line = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"{BODY}\"}}\n").into_bytes();
    let two = [gzip(&line("a")), gzip(&line("b"))].concat();
    assert_eq!(told(&read("in/x.jsonl.gz", two.clone())), ["a", "b"]);
    // The first bytes tell where no name does, and where it is wrong.
    assert_eq!(told(&read("-", two.clone())), ["a", "b"]);
    assert_eq!(told(&read("x.jsonl", two.clone())), ["a", "b"]);
    assert_eq!(told(&read("x.jsonl.gz", line("a"))), ["a"]);
    let text = articles(read("in/talks-2019-03-05.txt.gz", gzip(BODY.as_bytes())));
    assert_eq!(text[0].id, "in/talks-2019-03-05.txt.gz");
    assert_eq!(text[0].published, "2019-03-05".parse().ok());
    assert_eq!(
        told(&read("x.txt.gz", gzip(&gzip(BODY.as_bytes())))),
        ["x.txt.gz: unknown format (it is packed with gzip twice; unpack it first)"]
    );
}

#[test]
fn lines_before_a_break_are_kept() {
    use std::fmt::Write;
    let mut lines = String::new();
    for id in 0..400 {
        // Digits that are packed badly, so that the break comes after whole lines.
        let digits = (id * 7919) ^ 0x5a5a5;
        writeln!(lines, "{{\"id\":{id},\"text\":\"{BODY} {digits}\"}}").expect("memory takes all");
    }
    let whole = gzip(lines.as_bytes());
    let outcomes = read("x.jsonl.gz", whole[..whole.len() - 30].to_vec());
    assert!(outcomes.len() > 100, "{}", outcomes.len());
    let told = told(&outcomes);
    let last = told.last().expect("there are some");
    assert!(last.ends_with("unreadable (the gzip file breaks off)"), "{last}");
    assert_eq!(told.iter().filter(|line| line.contains("unreadable")).count(), 1);
    // Without an extension the format is known all the same.
    assert_eq!(read("-", whole[..whole.len() - 30].to_vec()).len(), outcomes.len());
}

#[test]
fn a_tape_is_read_file_by_file_with_its_names() {
    let long = format!("{}/talks.txt", "n".repeat(150));
    let pax = format!("path={long}\n");
    let pax = format!("{} {pax}", pax.len() + 4);
    let mut bytes = tape_file("in/", b'5', b"");
    bytes.extend(tape_file("./in/a.txt", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("././@LongLink", b'L', format!("{long}\0").as_bytes()));
    bytes.extend(tape_file("nnn", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("pax", b'x', pax.as_bytes()));
    bytes.extend(tape_file("nnn", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("in/link.txt", b'2', b""));
    bytes.extend(tape_file("in/b.jsonl.gz", b'0', &gzip(b"no record\n")));
    bytes.extend(tape_file("in/.hidden.txt", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("in/c.bin", b'0', &[0; 40]));
    bytes.extend(tape_file("in/bare", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("in/picture", b'0', &[1, 0, 2, 0, 0, 0]));
    bytes.extend(tape_file("../out.txt", b'0', BODY.as_bytes()));
    bytes.extend(tape_file("in/d.tar", b'0', &tape(&[("x.txt", BODY.as_bytes())])));
    bytes.extend([0; 1024]);
    let expected = [
        "t.tar/in/a.txt".to_owned(),
        format!("t.tar/{long}"),
        format!("t.tar/{long}"),
        "t.tar:in/link.txt: unknown format (it is a link; pack the file itself)".to_owned(),
        "t.tar:in/b.jsonl.gz, line 1: bad record (expected ident at line 1 column 2)".to_owned(),
        "t.tar:in/c.bin: unknown format (.bin files are not read)".to_owned(),
        "t.tar/in/bare".to_owned(),
        "t.tar:in/picture: unknown format (it is no text, and its name has no extension)"
            .to_owned(),
        "t.tar:../out.txt: bad record (its name leads out of the archive; pack it anew)".to_owned(),
        "t.tar:in/d.tar: unknown format (an archive within an archive; unpack the outer one first)"
            .to_owned(),
    ];
    assert_eq!(told(&read("t.tar", bytes.clone())), expected);
    let packed: Vec<String> = expected.iter().map(|line| line.replace("t.tar", "t.tgz")).collect();
    assert_eq!(told(&read("t.tgz", gzip(&bytes))), packed);
    // From standard input the first bytes tell.
    assert_eq!(read("-", gzip(&bytes)).len(), expected.len());
    assert_eq!(read("-", bytes).len(), expected.len());
}

#[test]
fn a_broken_tape_costs_what_comes_after_the_break() {
    let whole = tape(&[("a.txt", BODY.as_bytes()), ("b.txt", &BODY.as_bytes().repeat(20))]);
    assert_eq!(
        told(&read("t.tar", whole[..2000].to_vec())),
        ["t.tar/a.txt", "t.tar:b.txt: unreadable (the archive breaks off)"]
    );
    // Within a header, and after a file that nobody read.
    assert_eq!(
        told(&read("t.tar", whole[..1100].to_vec())),
        ["t.tar/a.txt", "t.tar: unreadable (after ‘a.txt’: the archive breaks off)"]
    );
    let mut damaged = whole.clone();
    damaged[1030] ^= 1;
    assert_eq!(
        told(&read("t.tar", damaged)),
        [
            "t.tar/a.txt",
            "t.tar: unreadable (after ‘a.txt’: the archive is damaged: its next header is none)"
        ]
    );
    assert_eq!(
        told(&read("t.tar", BODY.as_bytes().repeat(9))),
        ["t.tar: unreadable (at its first file: the archive is damaged: its next header is none)"]
    );
    assert_eq!(told(&read("t.tar", vec![0; 1024])), ["t.tar: no text (the archive holds no file)"]);
    assert_eq!(told(&read("t.tar", Vec::new())), ["t.tar: no text ()"]);
    let packed = gzip(&whole);
    let cut = told(&read("t.tgz", packed[..packed.len() - 20].to_vec()));
    assert!(cut.last().is_some_and(|it| it.contains("the gzip file breaks off")), "{cut:?}");
    // A tape may end without the blocks that mark its end.
    assert_eq!(told(&read("t.tar", tape_file("a.txt", b'0', BODY.as_bytes()))), ["t.tar/a.txt"]);
}

#[test]
fn pages_of_a_crawl_go_by_their_addresses() {
    let chunked = {
        let page = page("Talks in Oslo");
        let (one, two) = page.split_at(100);
        format!("{:x}\r\n{one}\r\n{:x};x=y\r\n{two}\r\n0\r\n\r\n", one.len(), two.len())
    };
    let packed = {
        let body = gzip(page("Talks in Bergen").as_bytes());
        let mut block = answer("200 OK", "Content-Encoding: gzip\r\n", "");
        block.extend(body);
        block
    };
    let http = "application/http; msgtype=response";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "http://fjord.example/a", "application/http; msgtype=request", b"GET /"),
        record(
            "response",
            "http://fjord.example/a?id=1",
            http,
            &answer("200 OK", "Transfer-Encoding: chunked\r\n", &chunked),
        ),
        record("response", "<http://fjord.example/b>", http, &packed),
        record("response", "http://fjord.example/c", http, &answer("404 Not Found", "", "gone")),
        record(
            "response",
            "http://fjord.example/d.png",
            http,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        record("conversion", "http://fjord.example/2024-01-02", "text/plain", BODY.as_bytes()),
        record(
            "resource",
            "http://fjord.example/e",
            "text/html; charset=utf-8",
            page("E").as_bytes(),
        ),
    ];
    let expected = [
        "http://fjord.example/a?id=1",
        "http://fjord.example/b",
        "c-20240506.warc, record 5: no text (HTTP status 404: http://fjord.example/c)",
        "c-20240506.warc, record 6: unknown format (image/png is not read: http://fjord.example/d.png)",
        "http://fjord.example/2024-01-02",
        "http://fjord.example/e",
    ];
    let outcomes = read("c-20240506.warc", records.concat());
    assert_eq!(told(&outcomes), expected);
    let Outcome::Article(first) = &outcomes[0] else { panic!("it is an article") };
    assert_eq!((first.title.as_str(), first.url.as_str()), ("Talks in Oslo", first.id.as_str()));
    // Neither the record nor the name of the file tells when it was published.
    assert_eq!(first.published, None);
    let Outcome::Article(text) = &outcomes[4] else { panic!("it is an article") };
    assert_eq!(text.published, "2024-01-02".parse().ok());
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let expected = expected.map(|line| line.replace(".warc", ".warc.gz"));
    assert_eq!(told(&read("c-20240506.warc.gz", packed.clone())), expected);
    // Known by its first bytes, and within a tape.
    assert_eq!(read("-", packed.clone()).len(), expected.len());
    assert_eq!(read("t.tar", tape(&[("c.warc.gz", &packed)])).len(), expected.len());
}

#[test]
fn a_damaged_record_costs_itself() {
    let text = |url: &str| record("conversion", url, "text/plain", BODY.as_bytes());
    let records =
        [text("http://a.example/1"), text("http://a.example/2"), text("http://a.example/3")];
    let mut packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    let sum = packed[1].len() - 7;
    packed[1][sum] ^= 1;
    let expected = [
        "http://a.example/1",
        "c.warc.gz, record 2: unreadable (the gzip file is damaged)",
        "http://a.example/3",
    ];
    assert_eq!(told(&read("c.warc.gz", packed.concat())), expected);
    // What is wrong in the middle may look like a record that is none.
    let middle = packed[1].len() / 2;
    packed[1][middle..middle + 9].fill(0xee);
    let outcomes = told(&read("c.warc.gz", packed.concat()));
    assert_eq!(outcomes.len(), 3, "{outcomes:?}");
    assert!(outcomes[1].starts_with("c.warc.gz, record 2: "), "{outcomes:?}");
    assert_eq!(outcomes[2], "http://a.example/3");
    // The header of a member.
    packed[1][3] = 0xff;
    let outcomes = told(&read("c.warc.gz", packed.concat()));
    assert_eq!(outcomes, expected);
    // Not packed, and with a length that is none.
    let broken = String::from_utf8(records[1].clone()).expect("it is text");
    let broken = broken.replace("Content-Length: ", "Content-Length: -");
    let plain = [&records[0][..], broken.as_bytes(), &records[2]].concat();
    assert_eq!(
        told(&read("c.warc", plain)),
        [
            "http://a.example/1",
            "c.warc, record 2: bad record (its Content-Length is no number)",
            "http://a.example/3"
        ]
    );
    let cut = records.concat();
    assert_eq!(
        told(&read("c.warc", cut[..cut.len() - 60].to_vec()))[2],
        "c.warc, record 3: bad record (it breaks off)"
    );
    assert_eq!(
        told(&read("c.warc", BODY.as_bytes().to_vec())),
        ["c.warc, record 1: bad record (it does not begin with WARC/ and a version)"]
    );
}

#[test]
fn an_article_may_begin_as_an_archive_does() {
    let text = format!("WARC/1.0 is a format. {BODY}");
    assert_eq!(told(&read("a.txt", text.into_bytes())), ["a.txt"]);
}
