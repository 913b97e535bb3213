//! Routing: thresholds, motifs, who is asked, dates.

use demandes_domain::lot::LotKind;
use demandes_domain::settings::Settings;
use demandes_domain::tour_de_table::{
    AnnouncedLot, Classe, Consigne, GroupeFacts, Motif, PoleFacts, Route, RouteFacts,
    RoutingSettings, route,
};
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

use crate::day;

const COORDINATION: i32 = 1;
const BIRDS: i32 = 2;
const FLORA: i32 = 3;
const RAPTORS: i32 = 4;

fn groupe(code: &str, avis_systematique: bool, has_sensitive: bool) -> GroupeFacts {
    GroupeFacts {
        code: code.to_owned(),
        avis_systematique,
        has_sensitive,
        has_any: true,
    }
}

fn pole(id: i32, groupes: &[&str]) -> PoleFacts {
    PoleFacts {
        id,
        label: format!("Pôle {id}"),
        groupes: groupes.iter().map(|code| (*code).to_owned()).collect(),
    }
}

/// An adherent's impact study on 50 communes: nobody is asked but for the raptors.
fn facts() -> RouteFacts {
    RouteFacts {
        communes_count: 50,
        objet: "etude_impact".to_owned(),
        adherent: true,
        pole_partner: false,
        wants_precise_sensitive: true,
        groupes: vec![
            groupe("oiseaux", false, true),
            groupe("flore", false, false),
            groupe("rapaces", true, true),
        ],
        sensitive_without_groupe: false,
        poles: vec![
            pole(BIRDS, &["oiseaux", "rapaces"]),
            pole(FLORA, &["flore"]),
            pole(RAPTORS, &["rapaces"]),
            pole(9, &["poissons"]),
        ],
        coordination: COORDINATION,
        consignes: Vec::new(),
    }
}

fn settings() -> RoutingSettings {
    Settings::default().routing()
}

fn routed(facts: &RouteFacts) -> Route {
    route(facts, &settings(), day("2024-05-02"))
}

/// The lots as (kind, groupe, poles).
fn shape(route: &Route) -> Vec<(LotKind, Option<&str>, &[i32])> {
    route
        .lots
        .iter()
        .map(|lot| (lot.kind, lot.groupe.as_deref(), lot.poles.as_slice()))
        .collect()
}

#[test]
fn only_the_systematic_groupe_is_asked() {
    let route = routed(&facts());
    assert_eq!(route.demande_level, []);
    assert_eq!(
        shape(&route),
        [
            (LotKind::F1, None, [].as_slice()),
            (LotKind::F2, None, [].as_slice()),
            (LotKind::F3, Some("rapaces"), [BIRDS, RAPTORS].as_slice()),
        ]
    );
    assert_eq!(
        route.lots[2].motifs,
        [Motif::AvisSystematique {
            groupe: "rapaces".to_owned()
        }]
    );
    assert!(route.has_tour_de_table());
}

#[rstest]
#[case(RouteFacts { communes_count: 51, ..facts() }, Motif::Communes { count: 51, max: 50 })]
#[case(RouteFacts { objet: "etude_scientifique".to_owned(), ..facts() }, Motif::Objet { objet: "etude_scientifique".to_owned() })]
#[case(RouteFacts { objet: "publication_scientifique".to_owned(), ..facts() }, Motif::Objet { objet: "publication_scientifique".to_owned() })]
#[case(RouteFacts { adherent: false, ..facts() }, Motif::NonAdherent)]
#[case(RouteFacts { adherent: false, pole_partner: true, ..facts() }, Motif::NonAdherent)]
fn each_motif_makes_the_whole_demande_wait(#[case] facts: RouteFacts, #[case] motif: Motif) {
    let route = routed(&facts);
    assert_eq!(route.demande_level, std::slice::from_ref(&motif));
    // F1 and F2: each pole with a wanted record; F3: the poles of its groupe.
    assert_eq!(
        shape(&route),
        [
            (LotKind::F1, None, [BIRDS, FLORA, RAPTORS].as_slice()),
            (LotKind::F2, None, [BIRDS, FLORA, RAPTORS].as_slice()),
            (LotKind::F3, Some("rapaces"), [BIRDS, RAPTORS].as_slice()),
        ]
    );
    assert!(route.lots.iter().all(|lot| lot.motifs.contains(&motif)));
}

#[test]
fn motifs_add_up() {
    let facts = RouteFacts {
        communes_count: 400,
        objet: "etude_scientifique".to_owned(),
        adherent: false,
        ..facts()
    };
    assert_eq!(routed(&facts).demande_level.len(), 3);
}

#[test]
fn thresholds_are_settings() {
    let today = day("2024-05-02");
    let strict = RoutingSettings {
        max_communes_without_tour_de_table: 49,
        ..settings()
    };
    assert_eq!(
        route(&facts(), &strict, today).demande_level,
        [Motif::Communes { count: 50, max: 49 }]
    );
    let outsider = RouteFacts {
        adherent: false,
        pole_partner: true,
        ..facts()
    };
    let open = RoutingSettings {
        non_adherent_requires_tour_de_table: false,
        ..settings()
    };
    assert_eq!(route(&outsider, &open, today).demande_level, []);
    let partners = RoutingSettings {
        pole_partner_counts_as_adherent: true,
        ..settings()
    };
    assert_eq!(route(&outsider, &partners, today).demande_level, []);
    let stranger = RouteFacts {
        pole_partner: false,
        ..outsider
    };
    assert_eq!(
        route(&stranger, &partners, today).demande_level,
        [Motif::NonAdherent]
    );
    let study = RouteFacts {
        objet: "atlas".to_owned(),
        ..facts()
    };
    let atlas = RoutingSettings {
        objets_requiring_tour_de_table: vec!["atlas".to_owned()],
        ..settings()
    };
    assert_eq!(route(&study, &atlas, today).demande_level.len(), 1);
}

#[test]
fn f1_may_leave_at_once_by_setting() {
    let immediate = RoutingSettings {
        f1_immediate: true,
        ..settings()
    };
    let facts = RouteFacts {
        communes_count: 51,
        ..facts()
    };
    let route = route(&facts, &immediate, day("2024-05-02"));
    let waits: Vec<bool> = route.lots.iter().map(|lot| lot.tour_de_table).collect();
    assert_eq!(waits, [false, true, true]);
    assert!(route.lots[0].poles.is_empty());
    assert_eq!(route.lots[0].motifs, []);
    assert_eq!(route.demande_level.len(), 1);
}

#[test]
fn f1_alone_when_no_precise_sensitive_data_are_wanted() {
    let facts = RouteFacts {
        wants_precise_sensitive: false,
        sensitive_without_groupe: true,
        ..facts()
    };
    assert_eq!(shape(&routed(&facts)), [(LotKind::F1, None, [].as_slice())]);
    assert!(!routed(&facts).has_tour_de_table());
}

#[test]
fn no_lot_for_data_that_are_not_there() {
    let nothing = RouteFacts {
        groupes: Vec::new(),
        ..facts()
    };
    assert_eq!(
        shape(&routed(&nothing)),
        [(LotKind::F1, None, [].as_slice())]
    );
    let plain = RouteFacts {
        groupes: vec![
            groupe("flore", false, false),
            groupe("rapaces", true, false),
        ],
        ..facts()
    };
    assert_eq!(shape(&routed(&plain)), [(LotKind::F1, None, [].as_slice())]);
}

#[test]
fn taxa_in_no_groupe_go_to_the_coordination() {
    let facts = RouteFacts {
        groupes: Vec::new(),
        sensitive_without_groupe: true,
        ..facts()
    };
    let route = routed(&facts);
    assert_eq!(
        shape(&route),
        [
            (LotKind::F1, None, [].as_slice()),
            (LotKind::F3, None, [COORDINATION].as_slice())
        ]
    );
    assert_eq!(route.lots[1].motifs, [Motif::SensitiveWithoutGroupe]);
}

#[test]
fn where_no_pole_speaks_the_coordination_is_asked() {
    let orphan = RouteFacts {
        communes_count: 51,
        poles: vec![pole(9, &["poissons"])],
        ..facts()
    };
    for lot in &routed(&orphan).lots {
        assert_eq!(lot.poles, [COORDINATION]);
        assert_eq!(lot.motifs.last(), Some(&Motif::NoPole));
    }
}

#[test]
fn dates_follow_the_clocks() {
    let route = routed(&facts());
    let dates = |lot: &AnnouncedLot| (lot.earliest, lot.latest);
    assert_eq!(
        dates(&route.lots[0]),
        (day("2024-05-02"), day("2024-05-23"))
    );
    assert_eq!(
        dates(&route.lots[2]),
        (day("2024-05-02"), day("2024-06-13"))
    );
}

#[test]
fn motifs_are_french_clauses() {
    let motif = Motif::Communes { count: 51, max: 50 };
    assert_eq!(
        motif.to_string(),
        "le périmètre couvre 51 communes (tour de table au-delà de 50)"
    );
    let json = serde_json::to_value(&motif).expect("json");
    assert_eq!(
        json,
        serde_json::json!({ "code": "communes", "count": 51, "max": 50 })
    );
}

fn any_facts() -> impl Strategy<Value = RouteFacts> {
    let codes = ["oiseaux", "flore", "rapaces", "poissons"];
    let flags =
        proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), codes.len());
    let poles = proptest::collection::vec(
        (
            2_i32..6,
            proptest::sample::subsequence(codes.to_vec(), 0..4),
        ),
        0..5,
    );
    let demande = (
        0_u32..120,
        select(vec!["etude_impact", "etude_scientifique"]),
    );
    (flags, poles, demande, any::<[bool; 4]>()).prop_map(
        move |(flags, poles, (communes_count, objet), bits)| {
            let groupes = codes.iter().zip(flags).map(
                |(code, (avis_systematique, has_sensitive, has_any))| GroupeFacts {
                    code: (*code).to_owned(),
                    avis_systematique,
                    has_sensitive,
                    has_any,
                },
            );
            RouteFacts {
                communes_count,
                objet: objet.to_owned(),
                adherent: bits[0],
                pole_partner: bits[1],
                wants_precise_sensitive: bits[2],
                groupes: groupes.collect(),
                sensitive_without_groupe: bits[3],
                poles: poles
                    .iter()
                    .map(|(id, groupes)| pole(*id, groupes))
                    .collect(),
                coordination: COORDINATION,
                consignes: Vec::new(),
            }
        },
    )
}

proptest! {
    #[test]
    fn every_route_is_coherent(facts in any_facts(), f1_immediate in any::<bool>()) {
        let settings = RoutingSettings { f1_immediate, ..settings() };
        let route = route(&facts, &settings, day("2024-05-02"));
        prop_assert_eq!(route.lots.iter().filter(|lot| lot.kind == LotKind::F1).count(), 1);
        for lot in &route.lots {
            prop_assert_eq!(lot.tour_de_table, !lot.poles.is_empty());
            prop_assert_eq!(lot.tour_de_table, !lot.motifs.is_empty());
            prop_assert!(lot.kind != LotKind::F3 || lot.tour_de_table);
            prop_assert!(lot.kind == LotKind::F1 || facts.wants_precise_sensitive);
            let leaves_at_once = lot.kind == LotKind::F1 && f1_immediate;
            let waits = !route.demande_level.is_empty() && !leaves_at_once;
            prop_assert!(!waits || lot.tour_de_table);
            let mut poles = lot.poles.clone();
            poles.sort_unstable();
            poles.dedup();
            prop_assert_eq!(poles.len(), lot.poles.len());
            prop_assert!(lot.earliest <= lot.latest);
        }
        let mut names: Vec<_> = route.lots.iter().map(|lot| (lot.kind, lot.groupe.clone())).collect();
        names.dedup();
        prop_assert_eq!(names.len(), route.lots.len());
    }
}

#[rstest]
#[case(Some(51), None, false)]
#[case(Some(50), None, true)]
#[case(None, Some(vec![Classe::NonAdherent]), false)]
#[case(None, Some(vec![Classe::NonAdherent, Classe::Adherent]), true)]
#[case(Some(10), Some(vec![Classe::PartenairePole]), false)]
fn a_standing_order_says_when_the_poles_want_to_be_asked(
    #[case] min_communes: Option<u32>,
    #[case] classes: Option<Vec<Classe>>,
    #[case] asked: bool,
) {
    let consigne = Consigne {
        groupe: "rapaces".to_owned(),
        min_communes,
        classes,
    };
    let facts = RouteFacts {
        consignes: vec![consigne],
        ..facts()
    };
    let route = routed(&facts);
    let lot = route
        .lots
        .iter()
        .find(|lot| lot.groupe.as_deref() == Some("rapaces"))
        .expect("its lot exists either way");
    assert_eq!((lot.tour_de_table, !lot.poles.is_empty()), (asked, asked));
}

#[test]
fn a_standing_order_lifts_nothing_of_what_the_whole_demande_needs() {
    let consigne = Consigne {
        groupe: "rapaces".to_owned(),
        min_communes: Some(1_000),
        classes: None,
    };
    let facts = RouteFacts {
        communes_count: 51,
        consignes: vec![consigne],
        ..facts()
    };
    assert!(routed(&facts).lots.iter().all(|lot| lot.tour_de_table));
}
