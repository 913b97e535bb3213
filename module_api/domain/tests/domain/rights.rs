//! Roles × actions × states, against tables written by hand: `o` allowed, `n` not found, `f` forbidden, `c` conflict.

use demandes_domain::demande::DemandeState;
use demandes_domain::lot::{LotKind, LotState};
use demandes_domain::rights::{
    Action, Actor, DemandeFacts, LotFacts, OBJECT_ALL, OBJECT_AVIS, OBJECT_COMPLETUDE,
    OBJECT_DECISION, OBJECT_LIVRAISON, Permission, ReadFilter, Refusal, Target, check,
};
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

const POLE: i32 = 100;
const OTHER_POLE: i32 = 200;
const ORGANISME: i32 = 10;

const PETITIONNAIRE: i32 = 1;
const RESPONSABLE: i32 = 6;

fn row(object: &str, action: &str, scope: Option<u8>) -> Permission {
    Permission {
        object: object.to_owned(),
        action: action.to_owned(),
        scope,
    }
}

fn actor(id_role: i32, id_organisme: i32, poles: &[i32], permissions: Vec<Permission>) -> Actor {
    Actor {
        id_role,
        id_organisme: Some(id_organisme),
        permissions,
        animateur_of: poles.to_vec(),
    }
}

/// A user of the module: creates, reads and edits within this scope.
fn user(scope: Option<u8>) -> Vec<Permission> {
    vec![
        row(OBJECT_ALL, "C", None),
        row(OBJECT_ALL, "R", scope),
        row(OBJECT_ALL, "U", scope),
    ]
}

fn co_administrateur() -> Vec<Permission> {
    vec![
        row(OBJECT_ALL, "C", None),
        row(OBJECT_ALL, "R", None),
        row(OBJECT_ALL, "U", Some(1)),
        row(OBJECT_COMPLETUDE, "V", None),
        row(OBJECT_LIVRAISON, "E", None),
    ]
}

fn coordination() -> Vec<Permission> {
    vec![
        row(OBJECT_ALL, "R", None),
        row(OBJECT_ALL, "U", None),
        row(OBJECT_COMPLETUDE, "V", None),
        row(OBJECT_AVIS, "V", None),
        row(OBJECT_DECISION, "V", None),
        row(OBJECT_LIVRAISON, "E", None),
    ]
}

fn role(name: &str) -> Actor {
    let avis = || vec![row(OBJECT_AVIS, "V", None)];
    match name {
        "petitionnaire" => actor(PETITIONNAIRE, ORGANISME, &[], user(Some(1))),
        "colleague" => actor(2, ORGANISME, &[], user(Some(2))),
        "stranger" => actor(3, 30, &[], user(Some(1))),
        "animateur" => actor(4, 40, &[POLE], avis()),
        "other_animateur" => actor(5, 50, &[OTHER_POLE], avis()),
        "responsable" => actor(RESPONSABLE, 60, &[], co_administrateur()),
        "co_administrateur" => actor(7, 70, &[], co_administrateur()),
        "coordination" => actor(8, 80, &[], coordination()),
        _ => actor(9, 90, &[], Vec::new()),
    }
}

fn lot(kind: LotKind, state: LotState) -> LotFacts {
    LotFacts {
        kind,
        state,
        responsable: Some(RESPONSABLE),
        asked_poles: vec![POLE],
    }
}

/// The pétitionnaire's demande; its lot exists from `complete` on.
fn demande(state: DemandeState) -> DemandeFacts {
    let has_lots = !matches!(
        state,
        DemandeState::Brouillon | DemandeState::Deposee | DemandeState::Incomplete
    );
    DemandeFacts {
        demandeur: PETITIONNAIRE,
        depositor: PETITIONNAIRE,
        organisme: Some(ORGANISME),
        responsable: (state != DemandeState::Brouillon).then_some(RESPONSABLE),
        state,
        lots: if has_lots {
            vec![lot(LotKind::F2, LotState::AvisDemande)]
        } else {
            Vec::new()
        },
    }
}

fn letter(answer: &Result<(), Refusal>) -> char {
    match answer {
        Ok(()) => 'o',
        Err(Refusal::NotFound) => 'n',
        Err(Refusal::Forbidden { .. }) => 'f',
        Err(Refusal::Conflict { .. }) => 'c',
    }
}

const DEMANDE_ACTIONS: [Action; 13] = [
    Action::ListDemandes,
    Action::CreateDemande,
    Action::ReadDemande,
    Action::EditDemande,
    Action::SetPerimetre,
    Action::ReadAnnonce,
    Action::Depose,
    Action::Withdraw,
    Action::DeclareCompletude,
    Action::ReadLots,
    Action::ReadJournal,
    Action::ReadLettres,
    Action::Explain,
];

const ROLES: [&str; 9] = [
    "petitionnaire",
    "colleague",
    "stranger",
    "animateur",
    "other_animateur",
    "responsable",
    "co_administrateur",
    "coordination",
    "nobody",
];

/// One letter per action: list, create, read, edit, perimetre, annonce, depose, withdraw, completude, lots, journal, letters, explain.
/// One row per role, in the order of `ROLES`.
#[rstest]
#[case(DemandeState::Brouillon, [
    "oooooooofooof", "oooooofffooof", "oonnnnnnnnnnn", "ofnnnnnnnnnnn", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofooooffcoooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Deposee, [
    "oooccocofooof", "oooccofffooof", "oonnnnnnnnnnn", "ofnnnnnnnnnnn", "ofnnnnnnnnnnn",
    "oooffoffoooof", "oooffoffoooof", "ofoccoffooooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Incomplete, [
    "oooooooofooof", "oooooofffooof", "oonnnnnnnnnnn", "ofnnnnnnnnnnn", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofooooffcoooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Complete, [
    "oooccocofooof", "oooccofffooof", "oonnnnnnnnnnn", "ofoffofffoooo", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofoccoffcoooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Retiree, [
    "oooccoccfooof", "oooccofffooof", "oonnnnnnnnnnn", "ofoffofffoooo", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofoccoffcoooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Expiree, [
    "oooccoccfooof", "oooccofffooof", "oonnnnnnnnnnn", "ofoffofffoooo", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofoccoffcoooo", "ffnnnnnnnnnnn",
])]
#[case(DemandeState::Revoquee, [
    "oooccoccfooof", "oooccofffooof", "oonnnnnnnnnnn", "ofoffofffoooo", "ofnnnnnnnnnnn",
    "oooffoffcooof", "oooffoffcooof", "ofoccoffcoooo", "ffnnnnnnnnnnn",
])]
fn on_a_demande(#[case] state: DemandeState, #[case] expected: [&str; 9]) {
    let facts = demande(state);
    for (name, expected) in ROLES.into_iter().zip(expected) {
        let found: String = DEMANDE_ACTIONS
            .into_iter()
            .map(|action| {
                // A creation for oneself has no target yet.
                let target = if action == Action::CreateDemande {
                    Target::Module
                } else {
                    Target::Demande(&facts)
                };
                letter(&check(&role(name), action, target))
            })
            .collect();
        assert_eq!(found, expected, "{name}, {state}");
    }
}

/// One letter per lot state: prevu, `avis_demande`, decide, extrait, verifie, envoye, telecharge, refuse, annule.
/// One row per role, in the order of `ROLES`. The demande is complete, the lot is an F2.
#[rstest]
#[case(Action::ReadLotFigures, [
    "fffffooff", "fffffooff", "nnnnnnnnn", "ooooooooo", "nnnnnnnnn",
    "ooooooooo", "fffffooff", "ooooooooo", "nnnnnnnnn",
])]
#[case(Action::GiveAvis(POLE), [
    "fffffffff", "fffffffff", "nnnnnnnnn", "coccccccc", "nnnnnnnnn",
    "fffffffff", "fffffffff", "fffffffff", "nnnnnnnnn",
])]
#[case(Action::Decide, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "fffffffff", "fffffffff", "coccccccc", "nnnnnnnnn",
])]
#[case(Action::LiftGarde, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "fffffffff", "fffffffff", "ooooocccc", "nnnnnnnnn",
])]
#[case(Action::ReadControle, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "ooooooooo", "fffffffff", "ooooooooo", "nnnnnnnnn",
])]
#[case(Action::InformPoles, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "ccccocccc", "fffffffff", "fffffffff", "nnnnnnnnn",
])]
#[case(Action::Send, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "ccccocccc", "fffffffff", "fffffffff", "nnnnnnnnn",
])]
#[case(Action::ManageExtraction, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "ccooccccc", "fffffffff", "fffffffff", "nnnnnnnnn",
])]
#[case(Action::AttackAgain, [
    "fffffffff", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "cccoocccc", "fffffffff", "cccoocccc", "nnnnnnnnn",
])]
#[case(Action::Download, [
    "cccccoocc", "fffffffff", "nnnnnnnnn", "fffffffff", "nnnnnnnnn",
    "fffffffff", "fffffffff", "fffffffff", "nnnnnnnnn",
])]
fn on_a_lot(#[case] action: Action, #[case] expected: [&str; 9]) {
    for (name, expected) in ROLES.into_iter().zip(expected) {
        let found: String = LotState::ALL
            .iter()
            .map(|state| {
                let lot = lot(LotKind::F2, *state);
                let facts = DemandeFacts {
                    lots: vec![lot.clone()],
                    ..demande(DemandeState::Complete)
                };
                letter(&check(&role(name), action, Target::Lot(&facts, &lot)))
            })
            .collect();
        assert_eq!(found, expected, "{name}, {action:?}");
    }
}

/// Whoever has the right finds the lots of a demande that is not complete frozen.
#[rstest]
#[case(DemandeState::Retiree)]
#[case(DemandeState::Expiree)]
#[case(DemandeState::Revoquee)]
#[case(DemandeState::Deposee)]
fn lots_are_frozen_with_their_demande(#[case] state: DemandeState) {
    let cases = [
        ("animateur", Action::GiveAvis(POLE), LotState::AvisDemande),
        ("coordination", Action::Decide, LotState::AvisDemande),
        ("responsable", Action::InformPoles, LotState::Verifie),
        ("responsable", Action::Send, LotState::Verifie),
        ("petitionnaire", Action::Download, LotState::Envoye),
    ];
    for (name, action, lot_state) in cases {
        let lot = lot(LotKind::F2, lot_state);
        let facts = DemandeFacts {
            lots: vec![lot.clone()],
            state,
            ..demande(DemandeState::Complete)
        };
        assert_eq!(
            letter(&check(&role(name), action, Target::Lot(&facts, &lot))),
            'c',
            "{name}"
        );
    }
}

#[test]
fn figures_of_f1_are_no_secret_to_its_readers() {
    for (kind, expected) in [(LotKind::F1, 'o'), (LotKind::F2, 'f'), (LotKind::F3, 'f')] {
        let lot = lot(kind, LotState::Extrait);
        let facts = demande(DemandeState::Complete);
        let answer = check(
            &role("petitionnaire"),
            Action::ReadLotFigures,
            Target::Lot(&facts, &lot),
        );
        assert_eq!(letter(&answer), expected, "{kind}");
    }
}

/// Whatever else he is, who asks for the data is not told where the sensitive ones are.
#[test]
fn a_demandeur_never_has_a_record_explained() {
    let facts = demande(DemandeState::Complete);
    for other in ["coordination", "animateur"] {
        let both = Actor {
            id_role: PETITIONNAIRE,
            ..role(other)
        };
        let answer = check(&both, Action::Explain, Target::Demande(&facts));
        assert_eq!(letter(&answer), 'f', "{other}");
    }
}

/// The animateur of another lot of the same demande reads the demande, not these figures.
#[test]
fn figures_are_for_the_poles_of_that_very_lot() {
    let mine = LotFacts {
        asked_poles: vec![OTHER_POLE],
        ..lot(LotKind::F3, LotState::AvisDemande)
    };
    let other = lot(LotKind::F2, LotState::AvisDemande);
    let facts = DemandeFacts {
        lots: vec![mine.clone(), other.clone()],
        ..demande(DemandeState::Complete)
    };
    let figures = |lot| {
        letter(&check(
            &role("other_animateur"),
            Action::ReadLotFigures,
            Target::Lot(&facts, lot),
        ))
    };
    assert_eq!((figures(&mine), figures(&other)), ('o', 'f'));
}

#[test]
fn an_animateur_speaks_for_his_own_asked_pole_only() {
    let lot = LotFacts {
        asked_poles: vec![POLE, OTHER_POLE],
        ..lot(LotKind::F2, LotState::AvisDemande)
    };
    let facts = DemandeFacts {
        lots: vec![lot.clone()],
        ..demande(DemandeState::Complete)
    };
    let give = |actor: &Actor, pole| {
        letter(&check(
            actor,
            Action::GiveAvis(pole),
            Target::Lot(&facts, &lot),
        ))
    };
    assert_eq!(give(&role("animateur"), POLE), 'o');
    assert_eq!(give(&role("animateur"), OTHER_POLE), 'f');
    // Of a pole that was not asked.
    let both = Actor {
        animateur_of: vec![POLE, 300],
        ..role("animateur")
    };
    assert_eq!(give(&both, 300), 'f');
    // Without the permission.
    let bare = Actor {
        permissions: Vec::new(),
        ..role("animateur")
    };
    assert_eq!(give(&bare, POLE), 'f');
}

/// On behalf of somebody: the depositor edits and submits, the demandeur alone downloads.
#[test]
fn a_depositor_is_an_author_but_not_the_recipient() {
    let depositor = role("co_administrateur");
    let on_behalf = |state| DemandeFacts {
        depositor: depositor.id_role,
        ..demande(state)
    };
    let draft = on_behalf(DemandeState::Brouillon);
    for action in [
        Action::EditDemande,
        Action::SetPerimetre,
        Action::Depose,
        Action::Withdraw,
    ] {
        assert_eq!(
            check(&depositor, action, Target::Demande(&draft)),
            Ok(()),
            "{action:?}"
        );
    }
    let sent = lot(LotKind::F1, LotState::Envoye);
    let facts = DemandeFacts {
        lots: vec![sent.clone()],
        ..on_behalf(DemandeState::Complete)
    };
    let download =
        |actor: &Actor| letter(&check(actor, Action::Download, Target::Lot(&facts, &sent)));
    assert_eq!(
        (download(&depositor), download(&role("petitionnaire"))),
        ('f', 'o')
    );
}

/// Any right opens the module, and so does speaking for a pole; nothing else does.
#[test]
fn the_module_opens_to_who_has_any_right_in_it() {
    let letters: String = ROLES
        .iter()
        .map(|name| letter(&check(&role(name), Action::ReadReferences, Target::Module)))
        .collect();
    assert_eq!(letters, "oooooooof");
    let animateur = actor(10, 100, &[POLE], Vec::new());
    assert_eq!(
        letter(&check(&animateur, Action::ReadReferences, Target::Module)),
        'o'
    );
}

/// One letter per role, in the order of `ROLES`.
#[test]
fn what_the_guard_flagged_is_for_the_coordination() {
    let letters: String = ROLES
        .iter()
        .map(|name| letter(&check(&role(name), Action::ReadGarde, Target::Module)))
        .collect();
    assert_eq!(letters, "fffffffof");
}

#[test]
fn creating_for_somebody_else_is_for_co_administrateurs() {
    let facts = demande(DemandeState::Brouillon);
    let create = |name| {
        letter(&check(
            &role(name),
            Action::CreateDemande,
            Target::Demande(&facts),
        ))
    };
    assert_eq!(create("petitionnaire"), 'o');
    assert_eq!(create("stranger"), 'f');
    assert_eq!(create("co_administrateur"), 'o');
    // The coordination of this table has no C.
    assert_eq!(create("coordination"), 'f');
}

#[test]
fn no_withdrawal_after_a_delivery() {
    let lots = vec![
        lot(LotKind::F1, LotState::Envoye),
        lot(LotKind::F2, LotState::AvisDemande),
    ];
    let facts = DemandeFacts {
        lots,
        ..demande(DemandeState::Complete)
    };
    let refusal = check(
        &role("petitionnaire"),
        Action::Withdraw,
        Target::Demande(&facts),
    );
    let message = "Impossible de retirer la demande : un lot a déjà été livré.".to_owned();
    assert_eq!(refusal, Err(Refusal::Conflict { message }));
}

#[test]
fn a_late_avis_after_the_decision_is_told_why() {
    let lot = lot(LotKind::F2, LotState::Decide);
    let facts = DemandeFacts {
        lots: vec![lot.clone()],
        ..demande(DemandeState::Complete)
    };
    let refusal = check(
        &role("animateur"),
        Action::GiveAvis(POLE),
        Target::Lot(&facts, &lot),
    );
    let message = "Impossible de donner un avis sur ce lot : il est décidé.".to_owned();
    assert_eq!(refusal, Err(Refusal::Conflict { message }));
}

/// Each object opens its own action and no other, whatever its action letter.
#[test]
fn permissions_are_exact() {
    let verified = LotFacts {
        responsable: Some(50),
        ..lot(LotKind::F2, LotState::Verifie)
    };
    let asked = LotFacts {
        responsable: Some(50),
        ..lot(LotKind::F2, LotState::AvisDemande)
    };
    let deposited = demande(DemandeState::Deposee);
    let facts = DemandeFacts {
        lots: vec![asked.clone(), verified.clone()],
        ..demande(DemandeState::Complete)
    };
    let cases = [
        (
            OBJECT_COMPLETUDE,
            "V",
            Action::DeclareCompletude,
            Target::Demande(&deposited),
        ),
        (
            OBJECT_AVIS,
            "V",
            Action::GiveAvis(POLE),
            Target::Lot(&facts, &asked),
        ),
        (
            OBJECT_DECISION,
            "V",
            Action::Decide,
            Target::Lot(&facts, &asked),
        ),
        (
            OBJECT_LIVRAISON,
            "E",
            Action::Send,
            Target::Lot(&facts, &verified),
        ),
    ];
    let objects = [
        OBJECT_ALL,
        OBJECT_COMPLETUDE,
        OBJECT_AVIS,
        OBJECT_DECISION,
        OBJECT_LIVRAISON,
    ];
    for object in objects {
        for letter_of in ["C", "R", "U", "V", "E", "D"] {
            let permissions = vec![row(OBJECT_ALL, "R", None), row(object, letter_of, None)];
            let actor = actor(50, 500, &[POLE], permissions);
            for (needed, with, action, target) in cases {
                let expected = object == needed && letter_of == with;
                assert_eq!(
                    check(&actor, action, target).is_ok(),
                    expected,
                    "{object} {letter_of} {action:?}"
                );
            }
        }
    }
}

#[rstest]
#[case(Some(0))]
#[case(Some(3))]
#[case(Some(255))]
fn an_unknown_scope_gives_nothing(#[case] scope: Option<u8>) {
    let actor = actor(PETITIONNAIRE, ORGANISME, &[], user(scope));
    let facts = demande(DemandeState::Brouillon);
    assert_eq!(
        letter(&check(&actor, Action::ReadDemande, Target::Demande(&facts))),
        'n'
    );
    assert_eq!(
        letter(&check(&actor, Action::ListDemandes, Target::Module)),
        'f'
    );
}

/// Judging is never scoped: a row narrowed to 'mine' would let a demandeur judge his own demande.
#[rstest]
#[case(Some(1))]
#[case(Some(2))]
fn a_narrowed_judgement_gives_nothing(#[case] scope: Option<u8>) {
    let mut permissions = user(Some(2));
    permissions.extend([
        row(OBJECT_COMPLETUDE, "V", scope),
        row(OBJECT_DECISION, "V", scope),
    ]);
    let actor = actor(PETITIONNAIRE, ORGANISME, &[], permissions);
    let deposited = demande(DemandeState::Deposee);
    assert_eq!(
        letter(&check(
            &actor,
            Action::DeclareCompletude,
            Target::Demande(&deposited)
        )),
        'f'
    );
    let complete = demande(DemandeState::Complete);
    let target = Target::Lot(&complete, &complete.lots[0]);
    assert_eq!(letter(&check(&actor, Action::Decide, target)), 'f');
    assert_eq!(letter(&check(&actor, Action::ReadLotFigures, target)), 'f');
}

#[test]
fn two_people_without_organisme_are_not_colleagues() {
    let alone = Actor {
        id_organisme: None,
        ..role("colleague")
    };
    let facts = DemandeFacts {
        organisme: None,
        ..demande(DemandeState::Brouillon)
    };
    assert_eq!(
        letter(&check(&alone, Action::ReadDemande, Target::Demande(&facts))),
        'n'
    );
    assert_eq!(alone.read_filter().organisme, None);
}

#[test]
fn an_action_without_its_target_is_refused() {
    let everything = Actor {
        animateur_of: vec![POLE],
        ..role("coordination")
    };
    let facts = demande(DemandeState::Complete);
    for action in [
        Action::ReadLotFigures,
        Action::GiveAvis(POLE),
        Action::Decide,
        Action::ReadControle,
        Action::InformPoles,
        Action::Send,
        Action::Download,
    ] {
        assert_eq!(
            check(&everything, action, Target::Demande(&facts)),
            Err(Refusal::NotFound),
            "{action:?}"
        );
    }
    for action in DEMANDE_ACTIONS.into_iter().skip(2) {
        assert_eq!(
            check(&everything, action, Target::Module),
            Err(Refusal::NotFound),
            "{action:?}"
        );
    }
}

#[test]
fn filters_of_the_list() {
    let filter = |all, mine, organisme, poles| ReadFilter {
        all,
        mine,
        organisme,
        poles,
    };
    assert_eq!(
        role("petitionnaire").read_filter(),
        filter(false, Some(PETITIONNAIRE), None, vec![])
    );
    assert_eq!(
        role("colleague").read_filter(),
        filter(false, Some(2), Some(ORGANISME), vec![])
    );
    assert_eq!(
        role("animateur").read_filter(),
        filter(false, None, None, vec![POLE])
    );
    assert!(role("coordination").read_filter().all);
    assert!(role("nobody").read_filter().is_empty());
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let objects = vec![
        OBJECT_ALL,
        OBJECT_COMPLETUDE,
        OBJECT_AVIS,
        OBJECT_DECISION,
        OBJECT_LIVRAISON,
    ];
    let scopes = vec![None, Some(1), Some(2), Some(3)];
    let permission = (
        select(objects),
        select(vec!["C", "R", "U", "V", "E"]),
        select(scopes),
    )
        .prop_map(|(object, action, scope)| row(object, action, scope));
    let permissions = proptest::collection::vec(permission, 0..6);
    let poles = proptest::sample::subsequence(vec![POLE, OTHER_POLE], 0..=2);
    (1_i32..4, proptest::option::of(1_i32..3), permissions, poles).prop_map(
        |(id_role, id_organisme, permissions, animateur_of)| Actor {
            id_role,
            id_organisme,
            permissions,
            animateur_of,
        },
    )
}

fn any_demande() -> impl Strategy<Value = DemandeFacts> {
    let poles = proptest::sample::subsequence(vec![POLE, OTHER_POLE], 0..=2);
    let lot = (
        select(LotKind::ALL),
        select(LotState::ALL),
        proptest::option::of(1_i32..4),
        poles,
    )
        .prop_map(|(kind, state, responsable, asked_poles)| LotFacts {
            kind,
            state,
            responsable,
            asked_poles,
        });
    let people = (
        1_i32..4,
        1_i32..4,
        proptest::option::of(1_i32..3),
        proptest::option::of(1_i32..4),
    );
    (
        people,
        select(DemandeState::ALL),
        proptest::collection::vec(lot, 1..3),
    )
        .prop_map(
            |((demandeur, depositor, organisme, responsable), state, lots)| DemandeFacts {
                demandeur,
                depositor,
                organisme,
                responsable,
                state,
                lots,
            },
        )
}

/// The list query, row by row.
fn listed(filter: &ReadFilter, demande: &DemandeFacts) -> bool {
    let people = [
        Some(demande.demandeur),
        Some(demande.depositor),
        demande.responsable,
    ];
    let of_lots = demande.lots.iter().map(|lot| lot.responsable);
    let mine = filter.mine.is_some()
        && people
            .into_iter()
            .chain(of_lots)
            .any(|id| id == filter.mine);
    let organisme = filter.organisme.is_some() && filter.organisme == demande.organisme;
    let asked = demande
        .lots
        .iter()
        .flat_map(|lot| &lot.asked_poles)
        .any(|pole| filter.poles.contains(pole));
    filter.all || mine || organisme || asked
}

const LOT_ACTIONS: [Action; 7] = [
    Action::ReadLotFigures,
    Action::GiveAvis(POLE),
    Action::Decide,
    Action::ReadControle,
    Action::InformPoles,
    Action::Send,
    Action::Download,
];

proptest! {
    #[test]
    fn the_list_shows_exactly_what_can_be_read(actor in any_actor(), demande in any_demande()) {
        let readable = check(&actor, Action::ReadDemande, Target::Demande(&demande)).is_ok();
        prop_assert_eq!(listed(&actor.read_filter(), &demande), readable);
        prop_assert!(!readable || check(&actor, Action::ListDemandes, Target::Module).is_ok());
    }

    #[test]
    fn what_cannot_be_read_does_not_exist(actor in any_actor(), demande in any_demande()) {
        let readable = check(&actor, Action::ReadDemande, Target::Demande(&demande)).is_ok();
        let on_lot = LOT_ACTIONS.map(|action| check(&actor, action, Target::Lot(&demande, &demande.lots[0])));
        let on_demande = DEMANDE_ACTIONS.into_iter().skip(2).map(|action| check(&actor, action, Target::Demande(&demande)));
        for answer in on_lot.into_iter().chain(on_demande) {
            prop_assert_eq!(answer == Err(Refusal::NotFound), !readable);
        }
    }

    #[test]
    fn without_permission_nor_pole_nothing_is_allowed(actor in any_actor(), demande in any_demande()) {
        let actor = Actor { permissions: Vec::new(), animateur_of: Vec::new(), ..actor };
        for action in DEMANDE_ACTIONS.into_iter().chain(LOT_ACTIONS) {
            prop_assert!(check(&actor, action, Target::Lot(&demande, &demande.lots[0])).is_err());
        }
    }
}
