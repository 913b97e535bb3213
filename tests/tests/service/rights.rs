//! Who may do what, over HTTP: each endpoint, each kind of account, each state that changes the answer; and what a demandeur never
//! reads. The rule itself is one pure function, tested in `module_api/domain`.

#![expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    client::Client,
    dossiers::{self, depose, draft, lot_id},
    platform::{BASE_PATH, Platform},
};
use reqwest::Method;
use serde_json::{Value, json};

/// The accounts, in the order of the columns below. All but the first and the second belong to somebody who is logged in.
/// `oiseaux` is asked about the F3 of RAPACES; `mammiferes` is asked about another lot of the same demande; `poissons` about none;
/// `cen` is responsible of the dossier and of its lots without tour de table; `cbn` is co-administrateur of other dossiers.
const ACCOUNTS: [&str; 10] = [
    "",
    "inactif",
    "collectivite",
    "association",
    "oiseaux",
    "mammiferes",
    "poissons",
    "cen",
    "cbn",
    "dreal",
];

/// Somebody without token, and one whose account is closed, are told to log in everywhere.
fn known(statuses: [u16; 8]) -> [u16; 10] {
    let mut all = [401; 10];
    all[2..].copy_from_slice(&statuses);
    all
}

/// A demande in each state that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scene {
    Brouillon,
    Deposee,
    Incomplete,
    /// Complete; F1 and F2 verified, each F3 in its tour de table.
    TourDeTable,
    /// The same, each F3 with every avis.
    Answered,
    /// The same, the F3 of RAPACES decided.
    Decided,
    /// The same, F1 sent.
    Sent,
}

use Scene::{Answered, Brouillon, Decided, Deposee, Incomplete, Sent, TourDeTable};

/// Endpoint, target of `{id}`, scene, then the status for each account.
type Row = (&'static str, &'static str, Scene, [u16; 10]);

#[rustfmt::skip]
fn table() -> Vec<Row> {
    let mut rows = vec![
        ("GET /health", "", Brouillon, [200; 10]),
        // The address of a session is the right to read it: nobody guesses one, whoever he is.
        ("GET /telechargements/{session}", "", Sent, [404; 10]),
        //                                                           collectivite, association, oiseaux, mammiferes, poissons, cen, cbn, dreal
        ("GET /taxons", "?q=aquila", Brouillon,               known([200, 200, 200, 200, 200, 200, 200, 200])),
        ("POST /taxons/liste", "", Brouillon,                 known([200, 200, 200, 200, 200, 200, 200, 200])),
        ("GET /me", "", Brouillon,                            known([200; 8])),
        ("GET /form", "", Brouillon,                          known([200; 8])),
        ("GET /zones", "?area_type=COM&q=val", Brouillon,     known([200; 8])),
        ("GET /zones/contours", "", Brouillon,                known([200; 8])),
        ("GET /zones/communes", "?lng=6.5&lat=44.6", Brouillon, known([200; 8])),
        ("POST /lots/{id}/apercu", "RAPACES", TourDeTable,    known([404, 403, 200, 403, 404, 403, 403, 200])),
        ("POST /lots/{id}/apercu", "RAPACES", Decided,        known([404, 403, 409, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/apercu", "F1", TourDeTable,         known([404, 403, 409, 409, 404, 403, 403, 409])),
        ("GET /garde/bloques", "", TourDeTable,               known([403, 403, 403, 403, 403, 403, 403, 200])),
        ("GET /taches", "", Sent,                             known([200; 8])),
        ("POST /demandes", "", Brouillon,                     known([201, 201, 201, 201, 201, 201, 201, 201])),
        ("GET /demandes", "", Brouillon,                      known([200, 200, 200, 200, 200, 200, 200, 200])),
        ("POST /demandes/{id}/depot", "", Brouillon,          known([404, 200, 404, 404, 404, 403, 403, 403])),
        ("POST /demandes/{id}/depot", "", Deposee,            known([404, 409, 404, 404, 404, 403, 403, 403])),
        ("POST /demandes/{id}/depot", "", Incomplete,         known([404, 200, 404, 404, 404, 403, 403, 403])),
        ("POST /demandes/{id}/depot", "", TourDeTable,        known([404, 409, 403, 403, 404, 403, 403, 403])),
        ("POST /demandes/{id}/completude", "", Brouillon,     known([404, 403, 404, 404, 404, 409, 409, 409])),
        ("POST /demandes/{id}/completude", "", Deposee,       known([404, 403, 404, 404, 404, 200, 200, 200])),
        ("POST /demandes/{id}/completude", "", Incomplete,    known([404, 403, 404, 404, 404, 409, 409, 409])),
        ("POST /demandes/{id}/completude", "", TourDeTable,   known([404, 403, 403, 403, 404, 409, 409, 409])),
        ("POST /lots/{id}/avis", "RAPACES", TourDeTable,      known([404, 403, 201, 403, 404, 403, 403, 403])),
        ("POST /lots/{id}/avis", "RAPACES", Answered,         known([404, 403, 201, 403, 404, 403, 403, 403])),
        ("POST /lots/{id}/avis", "RAPACES", Decided,          known([404, 403, 409, 403, 404, 403, 403, 403])),
        ("POST /lots/{id}/avis", "F1", TourDeTable,           known([404, 403, 403, 403, 404, 403, 403, 403])),
        ("POST /lots/{id}/decision", "RAPACES", TourDeTable,  known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/decision", "RAPACES", Answered,     known([404, 403, 403, 403, 404, 403, 403, 201])),
        ("POST /lots/{id}/decision", "RAPACES", Decided,      known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/decision", "F1", TourDeTable,       known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/livraison", "F1", TourDeTable,      known([404, 403, 403, 403, 404, 201, 403, 403])),
        ("POST /lots/{id}/livraison", "RAPACES", TourDeTable, known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/livraison", "F1", Sent,             known([404, 403, 403, 403, 404, 409, 403, 403])),
        ("GET /lots/{id}/controle", "F1", TourDeTable,        known([404, 403, 403, 403, 404, 200, 403, 200])),
        ("GET /lots/{id}/controle", "RAPACES", TourDeTable,   known([404, 403, 403, 403, 404, 403, 403, 200])),
        ("GET /lots/{id}/controle", "F1", Sent,               known([404, 403, 403, 403, 404, 200, 403, 200])),
        // Everybody was told when the lot was verified.
        ("POST /lots/{id}/information", "F1", TourDeTable,    known([404, 403, 403, 403, 404, 409, 403, 403])),
        ("POST /lots/{id}/information", "RAPACES", TourDeTable, known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/extraction", "RAPACES", TourDeTable, known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/extraction", "RAPACES", Decided,    known([404, 403, 403, 403, 404, 403, 403, 202])),
        ("POST /lots/{id}/extraction", "F1", TourDeTable,     known([404, 403, 403, 403, 404, 409, 403, 403])),
        ("POST /lots/{id}/extraction/annulation", "RAPACES", TourDeTable, known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/extraction/annulation", "RAPACES", Decided, known([404, 403, 403, 403, 404, 403, 403, 200])),
        ("POST /lots/{id}/extraction/annulation", "F1", TourDeTable, known([404, 403, 403, 403, 404, 409, 403, 403])),
        ("POST /lots/{id}/attaque", "F1", TourDeTable,        known([404, 403, 403, 403, 404, 202, 403, 202])),
        ("POST /lots/{id}/attaque", "RAPACES", TourDeTable,   known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/attaque", "F1", Sent,               known([404, 403, 403, 403, 404, 409, 403, 409])),
        // A record of the birds: the pôle of the mammals is asked too, and learns nothing of it.
        ("GET /demandes/{id}/explain/{uuid}", "", Brouillon,  known([404, 403, 404, 404, 404, 403, 403, 200])),
        ("GET /demandes/{id}/explain/{uuid}", "", TourDeTable, known([404, 403, 200, 404, 404, 403, 403, 200])),
        ("POST /lots/{id}/session", "F1", TourDeTable,        known([404, 409, 403, 403, 404, 403, 403, 403])),
        ("POST /lots/{id}/session", "F1", Sent,               known([404, 201, 403, 403, 404, 403, 403, 403])),
        ("POST /livraisons/{jeton}/session", "", Sent,        known([404, 201, 403, 403, 404, 403, 403, 403])),
        ("GET /demandes/{id}/permission-geonature", "", TourDeTable, known([404, 403, 403, 403, 404, 403, 403, 200])),
        // Switched off, as long as the settings do not say otherwise.
        ("POST /demandes/{id}/permission-geonature", "", Sent, known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /demandes/{id}/permission-geonature/retrait", "", Sent, known([404, 403, 403, 403, 404, 403, 403, 422])),
        ("GET /garde", "", TourDeTable,                       known([403, 403, 403, 403, 403, 403, 403, 200])),
        ("POST /lots/{id}/garde", "F1", TourDeTable,          known([404, 403, 403, 403, 404, 403, 403, 409])),
        ("POST /lots/{id}/garde", "F1", Sent,                 known([404, 403, 403, 403, 404, 403, 403, 409])),
    ];
    for read in ["GET /demandes/{id}", "GET /demandes/{id}/annonce", "GET /demandes/{id}/actions", "GET /demandes/{id}/perimetre", "GET /demandes/{id}/journal",
                 "GET /demandes/{id}/lettres", "GET /demandes/{id}/lots"] {
        for scene in [Brouillon, Deposee, Incomplete] {
            rows.push((read, "", scene,                       known([404, 200, 404, 404, 404, 200, 200, 200])));
        }
        for scene in [TourDeTable, Sent] {
            rows.push((read, "", scene,                       known([404, 200, 200, 200, 404, 200, 200, 200])));
        }
    }
    // A letter is read by who reads its demande.
    rows.push(("GET /lettres/{id}", "LETTRE", Deposee,        known([404, 200, 404, 404, 404, 200, 200, 200])));
    rows.push(("GET /lettres/{id}", "LETTRE", TourDeTable,    known([404, 200, 200, 200, 404, 200, 200, 200])));
    // Registers: read whole by who keeps, checks or decides; what a demande needs, by everybody. Bodies are wrong on purpose: who may
    // is told so (422) or that there is no such line (404), and nothing changes.
    for read in ["GET /consignes", "GET /poles", "GET /groupes", "GET /engagements", "GET /objets", "GET /maitres-ouvrage", "GET /colleges/membres"] {
        rows.push((read, "", Brouillon,                       known([200; 8])));
    }
    for read in ["GET /adhesions", "GET /groupes/controle", "GET /reglages", "GET /co-administrateurs"] {
        rows.push((read, "", Brouillon,                       known([403, 403, 403, 403, 403, 200, 200, 200])));
    }
    for find in ["GET /organismes", "GET /comptes"] {
        rows.push((find, "?q=a", Brouillon,                   known([403, 403, 403, 403, 403, 200, 200, 200])));
    }
    for read in ["GET /tableau", "GET /tableau/effectifs", "GET /tableau/csv", "GET /tableau/xlsx"] {
        rows.push((read, "", TourDeTable,                     known([200; 8])));
    }
    rows.push(("GET /statistiques", "?from=2026-01-01&to=2026-12-31", Brouillon, known([403, 403, 403, 403, 403, 200, 200, 200])));
    for read in ["GET /retours-usage", "GET /retours-usage/csv"] {
        rows.push((read, "?from=2026-01-01&to=2026-12-31", Sent, known([200; 8])));
    }
    rows.push(("POST /imports/demandes", "", Brouillon,       known([403, 403, 403, 403, 403, 422, 422, 422])));
    rows.push(("POST /maitres-ouvrage", "", Brouillon,        known([422; 8])));
    for keep in ["POST /adhesions", "POST /colleges/membres", "POST /poles"] {
        rows.push((keep, "", Brouillon,                       known([403, 403, 403, 403, 403, 422, 422, 422])));
    }
    for keep in ["POST /adhesions/{id_adhesion}/fin", "PUT /colleges/membres/{id_membre}", "PATCH /maitres-ouvrage/{id_maitre_ouvrage}",
                 "POST /maitres-ouvrage/{id_maitre_ouvrage}/fusion", "PATCH /poles/{id_pole}", "POST /poles/{id_pole}/animateurs",
                 "PATCH /animateurs/{id_animateur}", "POST /co-administrateurs/{id_role}/absences"] {
        rows.push((keep, "", Brouillon,                       known([403, 403, 403, 403, 403, 404, 404, 404])));
    }
    rows.push(("POST /co-administrateurs/{id_role}/passation", "", Brouillon, known([403, 403, 403, 403, 403, 422, 422, 422])));
    for set in ["PUT /groupes/{code}", "PATCH /reglages", "POST /engagements"] {
        rows.push((set, "", Brouillon,                        known([403, 403, 403, 403, 403, 403, 403, 422])));
    }
    for order in ["PUT /groupes/{code}/consigne", "POST /groupes/{code}/consigne/simulation"] {
        rows.push((order, "", Brouillon,                      known([403, 403, 403, 403, 403, 403, 403, 404])));
    }
    rows.push(("PUT /co-administrateurs/{id_role}", "", Brouillon, known([403, 403, 403, 403, 403, 403, 403, 404])));
    rows.push(("POST /demandes/{id}/responsable", "", Brouillon, known([404, 403, 404, 404, 404, 409, 409, 409])));
    rows.push(("POST /demandes/{id}/responsable", "", Deposee, known([404, 403, 404, 404, 404, 422, 422, 422])));
    rows.push(("POST /lots/{id}/responsable", "RAPACES", TourDeTable, known([404, 403, 403, 403, 404, 422, 422, 422])));
    rows.push(("POST /lots/{id}/responsable", "F1", Sent,     known([404, 403, 403, 403, 404, 409, 409, 409])));
    for (target, scene) in [("F1", TourDeTable), ("RAPACES", TourDeTable), ("RAPACES", Sent)] {
        rows.push(("GET /lots/{id}", target, scene,           known([404, 200, 200, 200, 404, 200, 200, 200])));
    }
    for edit in ["PATCH /demandes/{id}", "PUT /demandes/{id}/perimetre", "PUT /demandes/{id}/taxons"] {
        for scene in [Brouillon, Incomplete] {
            rows.push((edit, "", scene,                       known([404, 200, 404, 404, 404, 403, 403, 403])));
        }
        rows.push((edit, "", Deposee,                         known([404, 409, 404, 404, 404, 403, 403, 403])));
        rows.push((edit, "", TourDeTable,                     known([404, 409, 403, 403, 404, 403, 403, 403])));
    }
    rows
}

/// A good body for each endpoint: only the right and the state may refuse it.
fn body(endpoint: &str) -> Option<Value> {
    Some(match endpoint {
        "POST /demandes" => draft(),
        "PATCH /demandes/{id}" => json!({ "use_months": 12 }),
        "POST /imports/demandes" => json!({ "texte": "numero\n" }),
        "POST /taxons/liste" | "PUT /demandes/{id}/taxons" => {
            json!({ "texte": "Animalia\nPlantae" })
        }
        "POST /maitres-ouvrage" => json!({ "name": " " }),
        "POST /adhesions" => {
            json!({ "id_organisme": -1, "kind": "adherent", "starts_on": "2026-01-01" })
        }
        "POST /adhesions/{id_adhesion}/fin" => json!({ "reason": "parti", "on": "2026-01-01" }),
        "POST /colleges/membres" | "PUT /colleges/membres/{id_membre}" => {
            json!({ "code_college": "", "titulaire": "", "starts_on": "2026-01-01" })
        }
        "POST /maitres-ouvrage/{id_maitre_ouvrage}/fusion" => json!({ "into": 0 }),
        "POST /poles" => json!({ "code": "", "label": "" }),
        "POST /poles/{id_pole}/animateurs" => json!({ "id_role": 0, "starts_on": "2026-01-01" }),
        "PUT /groupes/{code}" => json!({ "label": "", "avis_systematique": true, "contenu": [] }),
        "PUT /groupes/{code}/consigne" | "POST /demandes/{id}/permission-geonature/retrait" => {
            json!({ "motif": "" })
        }
        "PATCH /maitres-ouvrage/{id_maitre_ouvrage}"
        | "PATCH /poles/{id_pole}"
        | "PATCH /animateurs/{id_animateur}"
        | "POST /groupes/{code}/consigne/simulation"
        | "POST /lots/{id}/apercu" => json!({}),
        "PATCH /reglages" => json!({ "values": {}, "comment": "" }),
        "POST /engagements" => json!({ "text": "", "published_on": "2030-01-01" }),
        "PUT /co-administrateurs/{id_role}" => {
            json!({ "takes_tour_de_table": false, "active": true })
        }
        "POST /co-administrateurs/{id_role}/absences" => {
            json!({ "starts_on": "2026-01-01", "ends_on": "2026-01-02" })
        }
        "POST /co-administrateurs/{id_role}/passation"
        | "POST /demandes/{id}/responsable"
        | "POST /lots/{id}/responsable" => {
            json!({ "id_role": 0, "motif": "" })
        }
        "PUT /demandes/{id}/perimetre" => dossiers::thirty_communes(),
        "POST /demandes/{id}/depot" => json!({ "engagement_version": 1 }),
        "POST /demandes/{id}/completude" => json!({ "complete": true }),
        "POST /lots/{id}/avis" => json!({ "kind": "favorable" }),
        "POST /lots/{id}/decision" => json!({ "kind": "refuse", "motif": "Site trop fréquenté." }),
        "POST /lots/{id}/garde" => json!({ "motif": "Même étude." }),
        _ => return None,
    })
}

/// The endpoints of the API, from its own description.
fn endpoints() -> Result<BTreeSet<String>> {
    let document = serde_json::to_value(demandes_api::http::router::openapi(BASE_PATH))?;
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().context("paths")? {
        for method in item.as_object().context("methods")?.keys() {
            if [
                "get", "post", "put", "patch", "delete", "head", "options", "trace",
            ]
            .contains(&method.as_str())
            {
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    Ok(found)
}

/// A demande with what the requests about it name.
struct Staged {
    id: String,
    lots: BTreeMap<&'static str, String>,
    jeton: String,
    /// The SINP UUID of a record of RAPACES in the perimeter.
    record: String,
    /// What the database held of it before any try.
    demande_state: String,
    lot_states: Vec<(uuid::Uuid, String)>,
    last_event: i64,
    last_avis: i64,
}

const SCENES: [Scene; 7] = [
    Brouillon,
    Deposee,
    Incomplete,
    TourDeTable,
    Answered,
    Decided,
    Sent,
];

async fn stage(platform: &Platform, scene: Scene) -> Result<Staged> {
    let mut staged = Staged {
        id: String::new(),
        lots: BTreeMap::new(),
        jeton: "0".repeat(64),
        record: String::new(),
        demande_state: String::new(),
        lot_states: Vec::new(),
        last_event: 0,
        last_avis: 0,
    };
    for step in SCENES.into_iter().filter(|step| *step <= scene) {
        advance(platform, &mut staged, step)
            .await
            .with_context(|| format!("{step:?}"))?;
    }
    Ok(staged)
}

/// From one scene to the next.
async fn advance(platform: &Platform, staged: &mut Staged, scene: Scene) -> Result<()> {
    let author = platform.login("association").await?;
    let (cen, dreal) = (platform.login("cen").await?, platform.login("dreal").await?);
    let completude = format!("/demandes/{}/completude", staged.id);
    let lot = |name: &str, what: &str| {
        format!(
            "/lots/{}/{what}",
            staged.lots.get(name).map_or("", String::as_str)
        )
    };
    match scene {
        Brouillon => {
            staged.id = dossiers::brouillon(&author, draft()).await?;
            staged.record = record(platform, &staged.id).await?;
        }
        Deposee => {
            depose(&author, &staged.id).await?;
            let letters = author
                .get(&format!("/demandes/{}/lettres", staged.id))
                .await?
                .ok()?;
            staged
                .lots
                .insert("LETTRE", dossiers::id(&letters[0], "id_lettre")?.to_owned());
        }
        Incomplete => {
            cen.post(
                &completude,
                json!({ "complete": false, "comment": "À préciser." }),
            )
            .await?
            .ok()?;
        }
        TourDeTable => {
            depose(&author, &staged.id).await?;
            cen.post(&completude, json!({ "complete": true }))
                .await?
                .ok()?;
            platform.work().await?;
            for (name, kind, groupe) in [
                ("F1", "F1", None),
                ("F2", "F2", None),
                ("RAPACES", "F3", Some("RAPACES")),
            ] {
                staged
                    .lots
                    .insert(name, lot_id(&dreal, &staged.id, kind, groupe).await?);
            }
            dossiers::hand_over(platform, &staged.id, "cen").await?;
        }
        Answered => {
            let oiseaux = platform.login("oiseaux").await?;
            oiseaux
                .post(&lot("RAPACES", "avis"), json!({ "kind": "favorable" }))
                .await?
                .ok()?;
        }
        Decided => {
            dreal
                .post(&lot("RAPACES", "decision"), json!({ "kind": "accept" }))
                .await?
                .ok()?;
        }
        Sent => {
            let sent = cen.post(&lot("F1", "livraison"), json!({})).await?.ok()?;
            dossiers::id(&sent, "jeton")?.clone_into(&mut staged.jeton);
        }
    }
    remember(platform, staged).await
}

/// A record of RAPACES in the perimeter of a demande.
async fn record(platform: &Platform, id: &str) -> Result<String> {
    Ok(sqlx::query_scalar(
        "SELECT s.unique_id_sinp::text FROM gn_demandes.perimetre p
         CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c JOIN gn_synthese.synthese s USING (id_synthese)
         WHERE p.id_demande = $1::uuid AND c.lot = 'F3' AND c.groupe = 'RAPACES' AND s.unique_id_sinp IS NOT NULL
         ORDER BY c.id_synthese LIMIT 1",
    )
    .bind(id)
    .fetch_one(&platform.pool)
    .await?)
}

async fn remember(platform: &Platform, staged: &mut Staged) -> Result<()> {
    staged.demande_state =
        sqlx::query_scalar("SELECT state FROM gn_demandes.demande WHERE id_demande = $1::uuid")
            .bind(&staged.id)
            .fetch_one(&platform.pool)
            .await?;
    staged.lot_states =
        sqlx::query_as("SELECT id_lot, state FROM gn_demandes.lot WHERE id_demande = $1::uuid")
            .bind(&staged.id)
            .fetch_all(&platform.pool)
            .await?;
    (staged.last_event, staged.last_avis) = sqlx::query_as(
        "SELECT (SELECT max(id_evenement) FROM gn_demandes.evenement), (SELECT coalesce(max(seq), 0) FROM gn_demandes.avis)",
    )
    .fetch_one(&platform.pool)
    .await?;
    Ok(())
}

/// Puts a demande back as it was staged, so that the next account meets the same scene.
async fn put_back(platform: &Platform, staged: &Staged) -> Result<()> {
    let mut tx = platform.pool.begin().await?;
    // Neither keys nor the log's own trigger: only a test rewrites the past.
    sqlx::raw_sql("SET LOCAL session_replication_role = replica")
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM gn_demandes.evenement WHERE id_evenement > $1")
        .bind(staged.last_event)
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM gn_demandes.avis WHERE seq > $1")
        .bind(staged.last_avis)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE gn_demandes.demande SET state = $2 WHERE id_demande = $1::uuid")
        .bind(&staged.id)
        .bind(&staged.demande_state)
        .execute(&mut *tx)
        .await?;
    let kept: Vec<uuid::Uuid> = staged.lot_states.iter().map(|(id, _)| *id).collect();
    for sql in [
        "DELETE FROM gn_demandes.avis_demande WHERE id_lot IN (SELECT id_lot FROM gn_demandes.lot WHERE id_demande = $1::uuid
         AND id_lot <> ALL ($2))",
        "DELETE FROM gn_demandes.job WHERE payload ->> 'id_lot' IN (SELECT id_lot::text FROM gn_demandes.lot
         WHERE id_demande = $1::uuid AND id_lot <> ALL ($2))",
        "DELETE FROM gn_demandes.lot WHERE id_demande = $1::uuid AND id_lot <> ALL ($2)",
        "DELETE FROM gn_demandes.decision d USING gn_demandes.lot l WHERE l.id_lot = d.id_lot AND l.id_demande = $1::uuid
         AND l.id_lot = ANY ($2) AND l.state = 'refuse'",
    ] {
        sqlx::query(sql).bind(&staged.id).bind(&kept).execute(&mut *tx).await?;
    }
    sqlx::query(
        "UPDATE gn_demandes.job SET cancelled_at = NULL WHERE payload ->> 'id_lot' = ANY ($1)",
    )
    .bind(kept.iter().map(ToString::to_string).collect::<Vec<_>>())
    .execute(&mut *tx)
    .await?;
    for (id_lot, state) in &staged.lot_states {
        if state != "envoye" {
            sqlx::query("DELETE FROM gn_demandes.livraison WHERE id_lot = $1")
                .bind(id_lot)
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("UPDATE gn_demandes.lot SET state = $2 WHERE id_lot = $1")
            .bind(id_lot)
            .bind(state)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The other parameters name a line that no register has.
fn no_such_line(mut path: String) -> String {
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "0");
    }
    path
}

async fn clients(platform: &Platform) -> Result<Vec<Client>> {
    let mut clients = Vec::new();
    for account in ACCOUNTS {
        clients.push(match account {
            "" => Client::new(&platform.url, ""),
            _ => platform.login(account).await?,
        });
    }
    Ok(clients)
}

#[test]
fn every_endpoint_has_its_expectations() -> Result<()> {
    let expected: BTreeSet<String> = table().iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(endpoints()?, expected);
    Ok(())
}

#[tokio::test]
async fn each_account_meets_each_endpoint_in_each_state() -> Result<()> {
    let platform = Platform::demo().await?;
    let clients = clients(&platform).await?;
    let mut staged = stage(&platform, Brouillon).await?;
    let mut wrong = Vec::new();
    for scene in SCENES {
        if scene > Brouillon {
            advance(&platform, &mut staged, scene)
                .await
                .with_context(|| format!("{scene:?}"))?;
        }
        for (endpoint, target, _, expected) in table().into_iter().filter(|row| row.2 == scene) {
            let (method, pattern) = endpoint.split_once(' ').context("method and path")?;
            let id = staged.lots.get(target).unwrap_or(&staged.id);
            // A target that is a query is what the address ends with.
            let query = if target.starts_with('?') { target } else { "" };
            let path = format!("{pattern}{query}")
                .replace("{id}", id)
                .replace("{uuid}", &staged.record)
                .replace("{jeton}", &staged.jeton);
            let path = no_such_line(path);
            let method: Method = method.parse()?;
            for ((account, client), status) in ACCOUNTS.iter().zip(&clients).zip(expected) {
                let answer = client
                    .call(method.clone(), &path, body(endpoint).as_ref())
                    .await?;
                if answer.status != status {
                    let text = String::from_utf8_lossy(&answer.bytes)
                        .chars()
                        .take(300)
                        .collect::<String>();
                    wrong.push(format!(
                        "{endpoint} {target} {scene:?} « {account} »: {status} expected, {} {text}",
                        answer.status
                    ));
                }
                if answer.status.is_success() && method != Method::GET {
                    put_back(&platform, &staged).await?;
                }
                if !answer.status.is_success() {
                    ensure!(
                        answer.json["code"].is_string() && answer.json["request_id"].is_string(),
                        "{}",
                        answer.json
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_list_holds_what_its_reader_may_see() -> Result<()> {
    let platform = Platform::demo().await?;
    let association = stage(&platform, TourDeTable).await?.id;
    let collectivite = platform.login("collectivite").await?;
    let other = dossiers::brouillon(&collectivite, draft()).await?;
    let ids = |json: Value| -> BTreeSet<String> {
        let items = json["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .filter_map(|item| item["id_demande"].as_str().map(str::to_owned))
            .collect()
    };
    let both = BTreeSet::from([association.clone(), other.clone()]);
    for (account, expected) in [
        ("association", BTreeSet::from([association.clone()])),
        ("collectivite", BTreeSet::from([other])),
        ("chercheur", BTreeSet::new()),
        ("oiseaux", BTreeSet::from([association.clone()])),
        ("mammiferes", BTreeSet::from([association])),
        ("poissons", BTreeSet::new()),
        ("cbn", both.clone()),
        ("dreal", both.clone()),
    ] {
        let client = platform.login(account).await?;
        assert_eq!(
            ids(client.get("/demandes").await?.ok()?),
            expected,
            "{account}"
        );
        let mut paged = BTreeSet::new();
        let mut next = client.get("/demandes?limit=1").await?.ok()?;
        while let Some(after) = next["next"].as_str().map(str::to_owned) {
            paged.extend(ids(next));
            next = client
                .get(&format!("/demandes?limit=1&after={after}"))
                .await?
                .ok()?;
        }
        assert_eq!(paged, expected, "{account}, page by page");
    }
    Ok(())
}

/// Written into the figures of lots, where nobody may read it before the delivery.
const FIGURE: i64 = 987_654_321;
const WORDS: &str = "Aire occupée depuis 1998";

/// All that a person may read of a demande, as text.
async fn everything(client: &Client, id: &str) -> Result<String> {
    let mut text = String::new();
    for path in ["", "/lots", "/journal", "/annonce", "/lettres"] {
        let answer = client.get(&format!("/demandes/{id}{path}")).await?;
        ensure!(answer.status.is_success(), "{path}: {}", answer.status);
        text += &String::from_utf8(answer.bytes)?;
    }
    Ok(text + &String::from_utf8(client.get("/demandes").await?.bytes)?)
}

async fn lot_seen(client: &Client, id: &str, id_lot: &str) -> Result<Value> {
    let lots = dossiers::lots(client, id).await?;
    lots.into_iter()
        .find(|lot| lot["id_lot"] == id_lot)
        .context("lot")
}

#[tokio::test]
async fn undelivered_figures_and_checks_are_read_by_nobody_else() -> Result<()> {
    let platform = Platform::demo().await?;
    let staged = stage(&platform, Answered).await?;
    // An extraction counts, and counts more than nothing: what is hidden below is there.
    let dreal = platform.login("dreal").await?;
    let f2 = lot_seen(&dreal, &staged.id, &staged.lots["F2"]).await?;
    assert!(
        f2["report"]["delivered"].is_object()
            && f2["report"]["checks"].is_object()
            && f2["archive_bytes"].is_i64(),
        "{f2}"
    );

    // Then figures that are nothing else's: in the counts of F2 and F3, and in the checks and failures of all.
    sqlx::query(
        "UPDATE gn_demandes.lot SET failure = 'refus ' || $1::text,
             report = jsonb_build_object('delivered', CASE kind WHEN 'F1' THEN report -> 'delivered' ELSE to_jsonb($1) END,
                                         'checks', coalesce(report -> 'checks', '{}') || jsonb_build_object('by_lot', $1)),
             archive_bytes = CASE kind WHEN 'F1' THEN archive_bytes ELSE $1 END",
    )
    .bind(FIGURE)
    .execute(&platform.pool)
    .await?;
    let hidden = FIGURE.to_string();
    let association = platform.login("association").await?;
    assert!(
        !everything(&association, &staged.id)
            .await?
            .contains(&hidden),
        "the demandeur"
    );
    let f1 = lot_seen(&association, &staged.id, &staged.lots["F1"]).await?;
    assert!(
        f1["report"]["delivered"].is_object() && f1["archive_bytes"].is_i64(),
        "F1 discloses nothing: {f1}"
    );
    let cbn = platform.login("cbn").await?;
    assert!(
        !everything(&cbn, &staged.id).await?.contains(&hidden),
        "a co-administrateur of other dossiers"
    );

    // A pôle reads the counts of the lots it is asked about, and no check.
    let oiseaux = platform.login("oiseaux").await?;
    let rapaces = lot_seen(&oiseaux, &staged.id, &staged.lots["RAPACES"]).await?;
    assert_eq!(
        (
            &rapaces["report"]["delivered"],
            &rapaces["report"]["checks"]
        ),
        (&json!(FIGURE), &Value::Null)
    );
    assert_eq!(
        lot_seen(&oiseaux, &staged.id, &staged.lots["F2"]).await?["report"],
        Value::Null
    );
    let mammiferes = platform.login("mammiferes").await?;
    assert_eq!(
        lot_seen(&mammiferes, &staged.id, &staged.lots["RAPACES"]).await?["report"],
        Value::Null,
        "asked on another lot"
    );
    assert!(
        !oiseaux
            .get(&format!("/demandes/{}/lots", staged.id))
            .await?
            .json
            .to_string()
            .contains("checks")
    );
    let again = oiseaux
        .post(
            &format!("/lots/{}/avis", staged.lots["RAPACES"]),
            json!({ "kind": "favorable" }),
        )
        .await?
        .ok()?;
    assert_eq!(
        again["report"]["checks"],
        Value::Null,
        "nor in the answer to an avis"
    );

    // The responsible and the coordination read both.
    let cen = platform.login("cen").await?;
    for (name, client, lot) in [
        ("cen", &cen, "F1"),
        ("cen", &cen, "F2"),
        ("dreal", &dreal, "F1"),
        ("dreal", &dreal, "RAPACES"),
    ] {
        let seen = lot_seen(client, &staged.id, &staged.lots[lot]).await?;
        assert_eq!(seen["report"]["checks"]["by_lot"], FIGURE, "{name} {lot}");
    }
    assert_eq!(
        lot_seen(&cen, &staged.id, &staged.lots["RAPACES"]).await?["report"],
        Value::Null,
        "responsible of another lot"
    );

    // Delivered, its counts are the demandeur's; its checks never.
    let f1_report: Value =
        sqlx::query_scalar("SELECT report FROM gn_demandes.lot WHERE id_lot = $1::uuid")
            .bind(&staged.lots["F1"])
            .fetch_one(&platform.pool)
            .await?;
    assert_eq!(f1_report["checks"]["by_lot"], FIGURE);
    cen.post(&format!("/lots/{}/livraison", staged.lots["F2"]), json!({}))
        .await?
        .ok()?;
    let delivered = lot_seen(&association, &staged.id, &staged.lots["F2"]).await?;
    assert_eq!(
        (
            &delivered["report"]["delivered"],
            &delivered["report"]["checks"]
        ),
        (&json!(FIGURE), &Value::Null)
    );
    Ok(())
}

#[tokio::test]
async fn the_log_read_by_a_demandeur_holds_known_members_only() -> Result<()> {
    let platform = Platform::demo().await?;
    let staged = stage(&platform, Sent).await?;
    let association = platform.login("association").await?;
    let journal = association
        .get(&format!("/demandes/{}/journal", staged.id))
        .await?
        .ok()?;
    let allowed: BTreeSet<&str> = [
        "demandeur",
        "version",
        "source",
        "communes",
        "repaired",
        "route",
        "settings_version",
        "communes_layer",
        "kind",
        "groupe",
        "poles",
        "pole",
        "avis",
        "late",
        "decision",
        "conditions",
        // Which letter it left: its number, its kind and its digest.
        "lettre",
    ]
    .into();
    let mut kinds = BTreeSet::new();
    for event in journal.as_array().context("journal")? {
        kinds.insert(event["kind"].as_str().unwrap_or_default().to_owned());
        for member in event["detail"].as_object().context("detail")?.keys() {
            assert!(
                allowed.contains(member.as_str()),
                "{member} in {event}: is it a figure?"
            );
        }
    }
    for kind in [
        "create",
        "set_perimetre",
        "depose",
        "ask_avis",
        "extract",
        "verify",
        "give_avis",
        "decide",
        "send",
    ] {
        assert!(kinds.contains(kind), "{kind} in {kinds:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_words_of_an_avis_stay_between_the_poles_and_the_coordination() -> Result<()> {
    let platform = Platform::demo().await?;
    let staged = stage(&platform, TourDeTable).await?;
    let oiseaux = platform.login("oiseaux").await?;
    let avis = json!({ "kind": "defavorable", "motif": WORDS });
    oiseaux
        .post(&format!("/lots/{}/avis", staged.lots["RAPACES"]), avis)
        .await?
        .ok()?;
    // A colleague of the demandeur, who reads what his organisme asks.
    sqlx::raw_sql(
        "UPDATE utilisateurs.t_roles SET id_organisme = (SELECT id_organisme FROM utilisateurs.t_roles WHERE identifiant = 'association')
         WHERE identifiant = 'chercheur';
         INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, scope_value, validated)
         SELECT r.id_role, a.id_action, m.id_module, o.id_object, 2, true
         FROM utilisateurs.t_roles r, gn_permissions.bib_actions a, gn_commons.t_modules m, gn_permissions.t_objects o
         WHERE r.identifiant = 'chercheur' AND a.code_action = 'R' AND m.module_code = 'DEMANDES' AND o.code_object = 'ALL'",
    )
    .execute(&platform.pool)
    .await?;
    for account in ["association", "chercheur"] {
        let client = platform.login(account).await?;
        let text = everything(&client, &staged.id).await?;
        assert!(
            !text.contains(WORDS) && !text.contains("defavorable"),
            "{account}"
        );
        let seen = lot_seen(&client, &staged.id, &staged.lots["RAPACES"]).await?;
        assert_eq!(
            (&seen["poles"][0]["label"], &seen["poles"][0]["avis"]),
            (&json!("Pôle Oiseaux"), &Value::Null),
            "{account}"
        );
    }
    for account in ["dreal", "oiseaux"] {
        let client = platform.login(account).await?;
        let seen = lot_seen(&client, &staged.id, &staged.lots["RAPACES"]).await?;
        assert_eq!(
            (&seen["poles"][0]["avis"], &seen["poles"][0]["motif"]),
            (&json!("defavorable"), &json!(WORDS)),
            "{account}"
        );
    }
    Ok(())
}
