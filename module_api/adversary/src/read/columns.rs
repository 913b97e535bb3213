//! What a column is about, by its name: those of `GeoNature`'s exports, those of the SINP standard, and both cut to ten characters.

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Id,
    Uuid,
    GroupUuid,
    SourceKey,
    Taxon,
    CdRef,
    CdNom,
    Period,
    DateMin,
    DateMax,
    Time,
    Level,
    Floutage,
    AreaType,
    AreaCode,
    Motif,
    Altitude,
    Depth,
    Place,
    Commune,
    Departement,
    OtherArea,
    Observers,
    CountMin,
    CountMax,
    Dataset,
    Framework,
    Comment,
    Media,
    Habitat,
    Coordinates,
    /// WKT in the local system.
    GeometryText,
    /// WKT in degrees: the same shape a second time.
    OtherGeometryText,
    Unknown,
}

impl Role {
    /// What a blurred row may say.
    pub const fn is_lawful(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::Taxon
                | Self::CdRef
                | Self::Period
                | Self::Level
                | Self::Floutage
                | Self::AreaType
                | Self::AreaCode
                | Self::Motif
                | Self::GeometryText
                | Self::OtherGeometryText
        )
    }
}

/// Names without case nor punctuation.
const NAMES: &[(Role, &[&str])] = &[
    (Role::Id, &["idlot", "identifiantlot"]),
    (
        Role::Uuid,
        &[
            "uuidpermsinp",
            "uuidsinp",
            "idperm",
            "uniqueidsinp",
            "identifiantpermanent",
            "idsinpocctax",
        ],
    ),
    (
        Role::GroupUuid,
        &[
            "uuidpermgroupsinp",
            "uuidpermgrpsinp",
            "uniqueidsinpgrp",
            "identifiantregroupementpermanent",
        ],
    ),
    (
        Role::SourceKey,
        &[
            "entitysourcepkvalue",
            "identifiantorigine",
            "idsynthese",
            "idorigine",
        ],
    ),
    (
        Role::Taxon,
        &[
            "nomvalide",
            "nomvernaculaire",
            "nomvern",
            "groupe1inpn",
            "groupe2inpn",
            "groupe3inpn",
            "group1",
            "group2",
            "group3",
            "groupe1",
            "groupe2",
            "groupe3",
            "regne",
            "group1inpn",
            "group2inpn",
            "group3inpn",
            "classe",
            "ordre",
            "famille",
            "rang",
        ],
    ),
    (Role::CdRef, &["cdref"]),
    (Role::CdNom, &["cdnom"]),
    (Role::Period, &["periode"]),
    (Role::DateMin, &["datedebut", "datemin"]),
    (Role::DateMax, &["datefin", "datemax"]),
    (Role::Time, &["heuredebut", "heurefin", "heuredatedebut"]),
    (
        Role::Level,
        &[
            "niveaudiffusionlot",
            "nivlot",
            "nivdifflot",
            "niveaudiffusion",
        ],
    ),
    (Role::Floutage, &["floutagelot", "floulot", "deefloutage"]),
    (Role::AreaType, &["typezone"]),
    (Role::AreaCode, &["codezone"]),
    (Role::Motif, &["motifdegradation", "motifdegr"]),
    (
        Role::Altitude,
        &[
            "altimin",
            "altimax",
            "altitudemin",
            "altmin",
            "altmax",
            "altitudemax",
            "altitudemoyenne",
            "altitude",
        ],
    ),
    (
        Role::Depth,
        &[
            "profmin",
            "profmax",
            "depthmin",
            "depthmax",
            "profondeurmin",
            "profondeurmax",
            "profondeurmoyenne",
        ],
    ),
    (Role::Place, &["nomlieu", "placename", "lieudit"]),
    (
        Role::Commune,
        &["communes", "commune", "codecommune", "nomcommune", "insee"],
    ),
    (
        Role::Departement,
        &["departements", "departement", "codedepartement"],
    ),
    (
        Role::OtherArea,
        &["codemaille", "codeen", "codeme", "maille", "maille10"],
    ),
    (
        Role::Observers,
        &[
            "observateurs",
            "observ",
            "determin",
            "obsidentit",
            "detidentit",
            "determinateur",
            "observateuridentite",
            "determinateuridentite",
            "identiteobservateur",
            "determinateurnom",
            "observateurnom",
        ],
    ),
    (
        Role::CountMin,
        &["nombremin", "denombrementmin", "denbrmin", "countmin"],
    ),
    (
        Role::CountMax,
        &["nombremax", "denombrementmax", "denbrmax", "countmax"],
    ),
    (
        Role::Dataset,
        &[
            "jddnom",
            "jdduuid",
            "jddid",
            "jddcode",
            "jddmetadonneedeeid",
            "jddmetaid",
        ],
    ),
    (Role::Framework, &["canom", "caid", "cauuid"]),
    (
        Role::Comment,
        &[
            "commentreleve",
            "commentoccurrence",
            "comreleve",
            "comoccurr",
            "obscontext",
            "obsdescr",
            "obscontexte",
            "obsdescription",
            "commentaire",
        ],
    ),
    (
        Role::Media,
        &[
            "urlmedia",
            "preuvenumeriqueurl",
            "preuvenumerique",
            "preuvenonnumerique",
        ],
    ),
    (Role::Habitat, &["habitat", "codehabitat", "cdhab"]),
    (
        Role::Coordinates,
        &[
            "xcentroid4326",
            "ycentroid4326",
            "xcentroid",
            "ycentroid",
            "x",
            "y",
            "longitude",
            "latitude",
        ],
    ),
    (Role::OtherGeometryText, &["geometriewkt4326", "wkt4326"]),
];

/// Longest name of a Shapefile's column.
const CUT: usize = 10;

/// The role of a column of this name, in a file whose local system is EPSG `srid`.
pub fn role(name: &str, srid: u32) -> Role {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if plain == format!("geometriewkt{srid}") {
        return Role::GeometryText;
    }
    let exact = NAMES
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()));
    // A name cut short begins as the whole one does; its punctuation counted among the ten.
    let cut = || {
        let short = name.len() <= CUT && plain.len() >= 4;
        NAMES
            .iter()
            .find(|(_, names)| short && names.iter().any(|whole| whole.starts_with(&plain)))
    };
    exact.or_else(cut).map_or(Role::Unknown, |(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::{Role, role};

    #[test]
    fn names_of_both_conventions_and_cut_ones_are_known() {
        for (name, expected) in [
            ("id_lot", Role::Id),
            ("alti_min", Role::Altitude),
            ("altitudeMin", Role::Altitude),
            ("altitude_m", Role::Altitude),
            ("cdRef", Role::CdRef),
            ("niveau_dif", Role::Level),
            ("code_zone", Role::AreaCode),
            ("geometrie_wkt_2154", Role::GeometryText),
            ("geometrie_wkt_4326", Role::OtherGeometryText),
            ("identifiantRegroupementPermanent", Role::GroupUuid),
            ("fantaisie", Role::Unknown),
        ] {
            assert_eq!(role(name, 2154), expected, "{name}");
        }
    }
}
