-- The board: what is shown of a demande, and its words, kept beside it so that ten thousand of them are searched at once.

-- The state people see (the domain's `shown_state`, which a test compares with this one).
CREATE FUNCTION gn_demandes.shown_state(state text, lots text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN state <> 'complete' THEN state
        WHEN cardinality(lots) = 0 THEN 'en_preparation'
        WHEN cardinality(g.granted) = 0 THEN CASE WHEN 'refuse' = ANY (lots) THEN 'refusee' ELSE 'close' END
        WHEN g.granted <@ ARRAY['telecharge'] THEN 'close'
        WHEN g.granted <@ ARRAY['telecharge', 'envoye'] THEN 'livree'
        WHEN g.granted && ARRAY['telecharge', 'envoye'] THEN 'en_livraison'
        WHEN 'avis_demande' = ANY (g.granted) THEN 'tour_de_table'
        ELSE 'en_preparation' END
    FROM (SELECT array_remove(array_remove(lots, 'annule'), 'refuse') AS granted) g
$$;

ALTER TABLE gn_demandes.demande
    ADD COLUMN shown text NOT NULL DEFAULT 'brouillon',
    ADD COLUMN words tsvector NOT NULL DEFAULT '',
    -- The regime it was treated under: this procedure, or the one before the common platform (imported).
    ADD COLUMN regime text NOT NULL DEFAULT 'plateforme' CHECK (regime IN ('plateforme', 'anterieur'));

-- Each word as it is (names) and by its French stem; without accents on either side.
CREATE FUNCTION gn_demandes.words_of(d gn_demandes.demande) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT to_tsvector('simple', w.text) || to_tsvector('french', w.text)
    FROM (SELECT) one
    LEFT JOIN utilisateurs.t_roles r ON r.id_role = d.id_demandeur
    LEFT JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organisme
    LEFT JOIN gn_demandes.maitre_ouvrage m ON m.id_maitre_ouvrage = d.id_maitre_ouvrage
    LEFT JOIN gn_demandes.objet j ON j.code = d.objet
    CROSS JOIN LATERAL (SELECT gn_demandes.plain(concat_ws(' ', d.numero, r.prenom_role, r.nom_role, o.nom_organisme, m.name, j.label,
                                                           d.objet_detail, d.intended_use, d.other_holders)) AS text) w
$$;
CREATE FUNCTION gn_demandes.keep_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.shown := gn_demandes.shown_state(NEW.state, ARRAY(SELECT l.state FROM gn_demandes.lot l WHERE l.id_demande = NEW.id_demande));
    IF TG_OP = 'INSERT' OR (NEW.objet, NEW.objet_detail, NEW.intended_use, NEW.other_holders, NEW.id_maitre_ouvrage, NEW.id_demandeur,
                            NEW.id_organisme)
       IS DISTINCT FROM (OLD.objet, OLD.objet_detail, OLD.intended_use, OLD.other_holders, OLD.id_maitre_ouvrage, OLD.id_demandeur,
                         OLD.id_organisme) THEN
        NEW.words := gn_demandes.words_of(NEW);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_board BEFORE INSERT OR UPDATE ON gn_demandes.demande FOR EACH ROW EXECUTE FUNCTION gn_demandes.keep_board();

CREATE FUNCTION gn_demandes.keep_board_of_lot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row's own trigger does the rest.
    UPDATE gn_demandes.demande SET shown = shown WHERE id_demande = coalesce(NEW.id_demande, OLD.id_demande);
    RETURN NULL;
END $$;
CREATE TRIGGER keep_board AFTER INSERT OR DELETE OR UPDATE OF state, id_demande ON gn_demandes.lot
    FOR EACH ROW EXECUTE FUNCTION gn_demandes.keep_board_of_lot();

UPDATE gn_demandes.demande SET words = gn_demandes.words_of(demande);

CREATE INDEX ON gn_demandes.demande USING gin (words);
CREATE INDEX ON gn_demandes.demande (shown, created_at DESC, id_demande DESC);
CREATE INDEX ON gn_demandes.demande (deposited_at);
CREATE INDEX ON gn_demandes.demande (id_organisme);
CREATE INDEX ON gn_demandes.avis_demande (id_pole, id_lot);
CREATE INDEX ON gn_demandes.lot (livraison_echeance) WHERE state IN ('decide', 'extrait', 'verifie');
