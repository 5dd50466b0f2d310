//! Two-letter codes of countries (ISO 3166-1 alpha-2), and four-letter ones of those that are no more (ISO
//! 3166-3), as `FollowTheMoney` has them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The codes by three-letter code and by common English name.
static CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../knowledge/states.tsv").lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
    .filter(|(_, alpha2, _)| !alpha2.is_empty())
    .flat_map(|(alpha3, alpha2, name)| [(alpha3, alpha2), (name, alpha2)])
    .collect()
});

/// The code of a country in small letters, by its three-letter code or common English name.
pub(super) fn alpha2(country: &str) -> Option<String> {
    CODES.get(country).map(|code| code.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::alpha2;

    #[test]
    fn countries_have_codes_by_name_and_code() {
        assert_eq!(alpha2("FRA").as_deref(), Some("fr"));
        assert_eq!(alpha2("United Kingdom").as_deref(), Some("gb"));
        assert_eq!(alpha2("Soviet Union").as_deref(), Some("suhh"));
        assert_eq!(alpha2("Ruritania"), None);
        assert_eq!(alpha2(""), None);
    }
}
