//! Files of other kinds, and of none.

use std::io::Write as _;

use anyhow::Result;

use super::{Upload, geojson, refused};

pub fn uploads() -> Result<Vec<Upload>> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(geojson::circle(10).as_bytes())?;
    let over = [geojson::circle(10).into_bytes(), vec![b' '; 50 << 20]].concat();
    let unknown = "format_unknown";
    Ok(vec![
        refused("rien.geojson", Vec::new(), "empty"),
        refused("blancs.geojson", vec![b' '; 1_000], unknown),
        refused("marque_seule.geojson", "\u{feff}", unknown),
        refused("carte.geojson.gz", gzip.finish()?, unknown),
        refused("archive.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), unknown),
        refused("archive.rar", b"Rar!\x1a\x07\x01\0".to_vec(), unknown),
        refused("plan.pdf", "%PDF-1.7\n", unknown),
        refused("plan.dxf", "0\nSECTION\n2\nENTITIES\n", unknown),
        refused("points.csv", "x;y\n3.6;44.3\n", unknown),
        refused("carte.mif", "Version 300\nCharset \"Neutral\"\n", unknown),
        refused("carte.fgb", b"fgb\x03fgb\x01".to_vec(), unknown),
        refused("pages.html", "<!doctype html><html></html>", unknown),
        refused(
            "programme.geojson",
            b"\x7fELF\x02\x01\x01".to_vec(),
            unknown,
        ),
        refused("table.dbf", b"\x03\x7a\x01\x01".to_vec(), "shapefile_alone"),
        refused("trop_grand.geojson", over, "file_too_big"),
    ])
}
