//! What conditions would change of a lot, before they are given. Figures of records, for who may see them; never for the demandeur.

use chrono::NaiveDate;
use demandes_domain::{
    avis::Conditions,
    lot::{LotKind, LotState},
    rights::{self, Action, Actor, Target},
};
use uuid::Uuid;

use super::{Context, Result, ServiceError, annonce, avis, dossier, explain::Seen, settings};
use crate::store::{
    self,
    classification::{Kept, Looked},
};

/// What conditions would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Records by what would become of them, among those the reader may know.
    pub kept: Kept,
    /// Type of the areas the precise ones would be blurred to.
    pub area_type: Option<String>,
    /// Nothing leaves before this day.
    pub not_before: Option<NaiveDate>,
    /// Months of use asked, and those that would be allowed when they are fewer.
    pub months: (Option<i32>, Option<u32>),
}

/// What these conditions would change of a lot that waits for its avis or its décision, by the data of today. Changes nothing.
///
/// # Errors
/// Unless the actor is the coordination or animates a pôle that was asked about the lot; when the lot waits no more; when a condition does
/// not stand.
pub async fn preview(
    context: &Context,
    actor: &Actor,
    id_lot: Uuid,
    conditions: &Conditions,
) -> Result<Preview> {
    let mut tx = context
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let lot = store::lots::get(&mut tx, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let dossier = dossier::read(&mut tx, lot.id_demande, actor, Action::Explain).await?;
    let facts = dossier
        .lots
        .iter()
        .position(|one| one.id_lot == id_lot)
        .map(|index| &dossier.facts.lots[index])
        .ok_or(ServiceError::NotFound)?;
    rights::check(
        actor,
        Action::ReadLotFigures,
        Target::Lot(&dossier.facts, facts),
    )?;
    if facts.state != LotState::AvisDemande {
        return Err(ServiceError::conflict(
            "lot_decided",
            "Ce lot n'attend plus d'avis : ses conditions sont celles de la décision.",
        ));
    }
    conditions
        .validate(context.today())
        .map_err(|error| ServiceError::invalid("conditions_invalid", error.to_string()))?;
    avis::check_conditions(&mut tx, conditions).await?;
    let settings = settings::load(&mut tx, dossier.demande.settings_version).await?;
    let wanted = annonce::wanted(&dossier.demande, &settings, context.today());
    let seen = Seen::load(&mut tx, actor, &dossier).await?;
    let taxa = store::classification::with_descendants(&mut tx, &conditions.excluded_taxa).await?;
    let looked = Looked {
        lot: facts.kind.as_str(),
        groupe: (facts.kind == LotKind::F3).then_some(lot.code_groupe.as_deref()),
        seen: seen.groupes(),
        taxa: &taxa,
        period: conditions
            .excluded_period
            .map(|period| (period.from, period.to)),
    };
    let kept = store::classification::kept(&mut tx, &wanted, &looked).await?;
    let area_type = match &conditions.coarser_level {
        Some(level) => store::classification::area_type_of(&mut tx, level).await?,
        None => None,
    };
    tx.commit().await?;
    let asked = dossier.demande.use_months;
    let shorter = conditions
        .shorter_duration_months
        .filter(|months| asked.is_none_or(|asked| i64::from(*months) < i64::from(asked)));
    Ok(Preview {
        kept,
        area_type,
        not_before: conditions.embargo_until,
        months: (asked, shorter),
    })
}
