//! Any text has a sound analysis: tokens that leave no letter out, trees with one root.

#![no_main]

use std::sync::LazyLock;

use chancery::nlp::Analyzer;
use libfuzzer_sys::fuzz_target;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::load);

fuzz_target!(|text: &str| {
    let document = ANALYZER.analyze(text, "2025-12-06".parse().ok());
    document.check().expect("a sound analysis");
});
