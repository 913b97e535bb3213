//! Holds `sql/geonature` against the schema of a real `GeoNature` 2.17.4 (`geonature/schema-2.17.4.json` in the folder
//! named by `DEMANDES_TEST_DATA`): what the demonstration and the tests run on must not be kinder or stricter than the
//! real thing. Not here: the behaviour of triggers and functions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;
use sqlx::{PgPool, Row};

/// The schemas `sql/geonature` declares; the extension's and the project's own schemas are not `GeoNature`'s business.
const SCHEMAS: &[&str] = &[
    "utilisateurs",
    "ref_nomenclatures",
    "ref_geo",
    "taxonomie",
    "gn_commons",
    "gn_meta",
    "gn_permissions",
    "gn_notifications",
    "gn_sensitivity",
    "gn_synthese",
    "pr_occtax",
];

/// Facts about one relation or function, one line each: two sides are compared as sets of such lines.
type Facts = BTreeMap<String, BTreeSet<String>>;

#[tokio::test]
async fn every_column_of_a_declared_table_is_geonatures_and_none_is_missing() -> Result<()> {
    let Some(real) = real_schema()? else {
        return Ok(());
    };
    let expected = collect(&real["tables"], "table", |table| {
        lines(table, "columns", |column| {
            Some(format!(
                "{} {} not_null={}",
                text(column, "name"),
                text(column, "type"),
                column["not_null"]
            ))
        })
    });
    let declared = query(
        "SELECT n.nspname || '.' || c.relname AS owner,
                a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' not_null=' || a.attnotnull AS fact
           FROM pg_attribute a
           JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'm')
           JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped",
    )
    .await?;
    assert!(
        declared.len() > 30,
        "only {} tables are declared",
        declared.len()
    );
    assert_eq!(declared["gn_synthese.synthese"].len(), 64);
    for (table, columns) in &declared {
        let real = expected
            .get(table)
            .with_context(|| format!("GeoNature has no {table}"))?;
        assert_eq!(columns, real, "columns of {table}");
    }
    Ok(())
}

#[tokio::test]
async fn every_constraint_declared_is_geonatures_and_keys_are_complete() -> Result<()> {
    let Some(real) = real_schema()? else {
        return Ok(());
    };
    let expected = collect(&real["tables"], "table", |table| {
        lines(table, "constraints", |constraint| {
            Some(format!(
                "{} {}",
                text(constraint, "name"),
                text(constraint, "definition").trim_end_matches(" NOT VALID")
            ))
        })
    });
    let declared = query(
        "SELECT n.nspname || '.' || c.relname AS owner, k.conname || ' ' || pg_get_constraintdef(k.oid) AS fact
           FROM pg_constraint k
           JOIN pg_class c ON c.oid = k.conrelid
           JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ANY ($1) AND k.contype IN ('p', 'u', 'f', 'c')",
    )
    .await?;
    for (table, constraints) in &declared {
        let real = expected
            .get(table)
            .with_context(|| format!("GeoNature has no {table}"))?;
        assert_subset(constraints, real, &format!("constraints of {table}"));
        // What GeoNature refuses, the copy refuses: only references to tables outside of it may be left out.
        let tables: BTreeSet<&str> = declared.keys().map(String::as_str).collect();
        let missing: Vec<&String> = real
            .difference(constraints)
            .filter(|line| referenced(line).is_none_or(|target| tables.contains(target)))
            .collect();
        assert!(missing.is_empty(), "{table} lacks {missing:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_index_declared_is_geonatures() -> Result<()> {
    let Some(real) = real_schema()? else {
        return Ok(());
    };
    let expected = collect(&real["tables"], "table", |table| {
        lines(table, "indexes", |index| index.as_str().map(str::to_owned))
    });
    let declared = query(
        "SELECT schemaname || '.' || tablename AS owner, indexdef AS fact FROM pg_indexes WHERE schemaname = ANY ($1)",
    )
    .await?;
    for (table, indexes) in &declared {
        let real = expected
            .get(table)
            .with_context(|| format!("GeoNature has no {table}"))?;
        assert_eq!(indexes, real, "indexes of {table}");
    }
    Ok(())
}

#[tokio::test]
async fn every_trigger_declared_is_geonatures() -> Result<()> {
    let Some(real) = real_schema()? else {
        return Ok(());
    };
    let expected = collect(&real["tables"], "table", |table| {
        lines(table, "triggers", |trigger| {
            Some(format!(
                "{} {} {} {} {}",
                text(trigger, "name"),
                text(trigger, "timing"),
                text(trigger, "events"),
                text(trigger, "level"),
                text(trigger, "function")
            ))
        })
    });
    let declared = query(
        "SELECT n.nspname || '.' || c.relname AS owner,
                t.tgname || ' ' || CASE WHEN t.tgtype & 2 > 0 THEN 'before' ELSE 'after' END || ' ' ||
                concat_ws(',', CASE WHEN t.tgtype & 4 > 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 > 0 THEN 'delete' END,
                               CASE WHEN t.tgtype & 16 > 0 THEN 'update' END) || ' ' ||
                CASE WHEN t.tgtype & 1 > 0 THEN 'row' ELSE 'statement' END || ' ' || t.tgfoid::regproc AS fact
           FROM pg_trigger t
           JOIN pg_class c ON c.oid = t.tgrelid
           JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_namespace f ON f.oid = (SELECT pronamespace FROM pg_proc WHERE oid = t.tgfoid)
          WHERE n.nspname = ANY ($1) AND NOT t.tgisinternal AND f.nspname = ANY ($1 || '{public}'::name[])",
    )
    .await?;
    assert!(declared.contains_key("gn_synthese.synthese"));
    for (table, triggers) in &declared {
        let real = expected
            .get(table)
            .with_context(|| format!("GeoNature has no {table}"))?;
        if table.starts_with("pr_occtax.") {
            // The chain to the synthesis alone: what logs and what guesses is left out.
            assert_subset(triggers, real, &format!("triggers of {table}"));
        } else {
            assert_eq!(triggers, real, "triggers of {table}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_function_declared_has_geonatures_signature() -> Result<()> {
    let Some(real) = real_schema()? else {
        return Ok(());
    };
    let expected = collect(&real["functions"], "function", |function| {
        let line = ["arguments", "returns", "volatility", "parallel", "language"]
            .map(|key| text(function, key))
            .join(" | ");
        BTreeSet::from([line])
    });
    let declared = query(
        "SELECT n.nspname || '.' || p.proname AS owner,
                concat_ws(' | ', pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
                    CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
                    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END, l.lanname) AS fact
           FROM pg_proc p
           JOIN pg_namespace n ON n.oid = p.pronamespace
           JOIN pg_language l ON l.oid = p.prolang
          WHERE n.nspname = ANY ($1)",
    )
    .await?;
    assert!(declared.contains_key("gn_sensitivity.get_id_nomenclature_sensitivity"));
    for (function, signatures) in &declared {
        let real = expected
            .get(function)
            .with_context(|| format!("GeoNature has no {function}"))?;
        assert_subset(signatures, real, function);
    }
    Ok(())
}

/// The real schema, or `None` (said on stderr) when the shared data folder is not given.
fn real_schema() -> Result<Option<Value>> {
    let Some(folder) = std::env::var_os("DEMANDES_TEST_DATA") else {
        eprintln!("skipped because DEMANDES_TEST_DATA does not name the shared data folder");
        return Ok(None);
    };
    let path = PathBuf::from(folder).join("geonature/schema-2.17.4.json");
    let content = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Some(serde_json::from_str(&content)?))
}

/// Runs a query of (owner, fact) rows, whose `$1` is the list of schemas, on a database holding `sql/geonature`.
async fn query(sql: &'static str) -> Result<Facts> {
    let pool: PgPool = demandes_tests::harness::empty_geonature_database().await;
    let mut facts = Facts::new();
    for row in sqlx::query(sql).bind(SCHEMAS).fetch_all(&pool).await? {
        facts
            .entry(row.try_get("owner")?)
            .or_default()
            .insert(row.try_get("fact")?);
    }
    Ok(facts)
}

/// Facts of each element of a JSON array, by the element's `name_key`; overloads of one name are put together.
fn collect(array: &Value, name_key: &str, facts: impl Fn(&Value) -> BTreeSet<String>) -> Facts {
    let mut collected = Facts::new();
    for element in array.as_array().into_iter().flatten() {
        collected
            .entry(text(element, name_key))
            .or_default()
            .extend(facts(element));
    }
    collected
}

/// One line for each element of the array `key`; an absent or null array has none.
fn lines(owner: &Value, key: &str, line: impl Fn(&Value) -> Option<String>) -> BTreeSet<String> {
    owner[key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(line)
        .collect()
}

/// A string member, empty when it is absent.
fn text(element: &Value, key: &str) -> String {
    element[key].as_str().unwrap_or_default().to_owned()
}

/// The table a foreign key line points to, `None` for another kind of constraint.
fn referenced(line: &str) -> Option<&str> {
    line.split_once(" REFERENCES ")?.1.split('(').next()
}

/// Fails with the lines that only the copy has.
fn assert_subset(declared: &BTreeSet<String>, real: &BTreeSet<String>, what: &str) {
    let invented: Vec<&String> = declared.difference(real).collect();
    assert!(
        invented.is_empty(),
        "{what}: not GeoNature's: {invented:#?}\nGeoNature's: {real:#?}"
    );
}
