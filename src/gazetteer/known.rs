//! What the tables in `knowledge/` hold, a row at a time.

use std::borrow::Cow;

use crate::vocabulary;

/// Text of an embedded table, or of a user.
pub(super) type Text = Cow<'static, str>;

/// A state, as a row of `states.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub(super) u16);

/// A city, as a row of `cities.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CityId(pub(super) u32);

/// A region, as a row of `regions.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub(super) u32);

/// An organization, as a row of `organizations.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationId(pub(super) u32);

/// A place that a user told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub(super) u32);

/// A holder of an office, as a row of `leaders.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HolderId(pub(super) u32);

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// A state by one of its names: "Chad", "the U.K."
    State(StateId),
    /// A state by its adjective or its people: "Chadian", "Britons".
    Demonym(StateId),
    /// A state by its capital or its seat of government: "Moscow", "the Kremlin".
    Metonym(StateId),
    /// A city.
    City(CityId),
    /// A part of a country, a sea, a continent.
    Region(RegionId),
    /// An organization.
    Organization(OrganizationId),
    /// A place that a user told of.
    Place(PlaceId),
    /// Someone who holds or held an office.
    Holder(HolderId),
}

/// A state.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// Its ISO 3166-1 alpha-3 code; empty of those that it does not list.
    pub iso3: &'static str,
    /// Its common English name.
    pub name: &'static str,
    pub(super) aliases: &'static str,
    /// Its capital.
    pub capital: &'static str,
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
}

impl State {
    /// Its ISO 3166-1 alpha-3 code, if that lists it.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        (!self.iso3.is_empty()).then_some(self.iso3)
    }

    /// Its other names.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        parts(self.aliases)
    }
}

/// A city.
#[derive(Clone, Copy, Debug)]
pub struct City {
    /// Its usual English name.
    pub name: &'static str,
    /// The state it lies in.
    pub state: Option<StateId>,
    /// The part of the state it lies in.
    pub admin1: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Its inhabitants.
    pub population: u32,
    /// Its number in `GeoNames`.
    pub geonames: u32,
    /// Names that it has there, in all languages, 30 at most: the more renowned, the more.
    pub names: u8,
}

vocabulary! {
    /// What kind of region a name stands for.
    pub enum RegionKind {
        /// A first-level division of a country.
        Division = "admin1",
        /// Any other region.
        Region = "region",
        /// A continent.
        Continent = "continent",
        /// A sea, strait or gulf.
        Sea = "sea",
        /// A river.
        River = "river",
        /// A building or other site.
        Site = "site",
        /// A city that the table of cities does not have.
        City = "city",
    }
}

/// A region.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// Its usual English name.
    pub name: &'static str,
    /// What kind it is.
    pub kind: RegionKind,
    /// The state it lies in, if it lies in one.
    pub state: Option<StateId>,
}

vocabulary! {
    /// What kind of organization a name stands for.
    pub enum OrganizationKind {
        /// An intergovernmental body.
        Intergovernmental = "igo",
        /// A group of states that acts as one.
        Bloc = "bloc",
        /// A non-governmental organization.
        NonGovernmental = "ngo",
        /// A political party.
        Party = "party",
        /// A company.
        Company = "company",
        /// A news outlet.
        Media = "media",
        /// An agency or ministry.
        Agency = "agency",
        /// A parliament.
        Parliament = "parliament",
        /// A court.
        Court = "court",
        /// A bank.
        Bank = "bank",
        /// An armed force of a state.
        Military = "military",
        /// An armed group.
        Insurgent = "insurgent",
        /// Any other organization.
        Other = "org",
    }
}

/// An organization.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its usual English name.
    pub name: Cow<'static, str>,
    pub(super) aliases: Text,
    /// What kind it is.
    pub kind: OrganizationKind,
    /// The state it belongs to, if it belongs to one.
    pub state: Option<StateId>,
    /// Its number in Wikidata, or empty.
    pub wikidata: Cow<'static, str>,
}

impl Organization {
    /// Its other names and abbreviations.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        parts(&self.aliases)
    }
}

/// A place that a user told of.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// A city, a site, or any region.
    pub kind: RegionKind,
    /// The state it lies in, if told.
    pub state: Option<StateId>,
    /// Degrees north, if told.
    pub lat: Option<f64>,
    /// Degrees east, if told.
    pub lon: Option<f64>,
    /// The city it lies in, or empty.
    pub city: String,
    /// Its number in `GeoNames`, or empty.
    pub geonames: String,
}

vocabulary! {
    /// A person's grammatical gender in English.
    pub enum Gender {
        /// He.
        Male = "m",
        /// She.
        Female = "f",
    }
}

/// Someone who holds or held an office, for one term.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The person's full name.
    pub name: Cow<'static, str>,
    pub(super) aliases: Text,
    /// The person's gender, if known.
    pub gender: Option<Gender>,
    /// The person's number in Wikidata, or empty.
    pub wikidata: Cow<'static, str>,
    /// The state that the office belongs to.
    pub state: Option<StateId>,
    /// The common name of the state or organization that the office belongs to, or empty.
    pub of: Cow<'static, str>,
    /// The office, or empty for one whom a user told of without any.
    pub office: Cow<'static, str>,
    /// Since when: a year, month or day in ISO 8601, or empty if unknown.
    pub start: Cow<'static, str>,
    /// Until when at the latest, or empty if unknown or still in office when the source was made.
    pub end: Cow<'static, str>,
    /// Whether a user told of it.
    pub is_given: bool,
}

impl Holder {
    /// The person's other names and spellings.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        parts(&self.aliases)
    }

    /// Whether the office was held on a day in ISO 8601, as far as is known.
    #[must_use]
    pub fn is_held_on(&self, day: &str) -> bool {
        let begun = self.start.is_empty() || *self.start <= *day;
        begun && (self.end.is_empty() || *self.end >= *day || day.starts_with(&*self.end))
    }

    /// Whether the office was given up before a day in ISO 8601.
    #[must_use]
    pub fn is_left_by(&self, day: &str) -> bool {
        !self.end.is_empty() && *self.end <= *day && !day.starts_with(&*self.end)
    }
}

vocabulary! {
    /// What kind of office or form of address a title is.
    pub enum TitleKind {
        /// President, king, pope.
        HeadOfState = "head_of_state",
        /// Prime minister, chancellor.
        HeadOfGovernment = "head_of_government",
        /// Foreign minister, secretary of state.
        ForeignMinister = "foreign_minister",
        /// Any other minister.
        Minister = "minister",
        /// Ambassador, envoy, negotiator.
        Diplomat = "diplomat",
        /// Head of an international organization.
        IoHead = "io_head",
        /// Adviser, aide.
        Adviser = "adviser",
        /// Spokesperson.
        Spokesperson = "spokesperson",
        /// Member of a parliament, party leader.
        Legislator = "legislator",
        /// Governor, mayor.
        Regional = "regional",
        /// Military rank or command.
        Military = "military",
        /// Religious office.
        Religious = "religious",
        /// Judge, prosecutor.
        Legal = "legal",
        /// Head of a service, director.
        Security = "security",
        /// Executive, analyst.
        Business = "business",
        /// Professor, expert.
        Academic = "academic",
        /// Journalist, photographer.
        Press = "press",
        /// Form of address: Mr., Sir.
        Honorific = "honorific",
        /// Leader of a movement.
        Movement = "movement",
        /// An office known from lists of office-holders.
        Office = "office",
    }
}

/// The parts of a cell that holds several.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}
