//! What anchors find again, and which corrections stand.

use std::collections::BTreeMap;

use super::*;
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationKind,
    LocationRef, MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};

fn actor(index: usize, name: &str, canonical: &str) -> ActorEntry {
    ActorEntry {
        id: ActorRef::new(index),
        name: name.to_owned(),
        kind: ActorKind::Person,
        canonical: canonical.to_owned(),
        aliases: Vec::new(),
        ids: BTreeMap::new(),
        mentions: Vec::new(),
        roles: Vec::new(),
        affiliations: Vec::new(),
    }
}

fn meeting(index: usize, who: &[usize], date: &str, sentence: &str) -> MeetingEntry {
    MeetingEntry {
        id: MeetingRef::new(index),
        kind: MeetingKind::Talks,
        status: MeetingStatus::Held,
        participants: who.iter().map(|&it| ActorRef::new(it)).collect(),
        hosts: Vec::new(),
        mediators: Vec::new(),
        locations: Vec::new(),
        date: date.parse().ok(),
        topics: Vec::new(),
        codes: Codes::default(),
        confidence: 0.5,
        evidence: vec![Excerpt { text: sentence.to_owned(), start: 0, end: 0 }],
    }
}

fn article(id: &str, names: &[&str]) -> Extraction {
    Extraction {
        id: id.to_owned(),
        published: "2031-05-10".parse().ok(),
        actors: names.iter().enumerate().map(|(index, name)| actor(index, name, name)).collect(),
        ..Extraction::default()
    }
}

fn anchor(record: &Extraction, subject: Subject, entry: usize) -> Anchor {
    Anchor::of(record, subject, entry).expect("there is such an entry")
}

fn target(record: &Extraction, subject: Subject, entry: usize) -> Target {
    let own = anchor(record, subject, entry);
    Target {
        thing: subject,
        number: 7,
        name: own.names.join(" "),
        kind: own.kind.clone(),
        country: String::new(),
        count: 1,
        entries: vec![own],
        is_new: false,
    }
}

/// Where anchors are found, by article and entry.
fn found(
    articles: &[&Extraction],
    subject: Subject,
    anchors: &[&Anchor],
) -> Vec<Option<(usize, usize)>> {
    let finder = Finder::new(articles.to_vec());
    let places = finder.find(subject, anchors);
    places.into_iter().map(|it| it.map(|it| (it.article, it.entry))).collect()
}

#[test]
fn an_actor_is_found_under_a_fuller_name_and_at_another_place() {
    let old = article("a", &["Rowe", "Ivo Marek"]);
    let new = article("a", &["Ada Okafor", "Ivo Marek", "Dana Rowe"]);
    let anchors = [anchor(&old, Subject::Actor, 0), anchor(&old, Subject::Actor, 1)];
    let anchors: Vec<&Anchor> = anchors.iter().collect();
    assert_eq!(found(&[&new], Subject::Actor, &anchors), [Some((0, 2)), Some((0, 1))]);
}

#[test]
fn two_anchors_never_mean_one_entry() {
    let old = article("a", &["Dana Rowe", "Rowe"]);
    let new = article("a", &["Dana Rowe"]);
    let anchors = [anchor(&old, Subject::Actor, 1), anchor(&old, Subject::Actor, 0)];
    let anchors: Vec<&Anchor> = anchors.iter().collect();
    assert_eq!(found(&[&new], Subject::Actor, &anchors), [None, Some((0, 0))]);
}

#[test]
fn an_article_is_found_by_its_address_or_by_its_headline_and_day() {
    let mut old = article("a", &["Dana Rowe"]);
    old.url = "https://x.example/1".to_owned();
    old.title = "Rowe speaks".to_owned();
    let own = anchor(&old, Subject::Actor, 0);
    let other = article("other", &["Dana Rowe"]);
    assert_eq!(found(&[&other], Subject::Actor, &[&own]), [None]);
    let by_url = Extraction { id: "b".to_owned(), title: String::new(), ..old.clone() };
    assert_eq!(found(&[&other, &by_url], Subject::Actor, &[&own]), [Some((1, 0))]);
    let by_title = Extraction { id: "b".to_owned(), url: String::new(), ..old.clone() };
    assert_eq!(found(&[&other, &by_title], Subject::Actor, &[&own]), [Some((1, 0))]);
    let twin = Extraction { id: "c".to_owned(), ..by_title.clone() };
    assert_eq!(found(&[&by_title, &twin], Subject::Actor, &[&own]), [None], "two would do");
    let later = Extraction { published: "2031-05-11".parse().ok(), ..by_title };
    assert_eq!(found(&[&later], Subject::Actor, &[&own]), [None]);
}

#[test]
fn a_meeting_is_found_by_its_sentence_though_it_is_read_otherwise() {
    let sentence = "Dana Rowe met Ivo Marek in Geneva on Sunday for talks on fish.";
    let mut old = article("a", &["Dana Rowe", "Ivo Marek"]);
    old.meetings.push(meeting(0, &[0, 1], "2031-05-04", sentence));
    let own = anchor(&old, Subject::Meeting, 0);
    let mut new = article("a", &["Ada Okafor", "Dana Rowe", "Ivo Marek"]);
    new.meetings.push(meeting(0, &[0, 1], "2031-05-04", "Ada Okafor had called Rowe before."));
    let changed = sentence.replace("on Sunday", "on Sunday morning");
    new.meetings.push(meeting(1, &[1, 2], "2031-05-05", &changed));
    assert_eq!(found(&[&new], Subject::Meeting, &[&own]), [Some((0, 1))]);
}

#[test]
fn of_two_meetings_in_a_sentence_the_one_with_the_same_people_is_found() {
    let sentence = "Rowe met Marek and, later, Okafor.";
    let mut old = article("a", &["Rowe", "Marek", "Okafor"]);
    old.meetings.push(meeting(0, &[0, 2], "2031-05-04", sentence));
    let own = anchor(&old, Subject::Meeting, 0);
    let mut new = old.clone();
    new.meetings = vec![
        meeting(0, &[0, 1], "2031-05-04", sentence),
        meeting(1, &[0, 2], "2031-05-04", sentence),
    ];
    assert_eq!(found(&[&new], Subject::Meeting, &[&own]), [Some((0, 1))]);
}

#[test]
fn a_meeting_is_found_by_who_met_when_though_its_sentence_is_another() {
    let mut old = article("a", &["Dana Rowe", "Ivo Marek"]);
    old.meetings.push(meeting(0, &[0, 1], "2031-05-04", "They met in Geneva."));
    let own = anchor(&old, Subject::Meeting, 0);
    let mut new = old.clone();
    new.meetings = vec![meeting(0, &[0, 1], "2031-05-04", "The two sat down at noon by a lake.")];
    assert_eq!(found(&[&new], Subject::Meeting, &[&own]), [Some((0, 0))]);
    new.meetings[0].date = "2031-05-06".parse().ok();
    assert_eq!(found(&[&new], Subject::Meeting, &[&own]), [None]);
}

#[test]
fn a_meeting_of_an_article_that_is_gone_is_found_in_a_copy() {
    let sentence = "Dana Rowe met Ivo Marek in Geneva.";
    let mut old = article("a", &["Dana Rowe", "Ivo Marek"]);
    old.meetings.push(meeting(0, &[0, 1], "2031-05-04", sentence));
    let own = anchor(&old, Subject::Meeting, 0);
    let copy = Extraction { id: "copy".to_owned(), ..old };
    assert_eq!(found(&[&copy], Subject::Meeting, &[&own]), [Some((0, 0))]);
}

#[test]
fn a_name_finds_what_no_article_has_any_more_unless_many_bear_it() {
    let full = target(&article("a", &["Dana Rowe"]), Subject::Actor, 0);
    let bare = target(&article("a", &["Rowe"]), Subject::Actor, 0);
    let (one, two) = (article("b", &["Ivo Marek", "Dana Rowe"]), article("c", &["Rowe"]));
    let targets = [&full, &bare];
    let named = Named::new(&targets);
    let places: Vec<Vec<usize>> =
        one.actors.iter().chain(&two.actors).map(|it| named.actor(it)).collect();
    assert_eq!(places, [vec![], vec![0], vec![]]);
}

#[test]
fn a_place_is_found_by_its_name_in_its_country() {
    let place = |country: &str| LocationEntry {
        id: LocationRef::new(0),
        name: "the Tripoli".to_owned(),
        kind: LocationKind::City,
        country: country.to_owned(),
        city: String::new(),
        ids: BTreeMap::new(),
        lat: None,
        lon: None,
        mentions: Vec::new(),
    };
    let mut old = article("a", &[]);
    old.locations.push(place("Libya"));
    let own = target(&old, Subject::Location, 0);
    let mut others = [article("b", &[]), article("c", &[])];
    others[0].locations.push(place("Lebanon"));
    others[1].locations.push(place("Libya"));
    let targets = [&own];
    let named = Named::new(&targets);
    let places: Vec<Vec<usize>> =
        others.iter().map(|it| named.location(&it.locations[0])).collect();
    assert_eq!(places, [vec![], vec![0]]);
}

#[test]
fn only_what_anchors_go_by_is_left_of_a_record() {
    let told = |id: &str, sentence: &str| {
        let mut record = article(id, &["Dana Rowe", "Ivo Marek"]);
        record.url = format!("https://x.example/{id}");
        record.meetings.push(meeting(0, &[0, 1], "2031-05-04", sentence));
        record
    };
    let own = told("a", "They met.");
    let change = Change::Reject { target: target(&own, Subject::Meeting, 0) };
    let all = Corrections::new(vec![Correction::new(Timestamp::UNIX_EPOCH, "Ana", "", change)]);
    let strip = |record: &Extraction| {
        let mut bare = record.clone();
        all.wanted().strip(&mut bare);
        bare
    };
    assert_eq!(strip(&own), own);
    let copy = strip(&told("b", "They met."));
    assert_eq!((copy.url.as_str(), copy.meetings[0].evidence.len()), ("", 1));
    assert!(strip(&told("b", "Others met.")).meetings[0].evidence.is_empty());
}

fn rename(second: i64, name: &str) -> Correction {
    let target = target(&article("a", &["Dana Rowe"]), Subject::Actor, 0);
    let time = Timestamp::from_second(second).expect("a time");
    Correction::new(time, "Ana", "", Change::Rename { target, name: name.to_owned() })
}

fn undo(second: i64, other: &Correction) -> Correction {
    let time = Timestamp::from_second(second).expect("a time");
    Correction::new(time, "Ana", "", Change::Undo { undone: other.uid.clone() })
}

/// Which corrections stand, in the order of their times.
fn standing(all: &[&Correction]) -> Vec<Standing> {
    let all = Corrections::new(all.iter().map(|&it| it.clone()).collect());
    (0..all.all().len()).map(|place| all.standing(place)).collect()
}

#[test]
fn what_is_taken_back_stands_no_more_until_that_is_taken_back() {
    use Standing::{Idle, Stands, Undone};
    let one = rename(1, "X");
    let two = undo(2, &one);
    let three = undo(3, &two);
    assert_eq!(standing(&[&two, &one]), [Undone(1), Stands]);
    assert_eq!(standing(&[&three, &two, &one]), [Stands, Undone(2), Stands]);
    assert_eq!(standing(&[&two]), [Idle]);
    // Who takes back what is later knows the future: that is nothing.
    assert_eq!(standing(&[&undo(0, &one), &one]), [Idle, Stands]);
}

#[test]
fn the_last_that_stands_is_no_undo() {
    let (one, two) = (rename(1, "X"), rename(2, "Y"));
    let back = undo(3, &two);
    let all = Corrections::new(vec![back, two, one.clone(), one.clone()]);
    assert_eq!(all.all().len(), 3, "one that is given twice is one");
    assert_eq!(all.last(), Some(&one));
}

#[test]
fn a_correction_reads_back_as_it_was_written() {
    let mut record = article("a", &["Dana Rowe", "Ivo Marek"]);
    record.meetings.push(meeting(0, &[0, 1], "2031-05-04", "They met."));
    let own = target(&record, Subject::Meeting, 0);
    let who = target(&record, Subject::Actor, 1);
    let changes = [
        Change::Merge { into: who.clone(), from: vec![who.clone()] },
        Change::Split { rest: own.clone(), part: own.entries.clone(), name: String::new() },
        Change::Set {
            target: own.clone(),
            field: Field::Participant,
            how: How::Add,
            values: vec!["Ivo Marek".to_owned()],
            things: vec![who],
        },
        Change::Reject { target: own },
        Change::Undo { undone: "x".to_owned() },
    ];
    for change in changes {
        let given = Correction::new(Timestamp::UNIX_EPOCH, "Ana", "why", change);
        let text = serde_json::to_string(&given).expect("plain data");
        let read: Correction = serde_json::from_str(&text).expect("its own form");
        assert_eq!(read, given);
        assert_eq!(read.received().as_ref(), Ok(&given), "{text}");
        let bare = Correction { uid: String::new(), ..given.clone() };
        assert_eq!(bare.received().as_ref(), Ok(&given), "who writes one by hand needs no id");
        let changed = Correction { author: "Bo".to_owned(), ..given };
        assert!(changed.received().is_err_and(|it| it.contains("changed")));
    }
}

#[test]
fn what_makes_no_sense_is_told() {
    let record = article("a", &["Dana Rowe"]);
    let own = target(&record, Subject::Actor, 0);
    let set = |field, how, values: &[&str]| Change::Set {
        target: own.clone(),
        field,
        how,
        values: values.iter().map(|&it| it.to_owned()).collect(),
        things: Vec::new(),
    };
    let told = |change: Change| change.check().expect_err("it makes no sense");
    assert!(told(set(Field::Date, How::Set, &["2031"])).contains("no actor has a date"));
    assert!(told(set(Field::Kind, How::Set, &["cat"])).contains("‘cat’ is none of person"));
    assert!(told(set(Field::Kind, How::Add, &["state"])).contains("one value"));
    assert!(told(set(Field::Role, How::Add, &[" "])).contains("has a name"));
    let lost = Target { entries: Vec::new(), ..own.clone() };
    assert!(told(Change::Reject { target: lost }).contains("no entries"));
    assert!(told(Change::Merge { into: own.clone(), from: Vec::new() }).contains("merge"));
    assert!(
        told(Change::Rename { target: own, name: " ".to_owned() }).contains("no actor is called")
    );
}
