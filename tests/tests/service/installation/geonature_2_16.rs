//! GeoNature 2.16, the oldest that is accepted: what 2.17 has more than it (`geonature_2_16.sql`) is missed nowhere.

use std::{collections::BTreeSet, process::Command};

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    archives::precise_column,
    client::Client,
    dossiers, harness,
    installed::{Installed, admin_url, program, said},
    platform::Platform,
};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::removal;

/// A database of GeoNature 2.16, without any data.
async fn geonature() -> Result<PgPool> {
    let pool = harness::empty_geonature_database().await;
    let name = name(&pool)?;
    harness::psql(&name, "tests/tests/service/installation/geonature_2_16.sql")?;
    Ok(pool)
}

/// The demonstration in it, installed by the program.
async fn demonstration() -> Result<PgPool> {
    let pool = geonature().await?;
    let name = name(&pool)?;
    harness::psql(&name, "sql/demo/load.sql")?;
    migrate(&pool)?;
    harness::psql(&name, "sql/demo/demandes.sql")?;
    Ok(pool)
}

fn name(pool: &PgPool) -> Result<String> {
    let options = pool.connect_options();
    Ok(options.get_database().context("database")?.to_owned())
}

/// By the program, before any account of the service exists. It makes the key of the lots, which no test here keeps.
fn migrate(pool: &PgPool) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let output = Command::new(program()?)
        .arg("migrate")
        .env("DEMANDES_DATABASE_URL", admin_url(pool)?)
        .env("DEMANDES_LOT_KEY_FILE", folder.path().join("lot.key"))
        .output()?;
    ensure!(output.status.success(), "{}", said(&output));
    Ok(())
}

/// Where each record of the first communes goes: record, lot, groupe, whether precisely, and why.
async fn classified(pool: &PgPool) -> Result<Vec<(i32, String, Option<String>, bool, String)>> {
    Ok(sqlx::query_as(
        "SELECT c.id_synthese, c.lot, c.groupe, c.precise, c.reason
         FROM (SELECT ST_Union(a.geom) AS geom FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
               WHERE t.type_code = 'COM' AND a.area_code BETWEEN '9A001' AND '9A030') p
         CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c
         ORDER BY c.id_synthese, c.lot, c.precise",
    )
    .fetch_all(pool)
    .await?)
}

/// The SINP UUID of the records that an F1 of this demande holds precisely.
async fn precise_of_f1(pool: &PgPool, id_demande: &str) -> Result<BTreeSet<String>> {
    let uuids: Vec<String> = sqlx::query_scalar(
        "SELECT s.unique_id_sinp::text FROM gn_demandes.perimetre p CROSS JOIN LATERAL gn_diffusion.classify(p.geom) c
         JOIN gn_synthese.synthese s USING (id_synthese)
         WHERE p.id_demande = $1::uuid AND c.lot = 'F1' AND c.precise AND s.unique_id_sinp IS NOT NULL",
    )
    .bind(id_demande)
    .fetch_all(pool)
    .await?;
    Ok(uuids.into_iter().collect())
}

/// The same, of the precise rows of an archive.
fn precise_rows(archive: &[u8]) -> Result<BTreeSet<String>> {
    let uuids = precise_column(archive, "uuid_perm_sinp")?;
    let given = uuids.iter().filter(|uuid| !uuid.is_empty());
    Ok(given.map(|uuid| uuid.to_lowercase()).collect())
}

#[tokio::test]
async fn it_is_installed_and_a_lot_goes_from_its_deposit_to_who_asked() -> Result<()> {
    let pool = demonstration().await?;
    let installed = Installed::on(&pool, &program()?, "").await?;
    let checked = installed.run(&["check-config"])?;
    ensure!(
        checked.status.success() && !said(&checked).contains("ERREUR"),
        "{}",
        said(&checked)
    );
    // The rules place the same records as in 2.17.
    let placed = classified(&pool).await?;
    ensure!(placed.len() > 500, "{}", placed.len());
    assert_eq!(placed, classified(&harness::demo_database().await).await?);

    let platform = Platform::on(pool).await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (demande, lot, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    assert_eq!(dossiers::lot_state(&platform, &lot).await?, "envoye");
    let link = format!("/livraisons/{}", dossiers::id(&sent, "jeton")?);
    let archive = author.download(&link).await?;
    ensure!(archive.status.is_success(), "{}", archive.json);
    let expected = precise_of_f1(&platform.pool, &demande).await?;
    ensure!(!expected.is_empty(), "an F1 of this perimeter has records");
    assert_eq!(precise_rows(&archive.bytes)?, expected);

    // What is written in GeoNature's own tables is there: the rights to give, and the notifications.
    let written: (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM gn_permissions.t_permissions_available JOIN gn_commons.t_modules USING (id_module)
                 WHERE module_code = 'DEMANDES'),
                (SELECT count(*) FROM gn_notifications.t_notifications JOIN utilisateurs.t_roles USING (id_role)
                 WHERE identifiant = 'association')",
    )
    .fetch_one(&platform.pool)
    .await?;
    ensure!(written.0 >= 9 && written.1 > 0, "{written:?}");
    Ok(())
}

/// An organisme of the same name as that of `association`, and in it a closed account of the same identifiant. Gives the two organismes.
async fn double(pool: &PgPool) -> Result<(i32, i32)> {
    Ok(sqlx::query_as(
        "WITH first AS (
             SELECT identifiant, id_organisme, nom_organisme
             FROM utilisateurs.t_roles JOIN utilisateurs.bib_organismes USING (id_organisme) WHERE identifiant = 'association'),
         second AS (
             INSERT INTO utilisateurs.bib_organismes (nom_organisme) SELECT nom_organisme FROM first RETURNING id_organisme),
         closed AS (
             INSERT INTO utilisateurs.t_roles (groupe, identifiant, nom_role, prenom_role, id_organisme, active)
             SELECT false, first.identifiant, 'Rouvière', 'Jean', second.id_organisme, false FROM first, second)
         SELECT first.id_organisme, second.id_organisme FROM first, second",
    )
    .fetch_one(pool)
    .await?)
}

async fn found(reader: &Client, path: &str, key: &str) -> Result<BTreeSet<i64>> {
    let found = reader.get(path).await?.ok()?;
    let ids = found.as_array().context("not a list")?.iter();
    Ok(ids.filter_map(|one: &Value| one[key].as_i64()).collect())
}

#[tokio::test]
async fn two_organismes_of_one_name_and_two_accounts_of_one_identifiant_are_told_apart()
-> Result<()> {
    let platform = Platform::on(demonstration().await?).await?;
    let cen = platform.login("cen").await?;
    let paul = platform.id_role("association").await?;
    let (first, second) = double(&platform.pool).await?;
    assert_eq!(
        found(&cen, "/organismes?q=hautes%20combes", "id_organisme").await?,
        BTreeSet::from([first.into(), second.into()])
    );
    assert_eq!(
        found(&cen, "/comptes?q=rouviere", "id_role").await?,
        BTreeSet::from([paul.into()]),
        "the closed account is not to be chosen"
    );

    // A past demande is of the account that is in use, and of its organisme.
    let register = "numero;depot;cloture;demandeur;objet;lots;maitre_ouvrage;detail;communes\n\
                    2017-001;02/03/2017;10/05/2017;association;etude_impact;F1;;Éoliennes;9A001\n";
    cen.post("/imports/demandes", json!({ "texte": register }))
        .await?
        .ok()?;
    let brought: (i32, Option<i32>) = sqlx::query_as(
        "SELECT id_demandeur, id_organisme FROM gn_demandes.demande WHERE numero = '2017-001'",
    )
    .fetch_one(&platform.pool)
    .await?;
    assert_eq!(brought, (paul, Some(first)));
    Ok(())
}

#[tokio::test]
async fn what_was_installed_goes_and_it_is_what_it_was() -> Result<()> {
    let pool = geonature().await?;
    let before = (removal::schema(&pool)?, removal::rows(&pool).await?);
    migrate(&pool)?;
    assert_ne!(removal::schema(&pool)?, before.0);
    let installed = Installed::on(&pool, &program()?, "").await?;
    let done = installed.run_as_administrator(&pool, &["uninstall", "--confirm", &name(&pool)?])?;
    ensure!(done.status.success(), "{}", said(&done));
    assert_eq!(
        (removal::schema(&pool)?, removal::rows(&pool).await?),
        before
    );
    Ok(())
}
