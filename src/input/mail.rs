//! E-mail: a message (`.eml`), or a mailbox of many (`mbox`), read one at a time.
//!
//! The plain text of a message is taken, or where it has none to speak of, its HTML. Attachments
//! are left out, but messages that were forwarded whole are read.

use std::io::{BufRead, BufReader, Read};

use mailparse::{DispositionType, MailAddr, MailHeaderMap, ParsedMail};

use super::html::fragment_text;
use super::published::day;
use super::{Draft, Format, LONGEST, Outcome, Reason, Source, finish};

pub(super) const FORMAT: Format = Format {
    name: "mail",
    extensions: &["eml", "mbox"],
    about: "e-mail: a message (.eml) or a mailbox (mbox); subject, sender, date, and the text",
    fits,
    read,
};

/// Bytes that one message may take, with what is attached.
const LARGEST: usize = 4 * LONGEST;
/// Messages within messages that are read.
const DEEPEST: usize = 4;
/// Letters under which a plain text may be no more than a hint at the other form of the message.
const HINT: usize = 400;

/// Whether it begins as a mailbox does, or as the head of a message does.
fn fits(start: &str) -> bool {
    if begins_message(start.lines().next().unwrap_or_default().as_bytes()) {
        return true;
    }
    let mut known = 0;
    let mut has_sender = false;
    for line in start.lines() {
        if line.starts_with([' ', '\t']) && known > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') {
            break;
        }
        let name = name.to_ascii_lowercase();
        has_sender |= name == "from";
        known += usize::from(
            [
                "from",
                "to",
                "date",
                "subject",
                "message-id",
                "mime-version",
                "content-type",
                "received",
                "return-path",
                "delivered-to",
                "reply-to",
                "cc",
                "x-mailer",
            ]
            .contains(&name.as_str()),
        );
    }
    has_sender && known >= 3
}

/// Whether a line begins a message of a mailbox: `From ada@x.example Sat Dec  6 10:00:00 2025`.
fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> =
        rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    // A sentence may begin so too: a time of day and a year make the difference.
    let has_time =
        words.iter().any(|it| it.len() >= 4 && it.contains(&b':') && it[0].is_ascii_digit());
    let has_year = words.iter().any(|it| it.len() == 4 && it.iter().all(u8::is_ascii_digit));
    words.len() >= 4 && has_time && has_year
}

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let reader = std::mem::replace(&mut source.reader, Box::new(std::io::empty()));
    let lines = BufReader::new(reader);
    Box::new(Messages { lines, source, number: 0, state: State::Start })
}

/// How far a file was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was.
    Start,
    /// It is one message.
    Single,
    /// It has many, and the line before the next was read.
    Mailbox,
    /// All was.
    Ended,
}

/// The messages of a file.
struct Messages<R> {
    lines: BufReader<R>,
    source: Source,
    number: usize,
    state: State,
}

/// Bytes of a line that are read at a time.
const LINE: u64 = 1 << 16;

impl<R: Read> Iterator for Messages<R> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        if self.state == State::Ended {
            return None;
        }
        Some(match self.message() {
            Ok(Some(bytes)) => self.one(&bytes),
            Ok(None) => {
                let detail = format!("over {} MiB with what is attached", LARGEST >> 20);
                self.skipped(Reason::TooLong, &detail)
            }
            Err(error) => {
                self.state = State::Ended;
                self.skipped(Reason::Unreadable, &error.to_string())
            }
        })
    }
}

impl<R: Read> Messages<R> {
    fn at(&self) -> String {
        if self.number == 0 { String::new() } else { format!(", message {}", self.number) }
    }

    fn skipped(&self, reason: Reason, detail: &str) -> Outcome {
        Outcome::Skipped(self.source.skipped(&self.at(), reason, detail))
    }

    /// Reads a line, or a part of a very long one.
    fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.lines.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Reads the bytes of the next message, up to the line that begins another; nothing if they are
    /// too many.
    fn message(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        if self.state == State::Start {
            let mut first = self.line()?;
            while !first.is_empty() && first.iter().all(u8::is_ascii_whitespace) {
                first = self.line()?;
            }
            if begins_message(&first) {
                self.state = State::Mailbox;
            } else {
                self.state = State::Single;
                bytes = first;
            }
        }
        let is_mailbox = self.state == State::Mailbox;
        if is_mailbox {
            self.number += 1;
        }
        let mut is_long = false;
        let (mut after_blank, mut at_start) = (true, true);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                self.state = State::Ended;
                break;
            }
            if is_mailbox && after_blank && at_start && begins_message(&line) {
                break;
            }
            let part = if is_mailbox && at_start { unquoted(&line) } else { &line };
            is_long |= bytes.len() + part.len() > LARGEST;
            if is_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(part);
            }
            after_blank = line.iter().all(u8::is_ascii_whitespace);
            at_start = line.ends_with(b"\n");
        }
        Ok(if is_long { None } else { Some(bytes) })
    }

    /// Makes an article of one message.
    fn one(&self, bytes: &[u8]) -> Outcome {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return self.skipped(Reason::NoText, "");
        }
        let mail = match mailparse::parse_mail(bytes) {
            Ok(mail) => mail,
            Err(error) => return self.skipped(Reason::BadRecord, &error.to_string()),
        };
        if mail.headers.is_empty() || mail.headers.get_first_value("From").is_none() {
            return self
                .skipped(Reason::BadRecord, "no e-mail: it has no line ‘From:’ at its head");
        }
        let name = if self.number == 0 {
            self.source.name.clone()
        } else {
            format!("{}#{}", self.source.name, self.number)
        };
        let place = format!("{}{}", self.source.place, self.at());
        finish(draft(&mail), &name, self.source.published, &place)
    }
}

/// A line of a mailbox without the mark by which it was told from the start of a message.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

/// What a message says of itself, and its text.
fn draft(mail: &ParsedMail<'_>) -> Draft {
    let value = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let bare = |name: &str| {
        value(name).trim().trim_start_matches('<').trim_end_matches('>').trim().to_owned()
    };
    let text = text_of(mail, 0);
    Draft {
        id: bare("Message-ID"),
        url: bare("Archived-At"),
        source: sender(mail),
        published: day(&value("Date")),
        title: value("Subject").split_whitespace().collect::<Vec<_>>().join(" "),
        text,
    }
}

/// The name of the sender, or the address where there is none.
fn sender(mail: &ParsedMail<'_>) -> String {
    let Some(header) = mail.headers.get_first_header("From") else { return String::new() };
    let named = mailparse::addrparse_header(header).ok().and_then(|all| {
        let first = all.iter().next()?;
        Some(match first {
            MailAddr::Single(one) => one.display_name.as_ref().unwrap_or(&one.addr).clone(),
            MailAddr::Group(group) => group.group_name.clone(),
        })
    });
    named.unwrap_or_else(|| header.get_value()).trim().to_owned()
}

/// The text of a part and of the parts in it.
fn text_of(part: &ParsedMail<'_>, depth: usize) -> String {
    let disposition = part.get_content_disposition().disposition;
    let kind = part.ctype.mimetype.as_str();
    if kind == "message/rfc822" {
        return forwarded(part, depth);
    }
    if disposition == DispositionType::Attachment {
        return String::new();
    }
    if part.subparts.is_empty() {
        return match kind {
            "text/plain" => without_signature(&part.get_body().unwrap_or_default()),
            "text/html" => fragment_text(&part.get_body().unwrap_or_default()),
            _ => String::new(),
        };
    }
    if kind == "multipart/alternative" {
        let plain = part.subparts.iter().filter(|it| it.ctype.mimetype == "text/plain");
        let plain = plain.map(|it| text_of(it, depth)).find(|text| !text.is_empty());
        let plain = plain.unwrap_or_default();
        if plain.len() >= HINT {
            return plain;
        }
        let others = part.subparts.iter().filter(|it| it.ctype.mimetype != "text/plain");
        let other = others.map(|it| text_of(it, depth)).max_by_key(String::len).unwrap_or_default();
        // "Your program does not show this message" is no text.
        return if plain.is_empty() || other.len() > 3 * plain.len() { other } else { plain };
    }
    let texts = part.subparts.iter().map(|it| text_of(it, depth));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The text of a message within a message.
fn forwarded(part: &ParsedMail<'_>, depth: usize) -> String {
    if depth >= DEEPEST {
        return String::new();
    }
    let Ok(bytes) = part.get_body_raw() else { return String::new() };
    mailparse::parse_mail(&bytes).map(|mail| text_of(&mail, depth + 1)).unwrap_or_default()
}

/// A plain text without the signature of the sender, and with plain breaks of lines.
fn without_signature(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.split("\n-- \n").next().unwrap_or_default();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, read_from};
    use crate::record::Article;

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of \
                        fish and said that they would meet again in the spring.";
    const HEAD: &str = "Return-Path: <desk@fjord.example>\r\nFrom: =?utf-8?q?The_Fjord_T=C3=ADmes?= <desk@fjord.example>\r\n\
                        To: ada@x.example\r\nSubject: =?utf-8?B?T2thZm9yIG1lZXRzIMOFc2U=?=\r\n in Oslo\r\n\
                        Date: Sat, 06 Dec 2025 10:00:00 +0100\r\nMessage-ID: <7@fjord.example>\r\n\
                        MIME-Version: 1.0\r\n";

    fn outcomes(name: &'static str, text: &str) -> Vec<Outcome> {
        read_from(name, std::io::Cursor::new(text.to_owned()), Options::default()).collect()
    }

    fn one(text: &str) -> Article {
        match &outcomes("a.eml", text)[..] {
            [Outcome::Article(article)] => article.clone(),
            other => panic!("no article: {other:?}"),
        }
    }

    #[test]
    fn a_message_has_its_subject_sender_date_and_id() {
        let article = one(&format!(
            "{HEAD}Content-Type: text/plain; charset*=us-ascii'en'iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             {BODY} Caf=\r\n=E9 talks.\r\n--=20\r\nThe desk\r\n"
        ));
        assert_eq!(article.title, "Okafor meets Åse in Oslo");
        assert_eq!(article.source, "The Fjord Tímes");
        assert_eq!(article.published, "2025-12-06".parse().ok());
        assert_eq!(article.id, "7@fjord.example");
        assert_eq!(article.text, format!("{BODY} Café talks."));
    }

    #[test]
    fn the_plain_text_is_taken_and_html_where_there_is_none() {
        let parts = |plain: &str, html: &str| {
            one(&format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n\
                 --i\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n--i\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--i--\r\n\
                 --o\r\nContent-Type: text/plain; name=x.txt\r\nContent-Disposition: attachment; filename*=utf-8''x.txt\r\n\r\nno text of it\r\n--o--\r\n"
            ))
            .text
        };
        let html = format!(
            "<html><head><title>t</title></head><body><p>{BODY}</p><p>It rained &amp; snowed.</p></body></html>"
        );
        assert_eq!(parts(BODY, &html), BODY);
        let whole = format!("{BODY}\n\nIt rained & snowed.");
        assert_eq!(parts("See the other form.", &html), whole);
        assert_eq!(parts("", &html), whole);
    }

    #[test]
    fn a_mailbox_gives_its_messages_one_by_one() {
        let from = "From desk@fjord.example Sat Dec  6 10:00:00 2025\n";
        let head =
            |id: u32| format!("From: Desk <d@x.example>\nMessage-ID: <{id}>\nSubject: Talks\n\n");
        let mailbox = format!(
            "{from}{}{BODY}\n>From here on it rained.\n>>From there too.\nFrom Oslo they flew.\n\n{from}{}no\n\n{from}no head\n\n{from}{}{BODY} It snowed.\n",
            head(1),
            head(2).replace("From:", "X:"),
            head(3)
        );
        let told: Vec<String> = outcomes("a.mbox", &mailbox)
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Article(it) => format!("{}: {}", it.id, it.text.replace(BODY, "BODY")),
                Outcome::Skipped(it) => format!("{}: {}: {}", it.place, it.reason, it.detail),
            })
            .collect();
        assert_eq!(
            told,
            [
                "1: BODY\nFrom here on it rained.\n>From there too.\nFrom Oslo they flew.",
                "a.mbox, message 2: bad record: no e-mail: it has no line ‘From:’ at its head",
                "a.mbox, message 3: bad record: no e-mail: it has no line ‘From:’ at its head",
                "3: BODY It snowed.",
            ]
        );
    }

    #[test]
    fn a_message_that_is_too_long_costs_only_itself() {
        let from = "From desk@fjord.example Sat Dec  6 10:00:00 2025\n";
        let head = "From: d@x.example\n\n";
        let long = "x y\n".repeat(LARGEST / 4 + 10);
        let told = outcomes("a.mbox", &format!("{from}{head}{long}\n{from}{head}{BODY}\n"));
        let [Outcome::Skipped(skipped), Outcome::Article(article)] = &told[..] else {
            panic!("one of each: {}", told.len())
        };
        assert_eq!(
            (skipped.reason, skipped.place.as_str()),
            (Reason::TooLong, "a.mbox, message 1")
        );
        assert_eq!(article.source, "d@x.example");
    }

    #[test]
    fn messages_are_known_by_their_first_lines() {
        assert!(fits(HEAD) && fits("From ada@x.example Sat Dec  6 10:00:00 2025\nX: y\n"));
        assert!(
            !fits("Date: 2025-12-06\n\nFrom: nobody\n")
                && !fits("From 10:00 they met in 2025 in Oslo's hall."[..16].trim())
        );
        assert!(!fits("From Oslo the envoys flew home.\n"));
    }

    #[test]
    fn messages_within_messages_are_read_so_far() {
        let mut text = format!("From: a@x.example\r\nContent-Type: text/plain\r\n\r\n{BODY}\r\n");
        for _ in 0..3 {
            text = format!("{HEAD}Content-Type: message/rfc822\r\n\r\n{text}");
        }
        assert_eq!(one(&text).text, BODY);
        for _ in 0..40 {
            text = format!("{HEAD}Content-Type: message/rfc822\r\n\r\n{text}");
        }
        assert!(
            matches!(&outcomes("a.eml", &text)[..], [Outcome::Skipped(it)] if it.reason == Reason::NoText)
        );
    }
}
