//! ZIP archives, sound and broken, made here.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::input::{Options, Outcome, find, read as read_files, read_from};

const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two discussed \
                    fishing rights and said that they would meet again in the spring.";

fn pack(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("memory takes all");
        writer.write_all(content).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn told(outcomes: impl Iterator<Item = Outcome>) -> Vec<String> {
    outcomes
        .map(|outcome| match outcome {
            Outcome::Article(article) => article.id,
            Outcome::Skipped(it) => format!("{}: {} ({})", it.place, it.reason, it.detail),
        })
        .collect()
}

fn read_bytes(name: &str, bytes: Vec<u8>) -> Vec<String> {
    told(read_from(name, Cursor::new(bytes), Options::default()))
}

/// Some files of each kind, with what is told of them.
const FILES: &[(&str, &[u8])] = &[
    ("in/a.txt", BODY.as_bytes()),
    ("in\\b.txt", BODY.as_bytes()),
    ("__MACOSX/in/._a.txt", b"rubbish"),
    ("in/.DS_Store", b"rubbish"),
    ("in/empty.txt", b""),
    ("in/c.css", b"p { color: red }"),
    ("../d.txt", BODY.as_bytes()),
    ("C:\\e.txt", BODY.as_bytes()),
    ("f.txt", BODY.as_bytes()),
];

const TOLD: &[&str] = &[
    "z.zip/in/a.txt",
    "z.zip/in/b.txt",
    "z.zip:in/empty.txt: no text ()",
    "z.zip:in/c.css: unknown format (.css files are not read)",
    "z.zip:../d.txt: bad record (its name leads out of the archive; pack it anew)",
    "z.zip:C:\\e.txt: bad record (its name leads out of the archive; pack it anew)",
    "z.zip/f.txt",
];

#[test]
fn files_are_read_by_name_packed_or_not() {
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let bytes = pack(FILES, method);
        assert_eq!(read_bytes("z.zip", bytes.clone()), TOLD);
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("z.zip");
        std::fs::write(&path, bytes).expect("it is writable");
        let found = find(&[path]).expect("it is there");
        let from_file = told(read_files(found, Options::default()));
        assert!(from_file[0].ends_with("/z.zip/in/a.txt"), "{from_file:?}");
        assert_eq!(from_file.len(), TOLD.len());
    }
}

#[test]
fn an_archive_in_an_archive_is_told() {
    let inner = pack(&[("a.txt", BODY.as_bytes())], CompressionMethod::Stored);
    let outer =
        pack(&[("inner.zip", &inner), ("b.txt", BODY.as_bytes())], CompressionMethod::Stored);
    assert_eq!(
        read_bytes("z.zip", outer),
        [
            "z.zip:inner.zip: unknown format (an archive within an archive; unpack the outer one first)",
            "z.zip/b.txt"
        ]
    );
    let empty = pack(&[], CompressionMethod::Stored);
    assert_eq!(read_bytes("z.zip", empty), ["z.zip: no text (the archive holds no file)"]);
    let workbook = pack(&[("[Content_Types].xml", b"<x/>")], CompressionMethod::Stored);
    assert_eq!(
        read_bytes("z", workbook),
        ["z: unknown format (a workbook, slides or a book, not an archive of articles)"]
    );
}

/// Where in an archive two bytes of the list of files and of the file itself stand, by their offset
/// from the mark of each.
fn change(bytes: &mut [u8], listed: usize, local: usize, value: u16) {
    for (mark, at) in [(b"PK\x01\x02", listed), (b"PK\x03\x04", local)] {
        let places: Vec<usize> = memchr::memmem::find_iter(bytes, mark).collect();
        for place in places {
            bytes[place + at..place + at + 2].copy_from_slice(&value.to_le_bytes());
        }
    }
}

#[test]
fn what_cannot_be_unpacked_is_told_with_its_remedy() {
    let sound = || pack(&[("a.txt", BODY.as_bytes())], CompressionMethod::Stored);
    let mut encrypted = sound();
    change(&mut encrypted, 8, 6, 1);
    let expected =
        "z.zip:a.txt: unreadable (it is encrypted; unpack the archive with its password first)";
    assert_eq!(read_bytes("z.zip", encrypted), [expected]);

    let mut other = sound();
    change(&mut other, 10, 8, 14);
    let told = read_bytes("z.zip", other);
    assert!(told[0].contains("method of packing") && told[0].contains("deflate"), "{told:?}");

    let mut damaged = sound();
    let at = memchr::memmem::find(&damaged, b"Okafor").expect("it is not packed");
    damaged[at] = b'0';
    assert_eq!(
        read_bytes("z.zip", damaged),
        ["z.zip:a.txt: unreadable (it is damaged in the archive)"]
    );
    assert_eq!(
        read_bytes("z.zip", BODY.as_bytes().to_vec()),
        [
            "z.zip: unreadable (it is no ZIP archive, or its list of files is missing or damaged, as if it \
          broke off)"
        ]
    );
}

#[test]
fn what_came_before_a_break_is_kept() {
    let text = BODY.as_bytes().repeat(3);
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let bytes = pack(&[("a.txt", &text), ("b.txt", &text), ("c.txt", &text)], method);
        let third = memchr::memmem::find(&bytes, b"c.txt").expect("its name is there");
        let told = read_bytes("z.zip", bytes[..third + 60].to_vec());
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(told[..2], ["z.zip/a.txt", "z.zip/b.txt"]);
        assert_eq!(told[2], "z.zip:c.txt: unreadable (the archive breaks off in it)");
        assert!(
            told[3].ends_with("as if it broke off; 3 files were found without it)"),
            "{told:?}"
        );
    }
}

#[test]
fn a_bomb_is_stopped() {
    // Many lines of nothing: as one file over its ratio, and all files together over theirs.
    let zeros = vec![b' '; 80 << 20];
    let bytes =
        pack(&[("a.jsonl", &zeros), ("b.txt", BODY.as_bytes())], CompressionMethod::Deflated);
    let told = read_bytes("z.zip", bytes);
    assert!(told[0].contains("z.zip:a.jsonl") && told[0].contains("zip bomb"), "{told:?}");
    assert!(told[0].contains("250 times"), "{told:?}");
    assert_eq!(told.len(), 2, "{told:?}");
}
