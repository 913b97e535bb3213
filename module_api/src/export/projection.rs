//! From the SRID of a layer to WGS84, and what the files say of a reference system.

use std::cell::RefCell;
use std::collections::HashMap;

use gdal::errors::GdalError;
use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};

use super::ExportError;
use super::shape::{Shape, Xy};

/// EPSG code of WGS84.
pub(super) const DEGREES: u32 = 4326;

thread_local! {
    /// GDAL's transformations stay on the thread that made them.
    static TRANSFORMS: RefCell<HashMap<u32, CoordTransform>> = RefCell::new(HashMap::new());
}

/// Gives back, when dropped, the transformations of this thread: GDAL must be there still, which the end of a thread does not
/// promise.
pub(super) struct ForgetTransforms;

impl Drop for ForgetTransforms {
    fn drop(&mut self) {
        TRANSFORMS.with_borrow_mut(HashMap::clear);
    }
}

/// A reference system in traditional axis order: easting or longitude first.
pub(super) fn reference(srid: u32) -> Result<SpatialRef, ExportError> {
    let mut srs = SpatialRef::from_epsg(srid)?;
    srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(srs)
}

/// The shape in degrees, longitude first. Each run of points is transformed apart, so that an area does not depend on the
/// records around it.
pub(super) fn to_degrees(shape: &mut Shape, srid: u32) -> Result<(), ExportError> {
    if srid == DEGREES {
        return Ok(());
    }
    TRANSFORMS.with_borrow_mut(|known| {
        let transform = match known.entry(srid) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => entry.insert(CoordTransform::new(
                &reference(srid)?,
                &reference(DEGREES)?,
            )?),
        };
        Ok(shape.runs_mut(&mut |run| transform_run(transform, run))?)
    })
}

fn transform_run(transform: &CoordTransform, run: &mut [Xy]) -> Result<(), GdalError> {
    if run.is_empty() {
        return Ok(());
    }
    if let [xy] = run {
        let (mut x, mut y) = ([xy[0]], [xy[1]]);
        transform.transform_coords(&mut x, &mut y, &mut [])?;
        *xy = [x[0], y[0]];
        return Ok(());
    }
    let mut xs: Vec<f64> = run.iter().map(|xy| xy[0]).collect();
    let mut ys: Vec<f64> = run.iter().map(|xy| xy[1]).collect();
    transform.transform_coords(&mut xs, &mut ys, &mut [])?;
    for (xy, (x, y)) in run.iter_mut().zip(xs.into_iter().zip(ys)) {
        *xy = [x, y];
    }
    Ok(())
}
