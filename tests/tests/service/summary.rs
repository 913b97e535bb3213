//! The figures of the annonce (domain, 6.6), written apart: each published cell, each sum over a perimeter, and what somebody who
//! adds, subtracts and moves perimeters can get out of them. On the demonstration, and on nasty records.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use chrono::Duration;
use demandes_tests::{client::Client, dossiers, platform::Platform};
use serde_json::{Value, json};

use super::oracle;

/// Every cell as the rules say it for a threshold and a rounding: (group, status, area) → figure. No function of the extension.
const CELLS: &str = "
    SELECT coalesce(r.groupe, ''), t.statut, m.id_area, (round(count(*)::numeric / $2) * $2)::integer
      FROM oracle.record r
      JOIN oracle.area a USING (id_synthese)
      JOIN oracle.member m USING (id_set)
      JOIN oracle.statut t USING (cd_ref)
     WHERE r.sensitive AND r.withheld IS NULL AND NOT r.private
       AND EXISTS (SELECT FROM oracle.member h JOIN ref_geo.l_areas l USING (id_area), oracle.territory t
                    WHERE h.id_set = a.id_set AND ST_Intersects(l.geom, t.geom))
     GROUP BY 1, 2, 3
    HAVING count(*) >= $1 AND round(count(*)::numeric / $2) > 0";

const PUBLISHED: &str =
    "SELECT code_groupe, statut, id_area, published FROM gn_demandes.summary_cell";

/// Where records are counted: the extent of the communes.
const TERRITORY: &str = "
    CREATE TABLE oracle.territory AS
    SELECT ST_SetSRID(ST_Expand(ST_Extent(geom)::geometry, 1), 2154) AS geom
      FROM ref_geo.l_areas WHERE enable AND id_type = ref_geo.get_id_area_type('COM')";

/// The status of each taxon, by the names of the texts: written apart from the table that the service reads.
const STATUTS: &str = "
    CREATE TABLE oracle.statut AS
    SELECT t.cd_ref,
           CASE WHEN protected AND threatened THEN 'protegee_menacee' WHEN protected THEN 'protegee'
                WHEN threatened THEN 'menacee' ELSE 'aucun' END AS statut
      FROM (SELECT DISTINCT cd_ref FROM taxonomie.taxref WHERE cd_ref IS NOT NULL) t
     CROSS JOIN LATERAL (
         SELECT coalesce(bool_or(x.cd_type_statut IN ('PN', 'PR', 'PD', 'POM')), false) AS protected,
                coalesce(bool_or(x.cd_type_statut IN ('LRN', 'LRR') AND v.code_statut IN ('CR', 'CR*', 'EN', 'VU')), false) AS threatened
           FROM taxonomie.bdc_statut_taxons b
           JOIN taxonomie.taxref n ON n.cd_nom = b.cd_nom AND n.cd_ref = t.cd_ref
           JOIN taxonomie.bdc_statut_cor_text_values c USING (id_value_text)
           JOIN taxonomie.bdc_statut_values v USING (id_value)
           JOIN taxonomie.bdc_statut_text x ON x.id_text = c.id_text AND x.enable) s";

type Cells = BTreeMap<(String, String, i32), i32>;

async fn cells(platform: &Platform, k: i32, rounding: i32) -> Result<Cells> {
    let rows: Vec<(String, String, i32, i32)> = sqlx::query_as(CELLS)
        .bind(k)
        .bind(rounding)
        .fetch_all(&platform.pool)
        .await?;
    Ok(keyed(rows))
}

async fn published(platform: &Platform) -> Result<Cells> {
    Ok(keyed(
        sqlx::query_as(PUBLISHED).fetch_all(&platform.pool).await?,
    ))
}

fn keyed(rows: Vec<(String, String, i32, i32)>) -> Cells {
    rows.into_iter()
        .map(|(groupe, statut, area, figure)| ((groupe, statut, area), figure))
        .collect()
}

/// The demonstration with the oracle and a snapshot of the day.
async fn plain_platform() -> Result<Platform> {
    with_oracle(Platform::demo().await?).await
}

/// The same, nasty.
async fn nasty_platform(seed: i32) -> Result<Platform> {
    let platform = Platform::demo().await?;
    oracle::make_nasty(&platform.pool, seed).await;
    with_oracle(platform).await
}

async fn with_oracle(platform: Platform) -> Result<Platform> {
    let day = platform.now().format("%Y-%m-%d").to_string();
    oracle::install(&platform.pool, &day).await;
    sqlx::raw_sql(TERRITORY).execute(&platform.pool).await?;
    sqlx::raw_sql(STATUTS).execute(&platform.pool).await?;
    platform.work().await?;
    Ok(platform)
}

/// Counts again, as if a day had passed.
async fn count_again(platform: &Platform) -> Result<()> {
    sqlx::raw_sql("DELETE FROM gn_demandes.summary_snapshot")
        .execute(&platform.pool)
        .await?;
    platform.work().await?;
    Ok(())
}

/// The summary that the annonce gives for a perimeter drawn in the local projection (WKT).
async fn summary(author: &Client, platform: &Platform, wkt: &str) -> Result<(String, Value)> {
    let drawn: String = sqlx::query_scalar(
        "SELECT ST_AsGeoJSON(ST_Transform(ST_GeomFromText($1, 2154), 4326), 15)",
    )
    .bind(wkt)
    .fetch_one(&platform.pool)
    .await?;
    let demande = author.post("/demandes", dossiers::draft()).await?.ok()?;
    let id = dossiers::id(&demande, "id_demande")?.to_owned();
    author
        .put_file(
            &format!("/demandes/{id}/perimetre"),
            "perimetre.geojson",
            drawn.into(),
            None,
        )
        .await?
        .ok()?;
    let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
    Ok((id, annonce["summary"].clone()))
}

/// What is told of a perimeter about sensitive data: by group and status, ('*' for a total).
type Told = BTreeMap<(String, String), i64>;

/// Every figure of sensitive data of a summary, wherever it is told. The same thing told twice is told the same.
fn told(summary: &Value) -> Result<Told> {
    let mut told = Told::new();
    let mut tell = |groupe: &str, statut: &str, figure: i64| {
        let key = (groupe.to_owned(), statut.to_owned());
        let before = told.insert(key, figure);
        assert!(
            before.is_none_or(|before| before == figure),
            "{groupe} {statut}: {before:?}, {figure}"
        );
    };
    for (groupe, figure) in sensitive(summary)? {
        tell(&groupe, "*", figure);
    }
    assert_eq!(summary["statuts"]["available"], true);
    for row in summary["statuts"]["figures"]
        .as_array()
        .context("statuts")?
    {
        let figure = row["nombre_arrondi"].as_i64().context("a figure")?;
        if figure > 0 {
            let statut = row["statut"].as_str().context("a status")?;
            tell(row["groupe"].as_str().unwrap_or(""), statut, figure);
        }
    }
    for chart in summary["charts"].as_array().context("charts")? {
        for (category, figure) in rounded(chart)? {
            match chart["code"].as_str() {
                Some("groupes") => tell(&category, "*", figure),
                Some("statuts") => tell("*", &category, figure),
                Some("sensibilite") if category == "sensitive" => tell("*", "*", figure),
                _ => {}
            }
        }
    }
    Ok(told)
}

/// Rounded figures of a chart by category, those that are not nothing; the form holds.
fn rounded(chart: &Value) -> Result<Vec<(String, i64)>> {
    let categories = chart["categories"].as_array().context("categories")?;
    let mut found = Vec::new();
    for series in chart["series"].as_array().context("series")? {
        let values = series["values"].as_array().context("values")?;
        assert_eq!(values.len(), categories.len(), "{chart}");
        if series["code"] == "non_sensitive" {
            continue;
        }
        for (category, value) in categories.iter().zip(values) {
            let code = category["code"].as_str().context("code")?;
            assert!(
                category["label"]
                    .as_str()
                    .is_some_and(|label| !label.is_empty())
            );
            let value = value.as_i64().context("a value")?;
            if value > 0 {
                found.push((code.to_owned(), value));
            }
        }
    }
    Ok(found)
}

/// Figures of sensitive data, by group.
fn sensitive(summary: &Value) -> Result<BTreeMap<String, i64>> {
    let rows = summary["sensitive"].as_array().context("sensitive")?;
    let figure = |row: &Value| {
        Some((
            row["groupe"].as_str().unwrap_or("").to_owned(),
            row["nombre_arrondi"].as_i64()?,
        ))
    };
    rows.iter()
        .map(|row| figure(row).with_context(|| row.to_string()))
        .collect()
}

/// Figures of non-sensitive data, by group and year.
fn non_sensitive(summary: &Value) -> Result<BTreeMap<(String, i64), i64>> {
    let rows = summary["non_sensitive"]
        .as_array()
        .context("non_sensitive")?;
    let figure = |row: &Value| {
        let groupe = row["groupe"].as_str().unwrap_or("").to_owned();
        Some(((groupe, row["annee"].as_i64()?), row["nombre"].as_i64()?))
    };
    rows.iter()
        .map(|row| figure(row).with_context(|| row.to_string()))
        .collect()
}

/// The sums that the cells give for the perimeter of a demande, with every total.
async fn sums(platform: &Platform, id: &str, cells: &Cells) -> Result<Told> {
    let met: Vec<i32> = sqlx::query_scalar(
        "SELECT a.id_area FROM ref_geo.l_areas a JOIN gn_demandes.perimetre p ON ST_Intersects(a.geom, p.geom) WHERE p.id_demande = $1::uuid",
    )
    .bind(id)
    .fetch_all(&platform.pool)
    .await?;
    let met: BTreeSet<i32> = met.into_iter().collect();
    let mut sums = BTreeMap::new();
    for ((groupe, statut, area), figure) in cells {
        if !met.contains(area) {
            continue;
        }
        for key in [
            (groupe.as_str(), statut.as_str()),
            (groupe, "*"),
            ("*", statut),
            ("*", "*"),
        ] {
            *sums
                .entry((key.0.to_owned(), key.1.to_owned()))
                .or_default() += i64::from(*figure);
        }
    }
    Ok(sums)
}

#[tokio::test]
async fn figures_are_sums_of_published_cells_and_exact_where_nothing_is_sensitive() -> Result<()> {
    let platform = plain_platform().await?;
    let author = platform.login("association").await?;
    let expected = cells(&platform, 5, 5).await?;
    assert_eq!(published(&platform).await?, expected);
    assert!(expected.len() > 50, "{} cells", expected.len());
    assert!(
        expected
            .values()
            .all(|figure| *figure >= 5 && figure % 5 == 0)
    );
    let suppressed = cells(&platform, 1, 1).await?;
    assert!(
        suppressed.len() > 2 * expected.len(),
        "most cells hold too few to be told"
    );
    let mut figures = 0;
    // Rings around records, from tens of metres to a few cells.
    let rings: Vec<String> = sqlx::query_scalar(
        "SELECT ST_AsText(ST_Difference(ST_Buffer(p.geom, size, 2), ST_Buffer(p.geom, size / 3, 2)), 20)
           FROM unnest(ARRAY[30, 300, 1500, 6000]) WITH ORDINALITY s (size, n)
          CROSS JOIN LATERAL (SELECT r.geom FROM oracle.record r JOIN oracle.area a USING (id_synthese)
                               WHERE ST_GeometryType(r.geom) = 'ST_Point' ORDER BY md5(r.id_synthese || ':' || n) LIMIT 1) p",
    )
    .fetch_all(&platform.pool)
    .await?;
    for wkt in rings {
        let (id, summary) = summary(&author, &platform, &wkt).await?;
        let found = told(&summary)?;
        assert_eq!(found, sums(&platform, &id, &expected).await?, "{wkt}");
        let exact: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT coalesce(r.groupe, ''), extract(year FROM r.day_min)::bigint, count(*)
               FROM oracle.record r JOIN gn_demandes.perimetre p ON p.id_demande = $1::uuid AND ST_Intersects(p.geom, r.geom)
              WHERE NOT r.sensitive AND r.withheld IS NULL AND NOT r.private GROUP BY 1, 2",
        )
        .bind(&id)
        .fetch_all(&platform.pool)
        .await?;
        let exact: BTreeMap<(String, i64), i64> = exact
            .into_iter()
            .map(|(groupe, year, records)| ((groupe, year), records))
            .collect();
        assert_eq!(non_sensitive(&summary)?, exact, "{wkt}");
        // The non-sensitive ones by status: the same records.
        let by_statut: i64 = summary["statuts"]["figures"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["nombre"].as_i64())
            .sum();
        assert_eq!(by_statut, exact.values().sum::<i64>());
        figures += exact.len() + found.len();
    }
    assert!(figures > 20, "{figures} figures only");
    Ok(())
}

/// A threshold below half of the rounding leaves nothing between: what rounds to nothing is suppressed, not told as 'a few'.
#[tokio::test]
async fn settings_of_threshold_and_rounding_hold_for_each_cell() -> Result<()> {
    let platform = nasty_platform(6).await?;
    for (k, rounding) in [(1, 10), (3, 1), (7, 5), (2, 7)] {
        sqlx::query(
            "UPDATE gn_demandes.setting SET value = to_jsonb(CASE key WHEN 'summary_k' THEN $1 ELSE $2 END)
              WHERE key IN ('summary_k', 'summary_rounding')",
        )
        .bind(k)
        .bind(rounding)
        .execute(&platform.pool)
        .await?;
        count_again(&platform).await?;
        let found = published(&platform).await?;
        assert_eq!(
            found,
            cells(&platform, k, rounding).await?,
            "k {k}, rounding {rounding}"
        );
        assert!(!found.is_empty());
        assert!(
            found
                .values()
                .all(|figure| *figure > 0 && figure % rounding == 0),
            "k {k}, rounding {rounding}"
        );
    }
    Ok(())
}

/// All that is withheld could be absent: no figure of the annonce would change.
#[tokio::test]
async fn withheld_records_are_in_no_figure() -> Result<()> {
    let platform = nasty_platform(7).await?;
    let author = platform.login("association").await?;
    let wkts: Vec<String> = sqlx::query_scalar(
        "SELECT ST_AsText(nasty.perimetre(i), 20) FROM unnest(ARRAY[203, 209, 218]) i",
    )
    .fetch_all(&platform.pool)
    .await?;
    let figures = async || -> Result<Vec<Value>> {
        let mut told = Vec::new();
        for wkt in &wkts {
            let (_, mut summary) = summary(&author, &platform, wkt).await?;
            summary["sensitive_counted_at"] = Value::Null;
            told.push(summary);
        }
        Ok(told)
    };
    let before = figures().await?;
    let gone = sqlx::query(
        "DELETE FROM gn_synthese.synthese s USING oracle.record r LEFT JOIN oracle.area a USING (id_synthese)
          WHERE r.id_synthese = s.id_synthese
            AND (r.withheld IS NOT NULL OR r.private OR (r.sensitive AND a.id_set IS NULL) OR r.geom IS NULL)",
    )
    .execute(&platform.pool)
    .await?;
    assert!(gone.rows_affected() > 100, "{gone:?}");
    count_again(&platform).await?;
    assert_eq!(figures().await?, before);
    Ok(())
}

/// Somebody moves a perimeter by a metre, adds a hole, and subtracts: every difference is made of whole published cells, so that he
/// learns nothing that the cells do not tell, and of a cell below the threshold nothing at all.
#[tokio::test]
async fn moving_and_subtracting_recovers_nothing() -> Result<()> {
    let platform = plain_platform().await?;
    let author = platform.login("association").await?;
    // A lonely record: the only one of its group in its cell, which is therefore suppressed.
    let (victim, x, y): (i32, f64, f64) = sqlx::query_as(
        "SELECT r.id_synthese, ST_X(r.geom), ST_Y(r.geom)
           FROM oracle.record r JOIN oracle.area a USING (id_synthese)
          WHERE r.sensitive AND r.withheld IS NULL AND NOT r.private AND ST_GeometryType(r.geom) = 'ST_Point'
            AND r.area_type = 'M1' AND cardinality(a.ids) = 1
            AND (SELECT count(*) FROM oracle.record o JOIN oracle.area b USING (id_synthese)
                  WHERE o.groupe = r.groupe AND b.ids && a.ids) = 1
          ORDER BY md5(r.id_synthese::text) LIMIT 1",
    )
    .fetch_one(&platform.pool)
    .await?;
    let square = |dx: f64, half: f64, hole: bool| {
        let ring = |half: f64| {
            let (left, right) = (x + dx - half, x + dx + half);
            let (low, high) = (y - half, y + half);
            format!("({left} {low},{right} {low},{right} {high},{left} {high},{left} {low})")
        };
        let hole = if hole {
            format!(",{}", ring(5.0))
        } else {
            String::new()
        };
        format!("POLYGON({}{hole})", ring(half))
    };
    let perimeters = [
        square(0.0, 1500.0, false),
        square(0.0, 1500.0, true),
        square(1.0, 1500.0, false),
        square(0.0, 40.0, false),
        square(0.0, 40.0, true),
        square(80.0, 40.0, false),
        square(0.0, 2600.0, false),
    ];
    let cells = published(&platform).await?;
    let figures = async |perimeters: &[String]| -> Result<Vec<Told>> {
        let mut all = Vec::new();
        for wkt in perimeters {
            let (id, summary) = summary(&author, &platform, wkt).await?;
            let found = told(&summary)?;
            assert_eq!(found, sums(&platform, &id, &cells).await?);
            all.push(found);
        }
        Ok(all)
    };
    let before = figures(&perimeters).await?;
    for pair in before
        .iter()
        .flat_map(|a| before.iter().map(move |b| (a, b)))
    {
        for groupe in pair.0.keys().chain(pair.1.keys()) {
            let of = |told: &Told| told.get(groupe).copied().unwrap_or(0);
            assert_eq!(
                (of(pair.0) - of(pair.1)) % 5,
                0,
                "{groupe:?}: finer than a cell"
            );
        }
    }
    assert_eq!(
        before[0], before[1],
        "a hole around the record changes nothing"
    );
    assert_eq!(before[3], before[4], "nor does a small one");

    // With or without the record: the same cells, hence the same figures everywhere.
    sqlx::query("DELETE FROM gn_synthese.synthese WHERE id_synthese = $1")
        .bind(victim)
        .execute(&platform.pool)
        .await?;
    count_again(&platform).await?;
    assert_eq!(published(&platform).await?, cells);
    assert_eq!(figures(&perimeters[..1]).await?, before[..1]);
    Ok(())
}

/// One snapshot is read by everybody until it is old: a figure is not rounded anew at each request.
#[tokio::test]
async fn a_snapshot_is_taken_once_a_day() -> Result<()> {
    let platform = Platform::demo().await?;
    platform.work().await?;
    let before = published(&platform).await?;
    sqlx::raw_sql("DELETE FROM gn_synthese.synthese WHERE id_synthese % 2 = 0")
        .execute(&platform.pool)
        .await?;
    platform.pass(Duration::hours(23));
    platform.work().await?;
    assert_eq!(published(&platform).await?, before);
    platform.pass(Duration::hours(2));
    platform.work().await?;
    let after = published(&platform).await?;
    assert_ne!(after, before);
    let snapshots: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.summary_snapshot")
        .fetch_one(&platform.pool)
        .await?;
    assert_eq!(snapshots, 1, "the former one is gone: nothing to compare");
    Ok(())
}

/// From one snapshot to the next a figure moves only when the threshold at least of records came or went: who knows all but one of them
/// learns nothing of that one, on whichever side of a step of rounding the count stands.
#[tokio::test]
async fn one_record_more_or_less_changes_no_figure() -> Result<()> {
    let platform = plain_platform().await?;
    let before = published(&platform).await?;
    // A record of each published cell, and of cells just under the threshold, goes.
    let gone = sqlx::query(
        "DELETE FROM gn_synthese.synthese s USING (
             SELECT DISTINCT ON (r.groupe, a.ids) r.id_synthese FROM oracle.record r JOIN oracle.area a USING (id_synthese)
              WHERE r.sensitive AND r.withheld IS NULL AND NOT r.private AND cardinality(a.ids) = 1
              ORDER BY r.groupe, a.ids, md5(r.id_synthese::text)) v
          WHERE v.id_synthese = s.id_synthese",
    )
    .execute(&platform.pool)
    .await?;
    assert!(gone.rows_affected() > 100, "{gone:?}");
    count_again(&platform).await?;
    assert_eq!(published(&platform).await?, before);
    // The exact figures did cross steps.
    let day = platform.now().format("%Y-%m-%d").to_string();
    sqlx::raw_sql("DROP SCHEMA oracle CASCADE")
        .execute(&platform.pool)
        .await?;
    oracle::install(&platform.pool, &day).await;
    sqlx::raw_sql(TERRITORY).execute(&platform.pool).await?;
    sqlx::raw_sql(STATUTS).execute(&platform.pool).await?;
    assert_ne!(cells(&platform, 5, 5).await?, before);
    // Many go: the figures follow.
    sqlx::raw_sql("DELETE FROM gn_synthese.synthese WHERE id_synthese % 3 <> 0")
        .execute(&platform.pool)
        .await?;
    count_again(&platform).await?;
    let after = published(&platform).await?;
    assert_ne!(after, before);
    for (cell, figure) in &after {
        let was = before.get(cell).copied().unwrap_or(0);
        assert!((figure - was) % 5 == 0, "{cell:?}");
    }
    Ok(())
}

/// Within one perimeter, a total less its parts is nothing: what is not published is in no total either. A figure of sensitive data does
/// not follow the taxa nor the period wished for: two demandes that differ by them alone are told the same.
#[tokio::test]
async fn subtracting_rows_from_totals_and_demandes_from_one_another_recovers_nothing() -> Result<()>
{
    let platform = plain_platform().await?;
    let author = platform.login("association").await?;
    // A cell where one status is published and another is not, though it has records.
    let (wkt, groupe, hidden): (String, String, String) = sqlx::query_as(
        "SELECT ST_AsText(ST_Buffer(ST_Centroid(l.geom), 30)), p.code_groupe, t.statut
           FROM gn_demandes.summary_cell p
           JOIN ref_geo.l_areas l USING (id_area)
           JOIN oracle.member m USING (id_area)
           JOIN oracle.area a USING (id_set)
           JOIN oracle.record r ON r.id_synthese = a.id_synthese AND r.groupe = p.code_groupe
           JOIN oracle.statut t USING (cd_ref)
          WHERE r.sensitive AND r.withheld IS NULL AND NOT r.private AND t.statut <> p.statut
            AND NOT EXISTS (SELECT FROM gn_demandes.summary_cell o
                             WHERE (o.code_groupe, o.statut, o.id_area) = (p.code_groupe, t.statut, p.id_area))
          ORDER BY m.id_area, r.id_synthese LIMIT 1",
    )
    .fetch_one(&platform.pool)
    .await?;
    let (id, whole) = summary(&author, &platform, &wkt).await?;
    let whole = told(&whole)?;
    let of = |groupe: &str, statut: &str| {
        let key = (groupe.to_owned(), statut.to_owned());
        whole.get(&key).copied().unwrap_or(0)
    };
    assert_eq!(of(&groupe, &hidden), 0, "too few to be told");
    let parts = |at: fn(&(String, String)) -> &String, of: &str| -> i64 {
        let is_part = |key: &(String, String)| key.0 != "*" && key.1 != "*" && at(key) == of;
        whole
            .iter()
            .filter(|(key, _)| is_part(key))
            .map(|(_, figure)| figure)
            .sum()
    };
    for (row, statut) in whole.keys() {
        match (row.as_str(), statut.as_str()) {
            ("*", "*") => {}
            ("*", statut) => assert_eq!(of("*", statut), parts(|key| &key.1, statut)),
            (groupe, "*") => assert_eq!(of(groupe, "*"), parts(|key| &key.0, groupe)),
            _ => {}
        }
    }
    assert!(of("*", "*") > 0);
    for narrower in [
        json!({ "cd_noms": [2645] }),
        json!({ "date_from": "2019-01-01", "date_to": "2019-12-31" }),
    ] {
        author
            .patch(&format!("/demandes/{id}"), narrower.clone())
            .await?
            .ok()?;
        let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
        assert_eq!(told(&annonce["summary"])?, whole, "{narrower}");
    }
    Ok(())
}

/// A platform without TAXREF's statuses, or with nothing in them, says so and tells the rest.
#[tokio::test]
async fn without_statuses_the_summary_says_so_and_works() -> Result<()> {
    let platform = plain_platform().await?;
    let author = platform.login("association").await?;
    let wkt: String = sqlx::query_scalar(
        "SELECT ST_AsText(ST_Expand(ST_Centroid(geom), 4000)) FROM oracle.territory",
    )
    .fetch_one(&platform.pool)
    .await?;
    for sql in [
        "TRUNCATE taxonomie.bdc_statut_taxons",
        "DROP TABLE taxonomie.bdc_statut_taxons, taxonomie.bdc_statut_cor_text_values, taxonomie.bdc_statut_cor_text_area,
             taxonomie.bdc_statut_text, taxonomie.bdc_statut_values, taxonomie.bdc_statut_type",
    ] {
        sqlx::raw_sql(sql).execute(&platform.pool).await?;
        sqlx::raw_sql("DELETE FROM gn_demandes.summary_base").execute(&platform.pool).await?;
        count_again(&platform).await?;
        let (_, told) = summary(&author, &platform, &wkt).await?;
        assert_eq!(told["statuts"]["available"], false, "{sql}");
        assert_eq!(told["statuts"]["figures"], json!([]));
        assert!(told["statuts"]["note"].as_str().is_some_and(|note| note.contains("TAXREF")));
        let codes: Vec<&str> = told["charts"].as_array().into_iter().flatten().filter_map(|chart| chart["code"].as_str()).collect();
        assert_eq!(codes, ["groupes", "annees", "sensibilite"]);
        assert!(!sensitive(&told)?.is_empty() && !non_sensitive(&told)?.is_empty());
        let unknown: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_demandes.summary_cell WHERE statut <> ''")
            .fetch_one(&platform.pool)
            .await?;
        assert_eq!(unknown, 0);
    }
    Ok(())
}
