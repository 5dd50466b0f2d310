//! What holds of every text, whatever stands in it.

use std::sync::LazyLock;

use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::{Article, Excerpt, Extraction};
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

/// Whether an excerpt is what stands at its place, counted in code points.
fn holds(text: &[char], it: &Excerpt) -> bool {
    text.get(it.start..it.end).is_some_and(|found| found.iter().copied().eq(it.text.chars()))
}

/// Whether references lead to entries, and excerpts are words of the text.
fn is_sound(record: &Extraction) -> Result<(), TestCaseError> {
    let text: Vec<char> = record.text.chars().collect();
    for (index, it) in record.actors.iter().enumerate() {
        prop_assert_eq!(it.id.index(), index);
        prop_assert!(!it.name.trim().is_empty() && !it.mentions.is_empty(), "{:?}", it);
        prop_assert!(it.mentions.iter().all(|mention| holds(&text, mention)), "{:?}", it);
    }
    for (index, it) in record.locations.iter().enumerate() {
        prop_assert_eq!(it.id.index(), index);
        prop_assert!(it.mentions.iter().all(|mention| holds(&text, mention)), "{:?}", it);
    }
    for (index, it) in record.meetings.iter().enumerate() {
        prop_assert_eq!(it.id.index(), index);
        let parties = it.participants.iter().chain(&it.hosts).chain(&it.mediators);
        prop_assert!(parties.into_iter().all(|id| id.index() < record.actors.len()), "{:?}", it);
        prop_assert!(it.hosts.iter().all(|host| it.participants.contains(host)), "{:?}", it);
        prop_assert!(it.locations.iter().all(|id| id.index() < record.locations.len()));
        prop_assert!(!it.evidence.is_empty(), "{:?}", it);
        prop_assert!(it.evidence.iter().all(|evidence| holds(&text, evidence)), "{:?}", it);
    }
    for (index, it) in record.statements.iter().enumerate() {
        prop_assert_eq!(it.id.index(), index);
        let parties = it.speaker.actors().iter().chain(&it.addressees).chain(&it.about);
        prop_assert!(parties.into_iter().all(|id| id.index() < record.actors.len()), "{:?}", it);
        let excerpts = || it.content.iter().chain(&it.evidence);
        prop_assert!(!it.content.is_empty(), "{:?}", it);
        prop_assert!(excerpts().all(|excerpt| holds(&text, excerpt)), "{:?}", it);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn tokens_lie_on_letters_and_leave_none_between_them(text in any_text()) {
        let document = ANALYZER.analyze(&text, None);
        let mut end = 0;
        for token in document.tokens() {
            let span = token.span;
            prop_assert!(!span.is_empty() && span.start() >= end && span.end() <= text.len());
            prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
            prop_assert!(!text[end..span.start()].contains(char::is_alphanumeric));
            end = span.end();
        }
        prop_assert!(!text[end..].contains(char::is_alphanumeric), "{:?}", &text[end..]);
    }

    #[test]
    fn sentences_cover_all_tokens_in_order(text in any_text()) {
        let document = ANALYZER.analyze(&text, None);
        let mut end = 0;
        for sentence in document.sentences() {
            prop_assert_eq!(sentence.tokens.start(), end);
            prop_assert!(!sentence.tokens.is_empty());
            end = sentence.tokens.end();
        }
        prop_assert_eq!(end, document.tokens().len());
    }

    #[test]
    fn every_sentence_is_a_tree_with_one_root(text in any_text()) {
        let document = ANALYZER.analyze(&text, None);
        for sentence in document.sentences() {
            let heads = || sentence.tokens.iter().map(|id| document.token(id).head);
            prop_assert_eq!(heads().filter(Option::is_none).count(), 1);
            prop_assert!(heads().flatten().all(|head| sentence.tokens.has(head)));
            for token in sentence.tokens.iter() {
                // A way up that is longer than the sentence would be a circle.
                let mut at = Some(token);
                for _ in 0..sentence.tokens.len() {
                    at = at.and_then(|id| document.token(id).head);
                }
                prop_assert_eq!(at, None);
            }
        }
    }

    #[test]
    fn names_times_and_quotations_lie_within_the_text(text in any_text()) {
        let published = "2025-12-06".parse().ok();
        let document = ANALYZER.analyze(&text, published);
        let count = document.tokens().len();
        let mut end = 0;
        for name in document.names() {
            prop_assert!(name.tokens.start() >= end && !name.tokens.is_empty());
            end = name.tokens.end();
        }
        prop_assert!(end <= count);
        prop_assert!(document.times().iter().all(|time| time.tokens.end() <= count));
        for quotation in document.quotations() {
            prop_assert!(text.get(quotation.span.range()).is_some());
        }
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
        is_sound(&record)?;
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
