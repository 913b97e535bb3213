//! The adversary before the door: each archive is attacked before it is verified, with all that the circle of its recipients received
//! or may receive at any time, and again when something left in the meantime. One success, and it does not leave.
//!
//! Not here: the attacks, which read the very files (`demandes_adversary`).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use demandes_adversary::{
    ATTACKS, Attacked, Bordereau, Class, Depth, Finding, Groupe, Held, Kind, Knowledge, LevelRule,
    Mentions, Period, Place, Precision, Public, PublicRow, PublicZone, Shown, Snapshot,
    SnapshotCell, Standing,
};
use demandes_domain::{
    avis::Conditions,
    lot::{LotCommand, LotState},
    message::Happening,
    rights::{Action, Actor},
    statut::Statut,
};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Context, Result, ServiceError, dossier,
    extraction::{self, Step, Work},
    guard, journal,
    messages::{self, About},
    settings, summary,
};
use crate::digest::{self, hex};
use crate::store::{
    self,
    adversary::{AttackRow, CircleLot},
    evenements::NewEvenement,
    jobs::JobRow,
    lots::LotRow,
};

/// Kind of the job.
pub const JOB: &str = "attack_lot";
/// Event of a lot that is blocked, which its responsible and the coordination alone read.
pub const BLOCK: &str = "block_attack";
/// Event of an attack asked for again, for the same readers.
pub const RELAUNCH: &str = "relaunch_attack";
/// Successes told one by one in a report.
const TOLD: usize = 50;

/// What became of the attacks of an archive. For the responsible and the coordination only.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Successes: records placed more finely than their area, or ways open to do so.
    pub successes: usize,
    /// Each attack.
    pub attacks: Vec<Line>,
    /// The first successes.
    pub told: Vec<Finding>,
    /// Archives of the circle that were used: sent.
    pub received: usize,
    /// Ready, not sent yet.
    pub ready: usize,
    /// Sent and not kept any more, or not as they were: their perimeters alone were used.
    pub vanished: usize,
    /// How long all of it took.
    pub milliseconds: u64,
}

/// One attack in a report.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Stable name.
    pub attack: &'static str,
    /// French label.
    pub label: &'static str,
    /// Successes.
    pub successes: usize,
    /// How long it took.
    pub milliseconds: u64,
}

/// An archive under attack.
struct Examined {
    report: Report,
    sha256: Vec<u8>,
    considered: BTreeMap<Uuid, String>,
    started_at: DateTime<Utc>,
}

/// Asks the worker to attack a lot, from the beginning: who is at it may be at another archive, or may know less. A lot has one such
/// job, whatever happens to it.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(conn: &mut PgConnection, id_lot: Uuid, now: DateTime<Utc>) -> Result<()> {
    let (payload, key) = (json!({ "id_lot": id_lot }), job_key(id_lot));
    Ok(store::jobs::restart(conn, JOB, payload, &key, now).await?)
}

/// Key of the job.
#[must_use]
pub fn job_key(id_lot: Uuid) -> String {
    format!("{JOB}:{id_lot}")
}

/// The job that attacks a lot, if it was ever asked for.
///
/// # Errors
/// When the database fails.
pub async fn job(conn: &mut PgConnection, id_lot: Uuid) -> Result<Option<JobRow>> {
    Ok(store::jobs::by_key(conn, &job_key(id_lot)).await?)
}

/// Has the archive of a lot attacked again: the rules, the settings or what the circle has received may have changed since.
///
/// # Errors
/// Unless the actor is its responsible or the coordination, the lot is extracted or verified, and nobody is at it.
pub async fn again(context: &Context, actor: &Actor, id_lot: Uuid) -> Result<()> {
    let mut tx = context.begin().await?;
    let now = context.now();
    let (dossier, _) =
        dossier::change_lot(context, &mut tx, id_lot, actor, |_| Action::AttackAgain).await?;
    if let Some(job) = job(&mut tx, id_lot).await?
        && job.is_leased(now)
    {
        return Err(ServiceError::conflict(
            "attack_running",
            "La vérification par attaque de ce lot est en cours : attendez qu'elle se termine.",
        ));
    }
    enqueue(&mut tx, id_lot, now).await?;
    let event = NewEvenement {
        id_demande: dossier.demande.id_demande,
        id_lot: Some(id_lot),
        kind: RELAUNCH,
        states: None,
        id_role: Some(actor.id_role),
        detail: json!({}),
        motif: None,
        at: now,
    };
    journal::record(&mut tx, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Attacks a lot that is extracted or verified and lets it go on, or not. Gives nothing for a lot in another state.
///
/// # Errors
/// When the archive cannot be read, or the database fails: the lot does not go on.
pub async fn run(context: &Context, id_lot: Uuid, work: &Work) -> Result<Option<Report>> {
    let mut conn = context.pool.acquire().await?;
    let lot = lot_of(&mut conn, id_lot).await?;
    drop(conn);
    if !is_attacked(&lot)? {
        return Ok(None);
    }
    let outcome = attack(context, &lot, work).await;
    // Whoever stopped it has said why.
    if let Err(error) = &outcome
        && extraction::stopped(error).is_none()
        && let Some(told) = extraction::told(error)
    {
        let mut conn = context.pool.acquire().await?;
        store::lots::set_failure(&mut conn, id_lot, Some(&told)).await?;
    }
    outcome.map(Some)
}

async fn attack(context: &Context, lot: &LotRow, work: &Work) -> Result<Report> {
    let examined = examine(context, lot, work).await?;
    let report = examined.report.clone();
    conclude(context, lot, examined, work).await?;
    Ok(report)
}

async fn lot_of(conn: &mut PgConnection, id_lot: Uuid) -> Result<LotRow> {
    store::lots::get(conn, id_lot)
        .await?
        .ok_or(ServiceError::NotFound)
}

fn is_attacked(lot: &LotRow) -> Result<bool> {
    let state: LotState = dossier::stored(&lot.state)?;
    Ok(matches!(state, LotState::Extrait | LotState::Verifie))
}

/// Keeps the report, and moves the lot: verified when nothing succeeded. One that was verified and is found open since is extracted
/// again, for what the circle received in the meantime is then taken into account.
async fn conclude(
    context: &Context,
    attacked: &LotRow,
    examined: Examined,
    work: &Work,
) -> Result<()> {
    let mut tx = context.pool.begin().await?;
    let now = context.now();
    store::demandes::lock(&mut tx, attacked.id_demande).await?;
    let lot = lot_of(&mut tx, attacked.id_lot).await?;
    // Another archive took its place: it has its own job.
    if lot.archive_sha256.as_deref() != Some(examined.sha256.as_slice()) || !is_attacked(&lot)? {
        return Ok(());
    }
    extraction::hold_lease(&mut tx, work).await?;
    let successes = examined.report.successes;
    let row = AttackRow {
        id_attack: Uuid::now_v7(),
        id_lot: lot.id_lot,
        sha256: examined.sha256,
        considered: json!(examined.considered),
        findings: i32::try_from(successes).unwrap_or(i32::MAX),
        report: json!(examined.report),
        attacked_at: examined.started_at,
    };
    store::adversary::insert(&mut tx, &row).await?;
    if guard::flag(&mut tx, &lot, now).await? {
        messages::tell(&mut tx, Happening::Flagged, &about(&lot, now)).await?;
    }
    let state: LotState = dossier::stored(&lot.state)?;
    match (state, successes) {
        (LotState::Extrait, 0) => {
            store::lots::clear_failure(&mut tx, lot.id_lot).await?;
            advance(&mut tx, &lot, state, LotCommand::Verify, now).await?;
        }
        (LotState::Verifie, 1..) => {
            advance(&mut tx, &lot, state, LotCommand::FailVerification, now).await?;
            extraction::enqueue_again(&mut tx, lot.id_lot, now).await?;
        }
        (_, 0) => {}
        _ => {
            let told = blocked(&examined.report);
            store::lots::set_failure(&mut tx, lot.id_lot, Some(&told)).await?;
            block(&mut tx, &lot, &examined.report, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn about(lot: &LotRow, at: DateTime<Utc>) -> About {
    About {
        id_demande: lot.id_demande,
        id_lot: Some(lot.id_lot),
        pole: None,
        data: json!({}),
        at,
    }
}

async fn advance(
    conn: &mut PgConnection,
    lot: &LotRow,
    before: LotState,
    command: LotCommand,
    now: DateTime<Utc>,
) -> Result<()> {
    let after = before.apply(command)?;
    store::lots::set_state(conn, lot.id_lot, after.as_str(), now).await?;
    let event = NewEvenement {
        id_demande: lot.id_demande,
        id_lot: Some(lot.id_lot),
        kind: command.as_str(),
        states: Some((before.to_string(), after.to_string())),
        id_role: None,
        // No figure: the log is read by the demandeur.
        detail: json!({}),
        motif: None,
        at: now,
    };
    journal::record(conn, event).await
}

async fn block(
    conn: &mut PgConnection,
    lot: &LotRow,
    report: &Report,
    now: DateTime<Utc>,
) -> Result<()> {
    let attacks: Vec<&str> = report.successful().map(|line| line.attack).collect();
    let event = NewEvenement {
        id_demande: lot.id_demande,
        id_lot: Some(lot.id_lot),
        kind: BLOCK,
        states: None,
        id_role: None,
        detail: json!({ "attacks": attacks }),
        motif: None,
        at: now,
    };
    journal::record(conn, event).await
}

impl Report {
    fn successful(&self) -> impl Iterator<Item = &Line> {
        self.attacks.iter().filter(|line| line.successes > 0)
    }
}

/// What may be done about a lot that these attacks block, in French, the likeliest first.
#[must_use]
pub fn what_to_do(attacks: &[String]) -> Vec<&'static str> {
    const ELSEWHERE: [&str; 6] = [
        "attack_perimeter_differencing",
        "attack_membership",
        "attack_repetition",
        "attack_crossing_versions",
        "attack_public_table",
        "attack_summary_figures",
    ];
    let is_elsewhere = |attack: &String| ELSEWHERE.contains(&attack.as_str());
    let mut steps = Vec::new();
    if attacks.iter().any(is_elsewhere) {
        steps.push(
            "Relancez l'extraction : la garde écarte alors les zones que découpent les périmètres déjà remis à ce destinataire.",
        );
    }
    if !attacks.iter().all(is_elsewhere) {
        steps.push(
            "Un attribut, un fichier ou un texte en dit trop : faites corriger le profil de diffusion, les règles ou le service par \
             l'administrateur, puis relancez l'extraction.",
        );
    }
    steps.push(
        "Si ce qui a changé n'est pas dans l'archive (règles, réglages, autre lot annulé ou envoyé), relancez la vérification seule.",
    );
    steps.push(
        "Si rien n'y fait, n'envoyez pas ce lot : la coordination décide de la suite avec le demandeur (périmètre, taxons ou période \
         plus étroits).",
    );
    steps
}

fn blocked(report: &Report) -> String {
    let labels: Vec<&str> = report.successful().map(|line| line.label).collect();
    format!(
        "Vérification par attaque : avec ce qu'il a déjà reçu, le destinataire pourrait situer des données sensibles plus finement que \
         leur zone de diffusion ({} succès : {}). Le lot ne peut pas être envoyé.",
        report.successes,
        labels.join(" ; ")
    )
}

/// What must hold for a lot to leave: its very archive was attacked without success, with all that its circle has. When something left
/// since, it is attacked again.
///
/// # Errors
/// 409 `attack_due` when it must be attacked (again): the job is then to be kept, so the caller commits.
pub async fn check_before_sending(
    conn: &mut PgConnection,
    lot: &LotRow,
    now: DateTime<Utc>,
) -> Result<std::result::Result<(), ServiceError>> {
    store::adversary::lock_sendings(conn).await?;
    if is_fresh(conn, lot).await? {
        return Ok(Ok(()));
    }
    // One that is under way is let end: asking again and again must not keep it from ending.
    if !job(conn, lot.id_lot)
        .await?
        .is_some_and(|job| job.is_leased(now))
    {
        enqueue(conn, lot.id_lot, now).await?;
    }
    Ok(Err(ServiceError::conflict(
        "attack_due",
        "D'autres données ont été remises à ce destinataire depuis la vérification de ce lot : une nouvelle vérification est lancée. \
         Réessayez quand elle sera terminée.",
    )))
}

/// Whether this very archive was attacked without any success, with all that left to the same recipients since.
///
/// # Errors
/// When the database fails.
pub async fn is_fresh(conn: &mut PgConnection, lot: &LotRow) -> Result<bool> {
    let latest = store::adversary::latest(conn, lot.id_lot).await?;
    let attacked = latest.filter(|attack| Some(&attack.sha256) == lot.archive_sha256.as_ref());
    let circle = store::adversary::circle(conn, lot.id_demande).await?;
    Ok(attacked.is_some_and(|attack| {
        attack.findings == 0
            && circle
                .iter()
                .filter(|other| other.sent_at.is_some() && other.id_lot != lot.id_lot)
                .all(|other| {
                    let sha256 = other.archive_sha256.as_deref().map(hex);
                    attack.considered[other.id_lot.to_string()].as_str() == sha256.as_deref()
                })
    }))
}

/// Attacks an archive; changes nothing.
async fn examine(context: &Context, lot: &LotRow, work: &Work) -> Result<Examined> {
    work.begin(Step::Attaque, 0).map_err(anyhow::Error::from)?;
    let start = Instant::now();
    let started_at = context.now();
    // One snapshot for the circle and the layers.
    let mut tx = context
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let circle = store::adversary::circle(&mut tx, lot.id_demande).await?;
    let srid =
        u32::try_from(store::perimetres::local_srid(&mut tx).await?).context("SRID local")?;
    let files = Files::sort(context, &circle, lot.id_lot).await?;
    let scratch = context.storage_dir.clone();
    let (held, mentions) =
        read(files.paths.clone(), srid, scratch.clone(), Depth::Sensitive).await?;
    let (held, mentions) = if mentions.joins {
        drop(held);
        read(files.paths.clone(), srid, scratch, Depth::All).await?
    } else {
        (held, mentions)
    };
    let mut vanished = Vec::with_capacity(files.vanished.len());
    for gone in &files.vanished {
        vanished.push(bordereau_of(&mut tx, gone).await?);
    }
    let public = public(&mut tx, lot.id_demande, &held, &mentions).await?;
    let (snapshots, shown) = figures(&mut tx, &circle).await?;
    let demande = dossier::load(&mut tx, lot.id_demande).await?.demande;
    let settings = settings::load(&mut tx, demande.settings_version).await?;
    tx.commit().await?;
    let mut knowledge = Knowledge {
        held,
        vanished,
        public,
        snapshots,
        shown,
        with_ready: true,
        residual_min_share: settings.residual_min_share,
    };
    let at = work.clone();
    let attacked = tokio::task::spawn_blocking(move || run_all(&mut knowledge, &at))
        .await
        .map_err(anyhow::Error::from)?
        .map_err(anyhow::Error::from)?;
    let report = report(attacked, &files, start);
    Ok(Examined {
        report,
        sha256: files.candidate_sha256,
        considered: files.considered,
        started_at,
    })
}

/// Every attack, with and without the archives that are ready: these may never leave, and nothing may rest on them either.
fn run_all(
    knowledge: &mut Knowledge,
    work: &Work,
) -> std::result::Result<Vec<Attacked>, extraction::Stopped> {
    let passes = 1 + u64::from(knowledge.has_ready());
    work.begin(Step::Attaque, passes * ATTACKS.len() as u64)?;
    let mut attacked = knowledge.attack_while(|| work.advance(1))?;
    if knowledge.has_ready() {
        knowledge.with_ready = false;
        merge(&mut attacked, knowledge.attack_while(|| work.advance(1))?);
    }
    Ok(attacked)
}

fn merge(all: &mut [Attacked], more: Vec<Attacked>) {
    for (one, other) in all.iter_mut().zip(more) {
        one.milliseconds += other.milliseconds;
        let known: BTreeSet<String> = one.findings.iter().map(|f| f.record.clone()).collect();
        let new = other
            .findings
            .into_iter()
            .filter(|f| !known.contains(&f.record));
        one.findings.extend(new);
    }
}

fn report(attacked: Vec<Attacked>, files: &Files, start: Instant) -> Report {
    let attacks: Vec<Line> = attacked
        .iter()
        .map(|attack| Line {
            attack: attack.attack,
            label: attack.label,
            successes: attack.findings.len(),
            milliseconds: attack.milliseconds,
        })
        .collect();
    let count = |standing| files.paths.iter().filter(|(_, of)| *of == standing).count();
    Report {
        successes: attacks.iter().map(|line| line.successes).sum(),
        attacks,
        told: attacked
            .into_iter()
            .flat_map(|attack| attack.findings.into_iter().take(TOLD))
            .take(TOLD)
            .collect(),
        received: count(Standing::Received),
        ready: count(Standing::Ready),
        vanished: files.vanished.len(),
        milliseconds: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

/// The files of a circle, the candidate last.
struct Files {
    paths: Vec<(PathBuf, Standing)>,
    vanished: Vec<CircleLot>,
    candidate_sha256: Vec<u8>,
    considered: BTreeMap<Uuid, String>,
}

impl Files {
    async fn sort(context: &Context, circle: &[CircleLot], id_lot: Uuid) -> Result<Self> {
        let mut files = Self {
            paths: Vec::new(),
            vanished: Vec::new(),
            candidate_sha256: Vec::new(),
            considered: BTreeMap::new(),
        };
        for lot in circle.iter().filter(|lot| lot.id_lot != id_lot) {
            let is_sent = lot.sent_at.is_some();
            let promised = lot.archive_sha256.as_deref().map(hex);
            files
                .considered
                .insert(lot.id_lot, promised.unwrap_or_default());
            match intact(context, lot).await? {
                Some(path) if is_sent => files.paths.push((path, Standing::Received)),
                Some(path) => files.paths.push((path, Standing::Ready)),
                None if is_sent => files.vanished.push(lot.clone()),
                // Not sent and not there: it cannot be.
                None => {
                    files.considered.remove(&lot.id_lot);
                }
            }
        }
        let candidate = circle.iter().find(|lot| lot.id_lot == id_lot);
        let candidate = candidate.context("le lot n'a plus d'archive à examiner")?;
        let path = intact(context, candidate).await?;
        let path =
            path.context("l'archive du lot manque, ou n'est plus celle qui a été extraite")?;
        files.paths.push((path, Standing::Candidate));
        files.candidate_sha256 = candidate.archive_sha256.clone().unwrap_or_default();
        Ok(files)
    }
}

/// The archive of a lot, if it is still what the extraction made.
async fn intact(context: &Context, lot: &CircleLot) -> Result<Option<PathBuf>> {
    let (Some(name), Some(promised)) = (&lot.archive_name, lot.archive_sha256.clone()) else {
        return Ok(None);
    };
    let path = context.storage_dir.join(name);
    let read = path.clone();
    let found = tokio::task::spawn_blocking(move || digest::of_file(&read))
        .await
        .map_err(anyhow::Error::from)?;
    Ok(found
        .ok()
        .filter(|(_, found)| *found == promised)
        .map(|_| path))
}

async fn read(
    paths: Vec<(PathBuf, Standing)>,
    srid: u32,
    scratch: PathBuf,
    depth: Depth,
) -> Result<(Held, Mentions)> {
    let read = move || read_blocking(&paths, srid, &scratch, depth);
    Ok(tokio::task::spawn_blocking(read)
        .await
        .map_err(anyhow::Error::from)??)
}

fn read_blocking(
    paths: &[(PathBuf, Standing)],
    srid: u32,
    scratch: &Path,
    depth: Depth,
) -> anyhow::Result<(Held, Mentions)> {
    let mut held = Held::new(depth);
    for (path, standing) in paths {
        held.read(path, *standing, srid, scratch)
            .context("vérification par attaque")?;
    }
    let mentions = held.mentions();
    Ok((held, mentions))
}

async fn bordereau_of(conn: &mut PgConnection, lot: &CircleLot) -> Result<Bordereau> {
    let conditions: Conditions = match &lot.conditions {
        Some(json) => serde_json::from_value(json.clone()).map_err(anyhow::Error::from)?,
        None => Conditions::default(),
    };
    let wished = (lot.date_from.is_some() || lot.date_to.is_some()).then(|| {
        let day = |day| Period::new(day, day);
        Period {
            from: lot.date_from.map_or(i32::MIN, |from| day(from).from),
            to: lot.date_to.map_or(i32::MAX, |to| day(to).to),
        }
    });
    Ok(Bordereau {
        kind: Kind::parse(&lot.kind).context("nature d'un lot")?,
        groupe: lot.code_groupe.clone(),
        unsure: conditions.coarser_level.is_some(),
        perimetre: store::adversary::perimetre(conn, lot.id_demande).await?,
        taxa: lot.cd_noms.clone(),
        wished,
        excluded_taxa: conditions.excluded_taxa,
        excluded_period: conditions
            .excluded_period
            .map(|period| Period::new(period.from, period.to)),
        ..Bordereau::default()
    })
}

async fn public(
    conn: &mut PgConnection,
    id_demande: Uuid,
    held: &Held,
    mentions: &Mentions,
) -> Result<Public> {
    let wanted: Vec<_> = mentions
        .zones
        .iter()
        .enumerate()
        .map(|(n, (kind, codes))| json!({ "n": n, "kind": kind, "codes": codes }))
        .collect();
    let zones = store::adversary::zones(conn, &json!(wanted)).await?;
    let zones = zones.into_iter().map(|zone| PublicZone {
        whole: zone.whole.unwrap_or_default(),
        inside: zone.inside.unwrap_or_default(),
    });
    let cd_refs: Vec<i32> = mentions.cd_refs.iter().copied().collect();
    let groupes = store::adversary::groupes(conn, &cd_refs).await?;
    let groupes = groupes
        .into_iter()
        .map(|(cd_ref, code, avis_systematique)| {
            let groupe = Groupe {
                code,
                avis_systematique,
            };
            (cd_ref, groupe)
        });
    let mut levels = HashMap::new();
    for (code, precision) in store::classification::date_precisions(conn).await? {
        let precision = Precision::parse(&precision).context("précision d'un niveau")?;
        levels.insert(code, LevelRule { precision });
    }
    let (blurred, blurred_zones) = blurred(conn, &cd_refs, id_demande).await?;
    Ok(Public {
        zones: zones.collect(),
        places: places(conn, held, mentions).await?,
        borders: store::adversary::borders(conn, id_demande).await?,
        levels,
        groupes: groupes.collect(),
        parents: store::adversary::parents(conn, &cd_refs)
            .await?
            .into_iter()
            .collect(),
        blurred,
        blurred_zones,
    })
}

async fn places(conn: &mut PgConnection, held: &Held, mentions: &Mentions) -> Result<Vec<Place>> {
    let names = store::adversary::names(conn).await?;
    let texts: Vec<(String, String)> = names
        .iter()
        .map(|name| (name.area_code.clone(), name.area_name.clone()))
        .collect();
    let ids: Vec<i32> = held
        .names_among(&texts)
        .into_iter()
        .filter_map(|index| names.get(index).map(|name| name.id_area))
        .collect();
    let codes: BTreeSet<String> = mentions
        .texts
        .iter()
        .flat_map(|text| text.split([',', ';', ' ']))
        .map(|code| code.trim().to_owned())
        .filter(|code| code.len() > 2)
        .collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let places = store::adversary::places(conn, &ids, &codes).await?;
    Ok(places
        .into_iter()
        .map(|place| Place {
            kind: place.kind,
            code: place.area_code,
            name: place.area_name,
            geometry: place.geom,
        })
        .collect())
}

async fn blurred(
    conn: &mut PgConnection,
    cd_refs: &[i32],
    id_demande: Uuid,
) -> Result<(Vec<PublicRow>, Vec<Vec<u8>>)> {
    let rows = store::adversary::blurred(conn, cd_refs, id_demande).await?;
    let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.area_id).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let areas = store::adversary::blurred_areas(conn, &ids).await?;
    let index: HashMap<Uuid, usize> = areas.iter().map(|(id, _)| *id).zip(0..).collect();
    let rows = rows
        .into_iter()
        .map(|row| {
            Some(PublicRow {
                cd_ref: row.cd_ref,
                period: Period::parse(&row.periode)?,
                level: row.level,
                zone: *index.get(&row.area_id)?,
            })
        })
        .collect::<Option<Vec<_>>>();
    let rows = rows.context("une ligne de la table publique floutée ne se lit pas")?;
    Ok((rows, areas.into_iter().map(|(_, geom)| geom).collect()))
}

/// The newest published figures, and what the annonce of each demande of the circle shows of them.
async fn figures(
    conn: &mut PgConnection,
    circle: &[CircleLot],
) -> Result<(Vec<Snapshot>, Vec<Shown>)> {
    let Some(taken) = store::summary::newest(conn).await? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let demandes: BTreeSet<Uuid> = circle.iter().map(|lot| lot.id_demande).collect();
    let demandes: Vec<Uuid> = demandes.into_iter().collect();
    let (_, settings) = settings::current(conn).await?;
    let cells = store::adversary::cells(conn, taken.id_snapshot, &demandes).await?;
    let snapshot = Snapshot {
        k: settings.summary_k.into(),
        rounding: settings.summary_rounding.into(),
        cells: cells
            .into_iter()
            .map(|cell| SnapshotCell {
                groupe: cell.code_groupe,
                statut: cell.statut,
                area: cell.id_area,
                published: cell.published.into(),
                geometry: cell.geom,
            })
            .collect(),
    };
    let mut shown = Vec::with_capacity(demandes.len());
    for id_demande in demandes {
        let Some(perimetre) = store::adversary::perimetre(conn, id_demande).await? else {
            continue;
        };
        let rows = summary::sensitive(conn, taken, id_demande).await?;
        shown.push(Shown {
            snapshot: 0,
            perimetre,
            figures: classes(&rows),
        });
    }
    Ok((vec![snapshot], shown))
}

/// The figures as they are shown: by group and status, and each total.
fn classes(rows: &[summary::Rounded]) -> BTreeMap<Class, i64> {
    let each = |row: &summary::Rounded| {
        let groupe = Some(row.groupe.clone().unwrap_or_default());
        let statut = Some(row.statut.map_or("", Statut::as_str).to_owned());
        let class = |groupe: &Option<String>, statut: &Option<String>| Class {
            groupe: groupe.clone(),
            statut: statut.clone(),
        };
        [
            class(&groupe, &statut),
            class(&groupe, &None),
            class(&None, &statut),
            class(&None, &None),
        ]
        .map(|class| (class, row.nombre))
    };
    summary::sums(rows.iter().flat_map(each))
}
