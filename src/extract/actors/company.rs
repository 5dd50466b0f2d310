//! Whom somebody comes with.
//!
//! Finds: `NAME was accompanied by Foreign Minister NAME and NAME`, `NAME, flanked by NAME`.
//! Leaves: `NAME was joined by NAME`, who may be of another state.

use crate::extract::{Context, Draft, predication};
use crate::nlp::{Relation, TokenId};
use crate::record::{ActorKind, ActorRef};

/// Verbs of those who come along.
const VERBS: &[&str] = &["accompany", "flank"];

/// Gives those who come with somebody the state that they come for, where nothing else tells it.
pub(super) fn serve(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let mut found: Vec<(ActorRef, ActorRef)> = Vec::new();
    for id in document.all().iter().filter(|&id| VERBS.contains(&document.lemma(id))) {
        let Some((led, company)) = led(context, id) else { continue };
        let led = predication::parties(context, draft, led);
        let [chief] = led[..] else { continue };
        // The list goes on where the tree breaks it off.
        let mut with = predication::list_from(
            context,
            draft,
            document.subtree(company).start(),
            document.sentence(id).tokens.end(),
        );
        with.extend(predication::parties(context, draft, company));
        found.extend(with.into_iter().filter(|it| *it != chief).map(|it| (it, chief)));
    }
    for (one, chief) in found {
        let served = draft.actors[chief.index()].affiliations.clone();
        let entry = &mut draft.actors[one.index()];
        if entry.kind == ActorKind::Person && entry.affiliations.is_empty() {
            entry.affiliations = served;
        }
    }
}

/// The heads of whom somebody comes with, and of those who come.
fn led(context: &Context<'_>, verb: TokenId) -> Option<(TokenId, TokenId)> {
    let document = context.document;
    let one = |relations: &[Relation]| document.dependents(verb, relations).next();
    // "accompanied by NAME": of the noun that the participle stands at, or of the subject.
    if let Some(by) = one(&[Relation::OblAgent]) {
        let own = one(&[Relation::NsubjPass, Relation::Nsubj]);
        let noun = || {
            let token = document.token(verb);
            let head = token.head?;
            match token.relation {
                Relation::Acl => Some(head),
                Relation::Advcl => {
                    document.dependents(head, &[Relation::Nsubj, Relation::NsubjPass]).next()
                }
                _ => None,
            }
        };
        return own.or_else(noun).map(|it| (it, by));
    }
    let (company, led) = (one(&[Relation::Nsubj])?, one(&[Relation::Obj])?);
    Some((led, company))
}
