//! Reading each format, from bytes made here.

use std::fs;

use super::*;

mod limits;

/// Reads one file of this name and content.
fn read_one(name: &str, content: &[u8], options: Options) -> Vec<Outcome> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("in").join(name);
    fs::create_dir(folder.path().join("in")).expect("it is writable");
    fs::write(&path, content).expect("it is writable");
    let found = find(&[path]).expect("it is there");
    read(found, options).collect()
}

fn article(outcomes: Vec<Outcome>) -> Article {
    match outcomes.into_iter().next() {
        Some(Outcome::Article(article)) => article,
        other => panic!("no article: {other:?}"),
    }
}

fn skipped(outcomes: Vec<Outcome>) -> Skipped {
    match outcomes.into_iter().next() {
        Some(Outcome::Skipped(skipped)) => skipped,
        other => panic!("not skipped: {other:?}"),
    }
}

const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two discussed \
                    fishing rights and said that they would meet again in the spring.";

#[test]
fn a_plain_text_has_its_headline_and_a_first_line_with_its_date() {
    let text = format!("date 2025-12-06\n\nOkafor and Lund meet\n\n{BODY}\n");
    let article = article(read_one("a.txt", text.as_bytes(), Options::default()));
    assert_eq!(article.title, "Okafor and Lund meet");
    assert_eq!(article.published, "2025-12-06".parse().ok());
    assert!(article.text.starts_with("Foreign Minister"));
    assert_eq!(article.id, "in/a.txt");
}

#[test]
fn a_date_in_the_name_counts_last() {
    let read =
        |options| article(read_one("talks-2019-03-05.txt", BODY.as_bytes(), options)).published;
    assert_eq!(read(Options::default()), "2019-03-05".parse().ok());
    let given = "2020-01-01".parse().ok();
    assert_eq!(read(Options { published: given, ..Options::default() }), given);
    let text = format!("Published: 6 December 2018\n{BODY}");
    let own = article(read_one("talks-2019-03-05.txt", text.as_bytes(), Options::default()));
    assert_eq!(own.published, "2018-12-06".parse().ok());
    assert!(own.text.starts_with("Foreign"));
}

#[test]
fn markdown_keeps_paragraphs_and_front_matter() {
    let text = format!(
        "---\ntitle: Talks\ndate: 2021-05-04\n---\n\nFirst **bold** line\nwrapped.\n\n- {BODY}\n"
    );
    let article = article(read_one("a.md", text.as_bytes(), Options::default()));
    assert_eq!(article.title, "Talks");
    assert_eq!(article.published, "2021-05-04".parse().ok());
    assert!(article.text.starts_with("First bold line wrapped.\n\nForeign"), "{}", article.text);
}

#[test]
fn json_lines_cost_only_themselves() {
    let text = format!("{{\"id\":7,\"text\":\"{BODY}\"}}\n\nno json\n{{\"title\":\"none\"}}\n");
    let outcomes = read_one("a.jsonl", text.as_bytes(), Options::default());
    assert_eq!(outcomes.len(), 3);
    assert!(matches!(&outcomes[0], Outcome::Article(it) if it.id == "7"));
    let Outcome::Skipped(bad) = &outcomes[1] else { panic!("it is no record") };
    assert_eq!(bad.reason, Reason::BadRecord);
    assert!(bad.place.ends_with("a.jsonl, line 3"), "{}", bad.place);
    assert!(matches!(&outcomes[2], Outcome::Skipped(it) if it.detail.contains("text")));
}

#[test]
fn a_page_gives_its_article_alone() {
    let page = format!(
        "<!doctype html><html><head><title>Talks in Oslo | The Fjord Times</title>\
         <meta property='og:site_name' content='The Fjord Times'>\
         <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"2020-02-03T10:00:00Z\"}}</script>\
         </head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>\
         <div class='cookie-banner'>We use cookies to improve your visit.</div>\
         <article><h1>Talks in Oslo</h1><p>{BODY}</p><p>{BODY}</p><p>{BODY}</p></article>\
         <aside class='related'><a href='/x'>Another story about football</a></aside></body></html>"
    );
    let article = article(read_one("a.html", page.as_bytes(), Options::default()));
    assert_eq!(article.title, "Talks in Oslo");
    assert_eq!(article.source, "The Fjord Times");
    assert_eq!(article.published, "2020-02-03".parse().ok());
    assert!(!article.text.contains("cookies") && !article.text.contains("football"));
    assert!(article.text.contains("fishing rights"));
}

#[test]
fn a_date_under_the_headline_of_a_page_is_no_text() {
    let page = |line: &str| {
        let page = format!(
            "<html><head><title>Talks on fish</title></head><body><article><h1>Talks on fish</h1>\
             <p>{line}</p><p>{BODY}</p><p>{BODY} A</p>\
             <p>{BODY} B</p></article></body></html>"
        );
        article(read_one("a.html", page.as_bytes(), Options::default())).text
    };
    for line in ["6 December 2025", "6 December", "Updated Dec. 6, 2025 10:30 am GMT", "2025-12-06"]
    {
        assert!(page(line).starts_with("Foreign"), "{line}");
    }
    for line in ["On 6 December the two sides agreed", "Talks failed on 6 May."] {
        assert!(page(line).starts_with(line), "{line}");
    }
}

#[test]
fn other_encodings_are_converted() {
    let text = format!("Ministre Élodie Müller met the envoy. {BODY}");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(article(read_one("a.txt", &latin, Options::default())).text.contains("Élodie Müller"));
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert!(article(read_one("a.txt", &wide, Options::default())).text.contains("Élodie Müller"));
}

#[test]
fn other_languages_and_empty_files_are_named() {
    let german = "Die Außenministerin traf am Freitag in Wien den Gesandten der Nachbarrepublik. \
                  Beide Seiten lobten das Gespräch und vereinbarten ein weiteres Treffen im Frühjahr.";
    let found = skipped(read_one("a.txt", german.as_bytes(), Options::default()));
    assert_eq!((found.reason, found.detail.as_str()), (Reason::NotEnglish, "German"));
    assert_eq!(skipped(read_one("a.txt", b" \n", Options::default())).reason, Reason::NoText);
    let bytes = [0u8, 1, 2, 3, 0, 255];
    assert_eq!(skipped(read_one("a.txt", &bytes, Options::default())).reason, Reason::Unreadable);
}

#[test]
fn folders_are_read_in_order_and_unknown_files_named() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("in");
    fs::create_dir_all(root.join("b")).expect("it is writable");
    for name in ["c.txt", "b/a.txt", "d.xyz", ".hidden.txt"] {
        fs::write(root.join(name), BODY).expect("it is writable");
    }
    let found = find(&[root]).expect("it is there");
    let outcomes: Vec<Outcome> = read(found, Options::default()).collect();
    let ids: Vec<&str> = outcomes
        .iter()
        .map(|it| match it {
            Outcome::Article(article) => article.id.as_str(),
            Outcome::Skipped(skipped) => skipped.reason.as_str(),
        })
        .collect();
    assert_eq!(ids, ["in/b/a.txt", "in/c.txt", "unknown format"]);
    assert!(find(&["/no/such/place".into()]).is_err());
}

#[test]
fn files_of_one_name_in_several_folders_stay_apart() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let ids = |paths: &[&str]| -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
        find(&paths).expect("they are there").into_iter().flatten().map(|file| file.name).collect()
    };
    for name in ["monday", "tuesday", "old/monday"] {
        fs::create_dir_all(folder.path().join(name)).expect("it is writable");
        fs::write(folder.path().join(name).join("1.txt"), BODY).expect("it is writable");
    }
    assert_eq!(ids(&["monday", "tuesday/1.txt"]), ["monday/1.txt", "tuesday/1.txt"]);
    assert_eq!(ids(&["monday", "./monday/1.txt"]), ["monday/1.txt", "monday/1.txt"]);
    let [first, second] = &ids(&["monday", "old/monday"])[..] else { panic!("two files") };
    assert_eq!(second, "old/monday/1.txt");
    assert!(first.ends_with("/monday/1.txt") && first != second, "{first}");
}

#[test]
fn lines_in_wide_letters_are_read() {
    let text =
        format!("{{\"id\":\"a\",\"text\":\"{BODY}\"}}\r\n{{\"id\":\"b\",\"text\":\"{BODY}\"}}\r\n");
    let mut wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_one("a.jsonl", &wide, Options::default()).len(), 2);
    wide.splice(..0, [0xff, 0xfe]);
    assert_eq!(article(read_one("a.jsonl", &wide, Options::default())).id, "a");
}

#[test]
fn a_date_in_words_is_read_and_what_is_none_is_named() {
    let line = |date: &str| format!("{{\"published\":\"{date}\",\"text\":\"{BODY}\"}}");
    for date in
        ["6 December 2025", "Dec. 6, 2025", "2025-12-06T23:10:00Z", "Sat, 06 Dec 2025 10:00:00 GMT"]
    {
        let read = article(read_one("a.json", line(date).as_bytes(), Options::default()));
        assert_eq!(read.published, "2025-12-06".parse().ok(), "{date}");
    }
    // The article is read all the same, and its date told.
    let options = Options::default();
    let notes = options.notes.clone();
    let read = article(read_one("a.json", line("soon").as_bytes(), options));
    assert_eq!(read.published, None);
    let told = &notes.noted().first[0];
    assert!(told.contains("a.json: published: ‘soon’ is no date"), "{told}");
}

#[test]
fn what_is_cut_off_or_damaged_anywhere_is_read_or_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/inputs");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it is there").path();
        let whole = fs::read(&path).expect("it is there");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        for at in (0..whole.len()).step_by(whole.len() / 12 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x15;
            for bytes in [&whole[..at], &damaged] {
                for outcome in read_one(name, bytes, Options::default()) {
                    read += 1;
                    match outcome {
                        Outcome::Article(article) => assert!(!article.text.trim().is_empty()),
                        Outcome::Skipped(skipped) => assert!(skipped.place.contains(name)),
                    }
                }
            }
        }
    }
    assert!(read > 100);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_end_the_batch(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        for name in ["a.txt", "a.html", "a.json", "a.jsonl", "a.md", "a.csv", "a.xml", "a.rss", "a.nitf",
            "a.newsml", "a.eml", "a.docx", "a.pdf", "a"] {
            read_one(name, &bytes, Options::default());
        }
    }
}
