//! Enumerations that are stored and sent as stable codes (`snake_case`, without accents), one spelling everywhere:
//! serde, `Display` and `FromStr` agree. Labels for people are not codes: see each type's `label`.

/// A code that no value of the enumeration has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("valeur inconnue pour {what} : « {code} »")]
pub struct UnknownCode {
    /// What was being read, in French.
    pub what: &'static str,
    /// The code received.
    pub code: String,
}

/// Declares an enumeration of unit variants with their codes, `ALL`, `as_str`, `Display`, `FromStr` and serde.
macro_rules! coded_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident($what:literal) {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        $vis enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == code)
                    .ok_or_else(|| $crate::UnknownCode { what: $what, code: code.to_owned() })
            }
        }
    };
}

pub(crate) use coded_enum;
