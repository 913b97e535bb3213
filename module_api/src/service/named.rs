//! Records of the levels that are never delivered (4, 2.8), given all the same because the décision on a lot names them one by one. Whatever
//! else withholds a record (an unknown level, private data, no area to blur to) is not lifted by being named.

use std::collections::{HashMap, HashSet};

use demandes_domain::lot::LotKind;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, ServiceError, annonce, dossier::Dossier, settings};
use crate::{
    digest::hex,
    store::{self, classification::Classified},
};

/// The lot of what no lot holds.
pub const WITHHELD: &str = "withheld";
/// Why, for the records that may be named.
const BY_LEVEL: &str = "level_withheld";

/// Member of the event of a décision: the digest of what it names.
pub const DIGEST_MEMBER: &str = "named_sha256";

/// What the décision on a lot names.
pub struct Named {
    ids: HashSet<i32>,
    systematique: HashMap<String, bool>,
}

impl Named {
    /// Reads it. Private data are not given, when they are withheld.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        conn: &mut PgConnection,
        id_lot: Uuid,
        private_withheld: bool,
    ) -> Result<Self> {
        let decision = store::avis::decision(conn, id_lot).await?;
        let uuids = decision.map(|row| row.named_records).unwrap_or_default();
        Self::of(conn, &uuids, private_withheld).await
    }

    async fn of(conn: &mut PgConnection, uuids: &[Uuid], private_withheld: bool) -> Result<Self> {
        let ids = match uuids {
            [] => Vec::new(),
            uuids => store::classification::not_private(conn, uuids, private_withheld).await?,
        };
        Ok(Self {
            ids: ids.into_iter().collect(),
            systematique: store::registers::avis_systematiques(conn).await?,
        })
    }

    /// Whether a row of the classification is a named record, withheld by its level alone, that belongs in this precise lot.
    #[must_use]
    pub fn holds(&self, row: &Classified, kind: &str, groupe: Option<&str>) -> bool {
        self.ids.contains(&row.id_synthese)
            && row.lot == WITHHELD
            && row.reason == BY_LEVEL
            && row.selected_by == "geometry"
            && self.fits(row.groupe.as_deref(), kind, groupe)
    }

    fn fits(&self, of_record: Option<&str>, kind: &str, groupe: Option<&str>) -> bool {
        let systematique = of_record.map_or(Some(&true), |code| self.systematique.get(code));
        match (kind, systematique) {
            ("F2", Some(false)) => true,
            ("F3", Some(_)) => of_record == groupe,
            _ => false,
        }
    }
}

/// Checks that each record named is one that its level withholds, in the perimeter of the demande and in this lot's groupe.
///
/// # Errors
/// When one is not, with its UUID.
pub async fn check(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    index: usize,
    uuids: &[Uuid],
) -> Result<()> {
    if uuids.is_empty() {
        return Ok(());
    }
    let (lot, kind) = (&dossier.lots[index], dossier.facts.lots[index].kind);
    let settings = settings::load(conn, dossier.demande.settings_version).await?;
    let wanted = annonce::wanted(&dossier.demande, &settings, context.today());
    let named = Named::of(conn, uuids, wanted.private_withheld).await?;
    for uuid in uuids {
        let rows = store::classification::explain(conn, &wanted, *uuid).await?;
        let fits = |groupe: Option<&str>| {
            kind != LotKind::F1 && named.fits(groupe, kind.as_str(), lot.code_groupe.as_deref())
        };
        let may = rows.iter().any(|row| {
            named.ids.contains(&row.id_synthese)
                && row.lot == WITHHELD
                && row.reason == BY_LEVEL
                && fits(row.groupe.as_deref())
        });
        if !may {
            return Err(ServiceError::invalid_field(
                "named_records",
                format!(
                    "La donnée {uuid} n'est pas de celles que cette décision peut nommer : retenues par leur niveau seul, dans le périmètre et dans le groupe de ce lot."
                ),
            ));
        }
    }
    Ok(())
}

/// What the journal keeps of the records named: nobody who reads it learns which, and whoever knows them can check. None when none is.
#[must_use]
pub fn digest(uuids: &[Uuid]) -> Option<String> {
    let mut sorted = uuids.to_vec();
    sorted.sort_unstable();
    let texts: Vec<String> = sorted.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| hex(&Sha256::digest(texts.join("\n").as_bytes())))
}
