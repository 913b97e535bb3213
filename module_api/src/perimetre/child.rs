//! Reading in a process of its own: the service runs its own binary again, with limits, and believes only its answer.
//!
//! Protocol. Standard input: one line of JSON ([`Request`]), then the bytes of the file up to the end. Standard
//! output: one line of JSON (`Result<ReadPerimetre, PerimetreError>`), then the EWKB up to the end. Whatever else
//! happens to the child (crash, signal, timeout, garbage) is [`PerimetreError::Unreadable`]. The child has an empty
//! environment but for what PROJ and GDAL need, and a private folder that the parent deletes.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::{Limits, PerimetreError, ReadPerimetre, read_perimetre};

/// Hidden subcommand under which the binary calls [`child_main`].
pub const CHILD_SUBCOMMAND: &str = "read-perimetre";

/// Where the libraries find their data, when not at the place they were built for.
const PASSED_ON: [&str; 4] = ["GDAL_DATA", "PROJ_DATA", "PROJ_LIB", "LD_LIBRARY_PATH"];
const MAX_HEAD_BYTES: u64 = 64 * 1024;
const OPEN_FILES: u64 = 64;

/// What the reading process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildLimits {
    /// Address space, bytes.
    pub address_space: u64,
    /// Processor time, seconds.
    pub cpu_seconds: u64,
    /// Time by the clock, after which the process is killed.
    pub wall_seconds: u64,
}

impl Default for ChildLimits {
    fn default() -> Self {
        Self {
            address_space: 2 << 30,
            cpu_seconds: 20,
            wall_seconds: 40,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Request {
    file_name: String,
    limits: Limits,
    child_limits: ChildLimits,
    target_srid: i32,
    asked_srid: Option<i32>,
}

/// Reads a perimeter as [`read_perimetre`] does, in a child process of `exe` (the service's own binary).
///
/// # Errors
/// Every [`PerimetreError`]; `Unreadable` also when the process cannot be started, crashes or exceeds its limits.
pub async fn read_in_child(
    exe: &Path,
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    child_limits: &ChildLimits,
    target_srid: i32,
    asked_srid: Option<i32>,
) -> Result<ReadPerimetre, PerimetreError> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.max_bytes {
        return Err(PerimetreError::too_big(limits.max_bytes));
    }
    let request = Request {
        file_name: file_name.to_owned(),
        limits: *limits,
        child_limits: *child_limits,
        target_srid,
        asked_srid,
    };
    let wall = Duration::from_secs(child_limits.wall_seconds);
    match tokio::time::timeout(wall, converse(exe, &request, bytes)).await {
        Ok(answer) => answer,
        // Dropping the conversation killed the process.
        Err(_) => Err(PerimetreError::Unreadable),
    }
}

async fn converse(
    exe: &Path,
    request: &Request,
    bytes: &[u8],
) -> Result<ReadPerimetre, PerimetreError> {
    let unreadable = |_| PerimetreError::Unreadable;
    let dir = tempfile::Builder::new()
        .prefix("demandes-lecture-")
        .tempdir()
        .map_err(unreadable)?;
    let mut command = Command::new(exe);
    command
        .arg(CHILD_SUBCOMMAND)
        .current_dir(dir.path())
        .env_clear()
        .env("HOME", dir.path())
        .env("TMPDIR", dir.path())
        .env("CPL_TMPDIR", dir.path())
        .env("PROJ_NETWORK", "OFF")
        .env("PROJ_USER_WRITABLE_DIRECTORY", dir.path())
        .env("GDAL_DRIVER_PATH", "disable")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    for name in PASSED_ON {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let mut child = command.spawn().map_err(unreadable)?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(PerimetreError::Unreadable);
    };
    let mut head = serde_json::to_vec(request).map_err(|_| PerimetreError::Unreadable)?;
    head.push(b'\n');
    let send = async {
        // A child that has already answered no longer listens: its answer counts, not the broken pipe.
        let _ = stdin.write_all(&head).await;
        let _ = stdin.write_all(bytes).await;
        drop(stdin);
    };
    let bound = answer_bound(&request.limits);
    let mut answer = Vec::new();
    let mut stdout = stdout.take(bound + 1);
    let ((), read) = tokio::join!(send, stdout.read_to_end(&mut answer));
    read.map_err(unreadable)?;
    if answer.len() as u64 > bound {
        return Err(PerimetreError::Unreadable);
    }
    let status = child.wait().await.map_err(unreadable)?;
    if !status.success() {
        return Err(PerimetreError::Unreadable);
    }
    parse_answer(&answer)
}

/// The head, then sixteen bytes a vertex and at most thirteen more for each ring of four.
const fn answer_bound(limits: &Limits) -> u64 {
    MAX_HEAD_BYTES + limits.max_vertices.saturating_mul(20)
}

fn parse_answer(answer: &[u8]) -> Result<ReadPerimetre, PerimetreError> {
    let end = answer
        .iter()
        .position(|&b| b == b'\n')
        .ok_or(PerimetreError::Unreadable)?;
    let (head, ewkb) = answer.split_at(end);
    let result: Result<ReadPerimetre, PerimetreError> =
        serde_json::from_slice(head).map_err(|_| PerimetreError::Unreadable)?;
    let mut read = result?;
    read.ewkb = ewkb.get(1..).unwrap_or_default().to_vec();
    if read.ewkb.is_empty() {
        return Err(PerimetreError::Unreadable);
    }
    Ok(read)
}

/// Body of the hidden subcommand: limits itself, reads standard input, answers on standard output.
///
/// Exit status 0 whenever an answer, good or bad, was written.
#[must_use]
pub fn child_main() -> ExitCode {
    match serve(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    let mut head = Vec::new();
    (&mut input)
        .take(MAX_HEAD_BYTES)
        .read_until(b'\n', &mut head)?;
    let request: Request = serde_json::from_slice(&head)?;
    restrict(&request)?;
    let mut bytes = Vec::new();
    input
        .take(request.limits.max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    let result = read_perimetre(
        &bytes,
        &request.file_name,
        &request.limits,
        request.target_srid,
        request.asked_srid,
    );
    serde_json::to_writer(&mut output, &result)?;
    output.write_all(b"\n")?;
    if let Ok(read) = &result {
        output.write_all(&read.ewkb)?;
    }
    output.flush()
}

fn restrict(request: &Request) -> std::io::Result<()> {
    let wanted = &request.child_limits;
    let file_size = request.limits.max_bytes.saturating_mul(11);
    for (resource, value) in [
        (Resource::As, wanted.address_space),
        (Resource::Cpu, wanted.cpu_seconds),
        (Resource::Fsize, file_size),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Core, 0),
        // No process nor thread of its own (root is not bound by it).
        (Resource::Nproc, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(value),
                maximum: Some(value),
            },
        )?;
    }
    Ok(())
}
