//! TAXREF for the page: names found by their letters, lists read line by line, and what a demande keeps of them.

use anyhow::{Context as _, Result};
use demandes_tests::{client::Client, dossiers, platform::Platform};
use serde_json::{Value, json};

async fn names(client: &Client, q: &str) -> Result<Vec<String>> {
    let page = client.get(&format!("/taxons?q={q}")).await?.ok()?;
    let items = page["items"].as_array().context("items")?;
    Ok(items
        .iter()
        .filter_map(|item| item["lb_nom"].as_str().map(str::to_owned))
        .collect())
}

#[tokio::test]
async fn a_name_is_found_by_its_letters() -> Result<()> {
    let platform = Platform::demo().await?;
    let client = platform.login("collectivite").await?;
    // Accents, case, hyphens, the second word, the vernacular name, the number.
    for q in ["aquila chry", "CHRYSAETOS", "Aigle%20Roy", "2645"] {
        assert!(
            names(&client, q)
                .await?
                .contains(&"Aquila chrysaetos".to_owned()),
            "{q}"
        );
    }
    assert!(
        names(&client, "petit%20duc")
            .await?
            .contains(&"Otus scops".to_owned())
    );
    assert!(
        names(&client, "pelerin")
            .await?
            .contains(&"Falco peregrinus".to_owned())
    );
    assert_eq!(names(&client, "zzzz").await?, Vec::<String>::new());
    for (q, status) in [("", 422), ("%25", 422), ("%00", 422)] {
        let answer = client.get(&format!("/taxons?q={q}")).await?;
        assert_eq!(answer.status.as_u16(), status, "{q}");
    }

    // Page by page, everything once.
    let whole = client.get("/taxons?q=a&limit=50").await?.ok()?;
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = client
            .get(&format!("/taxons?q=a&limit=3{after}"))
            .await?
            .ok()?;
        paged.extend(page["items"].as_array().context("items")?.clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={}", next.replace('~', "%7E").replace(' ', "%20"));
    }
    let numbers = |items: &[Value]| -> std::collections::BTreeSet<i64> {
        items
            .iter()
            .filter_map(|item| item["cd_nom"].as_i64())
            .collect()
    };
    let all = whole["items"].as_array().context("items")?;
    assert!(all.len() > 6 && numbers(&paged).is_superset(&numbers(all)));
    Ok(())
}

#[tokio::test]
async fn a_list_is_read_line_by_line() -> Result<()> {
    let platform = Platform::demo().await?;
    let client = platform.login("association").await?;
    // An invented homonym, a name TAXREF left without reference, one it replaced.
    sqlx::raw_sql(
        "INSERT INTO taxonomie.taxref (cd_nom, cd_ref, lb_nom, nom_complet, nom_valide)
         VALUES (9200001, 9200001, 'Ambigua prima', 'Ambigua prima', 'Ambigua prima'), (9200002, 9200002, 'Ambigua prima', 'Ambigua prima', 'Ambigua prima'),
                (9200003, NULL, 'Deleta nulla', 'Deleta nulla', NULL);
         UPDATE taxonomie.taxref SET lb_auteur = '(Linnaeus, 1758)', nom_complet = 'Gyps fulvus (Linnaeus, 1758)' WHERE cd_nom = 2860;
         INSERT INTO gn_demandes.cdnom_disparu VALUES (9200004, 2852, 'Doublon')",
    )
    .execute(&platform.pool)
    .await?;
    platform.pass(chrono::Duration::hours(2));
    platform.work().await?;
    let list = "2645\nGypaète barbu\nGyps fulvus (Linnaeus, 1758), Aquila chrysaetos synonymus\nAmbigua prima\n9200003;9200004\n\
                999999999\nGyps fulvis\nGyps fulvus (Brehm, 1831)";
    let read = client
        .post("/taxons/liste", json!({ "texte": list }))
        .await?
        .ok()?;
    let lines: Vec<(i64, &str, Option<i64>)> = read["lines"]
        .as_array()
        .context("lines")?
        .iter()
        .map(|line| {
            (
                line["line"].as_i64().unwrap_or(0),
                line["status"].as_str().unwrap_or(""),
                line["taxon"]["cd_ref"].as_i64(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            (1, "ok", Some(2645)),
            (2, "ok", Some(2852)),
            (3, "ok", Some(2860)),
            // A synonym of what is in the list already.
            (3, "doublon", Some(2645)),
            (4, "ambigu", None),
            (5, "supprime", None),
            (5, "doublon", Some(2852)),
            (6, "inconnu", None),
            // A slip of the keyboard is not taken for the genus, nor the name of another author for this one.
            (7, "inconnu", None),
            (8, "inconnu", None),
        ]
    );
    assert_eq!(read["cd_noms"], json!([2645, 2852, 2860]));
    assert_eq!(read["problems"], 5);
    assert_eq!(
        read["lines"][4]["candidates"].as_array().map(Vec::len),
        Some(2)
    );
    let synonym = client
        .post(
            "/taxons/liste",
            json!({ "texte": "Aquila chrysaetos synonymus" }),
        )
        .await?
        .ok()?;
    assert_eq!(synonym["lines"][0]["status"], "synonyme");
    assert_eq!(synonym["cd_noms"], json!([2645]));
    for (texte, code) in [("", "taxa_list_empty"), (" ;,\n", "taxa_list_empty")] {
        let answer = client
            .post("/taxons/liste", json!({ "texte": texte }))
            .await?;
        assert_eq!(answer.refusal(), (422, code), "{texte:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_depot_waits_for_the_lines_to_be_corrected() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = dossiers::brouillon(&author, dossiers::draft()).await?;
    let path = format!("/demandes/{id}/taxons");
    // A file of a spreadsheet, in Windows-1252, with a column to choose.
    let mut file = b"site;nom_vern;date\nA;Aigle royal;2020\nB;Gypa".to_vec();
    file.extend(b"\xE8te barbu;2021\nC;Dragon;2021\n");
    let read = author
        .put_file(&path, "liste.csv", file, None)
        .await?
        .ok()?;
    assert_eq!(read["cd_noms"], json!([2645, 2852]));
    assert_eq!(read["problems"], 1);
    let demande = author.get(&format!("/demandes/{id}")).await?.ok()?;
    assert_eq!(demande["cd_noms"], json!([2645, 2852]));
    assert_eq!(demande["taxa_problems"][0]["line"], 4);
    let depot = format!("/demandes/{id}/depot");
    let refused = author
        .post(&depot, json!({ "engagement_version": 1 }))
        .await?;
    assert_eq!(refused.refusal(), (422, "depot_incomplete"));
    assert!(
        refused.json["fields"]
            .to_string()
            .contains("« Dragon » (ligne 4)"),
        "{}",
        refused.json
    );

    // A list of nothing known is not a wish for everything.
    author
        .put(&path, json!({ "texte": "Dragon" }))
        .await?
        .ok()?;
    let demande = author.get(&format!("/demandes/{id}")).await?.ok()?;
    assert_eq!(demande["cd_noms"], json!([]));
    let annonce = author.get(&format!("/demandes/{id}/annonce")).await?.ok()?;
    assert_eq!(annonce["summary"]["non_sensitive"], json!([]));

    author
        .put(&path, json!({ "texte": "Aquila chrysaetos" }))
        .await?
        .ok()?;
    dossiers::depose(&author, &id).await?;
    // A picture is no list; nor is a file past the limit.
    let other = dossiers::brouillon(&author, dossiers::draft()).await?;
    let path = format!("/demandes/{other}/taxons");
    let picture = author
        .put_file(
            &path,
            "liste.png",
            b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(),
            None,
        )
        .await?;
    assert_eq!(picture.refusal(), (422, "taxa_file_unreadable"));
    let huge = author
        .put_file(&path, "liste.txt", vec![b'1'; (2 << 20) + 1], None)
        .await?;
    assert_eq!(huge.refusal(), (413, "file_too_big"));
    Ok(())
}
