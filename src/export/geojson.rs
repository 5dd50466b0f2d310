//! `GeoJSON` (RFC 7946): where meetings were, a point a place, for maps of every kind.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Drawing, Drawn, Error, Format, Sources, words};
use crate::network::{Encounter, Network, Site};
use crate::record::{ActorId, LocationId};

pub(super) const FORMAT: Format = Format {
    name: "geojson",
    extension: "geojson",
    about: "Places of meetings, for QGIS and other maps",
    write,
};

/// A place, and the meetings there.
#[derive(Clone, Debug)]
pub(super) struct Venue<'a> {
    /// The place.
    pub(super) site: &'a Site,
    /// Degrees north and east.
    pub(super) degrees: [f64; 2],
    /// The meetings, by date.
    pub(super) meetings: Vec<&'a Encounter>,
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

/// How many meetings are on no map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Missing {
    /// Those of which no place is known.
    nowhere: usize,
    /// Those of whose places the degrees are not known.
    unknown: usize,
}

/// The most specific places of meetings whose degrees are known, by their numbers; and the
/// meetings without such a place.
pub(super) fn venues(network: &Network) -> (Vec<Venue<'_>>, Missing) {
    let mut venues: BTreeMap<(Option<LocationId>, &str), Venue<'_>> = BTreeMap::new();
    let mut missing = Missing::default();
    for meeting in network.encounters() {
        let place = |site: &'_ Site| Some([site.lat?, site.lon?]);
        match meeting.places.iter().find_map(|site| Some((site, place(site)?))) {
            None if meeting.places.is_empty() => missing.nowhere += 1,
            None => missing.unknown += 1,
            Some((site, degrees)) => venues
                .entry((site.id, site.name.as_str()))
                .or_insert(Venue { site, degrees, meetings: Vec::new() })
                .meetings
                .push(meeting),
        }
    }
    (venues.into_values().collect(), missing)
}

/// What was left out for want of degrees, if anything.
pub(super) fn note(Missing { nowhere, unknown }: Missing) -> Vec<String> {
    let reasons = match (nowhere, unknown) {
        (0, 0) => return Vec::new(),
        (_, 0) => "no place is told".to_owned(),
        (0, _) => "the coordinates of the place are not known".to_owned(),
        _ => format!(
            "of {nowhere} no place is told, of {unknown} the coordinates of the place are not known"
        ),
    };
    let are = match nowhere + unknown {
        1 => "1 meeting is".to_owned(),
        many => format!("{many} meetings are"),
    };
    vec![format!("{are} not on the map: {reasons}")]
}

#[expect(clippy::unnecessary_wraps, reason = "other drawings can fail")]
pub(super) fn draw(network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
    let (venues, missing) = venues(network);
    let names: BTreeMap<ActorId, &str> = names(network);
    let features: Vec<Value> =
        venues.iter().map(|venue| feature(venue, &names, &drawing.sources)).collect();
    let notes: Vec<String> = network.notes.iter().cloned().chain(note(missing)).collect();
    let collection = json!({
        "type": "FeatureCollection",
        "title": network.title,
        "extent": words::extent(network, words::Counted::All),
        "notes": notes,
        "features": features,
    });
    let mut bytes = serde_json::to_vec_pretty(&collection).expect("numbers are finite");
    bytes.push(b'\n');
    Ok(Drawn { bytes, notes: note(missing) })
}

/// The names of actors.
pub(super) fn names(network: &Network) -> BTreeMap<ActorId, &str> {
    network.parties().filter_map(|party| Some((party.id.actor()?, party.name.as_str()))).collect()
}

fn feature(venue: &Venue<'_>, names: &BTreeMap<ActorId, &str>, sources: &Sources) -> Value {
    let meetings: Vec<Value> = venue
        .meetings
        .iter()
        .map(|meeting| {
            let who: Vec<&str> =
                meeting.participants.iter().filter_map(|id| names.get(id).copied()).collect();
            let sentence = sources.sentences.get(&meeting.id).and_then(|told| told.first());
            json!({
                "id": meeting.id.row(),
                "date": meeting.date.map(|date| date.to_string()),
                "kind": meeting.kind.as_str(),
                "status": meeting.status.as_str(),
                "participants": who,
                "sources": meeting.sources,
                "sentence": sentence.map(|(_, text)| text),
                "article": sentence.map(|(article, _)| article),
            })
        })
        .collect();
    let dates = venue.meetings.iter().filter_map(|meeting| meeting.date);
    let [north, east] = venue.degrees;
    json!({
        "type": "Feature",
        "id": venue.site.id.map(LocationId::row),
        "geometry": { "type": "Point", "coordinates": [east, north] },
        "properties": {
            "name": venue.site.name,
            "country": venue.site.country,
            "meetings": venue.meetings.len(),
            "first": dates.clone().map(|date| date.first().to_string()).min(),
            "last": dates.map(|date| date.last().to_string()).max(),
            "meeting_list": meetings,
        },
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::{any_name, pair};

    /// `network` with its first meeting in a place of this name, below a villa of no known degrees.
    pub(in crate::export) fn placed(network: &Network, name: &str) -> Network {
        let mut encounters = network.encounters().to_vec();
        let city = Site {
            id: Some(LocationId::new(7)),
            name: name.to_owned(),
            country: "Italy".to_owned(),
            lat: Some(45.65),
            lon: Some(13.77),
        };
        let villa = Site { id: Some(LocationId::new(3)), lat: None, lon: None, ..city.clone() };
        encounters[0].places = vec![villa, city];
        Network::new(network.parties().cloned().collect(), encounters)
    }

    #[test]
    fn meetings_without_a_known_place_are_counted() {
        let network = placed(&crate::export::tests::sample(), "Trieste");
        let drawn = draw(&network, &Drawing::default()).expect("it can be drawn");
        let read: Value = serde_json::from_slice(&drawn.bytes).expect("it is JSON");
        assert_eq!(read["features"].as_array().expect("a list").len(), 1);
        assert_eq!(read["features"][0]["geometry"]["coordinates"], json!([13.77, 45.65]));
        let left = network.encounters().len() - 1;
        let note = |nowhere, unknown| note(Missing { nowhere, unknown }).concat();
        // One of the sample has a place of which no degrees are known.
        assert_eq!(drawn.notes, [note(left - 1, 1)]);
        assert_eq!(note(left, 0), format!("{left} meetings are not on the map: no place is told"));
        assert!(note(0, 1).starts_with("1 meeting is not on the map: the coordinates"));
        assert!(note(2, 1).starts_with("3 meetings are not on the map: of 2 no place is told"));
    }

    proptest! {
        #[test]
        fn every_name_parses_again(names in [any_name(), any_name(), any_name()]) {
            let network = placed(&pair(&names), &names[2]);
            let drawn = draw(&network, &Drawing::default()).expect("it can be drawn");
            let read: Value = serde_json::from_slice(&drawn.bytes).expect("it is JSON");
            let properties = &read["features"][0]["properties"];
            prop_assert_eq!(&properties["name"], &names[2]);
            prop_assert_eq!(&properties["meeting_list"][0]["participants"][0], &names[0]);
        }
    }
}
