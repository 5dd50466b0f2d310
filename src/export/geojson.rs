//! GeoJSON (RFC 7946): where meetings were, a point a place, for maps of every kind.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Drawing, Drawn, Error, Format, Sources, Spot, words};
use crate::network::{Encounter, Network};
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
    pub(super) spot: &'a Spot,
    /// Degrees north and east.
    pub(super) degrees: [f64; 2],
    /// The meetings, by date.
    pub(super) meetings: Vec<&'a Encounter>,
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

/// The most specific places of meetings whose degrees are known, by their numbers; and of how many
/// meetings no such place is known.
pub(super) fn venues<'a>(network: &'a Network, sources: &'a Sources) -> (Vec<Venue<'a>>, usize) {
    let mut venues: BTreeMap<LocationId, Venue<'a>> = BTreeMap::new();
    let mut missing = 0;
    for meeting in network.encounters() {
        let spots = sources.spots.get(&meeting.id).map(Vec::as_slice).unwrap_or_default();
        match spots.iter().find_map(|spot| Some((spot, spot.degrees?))) {
            None => missing += 1,
            Some((spot, degrees)) => venues
                .entry(spot.location)
                .or_insert(Venue { spot, degrees, meetings: Vec::new() })
                .meetings
                .push(meeting),
        }
    }
    (venues.into_values().collect(), missing)
}

/// What was left out for want of degrees, if anything.
pub(super) fn note(missing: usize) -> Vec<String> {
    match missing {
        0 => Vec::new(),
        1 => {
            vec!["1 meeting is not on the map: no place of it is known with its degrees".to_owned()]
        }
        many => vec![format!(
            "{many} meetings are not on the map: no place of them is known with its degrees"
        )],
    }
}

pub(super) fn draw(network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
    let (venues, missing) = venues(network, &drawing.sources);
    let names: BTreeMap<ActorId, &str> =
        network.parties().map(|party| (party.id, party.name.as_str())).collect();
    let features: Vec<Value> =
        venues.iter().map(|venue| feature(venue, &names, &drawing.sources)).collect();
    let notes: Vec<String> = network.notes.iter().cloned().chain(note(missing)).collect();
    let collection = json!({
        "type": "FeatureCollection",
        "title": network.title,
        "extent": words::extent(network),
        "notes": notes,
        "features": features,
    });
    let mut bytes = serde_json::to_vec_pretty(&collection).expect("numbers are finite");
    bytes.push(b'\n');
    Ok(Drawn { bytes, notes: note(missing) })
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
        "id": venue.spot.location.row(),
        "geometry": { "type": "Point", "coordinates": [east, north] },
        "properties": {
            "name": venue.spot.name,
            "kind": venue.spot.kind.as_str(),
            "country": venue.spot.country,
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
    use crate::record::{LocationKind, MeetingId};

    /// The sources of a network whose first meeting was in a place of this name.
    pub(in crate::export) fn placed(name: &str) -> Drawing {
        let mut drawing = Drawing::default();
        let spot = Spot {
            location: LocationId::new(7),
            name: name.to_owned(),
            kind: LocationKind::City,
            country: "Italy".to_owned(),
            degrees: Some([45.65, 13.77]),
        };
        let venue = Spot { degrees: None, location: LocationId::new(3), ..spot.clone() };
        drawing.sources.spots.insert(MeetingId::new(1), vec![venue, spot]);
        drawing
    }

    #[test]
    fn meetings_without_a_known_place_are_counted() {
        let network = crate::export::tests::sample();
        let drawn = draw(&network, &placed("Trieste")).expect("it can be drawn");
        let read: Value = serde_json::from_slice(&drawn.bytes).expect("it is JSON");
        assert_eq!(read["features"].as_array().expect("a list").len(), 1);
        assert_eq!(read["features"][0]["geometry"]["coordinates"], json!([13.77, 45.65]));
        let left = network.encounters().len() - 1;
        assert_eq!(drawn.notes, note(left));
        assert!(drawn.notes[0].starts_with(&format!("{left} meetings are not on the map")));
    }

    proptest! {
        #[test]
        fn every_name_parses_again(names in [any_name(), any_name(), any_name()]) {
            let network = pair(&names);
            let drawn = draw(&network, &placed(&names[2])).expect("it can be drawn");
            let read: Value = serde_json::from_slice(&drawn.bytes).expect("it is JSON");
            let properties = &read["features"][0]["properties"];
            prop_assert_eq!(&properties["name"], &names[2]);
            prop_assert_eq!(&properties["meeting_list"][0]["participants"][0], &names[0]);
        }
    }
}
