//! Why a record is in a lot of a demande, or in none, and by which rule. Never for the demandeur.

use std::collections::BTreeSet;

use demandes_domain::rights::{Action, Actor, OBJECT_DECISION};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Context, Result, ServiceError, annonce, dossier, dossier::Dossier, settings};
use crate::store::{
    self,
    classification::{Explained, TriedRule},
};

/// The answer.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The rows of the record in the classification of the demande, or one that says it is not selected.
    pub rows: Vec<Explained>,
    /// The rules of sensitivity tried on it, the strongest first.
    pub rules: Vec<TriedRule>,
}

/// Why a record is where it is for this demande, as things stand today.
///
/// # Errors
/// Unless the actor is the coordination or animates a pôle that was asked; [`ServiceError::NotFound`] when the demande has no perimeter,
/// no record has this UUID, or the record is of no group of the actor's pôles.
pub async fn explain(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    uuid: Uuid,
) -> Result<Explanation> {
    // One snapshot: the rows and the rules agree.
    let mut tx = context
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let dossier = dossier::read(&mut tx, id_demande, actor, Action::Explain).await?;
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let wanted = annonce::wanted(&dossier.demande, &settings, context.today());
    let rows = store::classification::explain(&mut tx, &wanted, uuid).await?;
    let seen = Seen::load(&mut tx, actor, &dossier).await?;
    let Some(record) = rows.iter().find(|row| seen.holds(row)) else {
        return Err(ServiceError::NotFound);
    };
    let rules = store::classification::rules_tried(&mut tx, record.id_synthese, wanted.at).await?;
    tx.commit().await?;
    Ok(Explanation { rows, rules })
}

/// The records somebody may have explained.
pub(super) enum Seen {
    All,
    /// Those of these groups, and those of none for the pôle that stands for the coordination. A record that is not selected has no
    /// group here: a pôle learns nothing of it.
    Groupes {
        codes: BTreeSet<String>,
        none: bool,
    },
}

impl Seen {
    pub(super) async fn load(
        conn: &mut PgConnection,
        actor: &Actor,
        dossier: &Dossier,
    ) -> Result<Self> {
        if actor.holds(OBJECT_DECISION, "V") {
            return Ok(Self::All);
        }
        let asked = dossier.facts.lots.iter().flat_map(|lot| &lot.asked_poles);
        let mine: BTreeSet<i32> = asked
            .copied()
            .filter(|pole| actor.animateur_of.contains(pole))
            .collect();
        let poles = store::poles::all(conn).await?;
        let poles: Vec<_> = poles
            .into_iter()
            .filter(|pole| mine.contains(&pole.id_pole))
            .collect();
        Ok(Self::Groupes {
            none: poles.iter().any(|pole| pole.is_coordination),
            codes: poles.into_iter().flat_map(|pole| pole.groupes).collect(),
        })
    }

    /// The codes of the groups, and whether records of none are seen too; none when every record is.
    pub(super) fn groupes(&self) -> Option<(Vec<String>, bool)> {
        match self {
            Self::All => None,
            Self::Groupes { codes, none } => Some((codes.iter().cloned().collect(), *none)),
        }
    }

    fn holds(&self, row: &Explained) -> bool {
        match self {
            Self::All => true,
            Self::Groupes { codes, none } => match &row.groupe {
                Some(groupe) => codes.contains(groupe),
                None => *none && row.lot != "none",
            },
        }
    }
}

/// The reason of a row, in French.
#[must_use]
pub fn sentence(row: &Explained) -> &'static str {
    match row.reason.as_str() {
        "not_sensitive" => {
            "Donnée non sensible dans le périmètre : remise précisément dans le lot F1."
        }
        "sensitive" => {
            "Donnée sensible dans le périmètre, d'un groupe sans avis systématique : remise précisément dans le lot F2."
        }
        "sensitive_avis_systematique" => {
            "Donnée sensible dans le périmètre, d'un groupe dont l'avis est systématiquement demandé (ou sans groupe) : remise précisément dans un lot F3."
        }
        "blurred" => {
            "Donnée sensible dont la zone floutée rencontre le périmètre : remise floutée dans le lot F1."
        }
        "residual" => {
            "Donnée sensible dont la zone floutée déborde trop peu du périmètre : laissée hors du lot F1, remise floutée si le lot précis est refusé."
        }
        "level_unknown" => {
            "Niveau de sensibilité ou de diffusion inconnu ou impossible à calculer : retenue."
        }
        "level_withheld" => "Niveau qui interdit toute diffusion : retenue.",
        "private" => "Donnée privée : retenue.",
        "blur_impossible" => "Donnée sensible qui ne peut pas être floutée : retenue.",
        "not_selected" => {
            "Donnée hors de la demande : ni sa position ni sa zone floutée ne rencontre le périmètre, ou ses taxons ou sa période ne sont pas demandés."
        }
        _ => "Raison inconnue de cette version du service.",
    }
}
