//! How far a meeting has come: held, planned, proposed or cancelled.

use crate::date::Date;
use crate::extract::{Context, predication};
use crate::nlp::{Relation, TokenId, Upos, Xpos};
use crate::record::MeetingStatus;

/// Words by which a meeting did not come about.
const CANCELLED: &[&str] = &[
    "cancel",
    "canceled",
    "cancelled",
    "postpone",
    "postponed",
    "defer",
    "deferred",
    "scrap",
    "refuse",
    "reject",
    "decline",
    "suspend",
    "boycott",
    "snub",
    "skip",
    "shun",
    "abandon",
    "rebuff",
    "delay",
    "shelve",
    "abort",
    "axe",
    "scupper",
];
/// Words by which a meeting is only asked for, offered or thought of.
const PROPOSED: &[&str] = &[
    "propose",
    "proposed",
    "offer",
    "suggest",
    "request",
    "invite",
    "invitation",
    "urge",
    "seek",
    "hope",
    "want",
    "wish",
    "ready",
    "willing",
    "possible",
    "possibility",
    "potential",
    "consider",
    "call",
    "demand",
    "need",
    "ask",
    "prospect",
    "proposal",
    "push",
    "would",
    "could",
    "might",
    "may",
    "should",
    "unless",
    "if",
    "whether",
];
/// Words by which a meeting lies ahead.
const PLANNED: &[&str] = &[
    "will",
    "plan",
    "planned",
    "schedule",
    "scheduled",
    "due",
    "set",
    "expect",
    "expected",
    "upcoming",
    "slate",
    "slated",
    "agree",
    "intend",
    "prepare",
    "announce",
    "forthcoming",
    "shall",
    "next",
    "poise",
    "'ll",
    "ahead",
    "arrange",
    "arranged",
    "accept",
    "await",
    "likely",
];

/// Verbs with the particles by which a meeting did not come about: "pulled out of the summit".
const OFF: &[(&str, &[&str])] = &[
    ("call", &["off", "out"]),
    ("put", &["off", "out"]),
    ("pull", &["off", "out"]),
    ("turn", &["down"]),
    ("walk", &["out", "away"]),
    ("storm", &["out"]),
    ("back", &["out"]),
    ("drop", &["out"]),
    ("stay", &["away"]),
    ("fall", &["through", "victim"]),
    ("rule", &["out"]),
];

/// Verbs by which someone asks for an encounter.
const ASK: &[&str] =
    &["ask", "request", "propose", "offer", "suggest", "seek", "invite", "solicit"];
/// Verbs by which someone tells what should come about: "hopes that they will meet".
const WISH: &[&str] =
    &["propose", "suggest", "ask", "request", "recommend", "urge", "demand", "hope"];
/// Verbs by which an encounter that is their subject in the passive is only thought of.
const CONSIDER: &[&str] = &["discuss", "consider", "mull", "weigh", "float", "moot", "explore"];
/// Verbs of taking place.
const HAPPEN: &[&str] =
    &["take", "happen", "occur", "materialize", "materialise", "hold", "come", "convene"];
/// What is given up where an encounter is.
const ARRANGED: &[&str] =
    &["visit", "trip", "meeting", "talk", "invitation", "offer", "request", "proposal"];

/// The status of the meeting that the word at `id` tells of.
pub(super) fn of(
    context: &Context<'_>,
    id: TokenId,
    governor: TokenId,
    date: Option<Date>,
) -> MeetingStatus {
    let document = context.document;
    let mut near = if is_setting(context, id) {
        let told =
            [Relation::Amod, Relation::Det, Relation::Compound, Relation::Acl, Relation::Case];
        let mut near: Vec<TokenId> = document.dependents(id, &told).collect();
        near.extend(document.dependents(governor, &[Relation::Aux]));
        near
    } else {
        around(context, id, governor)
    };
    let any = |near: &[TokenId], words: &[&str]| {
        near.iter().any(|&token| {
            token != id
                && (words.contains(&document.lemma(token))
                    || words.iter().any(|it| it.eq_ignore_ascii_case(document.word(token))))
        })
    };
    let negated = is_negated(context, (id, governor), &near);
    let called_off = near.iter().any(|&token| {
        let with = OFF.iter().find(|(verb, _)| *verb == document.lemma(token));
        let Some((_, particles)) = with else { return false };
        let next = TokenId::new((token.index() + 1).min(document.tokens().len() - 1));
        let is = |it: TokenId| particles.iter().any(|p| p.eq_ignore_ascii_case(document.word(it)));
        document.children(token).any(is) || is(next)
    });
    if is_nothing(context, id, governor) {
        return MeetingStatus::Cancelled;
    }
    if let Some(asked) = asked(context, id, governor) {
        return asked;
    }
    if is_awaited(context, id) {
        return MeetingStatus::Planned;
    }
    if is_thought_of(context, id) {
        return MeetingStatus::Proposed;
    }
    if let Some(meant) = meant(context, id).or_else(|| meant(context, governor)) {
        return meant;
    }
    let published = context.article.published;
    let ahead = is_ahead(context, date);
    let back = date.zip(published).is_some_and(|(date, published)| date.last() < published.first());
    // "had not met since November": they met then.
    let last_met = negated && date.is_some() && {
        let sentence = document.sentence(id).tokens;
        sentence.iter().any(|it| document.word(it).eq_ignore_ascii_case("since"))
    };
    if last_met {
        return MeetingStatus::Held;
    }
    let off = document.word(governor).eq_ignore_ascii_case("off");
    let denied = is_refuted(context, id, governor);
    if called_off || off || any(&near, CANCELLED) || negated && !back || denied {
        return MeetingStatus::Cancelled;
    }
    // "a dinner was offered by the king": meals are given so.
    let given = near.iter().any(|&token| {
        document.lemma(token) == "offer"
            && (token == governor || document.token(token).head == Some(id))
            && document.token(token).xpos == Xpos::Vbn
    }) && is_meal(document.lemma(id));
    if given {
        return if ahead { MeetingStatus::Planned } else { MeetingStatus::Held };
    }
    let past = document.token(governor).xpos == Xpos::Vbd || document.token(id).xpos == Xpos::Vbd;
    // "said they would meet": what lay ahead when it was said.
    let above =
        document.token(governor).head.filter(|_| predication::is_infinitive(context, governor));
    let foretold = reports_ahead(context, governor)
        || reports_ahead(context, id)
        || above.is_some_and(|it| reports_ahead(context, it));
    // "before meeting Lund", not "before he met Lund".
    let before = !past
        && !is_told_past(context, governor)
        && near.iter().any(|&it| it != id && document.word(it).eq_ignore_ascii_case("before"));
    near.retain(|&it| !is_of_another(context, id, it));
    let lies_ahead = any(&near, PLANNED);
    if (lies_ahead || foretold || before) && !back {
        return MeetingStatus::Planned;
    }
    // "open to talks" asks for them; who opened them holds them.
    let is_open = near.iter().any(|&token| {
        document.lemma(token) == "open" && document.token(token).upos == Upos::Adjective
    });
    // "had received", whatever else "may" be.
    let perfect = document.token(governor).xpos == Xpos::Vbn
        && document
            .dependents(governor, &[Relation::Aux])
            .any(|it| matches!(document.word(it), "had" | "has"));
    if (any(&near, PROPOSED) || is_open) && !(past && back) && !perfect {
        return MeetingStatus::Proposed;
    }
    let infinitive = document.token(governor).xpos == Xpos::Vb
        && document
            .dependents(governor, &[Relation::Mark])
            .any(|mark| document.word(mark).eq_ignore_ascii_case("to"));
    if ahead || (infinitive && !back && !is_ranked(context, governor)) {
        return MeetingStatus::Planned;
    }
    MeetingStatus::Held
}

/// Whether an infinitive tells of whom nobody did so before: "was the first minister to visit Oslo".
fn is_ranked(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let Some(noun) = document.token(verb).head else { return false };
    let is = |it: TokenId| {
        ["first", "only", "second", "third", "last", "latest"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(document.word(it)))
    };
    let is_to_come =
        document.dependents(noun, &[Relation::Aux]).any(|it| document.token(it).xpos == Xpos::Md);
    !is_to_come && (is(noun) || document.dependents(noun, &[Relation::Amod]).any(is))
}

/// Whether some words near an encounter tell that it did not come about.
fn is_negated(context: &Context<'_>, (id, governor): (TokenId, TokenId), near: &[TokenId]) -> bool {
    let document = context.document;
    // "the talks are not attended by the army": by others they are.
    let is_held_without = document.token(id).relation == Relation::NsubjPass
        && ["attend", "include", "involve"].contains(&document.lemma(governor));
    let is_no = |it: TokenId| {
        let word = document.word(it);
        ["not", "n't", "n’t", "no", "never", "without"]
            .iter()
            .any(|no| no.eq_ignore_ascii_case(word))
    };
    !is_held_without && near.iter().any(|&it| is_no(it))
}

/// Whether an encounter is told not to have been, whatever its day: "was not received by Lund last week", not "did not
/// meet until Monday".
fn is_refuted(context: &Context<'_>, id: TokenId, governor: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let verb = match token.upos {
        Upos::Verb => id,
        _ if token.relation == Relation::Obj
            && token.head == Some(governor)
            && matches!(document.lemma(governor), "hold" | "have") =>
        {
            governor
        }
        _ => return false,
    };
    let is_only = |it: TokenId| {
        let next = document.next(it).map(|it| document.word(it));
        next.is_some_and(|it| matches!(it, "only" | "just" | "merely" | "simply"))
    };
    let ends = document.sentence(verb).tokens.end();
    let until =
        (verb.index()..ends).any(|it| matches!(document.word(TokenId::new(it)), "until" | "till"));
    let mut denials = document.dependents(verb, &[Relation::Advmod]);
    !until
        && denials
            .any(|it| matches!(document.word(it), "not" | "n't" | "n’t" | "never") && !is_only(it))
}

/// Whether a word beside an encounter tells what it came before: "met ahead of the summit", which lies ahead, and not
/// that they met.
fn is_of_another(context: &Context<'_>, id: TokenId, word: TokenId) -> bool {
    let document = context.document;
    (word > id || document.token(id).upos == Upos::Verb)
        && document.word(word).eq_ignore_ascii_case("ahead")
        && document.next(word).is_some_and(|next| document.word(next) == "of")
}

/// Whether a verb tells what came right after something that was done: "flew to Oslo before meeting Lund", not
/// "said before meeting Lund".
fn is_told_past(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let token = document.token(verb);
    let above = token.head.filter(|_| token.relation == Relation::Advcl);
    above.is_some_and(|it| {
        let speaks =
            document.dependents(it, &[Relation::Ccomp, Relation::Parataxis]).next().is_some();
        document.token(it).xpos == Xpos::Vbd && !speaks && it < verb
    })
}

/// Whether a date lies beyond the day of publication.
fn is_ahead(context: &Context<'_>, date: Option<Date>) -> bool {
    date.zip(context.article.published)
        .is_some_and(|(date, published)| date.first() > published.last())
}

/// The status of the meeting from which somebody stays away by a verb, and others do not.
pub(super) fn of_others(context: &Context<'_>, verb: TokenId, date: Option<Date>) -> MeetingStatus {
    let document = context.document;
    let will = document
        .dependents(verb, &[Relation::Aux])
        .any(|it| ["will", "wo", "shall"].contains(&document.word(it)));
    if is_ahead(context, date) || will { MeetingStatus::Planned } else { MeetingStatus::Held }
}

/// Whether a verb is one by which something is given up: "was dropped", "called off".
fn is_off(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let lemma = document.lemma(verb);
    matches!(lemma, "drop" | "forgo")
        || CANCELLED.contains(&lemma)
        || OFF.iter().any(|(own, particles)| {
            *own == lemma
                && document.children(verb).any(|child| particles.contains(&document.word(child)))
        })
        || is_struck(context, verb)
}

/// Whether a verb tells that something is taken off a list of what is to come: "was struck from the
/// program".
fn is_struck(context: &Context<'_>, verb: TokenId) -> bool {
    const LISTS: &[&str] =
        &["program", "programme", "calendar", "agenda", "schedule", "diary", "itinerary"];
    let document = context.document;
    ["strike", "remove", "take", "cut", "delete", "cross", "wipe", "erase"]
        .contains(&document.lemma(verb))
        && predication::obliques(context, verb, &["from", "off"])
            .any(|it| LISTS.contains(&document.lemma(it)))
}

/// Whether a verb is told in the passive.
fn is_passive(context: &Context<'_>, verb: TokenId) -> bool {
    context.document.token(verb).xpos == Xpos::Vbn
        && context.document.dependents(verb, &[Relation::AuxPass]).next().is_some()
}

/// Whether the verb of an encounter tells that it was given up: "had to be dropped", "was called off".
pub(super) fn is_dropped(context: &Context<'_>, governor: TokenId) -> bool {
    let off = |it: TokenId| is_passive(context, it) && is_off(context, it);
    off(governor) || context.document.dependents(governor, &[Relation::Xcomp]).any(off)
}

/// Whether a noun is told not to have come about: "the visit did not take place", "the talks never
/// happened", "a session ended up not happening", "the meeting was blocked".
fn came_to_nothing(context: &Context<'_>, id: TokenId, governor: TokenId) -> bool {
    let document = context.document;
    let subjects = [Relation::Nsubj, Relation::NsubjPass];
    if document.token(id).upos == Upos::Verb
        || !document.dependents(governor, &subjects).any(|it| it == id)
    {
        return false;
    }
    let never = |verb: TokenId| {
        HAPPEN.contains(&document.lemma(verb))
            && document
                .children(verb)
                .any(|it| matches!(document.word(it), "not" | "n't" | "n’t" | "never"))
    };
    let nothing = document.lemma(governor) == "come"
        && document
            .dependents(governor, &[Relation::Obl])
            .any(|it| matches!(document.lemma(it), "nothing" | "naught" | "nought"));
    let blocked = is_passive(context, governor)
        && matches!(document.lemma(governor), "block" | "veto" | "thwart" | "derail");
    nothing
        || blocked
        || never(governor)
        || document.dependents(governor, &[Relation::Xcomp, Relation::Conj]).any(never)
}

/// Whether an encounter is told to have come to nothing, whatever its day.
fn is_nothing(context: &Context<'_>, id: TokenId, governor: TokenId) -> bool {
    is_spared(context, id)
        || is_spared(context, governor)
        || is_ruled_out(context, id)
        || is_hoped_in_vain(context, id)
        || is_tried_in_vain(context, id)
        || is_dropped(context, governor)
        || came_to_nothing(context, id, governor)
        || is_given_up(context, id, governor)
}

/// Whether an encounter is told not to have been: "left without being received", "without being granted a meeting".
fn is_spared(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document
        .dependents(id, &[Relation::Mark, Relation::Case])
        .any(|it| document.word(it).eq_ignore_ascii_case("without"))
}

/// Whether the verb above an encounter rules it out: "ruled out sitting down with Lund".
fn is_ruled_out(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let below = matches!(
        token.relation,
        Relation::Xcomp | Relation::Ccomp | Relation::Obj | Relation::Advcl
    );
    token.head.filter(|_| below).is_some_and(|it| {
        let mut particles = document.children(it).map(|it| document.word(it));
        document.lemma(it) == "rule" && particles.any(|it| it == "out")
    })
}

/// Whether somebody is told to have wished for an encounter before, which did not come about then: "had hoped to
/// meet Lund".
fn is_hoped_in_vain(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    let wished = token.head.filter(|_| token.relation == Relation::Xcomp);
    let is_to = |it: TokenId| document.token(it).xpos == Xpos::To;
    document.dependents(id, &[Relation::Mark]).any(is_to)
        && wished.is_some_and(|it| {
            matches!(document.word(it), "hoped" | "wanted" | "wished") && is_pluperfect(context, it)
        })
}

/// Whether what should have led to an encounter did not: "an attempt to bring the two together came to nothing",
/// "tried in vain to bring the two together".
fn is_tried_in_vain(context: &Context<'_>, id: TokenId) -> bool {
    /// Verbs above it at most.
    const STEPS: usize = 2;
    let document = context.document;
    let token = document.token(id);
    let is_vain = |verb: TokenId| {
        predication::obliques(context, verb, &["in"]).any(|it| document.lemma(it) == "vain")
            || document
                .children(verb)
                .any(|it| matches!(document.word(it), "unsuccessfully" | "fruitlessly" | "vainly"))
    };
    // "to arrange that they meet", "to arrange a meeting".
    let below = [Relation::Xcomp, Relation::Advcl, Relation::Ccomp, Relation::Obj, Relation::Obl];
    let is_below = |it: &TokenId| below.contains(&document.token(*it).relation);
    let chain =
        std::iter::successors(Some(id), |it| document.token(*it).head.filter(|_| is_below(it)));
    let mut verbs = chain.skip(1).take(STEPS).filter(|&it| document.token(it).upos == Upos::Verb);
    if verbs.any(is_vain) {
        return true;
    }
    let tried = token.head.filter(|_| token.relation == Relation::Acl);
    let Some(noun) = tried.filter(|it| {
        ["attempt", "effort", "bid", "plan", "proposal", "suggestion", "idea", "offer", "push"]
            .contains(&document.lemma(*it))
    }) else {
        return false;
    };
    let outcome = document.token(noun).head;
    outcome.is_some_and(|verb| {
        let failed = document.dependents(verb, &[Relation::Nsubj]).any(|it| it == noun)
            && ["fail", "collapse", "founder", "fizzle"].contains(&document.lemma(verb));
        failed || came_to_nothing(context, noun, verb) || is_dropped(context, verb)
    })
}

/// Whether what follows tells that an encounter was given up: "had been on his program but was dropped",
/// "included a meeting with Lund, but he canceled it".
fn is_given_up(context: &Context<'_>, id: TokenId, governor: TokenId) -> bool {
    let document = context.document;
    // "would visit Oslo, a trip that had been put off": told of what is ahead.
    if document.token(id).relation == Relation::Appos {
        return false;
    }
    document.dependents(governor, &[Relation::Conj, Relation::Parataxis]).any(|it| {
        let subject = document.dependents(it, &[Relation::Nsubj, Relation::NsubjPass]).next();
        let is_it = subject.is_some_and(|it| matches!(document.word(it), "it" | "this" | "that"));
        let but = document
            .dependents(it, &[Relation::Cc])
            .any(|cc| matches!(document.word(cc), "but" | "and" | "yet"));
        let open = document.dependents(it, &[Relation::Aux]).any(|it| {
            matches!(document.word(it), "may" | "might" | "could" | "would" | "should" | "can")
        });
        let passive =
            is_passive(context, it) && is_off(context, it) && (subject.is_none() || is_it);
        // "but it had to be put off"; it may have been told after a semicolon.
        let is_dropped = is_it && is_dropped(context, it);
        let active = is_off(context, it)
            && document.dependents(it, &[Relation::Obj]).any(|object| {
                matches!(document.word(object), "it" | "them")
                    || ARRANGED.contains(&document.lemma(object))
            });
        // "a lunch was planned but it was dropped, as a session ran over": not the session.
        let is_beside = document.ancestors(id).any(|up| up == it);
        !open && !is_beside && (but && (passive || active) || is_dropped)
    })
}

/// What comes of an encounter that someone only asked for, whenever that was: "has asked for a meeting",
/// "invited Lund to Oslo last month", "had proposed that they meet".
fn asked(context: &Context<'_>, id: TokenId, governor: TokenId) -> Option<MeetingStatus> {
    let document = context.document;
    // Meals are given so: "a dinner was offered by the king".
    let given = is_meal(document.lemma(id)) && document.lemma(governor) == "offer";
    let asks = if document.token(id).upos == Upos::Verb {
        document.lemma(id) == "invite" || is_wish(context, governor)
    } else {
        is_asked_for(context, id, governor)
    };
    if !asks || given || is_setting(context, id) {
        return None;
    }
    let end = document.sentence(id).tokens.end();
    let mut verbs = (governor.index() + 1..end)
        .map(TokenId::new)
        .filter(|&it| document.token(it).upos == Upos::Verb);
    let answer = verbs.find_map(|it| match document.lemma(it) {
        "decline" | "refuse" | "reject" | "rebuff" | "snub" => Some(false),
        "turn" if document.children(it).any(|child| document.word(child) == "down") => Some(false),
        "accept" | "agree" => Some(true),
        _ => None,
    });
    match answer {
        Some(true) => None,
        Some(false) => Some(MeetingStatus::Cancelled),
        None => Some(MeetingStatus::Proposed),
    }
}

/// Whether a noun is what its verb asks for or only thinks of, not where someone asks: "asked Lund for a
/// meeting", "talks had been suggested", "a visit has been discussed".
fn is_asked_for(context: &Context<'_>, noun: TokenId, verb: TokenId) -> bool {
    let document = context.document;
    let token = document.token(noun);
    // "offered Oslo as the venue for talks".
    let site = token.head.filter(|&it| {
        document.token(it).head == Some(verb) && predication::preposition(context, it) == Some("as")
    });
    if site.is_some() && ASK.contains(&document.lemma(verb)) {
        return true;
    }
    if token.head != Some(verb) {
        return false;
    }
    let passive = token.relation == Relation::NsubjPass;
    let wanted = passive
        || token.relation == Relation::Obj
        || document.dependents(noun, &[Relation::Case]).any(|it| {
            ["for", "to"].iter().any(|word| word.eq_ignore_ascii_case(document.word(it)))
        });
    let lemma = document.lemma(verb);
    wanted && ASK.contains(&lemma) || passive && CONSIDER.contains(&lemma)
}

/// Whether a verb tells what another asks for: "invited Lund to visit", "proposed that they meet".
fn is_wish(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let token = document.token(verb);
    let Some(above) = token.head.map(|it| document.lemma(it)) else { return false };
    let below = matches!(token.relation, Relation::Xcomp | Relation::Advcl | Relation::Ccomp);
    let ahead = matches!(token.xpos, Xpos::Vb | Xpos::Vbp)
        || document.dependents(verb, &[Relation::Aux]).next().is_some();
    below && ASK.contains(&above) && predication::is_infinitive(context, verb)
        || token.relation == Relation::Ccomp && WISH.contains(&above) && ahead
}

/// Whether one is only said to be ready for an encounter, or it is what others talk about: "would be ready to meet
/// him", "talks about a summit".
fn is_thought_of(context: &Context<'_>, id: TokenId) -> bool {
    const READY: &[&str] = &["ready", "willing", "prepared", "open", "keen", "eager", "reluctant"];
    let document = context.document;
    let token = document.token(id);
    let Some(above) = token.head else { return false };
    let is_ready = matches!(token.relation, Relation::Xcomp | Relation::Ccomp | Relation::Advcl)
        && READY.contains(&document.lemma(above))
        && document.token(above).upos == Upos::Adjective;
    let is_topic = token.relation == Relation::Nmod
        && ["talk", "talks", "discussion", "speculation", "rumor", "rumour", "idea", "possibility"]
            .contains(&document.lemma(above))
        && predication::preposition(context, id)
            .is_some_and(|word| ["about", "of", "on", "over"].contains(&word));
    is_ready || is_topic && document.token(id).upos == Upos::Noun
}

/// Whether a verb is that of "Lund is expecting him on Saturday", or of "looks forward to receiving him".
fn is_awaited(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let is_forward = |it: TokenId| {
        document.lemma(it) == "look"
            && document.children(it).any(|child| document.word(child) == "forward" && child < verb)
    };
    let awaits = document.lemma(verb) == "expect" && document.token(verb).xpos == Xpos::Vbg;
    awaits || document.token(verb).head.is_some_and(is_forward)
}

/// What "was to", "was due to" or "was to have" before a verb, or before the noun of a predicate,
/// tells of it.
fn meant(context: &Context<'_>, verb: TokenId) -> Option<MeetingStatus> {
    let document = context.document;
    let token = document.token(verb);
    // "is due in Oslo for talks": the place is the predicate.
    if token.upos != Upos::Verb {
        return document
            .dependents(verb, &[Relation::Case, Relation::Advmod, Relation::Amod])
            .any(|it| document.word(it).eq_ignore_ascii_case("due"))
            .then_some(MeetingStatus::Planned);
    }
    let sentence = document.sentence(verb).tokens;
    let mut at = verb.index();
    let mut back = || -> Option<&str> {
        while at > sentence.start() {
            at -= 1;
            let id = TokenId::new(at);
            if document.token(id).upos != Upos::Adverb || document.word(id) == "yet" {
                return Some(document.word(id));
            }
        }
        None
    };
    let mut word = back()?;
    let is = |word: &str, words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    if is(word, &["be", "been"]) {
        word = back()?;
    }
    let unreal = is(word, &["have"]);
    if unreal {
        word = back()?;
    }
    if !is(word, &["to"]) {
        return None;
    }
    word = back()?;
    // "has yet to meet".
    if is(word, &["yet"]) {
        return Some(MeetingStatus::Proposed);
    }
    let supposed = is(word, &["supposed", "meant"]);
    let planned = is(word, &["due", "scheduled", "set", "expected", "slated", "booked", "billed"]);
    if supposed || planned {
        word = back()?;
    }
    let before = is(word, &["been"]) && back().is_some_and(|it| is(it, &["had"]));
    let past = is(word, &["was", "were"]);
    let present = is(word, &["is", "are", "'s", "’s", "'re", "’re", "am"]);
    match () {
        () if past && (unreal || supposed) || before && (supposed || planned) => {
            Some(MeetingStatus::Cancelled)
        }
        () if past || present => Some(MeetingStatus::Planned),
        () => None,
    }
}

/// Whether an encounter is only where something is said, which tells nothing of how far it came:
/// "in a call with Lund, Okwuosa rejected the plan".
fn is_setting(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    token.upos == Upos::Noun
        && token.relation == Relation::Obl
        && document.dependents(id, &[Relation::Case]).any(|it| {
            ["in", "during", "at", "following", "after", "ahead", "before"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(document.word(it)))
        })
}

/// The word itself with what narrows it, its verb, and the verbs above that it is part of.
fn around(context: &Context<'_>, id: TokenId, governor: TokenId) -> Vec<TokenId> {
    let document = context.document;
    let mut near: Vec<TokenId> = Vec::new();
    let mut at = Some(id);
    let mut steps = 0;
    while let Some(here) = at
        && steps < 4
    {
        near.push(here);
        near.extend(document.dependents(
            here,
            &[
                Relation::Amod,
                Relation::Aux,
                Relation::AuxPass,
                Relation::Advmod,
                Relation::Det,
                Relation::Compound,
                Relation::Acl,
                Relation::Mark,
            ],
        ));
        let token = document.token(here);
        // What a verb of saying or thinking reports is judged by itself.
        let stops = match token.relation {
            Relation::Ccomp | Relation::AclRelcl | Relation::Parataxis | Relation::Root => true,
            // "invited Lund to visit": an infinitive is part of what its verb tells.
            Relation::Advcl => !predication::is_infinitive(context, here),
            // "called on Lund and visited": what stands before is another encounter.
            Relation::Conj => {
                token.upos == Upos::Verb
                    && (here != id || token.head.is_some_and(|it| document.lemma(it) == "call"))
            }
            _ => false,
        };
        at = if stops { None } else { token.head };
        steps += 1;
    }
    if !near.contains(&governor) {
        near.push(governor);
        near.extend(
            document.dependents(governor, &[Relation::Aux, Relation::AuxPass, Relation::Advmod]),
        );
    }
    near
}

/// Whether a verb with "would" is what a verb in the past reports.
fn reports_ahead(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let would = document
        .dependents(verb, &[Relation::Aux])
        .any(|it| document.word(it).eq_ignore_ascii_case("would"));
    let token = document.token(verb);
    would
        && token.relation == Relation::Ccomp
        && token.head.is_some_and(|above| {
            document.token(above).xpos == Xpos::Vbd
                && ["say", "announce", "confirm", "tell", "report", "state", "add", "declare"]
                    .contains(&document.lemma(above))
        })
}

/// Whether a verb is told as past before something past: "had met".
pub(super) fn is_pluperfect(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.token(verb).xpos == Xpos::Vbn
        && document
            .dependents(verb, &[Relation::Aux])
            .any(|it| matches!(document.word(it), "had" | "'d" | "’d"))
}

/// Whether a noun is one of those for meals and receptions.
pub(super) fn is_meal(lemma: &str) -> bool {
    ["dinner", "lunch", "luncheon", "breakfast", "banquet", "reception", "iftar", "meal"]
        .contains(&lemma)
}
