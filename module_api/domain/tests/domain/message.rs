//! Who is told what.

use demandes_domain::decision::DecisionKind;
use demandes_domain::message::{Audience, Category, Happening, Message, concerned};

const HAPPENINGS: &[Happening] = &[
    Happening::Depose,
    Happening::DeclareIncomplete,
    Happening::DeclareComplete,
    Happening::Withdraw,
    Happening::Expire,
    Happening::EndOfUse,
    Happening::Revoke,
    Happening::AskAvis,
    Happening::DecideByRule,
    Happening::Decide(DecisionKind::Accept),
    Happening::Decide(DecisionKind::Refuse),
    Happening::Verify,
    Happening::Send,
    Happening::Avis {
        reserve: true,
        silent: false,
        over: false,
    },
    Happening::Avis {
        reserve: false,
        silent: true,
        over: true,
    },
    Happening::Blocked,
    Happening::Flagged,
];

#[test]
fn everything_that_happens_concerns_somebody() {
    for happening in HAPPENINGS {
        assert!(!concerned(*happening).is_empty(), "{happening:?}");
    }
    let nobody = Happening::Avis {
        reserve: false,
        silent: false,
        over: false,
    };
    assert_eq!(concerned(nobody), [], "one avis among others");
}

/// What an adversary or the guard saw, and what a pôle says, never reaches the demandeur.
#[test]
fn the_demandeur_is_told_of_his_own_route_only() {
    for happening in HAPPENINGS {
        for (audience, message) in concerned(*happening) {
            if audience == Audience::Demandeur {
                assert_eq!(message.category(), Category::Suivi, "{happening:?}");
            }
        }
    }
    for happening in [Happening::Blocked, Happening::Flagged] {
        let told = concerned(happening);
        assert!(
            told.iter()
                .all(|(audience, _)| *audience != Audience::Demandeur)
        );
    }
}

#[test]
fn a_message_is_one_short_line_without_taxon_nor_place() {
    for message in Message::ALL {
        let label = message.label();
        assert!(
            label.chars().count() <= 80 && !label.contains('\n'),
            "{message}: {label}"
        );
        for word in ["oiseau", "espèce", "commune", "rapace", "périmètre"] {
            assert!(!label.to_lowercase().contains(word), "{message}: {label}");
        }
    }
}
