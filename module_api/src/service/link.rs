//! The link of a livraison: personal, signed, expiring. It says itself of which livraison it is, for whom and until when, under a key
//! that is not in the database (drawn from that of the lots): who can write in the database opens nothing, nor makes a link last. The
//! database keeps its digest, and a link without one opens nothing either: that is how one is revoked.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, SubsecRound, Utc};
use demandes_domain::RoleId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::extraction::LotKey;

/// Told apart from whatever else the same key may sign one day.
const PURPOSE: &[u8] = b"gn_demandes: lien de livraison, 1";
const NONCE: usize = 16;
const BODY: usize = 16 + 4 + 8 + NONCE;
const SIGNATURE: usize = 32;

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The livraison it opens.
    pub id_livraison: Uuid,
    /// Who may open it.
    pub id_role: RoleId,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl Link {
    /// The link, the same each time it is asked for: it is told when a lot is sent, and made again when the mail leaves.
    ///
    /// # Errors
    /// When the key signs nothing.
    pub fn sign(self, key: &LotKey) -> anyhow::Result<String> {
        self.under(&key.signing()?)
    }

    /// The link whose digest this is, under the key or a former one; none when all of them are others.
    ///
    /// # Errors
    /// When no key can be used.
    pub fn again(self, key: &LotKey, sha256: &[u8]) -> anyhow::Result<Option<String>> {
        for key in key.verifying() {
            let jeton = self.under(&key)?;
            if Sha256::digest(jeton.as_bytes()).as_slice() == sha256 {
                return Ok(Some(jeton));
            }
        }
        Ok(None)
    }

    fn under(self, key: &[u8; 32]) -> anyhow::Result<String> {
        let mut bytes = Vec::with_capacity(BODY + SIGNATURE);
        bytes.extend(self.id_livraison.as_bytes());
        bytes.extend(self.id_role.to_be_bytes());
        bytes.extend(self.expires_at.timestamp_micros().to_be_bytes());
        // Drawn from the key: nobody else foresees it.
        let nonce = signer(key, &bytes)?.finalize().into_bytes();
        bytes.extend(nonce.iter().take(NONCE));
        let signature = signer(key, &bytes)?.finalize().into_bytes();
        bytes.extend(signature);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a link says, if one of the keys signed it as it is.
    ///
    /// # Errors
    /// When no key can be used.
    pub fn read(jeton: &str, key: &LotKey) -> anyhow::Result<Option<Self>> {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(jeton) else {
            return Ok(None);
        };
        if bytes.len() != BODY + SIGNATURE {
            return Ok(None);
        }
        let (body, signature) = bytes.split_at(BODY);
        for key in key.verifying() {
            // In constant time.
            if signer(&key, body)?.verify_slice(signature).is_ok() {
                return Ok(Self::parse(body));
            }
        }
        Ok(None)
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let micros = i64::from_be_bytes(body.get(20..28)?.try_into().ok()?);
        Some(Self {
            id_livraison: Uuid::from_slice(body.get(..16)?).ok()?,
            id_role: RoleId::from_be_bytes(body.get(16..20)?.try_into().ok()?),
            expires_at: DateTime::from_timestamp_micros(micros)?,
        })
    }
}

/// An instant as a link and the database both keep it.
#[must_use]
pub fn whole(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

fn signer(key: &[u8; 32], body: &[u8]) -> anyhow::Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    mac.update(PURPOSE);
    mac.update(body);
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn key(folder: &tempfile::TempDir, name: &str) -> LotKey {
        let path = folder.path().join(name);
        LotKey::create(&path).expect("a key");
        LotKey::load(&path).expect("the key")
    }

    fn link() -> Link {
        Link {
            id_livraison: Uuid::from_u128(7),
            id_role: 42,
            expires_at: Utc
                .with_ymd_and_hms(2026, 4, 1, 9, 0, 0)
                .single()
                .expect("a day"),
        }
    }

    #[test]
    fn says_what_was_signed_and_is_made_again_for_that_livraison_only() {
        let folder = tempfile::tempdir().expect("folder");
        let key = key(&folder, "one");
        let jeton = link().sign(&key).expect("a link");
        assert_eq!(Link::read(&jeton, &key).expect("read"), Some(link()));
        let digest = Sha256::digest(jeton.as_bytes());
        assert_eq!(link().again(&key, &digest).expect("a link"), Some(jeton));
        let other = Link {
            id_livraison: Uuid::from_u128(8),
            ..link()
        };
        assert_eq!(other.again(&key, &digest).expect("no link"), None);
    }

    #[test]
    fn not_one_bit_of_it_may_change_nor_another_key_sign_it() {
        let folder = tempfile::tempdir().expect("folder");
        let (ours, other) = (key(&folder, "one"), key(&folder, "two"));
        let jeton = link().sign(&ours).expect("a link");
        assert_eq!(Link::read(&jeton, &other).expect("read"), None);
        let bytes = URL_SAFE_NO_PAD.decode(&jeton).expect("base64");
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            let changed = URL_SAFE_NO_PAD.encode(changed);
            assert_eq!(Link::read(&changed, &ours).expect("read"), None, "{index}");
        }
        for wrong in [
            "",
            "AAAA",
            &jeton[1..],
            &jeton[..jeton.len() - 1],
            &format!("{jeton}A"),
            &jeton.to_uppercase(),
        ] {
            assert_eq!(Link::read(wrong, &ours).expect("read"), None, "{wrong}");
        }
    }

    /// A new key comes first in the file; what the former one signed still opens.
    #[test]
    fn a_link_outlives_the_change_of_key() {
        let folder = tempfile::tempdir().expect("folder");
        let former = key(&folder, "one");
        let jeton = link().sign(&former).expect("a link");
        key(&folder, "two");
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("file");
        let both = format!("{}{}", text("two"), text("one"));
        std::fs::write(folder.path().join("two"), both).expect("write");
        let renewed = LotKey::load(&folder.path().join("two")).expect("keys");
        assert_eq!(Link::read(&jeton, &renewed).expect("read"), Some(link()));
    }
}
