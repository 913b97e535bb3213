//! The board: demandes filtered, with whose turn it is and what is late; counted by state; and what a period gives in figures.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::demandes::Visibility;

/// What is looked for; each member narrows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words, all of them.
    pub words: Option<String>,
    /// States people see.
    pub shown: Option<Vec<String>>,
    /// Purpose.
    pub objet: Option<String>,
    /// Responsible of the dossier or of a lot.
    pub responsable: Option<i32>,
    /// Organisme.
    pub organisme: Option<i32>,
    /// A pôle that was asked.
    pub pole: Option<i32>,
    /// Deposited on this day or after.
    pub from: Option<NaiveDate>,
    /// Deposited on this day or before.
    pub to: Option<NaiveDate>,
    /// Whose turn it is, by its code.
    pub tour: Option<String>,
    /// Late only.
    pub late: bool,
    /// Those that wait for who asks only.
    pub mine: bool,
}

/// Who looks, and how.
#[derive(Debug, Clone)]
pub struct Reader {
    /// What he may see.
    pub visibility: Visibility,
    /// Who he is.
    pub id_role: i32,
    /// Whether he decides.
    pub decides: bool,
    /// Today.
    pub today: NaiveDate,
}

/// A line of the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LigneTableau)]
pub struct Ligne {
    /// Key.
    pub id_demande: Uuid,
    /// Number for people.
    pub numero: String,
    /// State people see.
    pub state: String,
    /// Who asks.
    pub demandeur: Option<String>,
    /// For which organisme.
    pub organisme: Option<String>,
    /// Maître d'ouvrage.
    pub maitre_ouvrage: Option<String>,
    /// Purpose, in French.
    pub objet: Option<String>,
    /// In free text.
    pub objet_detail: String,
    /// Who checks the dossier.
    pub responsable: Option<String>,
    /// Communes of the perimeter.
    pub communes: Option<i32>,
    /// Whose turn it is: `demandeur`, `completude`, `poles`, `coordination`, `responsable`, `extraction`, `telechargement`.
    pub tours: Vec<String>,
    /// The next day something is due.
    pub echeance: Option<NaiveDate>,
    /// Something is past its day.
    pub en_retard: bool,
    /// `plateforme`, or `anterieur` for a demande imported.
    pub regime: String,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// First dépôt.
    pub deposited_at: Option<DateTime<Utc>>,
    /// Found complete.
    pub completed_at: Option<DateTime<Utc>>,
}

/// A page, newest first. `after` is the last one of the page before.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut PgConnection,
    reader: &Reader,
    filter: &Filter,
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<Ligne>> {
    let seen = &reader.visibility;
    sqlx::query_as!(
        Ligne,
        // What has a name elsewhere is looked up row by row of the page: joined, the planner would try every order of seven tables at each request.
        r#"SELECT d.id_demande AS "id_demande!", d.numero AS "numero!", d.shown AS "state!",
                  (SELECT nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') FROM utilisateurs.t_roles r
                   WHERE r.id_role = d.id_demandeur) AS demandeur,
                  (SELECT o.nom_organisme::text FROM utilisateurs.bib_organismes o WHERE o.id_organisme = d.id_organisme) AS organisme,
                  (SELECT m.name FROM gn_demandes.maitre_ouvrage m WHERE m.id_maitre_ouvrage = d.id_maitre_ouvrage) AS maitre_ouvrage,
                  (SELECT j.label FROM gn_demandes.objet j WHERE j.code = d.objet) AS objet, d.objet_detail AS "objet_detail!",
                  (SELECT nullif(concat_ws(' ', c.prenom_role, c.nom_role), '') FROM utilisateurs.t_roles c
                   WHERE c.id_role = d.id_responsable) AS responsable,
                  (SELECT p.communes_count FROM gn_demandes.perimetre p WHERE p.id_demande = d.id_demande) AS communes,
                  t.tours AS "tours!", t.echeance, t.en_retard AS "en_retard!", d.regime AS "regime!", d.created_at AS "created_at!",
                  d.deposited_at, d.completed_at
           FROM gn_demandes.demande d
           CROSS JOIN LATERAL (
               SELECT array_remove(ARRAY[
                          CASE WHEN d.state IN ('brouillon', 'incomplete') THEN 'demandeur' END,
                          CASE WHEN d.state = 'deposee' THEN 'completude' END,
                          CASE WHEN bool_or(l.waiting) THEN 'poles' END,
                          CASE WHEN bool_or(l.state = 'avis_demande' AND NOT l.waiting) THEN 'coordination' END,
                          CASE WHEN bool_or(l.state IN ('decide', 'extrait')) THEN 'extraction' END,
                          CASE WHEN bool_or(l.state = 'verifie') THEN 'responsable' END,
                          CASE WHEN bool_or(l.state = 'envoye') THEN 'telechargement' END], NULL) AS tours,
                      min(l.due) AS echeance,
                      coalesce(bool_or(l.due < $4), false) AS en_retard,
                      coalesce(bool_or(l.mine), false)
                          OR (d.state IN ('brouillon', 'incomplete') AND $5 IN (d.id_demandeur, d.id_depositor))
                          OR (d.state = 'deposee' AND d.id_responsable = $5) AS mine
               FROM (SELECT l.state, w.waiting,
                            CASE WHEN l.state = 'avis_demande' THEN l.avis_echeance
                                 WHEN l.state IN ('decide', 'extrait', 'verifie') THEN l.livraison_echeance END AS due,
                            CASE l.state WHEN 'avis_demande' THEN w.mine OR (NOT w.waiting AND $6)
                                         WHEN 'verifie' THEN l.id_responsable = $5
                                         WHEN 'envoye' THEN d.id_demandeur = $5 END AS mine
                     FROM gn_demandes.lot l
                     CROSS JOIN LATERAL (
                         SELECT coalesce(bool_or(q.open), false) AS waiting, coalesce(bool_or(q.open AND q.id_pole = ANY ($7)), false) AS mine
                         FROM (SELECT a.id_pole, l.state = 'avis_demande' AND a.echeance >= $4
                                      AND coalesce((SELECT v.kind FROM gn_demandes.avis v WHERE (v.id_lot, v.id_pole) = (a.id_lot, a.id_pole)
                                                    ORDER BY v.seq DESC LIMIT 1), 'reserve') = 'reserve' AS open
                               FROM gn_demandes.avis_demande a WHERE a.id_lot = l.id_lot) q) w
                     WHERE l.id_demande = d.id_demande AND d.state = 'complete'
                       AND l.state NOT IN ('telecharge', 'refuse', 'annule')) l) t
           WHERE ($1 OR $2 IN (d.id_demandeur, d.id_depositor, d.id_responsable) OR d.id_organisme = $3
                  OR $2 = ANY (d.lot_responsables) OR d.asked_poles && $7)
             AND ($8::text IS NULL OR d.words @@ (plainto_tsquery('simple', gn_demandes.plain($8)) || plainto_tsquery('french', gn_demandes.plain($8)))
                  OR d.numero = btrim($8))
             AND ($9::text[] IS NULL OR d.shown = ANY ($9))
             AND ($10::text IS NULL OR d.objet = $10)
             AND ($11::int IS NULL OR d.id_responsable = $11 OR $11 = ANY (d.lot_responsables))
             AND ($12::int IS NULL OR d.id_organisme = $12)
             AND ($13::int IS NULL OR $13 = ANY (d.asked_poles))
             AND ($14::date IS NULL OR d.deposited_at >= $14::date::timestamp AT TIME ZONE 'Europe/Paris')
             AND ($15::date IS NULL OR d.deposited_at < ($15::date + 1)::timestamp AT TIME ZONE 'Europe/Paris')
             -- Nothing is due of what is over: most of them are not looked at.
             AND (($16::text IS NULL AND NOT $17 AND NOT $18) OR d.shown NOT IN ('close', 'refusee', 'retiree', 'expiree', 'revoquee'))
             AND ($16::text IS NULL OR $16 = ANY (t.tours))
             AND (NOT $17 OR t.en_retard)
             AND (NOT $18 OR t.mine)
             AND ($19::uuid IS NULL OR (d.created_at, d.id_demande)
                  < (SELECT b.created_at, b.id_demande FROM gn_demandes.demande b WHERE b.id_demande = $19))
           ORDER BY d.created_at DESC, d.id_demande DESC LIMIT $20"#,
        seen.all,
        seen.mine,
        seen.organisme,
        reader.today,
        reader.id_role,
        reader.decides,
        &seen.poles,
        filter.words,
        filter.shown.as_deref(),
        filter.objet,
        filter.responsable,
        filter.organisme,
        filter.pole,
        filter.from,
        filter.to,
        filter.tour,
        filter.late,
        filter.mine,
        after,
        limit
    )
    .fetch_all(conn)
    .await
}

/// How many demandes are in a state.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Effectif {
    /// State people see.
    pub state: String,
    /// How many.
    pub nombre: i64,
}

/// How many of the demandes a person sees are in each state.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut PgConnection, seen: &Visibility) -> sqlx::Result<Vec<Effectif>> {
    sqlx::query_as!(
        Effectif,
        r#"SELECT d.shown AS "state!", count(*) AS "nombre!" FROM gn_demandes.demande d
           WHERE $1 OR $2 IN (d.id_demandeur, d.id_depositor, d.id_responsable) OR d.id_organisme = $3
              OR $2 = ANY (d.lot_responsables) OR d.asked_poles && $4
           GROUP BY d.shown ORDER BY d.shown"#,
        seen.all,
        seen.mine,
        seen.organisme,
        &seen.poles
    )
    .fetch_all(conn)
    .await
}

/// Delays of one class of demandeurs, in days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Delais {
    /// `adherent`, `pre_adherent`, `partenaire_pole` or `non_adherent`, on the day of the dépôt.
    pub classe: String,
    /// Demandes deposited in the period.
    pub demandes: i64,
    /// Of them, found complete.
    pub completes: i64,
    /// Median from the dépôt to the completeness.
    pub completude_mediane: Option<f64>,
    /// Median from the completeness to the first sending.
    pub premier_envoi_median: Option<f64>,
    /// Longest from the completeness to the first sending.
    pub premier_envoi_maximum: Option<f64>,
    /// Lots sent.
    pub lots_envoyes: i64,
    /// Lots refused.
    pub lots_refuses: i64,
}

/// Delays of the demandes deposited in a period, by class of demandeur.
///
/// # Errors
/// When the database fails.
pub async fn delays(
    conn: &mut PgConnection,
    from: NaiveDate,
    to: NaiveDate,
) -> sqlx::Result<Vec<Delais>> {
    sqlx::query_as!(
        Delais,
        r#"WITH asked AS (
               SELECT d.id_demande, d.deposited_at, d.completed_at,
                      coalesce((SELECT a.kind FROM gn_demandes.adhesion a
                                WHERE a.id_organisme = d.id_organisme AND a.starts_on <= day.on AND (a.ends_on IS NULL OR a.ends_on >= day.on)
                                ORDER BY array_position(ARRAY['adherent', 'pre_adherent', 'partenaire_pole'], a.kind) LIMIT 1),
                               'non_adherent') AS classe,
                      (SELECT min(v.sent_at) FROM gn_demandes.livraison v JOIN gn_demandes.lot l USING (id_lot)
                       WHERE l.id_demande = d.id_demande) AS first_sent,
                      (SELECT count(*) FROM gn_demandes.lot l WHERE l.id_demande = d.id_demande AND l.state IN ('envoye', 'telecharge')) AS sent,
                      (SELECT count(*) FROM gn_demandes.lot l WHERE l.id_demande = d.id_demande AND l.state = 'refuse') AS refused
               FROM gn_demandes.demande d
               CROSS JOIN LATERAL (SELECT (d.deposited_at AT TIME ZONE 'Europe/Paris')::date AS on) day
               WHERE day.on BETWEEN $1 AND $2)
           SELECT classe AS "classe!", count(*) AS "demandes!", count(completed_at) AS "completes!",
                  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - deposited_at) / 86400)::float8
                      AS completude_mediane,
                  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_sent - completed_at) / 86400)::float8
                      AS premier_envoi_median,
                  max(extract(epoch FROM first_sent - completed_at) / 86400)::float8 AS premier_envoi_maximum,
                  sum(sent)::bigint AS "lots_envoyes!", sum(refused)::bigint AS "lots_refuses!"
           FROM asked GROUP BY classe ORDER BY classe"#,
        from,
        to
    )
    .fetch_all(conn)
    .await
}

/// What a pôle answered in a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AvisDuPole {
    /// The pôle.
    pub pole: String,
    /// Lots it was asked about.
    pub demandes: i64,
    /// `favorable`.
    pub favorables: i64,
    /// `favorable_sous_conditions`.
    pub sous_conditions: i64,
    /// `defavorable`.
    pub defavorables: i64,
    /// `reserve`.
    pub reserves: i64,
    /// `deport`.
    pub deports: i64,
    /// `sans_reponse`, or nothing yet.
    pub sans_reponse: i64,
    /// Of those given, late.
    pub tardifs: i64,
    /// Median days from the asking to the answer.
    pub delai_median: Option<f64>,
}

/// What each pôle answered to what it was asked in a period.
///
/// # Errors
/// When the database fails.
pub async fn avis(
    conn: &mut PgConnection,
    from: NaiveDate,
    to: NaiveDate,
) -> sqlx::Result<Vec<AvisDuPole>> {
    sqlx::query_as!(
        AvisDuPole,
        r#"SELECT p.label AS "pole!", count(*) AS "demandes!",
                  count(*) FILTER (WHERE a.kind = 'favorable') AS "favorables!",
                  count(*) FILTER (WHERE a.kind = 'favorable_sous_conditions') AS "sous_conditions!",
                  count(*) FILTER (WHERE a.kind = 'defavorable') AS "defavorables!",
                  count(*) FILTER (WHERE a.kind = 'reserve') AS "reserves!",
                  count(*) FILTER (WHERE a.kind = 'deport') AS "deports!",
                  count(*) FILTER (WHERE coalesce(a.kind, 'sans_reponse') = 'sans_reponse') AS "sans_reponse!",
                  count(*) FILTER (WHERE a.late) AS "tardifs!",
                  percentile_cont(0.5) WITHIN GROUP (
                      ORDER BY CASE WHEN a.kind <> 'sans_reponse'
                                    THEN (a.given_at AT TIME ZONE 'Europe/Paris')::date - q.asked_on END)::float8 AS delai_median
           FROM gn_demandes.avis_demande q JOIN gn_demandes.pole p USING (id_pole)
           LEFT JOIN LATERAL (SELECT v.kind, v.late, v.given_at FROM gn_demandes.avis v
                              WHERE (v.id_lot, v.id_pole) = (q.id_lot, q.id_pole) ORDER BY v.seq DESC LIMIT 1) a ON true
           WHERE q.asked_on BETWEEN $1 AND $2
           GROUP BY p.id_pole, p.label ORDER BY p.label"#,
        from,
        to
    )
    .fetch_all(conn)
    .await
}

/// A refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Refus {
    /// Number of the demande.
    pub numero: String,
    /// Kind of the lot.
    pub lot: String,
    /// Its group.
    pub groupe: Option<String>,
    /// When it was decided.
    pub decided_at: DateTime<Utc>,
    /// Why.
    pub motif: Option<String>,
    /// Pôles whose avis was defavorable.
    pub defavorables: i64,
}

/// The refusals decided in a period.
///
/// # Errors
/// When the database fails.
pub async fn refusals(
    conn: &mut PgConnection,
    from: NaiveDate,
    to: NaiveDate,
) -> sqlx::Result<Vec<Refus>> {
    sqlx::query_as!(
        Refus,
        r#"SELECT d.numero, l.kind AS lot, g.label AS "groupe?", x.decided_at, x.motif,
                  (SELECT count(*) FROM gn_demandes.avis_demande q
                   WHERE q.id_lot = l.id_lot
                     AND (SELECT v.kind FROM gn_demandes.avis v WHERE (v.id_lot, v.id_pole) = (q.id_lot, q.id_pole)
                          ORDER BY v.seq DESC LIMIT 1) = 'defavorable') AS "defavorables!"
           FROM gn_demandes.decision x JOIN gn_demandes.lot l USING (id_lot) JOIN gn_demandes.demande d USING (id_demande)
           LEFT JOIN gn_diffusion.groupe g ON g.code = l.code_groupe
           WHERE x.kind = 'refuse' AND (x.decided_at AT TIME ZONE 'Europe/Paris')::date BETWEEN $1 AND $2
           ORDER BY x.decided_at, l.id_lot"#,
        from,
        to
    )
    .fetch_all(conn)
    .await
}
