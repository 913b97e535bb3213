//! What an avis and a decision must say, and when a decision is ripe.

use demandes_domain::avis::{
    AvisDraft, AvisError, AvisKind, Conditions, ConditionsError, Period, is_late,
};
use demandes_domain::decision::{
    AskedPole, DecisionDraft, DecisionError, DecisionKind, Departure, LatestAvis, Readiness,
    readiness,
};
use rstest::rstest;

use crate::day;

fn some_conditions() -> Conditions {
    Conditions {
        excluded_taxa: vec![2852],
        ..Conditions::default()
    }
}

fn avis(kind: AvisKind, motif: Option<&str>, conditions: Conditions) -> AvisDraft {
    AvisDraft {
        kind,
        motif: motif.map(str::to_owned),
        conditions,
    }
}

#[rstest]
#[case(AvisKind::Favorable, None, Conditions::default(), Ok(()))]
#[case(
    AvisKind::Favorable,
    None,
    some_conditions(),
    Err(AvisError::ConditionsUnexpected)
)]
#[case(AvisKind::FavorableSousConditions, None, some_conditions(), Ok(()))]
#[case(
    AvisKind::FavorableSousConditions,
    Some("x"),
    Conditions::default(),
    Err(AvisError::ConditionsMissing)
)]
#[case(AvisKind::Defavorable, Some("Aire occupée"), Conditions::default(), Ok(()))]
#[case(
    AvisKind::Defavorable,
    None,
    Conditions::default(),
    Err(AvisError::MotifMissing)
)]
#[case(
    AvisKind::Defavorable,
    Some(" \n"),
    Conditions::default(),
    Err(AvisError::MotifMissing)
)]
#[case(AvisKind::Reserve, None, Conditions::default(), Ok(()))]
#[case(AvisKind::Deport, None, Conditions::default(), Ok(()))]
#[case(
    AvisKind::SansReponse,
    None,
    Conditions::default(),
    Err(AvisError::NotForPeople)
)]
fn what_an_avis_must_say(
    #[case] kind: AvisKind,
    #[case] motif: Option<&str>,
    #[case] conditions: Conditions,
    #[case] expected: Result<(), AvisError>,
) {
    assert_eq!(
        avis(kind, motif, conditions).validate(day("2024-05-01")),
        expected
    );
}

fn period(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

#[rstest]
#[case(Conditions { coarser_level: Some(" ".to_owned()), ..Conditions::default() }, Err(ConditionsError::BlankLevel))]
#[case(Conditions { coarser_level: Some("2".to_owned()), ..Conditions::default() }, Ok(()))]
#[case(Conditions { excluded_period: Some(period("2024-07-01", "2024-03-01")), ..Conditions::default() }, Err(ConditionsError::ReversedPeriod))]
#[case(Conditions { excluded_period: Some(period("2024-03-01", "2024-03-01")), ..Conditions::default() }, Ok(()))]
#[case(Conditions { embargo_until: Some(day("2024-05-01")), ..Conditions::default() }, Err(ConditionsError::PastEmbargo))]
#[case(Conditions { embargo_until: Some(day("2024-05-02")), ..Conditions::default() }, Ok(()))]
#[case(Conditions { shorter_duration_months: Some(0), ..Conditions::default() }, Err(ConditionsError::ZeroDuration))]
fn conditions_must_mean_something(
    #[case] conditions: Conditions,
    #[case] expected: Result<(), ConditionsError>,
) {
    assert_eq!(conditions.validate(day("2024-05-01")), expected);
}

#[test]
fn an_unknown_condition_is_not_ignored() {
    let read = |text| serde_json::from_str::<Conditions>(text);
    assert_eq!(read("{}").expect("no condition"), Conditions::default());
    assert_eq!(
        serde_json::to_string(&Conditions::default()).expect("json"),
        "{}"
    );
    assert!(read(r#"{"excluded_taxons": [1]}"#).is_err());
}

#[test]
fn late_is_after_the_deadline() {
    assert!(!is_late(day("2024-05-22"), day("2024-05-22")));
    assert!(is_late(day("2024-05-23"), day("2024-05-22")));
}

fn rank(level: &str) -> Option<i32> {
    match level {
        "1" => Some(40),
        "2" | "2.4" => Some(50),
        "3" => Some(80),
        _ => None,
    }
}

fn level(code: &str) -> Conditions {
    Conditions {
        coarser_level: Some(code.to_owned()),
        ..Conditions::default()
    }
}

#[rstest]
#[case(Conditions::default(), Conditions::default(), true)]
#[case(level("2"), Conditions::default(), true)]
#[case(Conditions::default(), level("2"), false)]
#[case(level("3"), level("2"), true)]
#[case(level("2.4"), level("2"), true)]
#[case(level("1"), level("2"), false)]
#[case(level("9"), level("2"), false)]
#[case(level("3"), level("9"), false)]
#[case(level("9"), level("9"), true)]
#[case(Conditions { excluded_taxa: vec![1, 2], ..Conditions::default() }, Conditions { excluded_taxa: vec![2], ..Conditions::default() }, true)]
#[case(Conditions { excluded_taxa: vec![1], ..Conditions::default() }, Conditions { excluded_taxa: vec![1, 2], ..Conditions::default() }, false)]
#[case(Conditions { excluded_period: Some(period("2024-01-01", "2024-12-31")), ..Conditions::default() }, Conditions { excluded_period: Some(period("2024-03-01", "2024-07-31")), ..Conditions::default() }, true)]
#[case(Conditions { excluded_period: Some(period("2024-04-01", "2024-12-31")), ..Conditions::default() }, Conditions { excluded_period: Some(period("2024-03-01", "2024-07-31")), ..Conditions::default() }, false)]
#[case(Conditions::default(), Conditions { excluded_period: Some(period("2024-03-01", "2024-07-31")), ..Conditions::default() }, false)]
#[case(Conditions { embargo_until: Some(day("2025-01-01")), ..Conditions::default() }, Conditions { embargo_until: Some(day("2024-09-01")), ..Conditions::default() }, true)]
#[case(Conditions { embargo_until: Some(day("2024-08-01")), ..Conditions::default() }, Conditions { embargo_until: Some(day("2024-09-01")), ..Conditions::default() }, false)]
#[case(Conditions::default(), Conditions { embargo_until: Some(day("2024-09-01")), ..Conditions::default() }, false)]
#[case(Conditions { shorter_duration_months: Some(6), ..Conditions::default() }, Conditions { shorter_duration_months: Some(12), ..Conditions::default() }, true)]
#[case(Conditions { shorter_duration_months: Some(18), ..Conditions::default() }, Conditions { shorter_duration_months: Some(12), ..Conditions::default() }, false)]
#[case(Conditions::default(), Conditions { shorter_duration_months: Some(12), ..Conditions::default() }, false)]
fn conditions_cover(#[case] kept: Conditions, #[case] asked: Conditions, #[case] covers: bool) {
    assert_eq!(kept.covers(&asked, rank), covers);
}

fn asked(pole: i32, echeance: &str, latest: Option<AvisKind>) -> AskedPole {
    AskedPole {
        pole,
        echeance: day(echeance),
        latest,
    }
}

#[rstest]
#[case(AvisKind::Favorable, true)]
#[case(AvisKind::FavorableSousConditions, true)]
#[case(AvisKind::Defavorable, true)]
#[case(AvisKind::Deport, true)]
#[case(AvisKind::SansReponse, true)]
#[case(AvisKind::Reserve, false)]
fn an_answer_settles_but_a_reserve(#[case] kind: AvisKind, #[case] settled: bool) {
    let pole = asked(1, "2024-05-22", Some(kind));
    assert_eq!(pole.is_settled(day("2024-05-22")), settled);
    assert!(pole.is_settled(day("2024-05-23")));
}

#[test]
fn ripe_when_all_answered_or_the_deadline_is_past() {
    let poles = [
        asked(1, "2024-05-22", Some(AvisKind::Favorable)),
        asked(2, "2024-05-20", None),
        asked(3, "2024-05-22", Some(AvisKind::Reserve)),
    ];
    let waiting = |poles, until| Readiness::Waiting {
        poles,
        until: day(until),
    };
    assert_eq!(
        readiness(&poles, day("2024-05-20")),
        waiting(vec![2, 3], "2024-05-22")
    );
    assert_eq!(
        readiness(&poles, day("2024-05-21")),
        waiting(vec![3], "2024-05-22")
    );
    assert_eq!(readiness(&poles, day("2024-05-23")), Readiness::Ready);
    assert_eq!(readiness(&poles[..1], day("2024-05-01")), Readiness::Ready);
    assert_eq!(readiness(&[], day("2024-05-23")), Readiness::NobodyAsked);
}

#[test]
fn unripe_is_a_french_sentence() {
    let error = readiness(&[asked(2, "2024-05-20", None)], day("2024-05-20"))
        .check()
        .expect_err("still waiting");
    assert_eq!(
        error.to_string(),
        "Le tour de table n'est pas terminé : 1 pôle(s) peuvent encore répondre jusqu'au 20/05/2024."
    );
    assert_eq!(
        readiness(&[], day("2024-05-20")).check(),
        Err(DecisionError::NobodyAsked)
    );
    assert_eq!(Readiness::Ready.check(), Ok(()));
}

fn decision(kind: DecisionKind, motif: Option<&str>, conditions: Conditions) -> DecisionDraft {
    DecisionDraft {
        named_records: Vec::new(),
        kind,
        motif: motif.map(str::to_owned),
        conditions,
    }
}

fn given(pole: i32, kind: AvisKind, conditions: Conditions) -> LatestAvis {
    LatestAvis {
        pole,
        kind,
        conditions,
    }
}

fn verdict(draft: &DecisionDraft, avis: &[LatestAvis]) -> Result<(), DecisionError> {
    draft.validate(avis, rank, day("2024-05-23"))
}

#[test]
fn a_refusal_needs_a_motif() {
    let avis = [given(1, AvisKind::Defavorable, Conditions::default())];
    let bare = decision(DecisionKind::Refuse, None, Conditions::default());
    assert_eq!(
        verdict(&bare, &avis),
        Err(DecisionError::RefusalMotifMissing)
    );
    let blank = decision(DecisionKind::Refuse, Some(" "), Conditions::default());
    assert_eq!(
        verdict(&blank, &avis),
        Err(DecisionError::RefusalMotifMissing)
    );
    let reasoned = decision(
        DecisionKind::Refuse,
        Some("Reproduction en cours"),
        Conditions::default(),
    );
    assert_eq!(verdict(&reasoned, &avis), Ok(()));
    assert_eq!(reasoned.departures(&avis, rank), []);
    let favorable = [given(1, AvisKind::Favorable, Conditions::default())];
    assert_eq!(
        reasoned.departures(&favorable, rank),
        [Departure::RefusedWithoutObjection]
    );
}

#[test]
fn accepting_against_an_avis_needs_a_motif() {
    let avis = [
        given(1, AvisKind::Favorable, Conditions::default()),
        given(2, AvisKind::Defavorable, Conditions::default()),
    ];
    let bare = decision(DecisionKind::Accept, None, Conditions::default());
    let departures = vec![Departure::AcceptedAgainst { pole: 2 }];
    assert_eq!(
        verdict(&bare, &avis),
        Err(DecisionError::DepartureMotifMissing { departures })
    );
    let reasoned = decision(
        DecisionKind::Accept,
        Some("Intérêt public"),
        Conditions::default(),
    );
    assert_eq!(verdict(&reasoned, &avis), Ok(()));
    assert_eq!(verdict(&bare, &avis[..1]), Ok(()));
}

#[test]
fn dropping_conditions_needs_a_motif() {
    let asked = Conditions {
        coarser_level: Some("2".to_owned()),
        ..some_conditions()
    };
    let avis = [given(7, AvisKind::FavorableSousConditions, asked.clone())];
    let departures = vec![Departure::ConditionsDropped { pole: 7 }];
    let refusal = Err(DecisionError::DepartureMotifMissing { departures });
    let bare = decision(DecisionKind::Accept, None, Conditions::default());
    assert_eq!(verdict(&bare, &avis), refusal);
    let weaker = decision(DecisionKind::AcceptWithConditions, None, some_conditions());
    assert_eq!(verdict(&weaker, &avis), refusal);
    let same = decision(DecisionKind::AcceptWithConditions, None, asked);
    assert_eq!(verdict(&same, &avis), Ok(()));
}

#[test]
fn conditions_go_with_their_kind() {
    let none = decision(
        DecisionKind::AcceptWithConditions,
        Some("x"),
        Conditions::default(),
    );
    assert_eq!(verdict(&none, &[]), Err(DecisionError::ConditionsMissing));
    for kind in [DecisionKind::Accept, DecisionKind::Refuse] {
        let with = decision(kind, Some("x"), some_conditions());
        assert_eq!(
            verdict(&with, &[]),
            Err(DecisionError::ConditionsUnexpected)
        );
    }
    let past = Conditions {
        embargo_until: Some(day("2024-05-23")),
        ..Conditions::default()
    };
    let past = decision(DecisionKind::AcceptWithConditions, Some("x"), past);
    assert_eq!(
        verdict(&past, &[]),
        Err(DecisionError::Conditions(ConditionsError::PastEmbargo))
    );
}

#[test]
fn two_animateurs_disagree_by_their_last_words() {
    use demandes_domain::avis::{AvisKind as K, disagree};
    assert!(!disagree([]));
    assert!(!disagree([(1, K::Favorable), (1, K::Defavorable)]));
    assert!(disagree([(1, K::Favorable), (2, K::Defavorable)]));
    assert!(!disagree([
        (1, K::Favorable),
        (2, K::Defavorable),
        (1, K::Defavorable)
    ]));
    assert!(!disagree([(1, K::Favorable), (2, K::Deport)]));
}
