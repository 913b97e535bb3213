//! The map of a perimeter: outlines of the territory around it, the perimeter on them, a bar of scale. An SVG without text.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// A closed line, in metres of the local projection.
pub type Ring = Vec<(f64, f64)>;

/// The border of a commune or département.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Its rings.
    pub rings: Vec<Ring>,
}

/// What to draw. Nothing here comes from an observation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Rings of the perimeter, holes included.
    pub perimetre: Vec<Ring>,
    /// Borders around it.
    pub outlines: Vec<Outline>,
}

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 620.0;
/// Room left around the perimeter, as a part of its extent.
const MARGIN: f64 = 0.25;
/// Least extent drawn, in metres: a small site is shown with what is around it.
const LEAST_EXTENT: f64 = 2000.0;

/// From metres to the drawing.
struct View {
    west: f64,
    north: f64,
    scale: f64,
}

impl Map {
    /// Length of the bar of scale in metres, and of the bar on the drawing as a part of its width; none for an empty map.
    #[must_use]
    pub fn bar(&self) -> Option<(f64, f64)> {
        let view = self.view()?;
        let metres = round_length(WIDTH / view.scale / 4.0);
        Some((metres, metres * view.scale / WIDTH))
    }

    /// The drawing.
    pub(crate) fn to_svg(&self) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
             <defs><clipPath id=\"c\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\"/></clipPath></defs>\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#f7f7f4\"/><g clip-path=\"url(#c)\">"
        );
        if let Some(view) = self.view() {
            for outline in &self.outlines {
                path(
                    &mut svg,
                    &outline.rings,
                    &view,
                    "fill=\"none\" stroke=\"#9a9a92\" stroke-width=\"1.2\"",
                );
            }
            path(
                &mut svg,
                &self.perimetre,
                &view,
                "fill=\"#0b7a5c\" fill-opacity=\"0.18\" fill-rule=\"evenodd\" stroke=\"#0b5c46\" stroke-width=\"3\" stroke-linejoin=\"round\"",
            );
        }
        svg.push_str("</g>");
        if let Some((_, part)) = self.bar() {
            scale_bar(&mut svg, part * WIDTH);
        }
        svg.push_str("</svg>");
        svg
    }

    fn view(&self) -> Option<View> {
        let points = || {
            self.perimetre
                .iter()
                .flatten()
                .filter(|(x, y)| x.is_finite() && y.is_finite())
        };
        points().next()?;
        let bounds = |of: fn(&(f64, f64)) -> f64| {
            points()
                .map(of)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| {
                    (least.min(v), most.max(v))
                })
        };
        let ((west, east), (south, north)) = (bounds(|p| p.0), bounds(|p| p.1));
        let room = 1.0 + 2.0 * MARGIN;
        let width = ((east - west) * room).max(LEAST_EXTENT);
        let height = ((north - south) * room).max(LEAST_EXTENT);
        let scale = (WIDTH / width).min(HEIGHT / height);
        Some(View {
            west: f64::midpoint(west, east) - WIDTH / scale / 2.0,
            north: f64::midpoint(south, north) + HEIGHT / scale / 2.0,
            scale,
        })
    }
}

fn path(svg: &mut String, rings: &[Ring], view: &View, style: &str) {
    let mut line = String::new();
    for ring in rings {
        for (i, (x, y)) in ring.iter().enumerate() {
            let (x, y) = ((x - view.west) * view.scale, (view.north - y) * view.scale);
            if x.is_finite() && y.is_finite() {
                let _ = write!(line, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
            }
        }
        if !line.is_empty() {
            line.push('Z');
        }
    }
    if !line.is_empty() {
        let _ = write!(svg, "<path d=\"{line}\" {style}/>");
    }
}

fn scale_bar(svg: &mut String, length: f64) {
    let (x, y) = (20.0, HEIGHT - 20.0);
    let _ = write!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"18\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>\
         <path d=\"M{x} {} V{y} H{:.1} V{}\" fill=\"none\" stroke=\"#222222\" stroke-width=\"2.5\"/>",
        x - 8.0,
        y - 13.0,
        length + 16.0,
        y - 8.0,
        x + length,
        y - 8.0
    );
}

/// The greatest of 1, 2, 5 times a power of ten that is not above `length`.
fn round_length(length: f64) -> f64 {
    let power = 10_f64.powf(length.log10().floor());
    [5.0, 2.0, 1.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|rounded| *rounded <= length)
        .unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_of_scale_is_a_round_length() {
        let rounded: Vec<f64> = [999.0, 1000.0, 4_999.0, 5_100.0, 26_000.0]
            .map(round_length)
            .into();
        assert_eq!(rounded, [500.0, 1000.0, 2000.0, 5000.0, 20_000.0]);
    }

    #[test]
    fn an_empty_or_broken_perimeter_still_gives_a_drawing() {
        for perimetre in [
            vec![],
            vec![vec![]],
            vec![vec![(f64::NAN, 1.0), (2.0, f64::INFINITY)]],
        ] {
            let map = Map {
                perimetre,
                outlines: vec![],
            };
            assert!(map.bar().is_none());
            assert!(map.to_svg().ends_with("</svg>"));
        }
    }
}
