//! Every table with its columns: what a column is called, what it holds, where that comes from.

use super::{
    BETWEEN, Column, Failure, Source, Table,
    value::{Sink, Value, article, link},
};
use crate::record::ActorId;

/// Declares a table: each column's name, what it holds, and its value of a row.
macro_rules! table {
    ($name:literal, $about:literal, $rows:ident $(($of:expr))?, $row:ident => {
        $( $column:literal, $holds:literal, $value:expr; )+
    }) => {
        Table {
            name: $name,
            about: $about,
            columns: &[$( Column { name: $column, about: $holds } ),+],
            fill: {
                fn fill(source: &dyn Source, sink: &mut dyn Sink) -> Result<(), Failure> {
                    source.$rows($($of,)? &mut |$row| Ok(sink.add(&[$( Value::from($value) ),+])?))
                }
                fill
            },
        }
    };
}

/// Every table, in the order in which people look at them.
pub const TABLES: &[Table] = &[
    table!("articles", "A row is an article that was read", articles, row => {
        "article_id", "its id", row.id.as_str();
        "url", "its address on the web", link(&row.url);
        "source", "who published it", row.source.as_str();
        "published", "when, as far as is known", row.published;
        "title", "its headline", row.title.as_str();
        "letters", "letters of its text", row.letters;
        "actors", "actors in it", row.actors;
        "meetings", "meetings that it tells of", row.meetings;
        "statements", "statements in it", row.statements;
        "skipped", "why it gave nothing, where it did", row.skipped.as_deref();
    }),
    table!("actors", "A row is an actor over all articles", actors, row => {
        "actor_id", "its number", row.id.row();
        "name", "its name", row.name.as_str();
        "kind", "person, state, organization or bloc", row.kind.as_str();
        "iso3", "the ISO 3166-1 code of a state", row.ids.get("iso3").map(String::as_str);
        "wikidata", "its number in Wikidata", row.ids.get("wikidata").map(String::as_str);
        "roles", "offices that articles give it", row.roles.join(BETWEEN);
        "affiliations", "states or organizations it acts for", row.affiliations.join(BETWEEN);
        "articles", "articles that name it", row.articles;
        "meetings", "meetings it takes part in", row.meetings;
        "statements", "statements it makes", row.statements;
        "first_published", "when the first article that names it was published", row.first;
        "last_published", "when the last article that names it was published", row.last;
    }),
    table!("actor_names", "A row is a name that articles give an actor", actor_names, row => {
        "actor_id", "the actor, as in `actors`", row.actor.row();
        "actor", "its name there", row.actor_name.as_str();
        "name", "a name that articles give it", row.name.as_str();
        "mentions", "how often it is called so", row.mentions;
        "articles", "articles that call it so", row.articles;
    }),
    table!("affiliations", "A row is an office of an actor, or for whom it acts", affiliations,
    row => {
        "actor_id", "the actor, as in `actors`", row.actor.row();
        "actor", "its name", row.actor_name.as_str();
        "role", "the office", row.role.as_str();
        "affiliation", "the state or organization it acts for", row.affiliation.as_str();
        "affiliation_id", "the same, as in `actors`", row.affiliation_id.map(ActorId::row);
        "articles", "articles that say so", row.articles;
        "first_published", "when the first article that says so was published", row.first;
        "last_published", "when the last article that says so was published", row.last;
    }),
    table!("locations", "A row is a place over all articles", locations, row => {
        "location_id", "its number", row.id.row();
        "name", "its name", row.name.as_str();
        "kind", "country, region, city or venue", row.kind.as_str();
        "country", "the country it lies in", row.country.as_str();
        "lat", "degrees north", row.lat;
        "lon", "degrees east", row.lon;
        "city", "the city that a venue lies in", row.city.as_deref();
        "city_id", "the same, as in `locations`", row.city_id.map(crate::record::LocationId::row);
        "geonames", "its number in GeoNames", row.ids.get("geonames").map(String::as_str);
        "articles", "articles that name it", row.articles;
        "meetings", "meetings that happen there", row.meetings;
    }),
    table!("meetings", "A row is a meeting over all articles, however many tell of it", meetings,
    row => {
        "meeting_id", "its number", row.id.row();
        "participants", "names of those who take part", row.participants.join(BETWEEN);
        "place", "its most specific place", row.places.first().map(String::as_str);
        "places", "all its places, most specific first", row.places.join(BETWEEN);
        "country", "the country", row.country.as_str();
        "date_from", "the first day it may have been on", row.date.map(crate::date::Date::first);
        "date_to", "the last day it may have been on", row.date.map(crate::date::Date::last);
        "precision", "how finely the date is known: day, interval, month or year",
            row.date.map(|date| date.precision().as_str());
        "kind", "meeting, talks, summit, visit, call, conference or ceremony", row.kind.as_str();
        "status", "held, planned, proposed or cancelled", row.status.as_str();
        "sources", "articles that tell of it; copies of one story count once", row.sources;
        "plover", "its event type in PLOVER", row.codes.plover.as_str();
        "cameo", "its event code in CAMEO", row.codes.cameo.as_str();
        "confidence", "how sure the reading is, from 0 to 1", row.confidence;
        "first_sentence", "the first sentence that reports it", row.sentence.as_str();
        "first_article_id", "the article with that sentence", article(&row.article);
    }),
    table!("meeting_participants", "A row is an actor at a meeting", meeting_participants, row => {
        "meeting_id", "the meeting, as in `meetings`", row.meeting.row();
        "actor_id", "the actor, as in `actors`", row.actor.row();
        "actor", "its name", row.actor_name.as_str();
        "kind", "person, state, organization or bloc", row.kind.as_str();
        "part", "host, mediator or participant", row.part.as_str();
        "sources", "articles that put it there; copies count once", row.sources;
    }),
    table!("statements", "A row is a statement of one article", statements, row => {
        "statement_id", "its number", row.id.row();
        "article_id", "the article it is in", article(&row.article);
        "published", "when that was published", row.published;
        "speakers", "names of those who speak", names(&row.speakers);
        "speaker_ids", "the same, as in `actors`", ids(&row.speakers);
        "speaker_text", "the words for a source that is not named", row.speaker_text.as_str();
        "kind", "direct, indirect or mixed", row.kind.as_str();
        "tone", "what the speaker does by it", row.tone.as_str();
        "cue", "the words that attribute it", row.cue.as_str();
        "content", "what is said", row.content.as_str();
        "addressees", "names of those who are told", names(&row.addressees);
        "about", "names of those it is about", names(&row.about);
        "about_ids", "the same, as in `actors`", ids(&row.about);
        "plover", "its event type in PLOVER", row.codes.plover.as_str();
        "cameo", "its event code in CAMEO", row.codes.cameo.as_str();
        "confidence", "how sure the reading is, from 0 to 1", row.confidence;
    }),
    table!("evidence", "A row is some words of an article that something rests on", evidence(None),
    row => {
        "kind", "what rests on them: actor, location, meeting or statement", row.of.as_str();
        "id", "its number in the table of its kind", row.row;
        "article_id", "the article", article(&row.article);
        "start", "their first code point in the article's text, counted from 0", row.start;
        "end", "the code point after their last", row.end;
        "text", "the words", row.text.as_str();
        "sentence", "the sentence they stand in", row.sentence.as_str();
    }),
];

/// The names of actors in one cell.
fn names(actors: &[(ActorId, String)]) -> String {
    actors.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(BETWEEN)
}

/// The numbers of actors in one cell.
fn ids(actors: &[(ActorId, String)]) -> String {
    actors.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(BETWEEN)
}
