//! Areas that a line, a polygon or a collection meets: those of the cells around it, judged one by one.

use super::footprint::{Footprint, Place};
use super::view::{Border, Content};
use super::{Area, AreaIndex};
use crate::codec::{Dims, Shape};
use crate::cover::positions;
use crate::overlap::{distance_to, overlap_holds_disc};
use crate::paths::Edge;
use crate::relate::{Meeting, Polygons, Position, Side, areas_meeting, locate, meeting};

/// A disc that passes a radius by that share of it and by that many metres is wider than it without a doubt.
const EVIDENT_SHARE: f64 = 0.01;
const EVIDENT_EXCESS: f64 = 1e-3;

impl AreaIndex<'_> {
    /// The areas that a shape without arcs meets, by increasing number, and how. Its positions must be finite, its polygons
    /// valid.
    #[must_use]
    pub fn met_by(
        &self,
        shape: &Shape,
        dims: Dims,
        interrupt: &mut dyn FnMut(),
    ) -> Vec<(u32, Meeting)> {
        if let Some(polygons) = Polygons::of(shape, dims) {
            return self.met_by_polygons(&polygons, interrupt);
        }
        self.candidates(bounds(shape, dims), interrupt)
            .into_iter()
            .filter_map(|number| {
                let area = Polygons::new(self.area(number)?.polygons()?);
                let met = meeting(shape, dims, &area, interrupt);
                (met != Meeting::Apart).then_some((number, met))
            })
            .collect()
    }

    /// The areas that valid polygons meet, by increasing number, and how.
    #[must_use]
    pub fn met_by_polygons(
        &self,
        polygons: &Polygons<'_>,
        interrupt: &mut dyn FnMut(),
    ) -> Vec<(u32, Meeting)> {
        let found = self.found_by(polygons, interrupt, &meets);
        let mut met: Vec<_> = found
            .sure
            .iter()
            .map(|number| (number, Meeting::Interior))
            .collect();
        met.extend(found.unsure().filter_map(|number| {
            let how = |area: &Polygons<'_>| areas_meeting(polygons, area, interrupt);
            let how = self.judge(number, polygons, how)?;
            (how != Meeting::Apart).then_some((number, how))
        }));
        met.sort_unstable_by_key(|(number, _)| *number);
        met
    }

    /// The areas that have a position in common with valid polygons, borders included, by increasing number: those of
    /// [`Self::met_by_polygons`], told sooner, since borders are compared cell by cell and no further than a first contact.
    #[must_use]
    pub fn intersecting(&self, polygons: &Polygons<'_>, interrupt: &mut dyn FnMut()) -> Vec<u32> {
        let footprint = Footprint::of(&self.head, polygons, interrupt);
        let mut found = self.found_under(&footprint, interrupt, &meets);
        for (cell, place) in footprint.cells() {
            if place == Place::Crossed {
                self.add_contacts(cell, polygons, &mut found.sure, interrupt);
            }
        }
        // The borders of the others nowhere meet those of the polygons: each ring lies on one side as a whole.
        for ring in 0..polygons.rings.len() {
            interrupt();
            if let Some(start) = polygons.rings.start(ring) {
                self.at(start, &mut |number| found.sure.insert(number));
            }
        }
        let mut met: Vec<_> = found.sure.iter().collect();
        met.extend(found.unsure().filter(|number| {
            interrupt();
            self.has_ring_within(*number, polygons).unwrap_or_default()
        }));
        met.sort_unstable();
        met
    }

    /// Adds the areas of which an edge near a cell meets the border of the polygons.
    fn add_contacts(
        &self,
        (column, row): (u32, u32),
        polygons: &Polygons<'_>,
        met: &mut Numbers,
        interrupt: &mut dyn FnMut(),
    ) {
        self.in_cell(column, row, &mut |content| {
            let Content::Borders(border) = content else {
                return;
            };
            let mut is_met = |(from, to)| {
                interrupt();
                polygons.rings.meet(&Edge {
                    path: 0,
                    rank: 0,
                    from,
                    to,
                })
            };
            if !met.holds(border.area) && border.edges().any(&mut is_met) {
                met.insert(border.area);
            }
        });
    }

    /// Whether a ring of an area starts within polygons.
    fn has_ring_within(&self, number: u32, polygons: &Polygons<'_>) -> Option<bool> {
        let area = self.around(number, polygons)?;
        Some(area.polygons()?.iter().flatten().any(|ring| {
            ring.first()
                .is_some_and(|at| locate(*at, polygons) != Side::Outside)
        }))
    }

    /// The areas whose overlap with valid polygons holds a disc of that radius, in metres, by increasing number. `unsure` is asked
    /// about those for which [`overlap_holds_disc`] does not tell.
    pub fn with_room(
        &self,
        polygons: &Polygons<'_>,
        radius: f64,
        interrupt: &mut dyn FnMut(),
        unsure: &mut dyn FnMut(Area<'_>) -> bool,
    ) -> Vec<u32> {
        let wide = (1.0 + EVIDENT_SHARE) * radius + EVIDENT_EXCESS;
        // The disc around the centre of a cell, or around the anchor, which is no nearer to its sides than a quarter of it.
        let has_room = |content: &Content<'_>, cell| match content {
            Content::Full(_) => wide < 0.5 * self.head.side,
            Content::Borders(border) => {
                wide < 0.25 * self.head.side
                    && self.inner_anchor(border, cell).is_some_and(|at| {
                        let mut edges = border.edges();
                        edges.all(|(from, to)| distance_to(from, to, at) > wide)
                    })
            }
        };
        let found = self.found_by(polygons, interrupt, &has_room);
        let mut with_room: Vec<_> = found.sure.iter().collect();
        with_room.extend(found.near.iter().filter(|number| {
            let holds_disc =
                |area: &Polygons<'_>| overlap_holds_disc(polygons, area, radius, interrupt);
            !found.sure.holds(*number)
                && self
                    .judge(*number, polygons, holds_disc)
                    .is_some_and(|held| {
                        held.unwrap_or_else(|| self.area(*number).is_some_and(&mut *unsure))
                    })
        }));
        with_room.sort_unstable();
        with_room
    }

    /// The areas found under polygons: those that have in a cell within them what `is_sure` wants, and the others.
    fn found_by(
        &self,
        polygons: &Polygons<'_>,
        interrupt: &mut dyn FnMut(),
        is_sure: &impl Fn(&Content<'_>, (u32, u32)) -> bool,
    ) -> Found {
        let footprint = Footprint::of(&self.head, polygons, interrupt);
        self.found_under(&footprint, interrupt, is_sure)
    }

    fn found_under(
        &self,
        footprint: &Footprint,
        interrupt: &mut dyn FnMut(),
        is_sure: &impl Fn(&Content<'_>, (u32, u32)) -> bool,
    ) -> Found {
        let mut found = Found {
            sure: Numbers::below(self.len()),
            near: Numbers::below(self.len()),
        };
        for (row, places) in footprint.places_by_row() {
            interrupt();
            let columns = footprint.columns();
            let mut before = None;
            let cells = places.iter().zip(self.told(row, columns));
            for (column, (&place, &cell)) in columns.clone().zip(cells) {
                // Most cells say what the one before has said: this area and nothing else, in the same place.
                if place == Place::Outside || before.replace((place, cell)) == Some((place, cell)) {
                    continue;
                }
                self.in_told(cell, &mut |content| {
                    let (Content::Full(area) | Content::Borders(Border { area, .. })) = content;
                    if place == Place::Inside
                        && (found.sure.holds(area) || is_sure(&content, (column, row)))
                    {
                        found.sure.insert(area);
                    } else {
                        found.near.insert(area);
                    }
                });
            }
        }
        found
    }

    /// What is said of the outline of an area, if its bounds meet those of the polygons.
    fn judge<R>(
        &self,
        number: u32,
        polygons: &Polygons<'_>,
        say: impl FnOnce(&Polygons<'_>) -> R,
    ) -> Option<R> {
        let area = self.around(number, polygons)?;
        Some(say(&Polygons::new(area.polygons()?)))
    }

    /// The area of that number, if its bounds meet those of the polygons.
    fn around(&self, number: u32, polygons: &Polygons<'_>) -> Option<Area<'_>> {
        let area = self.area(number)?;
        let [low, high] = polygons.bounds()?;
        overlap(area.bounds(), [low[0], low[1], high[0], high[1]]).then_some(area)
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

/// Areas found under polygons.
struct Found {
    /// Those about which there is nothing to ask.
    sure: Numbers,
    /// All the others, and some of those.
    near: Numbers,
}

impl Found {
    fn unsure(&self) -> impl Iterator<Item = u32> {
        let near = self.near.iter();
        near.filter(|number| !self.sure.holds(*number))
    }
}

/// An area that has its interior or a border in a cell within polygons meets them inside: a border has interior beside it.
fn meets(_: &Content<'_>, _: (u32, u32)) -> bool {
    true
}

/// Numbers of areas.
struct Numbers(Vec<u64>);

impl Numbers {
    /// None, of those below a count.
    fn below(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn holds(&self, number: u32) -> bool {
        let word = self.0.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// By increasing number.
    fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .step_by(64)
            .zip(&self.0)
            .flat_map(|(first, &word)| {
                std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                    .take_while(|rest| *rest != 0)
                    .map(move |rest| first + rest.trailing_zeros())
            })
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
