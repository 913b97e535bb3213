//! The codec against what `PostGIS` 3.3 stored, and against itself.
//!
//! `serialized.tsv` holds texts and the bytes that a table kept for them (read with pageinspect, header of the datum taken
//! off, little-endian machine).
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use gn_diffusion_core::codec::{
    DecodeError, Dims, EncodeError, Geometry, Kind, MAX_DEPTH, Rectangle, Shape, read, write,
};
use proptest::prelude::*;

fn fixtures() -> Vec<(&'static str, Vec<u8>)> {
    let unhex = |hex: &str| {
        hex.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    include_str!("serialized.tsv")
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(text, hex)| (text, unhex(hex)))
        .collect()
}

fn ordinates(shape: &Shape) -> Vec<f64> {
    match shape {
        Shape::Point(list)
        | Shape::LineString(list)
        | Shape::CircularString(list)
        | Shape::Triangle(list) => list.clone(),
        Shape::Polygon(rings) => rings.concat(),
        Shape::Collection(_, members) => members.iter().flat_map(ordinates).collect(),
    }
}

fn name(shape: &Shape) -> String {
    match shape {
        Shape::Point(_) => "POINT".into(),
        Shape::LineString(_) => "LINESTRING".into(),
        Shape::CircularString(_) => "CIRCULARSTRING".into(),
        Shape::Triangle(_) => "TRIANGLE".into(),
        Shape::Polygon(_) => "POLYGON".into(),
        Shape::Collection(kind, _) => format!("{kind:?}").to_uppercase(),
    }
}

/// Numbers and first word of a WKT, after its SRID.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[test]
fn reads_what_postgis_stored() {
    let mut seen = 0;
    for (text, bytes) in fixtures() {
        let geometry = read(&bytes).unwrap();
        let Some(wkt) = Some(text).filter(|text| text.contains('(') || text.contains("EMPTY"))
        else {
            continue;
        };
        let (srid, wkt) = wkt.split_once(';').unwrap_or(("SRID=0", wkt));
        let srid: i32 = srid.trim_start_matches("SRID=").parse().unwrap();
        assert_eq!(geometry.srid, srid, "{text}");
        assert_eq!(
            name(&geometry.shape),
            wkt.split([' ', '(']).next().unwrap(),
            "{text}"
        );
        let dims = wkt.split('(').next().unwrap();
        let words: Vec<_> = dims.split(' ').skip(1).collect();
        let has = |letter: char| {
            words
                .iter()
                .any(|word| ["Z", "M", "ZM"].contains(word) && word.contains(letter))
        };
        assert_eq!(
            geometry.dims,
            Dims {
                z: has('Z'),
                m: has('M')
            },
            "{text}"
        );
        assert_eq!(ordinates(&geometry.shape), numbers(wkt), "{text}");
        seen += 1;
    }
    assert!(seen >= 38, "only {seen} texts");
}

#[test]
fn writes_the_bytes_that_postgis_wrote() {
    for (text, bytes) in fixtures() {
        let geometry = read(&bytes).unwrap();
        let mut written = write(&geometry).unwrap();
        let mut expected = bytes.clone();
        if text.contains("CIRCULAR") {
            // Arcs are written without their box: what follows it is compared.
            let body = 4 + 8 * geometry.dims.stride();
            expected = bytes[body..].to_vec();
            written = written[4..].to_vec();
        }
        assert_eq!(written, expected, "{text}");
    }
}

#[test]
fn reads_version_1_and_extended_flags() {
    for (text, bytes) in fixtures() {
        let geometry = read(&bytes).unwrap().shape;
        let mut version_1 = bytes.clone();
        version_1[3] &= 0x0F;
        // "Read only" in version 1: not extended flags.
        version_1[3] |= 0x10;
        assert_eq!(
            format!("{:?}", read(&version_1).unwrap().shape),
            format!("{geometry:?}"),
            "{text}"
        );
        let mut extended = bytes.clone();
        extended[3] |= 0x10;
        extended.splice(4..4, 1_u64.to_ne_bytes());
        let solid = read(&extended).unwrap();
        assert!(solid.solid, "{text}");
        assert_eq!(
            format!("{:?}", solid.shape),
            format!("{geometry:?}"),
            "{text}"
        );
    }
}

#[test]
fn a_cut_geometry_is_an_error_at_every_length() {
    for (text, bytes) in fixtures() {
        for length in 0..bytes.len() {
            assert!(
                matches!(read(&bytes[..length]), Err(DecodeError::Truncated(_))),
                "{text} cut to {length}"
            );
        }
    }
}

#[test]
fn srids_keep_their_sign() {
    let geometry = |srid| Geometry {
        srid,
        dims: Dims::default(),
        geodetic: false,
        solid: false,
        shape: Shape::Point(vec![1.0, 2.0]),
    };
    for srid in [0, 1, 2154, 999_999, -1, -0x10_0000, 0x0F_FFFF] {
        assert_eq!(read(&write(&geometry(srid)).unwrap()).unwrap().srid, srid);
    }
    assert_eq!(
        write(&geometry(0x10_0000)),
        Err(EncodeError::Srid(0x10_0000))
    );
}

#[test]
fn counts_and_depth_are_not_trusted() {
    let header = [0, 0, 0, 0x40];
    let words = |words: &[u32]| {
        [
            header.as_slice(),
            words
                .iter()
                .flat_map(|word| word.to_ne_bytes())
                .collect::<Vec<_>>()
                .as_slice(),
        ]
        .concat()
    };
    for code in 1..=15 {
        if code != 1 {
            assert!(read(&words(&[code, u32::MAX])).is_err(), "type {code}");
        }
    }
    assert_eq!(read(&words(&[1, 2])), Err(DecodeError::PointCount(2)));
    assert_eq!(read(&words(&[16, 0])), Err(DecodeError::UnknownType(16)));
    assert_eq!(
        read(&words(&[4, 1, 2, 0])),
        Err(DecodeError::UnexpectedMember {
            parent: 4,
            member: 2
        })
    );
    assert_eq!(
        read(&words(&[4, 1, 99, 0])),
        Err(DecodeError::UnknownType(99))
    );
    assert_eq!(
        read(&words(&[7, 1].repeat(MAX_DEPTH + 2))),
        Err(DecodeError::TooDeep)
    );
    assert_eq!(
        read(&words(&[[7, 1].repeat(MAX_DEPTH), vec![7, 0]].concat()))
            .unwrap()
            .dims,
        Dims::default()
    );
}

fn list(stride: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(any::<f64>(), 0..6).prop_map(move |mut list| {
        list.truncate(list.len() / stride * stride);
        list
    })
}

fn shape(stride: usize) -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        prop::collection::vec(any::<f64>(), stride).prop_map(Shape::Point),
        list(stride).prop_map(Shape::LineString),
        list(stride).prop_map(Shape::CircularString),
        list(stride).prop_map(Shape::Triangle),
        prop::collection::vec(list(stride), 0..4).prop_map(Shape::Polygon),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop::collection::vec(inner, 0..4)
            .prop_map(|members| Shape::Collection(Kind::GeometryCollection, members))
    })
}

fn geometry() -> impl Strategy<Value = Geometry> {
    (any::<(bool, bool, bool, bool)>(), -0x10_0000..0x10_0000).prop_flat_map(
        |((z, m, geodetic, solid), srid)| {
            let dims = Dims { z, m };
            shape(dims.stride()).prop_map(move |shape| Geometry {
                srid,
                dims,
                geodetic,
                solid,
                shape,
            })
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(geometry in geometry()) {
        let bytes = write(&geometry).unwrap();
        prop_assert_eq!(read(&bytes).unwrap(), geometry);
        // At any address.
        let shifted = [&[0_u8], bytes.as_slice()].concat();
        prop_assert_eq!(write(&read(&shifted[1..]).unwrap()).unwrap(), bytes);
    }

    #[test]
    fn damaged_bytes_never_panic(geometry in geometry(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = write(&geometry).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(geometry) = read(&bytes) {
            prop_assert!(ordinates(&geometry.shape).len() * 8 <= bytes.len());
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(geometry) = read(&bytes) {
            prop_assert!(ordinates(&geometry.shape).len() * 8 <= bytes.len());
        }
    }

    #[test]
    fn a_rectangle_is_the_polygon_it_stands_for(srid in 0..999_999, x in -1e9..1e9_f64, y in -1e9..1e9_f64, size in 1.0..1e6_f64) {
        let ring = vec![x, y, x, y + size, x + size, y + size, x + size, y, x, y];
        let polygon = Geometry { srid, dims: Dims::default(), geodetic: false, solid: false, shape: Shape::Polygon(vec![ring]) };
        let mut bytes = [0xFF; Rectangle::LENGTH];
        Rectangle::new(srid, [x, x + size], [y, y + size]).unwrap().write(&mut bytes);
        prop_assert_eq!(bytes.as_slice(), write(&polygon).unwrap());
    }
}
