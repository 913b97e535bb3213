//! The demo's story: the main job once, through the HTTP API of a running service, told as it goes. Fails at the first step that
//! does not hold.
//!
//! `demandes_demo_story` tells it; `demandes_demo_story comptes` prints the demo accounts with a token for each.
//! Reads `DEMANDES_API_URL`, `DEMANDES_GEONATURE_SECRET_KEY`, `DEMANDES_DATABASE_URL` (accounts and a place to draw, nothing else) and
//! `DEMANDES_DEMO_DIR` (where the archives go).

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use demandes_tests::client::{Client, sign_token};
use serde_json::{Value, json};
use sqlx::PgPool;

/// How long the worker may take for the lots of the demo.
const PATIENCE: Duration = Duration::from_mins(5);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Erreur : {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let stage = Stage::open().await?;
    if std::env::args().nth(1).as_deref() == Some("comptes") {
        return stage.print_accounts().await;
    }
    let started = Instant::now();
    let demande = ask(&stage).await?;
    announce(&stage, &demande).await?;
    deposit_and_check(&stage, &demande).await?;
    go_round_the_table(&stage, &demande).await?;
    decide(&stage, &demande).await?;
    wait_for_lots(&stage, &demande).await?;
    deliver(&stage, &demande).await?;
    conclude(&stage, &demande).await?;
    println!(
        "\n  Le récit a duré {:.1} s.",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Where the story plays.
struct Stage {
    url: String,
    key: String,
    folder: PathBuf,
    database: PgPool,
}

impl Stage {
    async fn open() -> anyhow::Result<Self> {
        let variable = |name: &str| std::env::var(name).with_context(|| format!("variable {name}"));
        Ok(Self {
            url: variable("DEMANDES_API_URL")?,
            key: variable("DEMANDES_GEONATURE_SECRET_KEY")?,
            folder: variable("DEMANDES_DEMO_DIR")?.into(),
            database: PgPool::connect(&variable("DEMANDES_DATABASE_URL")?).await?,
        })
    }

    async fn token(&self, identifiant: &str) -> anyhow::Result<String> {
        let (id_role, expires_at): (i32, chrono::DateTime<chrono::Utc>) = sqlx::query_as(
            "SELECT id_role, now() + interval '12 hours' FROM utilisateurs.t_roles WHERE identifiant = $1",
        )
        .bind(identifiant)
        .fetch_one(&self.database)
        .await
        .with_context(|| format!("compte {identifiant}"))?;
        sign_token(id_role, expires_at, self.key.as_bytes())
    }

    async fn login(&self, identifiant: &str) -> anyhow::Result<Client> {
        Ok(Client::new(&self.url, &self.token(identifiant).await?))
    }

    /// The account that speaks for a pôle, and his name.
    async fn animateur(&self, id_pole: i64) -> anyhow::Result<(String, String)> {
        Ok(sqlx::query_as(
            "SELECT r.identifiant::text, r.prenom_role || ' ' || r.nom_role FROM gn_demandes.pole_animateur a
             JOIN utilisateurs.t_roles r USING (id_role) WHERE a.id_pole = $1 LIMIT 1",
        )
        .bind(i32::try_from(id_pole)?)
        .fetch_one(&self.database)
        .await?)
    }

    async fn account_of(&self, id_role: i64) -> anyhow::Result<(String, String)> {
        Ok(sqlx::query_as(
            "SELECT identifiant::text, prenom_role || ' ' || nom_role FROM utilisateurs.t_roles WHERE id_role = $1",
        )
        .bind(i32::try_from(id_role)?)
        .fetch_one(&self.database)
        .await?)
    }

    /// A polygon that no border of commune helps to draw: a round of six kilometres in the middle of the territory.
    async fn perimetre(&self) -> anyhow::Result<String> {
        let polygon: Value = sqlx::query_scalar(
            "SELECT ST_AsGeoJSON(ST_Transform(ST_Buffer(ST_Centroid(
                        ST_SetSRID(ST_Extent(geom)::geometry, Find_SRID('ref_geo', 'l_areas', 'geom'))), 6000), 4326), 6)::jsonb
             FROM ref_geo.l_areas WHERE id_type = ref_geo.get_id_area_type('COM') AND enable",
        )
        .fetch_one(&self.database)
        .await?;
        let feature = json!({ "type": "Feature", "properties": {}, "geometry": polygon });
        Ok(json!({ "type": "FeatureCollection", "features": [feature] }).to_string())
    }

    async fn print_accounts(&self) -> anyhow::Result<()> {
        let accounts: Vec<(String, String, Option<String>)> = sqlx::query_as(
            "SELECT identifiant::text, prenom_role || ' ' || nom_role, desc_role FROM utilisateurs.t_roles
             WHERE NOT groupe AND active AND identifiant IS NOT NULL ORDER BY id_role",
        )
        .fetch_all(&self.database)
        .await?;
        let file = self.folder.join("jetons.txt");
        let mut lines = String::new();
        println!("Comptes de démonstration :");
        for (identifiant, name, description) in accounts {
            println!(
                "  {identifiant:<20} {name:<18} {}",
                description.unwrap_or_default()
            );
            lines.extend([&identifiant, "\t", &self.token(&identifiant).await?, "\n"]);
        }
        std::fs::write(&file, lines)?;
        println!(
            "Leurs jetons (bouton « Authorize » de la documentation) : {}",
            file.display()
        );
        Ok(())
    }
}

/// A demande, by its key.
struct Demande {
    id: String,
    path: String,
}

async fn ask(stage: &Stage) -> anyhow::Result<Demande> {
    let consultant = stage.login("consultant").await?;
    let made = consultant
        .post(
            "/demandes",
            json!({
                "objet": "etude_impact",
                "objet_detail": "Étude d'impact d'un parc photovoltaïque",
                "maitre_ouvrage": "Syndicat mixte du Haut Tarnon",
                "intended_use": "État initial et évaluation des incidences",
                "use_months": 18,
                "other_holders": "Le maître d'ouvrage",
                "wants_precise_sensitive": true,
                "accepts_fallback": true,
            }),
        )
        .await?
        .ok()?;
    let id = made["id_demande"]
        .as_str()
        .context("id_demande")?
        .to_owned();
    println!("\n  La demande");
    println!(
        "    {}, pour « {} », fait la demande n° {} :",
        text(&made["demandeur"]),
        text(&made["organisme"]),
        text(&made["numero"])
    );
    println!(
        "    « {} », pour {}.",
        text(&made["objet_detail"]),
        text(&made["maitre_ouvrage"])
    );
    let path = format!("/demandes/{id}");
    let file = stage.perimetre().await?.into_bytes();
    let perimetre = consultant
        .put_file(
            &format!("{path}/perimetre"),
            "perimetre_etude.geojson",
            file,
            None,
        )
        .await?
        .ok()?;
    let communes = perimetre["communes"].as_array().context("communes")?;
    let slight = communes
        .iter()
        .filter(|commune| commune["effleuree"] == json!(true))
        .count();
    ensure!(
        !communes.is_empty(),
        "le périmètre ne compte aucune commune"
    );
    println!(
        "    Elle dépose son périmètre ({:.0} km²) : {} communes comptées, dont {slight} effleurée(s).",
        perimetre["area_m2"].as_f64().context("area_m2")? / 1e6,
        perimetre["communes_count"]
    );
    Ok(Demande { id, path })
}

async fn announce(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let consultant = stage.login("consultant").await?;
    let annonce = consultant
        .get(&format!("{}/annonce", demande.path))
        .await?
        .ok()?;
    println!("\n  La route annoncée avant le dépôt");
    if annonce["tour_de_table"] == json!(true) {
        println!(
            "    Il y aura un tour de table : {}.",
            list(&annonce["motifs"])
        );
    }
    for lot in annonce["lots"].as_array().context("lots")? {
        println!(
            "    {:<24} entre le {} et le {} ; avis demandé à : {}",
            lot_name(lot),
            text(&lot["earliest"]),
            text(&lot["latest"]),
            if lot["tour_de_table"] == json!(true) {
                list(&lot["poles"])
            } else {
                "personne".to_owned()
            }
        );
    }
    let total: i64 = annonce["summary"]["non_sensitive"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["nombre"].as_i64())
        .sum();
    println!("    Données disponibles sans restriction : {total}.");
    for row in annonce["summary"]["sensitive"]
        .as_array()
        .into_iter()
        .flatten()
    {
        println!(
            "    Données sensibles, {} : environ {} dans les zones concernées.",
            text(&row["groupe"]),
            row["nombre_arrondi"]
        );
    }
    Ok(())
}

async fn deposit_and_check(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let consultant = stage.login("consultant").await?;
    let path = format!("{}/depot", demande.path);
    let deposited = consultant
        .post(&path, json!({ "engagement_version": 1 }))
        .await?
        .ok()?;
    ensure!(
        deposited["state"] == json!("deposee"),
        "état inattendu : {}",
        deposited["state"]
    );
    let responsable = deposited["id_responsable"]
        .as_i64()
        .context("id_responsable")?;
    let (identifiant, name) = stage.account_of(responsable).await?;
    let path = format!("{}/completude", demande.path);
    let complete = stage
        .login(&identifiant)
        .await?
        .post(&path, json!({ "complete": true }))
        .await?
        .ok()?;
    println!("\n  Le dépôt");
    println!(
        "    La demande est déposée, l'engagement accepté. {name}, à qui elle échoit, la déclare complète."
    );
    println!("    Son état : {}.", text(&complete["state_label"]));
    Ok(())
}

async fn go_round_the_table(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    println!("\n  Le tour de table");
    for lot in lots(stage, demande, "dreal").await? {
        for pole in lot["poles"].as_array().context("poles")? {
            let (identifiant, name) = stage
                .animateur(pole["id_pole"].as_i64().context("id_pole")?)
                .await?;
            let avis = avis_of(&lot);
            let path = format!("/lots/{}/avis", text(&lot["id_lot"]));
            let mut body = avis.clone();
            body["id_pole"] = pole["id_pole"].clone();
            stage
                .login(&identifiant)
                .await?
                .post(&path, body)
                .await?
                .ok()?;
            println!(
                "    {:<24} {:<26} {name} : {}",
                lot_name(&lot),
                text(&pole["label"]),
                text(&avis["kind"])
            );
        }
    }
    Ok(())
}

/// Orchids are refused by their pôle; everything else is granted.
fn avis_of(lot: &Value) -> Value {
    if lot["groupe"] == json!("ORCHIDEES") {
        return json!({ "kind": "defavorable", "motif": "Stations menacées de prélèvement" });
    }
    json!({ "kind": "favorable" })
}

async fn decide(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let dreal = stage.login("dreal").await?;
    println!("\n  Les décisions");
    for lot in lots(stage, demande, "dreal").await? {
        if lot["state"] != json!("avis_demande") {
            continue;
        }
        let decision = if lot["groupe"] == json!("ORCHIDEES") {
            json!({ "kind": "refuse", "motif": "Article L.124-4 du code de l'environnement : la divulgation porterait atteinte aux stations" })
        } else {
            json!({ "kind": "accept" })
        };
        let path = format!("/lots/{}/decision", text(&lot["id_lot"]));
        let decided = dreal.post(&path, decision).await?.ok()?;
        println!(
            "    {:<24} {}",
            lot_name(&lot),
            text(&decided["decision"]["kind"])
        );
    }
    Ok(())
}

async fn wait_for_lots(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let started = Instant::now();
    loop {
        let lots = lots(stage, demande, "dreal").await?;
        if let Some(failed) = lots.iter().find(|lot| lot["failure"].is_string()) {
            bail!("{} : {}", lot_name(failed), text(&failed["failure"]));
        }
        if lots
            .iter()
            .all(|lot| [json!("verifie"), json!("refuse")].contains(&lot["state"]))
        {
            break;
        }
        ensure!(
            started.elapsed() < PATIENCE,
            "les lots ne sont pas prêts après {PATIENCE:?}"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    println!(
        "\n  Les lots, extraits et vérifiés en {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

async fn deliver(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let consultant = stage.login("consultant").await?;
    let stranger = stage.login("association").await?;
    for lot in lots(stage, demande, "dreal").await? {
        if lot["state"] == json!("refuse") {
            println!("    {:<24} refusé", lot_name(&lot));
            continue;
        }
        check_identities(&lot)?;
        let responsable = lot["id_responsable"].as_i64().context("id_responsable")?;
        let (identifiant, name) = stage.account_of(responsable).await?;
        let path = format!("/lots/{}/livraison", text(&lot["id_lot"]));
        let sent = stage
            .login(&identifiant)
            .await?
            .post(&path, json!({}))
            .await?
            .ok()?;
        let link = format!("/livraisons/{}", text(&sent["jeton"]));
        let refused = stranger.download(&link).await?;
        ensure!(
            !refused.status.is_success(),
            "un autre que le demandeur a pu ouvrir le lien"
        );
        let archive = consultant.download(&link).await?;
        ensure!(
            archive.status.is_success(),
            "le lien ne s'ouvre pas : {}",
            archive.status
        );
        let file = stage
            .folder
            .join(format!("{}.zip", lot_name(&lot).replace(' ', "-")));
        std::fs::write(&file, &archive.bytes)?;
        println!(
            "    {:<24} {}, envoyé par {name} : {}",
            lot_name(&lot),
            content_of(&file)?,
            file.display()
        );
    }
    Ok(())
}

fn check_identities(lot: &Value) -> anyhow::Result<()> {
    for name in ["by_geometry", "by_area"] {
        let identity = &lot["report"]["checks"][name];
        ensure!(
            identity["classified"].is_i64(),
            "l'identité {name} n'est pas rapportée"
        );
        ensure!(
            identity["classified"] == identity["selected"],
            "identité {name} non vérifiée : {identity}"
        );
    }
    Ok(())
}

/// What the archive says of itself, held against what it holds.
fn content_of(file: &Path) -> anyhow::Result<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file)?)?;
    let mut text = String::new();
    archive
        .by_name("bordereau.json")?
        .read_to_string(&mut text)?;
    let bordereau: Value = serde_json::from_str(&text)?;
    for file in bordereau["fichiers"].as_array().context("fichiers")? {
        let name = file["nom"].as_str().context("nom")?;
        if !Path::new(name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
        {
            continue;
        }
        let rows = csv::Reader::from_reader(archive.by_name(name)?)
            .into_records()
            .count();
        ensure!(
            file["lignes"].as_u64() == Some(rows as u64),
            "{name} ne contient pas ce que dit le bordereau"
        );
    }
    let counts = &bordereau["effectifs"];
    Ok(format!(
        "{} données précises, {} floutées",
        counts["precises"], counts["floutees"]
    ))
}

async fn conclude(stage: &Stage, demande: &Demande) -> anyhow::Result<()> {
    let consultant = stage.login("consultant").await?;
    let end = consultant.get(&demande.path).await?.ok()?;
    ensure!(
        end["state"] == json!("close"),
        "état final inattendu : {}",
        end["state"]
    );
    let journal = consultant
        .get(&format!("{}/journal", demande.path))
        .await?
        .ok()?;
    let lines = journal.as_array().context("journal")?.len();
    println!(
        "\n  La demande {} est {} ; son journal compte {lines} lignes.",
        demande.id,
        text(&end["state_label"]).to_lowercase()
    );
    println!("  Les archives : {}", stage.folder.display());
    Ok(())
}

async fn lots(stage: &Stage, demande: &Demande, account: &str) -> anyhow::Result<Vec<Value>> {
    let lots = stage
        .login(account)
        .await?
        .get(&format!("{}/lots", demande.path))
        .await?
        .ok()?;
    Ok(lots.as_array().context("lots")?.clone())
}

fn lot_name(lot: &Value) -> String {
    match (lot["groupe"].as_str(), lot["fallback_of"].as_str()) {
        (Some(groupe), _) => format!("{} {groupe}", text(&lot["kind"])),
        (None, Some(_)) => format!("{} copie floutée", text(&lot["kind"])),
        (None, None) => text(&lot["kind"]).to_owned(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("—")
}

fn list(values: &Value) -> String {
    values
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect::<Vec<_>>()
        .join(", ")
}
