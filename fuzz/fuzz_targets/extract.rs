//! Any text has a sound record, and the same one each time.

#![no_main]

use std::sync::LazyLock;

use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::Article;
use libfuzzer_sys::fuzz_target;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::load);

fuzz_target!(|text: String| {
    let article = Article {
        id: "any".to_owned(),
        published: "2025-12-06".parse().ok(),
        text,
        ..Article::default()
    };
    let record = extract(&article, &ANALYZER);
    record.check().expect("a sound record");
    assert_eq!(extract(&article, &ANALYZER), record);
});
