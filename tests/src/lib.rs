//! What the end-to-end tests and the demo's story stand on: databases from templates, a running platform, data sets, a client.

pub mod archives;
pub mod client;
pub mod dossiers;
pub mod extension_world;
pub mod fixtures;
pub mod harness;
pub mod installed;
pub mod platform;
pub mod server;
pub mod smtp;

/// Whether this process is root's.
#[must_use]
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}
