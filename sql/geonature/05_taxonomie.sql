-- TAXREF (schema taxonomie). A synonym has cd_ref <> cd_nom; cd_taxsup is the cd_nom of the parent taxon.
-- Not here: attributes, lists, status texts and media of TaxHub.

CREATE TABLE taxonomie.bib_taxref_habitats (
    id_habitat   integer NOT NULL,
    nom_habitat  varchar(50) NOT NULL,
    desc_habitat text,
    CONSTRAINT pk_bib_taxref_habitats PRIMARY KEY (id_habitat)
);

CREATE TABLE taxonomie.bib_taxref_rangs (
    id_rang     char(4) NOT NULL,
    nom_rang    varchar(50) NOT NULL,
    nom_rang_en varchar(50) NOT NULL,
    tri_rang    integer,
    CONSTRAINT pk_bib_taxref_rangs PRIMARY KEY (id_rang)
);

CREATE TABLE taxonomie.bib_taxref_statuts (
    id_statut  char(1) NOT NULL,
    nom_statut varchar(50) NOT NULL,
    CONSTRAINT pk_bib_taxref_statuts PRIMARY KEY (id_statut)
);

CREATE TABLE taxonomie.taxref (
    cd_nom                integer NOT NULL,
    id_statut             char(1),
    id_habitat            integer,
    id_rang               varchar(10),
    regne                 varchar(20),
    phylum                varchar(50),
    classe                varchar(50),
    ordre                 varchar(50),
    famille               varchar(50),
    sous_famille          varchar(50),
    tribu                 varchar(50),
    cd_taxsup             integer,
    cd_sup                integer,
    cd_ref                integer,
    lb_nom                varchar(250),
    lb_auteur             varchar(500),
    nom_complet           varchar(500),
    nom_complet_html      varchar(500),
    nom_valide            varchar(500),
    nom_vern              varchar(1000),
    nom_vern_eng          varchar(500),
    group1_inpn           varchar(50),
    group2_inpn           varchar(50),
    url                   text,
    group3_inpn           varchar(250),
    cd_ba                 integer,
    nomenclatural_comment varchar(500),
    CONSTRAINT pk_taxref PRIMARY KEY (cd_nom),
    CONSTRAINT fk_taxref_bib_taxref_habitats
        FOREIGN KEY (id_habitat) REFERENCES taxonomie.bib_taxref_habitats(id_habitat) ON UPDATE CASCADE,
    CONSTRAINT fk_taxref_bib_taxref_rangs
        FOREIGN KEY (id_rang) REFERENCES taxonomie.bib_taxref_rangs(id_rang) ON UPDATE CASCADE,
    CONSTRAINT taxref_id_statut_fkey
        FOREIGN KEY (id_statut) REFERENCES taxonomie.bib_taxref_statuts(id_statut) ON UPDATE CASCADE
);
CREATE INDEX i_fk_taxref_bib_taxref_habitat ON taxonomie.taxref (id_habitat);
CREATE INDEX i_fk_taxref_bib_taxref_rangs ON taxonomie.taxref (id_rang);
CREATE INDEX i_fk_taxref_bib_taxref_statuts ON taxonomie.taxref (id_statut);
CREATE INDEX i_taxref_cd_ref ON taxonomie.taxref (cd_ref);
CREATE INDEX i_taxref_cd_sup ON taxonomie.taxref (cd_sup);
CREATE INDEX i_taxref_hierarchy ON taxonomie.taxref (regne, phylum, classe, ordre, famille);
CREATE INDEX i_fk_taxref_group1_inpn ON taxonomie.taxref (group1_inpn);
CREATE INDEX i_fk_taxref_group2_inpn ON taxonomie.taxref (group2_inpn);
CREATE INDEX i_fk_taxref_nom_vern ON taxonomie.taxref (nom_vern);
CREATE INDEX i_taxref_group3_inpn ON taxonomie.taxref (group3_inpn);

CREATE FUNCTION taxonomie.find_cdref(id integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (SELECT cd_ref FROM taxonomie.taxref WHERE cd_nom = id);
END
$$;

CREATE FUNCTION taxonomie.check_is_group2inpn(mygroup text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN mygroup IS NULL OR EXISTS (SELECT FROM taxonomie.taxref WHERE group2_inpn = mygroup);
END
$$;

CREATE FUNCTION taxonomie.check_is_regne(myregne text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN myregne IS NULL OR EXISTS (SELECT FROM taxonomie.taxref WHERE regne = myregne);
END
$$;
