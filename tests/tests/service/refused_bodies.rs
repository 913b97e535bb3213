//! A body refused before its end: who sends all of it before he reads, as Apache does, still reads why; who sends without end is cut.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use demandes_api::http::{AppState, router::router};
use demandes_tests::platform::{BASE_PATH, Platform, SECRET_KEY};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const MIB: usize = 1 << 20;

/// A service that reads one mebibyte at most, in `limit`.
struct Bench {
    platform: Platform,
    address: std::net::SocketAddr,
}

impl Bench {
    async fn new(limit: Duration) -> Result<Self> {
        let platform = Platform::demo().await?;
        sqlx::query(
            "UPDATE gn_demandes.setting SET value = '1048576' WHERE key = 'max_upload_bytes'",
        )
        .execute(&platform.pool)
        .await?;
        let state = AppState::new(
            platform.context.clone(),
            SECRET_KEY.to_owned().into(),
            BASE_PATH,
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router(state, limit)).await });
        Ok(Self { platform, address })
    }

    /// A connection on which the head of an upload was sent, with these lines.
    async fn upload(&self, lines: &str) -> Result<TcpStream> {
        let mut connection = TcpStream::connect(self.address).await?;
        let id = uuid::Uuid::now_v7();
        let head = format!(
            "PUT {BASE_PATH}/demandes/{id}/perimetre HTTP/1.1\r\nhost: localhost\r\nif-match: *\r\ncontent-type: application/json\r\n{lines}\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).await?;
        Ok(connection)
    }

    async fn authorization(&self) -> Result<String> {
        let author = self.platform.login("association").await?;
        Ok(format!("authorization: Bearer {}\r\n", author.token()))
    }
}

/// The head of an answer, and its body, by its length.
async fn answer(connection: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await?);
    }
    let head = String::from_utf8(head)?.to_ascii_lowercase();
    let length = head
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.lines().next())
        .context("no length")?
        .parse()?;
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await?;
    Ok((head, body))
}

fn refusal((head, body): &(String, Vec<u8>)) -> Result<String> {
    ensure!(head.contains("application/problem+json"), "{head}");
    let problem: Value = serde_json::from_slice(body)?;
    Ok(format!("{} {}", problem["status"], problem["code"]))
}

#[tokio::test]
async fn who_sends_it_all_before_reading_reads_why() -> Result<()> {
    let bench = Bench::new(Duration::from_mins(1)).await?;
    let author = bench.authorization().await?;
    for (name, who, expected) in [
        ("too large", author.as_str(), "413 \"file_too_big\""),
        ("nobody logged in", "", "401 \"token_missing\""),
    ] {
        // More than the buffers of both ends hold.
        let size = 30 * MIB;
        let mut connection = bench
            .upload(&format!("{who}content-length: {size}"))
            .await?;
        connection
            .write_all(&vec![b' '; size])
            .await
            .with_context(|| format!("{name}: cut while sending"))?;
        assert_eq!(
            refusal(&answer(&mut connection).await?)?,
            expected,
            "{name}"
        );
        // All of it was read: the connection goes on.
        let health = format!("GET {BASE_PATH}/health HTTP/1.1\r\nhost: localhost\r\n\r\n");
        connection.write_all(health.as_bytes()).await?;
        let (head, _) = answer(&mut connection).await?;
        ensure!(head.starts_with("http/1.1 200"), "{name}: {head}");
    }
    Ok(())
}

#[tokio::test]
async fn who_sends_without_end_is_cut() -> Result<()> {
    let bench = Bench::new(Duration::from_mins(1)).await?;
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; MIB], b"\r\n"].concat();
    let mut connection = bench.upload("transfer-encoding: chunked").await?;
    let mut sent = 0;
    while connection.write_all(&chunk).await.is_ok() {
        sent += 1;
        ensure!(sent < 200, "{sent} MiB are read");
    }
    ensure!(sent >= 64, "{sent} MiB only");

    // A size told beforehand is not waited for.
    let started = Instant::now();
    let size = 1000 * MIB;
    let mut connection = bench.upload(&format!("content-length: {size}")).await?;
    let answer = answer(&mut connection).await?;
    assert_eq!(refusal(&answer)?, "401 \"token_missing\"");
    ensure!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(ended(&mut connection).await?, 0);
    Ok(())
}

/// Bytes that come until the service closes.
async fn ended(connection: &mut TcpStream) -> Result<usize> {
    let mut rest = Vec::new();
    let closing = connection.read_to_end(&mut rest);
    match tokio::time::timeout(Duration::from_secs(20), closing).await? {
        Ok(bytes) => Ok(bytes),
        // What it had not read makes it close this way.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => Ok(rest.len()),
        Err(error) => Err(error.into()),
    }
}

#[tokio::test]
async fn who_stops_sending_holds_the_connection_no_longer_than_a_request() -> Result<()> {
    let bench = Bench::new(Duration::from_secs(3)).await?;
    let author = bench.authorization().await?;
    let mut connection = bench
        .upload(&format!("{author}content-length: {}", 30 * MIB))
        .await?;
    connection.write_all(&vec![b' '; 2 * MIB]).await?;
    let told = tokio::time::timeout(Duration::from_secs(20), answer(&mut connection)).await??;
    assert_eq!(refusal(&told)?, "413 \"file_too_big\"");
    assert_eq!(ended(&mut connection).await?, 0);
    Ok(())
}

/// Who asks before he sends is answered at once, and sends nothing.
#[tokio::test]
async fn who_asks_first_is_told_before_he_sends() -> Result<()> {
    let bench = Bench::new(Duration::from_mins(1)).await?;
    let lines = format!("expect: 100-continue\r\ncontent-length: {}", 30 * MIB);
    let mut connection = bench.upload(&lines).await?;
    let told = tokio::time::timeout(Duration::from_secs(20), answer(&mut connection)).await??;
    ensure!(told.0.starts_with("http/1.1 401"), "{}", told.0);
    assert_eq!(ended(&mut connection).await?, 0);
    Ok(())
}
