//! What holds of every analysis, whatever the text: for property tests and fuzzing.

use super::document::{Document, Sentence};

impl Document {
    /// Checks that tokens lie on letters and leave none between them, that sentences cover all
    /// tokens in order and are trees with one root each, and that all marks lie within the text.
    ///
    /// # Errors
    ///
    /// What does not hold, if something does not.
    pub fn check(&self) -> Result<(), String> {
        self.check_tokens()?;
        let mut end = 0;
        for sentence in self.sentences() {
            if sentence.tokens.start() != end || sentence.tokens.is_empty() {
                return Err(format!("a sentence leaves tokens out: {:?}", sentence.tokens));
            }
            end = sentence.tokens.end();
            self.check_tree(sentence)?;
        }
        let count = self.tokens().len();
        if end != count {
            return Err(format!("sentences end with token {end} of {count}"));
        }
        let mut end = 0;
        for name in self.names() {
            if name.tokens.start() < end || name.tokens.is_empty() {
                return Err(format!("names overlap: {:?}", name.tokens));
            }
            end = name.tokens.end();
        }
        if end > count || self.times().iter().any(|time| time.tokens.end() > count) {
            return Err("a name or time lies past the text".to_owned());
        }
        let mut end = 0;
        for passage in self.passages() {
            if passage.tokens.start() < end || passage.tokens.is_empty() {
                return Err(format!("passages overlap: {:?}", passage.tokens));
            }
            end = passage.tokens.end();
        }
        if end > count {
            return Err("a passage lies past the text".to_owned());
        }
        match self.quotations().iter().find(|it| self.text().get(it.span.range()).is_none()) {
            Some(quotation) => Err(format!("a quotation cuts a character: {:?}", quotation.span)),
            None => Ok(()),
        }
    }

    fn check_tokens(&self) -> Result<(), String> {
        let text = self.text();
        let mut end = 0;
        for token in self.tokens() {
            let span = token.span;
            if span.is_empty() || span.start() < end || text.get(span.range()).is_none() {
                return Err(format!("a token is no part of the text: {span:?}"));
            }
            let between = &text[end..span.start()];
            if between.contains(char::is_alphanumeric) {
                return Err(format!("no token holds {between:?}"));
            }
            end = span.end();
        }
        let rest = &text[end..];
        if rest.contains(char::is_alphanumeric) {
            return Err(format!("no token holds {rest:?}"));
        }
        Ok(())
    }

    fn check_tree(&self, sentence: &Sentence) -> Result<(), String> {
        let heads = || sentence.tokens.iter().map(|id| self.token(id).head);
        let roots = heads().filter(Option::is_none).count();
        if roots != 1 || heads().flatten().any(|head| !sentence.tokens.has(head)) {
            return Err(format!("no tree, with {roots} roots: {:?}", sentence.tokens));
        }
        // From the root down each token is met once, if there is no circle.
        let mut met = 0;
        let mut open: Vec<_> =
            sentence.tokens.iter().filter(|&id| self.token(id).head.is_none()).collect();
        while let Some(id) = open.pop() {
            met += 1;
            open.extend(self.children(id));
        }
        if met != sentence.tokens.len() {
            return Err(format!("a circle in {:?}", sentence.tokens));
        }
        Ok(())
    }
}
