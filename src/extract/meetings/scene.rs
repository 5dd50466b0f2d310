//! What was learned of where meetings took place, beside the rules, and of who is told in a sentence to have been
//! at a meeting of the sentence before.

use rustc_hash::FxHashMap;

use crate::extract::meetings::learned::{self, Pair};
use crate::extract::meetings::merge::are_apart;
use crate::extract::meetings::{Mention, Reach, setting};
use crate::extract::{Context, Draft};
use crate::nlp::{TokenId, TokenRange};
use crate::record::{ActorRef, LocationRef, MeetingKind};

/// How likely a place must be to tell where a meeting took place, in hundredths, that rules have none for.
const FRESH: u8 = 50;
/// How likely, to stand for one that rules took from its words.
const INSTEAD: u8 = 60;
/// How unlikely that must be.
const DOUBTED: u8 = 20;

/// How likely someone must be to have met one who is told in the sentence before, to join him.
const JOINS: u8 = 35;
/// How likely that one must have met each of the others with him.
const WITH: u8 = 30;

/// Gives places to the mentions of a sentence as they were learned.
pub(super) fn place(
    context: &Context<'_>,
    draft: &Draft,
    sentence: TokenRange,
    mentions: &mut [Mention],
) {
    let places = draft.places_in(sentence);
    if places.is_empty() || mentions.is_empty() {
        return;
    }
    let all = context.document.settings();
    let from = all.partition_point(|it| it.of.index().min(it.at.index()) < sentence.start());
    let to = all.partition_point(|it| it.of.index().min(it.at.index()) < sentence.end());
    let told: FxHashMap<(TokenId, TokenId), u8> =
        all[from..to].iter().map(|it| ((it.of, it.at), it.place)).collect();
    let chance = |of: TokenId, at: TokenId| told.get(&(of, at)).copied().unwrap_or(0);
    let references = draft.references_in(sentence);
    let places_of = |it: &Mention| (it.status, it.date, it.locations.clone());
    let by_rules: Vec<_> = mentions.iter().map(places_of).collect();
    // "met on Monday and will meet again in Oslo on Friday".
    let is_of_another = |mention: &Mention, place: LocationRef| {
        by_rules.iter().any(|(status, date, locations)| {
            locations.contains(&place)
                && are_apart((mention.status, mention.date), (*status, *date))
        })
    };
    for mention in mentions.iter_mut().filter(|it| it.kind != MeetingKind::Call) {
        let heads: Vec<TokenId> = references
            .iter()
            .filter(|it| it.actors.iter().any(|actor| mention.participants.contains(actor)))
            .map(|it| it.head)
            .collect();
        let judge = |at: TokenId| {
            let parties = heads.iter().map(|of| usize::from(chance(*of, at))).sum::<usize>();
            let parties = parties.checked_div(heads.len()).unwrap_or(0);
            let trigger = mention.trigger.map_or(0, |of| usize::from(chance(of, at)));
            u8::try_from(parties.max(trigger)).unwrap_or(u8::MAX)
        };
        let best = (0..places.len()).max_by_key(|&it| (judge(places[it].head), places.len() - it));
        let Some(best) = best else { continue };
        let sure = judge(places[best].head);
        let place = places[best].location;
        if mention.locations.contains(&place) || is_of_another(mention, place) {
            continue;
        }
        let doubted = || {
            places
                .iter()
                .filter(|it| mention.locations.contains(&it.location))
                .all(|it| judge(it.head) < DOUBTED)
        };
        if sure >= FRESH && mention.locations.is_empty() || sure >= INSTEAD && doubted() {
            mention.locations = setting::with_around(context, draft, places, best, None);
        }
    }
}

/// Joins to the meetings of the sentence before, whose mentions begin at `before`, those of a sentence, whose
/// mentions begin at `first`, who are learned to have been there: "Also present were NAME and NAME".
pub(super) fn join(
    context: &Context<'_>,
    draft: &Draft,
    sentence: TokenRange,
    (before, first): (usize, usize),
    mentions: &mut [Mention],
) {
    let all = context.document.encounters_across();
    let from = all.partition_point(|it| it.two.index() < sentence.start());
    // Of each the first is told in the sentence before, the second in this one.
    let here = all[from..].iter().take_while(|it| it.two.index() < sentence.end());
    let pairs = learned::people(draft, here);
    let chance = |one: ActorRef, two: ActorRef| {
        pairs.iter().find(|it| (it.one, it.two) == (one, two)).map_or(0, |it| it.found.chance)
    };
    for &Pair { one, two, .. } in pairs.iter().filter(|it| it.found.chance >= JOINS) {
        let has = |it: &Mention, actor: ActorRef| it.participants.contains(&actor);
        if mentions[before..].iter().any(|it| has(it, one) && has(it, two)) {
            continue;
        }
        let fits = |it: &&mut Mention| {
            let mut known =
                it.participants.iter().filter(|it| pairs.iter().any(|pair| pair.one == **it));
            has(it, one)
                && it.kind != MeetingKind::Call
                && it.participants.len() >= 2
                && known.all(|known| chance(*known, two) >= WITH)
        };
        let (old, new) = mentions.split_at_mut(first);
        let Some(told) = old[before..].iter_mut().find(fits) else { continue };
        let others: Vec<ActorRef> = match new.iter().position(|it| has(it, two)) {
            // Who met others too met them there, if each of them did.
            Some(at) => {
                let own = &new[at];
                if own.reach == Reach::Attendance
                    || own.kind == MeetingKind::Call
                    || !own.participants.iter().all(|it| chance(one, *it) >= JOINS)
                {
                    continue;
                }
                own.participants.clone()
            }
            None => vec![two],
        };
        for actor in others {
            if !told.participants.contains(&actor) {
                told.participants.push(actor);
            }
        }
    }
}
