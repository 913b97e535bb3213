//! The outbox, who there is to tell, and GeoNature's bell.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Who is on a dossier and a lot of it.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct People {
    pub numero: String,
    pub id_demandeur: i32,
    pub id_depositor: i32,
    pub responsable: Option<i32>,
    pub lot_responsables: Vec<i32>,
    pub lot_kind: Option<String>,
    pub avis_echeance: Option<NaiveDate>,
}

/// The people of a dossier; of one lot when it is given, otherwise of all that are not over.
///
/// # Errors
/// When the database fails.
pub async fn people(
    conn: &mut PgConnection,
    id_demande: Uuid,
    id_lot: Option<Uuid>,
) -> sqlx::Result<Option<People>> {
    sqlx::query_as!(
        People,
        r#"SELECT d.numero, d.id_demandeur, d.id_depositor, d.id_responsable AS responsable,
                  ARRAY(SELECT DISTINCT l.id_responsable FROM gn_demandes.lot l
                        WHERE l.id_demande = d.id_demande AND l.id_responsable IS NOT NULL
                          AND CASE WHEN $2::uuid IS NULL THEN l.state NOT IN ('envoye', 'telecharge', 'refuse', 'annule')
                                   ELSE l.id_lot = $2 END) AS "lot_responsables!: Vec<i32>",
                  l.kind AS "lot_kind?", l.avis_echeance
           FROM gn_demandes.demande d LEFT JOIN gn_demandes.lot l ON l.id_lot = $2
           WHERE d.id_demande = $1"#,
        id_demande,
        id_lot
    )
    .fetch_optional(conn)
    .await
}

/// The pôles asked about a lot, or about any lot of the dossier.
///
/// # Errors
/// When the database fails.
pub async fn poles_asked(
    conn: &mut PgConnection,
    id_demande: Uuid,
    id_lot: Option<Uuid>,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "SELECT DISTINCT q.id_pole FROM gn_demandes.avis_demande q JOIN gn_demandes.lot l USING (id_lot)
         WHERE l.id_demande = $1 AND ($2::uuid IS NULL OR l.id_lot = $2) ORDER BY 1",
        id_demande,
        id_lot
    )
    .fetch_all(conn)
    .await
}

/// The pôles asked about a lot, and those whose groups its archive holds: all of them for an F1, which holds every group.
///
/// # Errors
/// When the database fails.
pub async fn poles_concerned(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"SELECT id_pole AS "id_pole!" FROM gn_demandes.avis_demande WHERE id_lot = $1
           UNION SELECT p.id_pole FROM gn_demandes.lot_groupe g JOIN gn_demandes.pole_groupe p USING (code_groupe) WHERE g.id_lot = $1
           UNION SELECT p.id_pole FROM gn_demandes.lot l, gn_demandes.pole_groupe p WHERE l.id_lot = $1 AND l.kind = 'F1'
           ORDER BY 1"#,
        id_lot
    )
    .fetch_all(conn)
    .await
}

/// Who speaks for these pôles on a day about a dossier, and whether the pôle wants one mail a day. Once each: who speaks for several is told
/// at once when one of them wants it. Who answers for some départements is told of the dossiers that meet one of them, and of those that
/// nobody else of his pôle answers for.
///
/// # Errors
/// When the database fails.
pub async fn animateurs(
    conn: &mut PgConnection,
    poles: &[i32],
    id_demande: Uuid,
    day: NaiveDate,
) -> sqlx::Result<Vec<(i32, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT a.id_role AS "id_role!", bool_and(p.digest) AS "digest!"
           FROM gn_demandes.speaks_for($1, $3, $2) a JOIN gn_demandes.pole p USING (id_pole)
           GROUP BY a.id_role ORDER BY a.id_role"#,
        poles,
        day,
        id_demande
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id_role, row.digest))
        .collect())
}

/// Who may decide: the permission `DEMANDES_DECISION` V in force, without any scope nor filter.
///
/// # Errors
/// When the database fails.
pub async fn coordination(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"SELECT DISTINCT r.id_role
           FROM gn_permissions.t_permissions p
           JOIN gn_commons.t_modules m ON m.id_module = p.id_module AND m.module_code = 'DEMANDES'
           JOIN gn_permissions.t_objects o ON o.id_object = p.id_object AND o.code_object = 'DEMANDES_DECISION'
           JOIN gn_permissions.bib_actions a ON a.id_action = p.id_action AND a.code_action = 'V'
           LEFT JOIN utilisateurs.cor_roles c ON c.id_role_groupe = p.id_role
           JOIN utilisateurs.t_roles r ON r.id_role IN (p.id_role, c.id_role_utilisateur) AND r.active IS TRUE AND NOT r.groupe
           WHERE p.validated IS TRUE AND p.scope_value IS NULL AND p.sensitivity_filter IS NOT TRUE
             AND (p.expire_on IS NULL OR p.expire_on > $1::timestamptz AT TIME ZONE 'Europe/Paris')
             AND NOT EXISTS (SELECT FROM gn_permissions.cor_permission_area f WHERE f.id_permission = p.id_permission)
             AND NOT EXISTS (SELECT FROM gn_permissions.cor_permission_taxref f WHERE f.id_permission = p.id_permission)
           ORDER BY r.id_role"#,
        now
    )
    .fetch_all(conn)
    .await
}

/// Whether a person subscribes to a category by a method (`EMAIL`, `DB`): his own rule, or else everybody's.
///
/// # Errors
/// When the database fails.
pub async fn subscribes(
    conn: &mut PgConnection,
    id_role: i32,
    category: &str,
    method: &str,
) -> sqlx::Result<bool> {
    let subscribed = sqlx::query_scalar!(
        "SELECT subscribed FROM gn_notifications.t_notifications_rules
         WHERE code_category = $2 AND code_method = $3 AND (id_role = $1 OR id_role IS NULL)
         ORDER BY id_role NULLS LAST LIMIT 1",
        id_role,
        category,
        method
    )
    .fetch_optional(conn)
    .await?;
    Ok(subscribed.unwrap_or(false))
}

/// A message to be.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewMessage<'a> {
    pub template: &'a str,
    pub id_role: i32,
    pub id_demande: Uuid,
    pub data: &'a serde_json::Value,
    pub dedupe_key: &'a str,
    /// Those of one transaction about one dossier are one message, which lists the lots of all.
    pub merge: bool,
    pub at: DateTime<Utc>,
    pub send_after: DateTime<Utc>,
    pub digest: bool,
}

/// The key of what is told once: to this person, about this.
#[must_use]
pub fn once_key(template: &str, id_role: i32, id_demande: Uuid, what: &str) -> String {
    format!("{template}:{id_role}:{id_demande}:{what}")
}

/// A pôle that a sending concerns, and how far it was told of it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct InformedPole {
    /// The pôle.
    pub id_pole: i32,
    /// Its name.
    pub label: String,
    /// People who speak for it and want to be told.
    pub people: i64,
    /// Those of them who were told: their message is sent, or waits for its turn. The responsible of the lot, who sends it, knows.
    pub told: i64,
    /// Those whose mail was given up: no address, or refused by the server.
    pub given_up: i64,
    /// When the last of them was told.
    pub told_at: Option<DateTime<Utc>>,
}

/// The pôles that the sending of a lot concerns, and who of them was told of it by the message `template`, told once for the lot. People
/// who want to hear of nothing (`category`) are not counted.
///
/// # Errors
/// When the database fails.
pub async fn informed_poles(
    conn: &mut PgConnection,
    (id_demande, id_lot): (Uuid, Uuid),
    (template, category): (&str, &str),
    day: NaiveDate,
) -> sqlx::Result<Vec<InformedPole>> {
    let poles = poles_concerned(conn, id_lot).await?;
    sqlx::query_as!(
        InformedPole,
        r#"WITH people AS (
               SELECT DISTINCT a.id_pole, a.id_role
               FROM gn_demandes.speaks_for($1, $2, $6) a
               WHERE EXISTS (SELECT FROM unnest(ARRAY['EMAIL', 'DB']) AS m (method)
                     WHERE (SELECT n.subscribed FROM gn_notifications.t_notifications_rules n
                            WHERE n.code_category = $5 AND n.code_method = m.method AND (n.id_role = a.id_role OR n.id_role IS NULL)
                            ORDER BY n.id_role NULLS LAST LIMIT 1)))
           SELECT p.id_pole, p.label, count(w.id_role) AS "people!",
                  count(w.id_role) FILTER (WHERE m.id_message IS NOT NULL OR w.id_role = l.id_responsable) AS "told!",
                  count(m.id_message) FILTER (WHERE m.failed_at IS NOT NULL) AS "given_up!", max(m.created_at) AS told_at
           FROM gn_demandes.pole p
           JOIN gn_demandes.lot l ON l.id_lot = $3
           LEFT JOIN people w USING (id_pole)
           LEFT JOIN gn_demandes.message m
                  ON m.dedupe_key = $4::text || ':' || w.id_role || ':' || $2::uuid::text || ':' || $3::uuid::text
           WHERE p.id_pole = ANY ($1)
           GROUP BY p.id_pole, p.label ORDER BY p.label, p.id_pole"#,
        &poles,
        id_demande,
        id_lot,
        template,
        category,
        day
    )
    .fetch_all(conn)
    .await
}

/// Adds a message, unless it was told already. True when it is new.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, m: &NewMessage<'_>) -> sqlx::Result<bool> {
    let inserted = sqlx::query_scalar!(
        r#"INSERT INTO gn_demandes.message AS m (id_message, template, id_role, id_demande, data, dedupe_key, created_at, send_after, digest)
           VALUES ($1, $2, $3, $4, $5, $6 || CASE WHEN $7 THEN ':' || pg_current_xact_id()::text ELSE '' END, $8, $9, $10)
           ON CONFLICT (dedupe_key) DO UPDATE
               SET data = m.data || jsonb_build_object('lots', coalesce(m.data -> 'lots', '[]') || coalesce(excluded.data -> 'lots', '[]'))
               WHERE $7
           RETURNING (xmax = 0) AS "new!""#,
        Uuid::now_v7(),
        m.template,
        m.id_role,
        m.id_demande,
        m.data,
        m.dedupe_key,
        m.merge,
        m.at,
        m.send_after,
        m.digest
    )
    .fetch_optional(conn)
    .await?;
    Ok(inserted.unwrap_or(false))
}

/// Rings GeoNature's bell. `content` is HTML, already escaped.
///
/// # Errors
/// When the database fails.
pub async fn ring(
    conn: &mut PgConnection,
    id_role: i32,
    title: &str,
    content: &str,
    url: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_notifications.t_notifications (id_role, title, content, url, code_status, creation_date)
         VALUES ($1, $2, $3, $4, 'UNREAD', $5::timestamptz AT TIME ZONE 'Europe/Paris')",
        id_role,
        title,
        content,
        url,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A message taken to be sent.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct TakenMessage {
    pub id_message: Uuid,
    pub template: String,
    pub id_role: Option<i32>,
    pub id_demande: Uuid,
    pub data: serde_json::Value,
    pub created_at: DateTime<Utc>,
    pub digest: bool,
    pub batch: Option<Uuid>,
    pub attempts: i32,
}

/// Takes the oldest message that is due, and leases it to `worker`; with it, of those that wait for the mail of the day, all that are due
/// for the same person, or the ones that already left with it.
///
/// # Errors
/// When the database fails.
pub async fn take(
    conn: &mut PgConnection,
    worker: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Vec<TakenMessage>> {
    sqlx::query_as!(
        TakenMessage,
        r#"WITH first AS (
               SELECT id_message, id_role, digest, batch FROM gn_demandes.message
               WHERE sent_at IS NULL AND failed_at IS NULL AND send_after <= $2 AND (locked_until IS NULL OR locked_until < $2)
               ORDER BY send_after, id_message FOR UPDATE SKIP LOCKED LIMIT 1
           ), together AS (
               SELECT m.id_message FROM gn_demandes.message m, first
               WHERE m.sent_at IS NULL AND m.failed_at IS NULL AND (m.locked_until IS NULL OR m.locked_until < $2)
                 AND (m.id_message = first.id_message
                      OR (first.digest AND m.digest AND m.id_role = first.id_role AND m.send_after <= $2
                          AND m.batch IS NOT DISTINCT FROM first.batch))
               ORDER BY m.id_message FOR UPDATE OF m SKIP LOCKED
           )
           UPDATE gn_demandes.message m
           SET worker = $1, locked_until = $3, attempts = attempts + 1,
               batch = CASE WHEN m.digest THEN coalesce(m.batch, (SELECT id_message FROM first)) END
           FROM together WHERE m.id_message = together.id_message
           RETURNING m.id_message, m.template, m.id_role, m.id_demande, m.data, m.created_at, m.digest, m.batch, m.attempts"#,
        worker,
        now,
        until
    )
    .fetch_all(conn)
    .await
}

/// What became of an attempt.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The server took it.
    Sent,
    /// It is tried again, later.
    Later {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        error: String,
    },
    /// It is given up.
    Failed {
        /// Why.
        error: String,
    },
}

/// Keeps what became of the messages that are still this worker's.
///
/// # Errors
/// When the database fails.
pub async fn settle(
    conn: &mut PgConnection,
    worker: Uuid,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (sent_at, failed_at, later, error) = match outcome {
        Outcome::Sent => (Some(now), None, None, None),
        Outcome::Later { at, error } => (None, None, Some(*at), Some(error.as_str())),
        Outcome::Failed { error } => (None, Some(now), None, Some(error.as_str())),
    };
    sqlx::query!(
        "UPDATE gn_demandes.message SET worker = NULL, locked_until = NULL, sent_at = $2, failed_at = $3,
             send_after = coalesce($4, send_after), last_error = $5
         WHERE worker = $1 AND sent_at IS NULL",
        worker,
        sent_at,
        failed_at,
        later,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Where a person is written to.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Address {
    pub name: String,
    pub email: Option<String>,
    pub active: bool,
}

/// The address of a person.
///
/// # Errors
/// When the database fails.
pub async fn address(conn: &mut PgConnection, id_role: i32) -> sqlx::Result<Option<Address>> {
    sqlx::query_as!(
        Address,
        r#"SELECT concat_ws(' ', nullif(btrim(prenom_role), ''), nullif(btrim(nom_role), '')) AS "name!",
                  nullif(btrim(email), '') AS email, active IS TRUE AND NOT groupe AS "active!"
           FROM utilisateurs.t_roles WHERE id_role = $1"#,
        id_role
    )
    .fetch_optional(conn)
    .await
}

/// How many messages wait, and how many were given up.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut PgConnection) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL) AS "waiting!",
                  count(*) FILTER (WHERE failed_at IS NOT NULL) AS "failed!" FROM gn_demandes.message"#
    )
    .fetch_one(conn)
    .await?;
    Ok((row.waiting, row.failed))
}

/// Removes what was sent, or given up, before an instant. Gives how many.
///
/// # Errors
/// When the database fails.
pub async fn purge(conn: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "DELETE FROM gn_demandes.message WHERE coalesce(sent_at, failed_at) < $1 AND created_at < $1",
        before
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected())
}

/// Forgets who the messages of a person were for; what was not sent is given up.
///
/// # Errors
/// When the database fails.
pub async fn erase(conn: &mut PgConnection, id_role: i32, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let erased = sqlx::query!(
        "UPDATE gn_demandes.message SET id_role = NULL, data = '{}', failed_at = CASE WHEN sent_at IS NULL THEN coalesce(failed_at, $2) END,
             last_error = CASE WHEN sent_at IS NULL THEN 'destinataire effacé' END
         WHERE id_role = $1",
        id_role,
        now
    )
    .execute(conn)
    .await?;
    Ok(erased.rows_affected())
}
