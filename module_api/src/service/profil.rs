//! Profils de diffusion: what an outlet may get, read and checked. What a column may hold is a closed list here as in the database:
//! a source that is not known stops everything, and no source of a blurred row tells more than its area does.

use std::{collections::BTreeSet, str::FromStr};

use anyhow::{Context as _, ensure};
use sqlx::PgConnection;

use super::{Result, ServiceError};
use crate::{
    export::Kind,
    store::{
        self,
        profils::{ColonneRow, ProfilRow},
    },
};

/// The profil of a demande whose author chose none.
pub const DEFAULT: &str = "communication";

/// Declares an enum of sources: each has a code and the type of its values.
macro_rules! sources {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $kind:ident;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each holds what its code says, in GeoNature's words")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every source.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Type of its values.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),+ }
            }
        }

        impl FromStr for $name {
            type Err = anyhow::Error;

            fn from_str(code: &str) -> anyhow::Result<Self> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|source| source.code() == code)
                    .with_context(|| format!("« {code} » n'est pas une source permise ({})", stringify!($name)))
            }
        }
    };
}

sources! {
    /// What a column of precise rows may hold.
    PreciseSource {
        IdLot = "id_lot", Text;
        UuidPermSinp = "uuid_perm_sinp", Text;
        CdNom = "cd_nom", Integer;
        CdRef = "cd_ref", Integer;
        NomCite = "nom_cite", Text;
        NomValide = "nom_valide", Text;
        NomVernaculaire = "nom_vernaculaire", Text;
        Regne = "regne", Text;
        Group1Inpn = "group1_inpn", Text;
        Group2Inpn = "group2_inpn", Text;
        Group3Inpn = "group3_inpn", Text;
        Classe = "classe", Text;
        Ordre = "ordre", Text;
        Famille = "famille", Text;
        DateDebut = "date_debut", Date;
        DateFin = "date_fin", Date;
        NombreMin = "nombre_min", Integer;
        NombreMax = "nombre_max", Integer;
        ObjetDenombrement = "objet_denombrement", Text;
        TypeDenombrement = "type_denombrement", Text;
        AltiMin = "alti_min", Integer;
        AltiMax = "alti_max", Integer;
        Observateurs = "observateurs", Text;
        Determinateur = "determinateur", Text;
        Communes = "communes", Text;
        NomLieu = "nom_lieu", Text;
        PrecisionGeographique = "precision_geographique", Integer;
        NatureObjetGeo = "nature_objet_geo", Text;
        TypeInfoGeo = "type_info_geo", Text;
        StatutObservation = "statut_observation", Text;
        TechniqueObservation = "technique_observation", Text;
        StadeVie = "stade_vie", Text;
        Sexe = "sexe", Text;
        Comportement = "comportement", Text;
        BiologiqueStatut = "biologique_statut", Text;
        EtatBiologique = "etat_biologique", Text;
        Naturalite = "naturalite", Text;
        PreuveExistante = "preuve_existante", Text;
        NiveauValidation = "niveau_validation", Text;
        StatutSource = "statut_source", Text;
        ReferenceBiblio = "reference_biblio", Text;
        CommentReleve = "comment_releve", Text;
        CommentOccurrence = "comment_occurrence", Text;
        JddNom = "jdd_nom", Text;
        JddUuid = "jdd_uuid", Text;
        CaNom = "ca_nom", Text;
        CaUuid = "ca_uuid", Text;
        NiveauSensibilite = "niveau_sensibilite", Text;
        NiveauPrecisionDiffusion = "niveau_precision_diffusion", Text;
        NiveauDiffusionLot = "niveau_diffusion_lot", Text;
        FloutageLot = "floutage_lot", Text;
        MotifDegradation = "motif_degradation", Text;
    }
}

sources! {
    /// All that a column of blurred rows may hold.
    BlurredSource {
        IdLot = "id_lot", Text;
        CdRef = "cd_ref", Integer;
        NomValide = "nom_valide", Text;
        Periode = "periode", Text;
        NiveauDiffusionLot = "niveau_diffusion_lot", Text;
        TypeZone = "type_zone", Text;
        CodeZone = "code_zone", Text;
        FloutageLot = "floutage_lot", Text;
        MotifDegradation = "motif_degradation", Text;
        // A fixed wording in every row.
        Masque = "masque", Text;
    }
}

/// A column of a file: what it holds, under which name, and where a fixed wording stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonne<S> {
    /// What it holds.
    pub source: S,
    /// Name in the files.
    pub name: String,
    /// Name where names have ten characters at most.
    pub short_name: String,
    /// What it holds, in French.
    pub description: String,
    /// Levels at which its value is masked.
    pub masked_at: BTreeSet<String>,
}

impl<S> Colonne<S> {
    /// Type in the files: a column that may be masked holds a wording, hence text.
    fn kind_in_files(&self, of_source: Kind) -> Kind {
        if self.masked_at.is_empty() {
            of_source
        } else {
            Kind::Text
        }
    }
}

impl Colonne<PreciseSource> {
    /// Type in the files.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind_in_files(self.source.kind())
    }
}

impl Colonne<BlurredSource> {
    /// Type in the files.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind_in_files(self.source.kind())
    }
}

/// A profil, its columns checked.
#[derive(Debug, Clone)]
pub struct Profil {
    /// The row.
    pub row: ProfilRow,
    /// Columns of precise rows; none where everything is blurred.
    pub precise: Vec<Colonne<PreciseSource>>,
    /// Columns of blurred rows.
    pub blurred: Vec<Colonne<BlurredSource>>,
}

impl Profil {
    /// Reads a profil with the columns of its naming.
    ///
    /// # Errors
    /// When there is none, a column has a source that is not permitted, or a part has no identifier first.
    pub async fn load(conn: &mut PgConnection, code: &str) -> Result<Self> {
        let row = row(conn, code).await?;
        let colonnes = store::profils::colonnes(conn, code, &row.naming).await?;
        let profil = Self {
            precise: part(&colonnes, "precise")
                .with_context(|| format!("profil de diffusion {code}"))?,
            blurred: part(&colonnes, "blurred")
                .with_context(|| format!("profil de diffusion {code}"))?,
            row,
        };
        profil.check()?;
        Ok(profil)
    }

    fn check(&self) -> anyhow::Result<()> {
        let code = &self.row.code;
        let blurred_first = self.blurred.first().map(|colonne| colonne.source);
        ensure!(
            blurred_first == Some(BlurredSource::IdLot),
            "profil de diffusion {code} : la première colonne floutée n'est pas l'identifiant"
        );
        let precise_first = self.precise.first().map(|colonne| colonne.source);
        ensure!(
            precise_first == Some(PreciseSource::IdLot) || self.row.min_area_type.is_some(),
            "profil de diffusion {code} : la première colonne précise n'est pas l'identifiant"
        );
        Ok(())
    }
}

/// The row of a profil.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn row(conn: &mut PgConnection, code: &str) -> Result<ProfilRow> {
    let row = store::profils::get(conn, code).await?;
    Ok(row.with_context(|| format!("aucun profil de diffusion {code}"))?)
}

/// The formats asked, in the order of the profil, each once.
///
/// # Errors
/// When none is asked, or one that the profil does not allow.
pub fn formats(profil: &ProfilRow, asked: &[String]) -> Result<Vec<String>> {
    let known = |format: &String| profil.formats.contains(format);
    if asked.is_empty() || !asked.iter().all(known) {
        let message = format!(
            "Demandez un ou plusieurs de ces formats : {}.",
            profil.formats.join(", ")
        );
        return Err(ServiceError::invalid_field("formats", message));
    }
    let chosen = profil
        .formats
        .iter()
        .filter(|format| asked.contains(format));
    Ok(chosen.cloned().collect())
}

fn part<S>(colonnes: &[ColonneRow], part: &str) -> anyhow::Result<Vec<Colonne<S>>>
where
    S: FromStr<Err = anyhow::Error>,
{
    let of_part = colonnes.iter().filter(|colonne| colonne.part == part);
    of_part
        .map(|row| {
            Ok(Colonne {
                source: row.source.parse()?,
                name: row.name.clone(),
                short_name: row.short_name.clone(),
                description: row.description.clone(),
                masked_at: row.masked_at.iter().cloned().collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BlurredSource, PreciseSource};

    #[test]
    fn a_source_that_is_not_in_the_list_is_refused() {
        for code in ["nom_lieu", "observateurs", "date_debut", "geometrie", ""] {
            assert!(code.parse::<BlurredSource>().is_err(), "{code}");
        }
        for code in ["id_synthese", "periode", "masque", "the_geom_local", "hour"] {
            assert!(code.parse::<PreciseSource>().is_err(), "{code}");
        }
    }

    #[test]
    fn the_database_knows_the_same_sources() {
        let migration = include_str!("../../../sql/migrations/0020_profil_diffusion.sql");
        let listed = |part: &str| {
            let (_, rest) = migration
                .split_once(&format!("CHECK (part <> '{part}' OR source IN"))
                .expect("the constraint");
            let (list, _) = rest.split_once("))").expect("its end");
            let codes = list.split('\'').skip(1).step_by(2);
            codes.map(str::to_owned).collect::<Vec<_>>()
        };
        let blurred: Vec<_> = BlurredSource::ALL.iter().map(|s| s.code()).collect();
        let precise: Vec<_> = PreciseSource::ALL.iter().map(|s| s.code()).collect();
        assert_eq!(listed("blurred"), blurred);
        assert_eq!(listed("precise"), precise);
    }
}
