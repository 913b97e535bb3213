-- TAXREF (schema taxonomie). A synonym has cd_ref <> cd_nom; cd_taxsup is the cd_nom of the parent taxon.
-- Not here: attributes, lists, the raw statuses of INPN and media of TaxHub.

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

-- Statuses (protection, red lists): a text, the values it gives, the taxa that have them.
CREATE TABLE taxonomie.bdc_statut_type (
    cd_type_statut    varchar(50) NOT NULL,
    lb_type_statut    varchar(250),
    regroupement_type varchar(250),
    thematique        varchar(100),
    type_value        varchar(100),
    CONSTRAINT bdc_statut_type_pkey PRIMARY KEY (cd_type_statut)
);

CREATE TABLE taxonomie.bdc_statut_text (
    id_text        serial NOT NULL,
    cd_st_text     varchar(50),
    cd_type_statut varchar(50) NOT NULL,
    cd_sig         varchar(50),
    cd_doc         integer,
    niveau_admin   varchar(250),
    cd_iso3166_1   varchar(50),
    cd_iso3166_2   varchar(50),
    lb_adm_tr      varchar(250),
    full_citation  text,
    doc_url        text,
    enable         boolean DEFAULT true,
    CONSTRAINT bdc_statut_text_pkey PRIMARY KEY (id_text),
    CONSTRAINT bdc_statut_text_fkey
        FOREIGN KEY (cd_type_statut) REFERENCES taxonomie.bdc_statut_type(cd_type_statut) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX idx_bstxt_cd_sig ON taxonomie.bdc_statut_text (cd_sig);
CREATE INDEX idx_bstxt_cd_type_statut ON taxonomie.bdc_statut_text (cd_type_statut);

CREATE TABLE taxonomie.bdc_statut_values (
    id_value     serial NOT NULL,
    code_statut  varchar(50) NOT NULL,
    label_statut varchar(250),
    CONSTRAINT bdc_statut_values_pkey PRIMARY KEY (id_value)
);

CREATE TABLE taxonomie.bdc_statut_cor_text_values (
    id_value_text serial NOT NULL,
    id_value      integer NOT NULL,
    id_text       integer NOT NULL,
    CONSTRAINT bdc_statut_cor_text_values_pkey PRIMARY KEY (id_value_text),
    CONSTRAINT tbdc_statut_cor_text_values_id_value_fkey
        FOREIGN KEY (id_value) REFERENCES taxonomie.bdc_statut_values(id_value) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT tbdc_statut_cor_text_values_id_text_fkey
        FOREIGN KEY (id_text) REFERENCES taxonomie.bdc_statut_text(id_text) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX idx_bsctv_id_text ON taxonomie.bdc_statut_cor_text_values (id_text);
CREATE INDEX idx_bsctv_id_value ON taxonomie.bdc_statut_cor_text_values (id_value);

CREATE TABLE taxonomie.bdc_statut_taxons (
    id            integer NOT NULL,
    id_value_text integer NOT NULL,
    cd_nom        integer NOT NULL,
    cd_ref        integer NOT NULL,
    rq_statut     varchar(1000),
    CONSTRAINT bdc_statut_taxons_pkey PRIMARY KEY (id),
    CONSTRAINT bdc_statut_taxons_cd_nom_fkey
        FOREIGN KEY (cd_nom) REFERENCES taxonomie.taxref(cd_nom) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT bdc_statut_taxons_id_value_text_fkey
        FOREIGN KEY (id_value_text) REFERENCES taxonomie.bdc_statut_cor_text_values(id_value_text) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX idx_bst_id_value_text ON taxonomie.bdc_statut_taxons (id_value_text);

CREATE TABLE taxonomie.bdc_statut_cor_text_area (
    id_text integer NOT NULL,
    id_area integer NOT NULL,
    CONSTRAINT bdc_statut_cor_text_area_pkey PRIMARY KEY (id_text, id_area),
    CONSTRAINT fk_bdc_statut_cor_text_area_id_text
        FOREIGN KEY (id_text) REFERENCES taxonomie.bdc_statut_text(id_text) ON UPDATE CASCADE,
    CONSTRAINT fk_bdc_statut_cor_text_area_id_area
        FOREIGN KEY (id_area) REFERENCES ref_geo.l_areas(id_area) ON UPDATE CASCADE
);

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
