//! The dictionary that goes with the files of a layer: what each column holds, and what was degraded and why.

use std::io::Write;
use std::path::Path;

use super::columns::MASKED;
use super::csv_file::{finish, geometry_columns, new_writer};
use super::sink::Draft;
use super::{Column, ExportError, Geometries, Layer, Written};

/// What a reader should know of one column.
struct Entry {
    name: String,
    short_name: String,
    kind: &'static str,
    description: String,
    degraded: String,
}

/// Writes the dictionary as CSV (`nom`, `nom_court`, `type`, `description`, `degradation`): the columns of the layer, then its
/// geometry. `written` are its files, whose notes are told.
///
/// # Errors
/// The file exists or cannot be written.
pub fn write_dictionary(
    path: &Path,
    layer: &Layer,
    written: &[Written],
) -> Result<Written, ExportError> {
    let entries = entries(layer, written);
    let mut writer = new_writer(path)?;
    writer.write_record(["nom", "nom_court", "type", "description", "degradation"])?;
    for entry in &entries {
        writer.write_record([
            entry.name.as_str(),
            &entry.short_name,
            entry.kind,
            &entry.description,
            &entry.degraded,
        ])?;
    }
    finish(writer, entries.len() as u64, Vec::new())
}

/// The same, to be read: plain text in French.
///
/// # Errors
/// The file exists or cannot be written.
pub fn write_readable_dictionary(
    path: &Path,
    layer: &Layer,
    written: &[Written],
) -> Result<Written, ExportError> {
    let entries = entries(layer, written);
    let mut draft = Draft::create(path)?;
    push_readable(&mut draft, layer, &entries).map_err(ExportError::io(path))?;
    draft.finish(entries.len() as u64, Vec::new())
}

fn push_readable(out: &mut impl Write, layer: &Layer, entries: &[Entry]) -> std::io::Result<()> {
    writeln!(out, "Dictionnaire des colonnes de « {} »\n", layer.name)?;
    writeln!(out, "Géométries dans le système EPSG:{}.", layer.srid)?;
    writeln!(
        out,
        "Un nom court (10 caractères au plus) est celui de la colonne dans le Shapefile."
    )?;
    for entry in entries {
        write!(out, "\n{}", entry.name)?;
        if !entry.short_name.is_empty() && entry.short_name != entry.name {
            write!(out, " (nom court : {})", entry.short_name)?;
        }
        writeln!(out, ", {}\n    {}", entry.kind, entry.description)?;
        if !entry.degraded.is_empty() {
            writeln!(out, "    Dégradation : {}", entry.degraded)?;
        }
    }
    Ok(())
}

fn entries(layer: &Layer, written: &[Written]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = layer
        .columns
        .iter()
        .map(|column| Entry {
            name: column.name.clone(),
            short_name: column.short_name.clone(),
            kind: column.kind.label_fr(),
            description: column.description_fr.clone(),
            degraded: joined(
                is_masked(layer, column)
                    .then(|| format!("valeur remplacée par « {MASKED} »"))
                    .or_else(|| blurred(layer, column).map(ToOwned::to_owned)),
                written,
                Some(&column.name),
            ),
        })
        .collect();
    entries.push(Entry {
        name: "géométrie".to_owned(),
        short_name: String::new(),
        kind: "géométrie",
        description: geometry_description(layer),
        degraded: joined(
            (layer.geometries == Geometries::Areas).then(|| {
                "position remplacée par sa zone de diffusion entière, parce que la donnée est sensible".to_owned()
            }),
            written,
            None,
        ),
    });
    entries
}

fn is_masked(layer: &Layer, column: &Column) -> bool {
    layer.geometries == Geometries::Areas && super::columns::is_masked(column.key)
}

/// What blurring does to a column it does not mask.
fn blurred(layer: &Layer, column: &Column) -> Option<&'static str> {
    (layer.geometries == Geometries::Areas && column.key == "periode")
        .then_some("date réduite au mois ou à l'année, parce que la donnée est sensible")
}

fn geometry_description(layer: &Layer) -> String {
    format!(
        "Point, ligne ou polygone (EPSG:{}), longitude et latitude WGS84 dans le GeoJSON ; dans le CSV : {}",
        layer.srid,
        geometry_columns(layer).join(", ")
    )
}

/// What blurring does, then what the formats did, in one text.
fn joined(blurring: Option<String>, written: &[Written], column: Option<&str>) -> String {
    let mut told: Vec<String> = blurring.into_iter().collect();
    for file in written {
        let name = file
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        for note in &file.notes {
            if note.column.as_deref() == column {
                told.push(format!(
                    "{name} : {} ({} ligne(s))",
                    note.what_fr, note.rows
                ));
            }
        }
    }
    told.join(" ; ")
}
