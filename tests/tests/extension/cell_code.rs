//! `gn_diffusion.cell_code` against the national grids as `ref_geo` holds them, and against arithmetic in SQL.

use anyhow::Result;
use demandes_tests::extension_world::{count, refusal, text};
use demandes_tests::harness::{demo_database, extension_database};

/// Every cell of the demonstration's grids is found from its middle, its least corner and just inside the greatest one.
#[tokio::test]
async fn codes_are_those_of_ref_geo() -> Result<()> {
    let pool = demo_database().await;
    let cells = "SELECT a.area_code, t.size_hierarchy AS size, p.point
                   FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
                  CROSS JOIN LATERAL (VALUES (ST_Centroid(a.geom)),
                                             (ST_SetSRID(ST_MakePoint(ST_XMin(a.geom), ST_YMin(a.geom)), 2154)),
                                             (ST_SetSRID(ST_MakePoint(ST_XMax(a.geom) - 0.001, ST_YMax(a.geom) - 0.001, 12), 2154))) p (point)
                  WHERE t.type_code IN ('M1', 'M2', 'M5', 'M10', 'M20', 'M50')";
    assert!(count(&pool, cells).await? > 1000);
    let wrong = format!(
        "SELECT FROM ({cells}) c WHERE gn_diffusion.cell_code(point, size) IS DISTINCT FROM area_code"
    );
    assert_eq!(count(&pool, &wrong).await?, 0);
    let types = format!("SELECT count(DISTINCT size) FROM ({cells}) c");
    assert_eq!(text(&pool, &types).await?.as_deref(), Some("6"));
    Ok(())
}

/// The cell that `blur_to_grid` gives for a point is the one whose code it has.
#[tokio::test]
async fn the_code_is_that_of_the_blurred_cell() -> Result<()> {
    let pool = extension_database().await;
    let points = "SELECT ST_SetSRID(ST_MakePoint(CASE i % 3 WHEN 0 THEN round(x::numeric, -3)::float8 ELSE x END,
                                                 CASE i % 5 WHEN 0 THEN round(y::numeric, -4)::float8 ELSE y END), 2154) AS geom, size
                    FROM (SELECT i, random() * 1242000 AS x, random() * 7150000 AS y FROM generate_series(1, 20000) i OFFSET 0) p,
                         unnest('{1000,2000,5000,10000,20000,50000}'::integer[]) size";
    let wrong = format!(
        "SELECT FROM ({points}) p
          CROSS JOIN LATERAL (SELECT gn_diffusion.blur_to_grid(geom, size) AS cell OFFSET 0) c
          CROSS JOIN LATERAL (SELECT CASE WHEN size >= 10000 THEN 10000 ELSE 1000 END AS unit, CASE WHEN size >= 10000 THEN '000' ELSE '0000' END AS digits) u
          WHERE gn_diffusion.cell_code(geom, size) IS DISTINCT FROM
                size / 1000 || 'kmL93E' || CASE size WHEN 1000 THEN (ST_XMin(cell) / unit)::integer::text ELSE to_char((ST_XMin(cell) / unit)::integer, 'FM' || digits) END
                            || 'N' || CASE size WHEN 1000 THEN (ST_YMin(cell) / unit)::integer::text ELSE to_char((ST_YMin(cell) / unit)::integer, 'FM' || digits) END"
    );
    assert_eq!(count(&pool, &wrong).await?, 0);
    Ok(())
}

#[tokio::test]
async fn what_has_no_code() -> Result<()> {
    let pool = extension_database().await;
    for geometry in [
        "NULL::geometry",
        "ST_SetSRID('POINT EMPTY'::geometry, 2154)",
        "ST_SetSRID(ST_MakePoint('NaN', 6320000), 2154)",
        "ST_SetSRID(ST_MakePoint(650000, '-Infinity'), 2154)",
        "ST_SetSRID(ST_MakePoint(-1, 6320000), 2154)",
        "ST_Point(650000, 6320000)",
        "ST_SetSRID(ST_Point(650000, 6320000), 27572)",
        "ST_SetSRID('MULTIPOINT(650000 6320000)'::geometry, 2154)",
        "ST_MakeEnvelope(650000, 6320000, 650001, 6320001, 2154)",
    ] {
        let call = format!("gn_diffusion.cell_code({geometry}, 10000)");
        assert_eq!(text(&pool, &call).await?, None, "{geometry}");
    }
    for size in ["0", "-10000", "3000"] {
        let call = format!(
            "SELECT gn_diffusion.cell_code(ST_SetSRID(ST_Point(650000, 6320000), 2154), {size})"
        );
        let (code, message) = refusal(&pool, &call).await;
        assert_eq!(code, "22023", "{message}");
    }
    Ok(())
}
