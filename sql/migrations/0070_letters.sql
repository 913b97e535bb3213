-- The numbered letters of a dossier. A letter commits with the event that wants it, and is never written again.

-- The last number given in a year: its row is held until the letter commits, so that no number is missing.
CREATE TABLE gn_demandes.lettre_compteur (
    annee   integer PRIMARY KEY,
    dernier integer NOT NULL CHECK (dernier > 0)
);
CREATE TABLE gn_demandes.lettre (
    id_lettre        uuid PRIMARY KEY,
    annee            integer NOT NULL,
    rang             integer NOT NULL CHECK (rang > 0),
    numero           text NOT NULL UNIQUE,
    modele           text NOT NULL CHECK (modele IN ('recepisse', 'incompletude', 'prolongation', 'accord', 'accord_partiel', 'refus',
                       'cloture')),
    id_demande       uuid NOT NULL REFERENCES gn_demandes.demande (id_demande),
    settings_version integer NOT NULL REFERENCES gn_demandes.setting_version (version),
    id_signataire    integer REFERENCES utilisateurs.t_roles (id_role) ON UPDATE CASCADE ON DELETE SET NULL,
    written_at       timestamptz NOT NULL,
    sha256           bytea NOT NULL CHECK (octet_length(sha256) = 32),
    -- What it was printed from, and the print: gone once erased; the digest stays.
    contenu          jsonb,
    pdf              bytea,
    erased_at        timestamptz,
    UNIQUE (annee, rang),
    CHECK ((contenu IS NULL) = (erased_at IS NOT NULL) AND (pdf IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX ON gn_demandes.lettre (id_demande, annee, rang);
ALTER TABLE gn_demandes.lettre ALTER COLUMN pdf SET STORAGE EXTERNAL;

CREATE FUNCTION gn_demandes.refuse_rewriting_lettre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erased, or its author's account deleted: nothing else changes.
    IF (OLD.id_lettre, OLD.annee, OLD.rang, OLD.numero, OLD.modele, OLD.id_demande, OLD.settings_version, OLD.written_at, OLD.sha256)
       IS NOT DISTINCT FROM
       (NEW.id_lettre, NEW.annee, NEW.rang, NEW.numero, NEW.modele, NEW.id_demande, NEW.settings_version, NEW.written_at, NEW.sha256)
       AND (NEW.pdf IS NULL OR (NEW.pdf, NEW.contenu) IS NOT DISTINCT FROM (OLD.pdf, OLD.contenu)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'une lettre ne se réécrit pas (%)', OLD.numero USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lettre_kept BEFORE UPDATE ON gn_demandes.lettre FOR EACH ROW EXECUTE FUNCTION gn_demandes.refuse_rewriting_lettre();
CREATE TRIGGER lettre_never_deleted BEFORE DELETE OR TRUNCATE ON gn_demandes.lettre
    FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_losing_dossiers();
REVOKE ALL ON gn_demandes.lettre, gn_demandes.lettre_compteur FROM PUBLIC;

-- The texts of the letters: versioned settings, added to every version: the ones kept on past demandes must still be readable. They are
-- the domain's own (demandes_domain::lettre::texts).
INSERT INTO gn_demandes.setting (version, key, value)
SELECT v.version, t.key, to_jsonb(t.value) FROM gn_demandes.setting_version v, (VALUES
    ('letter_sender', E'Coordination régionale du SINP'),
    ('letter_signatory', E'Pour la coordination'),
    ('letter_receipt_grounds', E'Cet accusé de réception est délivré en application de l''article L. 112-3 du code des relations entre le public et l''administration. L''article R. 124-1 du code de l''environnement fixe à un mois le délai dans lequel une réponse vous est due. Ce délai peut être porté à deux mois si le volume ou la complexité des informations demandées le justifie ; vous en seriez alors informé avant son terme, avec les motifs.\n\nSans réponse à l''échéance, votre demande serait réputée refusée.'),
    ('letter_incompleteness_grounds', E'Ce courrier vous est adressé en application de l''article L. 114-5 du code des relations entre le public et l''administration : le délai de réponse ne court pas tant que la demande n''est pas complète.'),
    ('letter_extension_grounds', E'Ce délai est porté d''un à deux mois en application de l''article R. 124-1 du code de l''environnement.'),
    ('letter_refusal_grounds', E'Les informations refusées, ou retirées par une condition, le sont en application de l''article L. 124-4 du code de l''environnement (I, 2°) : la consultation ou la communication de ces informations porterait atteinte à la protection de l''environnement auquel elles se rapportent. Celles qui ont pu en être séparées vous sont communiquées (article L. 311-7 du code des relations entre le public et l''administration). Cette décision vous est notifiée par écrit, avec ses motifs, conformément à l''article L. 124-6 du code de l''environnement.'),
    ('letter_closing_grounds', E'Comme vous vous y êtes engagé, les données précises reçues doivent être détruites, ainsi que leurs copies, par vous-même et par toute personne à qui vous les avez transmises.'),
    ('letter_appeal', E'Si vous contestez cette décision, vous pouvez saisir la Commission d''accès aux documents administratifs (CADA, TSA 50730, 75334 Paris Cedex 07, www.cada.fr) dans un délai de deux mois à compter de la réception de cette lettre. Cette saisine est un préalable obligatoire à tout recours contentieux (articles L. 342-1 et R. 343-1 du code des relations entre le public et l''administration).\n\nSi le refus est confirmé après l''avis de la CADA, expressément ou par un silence de deux mois à compter de l''enregistrement de votre saisine par la CADA, vous disposez de deux mois pour saisir le tribunal administratif compétent, notamment par www.telerecours.fr.')
) AS t (key, value);
