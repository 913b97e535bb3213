//! Who is asking, over HTTP: which tokens are accepted, and which permissions of the database give a right.

#![expect(
    clippy::too_many_lines,
    reason = "a scenario is read from top to bottom"
)]

use anyhow::{Context as _, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Duration, NaiveDateTime};
use demandes_tests::{
    client::{Client, sign},
    dossiers,
    platform::{Platform, SECRET_KEY},
};
use serde_json::{Value, json};

const HS256: &str = "HS256";

async fn listing(platform: &Platform, token: &str) -> Result<(u16, String)> {
    let answer = Client::new(&platform.url, token).get("/demandes").await?;
    let (status, code) = answer.refusal();
    Ok((status, code.to_owned()))
}

fn signed(header: &Value, payload: &Value) -> Result<String> {
    sign(header, payload, SECRET_KEY.as_bytes())
}

#[tokio::test]
async fn tokens_of_both_layouts_open_and_every_other_is_refused() -> Result<()> {
    let platform = Platform::demo().await?;
    let id = platform.id_role("consultant").await?;
    let at = |seconds: i64| (platform.now() + Duration::seconds(seconds)).timestamp();
    let (good, past) = (at(3600), at(-1));
    let user = json!({ "id_role": id });
    let header = |alg: &str| json!({ "alg": alg, "typ": "JWT", "exp": good });

    let accepted = [
        (
            "end in the header",
            json!({ "alg": HS256, "typ": "JWT", "exp": good }),
            user.clone(),
        ),
        (
            "end in the payload",
            json!({ "alg": HS256, "typ": "JWT" }),
            json!({ "id_role": id, "exp": good }),
        ),
        (
            "in both",
            json!({ "alg": HS256, "exp": good }),
            json!({ "id_role": id, "exp": good, "iat": past }),
        ),
        (
            "a whole user, as GeoNature writes it",
            json!({ "alg": HS256, "exp": good, "iat": past }),
            json!({ "id_role": id, "identifiant": "administrateur", "id_organisme": 1, "groupe": false, "max_level_profil": 6 }),
        ),
    ];
    for (name, header, payload) in &accepted {
        assert_eq!(
            listing(&platform, &signed(header, payload)?).await?,
            (200, String::new()),
            "{name}"
        );
    }

    let expired = [
        (json!({ "alg": HS256, "exp": past }), user.clone()),
        (
            json!({ "alg": HS256 }),
            json!({ "id_role": id, "exp": past }),
        ),
        (
            json!({ "alg": HS256, "exp": past }),
            json!({ "id_role": id, "exp": past }),
        ),
        (
            json!({ "alg": HS256, "exp": good }),
            json!({ "id_role": id, "exp": past }),
        ),
        (
            json!({ "alg": HS256, "exp": past }),
            json!({ "id_role": id, "exp": good }),
        ),
        (json!({ "alg": HS256, "exp": at(0) }), user.clone()),
    ];
    for (header, payload) in &expired {
        let answer = listing(&platform, &signed(header, payload)?).await?;
        assert_eq!(
            answer,
            (401, "token_expired".to_owned()),
            "{header} {payload}"
        );
    }

    let genuine = signed(&header(HS256), &user)?;
    let mut parts: Vec<&str> = genuine.split('.').collect();
    let admin =
        URL_SAFE_NO_PAD.encode(json!({ "id_role": platform.id_role("dreal").await? }).to_string());
    let unsigned = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(header("none").to_string()),
        parts[1]
    );
    let borrowed = format!("{}.{admin}.{}", parts[0], parts[2]);
    let group: i32 =
        sqlx::query_scalar("SELECT id_role FROM utilisateurs.t_roles WHERE nom_role = 'Grp_admin'")
            .fetch_one(&platform.pool)
            .await?;
    let inactive = platform.id_role("inactif").await?;
    parts.pop();
    let invalid = [
        ("not a token", "n'importe quoi".to_owned()),
        ("three dots", "a.b.c".to_owned()),
        (
            "another key",
            sign(
                &header(HS256),
                &user,
                b"une autre cle, assez longue pour en etre une",
            )?,
        ),
        ("no signature", format!("{}.", parts.join("."))),
        ("two parts", parts.join(".")),
        (
            "somebody else's payload under a genuine signature",
            borrowed,
        ),
        ("alg none", unsigned),
        ("alg none, signed", signed(&header("none"), &user)?),
        ("alg HS512", signed(&header("HS512"), &user)?),
        ("alg in lower case", signed(&header("hs256"), &user)?),
        ("no end", signed(&json!({ "alg": HS256 }), &user)?),
        (
            "an end that is no number",
            signed(&json!({ "alg": HS256, "exp": "demain" }), &user)?,
        ),
        ("nobody", signed(&header(HS256), &json!({}))?),
        (
            "an id in letters",
            signed(&header(HS256), &json!({ "id_role": id.to_string() }))?,
        ),
        (
            "an inactive user",
            signed(&header(HS256), &json!({ "id_role": inactive }))?,
        ),
        (
            "a group",
            signed(&header(HS256), &json!({ "id_role": group }))?,
        ),
        (
            "an unknown id",
            signed(&header(HS256), &json!({ "id_role": i32::MAX }))?,
        ),
        (
            "an id beyond any",
            signed(&header(HS256), &json!({ "id_role": i64::MAX }))?,
        ),
    ];
    for (name, token) in &invalid {
        assert_eq!(
            listing(&platform, token).await?,
            (401, "token_invalid".to_owned()),
            "{name}"
        );
    }

    assert_eq!(
        listing(&platform, "").await?,
        (401, "token_missing".to_owned())
    );
    let basic = reqwest::Client::new()
        .get(format!("{}/demandes", platform.url))
        .basic_auth("dreal", Some("x"));
    assert_eq!(basic.send().await?.status().as_u16(), 401);
    let in_query = reqwest::Client::new().get(format!("{}/demandes?token={genuine}", platform.url));
    assert_eq!(
        in_query.send().await?.status().as_u16(),
        401,
        "a token travels in its header only"
    );
    Ok(())
}

#[tokio::test]
async fn a_token_outlives_neither_its_end_nor_the_account() -> Result<()> {
    let platform = Platform::demo().await?;
    let id = platform.id_role("consultant").await?;
    let end = platform.now() + Duration::minutes(10);
    let token = signed(
        &json!({ "alg": HS256, "exp": end.timestamp() }),
        &json!({ "id_role": id }),
    )?;
    assert_eq!(listing(&platform, &token).await?.0, 200);
    platform.pass(Duration::minutes(10));
    assert_eq!(
        listing(&platform, &token).await?,
        (401, "token_expired".to_owned())
    );

    let client = platform.login("consultant").await?;
    assert_eq!(client.get("/demandes").await?.status, 200);
    sqlx::query("UPDATE utilisateurs.t_roles SET active = false WHERE id_role = $1")
        .bind(id)
        .execute(&platform.pool)
        .await?;
    assert_eq!(
        client.get("/demandes").await?.refusal(),
        (401, "token_invalid")
    );
    assert_eq!(
        client.post("/demandes", dossiers::draft()).await?.refusal(),
        (401, "token_invalid")
    );
    sqlx::query("UPDATE utilisateurs.t_roles SET active = NULL WHERE id_role = $1")
        .bind(id)
        .execute(&platform.pool)
        .await?;
    assert_eq!(
        client.get("/demandes").await?.refusal(),
        (401, "token_invalid"),
        "unknown is not active"
    );
    Ok(())
}

/// Gives the one right that is tried, and takes every other one of the module from everybody.
struct Rights {
    platform: Platform,
    id_role: i32,
    id_permission: i32,
}

impl Rights {
    async fn only_to_create() -> Result<Self> {
        let platform = Platform::demo().await?;
        let id_role = platform.id_role("consultant").await?;
        sqlx::raw_sql("DELETE FROM gn_permissions.t_permissions")
            .execute(&platform.pool)
            .await?;
        let id_permission = sqlx::query_scalar(
            "INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, validated)
             SELECT $1, a.id_action, m.id_module, o.id_object, true
             FROM gn_permissions.bib_actions a, gn_commons.t_modules m, gn_permissions.t_objects o
             WHERE a.code_action = 'C' AND m.module_code = 'DEMANDES' AND o.code_object = 'ALL' RETURNING id_permission",
        )
        .bind(id_role)
        .fetch_one(&platform.pool)
        .await
        .context("the module DEMANDES is registered")?;
        Ok(Self {
            platform,
            id_role,
            id_permission,
        })
    }

    async fn set(&self, what: &str) -> Result<()> {
        let sql = format!(
            "UPDATE gn_permissions.t_permissions SET {what} WHERE id_permission = {}",
            self.id_permission
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&self.platform.pool)
            .await?;
        Ok(())
    }

    async fn status(&self) -> Result<u16> {
        let client = self.platform.login("consultant").await?;
        Ok(client
            .post("/demandes", dossiers::draft())
            .await?
            .status
            .as_u16())
    }
}

#[tokio::test]
async fn a_permission_counts_while_it_is_validated_and_has_not_expired() -> Result<()> {
    let rights = Rights::only_to_create().await?;
    assert_eq!(rights.status().await?, 201);
    for validated in ["false", "NULL"] {
        rights.set(&format!("validated = {validated}")).await?;
        assert_eq!(rights.status().await?, 403, "validated {validated}");
    }
    rights.set("validated = true").await?;

    // The clock says 9 h UTC on 2 March 2026: 10 h in France, which is what expire_on is written in.
    let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M");
    for (expires, status) in [
        ("2026-03-02 09:30", 403),
        ("2026-03-02 10:00", 403),
        ("2026-03-02 10:01", 201),
    ] {
        rights
            .set(&format!("expire_on = '{}'", local(expires)?))
            .await?;
        assert_eq!(rights.status().await?, status, "until {expires}");
    }
    rights.platform.pass(Duration::minutes(2));
    assert_eq!(
        rights.status().await?,
        403,
        "it expires between two requests"
    );
    Ok(())
}

#[tokio::test]
async fn a_permission_with_a_filter_we_do_not_apply_gives_nothing() -> Result<()> {
    let rights = Rights::only_to_create().await?;
    let pool = &rights.platform.pool;
    sqlx::query("INSERT INTO gn_permissions.cor_permission_area SELECT $1, min(id_area) FROM ref_geo.l_areas")
        .bind(rights.id_permission)
        .execute(pool)
        .await?;
    assert_eq!(rights.status().await?, 403, "area");
    sqlx::raw_sql("DELETE FROM gn_permissions.cor_permission_area")
        .execute(pool)
        .await?;
    assert_eq!(rights.status().await?, 201);

    sqlx::query("INSERT INTO gn_permissions.cor_permission_taxref SELECT $1, min(cd_nom) FROM taxonomie.taxref")
        .bind(rights.id_permission)
        .execute(pool)
        .await?;
    assert_eq!(rights.status().await?, 403, "taxon");
    sqlx::raw_sql("DELETE FROM gn_permissions.cor_permission_taxref")
        .execute(pool)
        .await?;

    rights.set("sensitivity_filter = true").await?;
    assert_eq!(rights.status().await?, 403, "sensitivity");
    rights.set("sensitivity_filter = NULL").await?;
    assert_eq!(rights.status().await?, 201);
    Ok(())
}

#[tokio::test]
async fn a_permission_is_of_one_module_one_object_one_action_and_of_the_groups_one_is_in()
-> Result<()> {
    let rights = Rights::only_to_create().await?;
    let pool = &rights.platform.pool;
    rights.set("id_module = (SELECT id_module FROM gn_commons.t_modules WHERE module_code = 'SYNTHESE')").await?;
    assert_eq!(rights.status().await?, 403, "another module");
    rights.set("id_module = (SELECT id_module FROM gn_commons.t_modules WHERE module_code = 'DEMANDES')").await?;
    rights.set("id_object = (SELECT id_object FROM gn_permissions.t_objects WHERE code_object = 'DEMANDES_AVIS')").await?;
    assert_eq!(rights.status().await?, 403, "another object");
    rights.set("id_object = (SELECT id_object FROM gn_permissions.t_objects WHERE code_object = 'ALL')").await?;
    rights.set("id_action = (SELECT id_action FROM gn_permissions.bib_actions WHERE code_action = 'R')").await?;
    assert_eq!(rights.status().await?, 403, "another action");
    rights.set("id_action = (SELECT id_action FROM gn_permissions.bib_actions WHERE code_action = 'C')").await?;
    assert_eq!(rights.status().await?, 201);

    rights
        .set("id_role = (SELECT id_role FROM utilisateurs.t_roles WHERE nom_role = 'Grp_en_poste')")
        .await?;
    assert_eq!(rights.status().await?, 201, "by the group");
    sqlx::query("DELETE FROM utilisateurs.cor_roles WHERE id_role_utilisateur = $1")
        .bind(rights.id_role)
        .execute(pool)
        .await?;
    assert_eq!(rights.status().await?, 403, "out of the group");
    Ok(())
}
