//! Markdown: headings, paragraphs and lists as plain text; metadata from the front matter.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Draft, Format, Outcome, Source, finish, published};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown"],
    about: "Markdown, one article a file, with or without front matter",
    fits: |start| {
        start.starts_with("---\n") || start.starts_with("+++\n") || start.starts_with("# ")
    },
    read,
};

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let outcome = match source.text() {
        Ok(text) => {
            let draft = parse(&text.replace("\r\n", "\n"));
            finish(draft, &source.name, source.published, &source.place)
        }
        Err(skipped) => Outcome::Skipped(skipped),
    };
    Box::new(std::iter::once(outcome))
}

/// Takes the metadata and the text out of Markdown.
fn parse(text: &str) -> Draft {
    let mut draft = Draft::default();
    let body = front_matter(text, &mut draft);
    let mut in_title = false;
    let mut skipping = 0usize;
    let mut title = String::new();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })
                if draft.text.trim().is_empty() && title.is_empty() =>
            {
                in_title = true;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if in_title => in_title = false,
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => skipping += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => skipping = skipping.saturating_sub(1),
            Event::Text(part) | Event::Code(part) if skipping == 0 => {
                if in_title { &mut title } else { &mut draft.text }.push_str(&part);
            }
            Event::SoftBreak => draft.text.push(' '),
            Event::HardBreak => draft.text.push('\n'),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::BlockQuote(_),
            ) if !draft.text.is_empty() && !draft.text.ends_with("\n\n") => {
                draft.text.push_str("\n\n");
            }
            _ => {}
        }
    }
    if draft.title.is_empty() {
        title.trim().clone_into(&mut draft.title);
    }
    draft.text.truncate(draft.text.trim_end().len());
    draft
}

/// Reads what stands between two lines of dashes (YAML) or plus signs (TOML); gives what follows.
fn front_matter<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let Some((head, body, mark)) = FENCES.iter().find_map(|&(fence, mark)| {
        let rest = text.strip_prefix(fence)?.strip_prefix('\n')?;
        let end = rest.match_indices(fence).map(|(at, _)| at).find(|&at| {
            let alone = rest[at + fence.len()..].lines().next().unwrap_or("").trim().is_empty();
            alone && (at == 0 || rest[..at].ends_with('\n'))
        })?;
        Some((&rest[..end], &rest[end + fence.len()..], mark))
    }) else {
        return text;
    };
    for line in head.lines() {
        // A line set in belongs to a list or table above it.
        if line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some((key, value)) = line.split_once(mark) else { continue };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        match key.trim().trim_matches('"').to_ascii_lowercase().as_str() {
            "title" | "headline" => value.clone_into(&mut draft.title),
            "source" | "site" | "publisher" => value.clone_into(&mut draft.source),
            "url" | "link" | "canonical" => value.clone_into(&mut draft.url),
            "id" => value.clone_into(&mut draft.id),
            "date" | "published" => draft.published = published::day(value),
            _ => {}
        }
    }
    body.trim_start()
}

/// What encloses front matter, and what stands between its keys and values.
const FENCES: &[(&str, char)] = &[("---", ':'), ("+++", '=')];
