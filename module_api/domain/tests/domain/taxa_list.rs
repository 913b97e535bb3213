//! Lists of taxa as people give them.

use demandes_domain::taxa_list::{MAX_ENTRIES, TooLong, decode, entries};
use proptest::prelude::*;
use rstest::rstest;

fn texts(list: &str) -> Vec<String> {
    let found = entries(list).expect("a list");
    found.into_iter().map(|entry| entry.text).collect()
}

#[rstest]
#[case("2645\n2852\n", &["2645", "2852"])]
#[case("2645, 2852;2860", &["2645", "2852", "2860"])]
#[case("Aquila chrysaetos (Linnaeus, 1758), Gyps fulvus", &["Aquila chrysaetos (Linnaeus, 1758)", "Gyps fulvus"])]
#[case("Falco peregrinus Tunstall, 1771", &["Falco peregrinus Tunstall, 1771"])]
#[case("1771, 1758", &["1771", "1758"])]
#[case("2645\tAquila chrysaetos\tAigle royal\n2852\tGypaetus barbatus\t\n", &["2645", "2852"])]
#[case("\tAquila chrysaetos\tAigle royal", &["Aquila chrysaetos"])]
#[case("2645\t2852\t2860", &["2645", "2852", "2860"])]
#[case("nom;cd_nom;date\nAigle;2645;2020\nGypaète;2852;\n", &["2645", "2852"])]
#[case("\n\"LB_NOM\",\"auteur\"\n\"Aquila chrysaetos\",\"(Linnaeus, 1758)\"", &["Aquila chrysaetos"])]
#[case("cd_nom\n2645\n", &["2645"])]
#[case("\r\n  \r\n Aigle royal \r\n", &["Aigle royal"])]
#[case("", &[])]
#[case(" ; , \t \n", &[])]
fn what_a_list_holds(#[case] list: &str, #[case] expected: &[&str]) {
    assert_eq!(texts(list), expected);
}

#[test]
fn lines_and_numbers_are_told() {
    let found = entries("Aigle royal\n\ncd_nom: 2645\n2852.0, 99999999999").expect("a list");
    let told: Vec<(usize, Option<i32>)> = found
        .iter()
        .map(|entry| (entry.line, entry.cd_nom))
        .collect();
    assert_eq!(
        told,
        [(1, None), (3, Some(2645)), (4, Some(2852)), (4, None)]
    );
}

#[test]
fn a_list_has_an_end() {
    assert_eq!(
        entries(&"1\n".repeat(MAX_ENTRIES)).map(|list| list.len()),
        Ok(MAX_ENTRIES)
    );
    assert_eq!(entries(&"1,".repeat(MAX_ENTRIES + 1)), Err(TooLong));
}

#[test]
fn encodings() {
    for bytes in [
        "Gypaète".as_bytes().to_vec(),
        [b"\xEF\xBB\xBF".as_slice(), "Gypaète".as_bytes()].concat(),
        b"Gypa\xE8te".to_vec(),
        b"\xFF\xFEG\0y\0p\0a\0\xE8\0t\0e\0".to_vec(),
        b"\xFE\xFF\0G\0y\0p\0a\0\xE8\0t\0e".to_vec(),
    ] {
        assert_eq!(decode(&bytes).as_deref(), Some("Gypaète"), "{bytes:?}");
    }
    assert_eq!(decode(b"\x92").as_deref(), Some("’"));
    for bytes in [b"PK\x03\x04".as_slice(), b"a\0b", b"\xFF\xFEa"] {
        assert_eq!(decode(bytes), None, "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn nothing_breaks_it(text in "\\PC{0,200}", separators in "[,;\t\n\" ()0-9]{0,50}") {
        let list = text + &separators;
        for entry in entries(&list).expect("short") {
            prop_assert!(!entry.text.is_empty());
            prop_assert!(entry.line >= 1 && entry.line <= list.lines().count());
        }
    }

    #[test]
    fn any_bytes_are_text_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Some(text) = decode(&bytes) {
            prop_assert!(!text.contains('\0'));
        }
    }
}
