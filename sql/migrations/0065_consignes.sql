-- Standing orders: when the pôles of a group with `avis_systematique` want to be asked about its F3. Without a line: always. With one: from
-- that many communes on, and for those classes of demandeurs.
CREATE TABLE gn_demandes.consigne (
    code_groupe  text PRIMARY KEY REFERENCES gn_diffusion.groupe (code) ON UPDATE CASCADE ON DELETE CASCADE,
    version      integer NOT NULL DEFAULT 1,
    min_communes integer CHECK (min_communes > 0),
    classes      text[] CHECK (classes <@ ARRAY['adherent', 'partenaire_pole', 'non_adherent'] AND cardinality(classes) > 0),
    motif        text NOT NULL CHECK (btrim(motif) <> '')
);
