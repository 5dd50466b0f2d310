//! Plain text: lines such as `Title: …` and `Date: …` at its top tell what they say; the first
//! paragraph is the headline if it is short and ends without a full stop.

use super::{Draft, Format, Outcome, Source, finish, labels};

pub(super) const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text"],
    about: "plain text, one article a file",
    fits: |_| true,
    read,
};

/// Letters by which a headline must end.
const LONGEST_TITLE: usize = 160;

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let outcome = match source.text() {
        Ok(text) => {
            let mut draft = Draft { text, ..Draft::default() };
            labels::take(&mut draft);
            split_title(&mut draft);
            finish(draft, &source.name, source.published, &source.place)
        }
        Err(skipped) => Outcome::Skipped(skipped),
    };
    Box::new(std::iter::once(outcome))
}

/// Moves the headline from the text to the title.
pub(super) fn split_title(draft: &mut Draft) {
    if !draft.title.is_empty() {
        return;
    }
    let text = draft.text.trim_start();
    let Some((first, rest)) = text.split_once("\n\n").or_else(|| text.split_once("\r\n\r\n"))
    else {
        return;
    };
    let title = first.trim();
    let is_title = !title.contains('\n')
        && title.chars().count() <= LONGEST_TITLE
        && !title.ends_with(['.', ':', ',', ';'])
        && !rest.trim().is_empty();
    if is_title {
        draft.title = title.to_owned();
        draft.text = rest.trim_start_matches(['\n', '\r']).to_owned();
    }
}
