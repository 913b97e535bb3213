//! What the pages need of the service: the files themselves with safe headers, who is logged in, what waits for him, what he may do
//! and why not, and a map that places no record.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use demandes_api::http::{
    AppState,
    app::{App, AppSettings},
    router::router,
};
use demandes_tests::{
    dossiers::{self, draft},
    platform::{BASE_PATH, Platform, SECRET_KEY},
};
use serde_json::{Value, json};

#[tokio::test]
async fn pages_are_served_beside_the_api_with_a_strict_policy() -> Result<()> {
    let platform = Platform::demo().await?;
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), "<html></html>")?;
    std::fs::write(folder.path().join("main.0123456789abcdef.js"), "// pages")?;
    std::fs::write(platform.context.storage_dir.join("secret"), "secret")?;
    let app = App {
        folder: folder.path().to_owned(),
        settings: AppSettings {
            geonature_url: Some("https://geonature.example/".to_owned()),
            basemap_url: Some("https://{s}.tiles.example/{z}/{x}/{y}.png".to_owned()),
            basemap_attribution: None,
        },
    };
    let state = AppState::new(
        platform.context.clone(),
        SECRET_KEY.to_owned().into(),
        BASE_PATH,
    )
    .with_app(Some(app));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}{BASE_PATH}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(state, Duration::from_mins(1))).await });

    let get = |path: &str| reqwest::get(format!("{base}{path}"));
    for (path, cache) in [
        ("/app", "no-cache"),
        ("/app/", "no-cache"),
        ("/app/index.html", "no-cache"),
        ("/app/config.json", "no-cache"),
        (
            "/app/main.0123456789abcdef.js",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let answer = get(path).await?;
        ensure!(answer.status() == 200, "{path}: {}", answer.status());
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or("")
                .to_owned()
        };
        assert_eq!(header("cache-control"), cache, "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        ensure!(policy.contains("script-src 'self';"), "{policy}");
        ensure!(
            policy.contains("img-src 'self' data: https://*.tiles.example;"),
            "{policy}"
        );
    }
    let settings: Value = get("/app/config.json").await?.json().await?;
    assert_eq!(settings["geonature_url"], "https://geonature.example/");
    for path in [
        "/app/absent.0123456789abcdef.js",
        "/app/..%2fsecret",
        "/app/%2e%2e/secret",
    ] {
        let answer = get(path).await?;
        ensure!(answer.status() == 404, "{path}: {}", answer.status());
        ensure!(
            answer.headers()["cache-control"] != "public, max-age=31536000, immutable",
            "{path} would be kept for ever"
        );
    }
    // The API is not hidden by the pages, nor its documentation.
    ensure!(get("/health").await?.status() == 200);
    ensure!(get("/docs/").await?.status() == 200);
    ensure!(get("/me").await?.status() == 401);
    Ok(())
}

#[tokio::test]
async fn the_map_holds_published_cells_and_nothing_finer() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let empty = author.post("/demandes", draft()).await?.ok()?;
    let path = format!(
        "/demandes/{}/perimetre",
        dossiers::id(&empty, "id_demande")?
    );
    let carte = author.get(&path).await?.ok()?;
    assert_eq!(carte["perimetre"], Value::Null);
    assert_eq!(carte["mailles"]["features"], json!([]));

    let id = dossiers::brouillon(&author, draft()).await?;
    platform.work().await?;
    let carte = author
        .get(&format!("/demandes/{id}/perimetre"))
        .await?
        .ok()?;
    assert_eq!(carte["perimetre"]["communes_count"], 30);
    let features = carte["mailles"]["features"]
        .as_array()
        .context("features")?;
    ensure!(!features.is_empty(), "no cell on the map");
    let published: Vec<(String, String, i32)> = sqlx::query_as(
        "SELECT t.type_code::text, a.area_code::text, count(DISTINCT c.code_groupe)::int
         FROM gn_demandes.summary_cell c JOIN ref_geo.l_areas a USING (id_area) JOIN ref_geo.bib_areas_types t USING (id_type)
         GROUP BY 1, 2",
    )
    .fetch_all(&platform.pool)
    .await?;
    let mut total = 0;
    for feature in features {
        let cell = &feature["properties"];
        let known = published
            .iter()
            .find(|(kind, code, _)| cell["area_type"] == **kind && cell["code"] == **code);
        let (kind, code, groupes) = known.context("a cell that is not published")?;
        let figures = cell["groupes"].as_array().context("groupes")?;
        assert_eq!(figures.len(), usize::try_from(*groupes)?);
        for figure in figures {
            let n = figure["nombre_arrondi"].as_i64().context("figure")?;
            ensure!(n > 0 && n % 5 == 0, "{figure} is not rounded");
            total += n;
        }
        // Whole, never cut to the perimeter: but for the simplification, the area is that of the layer.
        let (share,): (f64,) = sqlx::query_as(
            "SELECT ST_Area(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON($3), 4326), Find_SRID('ref_geo', 'l_areas', 'geom')))
                    / ST_Area(a.geom)
             FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
             WHERE t.type_code = $1 AND a.area_code = $2",
        )
        .bind(kind)
        .bind(code)
        .bind(feature["geometry"].to_string())
        .fetch_one(&platform.pool)
        .await?;
        ensure!((0.98..1.02).contains(&share), "{kind} {code}: {share}");
    }
    let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
    let announced: i64 = annonce["summary"]["sensitive"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["nombre_arrondi"].as_i64())
        .sum();
    assert_eq!(total, announced, "the map says what the summary says");
    Ok(())
}

#[tokio::test]
async fn everybody_is_told_what_waits_for_him_and_why_not_the_rest() -> Result<()> {
    let platform = Platform::demo().await?;
    let [author, cen, oiseaux, dreal] = [
        platform.login("association").await?,
        platform.login("cen").await?,
        platform.login("oiseaux").await?,
        platform.login("dreal").await?,
    ];
    let me = oiseaux.get("/me").await?.ok()?;
    assert_eq!(me["rights"]["avis"], true);
    assert_eq!(me["rights"]["decision"], false);
    assert_eq!(me["poles"][0]["label"], "Pôle Oiseaux");

    let id = dossiers::brouillon(&author, draft()).await?;
    assert_eq!(tasks(&author, &id).await?, ["deposer"]);
    assert_eq!(tasks(&cen, &id).await?, Vec::<String>::new());
    let actions = author.get(&format!("/demandes/{id}/actions")).await?.ok()?;
    assert_eq!(actions["missing"], json!([]));
    assert_eq!(when(&actions["demande"], "depose"), ("now", None));
    let (judge, why) = when(&actions["demande"], "declare_completude");
    assert_eq!(judge, "not_yours");
    ensure!(why.is_some_and(|why| why.contains("complétude")));

    dossiers::depose(&author, &id).await?;
    assert_eq!(tasks(&cen, &id).await?, ["completude"]);
    cen.post(
        &format!("/demandes/{id}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    platform.work().await?;
    dossiers::hand_over(&platform, &id, "cen").await?;
    let expected = ["avis"];
    assert_eq!(tasks(&oiseaux, &id).await?, expected);
    ensure!(tasks(&cen, &id).await?.contains(&"envoi".to_owned()));
    // The décision waits for the pôle, and says so.
    let rapaces = dossiers::lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let (decide, why) = of_lot(&dreal, &id, &rapaces, "decide").await?;
    assert_eq!(decide, "not_now");
    ensure!(why.is_some_and(|why| why.contains("tour de table")));
    oiseaux
        .post(
            &format!("/lots/{rapaces}/avis"),
            json!({ "kind": "favorable" }),
        )
        .await?
        .ok()?;
    assert_eq!(tasks(&oiseaux, &id).await?, Vec::<String>::new());
    assert_eq!(of_lot(&dreal, &id, &rapaces, "decide").await?.0, "now");
    ensure!(tasks(&dreal, &id).await?.contains(&"decision".to_owned()));

    // The demandeur fetches what was sent from the page, without the link.
    let f1 = dossiers::lot_id(&dreal, &id, "F1", None).await?;
    let early = author
        .post(&format!("/lots/{f1}/session"), json!({}))
        .await?;
    assert_eq!(early.refusal().0, 409);
    cen.post(&format!("/lots/{f1}/livraison"), json!({}))
        .await?
        .ok()?;
    assert_eq!(tasks(&author, &id).await?, ["telechargement"]);
    let opened = author
        .post(&format!("/lots/{f1}/session"), json!({}))
        .await?;
    assert_eq!(opened.status, 201);
    let archive = author.read(&opened, "").await?;
    assert_eq!(archive.status, 200);
    assert_eq!(opened.json["bytes"], archive.bytes.len());
    assert_eq!(tasks(&author, &id).await?, Vec::<String>::new());
    platform.pass(chrono::Duration::days(31));
    let late = author
        .post(&format!("/lots/{f1}/session"), json!({}))
        .await?;
    assert_eq!(late.refusal(), (410, "link_expired"));
    // Who can write in the database makes no livraison last, nor opens one that was revoked.
    for (forged, back) in [
        (
            "UPDATE gn_demandes.livraison SET expires_at = expires_at + interval '1 year'",
            "UPDATE gn_demandes.livraison SET expires_at = expires_at - interval '1 year'",
        ),
        (
            "UPDATE gn_demandes.livraison SET jeton_sha256 = sha256(jeton_sha256)",
            "SELECT",
        ),
    ] {
        sqlx::query(forged).execute(&platform.pool).await?;
        let answer = author
            .post(&format!("/lots/{f1}/session"), json!({}))
            .await?;
        assert_eq!(answer.refusal().0, 404, "{forged}");
        sqlx::query(back).execute(&platform.pool).await?;
    }
    Ok(())
}

/// What waits for somebody in a demande.
async fn tasks(reader: &demandes_tests::client::Client, id: &str) -> Result<Vec<String>> {
    let all = reader.get("/taches").await?.ok()?;
    Ok(all
        .as_array()
        .context("taches")?
        .iter()
        .filter(|tache| tache["id_demande"] == id)
        .filter_map(|tache| tache["kind"].as_str().map(ToOwned::to_owned))
        .collect())
}

fn when<'a>(actions: &'a Value, name: &str) -> (&'a str, Option<&'a str>) {
    let found = actions
        .as_array()
        .into_iter()
        .flatten()
        .find(|one| one["action"] == name);
    found.map_or(("absent", None), |one| {
        (one["when"].as_str().unwrap_or(""), one["why_not"].as_str())
    })
}

async fn of_lot(
    reader: &demandes_tests::client::Client,
    id: &str,
    id_lot: &str,
    name: &str,
) -> Result<(String, Option<String>)> {
    let actions = reader.get(&format!("/demandes/{id}/actions")).await?.ok()?;
    let lot = actions["lots"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|lot| lot["id_lot"] == id_lot)
        .context("lot")?;
    let (when, why) = when(&lot["actions"], name);
    Ok((when.to_owned(), why.map(ToOwned::to_owned)))
}

#[tokio::test]
async fn communes_are_found_by_name_whatever_the_accents() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let found = author
        .get("/zones?area_type=COM&q=en%20LAUZERE")
        .await?
        .ok()?;
    let names: Vec<&str> = found
        .as_array()
        .context("zones")?
        .iter()
        .filter_map(|zone| zone["nom"].as_str())
        .collect();
    ensure!(
        !names.is_empty() && names.iter().all(|name| name.ends_with("-en-Lauzère")),
        "{names:?}"
    );
    let by_code = author.get("/zones?area_type=DEP&q=9b").await?.ok()?;
    assert_eq!(by_code[0]["nom"], "Combes-et-Serres");
    for text in ["%25", "_", "''", "%00", "zzzz"] {
        let answer = author
            .get(&format!("/zones?area_type=COM&q={text}"))
            .await?;
        ensure!(answer.status.is_success(), "{text}: {}", answer.status);
        if text != "''" {
            assert_eq!(answer.json, json!([]), "{text}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_pole_reads_what_conditions_would_change_and_the_files_say_the_same() -> Result<()> {
    let platform = Platform::demo().await?;
    let [author, cen, oiseaux, flore, dreal] = [
        platform.login("association").await?,
        platform.login("cen").await?,
        platform.login("oiseaux").await?,
        platform.login("flore").await?,
        platform.login("dreal").await?,
    ];
    let id = dossiers::brouillon(&author, draft()).await?;
    dossiers::depose(&author, &id).await?;
    cen.post(
        &format!("/demandes/{id}/completude"),
        json!({ "complete": true }),
    )
    .await?
    .ok()?;
    let rapaces = dossiers::lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let path = format!("/lots/{rapaces}/apercu");
    // Figures of an F3 before its delivery: neither for who asks, nor for a co-administrateur, nor for a pôle of other groups.
    for reader in [&author, &cen] {
        assert_eq!(reader.post(&path, json!({})).await?.refusal().0, 403);
    }
    let elsewhere = flore.post(&path, json!({})).await?.refusal().0;
    ensure!([403, 404].contains(&elsewhere), "{elsewhere}");
    for wrong in [
        json!({ "coarser_level": "9" }),
        json!({ "excluded_taxa": [999_999_999] }),
        json!({ "embargo_until": "2020-01-01" }),
        json!({ "excluded_period": { "from": "2024-02-01", "to": "2024-01-01" } }),
    ] {
        let answer = oiseaux.post(&path, wrong.clone()).await?;
        assert_eq!(answer.refusal().0, 422, "{wrong}");
    }

    let whole = oiseaux.post(&path, json!({})).await?.ok()?;
    ensure!(whole["donnees"].as_i64() > Some(0), "{whole}");
    assert_eq!(whole["restantes"], whole["donnees"]);
    assert_eq!(whole["precises"], whole["donnees"]);
    assert_eq!(whole, dreal.post(&path, json!({})).await?.ok()?);
    let (taxon, year): (i32, i32) = sqlx::query_as(
        "SELECT t.cd_ref, extract(year FROM s.date_min)::int FROM gn_synthese.synthese s JOIN taxonomie.taxref t USING (cd_nom)
         JOIN gn_diffusion.groupe_taxon g ON g.code_groupe = 'RAPACES' AND g.value = t.cd_ref::text
         GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
    )
    .fetch_one(&platform.pool)
    .await?;
    let conditions = json!({
        "excluded_taxa": [taxon],
        "excluded_period": { "from": format!("{year}-01-01"), "to": format!("{year}-12-31") },
        "shorter_duration_months": 1,
    });
    let cut = oiseaux.post(&path, conditions.clone()).await?.ok()?;
    assert_eq!(cut["mois_accordes"], 1);
    let blurred = oiseaux
        .post(&path, json!({ "coarser_level": "2" }))
        .await?
        .ok()?;
    assert_eq!(blurred["floutees"], whole["donnees"]);
    assert_eq!(blurred["precises"], 0);

    // Nothing was kept by it; and the machine takes away what was told.
    let events = dreal.get(&format!("/demandes/{id}/journal")).await?.ok()?;
    ensure!(!events.to_string().contains("give_avis"));
    oiseaux
        .post(
            &format!("/lots/{rapaces}/avis"),
            json!({ "kind": "favorable_sous_conditions", "conditions": conditions }),
        )
        .await?
        .ok()?;
    dreal
        .post(
            &format!("/lots/{rapaces}/decision"),
            json!({ "kind": "accept_with_conditions", "conditions": conditions }),
        )
        .await?
        .ok()?;
    assert_eq!(
        oiseaux.post(&path, json!({})).await?.refusal(),
        (409, "lot_decided")
    );
    platform.work().await?;
    let lot = dreal.get(&format!("/lots/{rapaces}")).await?.ok()?;
    let removed = &lot["report"]["delivered"]["retirees_par_condition"];
    assert_eq!(removed["excluded_taxa"], cut["exclues_taxon"], "{lot}");
    assert_eq!(removed["excluded_period"], cut["exclues_periode"], "{lot}");
    Ok(())
}

#[tokio::test]
async fn registers_find_organismes_and_accounts_for_who_keeps_them() -> Result<()> {
    let platform = Platform::demo().await?;
    let [author, oiseaux, dreal] = [
        platform.login("association").await?,
        platform.login("oiseaux").await?,
        platform.login("dreal").await?,
    ];
    for path in ["/organismes?q=a", "/comptes?q=a", "/garde/bloques"] {
        for reader in [&author, &oiseaux] {
            assert_eq!(reader.get(path).await?.refusal().0, 403, "{path}");
        }
        ensure!(dreal.get(path).await?.status.is_success(), "{path}");
    }
    for nothing in ["%00", "%20", "%25", "zzzzzz"] {
        for path in ["/organismes", "/comptes"] {
            let found = dreal.get(&format!("{path}?q={nothing}")).await?.ok()?;
            assert_eq!(found, json!([]), "{path} {nothing}");
        }
    }
    let (nom,): (String,) =
        sqlx::query_as("SELECT nom_role FROM utilisateurs.t_roles WHERE identifiant = 'oiseaux'")
            .fetch_one(&platform.pool)
            .await?;
    let found = dreal.get(&format!("/comptes?q={nom}")).await?.ok()?;
    let id = platform.id_role("oiseaux").await?;
    let is_there = |found: &Value| {
        found
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["id_role"] == id))
    };
    ensure!(is_there(&found), "{found}");
    sqlx::query("UPDATE utilisateurs.t_roles SET active = false WHERE id_role = $1")
        .bind(id)
        .execute(&platform.pool)
        .await?;
    let found = dreal.get(&format!("/comptes?q={nom}")).await?.ok()?;
    ensure!(!is_there(&found), "an account that is closed");

    let me = author.get("/me").await?.ok()?;
    for right in ["read_registres", "registres", "reglages"] {
        assert_eq!(me["rights"][right], false);
        assert_eq!(dreal.get("/me").await?.ok()?["rights"][right], true);
    }
    Ok(())
}

#[tokio::test]
async fn limits_of_communes_around_a_place_are_those_of_the_layer() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let (lng, lat, code): (f64, f64, String) = sqlx::query_as(
        "SELECT ST_X(p.g), ST_Y(p.g), a.area_code::text
         FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
         CROSS JOIN LATERAL (SELECT ST_Transform(ST_PointOnSurface(a.geom), 4326) AS g) p
         WHERE t.type_code = 'COM' AND a.enable ORDER BY a.area_code LIMIT 1",
    )
    .fetch_one(&platform.pool)
    .await?;
    let found = author
        .get(&format!("/zones/communes?lng={lng}&lat={lat}"))
        .await?
        .ok()?;
    let features = found["features"].as_array().context("features")?;
    ensure!((2..=30).contains(&features.len()), "{}", features.len());
    // The commune of the place is among them, where it is.
    let own = features
        .iter()
        .find(|one| one["properties"]["code"] == *code)
        .context("the commune of the place")?;
    let (apart,): (f64,) = sqlx::query_as(
        "SELECT ST_HausdorffDistance(a.geom, ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON($2), 4326), ST_SRID(a.geom)))
         FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type) WHERE t.type_code = 'COM' AND a.area_code = $1",
    )
    .bind(&code)
    .bind(own["geometry"].to_string())
    .fetch_one(&platform.pool)
    .await?;
    ensure!(apart < 1.0, "{apart} m from the layer");
    let far = author.get("/zones/communes?lng=-60&lat=10").await?.ok()?;
    assert_eq!(far["features"], json!([]));
    for wrong in ["lng=400&lat=0", "lng=0&lat=90", "lng=NaN&lat=0"] {
        let answer = author.get(&format!("/zones/communes?{wrong}")).await?;
        ensure!([400, 422].contains(&answer.refusal().0), "{wrong}");
    }
    Ok(())
}
