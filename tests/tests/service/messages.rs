//! Who is told what, by mail and in GeoNature's bell; and the mails, against a real SMTP server that accepts, refuses, delays and cuts.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use chrono::Duration;
use demandes_api::{
    mail::{self, Mailer},
    store,
};
use demandes_tests::{
    dossiers::{self, brouillon, complete, depose, draft, lot_id},
    platform::Platform,
    smtp::{Mail, PASSWORD, SmtpServer, mailer},
};
use serde_json::json;
use sqlx::AssertSqlSafe;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Words of the demonstration that name a taxon or a place.
const SECRETS: &[&str] = &[
    "rapace",
    "oiseau",
    "chauve",
    "orchid",
    "mammif",
    "Valcombe",
    "Montaubrac",
    "Roquelaine",
    "RAPACES",
    "maille",
];

/// (message, account) of all that was told, in order.
async fn told(platform: &Platform) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "SELECT m.template, r.identifiant::text FROM gn_demandes.message m JOIN utilisateurs.t_roles r USING (id_role)
         ORDER BY m.template, r.identifiant",
    )
    .fetch_all(&platform.pool)
    .await?)
}

/// What was told since the last time it was asked.
async fn news(
    platform: &Platform,
    seen: &mut Vec<(String, String)>,
) -> Result<Vec<(String, String)>> {
    let all = told(platform).await?;
    let mut before = seen.clone();
    let new = all
        .iter()
        .filter(
            |line| match before.iter().position(|known| known == *line) {
                Some(at) => {
                    before.swap_remove(at);
                    false
                }
                None => true,
            },
        )
        .cloned()
        .collect();
    *seen = all;
    Ok(new)
}

fn lines(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut lines: Vec<_> = expected
        .iter()
        .map(|(message, who)| ((*message).to_owned(), (*who).to_owned()))
        .collect();
    lines.sort();
    lines
}

async fn send(platform: &Platform, mailer: &Mailer) -> Result<usize> {
    mail::round(&platform.context, mailer, &CancellationToken::new()).await
}

/// A deposited demande, and nothing else to tell than its dépôt.
async fn deposited() -> Result<Platform> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let id = brouillon(&author, draft()).await?;
    depose(&author, &id).await?;
    Ok(platform)
}

/// How the messages stand: sent, waiting, given up.
async fn standing(platform: &Platform) -> Result<(i64, i64, i64)> {
    Ok(sqlx::query_as(
        "SELECT count(*) FILTER (WHERE sent_at IS NOT NULL), count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL),
                count(*) FILTER (WHERE failed_at IS NOT NULL) FROM gn_demandes.message",
    )
    .fetch_one(&platform.pool)
    .await?)
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, in the order it happens")]
async fn each_event_reaches_whom_it_concerns_once() -> Result<()> {
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let (dreal, oiseaux) = (
        platform.login("dreal").await?,
        platform.login("oiseaux").await?,
    );
    let mut seen = Vec::new();
    let id = brouillon(&author, draft()).await?;
    assert_eq!(
        news(&platform, &mut seen).await?,
        [],
        "a brouillon is its author's"
    );
    depose(&author, &id).await?;
    let responsable: String = sqlx::query_scalar(
        "SELECT r.identifiant::text FROM gn_demandes.demande d JOIN utilisateurs.t_roles r ON r.id_role = d.id_responsable WHERE d.id_demande = $1::uuid",
    )
    .bind(&id)
    .fetch_one(&platform.pool)
    .await?;
    assert_ne!(responsable, "dreal");
    assert_eq!(
        news(&platform, &mut seen).await?,
        lines(&[
            ("accuse_reception", "association"),
            ("depot", "dreal"),
            ("dossier_confie", &responsable)
        ])
    );
    let incomplete = json!({ "complete": false, "comment": "Il manque le mandat." });
    dreal
        .post(&format!("/demandes/{id}/completude"), incomplete)
        .await?
        .ok()?;
    assert_eq!(
        news(&platform, &mut seen).await?,
        lines(&[("incomplete", "association")])
    );
    depose(&author, &id).await?;
    news(&platform, &mut seen).await?;
    let whole = json!({ "complete": true });
    dreal
        .post(&format!("/demandes/{id}/completude"), whole)
        .await?
        .ok()?;
    let new = news(&platform, &mut seen).await?;
    let to = |message: &str| -> BTreeSet<String> {
        new.iter()
            .filter(|line| line.0 == message)
            .map(|line| line.1.clone())
            .collect()
    };
    assert_eq!(
        to("instruction"),
        BTreeSet::from(["association".to_owned()])
    );
    let asked: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT r.identifiant::text FROM gn_demandes.avis_demande JOIN gn_demandes.lot USING (id_lot)
         JOIN gn_demandes.pole_animateur USING (id_pole) JOIN utilisateurs.t_roles r USING (id_role) WHERE id_demande = $1::uuid",
    )
    .bind(&id)
    .fetch_all(&platform.pool)
    .await?;
    assert!(asked.contains(&"oiseaux".to_owned()), "{asked:?}");
    assert_eq!(to("avis_demande"), asked.iter().cloned().collect());
    assert_eq!(
        new.iter().filter(|line| line.0 == "avis_demande").count(),
        asked.len(),
        "several lots asked at once are one message: {new:?}"
    );
    assert!(to("lot_confie").contains("dreal"), "{new:?}");

    let rapaces = lot_id(&dreal, &id, "F3", Some("RAPACES")).await?;
    let avis = |kind: &str| json!({ "kind": kind });
    let path = format!("/lots/{rapaces}/avis");
    oiseaux.post(&path, avis("reserve")).await?.ok()?;
    assert_eq!(
        news(&platform, &mut seen).await?,
        lines(&[("avis_reserve", "dreal")])
    );
    oiseaux.post(&path, avis("favorable")).await?.ok()?;
    assert_eq!(
        news(&platform, &mut seen).await?,
        lines(&[("a_decider", "dreal")])
    );
    oiseaux.post(&path, avis("deport")).await?.ok()?;
    assert_eq!(
        news(&platform, &mut seen).await?,
        [],
        "what is ripe is told once"
    );
    let refusal = json!({ "kind": "refuse", "motif": "Aire de Valcombe." });
    dreal
        .post(&format!("/lots/{rapaces}/decision"), refusal)
        .await?
        .ok()?;
    let new = news(&platform, &mut seen).await?;
    assert!(
        new.contains(&("decision".to_owned(), "association".to_owned())),
        "{new:?}"
    );

    // The bell says the same, and neither taxon nor place.
    let rung: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT r.identifiant::text, n.content, n.url FROM gn_notifications.t_notifications n JOIN utilisateurs.t_roles r USING (id_role)",
    )
    .fetch_all(&platform.pool)
    .await?;
    assert_eq!(rung.len(), seen.len());
    for (who, content, url) in &rung {
        assert!(
            url.ends_with(&id) && content.contains("Demande 2026-"),
            "{who}: {content} {url}"
        );
        for secret in SECRETS {
            assert!(!content.contains(secret), "{secret} in {content}");
        }
    }

    // Then all of it by mail.
    let Some(server) = SmtpServer::start(&[]).await? else {
        return Ok(());
    };
    let mailer = server.mailer("mail_reply_to = 'coordination@exemple.fr'")?;
    assert_eq!(send(&platform, &mailer).await?, seen.len());
    assert_eq!(send(&platform, &mailer).await?, 0, "once");
    let mails = server.mails()?;
    let ids: BTreeSet<&str> = mails.iter().map(|mail| mail.field("Message-ID")).collect();
    assert_eq!((mails.len(), ids.len()), (seen.len(), seen.len()));
    let numero: String =
        sqlx::query_scalar("SELECT numero FROM gn_demandes.demande WHERE id_demande = $1::uuid")
            .bind(&id)
            .fetch_one(&platform.pool)
            .await?;
    for mail in &mails {
        let (subject, body) = (mail.field("Subject"), mail.body.to_lowercase());
        for secret in SECRETS {
            assert!(
                !subject.contains(secret) && !body.contains(&secret.to_lowercase()),
                "{secret} in {subject}\n{body}"
            );
        }
    }
    for mail in &mails {
        let subject = mail.field("Subject");
        assert!(
            subject.starts_with(&format!("Demande {numero} : ")),
            "{subject}"
        );
        assert_eq!(mail.field("Auto-Submitted"), "auto-generated");
        assert_eq!(mail.field("Reply-To"), "coordination@exemple.fr");
        assert!(
            mail.field("To").ends_with("@demo.example>"),
            "{}",
            mail.field("To")
        );
        let link = format!("https://sinp.exemple.fr/geonature/#/demandes/{id}");
        assert!(
            mail.body.contains(&link)
                && mail
                    .body
                    .contains(&format!("href=\"{}\"", link.replace('/', "&#x2f;"))),
            "{}",
            mail.body
        );
    }
    let refused = mails
        .iter()
        .find(|mail| mail.field("Subject").ends_with(": décision"));
    let refused = refused.context("the mail of the décision")?;
    assert!(
        refused.body.contains("le lot F3") && refused.body.contains("voies de recours"),
        "{}",
        refused.body
    );
    assert!(
        !refused.body.contains("Aire de"),
        "a motif is read behind a login"
    );
    Ok(())
}

#[tokio::test]
async fn a_server_that_refuses_delays_or_cuts_loses_nothing_and_doubles_nothing_but_in_one_window()
-> Result<()> {
    let Some(server) = SmtpServer::start(&[]).await? else {
        return Ok(());
    };
    let platform = deposited().await?;
    let mailer = server.mailer("")?;
    let all = told(&platform).await?.len();
    let waiting = i64::try_from(all)?;

    server.mode("later")?;
    assert_eq!(send(&platform, &mailer).await?, 0);
    assert_eq!(standing(&platform).await?, (0, waiting, 0));
    server.mode("cut")?;
    assert_eq!(send(&platform, &mailer).await?, 0, "not before its time");
    platform.pass(Duration::minutes(2));
    assert_eq!(send(&platform, &mailer).await?, 0);
    assert_eq!(standing(&platform).await?, (0, waiting, 0));
    assert_eq!(server.mails()?.len(), 0);
    let told: Vec<String> =
        sqlx::query_scalar("SELECT last_error FROM gn_demandes.message ORDER BY attempts DESC")
            .fetch_all(&platform.pool)
            .await?;
    assert!(told[0].contains("injoignable"), "{told:?}");
    assert!(
        told.iter().any(|error| error.contains("come back later")),
        "one cut line ends the round: {told:?}"
    );

    // Taken, and the line is closed before that is said: the one window, under one Message-ID.
    server.mode("swallow")?;
    platform.pass(Duration::hours(1));
    assert_eq!(send(&platform, &mailer).await?, 0);
    assert_eq!(server.mails()?.len(), 1);
    server.mode("slow")?;
    platform.pass(Duration::hours(1));
    assert_eq!(send(&platform, &mailer).await?, all);
    let ids: Vec<String> = server
        .mails()?
        .iter()
        .map(|mail| mail.field("Message-ID").to_owned())
        .collect();
    assert_eq!(ids.len(), all + 1);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), all);
    assert_eq!(standing(&platform).await?, (waiting, 0, 0));

    // Refused for good: told, and never tried again. A server that is gone: tried for three days.
    let author = platform.login("association").await?;
    server.mode("refuse")?;
    let id = brouillon(&author, draft()).await?;
    depose(&author, &id).await?;
    assert_eq!(send(&platform, &mailer).await?, 0);
    assert_eq!(standing(&platform).await?, (waiting, 0, waiting));
    let id = brouillon(&author, draft()).await?;
    depose(&author, &id).await?;
    drop(server);
    for _ in 0..4 {
        assert_eq!(send(&platform, &mailer).await?, 0);
        assert_eq!(standing(&platform).await?.1, waiting);
        platform.pass(Duration::hours(20));
    }
    for _ in 0..all {
        send(&platform, &mailer).await?;
        platform.pass(Duration::minutes(2));
    }
    assert_eq!(standing(&platform).await?.1, 0);
    Ok(())
}

#[tokio::test]
async fn who_dies_while_sending_is_taken_over_and_two_workers_send_once() -> Result<()> {
    let Some(server) = SmtpServer::start(&[]).await? else {
        return Ok(());
    };
    let platform = deposited().await?;
    let mailer = server.mailer("")?;
    let all = told(&platform).await?.len();
    // Taken by somebody who dies before anything leaves.
    let mut conn = platform.pool.acquire().await?;
    let dead = Uuid::new_v4();
    let until = platform.now() + Duration::minutes(10);
    let taken = store::messages::take(&mut conn, dead, platform.now(), until).await?;
    assert_eq!(taken.len(), 1);
    let (one, other) = tokio::join!(send(&platform, &mailer), send(&platform, &mailer));
    assert_eq!(one? + other?, all - 1);
    platform.pass(Duration::minutes(11));
    assert_eq!(send(&platform, &mailer).await?, 1);
    // Who lost his lease settles nothing.
    let late = store::messages::Outcome::Failed {
        error: "trop tard".to_owned(),
    };
    store::messages::settle(&mut conn, dead, &late, platform.now()).await?;
    assert_eq!(standing(&platform).await?, (i64::try_from(all)?, 0, 0));
    assert_eq!(server.mails()?.len(), all);

    // A person without an address, or without an account any more, is not written to; nothing else waits for it.
    sqlx::raw_sql(
        "UPDATE utilisateurs.t_roles SET email = NULL WHERE identifiant = 'association';
         UPDATE utilisateurs.t_roles SET email = 'pas une adresse' WHERE identifiant = 'dreal'",
    )
    .execute(&platform.pool)
    .await?;
    let author = platform.login("association").await?;
    let id = brouillon(&author, draft()).await?;
    depose(&author, &id).await?;
    assert_eq!(send(&platform, &mailer).await?, all - 2);
    let (_, waiting, failed) = standing(&platform).await?;
    assert_eq!((waiting, failed), (0, 2));
    Ok(())
}

#[tokio::test]
async fn the_connection_is_secured_as_set_or_nothing_is_said() -> Result<()> {
    for (options, security) in [
        (["--starttls", "--auth"].as_slice(), "starttls"),
        (&["--tls", "--auth"], "tls"),
        (&["--auth"], "none"),
    ] {
        let Some(server) = SmtpServer::start(options).await? else {
            return Ok(());
        };
        let platform = deposited().await?;
        let all = told(&platform).await?.len();
        let ca = if security == "none" {
            String::new()
        } else {
            format!("smtp_ca_file = '{}'\n", server.certificate().display())
        };
        let account = format!("smtp_user = 'demandes'\nsmtp_password = '{PASSWORD}'\n");
        let set = format!("smtp_security = '{security}'\n");
        let mut wrong = vec![format!(
            "{set}{ca}smtp_user = 'demandes'\nsmtp_password = 'autre'\n"
        )];
        match security {
            "none" => wrong.push(format!("smtp_security = 'starttls'\n{account}")),
            _ => wrong.push(format!("{set}{account}")),
        }
        for lines in wrong {
            assert_eq!(
                send(&platform, &server.mailer(&lines)?).await?,
                0,
                "{options:?} {lines}"
            );
            assert_eq!(
                standing(&platform).await?.2,
                0,
                "nothing is given up: {lines}"
            );
            platform.pass(Duration::hours(2));
        }
        let mailer = server.mailer(&format!("{set}{ca}{account}"))?;
        assert_eq!(send(&platform, &mailer).await?, all, "{options:?}");
    }
    assert!(
        mailer("smtp_user = 'demandes'").is_err(),
        "an account without a password"
    );
    Ok(())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, in the order it happens")]
async fn a_pole_may_want_one_mail_a_day_and_a_person_the_bell_alone() -> Result<()> {
    let Some(server) = SmtpServer::start(&[]).await? else {
        return Ok(());
    };
    let platform = Platform::demo().await?;
    let rule = |who: &str, method: &str, category: &str| {
        format!(
            "INSERT INTO gn_notifications.t_notifications_rules (id_role, code_method, code_category, subscribed)
             SELECT id_role, '{method}', '{category}', false FROM utilisateurs.t_roles WHERE identifiant = '{who}'"
        )
    };
    for sql in [
        "UPDATE gn_demandes.pole SET digest = true WHERE code = 'oiseaux'".to_owned(),
        rule("dreal", "EMAIL", "DEMANDES-COORDINATION"),
        rule("association", "EMAIL", "DEMANDES-SUIVI"),
        rule("association", "DB", "DEMANDES-SUIVI"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&platform.pool)
            .await?;
    }
    let author = platform.login("association").await?;
    for _ in 0..2 {
        complete(&platform, &author, draft()).await?;
    }
    let mailer = server.mailer("")?;
    send(&platform, &mailer).await?;
    let to = |mails: &[Mail]| {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for mail in mails {
            let to = mail.field("To");
            let account = to
                .split('<')
                .next_back()
                .and_then(|to| to.split('@').next());
            *count
                .entry(account.unwrap_or_default().to_owned())
                .or_default() += 1;
        }
        count
    };
    let at_once = to(&server.mails()?);
    assert_eq!(at_once.get("oiseaux"), None, "{at_once:?}");
    assert!(
        at_once.get("mammiferes").is_some_and(|count| *count == 2),
        "{at_once:?}"
    );
    assert_eq!(
        at_once.get("association"),
        Some(&4),
        "what opens a delay is written all the same: {at_once:?}"
    );
    let subjects: Vec<String> = server
        .mails()?
        .iter()
        .map(|mail| mail.field("Subject").to_owned())
        .collect();
    assert!(
        !subjects
            .iter()
            .any(|subject| subject.ends_with(": déposée")),
        "{subjects:?}"
    );
    let rung = |who: &'static str| {
        sqlx::query_scalar::<_, i64>(
            "SELECT count(*) FROM gn_notifications.t_notifications JOIN utilisateurs.t_roles r USING (id_role) WHERE r.identifiant = $1",
        )
        .bind(who)
        .fetch_one(&platform.pool)
    };
    assert_eq!(rung("association").await?, 0);
    assert!(rung("dreal").await? >= 2 && rung("oiseaux").await? == 2);

    platform.pass(Duration::hours(22));
    server.mode("later")?;
    send(&platform, &mailer).await?;
    let again = complete(&platform, &platform.login("association").await?, draft()).await?;
    platform.pass(Duration::minutes(2));
    server.mode("accept")?;
    send(&platform, &mailer).await?;
    let mails = server.mails()?;
    let daily: Vec<&Mail> = mails
        .iter()
        .filter(|mail| mail.field("To").contains("oiseaux@"))
        .collect();
    assert_eq!(daily.len(), 1, "one mail for the day");
    assert_eq!(
        daily[0].field("Subject"),
        "Demandes d'accès : le courriel du 3 mars 2026"
    );
    assert_eq!(
        daily[0]
            .body
            .matches("l'avis de votre pôle est demandé")
            .count(),
        2,
        "{}",
        daily[0].body
    );
    assert!(
        !daily[0].body.contains(&again),
        "what came since waits for the next day"
    );
    Ok(())
}

#[tokio::test]
async fn the_link_of_a_sending_is_in_the_mail_and_nowhere_in_the_database() -> Result<()> {
    let Some(server) = SmtpServer::start(&[]).await? else {
        return Ok(());
    };
    let platform = Platform::demo().await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (_, f1, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    let jeton = dossiers::id(&sent, "jeton")?;
    send(&platform, &server.mailer("")?).await?;
    let mails = server.mails()?;
    let mail = mails
        .iter()
        .find(|mail| {
            mail.field("Subject")
                .ends_with(": des données vous attendent")
        })
        .context("the mail of the sending")?;
    assert!(mail.field("To").contains("association@"));
    let link = format!("https://sinp.exemple.fr/geonature/#/demandes/livraisons/{jeton}");
    assert!(mail.body.contains(&link), "{}", mail.body);
    assert!(
        mail.body.contains("Le lot F1") && mail.body.contains("1er avril 2026"),
        "{}",
        mail.body
    );
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.body.contains(jeton))
            .count(),
        1,
        "nobody else has it"
    );
    for table in ["message", "livraison", "evenement", "lot", "job"] {
        let held: bool = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT EXISTS (SELECT FROM gn_demandes.{table} t WHERE t::text LIKE '%' || $1 || '%')"
        )))
        .bind(jeton)
        .fetch_one(&platform.pool)
        .await?;
        assert!(!held, "{table}");
    }
    // Every pôle knows that an F1 left.
    let informed = told(&platform).await?;
    assert!(
        informed.contains(&("envoi_information".to_owned(), "oiseaux".to_owned())),
        "{informed:?}"
    );
    assert!(
        informed.contains(&("lot_pret".to_owned(), "cen".to_owned())),
        "{informed:?}"
    );
    assert!(
        author
            .download(&format!("/livraisons/{jeton}"))
            .await?
            .status
            .is_success()
    );
    assert_eq!(dossiers::lot_state(&platform, &f1).await?, "telecharge");
    Ok(())
}
