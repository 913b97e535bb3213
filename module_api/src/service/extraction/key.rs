//! The key of the frozen lots: an age identity (X25519) in a file of its own, outside the database. Without it nothing is extracted:
//! what a lot was made from is never written in clear; and no link is signed.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
    str::FromStr,
};

use age::{
    secrecy::ExposeSecret,
    x25519::{Identity, Recipient},
};
use anyhow::{Context as _, bail, ensure};
use sha2::{Digest, Sha256};

/// The identities of the file. The first one encrypts; the others, of former keys, still decrypt.
pub struct LotKey {
    identities: Vec<Identity>,
}

impl LotKey {
    /// Reads the key.
    ///
    /// # Errors
    /// When the file is missing, readable by others than its owner, or holds no key. The messages are for an administrator, in French.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let file = File::open(path).with_context(|| {
            format!("clé des lots {shown} illisible : « demandes_api lot new-key » la crée (lot_key_file)")
        })?;
        // Neither its group nor anybody else has a right on it.
        let mode = file.metadata()?.permissions().mode();
        ensure!(
            mode.trailing_zeros() >= 6,
            "clé des lots {shown} lisible par d'autres que le service : chmod 600 {shown}"
        );
        let text = std::io::read_to_string(file)
            .with_context(|| format!("clé des lots {shown} illisible"))?;
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let identities = keys
            .map(Identity::from_str)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|reason| anyhow::anyhow!("clé des lots {shown} : {reason}"))?;
        ensure!(!identities.is_empty(), "clé des lots {shown} vide");
        Ok(Self { identities })
    }

    /// Makes a new key in a file that does not exist yet, readable by its owner alone.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> anyhow::Result<()> {
        let identity = Identity::generate();
        let text = format!(
            "# Clé des lots figés de « Demandes d'accès ». À sauvegarder à part : sans elle, aucun lot ne peut être rejoué.\n\
             # Clé publique : {}\n{}\n",
            identity.to_public(),
            identity.to_string().expose_secret()
        );
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .with_context(|| format!("clé des lots {} (lot_key_file)", path.display()))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(())
    }

    /// Who the frozen lots are written to.
    ///
    /// # Errors
    /// Never with a key that [`LotKey::load`] gave.
    pub fn recipient(&self) -> anyhow::Result<Recipient> {
        match self.identities.first() {
            Some(identity) => Ok(identity.to_public()),
            None => bail!("clé des lots vide"),
        }
    }

    /// The key that signs links: drawn from the first identity, and no way back to it.
    ///
    /// # Errors
    /// Never with a key that [`LotKey::load`] gave.
    pub fn signing(&self) -> anyhow::Result<[u8; 32]> {
        self.verifying().next().context("clé des lots vide")
    }

    /// The keys that links may be signed with: those of former identities too.
    pub fn verifying(&self) -> impl Iterator<Item = [u8; 32]> {
        self.identities.iter().map(|identity| {
            let mut hasher = Sha256::new();
            hasher.update(b"gn_demandes: signature des liens\0");
            hasher.update(identity.to_string().expose_secret().as_bytes());
            hasher.finalize().into()
        })
    }

    /// Who reads them.
    pub fn identities(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.identities
            .iter()
            .map(|identity| identity as &dyn age::Identity)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::LotKey;

    #[test]
    fn a_key_is_made_once_for_its_owner_and_read_from_a_private_file_only() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("lot.key");
        assert!(LotKey::load(&path).is_err(), "no file");
        LotKey::create(&path).expect("a key");
        assert!(LotKey::create(&path).is_err(), "a key is never replaced");
        let mode = std::fs::metadata(&path).expect("file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(LotKey::load(&path).is_ok());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("mode");
        assert!(LotKey::load(&path).is_err(), "read by a group");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
        std::fs::write(&path, "# rien\n").expect("write");
        assert!(LotKey::load(&path).is_err(), "no key in it");
        std::fs::write(&path, "AGE-SECRET-KEY-1ABC\n").expect("write");
        assert!(LotKey::load(&path).is_err(), "no key at all");
    }
}
