//! Making, editing, reading and listing demandes.

use chrono::{Datelike, NaiveDate};
use demandes_domain::{
    demande::{DemandeState, ShownState, shown_state},
    rights::{self, Action, Actor, DemandeFacts, Target},
};
use rand::TryRng;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, journal, profil, settings};
use crate::store::{
    self,
    demandes::{Content, DemandeRow, Visibility},
    evenements::NewEvenement,
    profils::ProfilRow,
};

/// Longest text accepted in a free field, in characters.
const MAX_TEXT: usize = 10_000;
/// Most taxa accepted in a list.
pub const MAX_TAXA: usize = 20_000;
/// Demandes on one page of a list.
pub const PAGE: i64 = 50;

/// What the author of a demande writes. A member left out is left as it is; `null` empties it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandeDraft {
    /// Who asks, when a co-administrateur writes for somebody who sent a paper form. Only when the demande is made.
    pub id_demandeur: Option<i32>,
    /// Purpose: a code of the managed list.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "etude_impact")]
    pub objet: Option<Option<String>>,
    /// The purpose in free text.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub objet_detail: Option<Option<String>>,
    /// Maître d'ouvrage, by name; an unknown one is proposed for moderation.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub maitre_ouvrage: Option<Option<String>>,
    /// What the data will be used for.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub intended_use: Option<Option<String>>,
    /// For how many months.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 600)]
    pub use_months: Option<Option<i32>>,
    /// Who else will hold the data.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub other_holders: Option<Option<String>>,
    /// First day of observation wanted.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub date_from: Option<Option<NaiveDate>>,
    /// Last day of observation wanted.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub date_to: Option<Option<NaiveDate>>,
    /// Taxa wanted, by `cd_nom`; descendants are included. `null` means all.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<i32>>)]
    pub cd_noms: Option<Option<Vec<i32>>>,
    /// Whether sensitive data are wanted precisely.
    pub wants_precise_sensitive: Option<bool>,
    /// Whether the blurred copy is taken if the precise lot is refused.
    pub accepts_fallback: Option<bool>,
    /// Formats wanted, among those of the profil de diffusion; `null` is the same as leaving it out.
    #[schema(example = json!(["csv", "gpkg"]))]
    pub formats: Option<Vec<String>>,
}

/// Tells a member that is `null` from one that is absent.
fn given<'de, T, D>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Makes a demande in state brouillon, for the actor or, by a co-administrateur, for somebody else.
///
/// # Errors
/// Without the right, or when the draft is not acceptable.
pub async fn create(context: &Context, actor: &Actor, draft: DemandeDraft) -> Result<DemandeRow> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let owner = owner(&mut tx, actor, draft.id_demandeur).await?;
    let about_to_be = DemandeFacts {
        demandeur: owner.id_role,
        depositor: actor.id_role,
        organisme: owner.id_organisme,
        responsable: None,
        state: DemandeState::Brouillon,
        lots: Vec::new(),
    };
    rights::check(actor, Action::CreateDemande, Target::Demande(&about_to_be))?;
    let profil = profil::row(&mut tx, profil::DEFAULT).await?;
    let blank = Content {
        accepts_fallback: true,
        formats: profil.default_formats.clone(),
        ..Content::default()
    };
    let body = rewritten(&mut tx, actor.id_role, &profil, blank, draft).await?;
    let (settings_version, _) = settings::current(&mut tx).await?;
    let (id_demande, id_ligne) = (Uuid::now_v7(), Uuid::now_v7());
    let key = random_key()?;
    store::demandes::insert(
        &mut tx,
        id_demande,
        id_ligne,
        &key,
        owner.id_role,
        actor.id_role,
        owner.id_organisme,
        settings_version,
        &body,
        now,
        context.today().year(),
    )
    .await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: "create",
            states: Some((String::new(), DemandeState::Brouillon.to_string())),
            id_role: Some(actor.id_role),
            detail: json!({ "demandeur": owner.id_role }),
            motif: None,
            at: now,
        },
    )
    .await?;
    let row = store::demandes::get(&mut tx, id_demande)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

async fn owner(
    conn: &mut PgConnection,
    actor: &Actor,
    demandeur: Option<i32>,
) -> Result<store::roles::Role> {
    let Some(id_role) = demandeur.filter(|id| *id != actor.id_role) else {
        return Ok(store::roles::Role {
            id_role: actor.id_role,
            id_organisme: actor.id_organisme,
        });
    };
    store::roles::active_user(conn, id_role)
        .await?
        .ok_or_else(|| {
            ServiceError::invalid_field(
                "id_demandeur",
                "Cette personne n'a pas de compte actif : créez-le dans GeoNature.",
            )
        })
}

/// 32 bytes of the system's randomness.
fn random_key() -> Result<[u8; 32]> {
    let mut key = [0; 32];
    rand::rngs::SysRng
        .try_fill_bytes(&mut key)
        .map_err(anyhow::Error::from)?;
    Ok(key)
}

/// Changes a demande (brouillon or incomplete only). Each edit makes a version.
///
/// # Errors
/// Without the right, in another state, or when the draft is not acceptable.
pub async fn edit(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    draft: DemandeDraft,
) -> Result<(DemandeRow, ShownState)> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let dossier = dossier::change(context, &mut tx, id_demande, actor, Action::EditDemande).await?;
    if draft.id_demandeur.is_some() {
        return Err(ServiceError::invalid_field(
            "id_demandeur",
            "Le demandeur ne change pas : faites une autre demande.",
        ));
    }
    let before = store::demandes::content(&mut tx, id_demande).await?;
    let profil = profil::row(&mut tx, &dossier.demande.profil).await?;
    let taxa_given = draft.cd_noms.is_some();
    let body = rewritten(&mut tx, actor.id_role, &profil, before, draft).await?;
    store::demandes::write_content(&mut tx, id_demande, &body, now).await?;
    if taxa_given {
        store::demandes::clear_taxa_problems(&mut tx, id_demande).await?;
    }
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: "edit",
            states: None,
            id_role: Some(actor.id_role),
            detail: json!({ "version": dossier.demande.version }),
            motif: None,
            at: now,
        },
    )
    .await?;
    let row = store::demandes::get(&mut tx, id_demande)
        .await?
        .ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok((row, shown_state(dossier.state(), &dossier.lot_states())))
}

async fn rewritten(
    conn: &mut PgConnection,
    author: i32,
    profil: &ProfilRow,
    mut content: Content,
    draft: DemandeDraft,
) -> Result<Content> {
    if let Some(objet) = draft.objet {
        if let Some(code) = &objet
            && !store::registers::objet_exists(conn, code).await?
        {
            return Err(ServiceError::invalid_field(
                "objet",
                "Cet objet n'est pas dans la liste : choisissez-en un autre.",
            ));
        }
        content.objet = objet;
    }
    if let Some(name) = draft.maitre_ouvrage {
        content.id_maitre_ouvrage = match text("maitre_ouvrage", name)? {
            name if name.is_empty() => None,
            name => Some(store::registers::maitre_ouvrage_by_name(conn, &name, author).await?),
        };
    }
    for (target, field, value) in [
        (
            &mut content.objet_detail,
            "objet_detail",
            draft.objet_detail,
        ),
        (
            &mut content.intended_use,
            "intended_use",
            draft.intended_use,
        ),
        (
            &mut content.other_holders,
            "other_holders",
            draft.other_holders,
        ),
    ] {
        if let Some(value) = value {
            *target = text(field, value)?;
        }
    }
    if let Some(months) = draft.use_months {
        if months.is_some_and(|months| !(1..=600).contains(&months)) {
            return Err(ServiceError::invalid_field(
                "use_months",
                "Donnez une durée de 1 à 600 mois.",
            ));
        }
        content.use_months = months;
    }
    content.date_from = draft.date_from.unwrap_or(content.date_from);
    content.date_to = draft.date_to.unwrap_or(content.date_to);
    if let (Some(from), Some(to)) = (content.date_from, content.date_to)
        && from > to
    {
        return Err(ServiceError::invalid_field(
            "date_to",
            "La fin de la période précède son début.",
        ));
    }
    if let Some(taxa) = draft.cd_noms {
        content.cd_noms = taxa.map(known_size).transpose()?;
    }
    content.wants_precise_sensitive = draft
        .wants_precise_sensitive
        .unwrap_or(content.wants_precise_sensitive);
    content.accepts_fallback = draft.accepts_fallback.unwrap_or(content.accepts_fallback);
    if let Some(formats) = draft.formats {
        content.formats = profil::formats(profil, &formats)?;
    }
    Ok(content)
}

fn known_size(mut taxa: Vec<i32>) -> Result<Vec<i32>> {
    if taxa.is_empty() || taxa.len() > MAX_TAXA {
        let message =
            format!("Donnez de 1 à {MAX_TAXA} taxons, ou aucune liste pour les vouloir tous.");
        return Err(ServiceError::invalid_field("cd_noms", message));
    }
    taxa.sort_unstable();
    taxa.dedup();
    Ok(taxa)
}

fn text(field: &str, value: Option<String>) -> Result<String> {
    let value = value.unwrap_or_default().trim().to_owned();
    if value.chars().count() > MAX_TEXT || value.contains('\0') {
        return Err(ServiceError::invalid_field(
            field,
            format!("Ce texte est limité à {MAX_TEXT} caractères."),
        ));
    }
    Ok(value)
}

/// One demande, with the state people see.
///
/// # Errors
/// When it does not exist or the actor may not see it.
pub async fn read(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
) -> Result<(DemandeRow, ShownState)> {
    let mut conn = context.pool.acquire().await?;
    let dossier = dossier::read(&mut conn, id_demande, actor, Action::ReadDemande).await?;
    let shown = shown_state(dossier.state(), &dossier.lot_states());
    Ok((dossier.demande, shown))
}

/// A page of the demandes the actor may see, newest first.
///
/// # Errors
/// Without the right to see any.
pub async fn list(
    context: &Context,
    actor: &Actor,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<(DemandeRow, ShownState)>> {
    rights::check(actor, Action::ListDemandes, Target::Module)?;
    let filter = actor.read_filter();
    let visibility = Visibility {
        mine: filter.mine,
        organisme: filter.organisme,
        all: filter.all,
        poles: filter.poles,
    };
    let mut conn = context.pool.acquire().await?;
    let rows = store::demandes::visible(&mut conn, &visibility, after, limit).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let lots = store::lots::of_demande(&mut conn, row.id_demande).await?;
        let states = lots
            .iter()
            .map(|lot| dossier::stored(&lot.state))
            .collect::<Result<Vec<_>>>()?;
        let state = shown_state(dossier::stored(&row.state)?, &states);
        shown.push((row, state));
    }
    Ok(shown)
}

/// The log of a demande, oldest first.
///
/// # Errors
/// When it does not exist or the actor may not see it.
pub async fn journal(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
) -> Result<Vec<store::evenements::Evenement>> {
    let mut conn = context.pool.acquire().await?;
    let dossier = dossier::read(&mut conn, id_demande, actor, Action::ReadJournal).await?;
    let mut events = store::evenements::of_demande(&mut conn, id_demande).await?;
    if rights::check(actor, Action::ReadGarde, Target::Module).is_ok() {
        return Ok(events);
    }
    // What the guard and the adversary saw comes from other dossiers too, and says where to look.
    let mine = dossier
        .lots
        .iter()
        .filter(|lot| lot.id_responsable == Some(actor.id_role));
    let mine: Vec<Uuid> = mine.map(|lot| lot.id_lot).collect();
    events.retain(|event| match event.kind.as_str() {
        super::guard::LIFT => false,
        super::adversary::BLOCK | super::adversary::RELAUNCH => {
            dossier.demande.id_demandeur != actor.id_role
                && event.id_lot.is_some_and(|id| mine.contains(&id))
        }
        _ => true,
    });
    // That a décision names records tells that some are withheld, before any of them is delivered.
    for event in &mut events {
        if let Some(detail) = event.detail.as_object_mut() {
            detail.remove(super::named::DIGEST_MEMBER);
        }
    }
    Ok(events)
}
