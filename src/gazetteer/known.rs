//! What the tables in `knowledge/` hold, a row at a time.

use crate::vocabulary;

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
    /// Someone who holds or held an office.
    Holder(HolderId),
}

/// A state.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// Its ISO 3166-1 alpha-3 code.
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
#[derive(Clone, Copy, Debug)]
pub struct Organization {
    /// Its usual English name.
    pub name: &'static str,
    pub(super) aliases: &'static str,
    /// What kind it is.
    pub kind: OrganizationKind,
    /// The state it belongs to, if it belongs to one.
    pub state: Option<StateId>,
}

impl Organization {
    /// Its other names and abbreviations.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        parts(self.aliases)
    }
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

/// Someone who holds or held an office.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// The person's full name.
    pub name: &'static str,
    /// The person's gender, if known.
    pub gender: Option<Gender>,
    /// The state that the office belongs to.
    pub state: Option<StateId>,
    /// The office.
    pub office: &'static str,
    /// Since when: a year, month or day in ISO 8601, or empty if unknown.
    pub start: &'static str,
    /// Until when at the latest, or empty if unknown or still in office when the source was made.
    pub end: &'static str,
}

impl Holder {
    /// Whether the office was held on a day in ISO 8601, as far as is known.
    #[must_use]
    pub fn is_held_on(&self, day: &str) -> bool {
        (self.start.is_empty() || self.start <= day) && (self.end.is_empty() || self.end >= day)
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
pub(super) fn parts(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|part| !part.is_empty())
}
