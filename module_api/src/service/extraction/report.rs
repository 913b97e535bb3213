//! What the classification counts, and the two identities it must hold. For the coordination and the responsible only.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    service::{Result, ServiceError},
    store::classification::{Classified, SelectionCounts},
};

/// Counts of a classification beside those taken another way.
#[derive(Debug, Clone, Serialize)]
pub struct Checks {
    /// By lot, then by reason.
    by_lot: BTreeMap<String, BTreeMap<String, u64>>,
    /// Wanted records that meet the perimeter: F1 precise + F2 + ΣF3 + withheld.
    by_geometry: Identity,
    /// Sensitive records whose area meets the perimeter: F1 blurred + left out.
    by_area: Identity,
    /// Wanted records without a usable geometry: in no lot.
    without_geometry: i64,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Identity {
    classified: i64,
    selected: i64,
}

/// Counts a classification.
#[must_use]
pub fn checks(rows: &[Classified], counts: SelectionCounts) -> Checks {
    let mut by_lot: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let (mut by_geometry, mut by_area) = (0, 0);
    for row in rows {
        let lot = match (&row.groupe, row.lot.as_str()) {
            (Some(groupe), "F3") => format!("F3 {groupe}"),
            (_, lot) => lot.to_owned(),
        };
        *by_lot
            .entry(lot)
            .or_default()
            .entry(row.reason.clone())
            .or_default() += 1;
        match row.selected_by.as_str() {
            "area" => by_area += 1,
            _ => by_geometry += 1,
        }
    }
    Checks {
        by_lot,
        by_geometry: Identity {
            classified: by_geometry,
            selected: counts.by_geometry,
        },
        by_area: Identity {
            classified: by_area,
            selected: counts.by_area,
        },
        without_geometry: counts.without_geometry,
    }
}

impl Checks {
    /// One record missing, or one too many, stops everything.
    ///
    /// # Errors
    /// When an identity does not hold.
    pub fn assert_identities(&self) -> Result<()> {
        for (name, identity) in [
            ("géométrie", self.by_geometry),
            ("zone floutée", self.by_area),
        ] {
            if identity.classified != identity.selected {
                return Err(ServiceError::Internal(anyhow::anyhow!(
                    "Identité des lots non vérifiée (sélection par {name}) : {} données classées pour {} sélectionnées. \
                     Le lot n'est pas produit ; prévenir l'administrateur.",
                    identity.classified,
                    identity.selected
                )));
            }
        }
        Ok(())
    }
}
