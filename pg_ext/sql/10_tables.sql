-- Settings of the extension: what a level of sensitivity becomes when it is delivered, and the groups of taxa.
-- All four tables belong to the administrator: pg_dump saves every row of them, changed or not (see keep_builtin).

CREATE TABLE gn_diffusion.level (
    cd_nomenclature text PRIMARY KEY,
    rank            integer NOT NULL,
    area_type       text,
    date_precision  text NOT NULL,
    sensitive       boolean NOT NULL DEFAULT true,
    label           text,
    builtin         boolean NOT NULL DEFAULT false,
    CONSTRAINT level_date_precision_check CHECK (date_precision IN ('day', 'month', 'year')),
    -- '0' alone is not sensitive, and nothing ranks below it: no setting can make a sensitive record precise.
    CONSTRAINT level_sensitive_check CHECK (sensitive = (cd_nomenclature <> '0')),
    CONSTRAINT level_rank_check CHECK (CASE WHEN sensitive THEN rank > 0 ELSE rank = 0 END)
);
COMMENT ON TABLE gn_diffusion.level IS
    'Levels of sensitivity (codes of nomenclature SENSIBILITE) and how a record of each is blurred. '
    'A level without a row is withheld.';
COMMENT ON COLUMN gn_diffusion.level.rank IS 'What is more restrictive: the greater rank. The code itself is never compared.';
COMMENT ON COLUMN gn_diffusion.level.area_type IS
    'ref_geo.bib_areas_types.type_code of the areas delivered in place of the location; NULL: never delivered (but for 0: precise).';
COMMENT ON COLUMN gn_diffusion.level.date_precision IS 'Precision of the dates of a blurred record: day, month or year.';
COMMENT ON COLUMN gn_diffusion.level.builtin IS 'Row shipped with the extension: it may be changed, not deleted.';

CREATE TABLE gn_diffusion.producer_level (
    cd_niv_precis text PRIMARY KEY,
    level         text NOT NULL,
    builtin       boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE gn_diffusion.producer_level IS
    'Level of sensitivity that a producer''s diffusion level (nomenclature NIV_PRECIS) is worth. A code without a row, or '
    'whose level has no row, is withheld.';

CREATE TABLE gn_diffusion.groupe (
    code                text PRIMARY KEY,
    label               text NOT NULL,
    avis_systematique   boolean NOT NULL
);
COMMENT ON TABLE gn_diffusion.groupe IS
    'Taxonomic groups of the pôles. avis_systematique: precise sensitive data of the group always wait for its avis (lot F3).';

CREATE TABLE gn_diffusion.groupe_taxon (
    code_groupe text NOT NULL,
    kind        text NOT NULL,
    value       text NOT NULL,
    PRIMARY KEY (code_groupe, kind, value),
    CONSTRAINT groupe_taxon_kind_check CHECK (kind IN ('cd_ref', 'group3_inpn', 'group2_inpn', 'group1_inpn')),
    CONSTRAINT groupe_taxon_cd_ref_check CHECK (kind <> 'cd_ref' OR value ~ '^[1-9][0-9]{0,8}$')
);
COMMENT ON TABLE gn_diffusion.groupe_taxon IS
    'What a group is made of: a taxon (cd_ref) with its descendants, or a value of group1_inpn, group2_inpn, group3_inpn. Taxa given to '
    'a group that does not exist have none: the coordination answers for them.';

-- In place of a foreign key, which pg_restore with several jobs does not respect between tables of an extension: the rows of
-- groupe_taxon would be lost when they come first.
CREATE FUNCTION gn_diffusion.follow_groupe() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM gn_diffusion.groupe_taxon t WHERE t.code_groupe = OLD.code;
    ELSE
        UPDATE gn_diffusion.groupe_taxon t SET code_groupe = NEW.code WHERE t.code_groupe = OLD.code;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION gn_diffusion.follow_groupe() IS 'Trigger of groupe: its rows of groupe_taxon are deleted and renamed with it.';
CREATE TRIGGER follow_groupe AFTER DELETE OR UPDATE OF code ON gn_diffusion.groupe
    FOR EACH ROW EXECUTE FUNCTION gn_diffusion.follow_groupe();

INSERT INTO gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision, sensitive, label, builtin) VALUES
    ('0',     0, NULL,  'day',   false, 'Non sensible : diffusion précise', true),
    ('2.1',  10, 'M1',  'month', true,  'Sensible : maille de 1 km', true),
    ('2.2',  20, 'M2',  'month', true,  'Sensible : maille de 2 km', true),
    ('2.3',  30, 'M5',  'month', true,  'Sensible : maille de 5 km', true),
    ('1',    40, 'COM', 'month', true,  'Sensible : commune', true),
    ('2',    50, 'M10', 'year',  true,  'Sensible : maille de 10 km', true),
    ('2.4',  50, 'M10', 'month', true,  'Sensible : maille de 10 km', true),
    ('2.5',  60, 'M20', 'month', true,  'Sensible : maille de 20 km', true),
    ('2.6',  70, 'M50', 'month', true,  'Sensible : maille de 50 km', true),
    ('2.7',  70, 'M50', 'month', true,  'Sensible : maille de 50 km', true),
    ('3',    80, 'DEP', 'year',  true,  'Sensible : département', true),
    ('2.8',  90, NULL,  'month', true,  'Sensible : aucune diffusion', true),
    ('4',   100, NULL,  'year',  true,  'Sensible : aucune diffusion', true);

INSERT INTO gn_diffusion.producer_level (cd_niv_precis, level, builtin) VALUES
    ('0', '0', true), ('5', '0', true), ('1', '1', true), ('2', '2', true), ('3', '3', true), ('4', '4', true);

-- A restore creates the extension, hence its rows, and then copies the saved ones: a saved row takes the place of the
-- shipped one. For the same reason a shipped row cannot be deleted or renamed: the restore would bring it back, and
-- with it a diffusion that the administrator had closed.
CREATE FUNCTION gn_diffusion.keep_builtin() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_TABLE_NAME = 'level' THEN
        IF TG_OP = 'INSERT' THEN
            UPDATE gn_diffusion.level l
               SET rank = NEW.rank, area_type = NEW.area_type, date_precision = NEW.date_precision,
                   sensitive = NEW.sensitive, label = NEW.label
             WHERE l.cd_nomenclature = NEW.cd_nomenclature AND l.builtin;
            RETURN CASE WHEN FOUND THEN NULL ELSE NEW END;
        END IF;
        RAISE EXCEPTION 'Le niveau « % » est livré avec l''extension : il ne peut être ni supprimé ni renommé', OLD.cd_nomenclature
            USING ERRCODE = 'restrict_violation', HINT = 'Pour ne plus le diffuser, mettez area_type à NULL.';
    END IF;
    IF TG_OP = 'INSERT' THEN
        UPDATE gn_diffusion.producer_level l SET level = NEW.level
         WHERE l.cd_niv_precis = NEW.cd_niv_precis AND l.builtin;
        RETURN CASE WHEN FOUND THEN NULL ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Le niveau de diffusion « % » est livré avec l''extension : il ne peut être ni supprimé ni renommé', OLD.cd_niv_precis
        USING ERRCODE = 'restrict_violation', HINT = 'Pour ne plus le diffuser, donnez-lui le niveau 4.';
END
$$;
COMMENT ON FUNCTION gn_diffusion.keep_builtin() IS
    'Trigger of level and producer_level: a restored shipped row replaces the one of CREATE EXTENSION; a shipped row is never '
    'deleted nor renamed (error 23001).';

CREATE TRIGGER restore_builtin BEFORE INSERT ON gn_diffusion.level
    FOR EACH ROW WHEN (NEW.builtin) EXECUTE FUNCTION gn_diffusion.keep_builtin();
CREATE TRIGGER keep_builtin_on_delete BEFORE DELETE ON gn_diffusion.level
    FOR EACH ROW WHEN (OLD.builtin) EXECUTE FUNCTION gn_diffusion.keep_builtin();
CREATE TRIGGER keep_builtin_on_update BEFORE UPDATE ON gn_diffusion.level
    FOR EACH ROW WHEN (OLD.builtin AND (NOT NEW.builtin OR NEW.cd_nomenclature <> OLD.cd_nomenclature))
    EXECUTE FUNCTION gn_diffusion.keep_builtin();
CREATE TRIGGER restore_builtin BEFORE INSERT ON gn_diffusion.producer_level
    FOR EACH ROW WHEN (NEW.builtin) EXECUTE FUNCTION gn_diffusion.keep_builtin();
CREATE TRIGGER keep_builtin_on_delete BEFORE DELETE ON gn_diffusion.producer_level
    FOR EACH ROW WHEN (OLD.builtin) EXECUTE FUNCTION gn_diffusion.keep_builtin();
CREATE TRIGGER keep_builtin_on_update BEFORE UPDATE ON gn_diffusion.producer_level
    FOR EACH ROW WHEN (OLD.builtin AND (NOT NEW.builtin OR NEW.cd_niv_precis <> OLD.cd_niv_precis))
    EXECUTE FUNCTION gn_diffusion.keep_builtin();

SELECT pg_catalog.pg_extension_config_dump('gn_diffusion.level', '');
SELECT pg_catalog.pg_extension_config_dump('gn_diffusion.producer_level', '');
SELECT pg_catalog.pg_extension_config_dump('gn_diffusion.groupe', '');
SELECT pg_catalog.pg_extension_config_dump('gn_diffusion.groupe_taxon', '');
