//! A leaked file names its recipient: by the identifiers of its rows, by their order, or by nothing that is his alone.

use std::collections::BTreeSet;

use anyhow::Result;
use demandes_api::service::trace::{Traced, find};
use demandes_tests::{archives::precise_column, dossiers, platform::Platform};

/// What is said of a file of this content.
async fn traced(platform: &Platform, content: &[u8]) -> Result<Traced> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), content)?;
    Ok(find(&platform.context, file.path()).await?)
}

#[tokio::test]
async fn a_leaked_file_names_its_recipient() -> Result<()> {
    let platform = Platform::demo().await?;
    let dreal = platform.login("dreal").await?;
    let mut delivered = Vec::new();
    // Two demandes of one person: two dossier lines, whose identifiers differ.
    for account in ["association", "association"] {
        let author = platform.login(account).await?;
        let (id, _, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
        let link = format!("/livraisons/{}", dossiers::id(&sent, "jeton")?);
        let demande = author.get(&format!("/demandes/{id}")).await?.ok()?;
        let numero = dossiers::id(&demande, "numero")?.to_owned();
        delivered.push((numero, author.download(&link).await?.bytes));
    }
    let (numero, archive) = &delivered[0];
    // By demande: a record that is precise in one lot and blurred in another has one identifier.
    let recipients = |traced: &Traced| -> BTreeSet<String> {
        let certain = traced
            .suspects
            .iter()
            .filter(|suspect| suspect.is_certain());
        certain.map(|suspect| suspect.lot.numero.clone()).collect()
    };
    let only = BTreeSet::from([numero.clone()]);

    let whole = traced(&platform, archive).await?;
    assert_eq!(recipients(&whole), only, "the archive as it was sent");
    let ids = precise_column(archive, "id_lot")?;
    let few = traced(
        &platform,
        format!("note;{};x", ids[ids.len() / 2]).as_bytes(),
    )
    .await?;
    assert_eq!(recipients(&few), only, "one row is enough");

    let mut uuids = precise_column(archive, "uuid_perm_sinp")?;
    uuids.retain(|uuid| !uuid.is_empty());
    let ordered = traced(&platform, uuids.join("\n").as_bytes()).await?;
    assert_eq!(
        recipients(&ordered),
        only,
        "identifiers taken away, order left"
    );
    uuids.sort();
    let sorted = traced(&platform, uuids.join("\n").as_bytes()).await?;
    assert_eq!(recipients(&sorted), BTreeSet::new());
    let received: BTreeSet<&str> = sorted
        .suspects
        .iter()
        .map(|suspect| suspect.lot.numero.as_str())
        .collect();
    assert_eq!(received.len(), 2, "both received these records");

    let nothing = traced(&platform, "Aigle de Bonelli".as_bytes()).await?;
    assert!(nothing.suspects.is_empty());
    Ok(())
}
