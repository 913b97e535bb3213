//! The time-limited permission in GeoNature's Synthèse that an accepted demande may open: shown to the coordination before it is granted,
//! looked at again each night, taken away as soon as a condition does not hold. What may be shown is the domain's rule.

use chrono::{Duration, NaiveDate};
use demandes_domain::{
    avis::Conditions,
    demande::DemandeState,
    echeance::{is_past, paris_day},
    lettre,
    lot::LotKind,
    message::{Audience, Message},
    permission::{Blocking, Delivered, EndReason, Shown, blocking},
    rights::{Action, Actor},
    settings::Settings,
};
use futures_util::TryStreamExt;
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, annonce,
    dossier::{self, Dossier},
    extraction, journal,
    messages::{self, About},
    settings,
};
use crate::store::{
    self,
    evenements::NewEvenement,
    permissions::{Area, NewPermission, PermissionRow},
};

/// Its name among the periodic work.
const WHAT: &str = "permissions";
/// How often the permissions are looked at.
const EVERY: Duration = Duration::hours(24);
/// Longest motif.
const MAX_MOTIF: usize = 10_000;

/// What a permission would be, or is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Permission {
    /// Whether it may be granted now.
    pub possible: bool,
    /// Why not, in French, each reason that stands in the way.
    pub pourquoi_pas: Vec<String>,
    /// The communes wholly inside the perimeter, which it would be narrowed to.
    pub communes: Vec<Area>,
    /// The taxa it would be narrowed to, descendants included; none means all.
    pub taxa: Option<Vec<i32>>,
    /// Its last day.
    pub jusqu_au: Option<NaiveDate>,
    /// What GeoNature would show precisely.
    pub donnees: Donnees,
    /// The one in force, or the last that was.
    pub accordee: Option<Granted>,
}

/// What GeoNature would show precisely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Donnees {
    /// Records of the areas and taxa.
    pub montrees: u64,
    /// Of them, those delivered to nobody: level 4, private, unknown level.
    pub retenues: u64,
    /// Sensitive ones that this demande did not deliver precisely.
    pub non_remises: u64,
    /// Those that do not meet the perimeter.
    pub hors_perimetre: u64,
}

impl Donnees {
    const fn block(self) -> bool {
        self.retenues + self.non_remises + self.hors_perimetre > 0
    }
}

/// A permission that was granted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Granted {
    /// Since when.
    pub depuis: chrono::DateTime<chrono::Utc>,
    /// Its last day.
    pub jusqu_au: NaiveDate,
    /// When its conditions were last looked at.
    pub verifiee_le: chrono::DateTime<chrono::Utc>,
    /// When it ended.
    pub terminee_le: Option<chrono::DateTime<chrono::Utc>>,
    /// Why, in French.
    pub motif_de_fin: Option<&'static str>,
}

/// What the permission of a demande would be, and the one it has.
///
/// # Errors
/// Without the right.
pub async fn read(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Permission> {
    let mut conn = context.pool.acquire().await?;
    let dossier = dossier::read(&mut conn, id_demande, actor, Action::ManagePermission).await?;
    let view = View::load(context, &mut conn, &dossier).await?;
    view.told(context)
}

/// Grants it.
///
/// # Errors
/// Without the right; when a condition does not hold, with each of them.
pub async fn grant(context: &Context, actor: &Actor, id_demande: Uuid) -> Result<Permission> {
    let mut tx = context.begin().await?;
    let at = context.now();
    let dossier = dossier::change(
        context,
        &mut tx,
        id_demande,
        actor,
        Action::ManagePermission,
    )
    .await?;
    let view = View::load(context, &mut tx, &dossier).await?;
    let why_not = view.why_not(context);
    let (Some(until_day), true) = (view.until, why_not.is_empty()) else {
        return Err(ServiceError::conflict(
            "permission_impossible",
            why_not.join(" "),
        ));
    };
    let areas: Vec<i32> = view.areas.iter().map(|area| area.id_area).collect();
    store::permissions::grant(
        &mut tx,
        &NewPermission {
            id: Uuid::now_v7(),
            id_demande,
            id_role: dossier.demande.id_demandeur,
            areas: &areas,
            taxa: dossier.demande.cd_noms.as_deref(),
            until_day,
            granted_by: actor.id_role,
            at,
        },
    )
    .await?;
    let event = NewEvenement {
        id_demande,
        id_lot: None,
        kind: "grant_permission",
        states: None,
        id_role: Some(actor.id_role),
        detail: json!({ "until": until_day }),
        motif: None,
        at,
    };
    journal::record(&mut tx, event).await?;
    tx.commit().await?;
    read(context, actor, id_demande).await
}

/// Takes the permission of a demande away, with a motif.
///
/// # Errors
/// Without the right or a motif; when none is in force.
pub async fn revoke(
    context: &Context,
    actor: &Actor,
    id_demande: Uuid,
    motif: &str,
) -> Result<Permission> {
    let mut tx = context.begin().await?;
    dossier::change(
        context,
        &mut tx,
        id_demande,
        actor,
        Action::ManagePermission,
    )
    .await?;
    let motif = motif.trim();
    if motif.is_empty() || motif.chars().count() > MAX_MOTIF {
        return Err(ServiceError::invalid_field(
            "motif",
            "Dites pourquoi la permission est retirée.",
        ));
    }
    let Some(row) = in_force(&mut tx, id_demande).await? else {
        return Err(ServiceError::conflict(
            "no_permission",
            "Cette demande n'a pas de permission en cours.",
        ));
    };
    end(
        context,
        &mut tx,
        &row,
        EndReason::Revoquee,
        Some(actor.id_role),
        Some(motif),
    )
    .await?;
    tx.commit().await?;
    read(context, actor, id_demande).await
}

/// Looks at every permission in force, unless that was done within the day. Gives how many ended.
///
/// # Errors
/// When the database fails. One that cannot be looked at ends nothing else, and is told in the log.
pub async fn check(context: &Context) -> Result<usize> {
    let mut held = context.pool.begin().await?;
    let now = context.now();
    if !store::clocks::claim(&mut held, WHAT, now - EVERY).await? {
        return Ok(0);
    }
    let mut ended = 0;
    for id_demande in store::permissions::in_force(&mut held).await? {
        match check_one(context, id_demande).await {
            Ok(over) => ended += usize::from(over),
            Err(error) => {
                tracing::error!(%id_demande, %error, "the permission of a demande could not be looked at");
            }
        }
    }
    store::clocks::done(&mut held, WHAT, now).await?;
    held.commit().await?;
    Ok(ended)
}

async fn check_one(context: &Context, id_demande: Uuid) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    store::demandes::lock(&mut tx, id_demande).await?;
    let dossier = dossier::load(&mut tx, id_demande).await?;
    let Some(row) = in_force(&mut tx, id_demande).await? else {
        return Ok(false);
    };
    let reason = over(context, &mut tx, &dossier, &row).await?;
    match reason {
        Some(reason) => end(context, &mut tx, &row, reason, None, None).await?,
        None => store::permissions::set_checked(&mut tx, row.id, context.now()).await?,
    }
    tx.commit().await?;
    Ok(reason.is_some())
}

/// Why a permission in force is to end now.
async fn over(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    row: &PermissionRow,
) -> Result<Option<EndReason>> {
    if row.id_read.is_none() || row.id_export.is_none() {
        return Ok(Some(EndReason::RetireeDansGeonature));
    }
    let view = View::load(context, conn, dossier).await?;
    let inside = |id: &i32| view.areas.iter().any(|area| area.id_area == *id);
    Ok(if is_past(row.until_day, context.today()) {
        Some(EndReason::Expiree)
    } else if !view.enabled {
        Some(EndReason::Desactivee)
    } else if dossier.state() != DemandeState::Complete {
        Some(EndReason::DemandeClose)
    } else if !view.active {
        Some(EndReason::CompteInactif)
    } else if !row.areas.iter().all(inside) {
        Some(EndReason::Zones)
    } else {
        let shown = shown(context, conn, dossier, &view.settings, &row.areas).await?;
        shown.block().then_some(EndReason::DonneeRetenue)
    })
}

async fn in_force(conn: &mut PgConnection, id_demande: Uuid) -> Result<Option<PermissionRow>> {
    let rows = store::permissions::of_demande(conn, id_demande).await?;
    Ok(rows.into_iter().find(|row| row.ended_at.is_none()))
}

async fn end(
    context: &Context,
    conn: &mut PgConnection,
    row: &PermissionRow,
    reason: EndReason,
    by: Option<i32>,
    motif: Option<&str>,
) -> Result<()> {
    let at = context.now();
    store::permissions::end(conn, row, reason.as_str(), by, at).await?;
    let event = NewEvenement {
        id_demande: row.id_demande,
        id_lot: None,
        kind: "end_permission",
        states: None,
        id_role: by,
        detail: json!({ "reason": reason }),
        motif,
        at,
    };
    journal::record(conn, event).await?;
    let about = About {
        id_demande: row.id_demande,
        id_lot: None,
        pole: None,
        data: json!({ "objet": reason.label() }),
        at,
    };
    let (whom, key) = ([Audience::Coordination], row.id.to_string());
    messages::tell_once(conn, Message::PermissionTerminee, &whom, &about, &key).await?;
    Ok(())
}

/// All that decides whether a permission may be.
#[expect(
    clippy::struct_excessive_bools,
    reason = "conditions told one by one, none of which follows from another"
)]
struct View {
    settings: Settings,
    enabled: bool,
    available: bool,
    active: bool,
    complete: bool,
    delivered: bool,
    areas: Vec<Area>,
    taxa: Option<Vec<i32>>,
    until: Option<NaiveDate>,
    shown: Donnees,
    last: Option<PermissionRow>,
}

impl View {
    async fn load(context: &Context, conn: &mut PgConnection, dossier: &Dossier) -> Result<Self> {
        // The settings in force, not those of the dépôt: what was switched off is off for all.
        let (_, settings) = settings::current(conn).await?;
        let id_demande = dossier.demande.id_demande;
        let areas =
            store::permissions::areas_inside(conn, id_demande, settings.commune_tolerance_m)
                .await?;
        let ids: Vec<i32> = areas.iter().map(|area| area.id_area).collect();
        let shown = shown(context, conn, dossier, &settings, &ids).await?;
        let account = store::roles::active_user(conn, dossier.demande.id_demandeur).await?;
        Ok(Self {
            enabled: settings.geonature_permission,
            available: store::permissions::is_available(conn).await?,
            active: account.is_some(),
            complete: dossier.state() == DemandeState::Complete,
            delivered: !delivered(conn, dossier).await?.is_empty(),
            taxa: dossier.demande.cd_noms.clone(),
            until: until(conn, dossier).await?,
            last: store::permissions::of_demande(conn, id_demande)
                .await?
                .into_iter()
                .next(),
            areas,
            shown,
            settings,
        })
    }

    fn why_not(&self, context: &Context) -> Vec<String> {
        let in_force = self.last.as_ref().is_some_and(|row| row.ended_at.is_none());
        let until_passed = self
            .until
            .is_some_and(|until| is_past(until, context.today()));
        let reasons = [
            (
                !self.enabled,
                "Les permissions GeoNature ne sont pas activées dans les réglages.",
            ),
            (
                !self.available,
                "Cette instance de GeoNature n'accepte pas, pour la Synthèse, de permission filtrée par zones et par taxons.",
            ),
            (in_force, "Cette demande a déjà une permission en cours."),
            (!self.complete, "La demande n'est pas en cours."),
            (
                !self.delivered,
                "Aucun lot précis de données sensibles n'a été remis.",
            ),
            (!self.active, "Le compte du demandeur n'est pas actif."),
            (
                self.areas.is_empty(),
                "Aucune commune n'est entièrement dans le périmètre.",
            ),
            (
                self.until.is_none(),
                "La demande ne dit pas jusqu'à quand les données seront utilisées.",
            ),
            (until_passed, "L'usage des données a pris fin."),
            (
                self.shown.block(),
                "GeoNature montrerait des données qui n'ont pas été remises précisément : il ne filtre que par zones et par taxons.",
            ),
        ];
        let stand = reasons.into_iter().filter(|(stands, _)| *stands);
        stand.map(|(_, why)| why.to_owned()).collect()
    }

    fn told(self, context: &Context) -> Result<Permission> {
        let pourquoi_pas = self.why_not(context);
        let accordee = match self.last {
            Some(row) => Some(Granted {
                depuis: row.granted_at,
                jusqu_au: row.until_day,
                verifiee_le: row.checked_at,
                terminee_le: row.ended_at,
                motif_de_fin: match &row.end_reason {
                    Some(reason) => Some(dossier::stored::<EndReason>(reason)?.label()),
                    None => None,
                },
            }),
            None => None,
        };
        Ok(Permission {
            possible: pourquoi_pas.is_empty(),
            pourquoi_pas,
            communes: self.areas,
            taxa: self.taxa,
            jusqu_au: self.until,
            donnees: self.shown,
            accordee,
        })
    }
}

/// The precise lots that were delivered.
async fn delivered(conn: &mut PgConnection, dossier: &Dossier) -> Result<Vec<Delivered>> {
    let mut given = Vec::new();
    for (row, facts) in dossier.lots.iter().zip(&dossier.facts.lots) {
        if facts.kind == LotKind::F1 || !facts.state.is_delivered() {
            continue;
        }
        let conditions = extraction::conditions(conn, row.id_lot).await?;
        let excluded =
            store::classification::with_descendants(conn, &conditions.excluded_taxa).await?;
        given.push(Delivered {
            kind: facts.kind,
            groupe: row.code_groupe.clone(),
            is_coarser: conditions.coarser_level.is_some(),
            excluded_taxa: excluded.into_iter().collect(),
            excluded_period: conditions.excluded_period,
        });
    }
    Ok(given)
}

/// The last day of the permission: that of the first precise lot whose use ends.
async fn until(conn: &mut PgConnection, dossier: &Dossier) -> Result<Option<NaiveDate>> {
    let months = dossier.demande.use_months;
    let months = months.and_then(|months| u32::try_from(months).ok());
    let mut first: Option<NaiveDate> = None;
    for (row, facts) in dossier.lots.iter().zip(&dossier.facts.lots) {
        if facts.kind == LotKind::F1 || !facts.state.is_delivered() {
            continue;
        }
        let Some(sent) = store::livraisons::of_lot(conn, row.id_lot).await? else {
            continue;
        };
        let conditions: Conditions = extraction::conditions(conn, row.id_lot).await?;
        let Some(end) = lettre::end_of_use(paris_day(sent.sent_at), months, &conditions) else {
            return Ok(None);
        };
        first = Some(first.map_or(end, |known| known.min(end)));
    }
    Ok(first)
}

/// What GeoNature would show of these areas, and what of it stands in the way.
async fn shown(
    context: &Context,
    conn: &mut PgConnection,
    dossier: &Dossier,
    settings: &Settings,
    areas: &[i32],
) -> Result<Donnees> {
    let mut counts = Donnees::default();
    if areas.is_empty() {
        return Ok(counts);
    }
    let demande = &dossier.demande;
    let lots = delivered(conn, dossier).await?;
    let taxa = match &demande.cd_noms {
        Some(cd_noms) => Some(store::classification::with_descendants(conn, cd_noms).await?),
        None => None,
    };
    let wanted = annonce::wanted(demande, settings, context.today());
    let period = (demande.date_from, demande.date_to);
    let mut rows = store::permissions::shown(conn, &wanted, areas, taxa.as_deref());
    while let Some(row) = rows.try_next().await? {
        let record = Shown {
            lot: row.lot.as_deref(),
            groupe: row.groupe.as_deref(),
            cd_ref: row.cd_ref,
            days: (row.date_min, row.date_max),
        };
        counts.montrees += 1;
        match blocking(&record, &lots, period) {
            None => {}
            Some(Blocking::Withheld) => counts.retenues += 1,
            Some(Blocking::NotDelivered) => counts.non_remises += 1,
            Some(Blocking::Elsewhere) => counts.hors_perimetre += 1,
        }
    }
    Ok(counts)
}
