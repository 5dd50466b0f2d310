//! Tokens, on words from the news.

use super::*;

/// The tokens of a text with a space between them.
fn split(text: &str) -> String {
    tokenize(text).iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ")
}

#[test]
fn clitics_stand_alone() {
    assert_eq!(split("They weren't Lund's, he'd say"), "They were n't Lund 's , he 'd say");
    assert_eq!(split("We’ll can’t Ministers’ cannot"), "We ’ll ca n’t Ministers ’ can not");
    assert_eq!(split("O'Brien d'Ivoire Qur'an o'clock"), "O'Brien d'Ivoire Qur'an o'clock");
    assert_eq!(split("’90s and ‘em ’em"), "’90s and ‘ em ’em");
}

#[test]
fn hyphens_part_words_but_not_prefixes() {
    assert_eq!(split("the U.S.-led, two-day talks"), "the U.S. - led , two - day talks");
    assert_eq!(
        split("pro-Russian co-operation in mid-March"),
        "pro-Russian co-operation in mid-March"
    );
    assert_eq!(split("pre- and post-war"), "pre- and post-war");
    assert_eq!(split("ex-minister Al-Sayed"), "ex-minister Al - Sayed");
    assert_eq!(split("Dec. 4-6, 2025-12-06"), "Dec. 4 - 6 , 2025-12-06");
    assert_eq!(split("call (713) 853-3242"), "call ( 713 ) 853-3242");
    assert_eq!(split("Paris--the city—is"), "Paris -- the city — is");
}

#[test]
fn abbreviations_and_initials_keep_their_stops() {
    assert_eq!(split("Lt. Gen. J. D. Lund"), "Lt. Gen. J. D. Lund");
    assert_eq!(split("J.D. Lund of the U.N."), "J.D. Lund of the U.N.");
    assert_eq!(split("No. 10, No.10 or no. No."), "No. 10 , No. 10 or no . No .");
    assert_eq!(split("Mr.Lund at 3 p.m. on Sept. 4"), "Mr. Lund at 3 p.m. on Sept. 4");
    assert_eq!(split("Acme Inc.. It sat. Al."), "Acme Inc. . It sat . Al .");
    assert_eq!(split("i.e. Smith et al. (2011)"), "i.e. Smith et al. ( 2011 )");
}

#[test]
fn stops_without_a_space_part_sentences_but_not_names() {
    assert_eq!(split("They left.The talks ended.he said"), "They left . The talks ended . he said");
    assert_eq!(split("Booking.com, memo.doc"), "Booking.com , memo.doc");
    assert_eq!(split("Wait...what? No!?"), "Wait ... what ? No !?");
}

#[test]
fn numbers_keep_their_marks_and_lose_their_units() {
    assert_eq!(split("$1,200.50 at 7:30pm"), "$ 1,200.50 at 7:30 pm");
    assert_eq!(split("$2.5bn, 9am, 4th, 1980s"), "$ 2.5 bn , 9 am , 4th , 1980s");
    assert_eq!(split("the 5G, 30% of 3/4"), "the 5G , 30 % of 3/4");
}

#[test]
fn quotes_and_brackets_stand_alone() {
    assert_eq!(split("“‘No,’ he said”"), "“ ‘ No , ’ he said ”");
    assert_eq!(split("\"(No)\""), "\" ( No ) \"");
    assert_eq!(split("«Oui» ``No''"), "« Oui » `` No ''");
}

#[test]
fn datelines_and_addresses_are_read() {
    assert_eq!(split("SEOUL, March 5 (Yonhap) — A"), "SEOUL , March 5 ( Yonhap ) — A");
    assert_eq!(split("a@b.org, <x.y@z.com>"), "a@b.org , < x.y@z.com >");
    assert_eq!(split("(https://example.org/a?b=c)."), "( https://example.org/a?b=c ) .");
    assert_eq!(split("@lund #talks"), "@lund #talks");
}

#[test]
fn signs_keep_their_marks() {
    assert_eq!(split("👩🏽‍🚀🇫🇷 :-) e\u{301}a"), "👩🏽‍🚀 🇫🇷 :-) e\u{301}a");
}
