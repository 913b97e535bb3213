//! What the classification counts, and the two identities it must hold. For the coordination and the responsible only.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    service::{Result, ServiceError},
    store::classification::{Classified, SelectionCounts},
};

/// Counts of a classification, as its rows go by.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    by_lot: BTreeMap<String, BTreeMap<String, u64>>,
    geometry: i64,
    area: i64,
}

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
    /// Blurred rows taken away by the guard across demandes.
    pub left_out_by_guard: usize,
    /// Records that their level withholds, given because the décision names them.
    pub named: usize,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Identity {
    classified: i64,
    selected: i64,
}

impl Tally {
    /// Counts a row.
    pub fn count(&mut self, row: &Classified) {
        match row.selected_by.as_str() {
            "area" => self.area += 1,
            _ => self.geometry += 1,
        }
        let lot = match (&row.groupe, row.lot.as_str()) {
            (Some(groupe), "F3") => format!("F3 {groupe}"),
            (_, lot) => lot.to_owned(),
        };
        let reasons = self.by_lot.entry(lot).or_default();
        match reasons.get_mut(&row.reason) {
            Some(count) => *count += 1,
            None => {
                reasons.insert(row.reason.clone(), 1);
            }
        }
    }

    /// The counts, beside those taken another way.
    ///
    /// # Errors
    /// When an identity does not hold: one record missing, or one too many, stops everything.
    pub fn asserted(self, counts: SelectionCounts) -> Result<Checks> {
        let checks = Checks {
            by_lot: self.by_lot,
            by_geometry: Identity {
                classified: self.geometry,
                selected: counts.by_geometry,
            },
            by_area: Identity {
                classified: self.area,
                selected: counts.by_area,
            },
            without_geometry: counts.without_geometry,
            left_out_by_guard: 0,
            named: 0,
        };
        checks.assert_identities()?;
        Ok(checks)
    }
}

impl Checks {
    fn assert_identities(&self) -> Result<()> {
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
