//! The codes of event ontologies for meetings.
//!
//! CAMEO: Schrodt (2012), "CAMEO: Conflict and Mediation Event Observations, Event and Actor
//! Codebook", version 1.1b3. PLOVER: Halterman et al. (2023), "PLOVER and POLECAT".

use crate::record::{Codes, MeetingKind, MeetingStatus};

/// The codes of a meeting of a kind and status.
pub(crate) fn of(kind: MeetingKind, status: MeetingStatus) -> Codes {
    let (plover, cameo) = match (status, kind) {
        // 036 express intent to meet or negotiate.
        (MeetingStatus::Planned, _) => ("CONSULT", "036"),
        // 026 appeal to meet or negotiate.
        (MeetingStatus::Proposed, _) => ("REQUEST", "026"),
        // 125 reject proposal to meet, discuss or negotiate.
        (MeetingStatus::Cancelled, _) => ("REJECT", "125"),
        // 041 discuss by telephone.
        (MeetingStatus::Held, MeetingKind::Call) => ("CONSULT", "041"),
        // 042 make a visit.
        (MeetingStatus::Held, MeetingKind::Visit) => ("CONSULT", "042"),
        // 046 engage in negotiation.
        (MeetingStatus::Held, MeetingKind::Talks) => ("CONSULT", "046"),
        // 040 consult, not specified below.
        (MeetingStatus::Held, _) => ("CONSULT", "040"),
    };
    Codes { plover: plover.to_owned(), cameo: cameo.to_owned() }
}
