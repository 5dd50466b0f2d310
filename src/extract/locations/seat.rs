//! Buildings that are told by whose they are.
//!
//! Finds: `met at the Kenyan embassy`, `at the prime minister's office`, `in the residence of the French ambassador`.
//! Leaves: `an official at the Kenyan embassy`, `at the embassy`, `at the office`.

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos};

use super::usage::is_by_office;

/// Nouns of buildings where somebody sits who receives others.
const SEATS: &[&str] = &[
    "embassy",
    "commission",
    "consulate",
    "mission",
    "representation",
    "ministry",
    "department",
    "office",
    "offices",
    "headquarters",
    "residence",
    "palace",
    "house",
    "mansion",
    "villa",
    "chancellery",
    "secretariat",
    "parliament",
    "senate",
    "compound",
];
/// Those in which, and not only at which, somebody is met.
const INSIDE: &[&str] = &[
    "residence",
    "palace",
    "embassy",
    "villa",
    "headquarters",
    "chancellery",
    "office",
    "mansion",
];
/// Those that are told by what follows: "the residence of the French ambassador".
const OF: &[&str] = &[
    "residence",
    "headquarters",
    "office",
    "offices",
    "palace",
    "house",
    "ministry",
    "department",
    "secretariat",
];
/// Adjectives that tell whose a building is without a name.
const WHOSE: &[&str] = &["presidential", "royal", "foreign", "governmental", "archbishop", "papal"];

/// The building whose noun is a token, with what tells whose it is.
pub(super) fn at(context: &Context<'_>, id: TokenId) -> Option<TokenRange> {
    /// Tokens after the noun that may tell whose it is.
    const AFTER: usize = 7;
    let document = context.document;
    let word = document.word(id);
    let noun = SEATS.iter().find(|it| it.eq_ignore_ascii_case(word))?;
    let is = |at: TokenId, words: &[&str]| {
        words.iter().any(|it| it.eq_ignore_ascii_case(document.word(at)))
    };
    let case = document.dependents(id, &[Relation::Case]).next()?;
    let is_there =
        is(case, &["at", "inside", "outside"]) || is(case, &["in"]) && INSIDE.contains(noun);
    document.token(id).head?;
    if case > id || !is_there || is_by_office(context, id) {
        return None;
    }
    let mut start = case.index() + 1;
    while start < id.index()
        && !is(TokenId::new(start), &["latter"])
        && (document.token(TokenId::new(start)).upos == Upos::Determiner
            || document.token(TokenId::new(start)).relation == Relation::NmodPoss
                && document.token(TokenId::new(start)).upos == Upos::Pronoun)
    {
        start += 1;
    }
    let own = TokenRange::new(start, id.index() + 1);
    let tells = |at: TokenId| {
        document.word(at).starts_with(char::is_uppercase) && at != id
            || document.token(at).relation == Relation::NmodPoss
            || is(at, WHOSE)
    };
    let of = document.dependents(id, &[Relation::Nmod]).find(|&it| {
        it > id && document.dependents(it, &[Relation::Case]).any(|case| is(case, &["of"]))
    });
    if let Some(of) = of.filter(|_| OF.contains(noun)) {
        let whole = document.subtree(of);
        if whole.end() <= id.index() + 1 + AFTER && whole.start() == id.index() + 1 {
            let named = whole.iter().any(|it| document.word(it).starts_with(char::is_uppercase));
            return named.then(|| TokenRange::new(start, whole.end()));
        }
    }
    own.iter().any(tells).then_some(own)
}
