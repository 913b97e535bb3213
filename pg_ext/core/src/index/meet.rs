//! Areas that a line, a polygon or a collection meets: those of the cells around it, judged one by one.

use super::{Area, AreaIndex};
use crate::codec::{Dims, Shape};
use crate::cover::positions;
use crate::relate::{Meeting, Polygons, Position, areas_meeting, locate, meeting};

impl AreaIndex<'_> {
    /// The areas that a shape without arcs meets, by increasing number, and how. Its positions must be finite.
    #[must_use]
    pub fn met_by(
        &self,
        shape: &Shape,
        dims: Dims,
        interrupt: &mut dyn FnMut(),
    ) -> Vec<(u32, Meeting)> {
        let polygons = Polygons::of(shape, dims);
        let judge = |area: &Polygons<'_>, interrupt: &mut dyn FnMut()| match &polygons {
            Some(polygons) => areas_meeting(polygons, area, interrupt),
            None => meeting(shape, dims, area, interrupt),
        };
        let bounds = bounds(shape, dims);
        self.candidates(bounds, interrupt)
            .into_iter()
            .filter_map(|number| {
                let area = self.area(number)?;
                let met = judge(&Polygons::new(area.polygons()?), interrupt);
                (met != Meeting::Apart).then_some((number, met))
            })
            .collect()
    }

    /// The areas that hold a position, by increasing number, and how.
    #[must_use]
    pub fn met_by_point(&self, position: Position) -> Vec<(u32, Meeting)> {
        let mut met = Vec::new();
        self.at(position, &mut |number| met.push(number));
        let how = |number: u32| {
            let polygons = self.area(number)?.polygons()?;
            Some((number, locate(position, &Polygons::new(polygons)).into()))
        };
        met.into_iter().filter_map(how).collect()
    }

    /// Calls `each` with the areas whose bounds meet those of the polygons, and their outlines, by increasing number.
    pub fn for_each_candidate(
        &self,
        polygons: &Polygons<'_>,
        interrupt: &mut dyn FnMut(),
        each: &mut dyn FnMut(Area<'_>, &Polygons<'_>),
    ) {
        let Some([low, high]) = polygons.bounds() else {
            return;
        };
        for number in self.candidates([low[0], low[1], high[0], high[1]], interrupt) {
            if let Some(area) = self.area(number)
                && let Some(outline) = area.polygons()
            {
                each(area, &Polygons::new(outline));
            }
        }
    }

    /// The areas whose bounds meet this rectangle, by increasing number.
    fn candidates(&self, bounds: [f64; 4], interrupt: &mut dyn FnMut()) -> Vec<u32> {
        let mut candidates = Vec::new();
        self.near(bounds, interrupt, &mut |number| candidates.push(number));
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|number| {
            self.area(*number)
                .is_some_and(|area| overlap(area.bounds(), bounds))
        });
        candidates
    }
}

/// What `areas` gives of those met, by the rule of `cor_area_synthese`: those that the shape does more than touch or, if there is none,
/// those that it touches.
pub fn by_rule(met: &[(u32, Meeting)]) -> impl Iterator<Item = u32> {
    let wanted = if met.iter().any(|(_, met)| *met == Meeting::Interior) {
        Meeting::Interior
    } else {
        Meeting::Touching
    };
    met.iter()
        .filter(move |(_, met)| *met == wanted)
        .map(|(number, _)| *number)
}

fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/// Lowest X and Y, highest X and Y.
fn bounds(shape: &Shape, dims: Dims) -> [f64; 4] {
    let mut bounds = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    shape.for_each_list(&mut |list| {
        for [x, y] in positions(list, dims) {
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x),
                bounds[3].max(y),
            ];
        }
    });
    bounds
}
