//! Learns where sentences end that rules leave in doubt, and measures all ends.

use super::{Args, Chance, analyzer, model, read, say, write};
use crate::nlp::conllu;
use crate::nlp::document::Document;
use crate::nlp::sentence::{by_rules, learn};
use crate::nlp::tokenize;
use crate::nlp::word::Clusters;
use crate::text::Span;

/// The documents of a treebank, with their ids.
fn documents(args: &Args, name: &str) -> anyhow::Result<Vec<(String, Document)>> {
    let table = read(&args.corpora.join(format!("treebanks/{name}.conllu.gz")))?;
    let all = conllu::documents(&table).into_iter();
    all.map(|(id, own)| Ok((id.to_owned(), conllu::read(own)?))).collect()
}

/// Learns from the training parts and writes the model.
pub(super) fn learn(args: &Args) -> anyhow::Result<()> {
    let clusters = Clusters::new(model(args, "clusters.bin")?);
    let mut samples = Vec::new();
    for name in ["ewt-train", "gum-train"] {
        for (_, document) in documents(args, name)? {
            samples.extend(learn::places(&document, &clusters));
        }
    }
    let mut chance = Chance(1648);
    say(&format!("sentences: {} places", samples.len()));
    let bytes = learn::learn(&samples, &mut |limit| chance.below(limit), &mut |round, mistakes| {
        say(&format!("sentences, round {}: {mistakes} mistakes", round + 1));
    });
    write(args, "sentences.bin", &bytes)
}

/// Measures sentences found in raw text on the development parts, and by rules alone.
pub(super) fn score(args: &Args) -> anyhow::Result<()> {
    let analyzer = analyzer(args)?;
    for (name, part) in [("ewt-dev", ""), ("gum-dev", ""), ("gum-dev", "_news_")] {
        let mut tallies = [[0usize; 3]; 2];
        for (_, gold) in documents(args, name)?.iter().filter(|(id, _)| id.contains(part)) {
            let tokens = tokenize(gold.text());
            let learned = analyzer.splitter.split(gold.text(), &tokens, &analyzer.clusters);
            for (tally, found) in tallies.iter_mut().zip([learned, by_rules(gold.text(), &tokens)])
            {
                let spans: Vec<Span> = found
                    .iter()
                    .map(|it| tokens[it.tokens.start()].cover(tokens[it.tokens.end() - 1]))
                    .collect();
                let own = gold.sentences().iter().map(|it| gold.span(it.tokens));
                tally[0] += own.filter(|it| spans.binary_search(it).is_ok()).count();
                tally[1] += found.len();
                tally[2] += gold.sentences().len();
            }
        }
        let share = |count: usize| u32::try_from(count).map_or(0.0, f64::from);
        let [learned, rules] =
            tallies.map(|[right, found, gold]| 200.0 * share(right) / share((found + gold).max(1)));
        say(&format!("{name}{part}: sentences {learned:.2}, by rules alone {rules:.2}"));
    }
    Ok(())
}
