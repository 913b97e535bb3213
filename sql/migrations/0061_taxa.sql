-- Finding taxa by name, and the list of taxa of a demande as it was given.

-- A text as people compare names: without accent, case, ligature, hyphen or apostrophe. No extension is wanted for it.
CREATE FUNCTION gn_demandes.plain(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(lower(replace(replace(replace(replace(regexp_replace(
        normalize(name, NFKD), '[\u0300-\u036f]', '', 'g'), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae')),
        '[^a-z0-9]+', ' ', 'g'))
$$;

-- The names of TAXREF by the letters they begin with, and, for reference names, each of their words (`whole` is false). Made again when
-- TAXREF changes: GeoNature's own table has no such index, and is left alone.
CREATE TABLE gn_demandes.taxon_name (
    key    text COLLATE "C" NOT NULL,
    cd_nom integer NOT NULL,
    whole  boolean NOT NULL,
    PRIMARY KEY (key, cd_nom)
);
CREATE TABLE gn_demandes.taxon_index (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    fingerprint text NOT NULL,
    checked_at  timestamptz NOT NULL
);

-- Names that TAXREF no longer has (its file CDNOM_DISPARUS), with the one that takes the place, if any.
CREATE TABLE gn_demandes.cdnom_disparu (
    cd_nom              integer PRIMARY KEY,
    cd_nom_remplacement integer,
    raison              text
);

-- Lines of the list of taxa of a demande that name none, or several: [{line, entry, status, message}]. None may be left at the dépôt.
ALTER TABLE gn_demandes.demande ADD COLUMN taxa_problems jsonb NOT NULL DEFAULT '[]'
    CHECK (jsonb_typeof(taxa_problems) = 'array');
