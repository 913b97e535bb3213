//! The demande itself.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A row of `gn_demandes.demande` with the labels a reader wants beside the keys.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct DemandeRow {
    pub id_demande: Uuid,
    pub numero: String,
    pub id_ligne: Uuid,
    pub state: String,
    pub version: i32,
    pub id_demandeur: i32,
    pub demandeur: Option<String>,
    pub id_depositor: i32,
    pub id_organisme: Option<i32>,
    pub organisme: Option<String>,
    pub maitre_ouvrage: Option<String>,
    pub objet: Option<String>,
    pub objet_detail: String,
    pub intended_use: String,
    pub use_months: Option<i32>,
    pub other_holders: String,
    pub date_from: Option<NaiveDate>,
    pub date_to: Option<NaiveDate>,
    pub cd_noms: Option<Vec<i32>>,
    pub taxa_problems: serde_json::Value,
    pub wants_precise_sensitive: bool,
    pub accepts_fallback: bool,
    pub profil: String,
    pub formats: Vec<String>,
    pub engagement_version: Option<i32>,
    pub settings_version: i32,
    pub id_responsable: Option<i32>,
    pub completude_comment: Option<String>,
    pub deposited_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The part of a demande that its author writes.
#[derive(Debug, Clone, Default)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Content {
    pub id_maitre_ouvrage: Option<i32>,
    pub objet: Option<String>,
    pub objet_detail: String,
    pub intended_use: String,
    pub use_months: Option<i32>,
    pub other_holders: String,
    pub date_from: Option<NaiveDate>,
    pub date_to: Option<NaiveDate>,
    pub cd_noms: Option<Vec<i32>>,
    pub wants_precise_sensitive: bool,
    pub accepts_fallback: bool,
    pub formats: Vec<String>,
}

/// A new demande in state brouillon, with a dossier line and key of its own. Gives its number.
///
/// # Errors
/// When the database fails.
#[expect(
    clippy::too_many_arguments,
    reason = "the keys of a row, each with a name of its own"
)]
pub async fn insert(
    conn: &mut PgConnection,
    id_demande: Uuid,
    id_ligne: Uuid,
    key: &[u8; 32],
    id_demandeur: i32,
    id_depositor: i32,
    id_organisme: Option<i32>,
    settings_version: i32,
    content: &Content,
    now: DateTime<Utc>,
    year: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.dossier_ligne (id_ligne, key) VALUES ($1, $2)",
        id_ligne,
        key.as_slice()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.demande (id_demande, numero, id_ligne, state, id_demandeur, id_depositor, id_organisme,
             settings_version, created_at, updated_at)
         SELECT $1, $2::int::text || '-' || lpad(n.n::text, greatest(4, length(n.n::text)), '0'), $3, 'brouillon',
             $4, $5, $6, $7, $8, $8 FROM (SELECT nextval('gn_demandes.demande_numero_seq') AS n) n",
        id_demande,
        year,
        id_ligne,
        id_demandeur,
        id_depositor,
        id_organisme,
        settings_version,
        now
    )
    .execute(&mut *conn)
    .await?;
    write_content(conn, id_demande, content, now).await
}

/// Overwrites the part its author writes.
///
/// # Errors
/// When the database fails.
pub async fn write_content(
    conn: &mut PgConnection,
    id_demande: Uuid,
    c: &Content,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET id_maitre_ouvrage = $2, objet = $3, objet_detail = $4, intended_use = $5,
             use_months = $6, other_holders = $7, date_from = $8, date_to = $9, cd_noms = $10,
             wants_precise_sensitive = $11, accepts_fallback = $12, formats = $13, updated_at = $14
         WHERE id_demande = $1",
        id_demande,
        c.id_maitre_ouvrage,
        c.objet,
        c.objet_detail,
        c.intended_use,
        c.use_months,
        c.other_holders,
        c.date_from,
        c.date_to,
        c.cd_noms.as_deref(),
        c.wants_precise_sensitive,
        c.accepts_fallback,
        &c.formats,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the taxa wanted, and the lines of their list that are still to correct.
///
/// # Errors
/// When the database fails.
pub async fn set_taxa(
    conn: &mut PgConnection,
    id_demande: Uuid,
    cd_noms: &[i32],
    problems: &serde_json::Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET cd_noms = $2, taxa_problems = $3 WHERE id_demande = $1",
        id_demande,
        cd_noms,
        problems
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets the lines of a list that were to correct: the taxa were given anew.
///
/// # Errors
/// When the database fails.
pub async fn clear_taxa_problems(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET taxa_problems = '[]' WHERE id_demande = $1",
        id_demande
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The part its author writes, as stored.
///
/// # Errors
/// When the database fails.
pub async fn content(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Content> {
    sqlx::query_as!(
        Content,
        "SELECT id_maitre_ouvrage, objet, objet_detail, intended_use, use_months, other_holders, date_from, date_to, cd_noms,
                wants_precise_sensitive, accepts_fallback, formats
         FROM gn_demandes.demande WHERE id_demande = $1",
        id_demande
    )
    .fetch_one(conn)
    .await
}

/// Counts one more version: each edit makes one.
///
/// # Errors
/// When the database fails.
pub async fn bump_version(
    conn: &mut PgConnection,
    id_demande: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "UPDATE gn_demandes.demande SET version = version + 1, updated_at = $2 WHERE id_demande = $1 RETURNING version",
        id_demande,
        now
    )
    .fetch_one(conn)
    .await
}

/// Locks the row until the end of the transaction: two people never change one dossier at once.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id_demande FROM gn_demandes.demande WHERE id_demande = $1 FOR UPDATE",
        id_demande
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// One demande.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Option<DemandeRow>> {
    Ok(of_ids(conn, &[id_demande]).await?.pop())
}

/// These demandes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_ids(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<DemandeRow>> {
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    select(conn, Some(ids), None, None, None, &[], None, limit).await
}

/// The demandes a person may see, newest first: his own (`mine`), those of his organisme, those whose lots asked one of his
/// pôles, or all. `after` is the last one of the page before.
///
/// # Errors
/// When the database fails.
pub async fn visible(
    conn: &mut PgConnection,
    visibility: &Visibility,
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<DemandeRow>> {
    select(
        conn,
        None,
        visibility.mine,
        visibility.organisme,
        Some(visibility.all),
        &visibility.poles,
        after,
        limit,
    )
    .await
}

/// Those of the demandes a person may see of which somebody still has to do something, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn open_visible(
    conn: &mut PgConnection,
    visibility: &Visibility,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT d.id_demande FROM gn_demandes.demande d
         WHERE ($3 OR $1 IN (d.id_demandeur, d.id_depositor, d.id_responsable) OR d.id_organisme = $2
                OR $1 = ANY (d.lot_responsables) OR d.asked_poles && $4)
           AND (d.state IN ('brouillon', 'deposee', 'incomplete')
                OR d.state = 'complete' AND EXISTS (SELECT FROM gn_demandes.lot o WHERE o.id_demande = d.id_demande
                                                    AND o.state NOT IN ('telecharge', 'refuse', 'annule')))
         ORDER BY coalesce(d.deposited_at, d.created_at), d.id_demande LIMIT $5",
        visibility.mine,
        visibility.organisme,
        visibility.all,
        &visibility.poles,
        limit
    )
    .fetch_all(conn)
    .await
}

/// What part of the demandes somebody sees; each member adds to the others.
#[derive(Debug, Clone, Default)]
pub struct Visibility {
    /// Those he is the demandeur, depositor or responsible (of the demande or of a lot) of.
    pub mine: Option<i32>,
    /// Those of this organisme.
    pub organisme: Option<i32>,
    /// Every one.
    pub all: bool,
    /// Those whose lots asked one of these pôles.
    pub poles: Vec<i32>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "one query serves one row and a page, so that both show the same columns"
)]
async fn select(
    conn: &mut PgConnection,
    only: Option<&[Uuid]>,
    mine: Option<i32>,
    organisme: Option<i32>,
    all: Option<bool>,
    poles: &[i32],
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<DemandeRow>> {
    sqlx::query_as!(
        DemandeRow,
        r#"SELECT d.id_demande, d.numero, d.id_ligne, d.state, d.version, d.id_demandeur,
                  nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS demandeur, d.id_depositor, d.id_organisme,
                  o.nom_organisme AS "organisme?", m.name AS "maitre_ouvrage?", d.objet, d.objet_detail, d.intended_use,
                  d.use_months, d.other_holders, d.date_from, d.date_to, d.cd_noms, d.taxa_problems, d.wants_precise_sensitive,
                  d.accepts_fallback, d.profil, d.formats, d.engagement_version, d.settings_version, d.id_responsable, d.completude_comment,
                  d.deposited_at, d.completed_at, d.created_at, d.updated_at
           FROM gn_demandes.demande d
           JOIN utilisateurs.t_roles r ON r.id_role = d.id_demandeur
           LEFT JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organisme
           LEFT JOIN gn_demandes.maitre_ouvrage m USING (id_maitre_ouvrage)
           WHERE CASE WHEN $1::uuid[] IS NOT NULL THEN d.id_demande = ANY ($1)
                 ELSE $4 OR $2 IN (d.id_demandeur, d.id_depositor, d.id_responsable) OR d.id_organisme = $3
                      OR $2 = ANY (d.lot_responsables) OR d.asked_poles && $5
                 END
             AND ($6::uuid IS NULL OR (d.created_at, d.id_demande)
                  < (SELECT p.created_at, p.id_demande FROM gn_demandes.demande p WHERE p.id_demande = $6))
           ORDER BY d.created_at DESC, d.id_demande DESC LIMIT $7"#,
        only,
        mine,
        organisme,
        all.unwrap_or(false),
        poles,
        after,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Sets the state.
///
/// # Errors
/// When the database fails.
pub async fn set_state(
    conn: &mut PgConnection,
    id_demande: Uuid,
    state: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET state = $2, version = version + 1, updated_at = $3 WHERE id_demande = $1",
        id_demande,
        state,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The demandes in brouillon or incomplete that nobody touched since `before`.
///
/// # Errors
/// When the database fails.
pub async fn left_since(conn: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id_demande FROM gn_demandes.demande WHERE state IN ('brouillon', 'incomplete') AND updated_at < $1 ORDER BY updated_at",
        before
    )
    .fetch_all(conn)
    .await
}

/// Keeps what the dépôt fixes: the settings' version, the engagement accepted and by whom, who checks it.
///
/// # Errors
/// When the database fails.
pub async fn set_depot(
    conn: &mut PgConnection,
    id_demande: Uuid,
    settings_version: i32,
    engagement_version: i32,
    id_role: i32,
    id_responsable: Option<i32>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET settings_version = $2, engagement_version = $3, engagement_on = $6, engagement_by = $4,
             id_responsable = coalesce(id_responsable, $5), deposited_at = coalesce(deposited_at, $6)
         WHERE id_demande = $1",
        id_demande,
        settings_version,
        engagement_version,
        id_role,
        id_responsable,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the outcome of the completeness check.
///
/// # Errors
/// When the database fails.
pub async fn set_completude(
    conn: &mut PgConnection,
    id_demande: Uuid,
    comment: Option<&str>,
    completed_at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.demande SET completude_comment = $2, completed_at = $3 WHERE id_demande = $1",
        id_demande,
        comment,
        completed_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks the dossier line until the end of the transaction: what its archives hold is compared by one extraction at a time.
///
/// # Errors
/// When the database fails.
pub async fn lock_line(conn: &mut PgConnection, id_ligne: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "SELECT id_ligne FROM gn_demandes.dossier_ligne WHERE id_ligne = $1 FOR UPDATE",
        id_ligne
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// The key of the dossier line, for the identifiers of a lot. Never leaves the service.
///
/// # Errors
/// When the database fails.
pub async fn line_key(conn: &mut PgConnection, id_ligne: Uuid) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        "SELECT key FROM gn_demandes.dossier_ligne WHERE id_ligne = $1",
        id_ligne
    )
    .fetch_one(conn)
    .await
}
