//! Exporting the journal for a third party: one JSON object a line, the text of each field as it was digested.

use std::io::Write;

use serde_json::{Value, json};

use super::chain;
use crate::{
    digest::hex,
    service::{Context, Result},
    store::{self, journal::ChainedRow},
};

/// Links read at once.
const PAGE: i64 = 1000;

/// Writes the whole journal, in one snapshot, with its personal part when it is asked for. Gives the number of events and the last
/// digest.
///
/// # Errors
/// When the database fails or the output cannot be written.
pub async fn export(
    context: &Context,
    personal: bool,
    output: &mut (dyn Write + Send),
) -> Result<(i64, String)> {
    let mut tx = context.pool.begin().await?;
    store::journal::freeze(&mut tx).await?;
    let (mut rang, mut head) = (0, hex(&chain::ORIGIN));
    loop {
        let page = store::journal::page(&mut tx, rang, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for link in page {
            match link {
                Ok(row) => {
                    (rang, head) = (row.rang, hex(&row.sha256));
                    writeln!(output, "{}", line(&row, personal)).map_err(anyhow::Error::from)?;
                }
                // Told by the gap it leaves.
                Err(gone) => rang = gone,
            }
        }
    }
    tx.rollback().await?;
    output.flush().map_err(anyhow::Error::from)?;
    Ok((rang, head))
}

fn line(row: &ChainedRow, personal: bool) -> Value {
    let apart = row.personal.as_ref().filter(|_| personal).map(|personal| {
        json!({
            "sel": hex(&personal.sel),
            "id_role": personal.id_role,
            "motif": personal.motif,
            "detail": personal.detail,
        })
    });
    json!({
        "rang": row.rang,
        "id_evenement": row.id_evenement,
        "id_demande": row.id_demande,
        "id_lot": row.id_lot,
        "kind": row.kind,
        "state_before": row.state_before,
        "state_after": row.state_after,
        "at": chain::instant(row),
        "detail": row.detail,
        "personnel_sha256": hex(&row.personnel_sha256),
        "precedent": hex(&row.precedent),
        "sha256": hex(&row.sha256),
        "personnel": apart,
    })
}
