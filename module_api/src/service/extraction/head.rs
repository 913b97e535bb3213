//! What an archive tells of its demande, frozen with the rows.

use anyhow::Context as _;
use chrono::NaiveDate;
use demandes_domain::{avis::Conditions, echeance::paris_day};
use serde_json::{Value as Json, json};
use sqlx::PgConnection;

use super::{
    archive::build,
    frozen::{FrozenColumn, FrozenKind, Head, Part, PartKind, VERSION},
    map,
};
use crate::{
    export::{Format, Kind},
    service::{
        Result, ServiceError,
        dossier::Dossier,
        profil::{Colonne, Profil},
    },
    store::{self, lots::LotRow},
};

/// Reads it.
///
/// # Errors
/// When the profil does not allow the lot or a format, the demande lacks what a dépôt requires, or the database fails.
pub async fn load(
    conn: &mut PgConnection,
    dossier: &Dossier,
    lot: &LotRow,
    profil: &Profil,
    conditions: &Conditions,
    day: NaiveDate,
) -> Result<Head> {
    check(dossier, lot, profil)?;
    let demande = &dossier.demande;
    let version = demande
        .engagement_version
        .context("a deposited demande has no engagement")?;
    let srid = store::perimetres::local_srid(conn).await?;
    let engagement = store::registers::engagement_text(conn, version).await?;
    let bordereau = bordereau(conn, dossier, lot, conditions, day, &engagement).await?;
    let map = map::load(conn, demande.id_demande).await?;
    Ok(Head {
        version: VERSION,
        build: build(),
        id_lot: lot.id_lot,
        stem: stem(lot),
        srid: u32::try_from(srid).context("local SRID")?,
        day,
        formats: demande.formats.clone(),
        parts: parts(lot, profil),
        engagement,
        bordereau: bordereau.to_string(),
        map,
    })
}

/// A profil that was changed since the dépôt never gives more than it now allows.
fn check(dossier: &Dossier, lot: &LotRow, profil: &Profil) -> Result<()> {
    let (code, row) = (&profil.row.code, &profil.row);
    if !row.lots.contains(&lot.kind) {
        return Err(ServiceError::Internal(anyhow::anyhow!(
            "Le profil de diffusion « {code} » ne permet pas de lot {}.",
            lot.kind
        )));
    }
    for format in &dossier.demande.formats {
        if !row.formats.contains(format) || format.parse::<Format>().is_err() {
            return Err(ServiceError::Internal(anyhow::anyhow!(
                "Le profil de diffusion « {code} » ne permet pas le format {format}."
            )));
        }
    }
    Ok(())
}

/// A lot without any row still has its (empty) file: 'nothing' is an answer. The copy of a refused lot has blurred rows alone, and so
/// has a profil that blurs everything.
fn parts(lot: &LotRow, profil: &Profil) -> Vec<Part> {
    let blurred_only = lot.fallback_of.is_some() || profil.row.min_area_type.is_some();
    let blurred = Part {
        kind: PartKind::Blurred,
        always: blurred_only,
        columns: profil
            .blurred
            .iter()
            .map(|column| frozen(column, column.source.code(), column.kind()))
            .collect(),
    };
    if blurred_only {
        return vec![blurred];
    }
    let precise = Part {
        kind: PartKind::Precise,
        always: true,
        columns: profil
            .precise
            .iter()
            .map(|column| frozen(column, column.source.code(), column.kind()))
            .collect(),
    };
    vec![precise, blurred]
}

fn frozen<S>(column: &Colonne<S>, source: &str, kind: Kind) -> FrozenColumn {
    FrozenColumn {
        source: source.to_owned(),
        name: column.name.clone(),
        short_name: column.short_name.clone(),
        kind: match kind {
            Kind::Text => FrozenKind::Text,
            Kind::Integer => FrozenKind::Integer,
            Kind::Real => FrozenKind::Real,
            Kind::Date => FrozenKind::Date,
        },
        description: column.description.clone(),
    }
}

/// How the files of a lot begin: neither taxon nor place.
fn stem(lot: &LotRow) -> String {
    let text = match (&lot.code_groupe, lot.fallback_of) {
        (Some(groupe), _) => format!("{}_{groupe}", lot.kind),
        (None, Some(_)) => format!("{}_repli", lot.kind),
        (None, None) => lot.kind.clone(),
    };
    text.to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

async fn bordereau(
    conn: &mut PgConnection,
    dossier: &Dossier,
    lot: &LotRow,
    conditions: &Conditions,
    day: NaiveDate,
    engagement: &str,
) -> Result<Json> {
    let demande = &dossier.demande;
    let accepted = store::registers::engagement_accepted(conn, demande.id_demande)
        .await?
        .context("a deposited demande has no engagement")?;
    let perimetre = store::perimetres::get(conn, demande.id_demande)
        .await?
        .context("a deposited demande has no perimeter")?;
    // A décision never lengthens what was asked.
    let months = [
        conditions.shorter_duration_months.map(i64::from),
        demande.use_months.map(i64::from),
    ];
    let months = months.into_iter().flatten().min();
    Ok(json!({
        "demande": {
            "numero": demande.numero,
            "demandeur": demande.demandeur,
            "organisme": demande.organisme,
            "maitre_ouvrage": demande.maitre_ouvrage,
            "objet": demande.objet,
            "objet_libelle": store::registers::objet_label(conn, demande.objet.as_deref()).await?,
            "objet_detail": demande.objet_detail,
            "utilisation_prevue": demande.intended_use,
            "duree_utilisation_mois": months,
            "autres_detenteurs": demande.other_holders,
            "periode_du": demande.date_from,
            "periode_au": demande.date_to,
            "taxons_cd_nom": demande.cd_noms,
            "profil_diffusion": demande.profil,
        },
        "perimetre": {
            "communes": perimetre.communes_count,
            "couche_communes": perimetre.communes_layer,
            "surface_m2": perimetre.area_m2,
            "geometrie_wgs84": perimetre.geojson,
        },
        "lot": { "nature": lot.kind, "groupe": lot.code_groupe, "copie_floutee_d_un_lot_refuse": lot.fallback_of.is_some() },
        "conditions": conditions,
        "regles": {
            "version_reglages": demande.settings_version,
            "version_extension": store::settings::extension_version(conn).await?,
            "version_service": env!("CARGO_PKG_VERSION"),
            "profil": demande.profil,
            "date_extraction": day,
        },
        "engagement_version": demande.engagement_version,
        "engagement": {
            "version": demande.engagement_version,
            "texte": engagement,
            "accepte_le": paris_day(accepted.0),
            "accepte_par": accepted.1,
            "organisme": demande.organisme,
        },
        "mentions": [
            "L'absence de donnée n'est pas une absence d'espèce.",
            "Les données précises ne sont utilisées que pour l'usage décrit, pendant la durée indiquée, puis détruites.",
            "Une donnée floutée se trouve quelque part dans sa zone ; le centre de la zone n'est pas sa position.",
        ],
    }))
}
