-- Profils de diffusion: which lots an outlet gets, in which formats, with which columns under which names. The columns are an
-- allow-list: what is not a row here is in no file.

CREATE TABLE gn_demandes.profil_diffusion (
    code            text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    label           text NOT NULL CHECK (btrim(label) <> ''),
    -- Lots it may deliver.
    lots            text[] NOT NULL CHECK (lots <@ ARRAY['F1', 'F2', 'F3'] AND lots <> '{}'),
    -- Type of the areas (ref_geo.bib_areas_types) that replace the location of records that are not sensitive; NULL: given precisely.
    min_area_type   text,
    -- Formats that may be asked, and those of who asks for none.
    formats         text[] NOT NULL CHECK (formats <@ ARRAY['shapefile', 'gpkg', 'csv', 'geojson', 'flatgeobuf'] AND formats <> '{}'),
    default_formats text[] NOT NULL CHECK (default_formats <@ formats AND default_formats <> '{}'),
    -- Which of the names of its columns are used.
    naming          text NOT NULL CHECK (naming IN ('geonature', 'sinp'))
);

-- A column of the files of precise or of blurred rows. `source` is what it holds: a closed list, which the service knows too. A blurred
-- row has nine sources; anything else there is masked. `masked_at`: levels at which a fixed wording stands in place of the value.
CREATE TABLE gn_demandes.profil_diffusion_colonne (
    code_profil text NOT NULL REFERENCES gn_demandes.profil_diffusion (code) ON UPDATE CASCADE ON DELETE CASCADE,
    naming      text NOT NULL CHECK (naming IN ('geonature', 'sinp')),
    part        text NOT NULL CHECK (part IN ('precise', 'blurred')),
    position    integer NOT NULL CHECK (position > 0),
    source      text NOT NULL,
    name        text NOT NULL CHECK (name ~ '^[A-Za-z][A-Za-z0-9_]{0,62}$'),
    short_name  text NOT NULL CHECK (short_name ~ '^[A-Za-z][A-Za-z0-9_]{0,9}$'),
    description text NOT NULL CHECK (btrim(description) <> ''),
    masked_at   text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (code_profil, naming, part, position),
    -- The identifier comes first and is never masked: it orders the rows and names them.
    CHECK ((source = 'id_lot') = (position = 1)),
    CHECK (source <> 'id_lot' OR masked_at = '{}'),
    -- Names that the formats give to the geometry and to the row.
    CHECK (lower(name) NOT IN ('fid', 'geom', 'x_centroid_4326', 'y_centroid_4326') AND lower(name) NOT LIKE 'geometrie\_wkt%'),
    CHECK (lower(short_name) NOT IN ('fid', 'geom')),
    CONSTRAINT profil_diffusion_colonne_blurred_check CHECK (part <> 'blurred' OR source IN
        ('id_lot', 'cd_ref', 'nom_valide', 'periode', 'niveau_diffusion_lot', 'type_zone', 'code_zone', 'floutage_lot',
         'motif_degradation', 'masque')),
    CONSTRAINT profil_diffusion_colonne_precise_check CHECK (part <> 'precise' OR source IN
        ('id_lot', 'uuid_perm_sinp', 'cd_nom', 'cd_ref', 'nom_cite', 'nom_valide', 'nom_vernaculaire', 'regne', 'group1_inpn',
         'group2_inpn', 'group3_inpn', 'classe', 'ordre', 'famille', 'date_debut', 'date_fin', 'nombre_min', 'nombre_max',
         'objet_denombrement', 'type_denombrement', 'alti_min', 'alti_max', 'observateurs', 'determinateur', 'communes', 'nom_lieu',
         'precision_geographique', 'nature_objet_geo', 'type_info_geo', 'statut_observation', 'technique_observation', 'stade_vie',
         'sexe', 'comportement', 'biologique_statut', 'etat_biologique', 'naturalite', 'preuve_existante', 'niveau_validation',
         'statut_source', 'reference_biblio', 'comment_releve', 'comment_occurrence', 'jdd_nom', 'jdd_uuid', 'ca_nom', 'ca_uuid',
         'niveau_sensibilite', 'niveau_precision_diffusion', 'niveau_diffusion_lot', 'floutage_lot', 'motif_degradation'))
);
-- Two columns of a file never differ by case alone: a Shapefile and a GeoPackage do not tell them apart.
CREATE UNIQUE INDEX profil_diffusion_colonne_name ON gn_demandes.profil_diffusion_colonne (code_profil, naming, part, lower(name));
CREATE UNIQUE INDEX profil_diffusion_colonne_short ON gn_demandes.profil_diffusion_colonne (code_profil, naming, part, lower(short_name));

INSERT INTO gn_demandes.profil_diffusion (code, label, lots, min_area_type, formats, default_formats, naming) VALUES
    ('communication', 'Communication de données précises et sensibles', '{F1,F2,F3}', NULL, '{shapefile,gpkg,csv,geojson,flatgeobuf}', '{gpkg,csv}', 'geonature'),
    ('f1_only', 'Données non sensibles précises, données sensibles floutées', '{F1}', NULL, '{shapefile,gpkg,csv,geojson,flatgeobuf}', '{gpkg,csv}', 'geonature'),
    ('diffusion', 'Diffusion : tout est flouté, à la commune au moins', '{F1}', 'COM', '{shapefile,gpkg,csv,geojson,flatgeobuf}', '{gpkg,csv}', 'geonature');

-- The columns of GeoNature's own export under its names, and under those of the SINP standard « occurrence de taxon » where it has one.
WITH colonne (part, position, source, name, short_name, sinp, sinp_short, description) AS (VALUES
    ('precise', 1, 'id_lot', 'id_lot', 'id_lot', 'idLot', 'idLot', 'Identifiant de la donnée propre à ce dossier ; il ne permet aucun rapprochement avec l''envoi d''un autre destinataire'),
    ('precise', 2, 'uuid_perm_sinp', 'uuid_perm_sinp', 'uuid_sinp', 'identifiantPermanent', 'idPerm', 'Identifiant permanent SINP de la donnée'),
    ('precise', 3, 'cd_nom', 'cd_nom', 'cd_nom', 'cdNom', 'cdNom', 'Code TAXREF du nom cité'),
    ('precise', 4, 'cd_ref', 'cd_ref', 'cd_ref', 'cdRef', 'cdRef', 'Code TAXREF du taxon de référence'),
    ('precise', 5, 'nom_cite', 'nom_cite', 'nom_cite', 'nomCite', 'nomCite', 'Nom du taxon tel que cité par l''observateur'),
    ('precise', 6, 'nom_valide', 'nom_valide', 'nom_valide', 'nomValide', 'nomValide', 'Nom scientifique valide du taxon dans TAXREF'),
    ('precise', 7, 'nom_vernaculaire', 'nom_vernaculaire', 'nom_vern', 'nomVernaculaire', 'nomVern', 'Nom français du taxon dans TAXREF'),
    ('precise', 8, 'regne', 'regne', 'regne', 'regne', 'regne', 'Règne du taxon'),
    ('precise', 9, 'group1_inpn', 'group1_inpn', 'grp1_inpn', 'group1Inpn', 'group1Inpn', 'Groupe taxonomique INPN, premier niveau'),
    ('precise', 10, 'group2_inpn', 'group2_inpn', 'grp2_inpn', 'group2Inpn', 'group2Inpn', 'Groupe taxonomique INPN, deuxième niveau'),
    ('precise', 11, 'group3_inpn', 'group3_inpn', 'grp3_inpn', 'group3Inpn', 'group3Inpn', 'Groupe taxonomique INPN, troisième niveau'),
    ('precise', 12, 'classe', 'classe', 'classe', 'classe', 'classe', 'Classe du taxon'),
    ('precise', 13, 'ordre', 'ordre', 'ordre', 'ordre', 'ordre', 'Ordre du taxon'),
    ('precise', 14, 'famille', 'famille', 'famille', 'famille', 'famille', 'Famille du taxon'),
    ('precise', 15, 'date_debut', 'date_debut', 'date_debut', 'dateDebut', 'dateDebut', 'Premier jour de l''observation'),
    ('precise', 16, 'date_fin', 'date_fin', 'date_fin', 'dateFin', 'dateFin', 'Dernier jour de l''observation'),
    ('precise', 17, 'nombre_min', 'nombre_min', 'nombre_min', 'denombrementMin', 'denbrMin', 'Dénombrement minimal'),
    ('precise', 18, 'nombre_max', 'nombre_max', 'nombre_max', 'denombrementMax', 'denbrMax', 'Dénombrement maximal'),
    ('precise', 19, 'objet_denombrement', 'objet_denombrement', 'obj_denbr', 'objetDenombrement', 'objDenbr', 'Ce qui est dénombré'),
    ('precise', 20, 'type_denombrement', 'type_denombrement', 'typ_denbr', 'typeDenombrement', 'typDenbr', 'Façon de dénombrer'),
    ('precise', 21, 'alti_min', 'alti_min', 'alti_min', 'altitudeMin', 'altMin', 'Altitude minimale, en mètres'),
    ('precise', 22, 'alti_max', 'alti_max', 'alti_max', 'altitudeMax', 'altMax', 'Altitude maximale, en mètres'),
    ('precise', 23, 'observateurs', 'observateurs', 'observat', 'observateurIdentite', 'obsId', 'Observateurs'),
    ('precise', 24, 'determinateur', 'determinateur', 'determin', 'determinateurIdentite', 'detId', 'Déterminateur'),
    ('precise', 25, 'communes', 'communes', 'communes', 'nomCommune', 'nomCommune', 'Communes de l''observation'),
    ('precise', 26, 'nom_lieu', 'nom_lieu', 'nom_lieu', 'nomLieu', 'nomLieu', 'Nom du lieu'),
    ('precise', 27, 'precision_geographique', 'precision_geographique', 'precis_geo', 'precisionGeometrie', 'precisGeo', 'Précision de la géométrie, en mètres'),
    ('precise', 28, 'nature_objet_geo', 'nature_objet_geo', 'nat_objgeo', 'natureObjetGeo', 'natObjGeo', 'Nature de l''objet géographique'),
    ('precise', 29, 'type_info_geo', 'type_info_geo', 'typinfogeo', 'typeInfoGeo', 'typInfGeo', 'Type d''information géographique : géoréférencement ou rattachement'),
    ('precise', 30, 'statut_observation', 'statut_observation', 'stat_obs', 'statutObservation', 'statObs', 'Présence ou absence observée'),
    ('precise', 31, 'technique_observation', 'technique_observation', 'techn_obs', 'obsTechnique', 'obsTech', 'Technique d''observation'),
    ('precise', 32, 'stade_vie', 'stade_vie', 'stade_vie', 'occStadeDeVie', 'occStade', 'Stade de vie'),
    ('precise', 33, 'sexe', 'sexe', 'sexe', 'occSexe', 'occSexe', 'Sexe'),
    ('precise', 34, 'comportement', 'comportement', 'comportem', 'occComportement', 'occComport', 'Comportement'),
    ('precise', 35, 'biologique_statut', 'biologique_statut', 'bio_statut', 'occStatutBiologique', 'occStatBio', 'Statut biologique'),
    ('precise', 36, 'etat_biologique', 'etat_biologique', 'etat_bio', 'occEtatBiologique', 'occEtatBio', 'État biologique'),
    ('precise', 37, 'naturalite', 'naturalite', 'naturalite', 'occNaturalite', 'occNatural', 'Naturalité'),
    ('precise', 38, 'preuve_existante', 'preuve_existante', 'preuve', 'preuveExistante', 'preuve', 'Existence d''une preuve'),
    ('precise', 39, 'niveau_validation', 'niveau_validation', 'niv_valid', 'niveauValidation', 'nivValid', 'Niveau de validation'),
    ('precise', 40, 'statut_source', 'statut_source', 'stat_srce', 'statutSource', 'statSource', 'Statut de la source : terrain, littérature, collection'),
    ('precise', 41, 'reference_biblio', 'reference_biblio', 'ref_biblio', 'referenceBiblio', 'refBiblio', 'Référence bibliographique'),
    ('precise', 42, 'comment_releve', 'comment_releve', 'com_releve', 'obsContexte', 'obsCtx', 'Commentaire du relevé'),
    ('precise', 43, 'comment_occurrence', 'comment_occurrence', 'com_occ', 'obsDescription', 'obsDescr', 'Commentaire de l''occurrence'),
    ('precise', 44, 'jdd_nom', 'jdd_nom', 'jdd_nom', 'jddNom', 'jddNom', 'Nom du jeu de données, à citer'),
    ('precise', 45, 'jdd_uuid', 'jdd_uuid', 'jdd_uuid', 'jddMetadonneeDEEId', 'jddMetaId', 'Identifiant du jeu de données'),
    ('precise', 46, 'ca_nom', 'ca_nom', 'ca_nom', 'caNom', 'caNom', 'Nom du cadre d''acquisition'),
    ('precise', 47, 'ca_uuid', 'ca_uuid', 'ca_uuid', 'caMetadonneeId', 'caMetaId', 'Identifiant du cadre d''acquisition'),
    ('precise', 48, 'niveau_sensibilite', 'niveau_sensibilite', 'niv_sensi', 'sensiNiveau', 'sensiNiv', 'Niveau de sensibilité de la donnée'),
    ('precise', 49, 'niveau_precision_diffusion', 'niveau_precision_diffusion', 'niv_precis', 'diffusionNiveauPrecision', 'difNivPrec', 'Niveau de diffusion souhaité par le producteur'),
    ('precise', 50, 'niveau_diffusion_lot', 'niveau_diffusion_lot', 'niv_diff', 'niveauDiffusionLot', 'nivDiffLot', 'Niveau de diffusion retenu pour cet envoi : le plus restrictif de ceux qui s''appliquent à la donnée'),
    ('precise', 51, 'floutage_lot', 'floutage_lot', 'flout_lot', 'floutageLot', 'floutLot', '« oui » si la donnée est floutée dans ce fichier, « non » si elle est précise'),
    ('precise', 52, 'motif_degradation', 'motif_degradation', 'motif_degr', 'motifDegradation', 'motifDegr', 'Raison pour laquelle la donnée est floutée ; vide si elle est précise'),
    ('blurred', 1, 'id_lot', 'id_lot', 'id_lot', 'idLot', 'idLot', 'Identifiant de la donnée propre à ce dossier ; il ne permet aucun rapprochement avec l''envoi d''un autre destinataire'),
    ('blurred', 2, 'cd_ref', 'cd_ref', 'cd_ref', 'cdRef', 'cdRef', 'Code TAXREF du taxon de référence'),
    ('blurred', 3, 'nom_valide', 'nom_valide', 'nom_valide', 'nomValide', 'nomValide', 'Nom scientifique valide du taxon dans TAXREF'),
    ('blurred', 4, 'periode', 'periode', 'periode', 'periode', 'periode', 'Période de l''observation, au mois ou à l''année selon la sensibilité ; « début/fin » si elle en couvre plusieurs'),
    ('blurred', 5, 'niveau_diffusion_lot', 'niveau_diffusion_lot', 'niv_diff', 'niveauDiffusionLot', 'nivDiffLot', 'Niveau de diffusion retenu pour cet envoi : le plus restrictif de ceux qui s''appliquent à la donnée'),
    ('blurred', 6, 'type_zone', 'type_zone', 'type_zone', 'typeZone', 'typeZone', 'Type de la zone qui remplace la position : maille, commune, département'),
    ('blurred', 7, 'code_zone', 'code_zone', 'code_zone', 'codeZone', 'codeZone', 'Code de la zone, ou des zones séparées par une virgule, où se trouve l''observation'),
    ('blurred', 8, 'floutage_lot', 'floutage_lot', 'flout_lot', 'floutageLot', 'floutLot', '« oui » si la donnée est floutée dans ce fichier, « non » si elle est précise'),
    ('blurred', 9, 'motif_degradation', 'motif_degradation', 'motif_degr', 'motifDegradation', 'motifDegr', 'Raison pour laquelle la donnée est floutée ; vide si elle est précise'),
    ('blurred', 10, 'masque', 'nom_lieu', 'nom_lieu', 'nomLieu', 'nomLieu', 'Masqué pour une donnée floutée'),
    ('blurred', 11, 'masque', 'alti_min', 'alti_min', 'altitudeMin', 'altMin', 'Masqué pour une donnée floutée'),
    ('blurred', 12, 'masque', 'alti_max', 'alti_max', 'altitudeMax', 'altMax', 'Masqué pour une donnée floutée'),
    ('blurred', 13, 'masque', 'observateurs', 'observat', 'observateurIdentite', 'obsId', 'Masqué pour une donnée floutée'),
    ('blurred', 14, 'masque', 'determinateur', 'determin', 'determinateurIdentite', 'detId', 'Masqué pour une donnée floutée'),
    ('blurred', 15, 'masque', 'jdd_nom', 'jdd_nom', 'jddNom', 'jddNom', 'Masqué pour une donnée floutée : les jeux de données sont cités dans le bordereau pour tout l''envoi'),
    ('blurred', 16, 'masque', 'comment_occurrence', 'com_occ', 'obsDescription', 'obsDescr', 'Masqué pour une donnée floutée')
)
INSERT INTO gn_demandes.profil_diffusion_colonne (code_profil, naming, part, position, source, name, short_name, description)
SELECT p.code, n.naming, c.part, c.position, c.source, n.name, n.short_name, c.description
FROM colonne c
CROSS JOIN gn_demandes.profil_diffusion p
CROSS JOIN LATERAL (VALUES ('geonature', c.name, c.short_name), ('sinp', c.sinp, c.sinp_short)) AS n (naming, name, short_name)
-- Where everything is blurred no precise row has a column to be written in.
WHERE c.part = 'blurred' OR p.min_area_type IS NULL;

ALTER TABLE gn_demandes.demande
    ADD COLUMN profil  text NOT NULL DEFAULT 'communication' REFERENCES gn_demandes.profil_diffusion (code) ON UPDATE CASCADE,
    ADD COLUMN formats text[] NOT NULL DEFAULT '{gpkg,csv}' CHECK (formats <> '{}');
