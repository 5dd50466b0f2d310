//! What holds of every text, whatever stands in it.

use std::sync::LazyLock;

use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::{Article, Extraction};
use proptest::prelude::*;

/// The models, loaded once.
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::load);

/// Pieces of news and of what stands where news should be.
fn piece() -> impl Strategy<Value = String> {
    let news = prop::sample::select(vec![
        "Foreign Minister Ada Okafor met Envoy Jan Lund in Oslo on Friday. ",
        "“We agreed,” said Okafor, “and that is all.” ",
        "The U.S. and Russia (the two largest) held talks; Mr. Lund didn't. ",
        "according to the Élysée",
        "On Dec. 5-6, 2025, at 3:30 p.m., ",
        "HEADLINE WITHOUT END",
        "\n\n",
        "\r\n",
        "\t",
        "... ",
        "—",
        "\u{201c}",
        "\"",
        "'",
        "\u{2019}s ",
        "(",
        ")",
        "[",
        "https://x.example/a?b=c#d ",
        "a.b@c.example ",
        "$1.5bn, 10% ",
        "習近平在北京會見普京。",
        "اجتمع الوزيران في عمان. ",
        "Переговоры прошли в Москве. ",
        "👩‍👩‍👧 🇫🇷 ",
        "e\u{301}",
        "\u{0}",
        "\u{feff}",
        "\u{a0}",
        "\u{200b}",
        "\u{2028}",
    ]);
    prop_oneof![6 => news.prop_map(str::to_owned), 1 => "\\PC{0,40}", 1 => "[a-zA-Z0-9 .,'-]{0,60}"]
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_analysis_is_sound(text in any_text()) {
        let document = ANALYZER.analyze(&text, "2025-12-06".parse().ok());
        prop_assert_eq!(document.check(), Ok(()));
    }

    #[test]
    fn every_record_is_sound_and_the_same_each_time(text in any_text()) {
        let article = Article {
            id: "any".to_owned(),
            published: "2025-12-06".parse().ok(),
            text,
            ..Article::default()
        };
        let record = extract(&article, &ANALYZER);
        prop_assert_eq!(&record.text, &article.text);
        prop_assert_eq!(record.check(), Ok(()));
        prop_assert_eq!(extract(&article, &ANALYZER), record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_database_gives_back_what_any_text_gave(texts in prop::collection::vec(any_text(), 1..4)) {
        let records: Vec<Extraction> = texts
            .into_iter()
            .enumerate()
            .map(|(number, text)| {
                let id = format!("article {number}");
                extract(&Article { id, text, ..Article::default() }, &ANALYZER)
            })
            .collect();
        let mut store = chancery::store::Store::in_memory().expect("memory");
        store.add(&records).expect("memory takes all");
        store.resolve().expect("memory takes all");
        let all = chancery::store::Filter::default();
        let actors = store.list_actors(&all).expect("it can be listed");
        let meetings = store.list_meetings(&all).expect("it can be listed");
        for (_, record) in store.records().expect("it can be read") {
            let given = records.iter().find(|it| it.id == record.id).expect("it was added");
            prop_assert_eq!(&record.statements, &given.statements);
            prop_assert_eq!(&record.meetings, &given.meetings);
        }
        store.resolve().expect("memory takes all");
        prop_assert_eq!(store.list_actors(&all).expect("it can be listed"), actors);
        prop_assert_eq!(store.list_meetings(&all).expect("it can be listed"), meetings);
    }
}

#[test]
fn a_broken_record_is_told() {
    let article = Article {
        id: "one".to_owned(),
        text: "Adaeze Okwuosa met Bjarne Lundqvist in Oslo.".to_owned(),
        ..Article::default()
    };
    let sound = extract(&article, &ANALYZER);
    assert_eq!(sound.check(), Ok(()));
    let mut broken = sound.clone();
    broken.meetings[0].evidence[0].start += 1;
    assert!(broken.check().is_err_and(|it| it.contains("evidence")));
    let mut broken = sound.clone();
    broken.actors.pop();
    assert!(broken.check().is_err_and(|it| it.contains("parties")));
    let mut broken = sound;
    broken.actors[0].name.clear();
    assert!(broken.check().is_err_and(|it| it.contains("actor")));
}

#[test]
fn a_text_that_breaks_off_is_read() {
    // Found by fuzzing.
    let text = "HM the King, for His part, conveyed His thanks to";
    let article = Article { id: "one".to_owned(), text: text.to_owned(), ..Article::default() };
    assert_eq!(extract(&article, &ANALYZER).check(), Ok(()));
}
