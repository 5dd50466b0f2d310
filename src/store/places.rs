//! Where meetings are, as places with their degrees.

use crate::record::{LocationId, MeetingId};
use crate::store::sql::word;
use crate::store::{Error, SpotRow, Store};

impl Store {
    /// The places of all meetings, by meeting, most specific first.
    ///
    /// A venue without degrees of its own has those of its city.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn meeting_spots(&self) -> Result<Vec<SpotRow>, Error> {
        let sql = "select p.meeting, l.id, l.name, l.kind, l.country, \
                   coalesce(l.lat, c.lat) as lat, coalesce(l.lon, c.lon) as lon \
                   from meeting_places p join locations l on l.id = p.location \
                   left join locations c on c.id = l.city order by p.meeting, p.rank, l.id";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut spots = Vec::new();
        while let Some(row) = rows.next()? {
            spots.push(SpotRow {
                meeting: MeetingId::new(row.get("meeting")?),
                location: LocationId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word(row, "kind")?,
                country: row.get("country")?,
                lat: row.get("lat")?,
                lon: row.get("lon")?,
            });
        }
        Ok(spots)
    }
}
