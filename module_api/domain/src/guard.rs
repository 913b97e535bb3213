//! The guard across demandes: what the perimeters that somebody received precisely leave of an area. It looks at areas and
//! perimeters alone, never at records. Not here: measuring areas, which the database does.

use crate::{
    code::coded_enum,
    lot::{LotKind, LotState},
};

coded_enum! {
    /// What the guard saw.
    pub enum FlagKind("un signalement de la garde") {
        /// Perimeters received precisely leave too little of an area.
        Residual = "residual",
        /// Two versions of the rules gave two areas that cross.
        Crossing = "crossing",
    }
}

/// A difference smaller than this share is two ways of writing one border.
const NOTHING: f64 = 1e-9;

/// Whether what is left of an area (0 to 1) places a record that is known to lie there: some part, but less than `min_share`.
/// Nothing left places nothing: a record of that area would have been received precisely. What is no number is too little.
#[must_use]
pub fn is_too_little(left: f64, min_share: f64) -> bool {
    !(left <= NOTHING || left >= min_share)
}

/// A lot of the circle of recipients (person, organisme or maître d'ouvrage) of a demande.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircleLot {
    /// Its kind.
    pub kind: LotKind,
    /// Its state.
    pub state: LotState,
    /// Whether it is of the demande examined.
    pub own: bool,
}

/// Whether the perimeter of a lot counts among those received precisely (in coarser areas or not: it tells what is inside): delivered, or of the same demande and not given up.
#[must_use]
pub fn counts_as_received(lot: CircleLot) -> bool {
    let may_come = lot.own && !matches!(lot.state, LotState::Refuse | LotState::Annule);
    lot.kind != LotKind::F1 && (lot.state.is_delivered() || may_come)
}

/// Whether the precise lots of a group are of this kind and group.
#[must_use]
pub fn holds_groupe(
    kind: LotKind,
    of_lot: Option<&str>,
    groupe: Option<&str>,
    avis_systematique: bool,
) -> bool {
    match kind {
        LotKind::F1 => false,
        LotKind::F2 => groupe.is_some() && !avis_systematique,
        LotKind::F3 => (groupe.is_none() || avis_systematique) && of_lot == groupe,
    }
}

/// Why a sending waits for the coordination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "La garde a signalé ce lot : les périmètres déjà remis à ce destinataire laissent trop peu de certaines zones. La coordination \
     doit lever ce signalement, avec un motif, avant l'envoi."
)]
pub struct Blocked;

/// Whether a lot may be sent as far as the guard is concerned.
///
/// # Errors
/// [`Blocked`] when the setting blocks and a flag is not lifted.
pub const fn check(guard_blocks: bool, open_flags: usize) -> Result<(), Blocked> {
    if guard_blocks && open_flags > 0 {
        return Err(Blocked);
    }
    Ok(())
}

/// A lifting says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Lever un signalement de la garde demande un motif.")]
pub struct MotifMissing;

/// Whether a motif stands.
///
/// # Errors
/// [`MotifMissing`] when it is blank.
pub fn check_motif(motif: &str) -> Result<(), MotifMissing> {
    if crate::is_filled(Some(motif)) {
        Ok(())
    } else {
        Err(MotifMissing)
    }
}
