//! `GeoPackage`, one layer a file, by GDAL.
//!
//! The date of last change is given, so that the same rows make the same bytes. Rows are written in batches of one
//! transaction each; the spatial index is built when the file is closed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use gdal::vector::{
    Feature, FieldDefn, FieldValue, LayerAccess, LayerOptions, OGRFieldType, OGRwkbGeometryType,
};
use gdal::{Dataset, DriverManager, config};

use super::csv_file::reference;
use super::value::check_row;
use super::{
    ExportError, Geometries, Kind, Layer, RowSink, Value, Written, described, geometry_of,
};

const BATCH_ROWS: usize = 2_000;
const DATE_OPTION: &str = "OGR_CURRENT_DATE";

/// Writes rows to a `GeoPackage`.
pub struct GpkgSink {
    path: PathBuf,
    spec: Arc<Layer>,
    dataset: Dataset,
    batch: Vec<(Vec<Value>, Option<Vec<u8>>)>,
    rows: u64,
}

impl GpkgSink {
    /// Creates the file, which must not exist, and its empty layer.
    ///
    /// # Errors
    /// The file exists or cannot be written, the SRID is unknown, the layer name is refused.
    pub fn create(path: &Path, spec: &Arc<Layer>) -> Result<Self, ExportError> {
        if path.extension().is_none_or(|extension| extension != "gpkg") || path.exists() {
            return Err(ExportError::Name(path.display().to_string()));
        }
        let _date = FixedDate::set(spec.last_change)?;
        let mut dataset = DriverManager::get_driver_by_name("GPKG")?.create_vector_only(path)?;
        {
            let srs = reference(spec.srid)?;
            let layer = dataset.create_layer(LayerOptions {
                name: &spec.name,
                srs: Some(&srs),
                ty: match spec.geometries {
                    Geometries::Any => OGRwkbGeometryType::wkbUnknown,
                    Geometries::Areas => OGRwkbGeometryType::wkbMultiPolygon,
                },
                options: Some(&["GEOMETRY_NAME=geom", "FID=fid", "SPATIAL_INDEX=YES"]),
            })?;
            for column in &spec.columns {
                FieldDefn::new(&column.name, field_type(column.kind))?.add_to_layer(&layer)?;
            }
        }
        Ok(Self {
            path: path.to_owned(),
            spec: Arc::clone(spec),
            dataset,
            batch: Vec::new(),
            rows: 0,
        })
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let _date = FixedDate::set(self.spec.last_change)?;
        let transaction = self.dataset.start_transaction()?;
        {
            let layer = transaction.layer_by_name(&self.spec.name)?;
            for (values, geometry) in self.batch.drain(..) {
                let mut feature = Feature::new(layer.defn())?;
                for (index, value) in values.into_iter().enumerate() {
                    set(&mut feature, index, value)?;
                }
                if let Some(geometry) =
                    geometry_of(geometry.as_deref(), self.spec.geometries, self.rows)?
                {
                    feature.set_geometry(geometry)?;
                }
                feature.create(&layer)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

impl RowSink for GpkgSink {
    fn write(&mut self, values: &[Value], geometry_wkb: Option<&[u8]>) -> Result<(), ExportError> {
        let row = self.rows + 1;
        check_row(row, &self.spec.columns, values)?;
        geometry_of(geometry_wkb, self.spec.geometries, row)?;
        self.rows = row;
        self.batch
            .push((values.to_vec(), geometry_wkb.map(<[u8]>::to_vec)));
        if self.batch.len() >= BATCH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportError> {
        self.flush()?;
        let Self {
            path,
            spec,
            dataset,
            rows,
            ..
        } = *self;
        let date = FixedDate::set(spec.last_change)?;
        dataset.close()?;
        drop(date);
        Ok(vec![described(&path, rows)?])
    }
}

/// The date GDAL writes, for this thread and while it lives.
struct FixedDate;

impl FixedDate {
    fn set(at: DateTime<Utc>) -> Result<Self, ExportError> {
        config::set_thread_local_config_option(
            DATE_OPTION,
            &at.to_rfc3339_opts(SecondsFormat::Millis, true),
        )?;
        Ok(Self)
    }
}

impl Drop for FixedDate {
    fn drop(&mut self) {
        let _ = config::clear_thread_local_config_option(DATE_OPTION);
    }
}

const fn field_type(kind: Kind) -> OGRFieldType::Type {
    match kind {
        Kind::Text => OGRFieldType::OFTString,
        Kind::Integer => OGRFieldType::OFTInteger64,
        Kind::Real => OGRFieldType::OFTReal,
        Kind::Date => OGRFieldType::OFTDate,
    }
}

fn set(feature: &mut Feature<'_>, index: usize, value: Value) -> Result<(), ExportError> {
    match value {
        Value::Null => feature.set_field_null(index)?,
        Value::Text(text) => feature.set_field_string(index, &text)?,
        Value::Integer(number) => feature.set_field_integer64(index, number)?,
        Value::Real(number) => feature.set_field_double(index, number)?,
        Value::Date(day) => feature.set_field(index, &FieldValue::DateValue(day))?,
    }
    Ok(())
}
