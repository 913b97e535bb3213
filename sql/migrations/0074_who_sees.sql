-- Who sees a demande beside its own people: those responsible of its lots, and the pôles that were asked. Kept beside it, so that what a person
-- sees of ten thousand demandes is told by their rows alone.

ALTER TABLE gn_demandes.demande
    ADD COLUMN lot_responsables integer[] NOT NULL DEFAULT '{}',
    ADD COLUMN asked_poles integer[] NOT NULL DEFAULT '{}';

CREATE OR REPLACE FUNCTION gn_demandes.keep_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT gn_demandes.shown_state(NEW.state, coalesce(array_agg(l.state), '{}')),
           coalesce(array_agg(DISTINCT l.id_responsable) FILTER (WHERE l.id_responsable IS NOT NULL), '{}')
      INTO NEW.shown, NEW.lot_responsables
      FROM gn_demandes.lot l WHERE l.id_demande = NEW.id_demande;
    NEW.asked_poles := ARRAY(SELECT DISTINCT a.id_pole FROM gn_demandes.lot l JOIN gn_demandes.avis_demande a USING (id_lot)
                             WHERE l.id_demande = NEW.id_demande ORDER BY a.id_pole);
    IF TG_OP = 'INSERT' OR (NEW.objet, NEW.objet_detail, NEW.intended_use, NEW.other_holders, NEW.id_maitre_ouvrage, NEW.id_demandeur,
                            NEW.id_organisme)
       IS DISTINCT FROM (OLD.objet, OLD.objet_detail, OLD.intended_use, OLD.other_holders, OLD.id_maitre_ouvrage, OLD.id_demandeur,
                         OLD.id_organisme) THEN
        NEW.words := gn_demandes.words_of(NEW);
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER keep_board ON gn_demandes.lot;
CREATE TRIGGER keep_board AFTER INSERT OR DELETE OR UPDATE OF state, id_demande, id_responsable ON gn_demandes.lot
    FOR EACH ROW EXECUTE FUNCTION gn_demandes.keep_board_of_lot();

CREATE FUNCTION gn_demandes.keep_board_of_avis_demande() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE gn_demandes.demande d SET shown = shown FROM gn_demandes.lot l
     WHERE l.id_demande = d.id_demande AND l.id_lot IN (NEW.id_lot, OLD.id_lot);
    RETURN NULL;
END $$;
CREATE TRIGGER keep_board AFTER INSERT OR DELETE OR UPDATE OF id_lot, id_pole ON gn_demandes.avis_demande
    FOR EACH ROW EXECUTE FUNCTION gn_demandes.keep_board_of_avis_demande();

-- The row's own trigger does the rest.
UPDATE gn_demandes.demande SET shown = shown;
