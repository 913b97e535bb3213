-- What version 0.1.0 left in a database of the demonstration: its schema, its groups and demandes in each state that its API could bring
-- them to, written by pg_dump after its own program (commit 287d2a5) had played the story of its demonstration and four demandes more.
--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Data for Name: groupe; Type: TABLE DATA; Schema: gn_diffusion; Owner: postgres
--

COPY gn_diffusion.groupe (code, label, avis_systematique) FROM stdin;
OISEAUX	Oiseaux	f
RAPACES	Rapaces rupestres	t
MAMMIFERES	Mammifères	f
CHIROPTERES	Chauves-souris	t
REPTILES_AMPHIBIENS	Reptiles et amphibiens	f
POISSONS	Poissons	f
INVERTEBRES	Invertébrés	f
FLORE	Flore, fonge et habitats	f
ORCHIDEES	Orchidées	t
\.


--
-- Data for Name: groupe_taxon; Type: TABLE DATA; Schema: gn_diffusion; Owner: postgres
--

COPY gn_diffusion.groupe_taxon (code_groupe, kind, value) FROM stdin;
OISEAUX	group2_inpn	Oiseaux
MAMMIFERES	group2_inpn	Mammifères
CHIROPTERES	group3_inpn	Chiroptères
REPTILES_AMPHIBIENS	group2_inpn	Reptiles
REPTILES_AMPHIBIENS	group2_inpn	Amphibiens
POISSONS	group2_inpn	Poissons
INVERTEBRES	group1_inpn	Arthropodes
INVERTEBRES	group1_inpn	Mollusques
FLORE	group1_inpn	Trachéophytes
ORCHIDEES	cd_ref	9000075
RAPACES	cd_ref	2645
RAPACES	cd_ref	2852
RAPACES	cd_ref	2860
RAPACES	cd_ref	2869
RAPACES	cd_ref	2938
\.


--
-- Data for Name: level; Type: TABLE DATA; Schema: gn_diffusion; Owner: postgres
--

COPY gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision, sensitive, label, builtin) FROM stdin;
0	0	\N	day	f	Non sensible : diffusion précise	t
2.1	10	M1	month	t	Sensible : maille de 1 km	t
2.2	20	M2	month	t	Sensible : maille de 2 km	t
2.3	30	M5	month	t	Sensible : maille de 5 km	t
1	40	COM	month	t	Sensible : commune	t
2	50	M10	year	t	Sensible : maille de 10 km	t
2.4	50	M10	month	t	Sensible : maille de 10 km	t
2.5	60	M20	month	t	Sensible : maille de 20 km	t
2.6	70	M50	month	t	Sensible : maille de 50 km	t
2.7	70	M50	month	t	Sensible : maille de 50 km	t
3	80	DEP	year	t	Sensible : département	t
2.8	90	\N	month	t	Sensible : aucune diffusion	t
4	100	\N	year	t	Sensible : aucune diffusion	t
\.


--
-- Data for Name: producer_level; Type: TABLE DATA; Schema: gn_diffusion; Owner: postgres
--

COPY gn_diffusion.producer_level (cd_niv_precis, level, builtin) FROM stdin;
0	0	t
5	0	t
1	1	t
2	2	t
3	3	t
4	4	t
\.


--
-- PostgreSQL database dump complete
--


--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: gn_demandes; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gn_demandes;


--
-- Name: nomenclature_label(integer); Type: FUNCTION; Schema: gn_demandes; Owner: -
--

CREATE FUNCTION gn_demandes.nomenclature_label(id integer) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT coalesce(n.label_fr, n.label_default) FROM ref_nomenclatures.t_nomenclatures n WHERE n.id_nomenclature = id
$$;


--
-- Name: refuse_rewriting(); Type: FUNCTION; Schema: gn_demandes; Owner: -
--

CREATE FUNCTION gn_demandes.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne se réécrit pas (%)', TG_OP USING ERRCODE = 'restrict_violation';
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: _migrations; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes._migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);


--
-- Name: adhesion; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.adhesion (
    id_adhesion integer NOT NULL,
    id_organisme integer NOT NULL,
    kind text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT adhesion_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT adhesion_kind_check CHECK ((kind = ANY (ARRAY['adherent'::text, 'pre_adherent'::text, 'partenaire_pole'::text])))
);


--
-- Name: adhesion_id_adhesion_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.adhesion ALTER COLUMN id_adhesion ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.adhesion_id_adhesion_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: avis; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.avis (
    id_avis uuid NOT NULL,
    id_lot uuid NOT NULL,
    id_pole integer NOT NULL,
    id_role integer,
    kind text NOT NULL,
    motif text,
    conditions jsonb,
    late boolean NOT NULL,
    given_at timestamp with time zone NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT avis_kind_check CHECK ((kind = ANY (ARRAY['favorable'::text, 'favorable_sous_conditions'::text, 'defavorable'::text, 'reserve'::text, 'deport'::text, 'sans_reponse'::text])))
);


--
-- Name: avis_demande; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.avis_demande (
    id_lot uuid NOT NULL,
    id_pole integer NOT NULL,
    asked_on date NOT NULL,
    echeance date NOT NULL
);


--
-- Name: avis_seq_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.avis ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.avis_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: co_administrateur; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.co_administrateur (
    id_role integer NOT NULL,
    takes_tour_de_table boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL
);


--
-- Name: decision; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.decision (
    id_lot uuid NOT NULL,
    kind text NOT NULL,
    motif text,
    conditions jsonb,
    id_role integer NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT decision_kind_check CHECK ((kind = ANY (ARRAY['accept'::text, 'accept_with_conditions'::text, 'refuse'::text])))
);


--
-- Name: demande; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.demande (
    id_demande uuid NOT NULL,
    numero text NOT NULL,
    id_ligne uuid NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    id_demandeur integer NOT NULL,
    id_depositor integer NOT NULL,
    id_organisme integer,
    id_maitre_ouvrage integer,
    objet text,
    objet_detail text DEFAULT ''::text NOT NULL,
    intended_use text DEFAULT ''::text NOT NULL,
    use_months integer,
    other_holders text DEFAULT ''::text NOT NULL,
    date_from date,
    date_to date,
    cd_noms integer[],
    wants_precise_sensitive boolean DEFAULT false NOT NULL,
    accepts_fallback boolean DEFAULT true NOT NULL,
    engagement_version integer,
    engagement_on timestamp with time zone,
    engagement_by integer,
    settings_version integer NOT NULL,
    id_responsable integer,
    completude_comment text,
    deposited_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT demande_check CHECK ((date_to >= date_from)),
    CONSTRAINT demande_state_check CHECK ((state = ANY (ARRAY['brouillon'::text, 'deposee'::text, 'incomplete'::text, 'complete'::text, 'retiree'::text, 'expiree'::text, 'revoquee'::text]))),
    CONSTRAINT demande_use_months_check CHECK (((use_months >= 1) AND (use_months <= 600)))
);


--
-- Name: demande_numero_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

CREATE SEQUENCE gn_demandes.demande_numero_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: dossier_ligne; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.dossier_ligne (
    id_ligne uuid NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT dossier_ligne_key_check CHECK ((octet_length(key) = 32))
);


--
-- Name: engagement_texte; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.engagement_texte (
    version integer NOT NULL,
    text text NOT NULL,
    published_on date NOT NULL
);


--
-- Name: engagement_texte_version_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.engagement_texte ALTER COLUMN version ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.engagement_texte_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: evenement; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.evenement (
    id_evenement bigint NOT NULL,
    id_demande uuid NOT NULL,
    id_lot uuid,
    kind text NOT NULL,
    state_before text,
    state_after text,
    id_role integer,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    motif text,
    at timestamp with time zone NOT NULL
);


--
-- Name: evenement_id_evenement_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.evenement ALTER COLUMN id_evenement ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.evenement_id_evenement_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: job; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.job (
    id_job bigint NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    dedupe_key text,
    run_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    last_error text,
    failed_at timestamp with time zone,
    done_at timestamp with time zone
);


--
-- Name: job_id_job_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.job ALTER COLUMN id_job ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.job_id_job_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: livraison; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.livraison (
    id_livraison uuid NOT NULL,
    id_lot uuid NOT NULL,
    jeton_sha256 bytea NOT NULL,
    id_sender integer NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT livraison_jeton_sha256_check CHECK ((octet_length(jeton_sha256) = 32))
);


--
-- Name: lot; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.lot (
    id_lot uuid NOT NULL,
    id_demande uuid NOT NULL,
    kind text NOT NULL,
    code_groupe text,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    tour_de_table boolean NOT NULL,
    id_responsable integer,
    avis_asked_on date,
    avis_echeance date,
    livraison_echeance date,
    report jsonb,
    archive_name text,
    archive_sha256 bytea,
    archive_bytes bigint,
    failure text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT lot_check CHECK (((kind = 'F3'::text) OR (code_groupe IS NULL))),
    CONSTRAINT lot_kind_check CHECK ((kind = ANY (ARRAY['F1'::text, 'F2'::text, 'F3'::text]))),
    CONSTRAINT lot_state_check CHECK ((state = ANY (ARRAY['prevu'::text, 'avis_demande'::text, 'decide'::text, 'extrait'::text, 'verifie'::text, 'envoye'::text, 'telecharge'::text, 'refuse'::text, 'annule'::text])))
);


--
-- Name: maitre_ouvrage; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.maitre_ouvrage (
    id_maitre_ouvrage integer NOT NULL,
    name text NOT NULL,
    siret text,
    moderated boolean DEFAULT false NOT NULL,
    CONSTRAINT maitre_ouvrage_name_check CHECK ((btrim(name) <> ''::text)),
    CONSTRAINT maitre_ouvrage_siret_check CHECK ((siret ~ '^[0-9]{14}$'::text))
);


--
-- Name: maitre_ouvrage_id_maitre_ouvrage_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.maitre_ouvrage ALTER COLUMN id_maitre_ouvrage ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.maitre_ouvrage_id_maitre_ouvrage_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: objet; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.objet (
    code text NOT NULL,
    label text NOT NULL,
    active boolean DEFAULT true NOT NULL
);


--
-- Name: perimetre; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.perimetre (
    id_demande uuid NOT NULL,
    source_kind text NOT NULL,
    source_name text,
    source_file bytea,
    source_srid integer,
    area_type text,
    area_codes text[],
    repaired boolean NOT NULL,
    warnings text[] DEFAULT '{}'::text[] NOT NULL,
    communes_count integer NOT NULL,
    communes_layer text NOT NULL,
    area_m2 double precision NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    geom public.geometry(MultiPolygon,2154) NOT NULL,
    CONSTRAINT perimetre_area_type_check CHECK ((area_type = ANY (ARRAY['COM'::text, 'DEP'::text]))),
    CONSTRAINT perimetre_check CHECK (((source_kind = 'areas'::text) = (area_codes IS NOT NULL))),
    CONSTRAINT perimetre_check1 CHECK (((source_kind = 'file'::text) = (source_file IS NOT NULL))),
    CONSTRAINT perimetre_source_kind_check CHECK ((source_kind = ANY (ARRAY['file'::text, 'drawn'::text, 'areas'::text])))
);


--
-- Name: pole; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.pole (
    id_pole integer NOT NULL,
    code text NOT NULL,
    label text NOT NULL,
    is_coordination boolean DEFAULT false NOT NULL
);


--
-- Name: pole_animateur; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.pole_animateur (
    id_pole integer NOT NULL,
    id_role integer NOT NULL,
    starts_on date DEFAULT '2000-01-01'::date NOT NULL,
    ends_on date
);


--
-- Name: pole_groupe; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.pole_groupe (
    id_pole integer NOT NULL,
    code_groupe text NOT NULL
);


--
-- Name: pole_id_pole_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.pole ALTER COLUMN id_pole ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.pole_id_pole_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: setting; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.setting (
    version integer NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL
);


--
-- Name: setting_version; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.setting_version (
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by integer,
    comment text NOT NULL
);


--
-- Name: setting_version_version_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.setting_version ALTER COLUMN version ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.setting_version_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: summary_cell; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.summary_cell (
    id_snapshot integer NOT NULL,
    code_groupe text NOT NULL,
    id_area integer NOT NULL,
    published integer NOT NULL,
    CONSTRAINT summary_cell_published_check CHECK ((published > 0))
);


--
-- Name: summary_snapshot; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.summary_snapshot (
    id_snapshot integer NOT NULL,
    taken_at timestamp with time zone NOT NULL
);


--
-- Name: summary_snapshot_id_snapshot_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.summary_snapshot ALTER COLUMN id_snapshot ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.summary_snapshot_id_snapshot_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: telechargement; Type: TABLE; Schema: gn_demandes; Owner: -
--

CREATE TABLE gn_demandes.telechargement (
    id_telechargement bigint NOT NULL,
    id_livraison uuid NOT NULL,
    id_role integer NOT NULL,
    downloaded_at timestamp with time zone NOT NULL
);


--
-- Name: telechargement_id_telechargement_seq; Type: SEQUENCE; Schema: gn_demandes; Owner: -
--

ALTER TABLE gn_demandes.telechargement ALTER COLUMN id_telechargement ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME gn_demandes.telechargement_id_telechargement_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: _migrations; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes._migrations (version, description, installed_on, success, checksum, execution_time) FROM stdin;
1	settings and registers	2026-11-30 08:59:46.889657+01	t	\\xbcd4278e1c09eb3ed2668bf05afe32517189c5833c31beda426f05916a0589d7de4664196fa6a7c666a6dbcc65641dd3	38368192
2	demande	2026-11-30 08:59:46.920962+01	t	\\xd366c5521f79a323a0c225f50b4b32ebc4331315ef129ad9a8a8a9d8802c8f74a0898c8ff484c75a0db1762015dcd734	106991036
3	journal and jobs	2026-11-30 08:59:47.03072+01	t	\\xb6cd678b9743cbc6bddf351cc26a09cd41dd3743f49fed678e8a379dd5bad213e395168b7d5b9e2a18d41bb9d506520d	20477163
4	seed	2026-11-30 08:59:47.051548+01	t	\\x61e02fbc6a9f9336c1235bf67938ed321e8a2e1f4408664376e467b44657d257dedea4b870825a59f17930b5c796ae96	2763504
\.


--
-- Data for Name: adhesion; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.adhesion (id_adhesion, id_organisme, kind, starts_on, ends_on) FROM stdin;
1	2	adherent	2019-01-01	\N
2	9	adherent	2019-01-01	\N
3	10	adherent	2019-01-01	\N
4	9	partenaire_pole	2019-01-01	\N
5	8	partenaire_pole	2019-01-01	\N
6	5	partenaire_pole	2019-01-01	\N
7	4	partenaire_pole	2019-01-01	\N
8	7	partenaire_pole	2019-01-01	\N
9	6	partenaire_pole	2019-01-01	\N
\.


--
-- Data for Name: avis; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.avis (id_avis, id_lot, id_pole, id_role, kind, motif, conditions, late, given_at, seq) FROM stdin;
01a22b77-b707-718b-8a37-0780c201250f	01a22b77-b694-7037-8607-d5dca09ee660	2	14	favorable	\N	\N	f	2026-11-30 08:59:55.649098+01	1
01a22b77-b722-7760-81de-8cf13fb18120	01a22b77-b694-7037-8607-d5dca09ee660	3	13	favorable	\N	\N	f	2026-11-30 08:59:55.678675+01	2
01a22b77-b74b-760e-904b-b56ae1b241ea	01a22b77-b694-7037-8607-d5dca09ee660	4	16	favorable	\N	\N	f	2026-11-30 08:59:55.712911+01	3
01a22b77-b773-75fa-b7a5-9ff941f6bc39	01a22b77-b694-7037-8607-d5dca09ee660	5	15	favorable	\N	\N	f	2026-11-30 08:59:55.754439+01	4
01a22b77-b79e-7781-bb5f-aea18e1b736c	01a22b77-b694-7037-8607-d5dca09ee660	6	12	favorable	\N	\N	f	2026-11-30 08:59:55.798902+01	5
01a22b77-b7c0-7379-8751-c7d5b98d4c4f	01a22b77-b694-7037-8607-d5dca09ee660	7	10	favorable	\N	\N	f	2026-11-30 08:59:55.832476+01	6
01a22b77-b7f1-7286-a142-b2b3d45e0b6a	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	2	14	favorable	\N	\N	f	2026-11-30 08:59:55.876222+01	7
01a22b77-b819-710b-9a8d-fd0c34cd80dd	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	3	13	favorable	\N	\N	f	2026-11-30 08:59:55.925922+01	8
01a22b77-b83b-75ce-b7ae-b4355138f65f	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	4	16	favorable	\N	\N	f	2026-11-30 08:59:55.952589+01	9
01a22b77-b855-7723-8f59-26c791759535	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	5	15	favorable	\N	\N	f	2026-11-30 08:59:55.986033+01	10
01a22b77-b879-7086-87b9-84ef43c34af3	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	6	12	favorable	\N	\N	f	2026-11-30 08:59:56.014654+01	11
01a22b77-b89c-73a3-b244-d25416a7688c	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	7	10	favorable	\N	\N	f	2026-11-30 08:59:56.052256+01	12
01a22b77-b8b6-75a2-ac02-67ef19cabe5d	01a22b77-b6af-76fa-b0e0-3ad00f451665	3	13	favorable	\N	\N	f	2026-11-30 08:59:56.082264+01	13
01a22b77-b8d5-74cb-ae18-7d2078ec234b	01a22b77-b6bb-77fe-af51-11afae20cfc1	7	10	defavorable	Stations menacées de prélèvement	\N	f	2026-11-30 08:59:56.114006+01	14
01a22b77-b8f0-7164-88a5-3142aa27536a	01a22b77-b6be-7496-a147-77423cf13389	2	14	favorable	\N	\N	f	2026-11-30 08:59:56.137977+01	15
\.


--
-- Data for Name: avis_demande; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.avis_demande (id_lot, id_pole, asked_on, echeance) FROM stdin;
01a22b77-b694-7037-8607-d5dca09ee660	2	2026-11-30	2026-12-21
01a22b77-b694-7037-8607-d5dca09ee660	3	2026-11-30	2026-12-21
01a22b77-b694-7037-8607-d5dca09ee660	4	2026-11-30	2026-12-21
01a22b77-b694-7037-8607-d5dca09ee660	5	2026-11-30	2026-12-21
01a22b77-b694-7037-8607-d5dca09ee660	6	2026-11-30	2026-12-21
01a22b77-b694-7037-8607-d5dca09ee660	7	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	2	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	3	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	4	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	5	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	6	2026-11-30	2026-12-21
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	7	2026-11-30	2026-12-21
01a22b77-b6af-76fa-b0e0-3ad00f451665	3	2026-11-30	2026-12-21
01a22b77-b6bb-77fe-af51-11afae20cfc1	7	2026-11-30	2026-12-21
01a22b77-b6be-7496-a147-77423cf13389	2	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	2	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	3	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	4	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	5	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	6	2026-11-30	2026-12-21
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	7	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	2	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	3	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	4	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	5	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	6	2026-11-30	2026-12-21
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	7	2026-11-30	2026-12-21
01a22b78-0dd2-70e1-9489-2742caa72f82	3	2026-11-30	2026-12-21
01a22b78-0dd9-73fd-911f-f929f590552c	7	2026-11-30	2026-12-21
01a22b78-0ddb-70b0-b450-0c0e876277c1	2	2026-11-30	2026-12-21
\.


--
-- Data for Name: co_administrateur; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.co_administrateur (id_role, takes_tour_de_table, active) FROM stdin;
4	f	t
5	f	t
9	t	t
\.


--
-- Data for Name: decision; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.decision (id_lot, kind, motif, conditions, id_role, decided_at) FROM stdin;
01a22b77-b694-7037-8607-d5dca09ee660	accept	\N	\N	9	2026-11-30 08:59:56.177195+01
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	accept	\N	\N	9	2026-11-30 08:59:56.23783+01
01a22b77-b6af-76fa-b0e0-3ad00f451665	accept	\N	\N	9	2026-11-30 08:59:56.310147+01
01a22b77-b6bb-77fe-af51-11afae20cfc1	refuse	Article L.124-4 du code de l'environnement : la divulgation porterait atteinte aux stations	\N	9	2026-11-30 08:59:56.349936+01
01a22b77-b6be-7496-a147-77423cf13389	accept	\N	\N	9	2026-11-30 08:59:56.394654+01
\.


--
-- Data for Name: demande; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.demande (id_demande, numero, id_ligne, state, version, id_demandeur, id_depositor, id_organisme, id_maitre_ouvrage, objet, objet_detail, intended_use, use_months, other_holders, date_from, date_to, cd_noms, wants_precise_sensitive, accepts_fallback, engagement_version, engagement_on, engagement_by, settings_version, id_responsable, completude_comment, deposited_at, completed_at, created_at, updated_at) FROM stdin;
01a22b77-ac63-76b3-bcf9-59955ae0d9d2	2026-0001	01a22b77-ac63-76b3-bcf9-5996ed02b551	complete	4	8	8	1	1	etude_impact	Étude d'impact d'un parc photovoltaïque	État initial et évaluation des incidences	18	Le maître d'ouvrage	\N	\N	\N	t	t	1	2026-11-30 08:59:54.202913+01	8	1	4	\N	2026-11-30 08:59:54.202913+01	2026-11-30 08:59:55.522737+01	2026-11-30 08:59:52.919698+01	2026-11-30 08:59:55.522737+01
01a22b77-fd1f-7078-8d69-b71c978d04a7	2026-0002	01a22b77-fd1f-7078-8d69-b71da3705385	brouillon	2	8	8	1	1	etude_impact	Parc éolien des Combes	État initial	24	Personne	\N	\N	\N	t	t	\N	\N	\N	1	\N	\N	\N	\N	2026-11-30 09:00:13.597323+01	2026-11-30 09:00:13.730244+01
01a22b77-fdee-72d7-9693-d07c56f8c98f	2026-0003	01a22b77-fdee-72d7-9693-d07d069487fd	deposee	3	8	8	1	1	etude_impact	Parc éolien des Combes	État initial	24	Personne	\N	\N	\N	t	t	1	2026-11-30 09:00:14.030353+01	8	1	4	\N	2026-11-30 09:00:14.030353+01	\N	2026-11-30 09:00:13.793903+01	2026-11-30 09:00:14.030353+01
01a22b78-034b-73fa-9188-0bf2fae0061f	2026-0004	01a22b78-034b-73fa-9188-0bf327127b7e	incomplete	4	8	8	1	1	etude_impact	Parc éolien des Combes	État initial	24	Personne	\N	\N	\N	t	t	1	2026-11-30 09:00:15.307614+01	8	1	5	Il manque une pièce.	2026-11-30 09:00:15.307614+01	\N	2026-11-30 09:00:15.177907+01	2026-11-30 09:00:16.478904+01
01a22b78-0897-72f0-a50f-34786cba8546	2026-0005	01a22b78-0897-72f0-a50f-3479e7d6411a	complete	4	8	8	1	1	etude_impact	Parc éolien des Combes	État initial	24	Personne	\N	\N	\N	t	t	1	2026-11-30 09:00:16.644658+01	8	1	4	\N	2026-11-30 09:00:16.644658+01	2026-11-30 09:00:17.84183+01	2026-11-30 09:00:16.5189+01	2026-11-30 09:00:17.84183+01
\.


--
-- Data for Name: dossier_ligne; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.dossier_ligne (id_ligne, key) FROM stdin;
01a22b77-ac63-76b3-bcf9-5996ed02b551	\\x9f272fdcad1b8773e8fff08d364e450cfcabc836b33f193e2104d2bceb893247
01a22b77-fd1f-7078-8d69-b71da3705385	\\x207bafd684024d9f856b84795c81b43d5458af531e8bf0e9511b0a57826cad3d
01a22b77-fdee-72d7-9693-d07d069487fd	\\x589ca990802c2d56f1aac25c4b3520228d0ca801a09aa299faf5d6641b35a810
01a22b78-034b-73fa-9188-0bf327127b7e	\\x7f56c1081c2c7696afeb6d668b1298cc118caabd482c83f592c812101ec8ce49
01a22b78-0897-72f0-a50f-3479e7d6411a	\\x6eb0c67d92621abf68138fe25de4eb973679e47fe8865f42f4fe6b35a125134c
\.


--
-- Data for Name: engagement_texte; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.engagement_texte (version, text, published_on) FROM stdin;
1	Je m'engage à n'utiliser les données transmises que pour l'usage décrit dans ma demande, pendant la durée indiquée ; à ne pas les communiquer à d'autres que les personnes désignées ; à ne pas rendre publique la localisation précise des données sensibles ; à citer les producteurs et les jeux de données ; à détruire les données précises au terme de l'usage.	2019-10-10
\.


--
-- Data for Name: evenement; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.evenement (id_evenement, id_demande, id_lot, kind, state_before, state_after, id_role, detail, motif, at) FROM stdin;
1	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	\N	create		brouillon	8	{"demandeur": 8}	\N	2026-11-30 08:59:52.919698+01
2	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	\N	set_perimetre	\N	\N	8	{"source": "file", "version": 2, "communes": 11, "repaired": false}	\N	2026-11-30 08:59:53.199192+01
3	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	\N	depose	brouillon	deposee	8	{"route": {"lots": [{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [3], "groupe": "CHIROPTERES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "CHIROPTERES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [7], "groupe": "ORCHIDEES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "ORCHIDEES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [2], "groupe": "RAPACES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "RAPACES"}], "earliest": "2026-11-30", "tour_de_table": true}], "demande_level": [{"code": "non_adherent"}]}, "communes_layer": "IGN admin_express 2020", "settings_version": 1}	\N	2026-11-30 08:59:54.202913+01
4	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	\N	declare_complete	deposee	complete	4	{}	\N	2026-11-30 08:59:55.522737+01
5	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	ask_avis	prevu	avis_demande	\N	{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null}	\N	2026-11-30 08:59:55.540072+01
6	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	ask_avis	prevu	avis_demande	\N	{"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null}	\N	2026-11-30 08:59:55.562854+01
7	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [3], "groupe": "CHIROPTERES"}	\N	2026-11-30 08:59:55.567945+01
8	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6bb-77fe-af51-11afae20cfc1	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [7], "groupe": "ORCHIDEES"}	\N	2026-11-30 08:59:55.579794+01
9	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [2], "groupe": "RAPACES"}	\N	2026-11-30 08:59:55.582442+01
10	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	14	{"avis": "01a22b77-b707-718b-8a37-0780c201250f", "late": false, "pole": 2}	\N	2026-11-30 08:59:55.649098+01
11	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	13	{"avis": "01a22b77-b722-7760-81de-8cf13fb18120", "late": false, "pole": 3}	\N	2026-11-30 08:59:55.678675+01
12	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	16	{"avis": "01a22b77-b74b-760e-904b-b56ae1b241ea", "late": false, "pole": 4}	\N	2026-11-30 08:59:55.712911+01
13	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	15	{"avis": "01a22b77-b773-75fa-b7a5-9ff941f6bc39", "late": false, "pole": 5}	\N	2026-11-30 08:59:55.754439+01
14	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	12	{"avis": "01a22b77-b79e-7781-bb5f-aea18e1b736c", "late": false, "pole": 6}	\N	2026-11-30 08:59:55.798902+01
15	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	give_avis	\N	\N	10	{"avis": "01a22b77-b7c0-7379-8751-c7d5b98d4c4f", "late": false, "pole": 7}	\N	2026-11-30 08:59:55.832476+01
16	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	14	{"avis": "01a22b77-b7f1-7286-a142-b2b3d45e0b6a", "late": false, "pole": 2}	\N	2026-11-30 08:59:55.876222+01
17	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	13	{"avis": "01a22b77-b819-710b-9a8d-fd0c34cd80dd", "late": false, "pole": 3}	\N	2026-11-30 08:59:55.925922+01
18	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	16	{"avis": "01a22b77-b83b-75ce-b7ae-b4355138f65f", "late": false, "pole": 4}	\N	2026-11-30 08:59:55.952589+01
19	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	15	{"avis": "01a22b77-b855-7723-8f59-26c791759535", "late": false, "pole": 5}	\N	2026-11-30 08:59:55.986033+01
20	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	12	{"avis": "01a22b77-b879-7086-87b9-84ef43c34af3", "late": false, "pole": 6}	\N	2026-11-30 08:59:56.014654+01
21	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	give_avis	\N	\N	10	{"avis": "01a22b77-b89c-73a3-b244-d25416a7688c", "late": false, "pole": 7}	\N	2026-11-30 08:59:56.052256+01
22	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	give_avis	\N	\N	13	{"avis": "01a22b77-b8b6-75a2-ac02-67ef19cabe5d", "late": false, "pole": 3}	\N	2026-11-30 08:59:56.082264+01
23	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6bb-77fe-af51-11afae20cfc1	give_avis	\N	\N	10	{"avis": "01a22b77-b8d5-74cb-ae18-7d2078ec234b", "late": false, "pole": 7}	\N	2026-11-30 08:59:56.114006+01
24	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	give_avis	\N	\N	14	{"avis": "01a22b77-b8f0-7164-88a5-3142aa27536a", "late": false, "pole": 2}	\N	2026-11-30 08:59:56.137977+01
25	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	decide	avis_demande	decide	9	{"decision": "accept", "conditions": null}	\N	2026-11-30 08:59:56.177195+01
26	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	decide	avis_demande	decide	9	{"decision": "accept", "conditions": null}	\N	2026-11-30 08:59:56.23783+01
27	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	decide	avis_demande	decide	9	{"decision": "accept", "conditions": null}	\N	2026-11-30 08:59:56.310147+01
28	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6bb-77fe-af51-11afae20cfc1	decide	avis_demande	refuse	9	{"decision": "refuse", "conditions": null}	Article L.124-4 du code de l'environnement : la divulgation porterait atteinte aux stations	2026-11-30 08:59:56.349936+01
29	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	decide	avis_demande	decide	9	{"decision": "accept", "conditions": null}	\N	2026-11-30 08:59:56.394654+01
30	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	extract	decide	extrait	\N	{}	\N	2026-11-30 09:00:04.757422+01
31	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	verify	extrait	verifie	\N	{}	\N	2026-11-30 09:00:04.766813+01
32	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	extract	decide	extrait	\N	{}	\N	2026-11-30 09:00:07.285757+01
33	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	verify	extrait	verifie	\N	{}	\N	2026-11-30 09:00:07.288048+01
34	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	extract	decide	extrait	\N	{}	\N	2026-11-30 09:00:09.448239+01
35	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	verify	extrait	verifie	\N	{}	\N	2026-11-30 09:00:09.450263+01
36	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	extract	decide	extrait	\N	{}	\N	2026-11-30 09:00:11.870474+01
37	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	verify	extrait	verifie	\N	{}	\N	2026-11-30 09:00:11.872274+01
38	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	send	verifie	envoye	9	{}	\N	2026-11-30 09:00:11.994718+01
39	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b694-7037-8607-d5dca09ee660	download	envoye	telecharge	8	{}	\N	2026-11-30 09:00:12.079138+01
40	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	send	verifie	envoye	9	{}	\N	2026-11-30 09:00:13.158938+01
41	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	download	envoye	telecharge	8	{}	\N	2026-11-30 09:00:13.194462+01
43	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	download	envoye	telecharge	8	{}	\N	2026-11-30 09:00:13.245199+01
50	01a22b77-fdee-72d7-9693-d07c56f8c98f	\N	depose	brouillon	deposee	8	{"route": {"lots": [{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [3], "groupe": "CHIROPTERES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "CHIROPTERES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [7], "groupe": "ORCHIDEES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "ORCHIDEES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [2], "groupe": "RAPACES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "RAPACES"}], "earliest": "2026-11-30", "tour_de_table": true}], "demande_level": [{"code": "non_adherent"}]}, "communes_layer": "IGN admin_express 2020", "settings_version": 1}	\N	2026-11-30 09:00:14.030353+01
54	01a22b78-034b-73fa-9188-0bf2fae0061f	\N	declare_incomplete	deposee	incomplete	5	{}	Il manque une pièce.	2026-11-30 09:00:16.478904+01
57	01a22b78-0897-72f0-a50f-34786cba8546	\N	depose	brouillon	deposee	8	{"route": {"lots": [{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [3], "groupe": "CHIROPTERES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "CHIROPTERES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [7], "groupe": "ORCHIDEES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "ORCHIDEES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [2], "groupe": "RAPACES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "RAPACES"}], "earliest": "2026-11-30", "tour_de_table": true}], "demande_level": [{"code": "non_adherent"}]}, "communes_layer": "IGN admin_express 2020", "settings_version": 1}	\N	2026-11-30 09:00:16.644658+01
42	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6af-76fa-b0e0-3ad00f451665	send	verifie	envoye	9	{}	\N	2026-11-30 09:00:13.214066+01
44	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	send	verifie	envoye	9	{}	\N	2026-11-30 09:00:13.266168+01
45	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	01a22b77-b6be-7496-a147-77423cf13389	download	envoye	telecharge	8	{}	\N	2026-11-30 09:00:13.285733+01
46	01a22b77-fd1f-7078-8d69-b71c978d04a7	\N	create		brouillon	8	{"demandeur": 8}	\N	2026-11-30 09:00:13.597323+01
47	01a22b77-fd1f-7078-8d69-b71c978d04a7	\N	set_perimetre	\N	\N	8	{"source": "areas", "version": 2, "communes": 30, "repaired": false}	\N	2026-11-30 09:00:13.730244+01
51	01a22b78-034b-73fa-9188-0bf2fae0061f	\N	create		brouillon	8	{"demandeur": 8}	\N	2026-11-30 09:00:15.177907+01
52	01a22b78-034b-73fa-9188-0bf2fae0061f	\N	set_perimetre	\N	\N	8	{"source": "areas", "version": 2, "communes": 30, "repaired": false}	\N	2026-11-30 09:00:15.268651+01
55	01a22b78-0897-72f0-a50f-34786cba8546	\N	create		brouillon	8	{"demandeur": 8}	\N	2026-11-30 09:00:16.5189+01
56	01a22b78-0897-72f0-a50f-34786cba8546	\N	set_perimetre	\N	\N	8	{"source": "areas", "version": 2, "communes": 30, "repaired": false}	\N	2026-11-30 09:00:16.601463+01
48	01a22b77-fdee-72d7-9693-d07c56f8c98f	\N	create		brouillon	8	{"demandeur": 8}	\N	2026-11-30 09:00:13.793903+01
49	01a22b77-fdee-72d7-9693-d07c56f8c98f	\N	set_perimetre	\N	\N	8	{"source": "areas", "version": 2, "communes": 30, "repaired": false}	\N	2026-11-30 09:00:13.95418+01
53	01a22b78-034b-73fa-9188-0bf2fae0061f	\N	depose	brouillon	deposee	8	{"route": {"lots": [{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null, "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [3], "groupe": "CHIROPTERES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "CHIROPTERES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [7], "groupe": "ORCHIDEES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "ORCHIDEES"}], "earliest": "2026-11-30", "tour_de_table": true}, {"kind": "F3", "poles": [2], "groupe": "RAPACES", "latest": "2027-01-11", "motifs": [{"code": "non_adherent"}, {"code": "avis_systematique", "groupe": "RAPACES"}], "earliest": "2026-11-30", "tour_de_table": true}], "demande_level": [{"code": "non_adherent"}]}, "communes_layer": "IGN admin_express 2020", "settings_version": 1}	\N	2026-11-30 09:00:15.307614+01
58	01a22b78-0897-72f0-a50f-34786cba8546	\N	declare_complete	deposee	complete	5	{}	\N	2026-11-30 09:00:17.84183+01
59	01a22b78-0897-72f0-a50f-34786cba8546	01a22b78-0dc8-71d6-b427-ffd8d9e821bb	ask_avis	prevu	avis_demande	\N	{"kind": "F1", "poles": [2, 3, 4, 5, 6, 7], "groupe": null}	\N	2026-11-30 09:00:17.864673+01
60	01a22b78-0897-72f0-a50f-34786cba8546	01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	ask_avis	prevu	avis_demande	\N	{"kind": "F2", "poles": [2, 3, 4, 5, 6, 7], "groupe": null}	\N	2026-11-30 09:00:17.867+01
61	01a22b78-0897-72f0-a50f-34786cba8546	01a22b78-0dd2-70e1-9489-2742caa72f82	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [3], "groupe": "CHIROPTERES"}	\N	2026-11-30 09:00:17.874078+01
62	01a22b78-0897-72f0-a50f-34786cba8546	01a22b78-0dd9-73fd-911f-f929f590552c	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [7], "groupe": "ORCHIDEES"}	\N	2026-11-30 09:00:17.881877+01
63	01a22b78-0897-72f0-a50f-34786cba8546	01a22b78-0ddb-70b0-b450-0c0e876277c1	ask_avis	prevu	avis_demande	\N	{"kind": "F3", "poles": [2], "groupe": "RAPACES"}	\N	2026-11-30 09:00:17.883621+01
\.


--
-- Data for Name: job; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.job (id_job, kind, payload, dedupe_key, run_at, attempts, locked_until, last_error, failed_at, done_at) FROM stdin;
1	expire_avis	{"id_lot": "01a22b77-b694-7037-8607-d5dca09ee660"}	expire_avis:01a22b77-b694-7037-8607-d5dca09ee660	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
2	expire_avis	{"id_lot": "01a22b77-b6aa-7156-a25c-ee6c8f3bcc85"}	expire_avis:01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
3	expire_avis	{"id_lot": "01a22b77-b6af-76fa-b0e0-3ad00f451665"}	expire_avis:01a22b77-b6af-76fa-b0e0-3ad00f451665	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
4	expire_avis	{"id_lot": "01a22b77-b6bb-77fe-af51-11afae20cfc1"}	expire_avis:01a22b77-b6bb-77fe-af51-11afae20cfc1	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
5	expire_avis	{"id_lot": "01a22b77-b6be-7496-a147-77423cf13389"}	expire_avis:01a22b77-b6be-7496-a147-77423cf13389	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
6	extract_lot	{"id_lot": "01a22b77-b694-7037-8607-d5dca09ee660"}	extract_lot:01a22b77-b694-7037-8607-d5dca09ee660	2026-11-30 08:59:56.191973+01	1	\N	\N	\N	2026-11-30 09:00:04.7675+01
7	extract_lot	{"id_lot": "01a22b77-b6aa-7156-a25c-ee6c8f3bcc85"}	extract_lot:01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	2026-11-30 08:59:56.249838+01	1	\N	\N	\N	2026-11-30 09:00:07.28881+01
8	extract_lot	{"id_lot": "01a22b77-b6af-76fa-b0e0-3ad00f451665"}	extract_lot:01a22b77-b6af-76fa-b0e0-3ad00f451665	2026-11-30 08:59:56.328815+01	1	\N	\N	\N	2026-11-30 09:00:09.451533+01
9	extract_lot	{"id_lot": "01a22b77-b6be-7496-a147-77423cf13389"}	extract_lot:01a22b77-b6be-7496-a147-77423cf13389	2026-11-30 08:59:56.412472+01	1	\N	\N	\N	2026-11-30 09:00:11.879184+01
10	expire_avis	{"id_lot": "01a22b78-0dc8-71d6-b427-ffd8d9e821bb"}	expire_avis:01a22b78-0dc8-71d6-b427-ffd8d9e821bb	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
11	expire_avis	{"id_lot": "01a22b78-0dcb-7217-ab59-c0ffe9b0fb62"}	expire_avis:01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
12	expire_avis	{"id_lot": "01a22b78-0dd2-70e1-9489-2742caa72f82"}	expire_avis:01a22b78-0dd2-70e1-9489-2742caa72f82	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
13	expire_avis	{"id_lot": "01a22b78-0dd9-73fd-911f-f929f590552c"}	expire_avis:01a22b78-0dd9-73fd-911f-f929f590552c	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
14	expire_avis	{"id_lot": "01a22b78-0ddb-70b0-b450-0c0e876277c1"}	expire_avis:01a22b78-0ddb-70b0-b450-0c0e876277c1	2026-12-22 01:00:00+01	0	\N	\N	\N	\N
\.


--
-- Data for Name: livraison; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.livraison (id_livraison, id_lot, jeton_sha256, id_sender, sent_at, expires_at) FROM stdin;
01a22b77-f710-74ff-8f9f-14748fb0853b	01a22b77-b694-7037-8607-d5dca09ee660	\\x10940578acc0ce6982374ab57132a7025fc3f039076172fc9eea444ba4fce4b3	9	2026-11-30 09:00:11.994718+01	2026-12-30 09:00:11.994718+01
01a22b77-fb72-7655-bab1-a44b80883be6	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	\\xbd06e89f05e3358f4038f0456ead171609c9deefba29e49883a831e0011d7746	9	2026-11-30 09:00:13.158938+01	2026-12-30 09:00:13.158938+01
01a22b77-fba9-758a-9e9f-72f2d5ad0e55	01a22b77-b6af-76fa-b0e0-3ad00f451665	\\xe1d1e1312c7e7642b1180ee8bf961ffdc07d22b0b57d54dbceb59b789ea6d216	9	2026-11-30 09:00:13.214066+01	2026-12-30 09:00:13.214066+01
01a22b77-fbd5-7432-9d14-4bf4405cfcc2	01a22b77-b6be-7496-a147-77423cf13389	\\x97dd5135ea34fb2ec47ddcff0304778d6512644d16070143dd605a2268430ea1	9	2026-11-30 09:00:13.266168+01	2026-12-30 09:00:13.266168+01
\.


--
-- Data for Name: lot; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.lot (id_lot, id_demande, kind, code_groupe, state, version, tour_de_table, id_responsable, avis_asked_on, avis_echeance, livraison_echeance, report, archive_name, archive_sha256, archive_bytes, failure, created_at, updated_at) FROM stdin;
01a22b77-b6be-7496-a147-77423cf13389	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	F3	RAPACES	telecharge	6	t	9	2026-11-30	2026-12-21	2026-12-21	{"checks": {"by_lot": {"F1": {"blurred": 918, "not_sensitive": 782}, "F2": {"sensitive": 66}, "left_out": {"residual": 42}, "withheld": {"private": 36, "level_withheld": 14}, "F3 RAPACES": {"sensitive_avis_systematique": 24}, "F3 ORCHIDEES": {"sensitive_avis_systematique": 4}, "F3 CHIROPTERES": {"sensitive_avis_systematique": 13}}, "by_area": {"selected": 960, "classified": 960}, "by_geometry": {"selected": 939, "classified": 939}, "without_geometry": 102}, "delivered": {"floutees": 0, "precises": 24, "retirees_par_condition": {"excluded_taxa": 0, "blur_impossible": 0, "excluded_period": 0}}}	01a22b77-b6be-7496-a147-77423cf13389-01a22b77-f64d-75f9-8c53-3956c67c411f.zip	\\x3eb72124d51a2d05b0b55d7ebd8f5aa691ed1117cc4847a6e2b6cdfef2f94b36	16765	\N	2026-11-30 08:59:55.582442+01	2026-11-30 09:00:13.285733+01
01a22b77-b694-7037-8607-d5dca09ee660	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	F1	\N	telecharge	6	t	9	2026-11-30	2026-12-21	2026-12-21	{"checks": {"by_lot": {"F1": {"blurred": 918, "not_sensitive": 782}, "F2": {"sensitive": 66}, "left_out": {"residual": 42}, "withheld": {"private": 36, "level_withheld": 14}, "F3 RAPACES": {"sensitive_avis_systematique": 24}, "F3 ORCHIDEES": {"sensitive_avis_systematique": 4}, "F3 CHIROPTERES": {"sensitive_avis_systematique": 13}}, "by_area": {"selected": 960, "classified": 960}, "by_geometry": {"selected": 939, "classified": 939}, "without_geometry": 102}, "delivered": {"floutees": 918, "precises": 782, "retirees_par_condition": {"excluded_taxa": 0, "blur_impossible": 0, "excluded_period": 0}}}	01a22b77-b694-7037-8607-d5dca09ee660-01a22b77-c894-767d-aa29-2b3f40eeb9c2.zip	\\xcf17289bdb7c0a10e27d8af0614a24cf386b645707799df0fe18d1b4185158a6	30890089	\N	2026-11-30 08:59:55.540072+01	2026-11-30 09:00:12.079138+01
01a22b78-0dc8-71d6-b427-ffd8d9e821bb	01a22b78-0897-72f0-a50f-34786cba8546	F1	\N	avis_demande	1	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 09:00:17.864673+01	2026-11-30 09:00:17.864673+01
01a22b77-b6aa-7156-a25c-ee6c8f3bcc85	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	F2	\N	telecharge	6	t	9	2026-11-30	2026-12-21	2026-12-21	{"checks": {"by_lot": {"F1": {"blurred": 918, "not_sensitive": 782}, "F2": {"sensitive": 66}, "left_out": {"residual": 42}, "withheld": {"private": 36, "level_withheld": 14}, "F3 RAPACES": {"sensitive_avis_systematique": 24}, "F3 ORCHIDEES": {"sensitive_avis_systematique": 4}, "F3 CHIROPTERES": {"sensitive_avis_systematique": 13}}, "by_area": {"selected": 960, "classified": 960}, "by_geometry": {"selected": 939, "classified": 939}, "without_geometry": 102}, "delivered": {"floutees": 0, "precises": 66, "retirees_par_condition": {"excluded_taxa": 0, "blur_impossible": 0, "excluded_period": 0}}}	01a22b77-b6aa-7156-a25c-ee6c8f3bcc85-01a22b77-e465-71bc-8cde-51575aed72c6.zip	\\x81eb6db87accf6fd14acda950d817c75e3322a790747575e311b5a7b87167d39	31523	\N	2026-11-30 08:59:55.562854+01	2026-11-30 09:00:13.194462+01
01a22b78-0dcb-7217-ab59-c0ffe9b0fb62	01a22b78-0897-72f0-a50f-34786cba8546	F2	\N	avis_demande	1	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 09:00:17.867+01	2026-11-30 09:00:17.867+01
01a22b78-0dd2-70e1-9489-2742caa72f82	01a22b78-0897-72f0-a50f-34786cba8546	F3	CHIROPTERES	avis_demande	1	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 09:00:17.874078+01	2026-11-30 09:00:17.874078+01
01a22b77-b6bb-77fe-af51-11afae20cfc1	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	F3	ORCHIDEES	refuse	2	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 08:59:55.579794+01	2026-11-30 08:59:56.349936+01
01a22b78-0dd9-73fd-911f-f929f590552c	01a22b78-0897-72f0-a50f-34786cba8546	F3	ORCHIDEES	avis_demande	1	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 09:00:17.881877+01	2026-11-30 09:00:17.881877+01
01a22b78-0ddb-70b0-b450-0c0e876277c1	01a22b78-0897-72f0-a50f-34786cba8546	F3	RAPACES	avis_demande	1	t	9	2026-11-30	2026-12-21	\N	\N	\N	\N	\N	\N	2026-11-30 09:00:17.883621+01	2026-11-30 09:00:17.883621+01
01a22b77-b6af-76fa-b0e0-3ad00f451665	01a22b77-ac63-76b3-bcf9-59955ae0d9d2	F3	CHIROPTERES	telecharge	6	t	9	2026-11-30	2026-12-21	2026-12-21	{"checks": {"by_lot": {"F1": {"blurred": 918, "not_sensitive": 782}, "F2": {"sensitive": 66}, "left_out": {"residual": 42}, "withheld": {"private": 36, "level_withheld": 14}, "F3 RAPACES": {"sensitive_avis_systematique": 24}, "F3 ORCHIDEES": {"sensitive_avis_systematique": 4}, "F3 CHIROPTERES": {"sensitive_avis_systematique": 13}}, "by_area": {"selected": 960, "classified": 960}, "by_geometry": {"selected": 939, "classified": 939}, "without_geometry": 102}, "delivered": {"floutees": 0, "precises": 13, "retirees_par_condition": {"excluded_taxa": 0, "blur_impossible": 0, "excluded_period": 0}}}	01a22b77-b6af-76fa-b0e0-3ad00f451665-01a22b77-ecd3-763d-a4aa-eecab1d1d300.zip	\\xcb4b8f69712e73c5819c5ab7ff245f71e7128745622ad36deca8fe72363e569b	13703	\N	2026-11-30 08:59:55.567945+01	2026-11-30 09:00:13.245199+01
\.


--
-- Data for Name: maitre_ouvrage; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.maitre_ouvrage (id_maitre_ouvrage, name, siret, moderated) FROM stdin;
2	Département 9A Haute-Lauzère	20000000000026	t
1	Syndicat mixte du Haut Tarnon	20000000000018	t
\.


--
-- Data for Name: objet; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.objet (code, label, active) FROM stdin;
etude_impact	Étude d'impact, évaluation environnementale	t
gestion_espace	Gestion d'espace	t
etude_scientifique	Étude scientifique	t
publication_scientifique	Publication scientifique	t
document_urbanisme	Document d'urbanisme, plan, programme	t
plan_national_actions	Plan national d'actions	t
atlas_biodiversite_communale	Atlas de la biodiversité communale	t
mission_service_public	Mission de service public	t
enseignement	Enseignement	t
autre	Autre	t
\.


--
-- Data for Name: perimetre; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.perimetre (id_demande, source_kind, source_name, source_file, source_srid, area_type, area_codes, repaired, warnings, communes_count, communes_layer, area_m2, stored_at, geom) FROM stdin;
01a22b77-ac63-76b3-bcf9-59955ae0d9d2	file	perimetre_etude.geojson	\\x7b226665617475726573223a5b7b2267656f6d65747279223a7b22636f6f7264696e61746573223a5b5b5b332e3730323137392c34342e3335323038355d2c5b332e3730303630322c34342e3334313535385d2c5b332e3639363139352c34342e3333313435345d2c5b332e3638393132392c34342e3332323136315d2c5b332e3637393637352c34342e3331343033355d2c5b332e3636383139372c34342e3330373338395d2c5b332e3635353133372c34342e3330323437365d2c5b332e3634303939342c34342e3239393438365d2c5b332e3632363331322c34342e3239383533335d2c5b332e3631313635332c34342e3239393635335d2c5b332e3539373537382c34342e3330323830345d2c5b332e3538343632382c34342e3330373836355d2c5b332e3537333239382c34342e3331343634315d2c5b332e3536343032352c34342e3332323837345d2c5b332e3535373136352c34342e3333323234365d2c5b332e3535323938322c34342e3334323339395d2c5b332e3535313633382c34342e3335323934335d2c5b332e3535333138372c34342e3336333437325d2c5b332e3535373537312c34342e3337333538325d2c5b332e3536343632332c34342e3338323838345d2c5b332e3537343037322c34342e33393130325d2c5b332e3538353535352c34342e3339373637375d2c5b332e3539383633322c34342e3430323539385d2c5b332e3631323739372c34342e3430353539335d2c5b332e3632373530372c34342e3430363534385d2c5b332e3634323139342c34342e3430353432365d2c5b332e3635363239322c34342e3430323236395d2c5b332e3636393235372c34342e333937325d2c5b332e3638303539322c34342e3339303431335d2c5b332e3638393835392c34342e3338323137315d2c5b332e3639363730332c34342e33373237395d2c5b332e3730303836332c34342e3336323633315d2c5b332e3730323137392c34342e3335323038355d5d5d2c2274797065223a22506f6c79676f6e227d2c2270726f70657274696573223a7b7d2c2274797065223a2246656174757265227d5d2c2274797065223a2246656174757265436f6c6c656374696f6e227d	4326	\N	\N	f	{}	11	IGN admin_express 2020	112372100.40195933	2026-11-30 08:59:53.199192+01	01060000206A0800000100000001030000000100000021000000A7B4340705122741D71CDFCF98445841CD93E0611E112741E1277B2D7443584142DA5780730E27413335A6CA5A425841C26E5FAE1E0A27416299F4775741584114F0844F4A042741DF8C0C2874405841BB0E8BCD2FFD264146F377A0B93F58416D44833E15F52641C95D54FF2E3F5841D954020A4AEC26419D4A4EA4D93E5841443A37FE24E326414A2407D3BC3E58416B8591F7FFD92641C3D149A3D93E5841CB5285CC34D12641F3781D002F3F58411B4FC8391AC9264138220DA0B93F5841E2A4DFAFFFC12641188D2128744058418334955D2BBC2641DCD5497A57415841FFCF0D81D6B7264104449ACA5A4258419627F4A02BB52641BB65DF2D74435841E92FEEF744B426418AE4CAD298445841AD7096832BB5264199E7EE73BD455841705E3E66D6B72641D403BBD7D646584163D355682BBC26416D0FDD2CDA4758413A7D4CC8FFC1264171BFBE7BBD4858410AA03B251AC92641C00DD409784958410ACF78E034D12641B4EF95A7024A5841FD1C15D7FFD92641A3F256FE574A5841A86277F524E32641193BB2D0744A58417692C4154AEC2641BE16AF01584A5841B798AA3F15F52641CC4EE4A3024A58416510ACCA2FFD2641FC12AA0878495841FACEE4534A0427416CAD807ABD48584199C786A11E0A2741AB110530DA475841277A187B730E2741E3AF03DCD6465841B65EBB701E112741300CDE75BD455841A7B4340705122741D71CDFCF98445841
01a22b77-fd1f-7078-8d69-b71c978d04a7	areas	\N	\N	\N	COM	{9A001,9A002,9A003,9A004,9A005,9A006,9A007,9A008,9A009,9A010,9A011,9A012,9A013,9A014,9A015,9A016,9A017,9A018,9A019,9A020,9A021,9A022,9A023,9A024,9A025,9A026,9A027,9A028,9A029,9A030}	f	{}	30	IGN admin_express 2020	810971409.6550012	2026-11-30 09:00:13.730244+01	01060000206A08000001000000010300000001000000E404000066666666EC1C2641000000E0ED3658419A999999B61C2641333333F3C936584100000000AA1C264133333353A536584100000000BF1C2641000000A08036584166666666D21C2641666666865C36584133333333BF1C2641666666A639365841CDCCCCCC7B1C2641CDCCCC8C18365841CDCCCCCC201C2641000000A0F935584166666666D41B264100000020DD35584166666666AC1B2641CDCCCC2CC3355841000000009C1B2641CDCCCCACAB3558419A9999997D1B2641333333539635584133333333301B2641333333B38235584133333333B11A26416666664670355841333333331E1A2641000000605E3558419A9999999D192641333333534C355841666666664019264100000080393558419A999999F4182641CDCCCC4C253558410000000094182641000000400F35584133333333021826419A9999F9F6345841666666664317264166666666DC34584166666666791626419A999979BF34584100000000AE15264100000040BB34584100000000E9142641333333D3B13458416666666629142641CDCCCC2CA7345841CDCCCCCC6D13264133333313A0345841CDCCCCCCB4122641CDCCCCEC9E345841CDCCCCCCFB11264133333333A23458410000000040112641CDCCCCECA5345841333333337F10264100000000A734584166666666B60F2641CDCCCCACA5345841CDCCCCCCE30E2641666666A6A534584166666666050E264133333373AB345841666666661A0D264100000020B9345841CDCCCCCC220C2641333333B3CC345841000000001F0B264133333393E13458419A999999100A2641333333D3F3345841CDCCCCCCF9082641666666C60235584100000000DD072641000000601135584133333333BD0626416666668623355841333333339D052641CDCCCCEC3A355841CDCCCCCC7F04264133333353553558413333333367032641666666066E3558410000000055022641666666E6803558419A9999994A012641333333538D35584133333333480026413333337396355841CDCCCCCC4DFF2541CDCCCCACA03558419A9999995AFE25419A999959AE355841666666666DFD254133333313BE355841CDCCCCCC84FC2541333333D3CB3558419A9999999FFB254100000020D435584166666666BCFA2541000000E0D635584166666666DAF925419A999999D735584100000000F9F82541CDCCCC2CDB3558410000000018F82541CDCCCC6CE43558410000000038F7254133333333F23558416666666659F625413333337300365841666666667DF525419A9999790B365841333333332BF52541CDCCCCEC1F365841CDCCCCCCDAF42541CDCCCC2C323658416666666687F425419A9999B945365841000000002DF425419A9999195D365841CDCCCCCCC7F3254166666626783658413333333354F3254133333333943658419A999999CFF225419A9999B9AD3658413333333338F2254166666686C2365841666666668DF12541CDCCCC2CD33658413333333309F12541666666A6E93658419A99999961F02541CDCCCC2C01375841CDCCCCCCA3EF2541666666061B375841CDCCCCCCDFEE2541CDCCCC6C373758419A99999922EE254100000080553758419A99999974ED25419A9999997337584100000000D7EC254166666606903758413333333345EC25419A999999A937584133333333B8EB254166666646C0375841CDCCCCCC29EB254133333313D53758413333333397EA2541333333B3E93758413333333303EA2541000000E0FF375841CDCCCCCC74E925419A99999918385841CDCCCCCCF4E82541CDCCCCCC333858413333333389E8254133333353503858419A99999933E82541333333736C38584100000000EEE72541CDCCCC8C8638584100000000ADE72541000000C09D3858410000000061E7254133333353B23858419A999999FBE6254100000080C53858410000000073E6254100000020D93858419A999999C5E525419A9999B9EE38584100000000F9E4254133333313073958416666666619E42541000000C0213958419A99999935E32541666666663D3958419A9999995AE225410000004058395841000000004CE125419A999999533958419A99999940E02541CDCCCC0C4B3958413333333339DF25419A9999D9413958410000000037DE25419A9999B93C395841666666663ADD2541000000603E395841CDCCCCCC43DC254133333333453958413333333353DB2541000000A04C395841CDCCCCCC68DA254166666646503958410000000084D925419A9999594F39584166666666A4D82541000000E04C395841CDCCCCCCC9D72541000000404D39584166666666F3D625419A999999523958419A99999920D62541333333F35A3958413333333351D5254133333393613958416666666684D425410000008062395841CDCCCCCCB9D32541333333935D39584100000000F1D2254100000080563958416666666629D225416666660652395841CDCCCCCC62D125419A999979523958419A9999999CD02541CDCCCC0C5639584133333333D6CF25416666666658395841333333330FCF254133333353563958419A99999946CE25413333337350395841CDCCCCCC7BCD2541666666064B39584100000000AECC2541CDCCCCEC4A39584166666666DCCB254133333333523958413333333306CB2541000000A05E3958419A99999937CA2541333333337C395841CDCCCCCC5FC92541000000A096395841CDCCCCCC81C825419A9999B9AD3958419A999999A0C725419A999979C339584100000000BFC62541CDCCCCECDA395841CDCCCCCCDFC5254166666666F6395841CDCCCCCC05C52541CDCCCC2C163A58410000000033C4254100000040383A58419A99999969C3254133333393593A5841CDCCCCCCAAC22541333333B3773A584133333333F8C1254166666646923A5841CDCCCCCC52C12541CDCCCC2CAB3A584133333333BBC0254133333373C53A58416666666631C025419A999979E33A584100000000B5BF2541000000A0053B58416666666645BF2541333333132A3B5841CDCCCCCCE0BE2541333333B34D3B58416666666636BE2541666666E6633B5841000000008CBD25419A999959763B584166666666DFBC2541CDCCCC6C883B5841000000002EBC25419A9999999E3B58410000000076BB25419A9999B9BA3B584166666666B5BA254100000040DA3B5841CDCCCCCCEAB9254100000000F83B58413333333315B925419A9999D90F3C58410000000034B82541666666C6213C5841CDCCCCCC46B72541CDCCCC8C313C5841333333334EB625419A999979433C5841000000004BB52541000000E0583C5841666666663EB42541CDCCCCCC6E3C5841CDCCCCCC29B3254166666646803C5841666666660FB22541333333338A3C584133333333F1B025419A9999B98D3C5841CDCCCCCCD1AF2541666666868F3C584133333333B3AE254133333313943C58413333333398AD25419A9999799C3C58419A99999982AC254133333393A53C5841CDCCCCCC74AB2541666666E6AA3C58413333333370AA254133333333AA3C58413333333376A92541CDCCCCACA53C58419A99999987A8254166666646A23C584100000000A5A72541CDCCCC2CA43C584133333333CEA6254166666686AB3C584133333333A0A6254133333353C93C5841CDCCCCCC9AA6254166666626E63C5841CDCCCCCCB4A62541CDCCCCEC003D584133333333DFA6254100000040193D58416666666609A72541333333932F3D5841CDCCCCCC25A72541CDCCCCEC443D58419A9999992DA72541CDCCCCAC5A3D58410000000021A7254166666606723D58416666666607A72541000000A08B3D584100000000EAA625419A999959A73D584100000000D1A6254133333353C43D584133333333BFA6254133333333E13D5841CDCCCCCCB1A62541333333B3FC3D584100000000A1A62541333333F3153E58419A99999983A625419A9999D92C3E58416666666653A6254166666606423E58419A99999910A62541CDCCCCAC563E584166666666C2A52541333333336C3E58413333333376A52541000000A0833E58419A9999993BA525419A9999599D3E58410000000020A5254100000000B93E5841CDCCCCCC29A525419A999979D53E58416666666657A52541CDCCCC6CF13E5841333333333BA625419A999919143F58410000000017A7254100000060363F584100000000D3A725419A9999F9573F58416666666670A8254133333393783F5841CDCCCCCC07A925419A9999F9973F584166666666B6A925419A9999F9B53F58410000000089AA254166666686D23F5841CDCCCCCC71AB2541CDCCCC8CED3F58413333333350AC25419A99991907405841CDCCCCCC06AD2541CDCCCC4C1F4058419A9999998DAD2541CDCCCC4C364058419A999999F6AD2541000000604C4058410000000061AE2541000000C0614058419A999999E1AE2541666666C6764058410000000024AF25419A9999598C4058419A99999958AF254166666626A1405841CDCCCCCC66AF254166666686B54058410000000041AF2541666666E6C94058419A999999EBAE25419A9999B9DE405841333333337CAE25419A999979F4405841CDCCCCCC0EAE25419A9999790B415841CDCCCCCCB6AD2541333333F3234158413333333376AD2541666666063E415841333333333EAD2541333333935941584100000000FAAC25416666666676415841666666669CAC254133333333944158416666666629AC254133333393B241584166666666B4AB254166666626D14158410000000057AB2541CDCCCC8CEF415841CDCCCCCC21AB2541CDCCCC8C0D4258413333333313AB2541000000002B425841CDCCCCCC17AB2541CDCCCCEC474258410000000015AB2541CDCCCC6C644258419A999999F6AA25419A9999B980425841CDCCCCCCB9AA2541000000209D4258419A9999996CAA2541666666E6B94258419A99999924AA254166666646D742584133333333F1A92541CDCCCC6CF542584166666666D1A9254100000060144358419A999999B3A925410000000034435841CDCCCCCC7EA925416666660654435841CDCCCCCC21A9254166666626744358419A9999999CA82541CDCCCCEC934358410000000002A82541333333F3B2435841CDCCCCCC4CA825419A999919CB4358419A999999BCA825419A999979E0435841CDCCCCCC51A9254166666686F34358419A999999F6A925419A9999D904445841666666668DAA25410000004015445841CDCCCCCC04AB25410000008025445841CDCCCCCC62AB25419A9999593644584133333333C1AB254133333373484458419A9999993CAC2541CDCCCC4C5C445841CDCCCCCCE1AC2541CDCCCC2C7244584100000000A6AD2541000000208A445841CDCCCCCC6CAE254100000020A4445841333333331CAF25419A9999D9BF44584100000000ADAF25419A9999F9DC445841666666662FB0254166666606FB44584100000000C1B025416666668619455841CDCCCCCC78B1254166666606384558416666666658B2254166666606564558419A9999994AB3254166666626734558419A99999931B42541CDCCCC0C8F45584100000000FAB4254133333373A9455841000000007CB4254100000000C3455841666666660AB42541000000C0DD45584100000000AFB32541CDCCCC4CF74558416666666672B32541000000C00D4658410000000059B3254133333393204658419A99999962B3254100000000314658413333333389B32541000000404146584166666666C2B32541000000A0534658413333333301B42541CDCCCC4C694658413333333338B42541333333B381465841666666665CB42541333333F39A4658419A99999966B42541666666A6B24658419A99999954B4254100000020C7465841CDCCCCCC28B42541CDCCCC4CD846584133333333E9B32541666666A6E7465841666666669DB3254133333393F7465841333333334CB32541CDCCCC2C0A475841CDCCCCCCFAB22541000000402047584133333333ABB22541CDCCCCEC384758419A9999995CB22541CDCCCC0C52475841666666660DB225413333335369475841CDCCCCCCBAB12541666666667D4758413333333364B12541666666868E475841666666660BB12541000000809E47584166666666B4B02541000000C0AF475841CDCCCCCC65B0254166666626C447584133333333BEAF254100000080CE4758419A99999922AF254133333313DB4758410000000091AE254133333313E5475841CDCCCCCC06AE25419A999999E94758413333333381AD2541CDCCCC0CEA4758419A999999FCAC254100000020EB475841CDCCCCCC75AC2541CDCCCC2CF147584166666666E9AB2541333333D3FC4758413333333354AB2541333333B30A48584100000000B4AA2541CDCCCC0C16485841CDCCCCCC06AA2541333333B31C485841333333334BA92541000000E020485841CDCCCCCC80A825419A9999792748584133333333A8A725419A999959344858419A999999C2A625413333335347485841CDCCCCCCD1A52541666666665C48584166666666D8A42541000000006F48584166666666D9A32541333333937D48584166666666D8A22541666666E68A48584166666666D8A12541000000E09B485841CDCCCCCCDCA02541000000A0B3485841CDCCCCCCE89F2541CDCCCC0CD1485841CDCCCCCCFE9E2541000000A0EF48584166666666209E2541000000E00A495841333333334F9D2541CDCCCCEC21495841666666668B9C25419A9999F9374958419A999999D49B2541CDCCCCCC5149584133333333299B2541333333B3714958419A999999879A2541000000C09549584100000000ED9925419A9999F9B84958416666666656992541CDCCCC4CD74958419A999999C0982541CDCCCC8CF0495841CDCCCCCCE698254166666626084A584166666666259925419A9999991F4A5841666666667199254133333333374A584133333333AD992541000000404F4A5841CDCCCCCCBA992541CDCCCC0C684A5841000000008F9925419A9999D9814A58413333333339992541CDCCCCCC9C4A584166666666D8982541CDCCCC0CB94A58413333333387982541000000A0D64A5841000000004B98254133333393F54A58416666666611982541CDCCCCCC154B5841CDCCCCCCBE972541CDCCCC2C374B5841000000004397254166666686594B584133333333A6962541333333B37C4B58419A99999906962541CDCCCC6CA04B584166666666859525419A999979C44B58419A99999933952541CDCCCCACE84B5841CDCCCCCC07952541000000C00C4C584133333333E7942541CDCCCC8C304C584100000000B8942541CDCCCCEC534C584166666666749425419A9999B9764C5841CDCCCCCC2E942541666666E6984C5841333333330594254100000060BA4C5841CDCCCCCC0C94254166666626DB4C5841CDCCCCCC429425419A999939FB4C5841666666668C942541000000A01A4D584100000000C9942541CDCCCC6C394D5841CDCCCCCCE4942541666666A6574D5841CDCCCCCCE59425419A999959754D5841CDCCCCCCE59425419A999999924D584133333333FF94254133333373AF4D58419A9999993A952541666666E6CB4D5841CDCCCCCC8795254100000000E84D584100000000C8952541666666C6034E5841CDCCCCCCE29525419A9999391F4E584100000000D7952541CDCCCC6C3A4E58419A999999BB95254166666666554E58419A999999B1952541CDCCCC2C704E584133333333CF952541333333D38A4E5841000000001296254133333373A54E5841333333336296254166666626C04E58419A999999A4962541CDCCCC0CDB4E584166666666CE962541CDCCCC4CF64E58419A999999ED962541CDCCCC0C124F58419A99999920972541CDCCCC6C2E4F58410000000017982541666666E63B4F5841CDCCCCCC31992541CDCCCCAC4A4F584100000000619A25419A9999195A4F584166666666899B2541000000A0694F584100000000959C2541666666E6784F584133333333809D254166666606674F584100000000719E25419A9999F9574F58419A999999679F2541000000E04D4F58410000000063A0254133333373464F58413333333363A12541333333B33C4F58413333333367A22541CDCCCCAC2C4F5841666666666EA325419A999999164F58419A99999977A42541000000A0FE4E5841CDCCCCCC81A5254100000080E94E5841CDCCCCCC8BA625419A9999F9D84E58419A99999994A7254166666686CA4E5841000000009BA825419A999979B94E58419A9999999DA92541CDCCCC0CA34E58419A9999999BAA2541CDCCCCCC884E5841CDCCCCCC93AB2541666666A66F4E58416666666685AC2541000000605C4E58410000000070AD2541333333F34F4E58410000000053AE25419A999939474E5841333333332EAF2541CDCCCC8C3D4E58410000000002B025419A9999B9304E5841CDCCCCCCCEB025419A9999D9224E58410000000095B12541000000C0184E58410000000056B2254166666626164E5841CDCCCCCC12B325419A9999B91A4E584100000000CDB3254133333313224E58413333333386B425419A999939274E58410000000040B5254100000040284E584133333333FCB5254166666686274E5841CDCCCCCCBCB62541000000A0294E58410000000083B7254166666646314E58419A99999950B82541000000003D4E58416666666626B92541CDCCCCEC474E58419A99999905BA2541CDCCCC6C4D4E5841CDCCCCCCEEBA25419A9999994C4E5841CDCCCCCCE1BB2541666666C6484E58419A999999DEBC2541CDCCCCCC464E584166666666E4BD254100000020494E584133333333F2BE2541000000E04D4E58419A99999906C0254166666666504E5841CDCCCCCC1FC125419A9999194D4E5841CDCCCCCC3BC2254166666666444E58416666666658C32541CDCCCCAC3A4E58416666666673C42541CDCCCCEC344E5841CDCCCCCC8AC5254100000000354E584100000000BEC62541CDCCCC0C404E5841CDCCCCCCE9C725419A9999794B4E58419A99999908C92541CDCCCC0C554E58419A99999916CA25419A9999795C4E58419A99999914CB2541333333B3634E58419A999999E0CB25419A9999B97A4E584166666666ADCC25419A999919944E58419A99999990CD254133333393AF4E58416666666692CE254133333393CC4E584133333333A9CF254100000040EA4E584133333333BED0254133333393074F5841CDCCCCCCBAD12541CDCCCC6C234F58416666666695D225419A9999B93C4F5841CDCCCCCC97D2254133333373584F5841666666668AD2254100000040734F58413333333388D22541333333738D4F5841333333339ED2254100000060A74F584166666666C5D2254100000060C14F5841CDCCCCCCE8D225419A999999DB4F58419A999999F3D22541CDCCCC2CF64F58419A999999DFD22541333333131150584133333333BAD22541666666262C505841000000009ED22541CDCCCC2C47505841CDCCCCCCA2D22541666666E66150584100000000D0D22541333333137C5058419A99999917D3254100000080955058419A9999995ED3254133333313AE5058419A9999998BD32541666666C6C55058410000000095D32541666666C6DC5058410000000085D3254133333353F35058410000000072D32541000000C009515841333333336ED325410000008020515841333333337CD325419A9999F937515841000000008BD325413333339350515841CDCCCCCC7ED325419A9999996A5158410000000042D325413333333386515841CDCCCCCCD0D22541CDCCCC6CA35158419A9999993CD2254100000020C251584166666666A1D1254133333313E25158413333333317D12541CDCCCCEC02525841CDCCCCCCA3D025410000004024525841000000003BD02541666666A64552584100000000C7CF25419A9999B9665258416666666638CF25419A999939875258413333333392CE25419A9999F9A652584100000000EACD2541333333F3C5525841666666665DCD2541CDCCCC2CE45258413333333301CD2541000000E001535841CDCCCCCCD6CC2541666666461F53584100000000CCCC2541666666A63C535841CDCCCCCCC5CC2541333333335A53584100000000B1CC254100000020785358419A9999998CCC2541CDCCCC6C965358416666666669CC254133333313B5535841666666665ECC2541000000E0D35358410000000079CC254133333393F253584133333333B3CC2541CDCCCCCC105458419A999999F5CC2541CDCCCC2C2E5458416666666623CD2541CDCCCC6C4A545841CDCCCCCC2ACD25416666664665545841CDCCCCCC0ECD25419A9999997E54584133333333E4CC2541666666669654584166666666C5CC2541333333D3AC54584100000000C3CC254166666626C254584100000000DACC2541CDCCCCCCD654584100000000F7CC2541CDCCCC2CEB5458419A99999903CD2541666666C6FF5458419A999999F5CC25419A9999F914555841CDCCCCCCD6CC2541666666262B555841CDCCCCCCC0CC2541333333734255584166666666CFCC2541000000005B555841CDCCCCCCE7CD25419A9999595F555841CDCCCCCC0FCF2541CDCCCCCC695558410000000043D02541CDCCCC8C78555841333333337BD125419A9999198855584133333333B1D225419A9999999555584166666666DFD3254133333393A0555841CDCCCCCC01D525419A999919AB5558413333333318D625419A999939B8555841CDCCCCCC24D72541CDCCCCACC9555841CDCCCCCC2CD8254100000060DE5558416666666636D92541333333B3F25558413333333347DA2541CDCCCC6C025658410000000063DB2541666666260B565841CDCCCCCC8ADC2541000000600D56584133333333BCDD2541CDCCCC2C0C56584100000000F2DE2541000000E00A565841CDCCCCCC25E025419A9999190B565841CDCCCCCC50E12541666666A60B565841CDCCCCCC6DE225413333339309565841666666667AE3254100000060025658410000000077E425419A9999D9F55558410000000068E52541333333B3E6555841CDCCCCCC52E6254133333333D9555841666666663EE72541333333B3D05558413333333330E82541333333D3CD555841CDCCCCCC2BE9254100000060CE5558419A99999931EA2541CDCCCCCCCE555841000000003FEB254100000080CC555841666666664EEC254133333393C7555841CDCCCCCC59ED254133333373C2555841666666665BEE2541CDCCCC2CC0555841000000004FEF2541CDCCCC0CC25558410000000034F025419A999999C655584100000000CCF025419A999959BC555841CDCCCCCC62F12541CDCCCC0CAD55584100000000FBF125419A999959975558410000000097F22541666666067E5558416666666638F32541333333D36555584166666666E1F32541CDCCCCCC515558416666666693F42541333333F340555841666666664FF52541CDCCCC0C2F5558410000000016F62541666666061855584133333333E7F6254100000040FB54584100000000C3F7254133333333DC54584166666666A8F82541666666E6BF5458413333333396F9254100000040A9545841CDCCCCCC8AFA2541333333F3965458416666666684FB2541CDCCCCCC845458413333333381FC2541666666066F545841333333339BFD2541666666466054584100000000C1FE254133333353525458419A999999F0FF25410000002049545841CDCCCCCC25012641CDCCCC2C47545841CDCCCCCC5A0226419A9999194C545841CDCCCCCC89032641333333F35454584166666666AD042641333333F35D5458419A999999C20526419A9999B96454584166666666C8062641666666A66954584133333333C1072641000000406F54584100000000B10826410000004078545841666666669D09264100000080855458419A9999998B0A2641000000209554584100000000800B264100000060A3545841CDCCCCCC7C0C2641000000C0AC54584133333333810D264166666626B05458419A9999998A0E264100000060AF54584133333333940F264133333313AE5458419A9999999810264166666686AF5458419A99999992112641333333B3B4545841000000007F122641CDCCCCECBB5458419A9999992D132641666666A6D1545841CDCCCCCCB6132641000000E0E7545841333333333E1426419A9999F9FE5458419A999999DE142641CDCCCC4C175558419A999999951526419A99991931555841CDCCCCCC43162641666666864C5558419A999999C4162641CDCCCCAC69555841666666660A17264166666686885558410000000029172641333333F3A85558413333333346172641666666C6CA555841333333337E172641333333B3ED555841CDCCCCCCCD1726419A999959115658419A999999161826410000006035565841CDCCCCCC361826419A99995959565841CDCCCCCC24182641000000E07C565841CDCCCCCCF7172641CDCCCC8C9F56584133333333D717264133333313C1565841CDCCCCCCDD172641CDCCCC2CE15658416666666606182641666666A6FF5658416666666631182641CDCCCC6C1C5758419A9999993D1826416666668637575841CDCCCCCC22182641CDCCCC0C515758419A999999F9172641CDCCCC2C69575841CDCCCCCCE7172641333333338057584100000000051826419A99997996575841333333334818264100000060AC575841666666668E182641CDCCCC4CC257584166666666B6182641CDCCCCACD8575841CDCCCCCCB8182641000000E0EF57584133333333AE182641000000400858584100000000BB182641CDCCCC0C2258584100000000F41826419A9999793D5858419A9999994C192641000000A05A585841CDCCCCCCA01926419A99997979585841CDCCCCCCCF1926419A9999F99958584133333333D5192641666666E6BB58584166666666801A2641CDCCCC8CD2585841333333332C1B264100000080EC58584133333333DF1B26416666668605595841CDCCCCCC9D1C2641CDCCCC2C1A59584133333333691D26419A99997929595841000000003F1E26419A99993935595841333333331A1F2641000000604059584166666666F41F2641000000004D59584133333333C7202641333333B35A595841333333338E212641CDCCCCCC665958413333333348222641666666066E5958419A999999F7222641666666A66E59584166666666A1232641CDCCCCEC69595841CDCCCCCC4C24264100000060635958413333333301252641333333135F595841CDCCCCCCC32526419A9999595F59584133333333972626419A99999963595841CDCCCCCC7A2726416666662669595841666666666A282641000000006D5958419A9999995F292641000000006E5958419A999999532A26419A9999996D59584100000000412B2641CDCCCCEC6E5958419A999999242C26419A999999745958419A999999FE2C2641CDCCCCEC7E59584133333333D32D2641000000608B59584100000000A82E26419A9999D99559584100000000842F26419A9999D99A595841666666666D302641333333739959584166666666673126419A999979935958419A99999972322641666666268C595841333333338B332641333333F385595841CDCCCCCCAB342641000000E0805958419A999999CC352641000000A07A59584133333333E736264166666626705958419A999999F6372641666666E65F5958419A999999F9382641666666064B595841CDCCCCCCF1392641333333333559584166666666E43A26413333339322595841CDCCCCCCD73B2641000000A015595841666666668C3B26416666660633595841CDCCCCCC653B2641000000205259584133333333653B26416666660673595841000000007D3B2641333333739559584166666666993B264100000000B959584100000000AD3B26419A999919DD59584100000000B93B264133333333015A5841CDCCCCCCCD3B2641666666C6245A584100000000013C264166666686475A584100000000623C264100000060695A58419A999999EF3C26419A9999798A5A58419A999999973D26419A999939AB5A5841000000003F3E264133333313CC5A584133333333CE3E26419A999999ED5A5841CDCCCCCC3B3F2641CDCCCC2C105B5841CDCCCCCC8F3F264100000020345B584133333333DC3F2641CDCCCC6C595B5841CDCCCCCC31402641000000E07F5B58419A999999944026419A9999F9A65B58419A999999F840264166666626CE5B58416666666648412641666666C6F45B58419A9999996F4126419A9999391A5C5841CDCCCCCC67412641000000203E5C5841000000003C412641CDCCCC4C605C58416666666604412641333333D3805C58419A999999DA40264166666606A05C5841CDCCCCCCCC40264166666666BE5C58419A999999D840264100000080DC5C584166666666ED402641333333D3FA5C584100000000F7402641000000C0195D5841CDCCCCCCEA40264133333373395D5841CDCCCCCCCC402641333333D3595D584166666666AF4026419A9999997A5D5841CDCCCCCCA7402641000000409B5D58419A999999C14026419A999939BB5D584133333333F840264133333313DA5D5841666666663641264166666666F75D58419A99999961412641CDCCCC0C135E584166666666FC4126419A9999D91A5E58419A9999996F42264100000020215E584133333333D3422641666666C6265E58419A99999946432641333333B32C5E58419A999999DA432641000000E0335E58410000000087442641000000203D5E5841CDCCCCCC2F452641CDCCCC0C495E584133333333B845264133333313585E58410000000017462641CDCCCC2C6A5E5841666666665C462641000000207F5E5841CDCCCCCCA7462641CDCCCC4C965E5841CDCCCCCC11472641000000E0AE5E5841000000009D472641333333D3C75E58413333333333482641CDCCCC0CE05E58419A999999B5482641CDCCCC8CF65E58419A99999911492641666666660A5F5841CDCCCCCC4D4926419A9999F91A5F58419A99999985492641CDCCCCEC275F584166666666D7492641CDCCCC4C315F5841333333334F4A264100000080375F584133333333E04A26419A9999393B5F5841333333336C4B2641666666663D5F58419A999999D94B2641CDCCCC2C3F5F584166666666244C2641666666A6415F584166666666614C2641CDCCCCEC455F584100000000B04C2641000000E04C5F584100000000264D26419A999919575F58419A999999BF4D2641CDCCCCEC645F5841CDCCCCCC634E264100000040765F584100000000654F2641CDCCCC0C6A5F58419A9999995B502641CDCCCC6C5D5F58419A99999946512641000000C04C5F58419A99999925522641333333B3385F584133333333F95226419A999979255F584100000000C2532641CDCCCC6C175F584133333333815426419A9999790F5F58419A99999938552641CDCCCC2C0A5F584100000000EA55264100000060025F5841CDCCCCCC97562641CDCCCC2CF55E5841333333334457264133333313E45E584100000000F2572641000000C0D35E58419A999999A35826419A999919C85E5841CDCCCCCC5A59264100000040C15E5841CDCCCCCC195A264133333333BB5E5841CDCCCCCCE15A26419A999939B15E584166666666B45B26419A999979A15E5841CDCCCCCC915C2641000000A08E5E5841666666667A5D2641000000C07D5E5841666666666D5E264133333373725E5841000000006A5F2641666666066C5E5841000000006F60264100000040665E58419A9999997A612641CDCCCCCC5C5E5841666666668062264166666626465E5841333333338A6326419A9999D92D5E58413333333390642641000000E0165E5841000000008B652641CDCCCCAC035E58419A99999974662641666666A6F45D58410000000049672641CDCCCC0CE85D58413333333306682641666666E6DA5D584166666666AC682641666666A6CA5D5841333333333E692641333333B3B65D5841CDCCCCCCBF692641000000A0A05D584100000000376A2641000000608B5D584133333333AA6A264133333373795D58419A9999991F6B26419A9999996B5D5841333333339D6B264100000040605D5841CDCCCCCC276C264133333373545D584166666666C26C264133333393455D5841CDCCCCCC6E6D2641333333B3325D5841000000002D6E26419A9999391D5D584133333333FB6E264100000000085D58419A999999D66F2641666666A6F55C58419A999999BB702641CDCCCC2CE75C5841CDCCCCCCED702641CDCCCC2CCF5C584133333333FE7026419A999939B85C5841CDCCCCCC0671264133333313A25C58416666666626712641666666668C5C58416666666669712641333333F3765C584100000000BE71264133333353615C584166666666FF712641666666464B5C58419A9999990F7226419A999979345C584100000000EB712641CDCCCCAC1C5C5841CDCCCCCCA9712641666666A6035C58419A9999996D71264100000040E95B5841666666664771264100000060CD5B5841000000002B7126419A9999F9AF5B5841CDCCCCCCF770264133333313915B58419A99999990702641CDCCCCCC705B5841CDCCCCCCF16F2641333333534F5B58419A999999346F2641333333D32C5B5841000000007E6E2641CDCCCC8C095B584133333333E56D2641333333D3E55A584133333333646D2641333333F3C15A5841CDCCCCCCDD6C2641333333339E5A584166666666356C2641CDCCCCEC7A5A58419A999999646B26419A999959585A584133333333836A2641000000C0365A584100000000B6692641CDCCCC4C165A5841000000001669264166666626F759584100000000A068264100000060D9595841666666663668264100000000BD59584133333333B9672641CDCCCCECA1595841666666662A6826419A9999599059584100000000A3682641000000E0815958413333333321692641666666E676595841CDCCCCCCA26926419A9999D96D5958419A999999256A2641CDCCCC2C6459584166666666A76A2641666666865759584100000000936A2641000000603D595841666666668C6A2641666666E62159584133333333966A2641666666C6055958419A999999A76A26419A9999D9E958584133333333AF6A26419A9999F9CE585841666666669B6A2641000000C0B558584166666666626A2641CDCCCC6C9E5858419A999999086A2641666666C688585841333333339E69264100000020745858419A9999993A692641000000A05F58584133333333F16826419A9999594A5858419A999999CB682641333333933358584166666666C6682641CDCCCCEC1A58584133333333D4682641666666860058584100000000E7682641000000E0E4575841CDCCCCCCF6682641CDCCCCCCC85758419A9999990769264166666626AD5758410000000027692641666666A69257584100000000666926419A9999997957584100000000D0692641333333F3615758419A999999646A2641666666264B57584166666666156B2641666666663457584133333333CC6B26419A9999B91C575841CDCCCCCC726C26410000006003575841CDCCCCCCFB6C2641000000E0E756584166666666676D264133333333CA56584133333333C16D2641333333D3AA5658419A999999196E26419A9999798A565841CDCCCCCC7C6E2641333333136A56584166666666EC6E2641CDCCCC6C4A565841333333335F6F2641000000002C565841CDCCCCCCC56F2641CDCCCCEC0E5658416666666612702641666666C6F2555841CDCCCCCC41702641000000E0D6555841666666665D702641CDCCCC4CBA5558413333333379702641666666469C55584100000000AB702641000000407C555841CDCCCCCC01712641000000205A5558419A9999997F7126419A999939365558419A99999919722641CDCCCC4C11555841CDCCCCCCBC72264100000040EC5458419A99999957732641333333F3C754584166666666E173264133333313A5545841666666665D7426419A9999D98354584166666666D774264166666606645458419A9999995C752641666666064554584166666666F3752641000000002654584133333333957626419A999919065458413333333331772641333333B3E453584133333333B177264133333393C15358410000000004782641CDCCCCEC9C5358419A999999437726419A9999398E535841333333336A7626413333333380535841333333338F752641CDCCCCEC7253584133333333C87426419A99999966535841000000001D742641333333735B5358413333333382732641666666A651535841CDCCCCCCE07226413333335349535841CDCCCCCC2272264166666666425358413333333340712641666666863C53584166666666437026413333331337535841CDCCCCCC436F26419A999939315358419A999999576E2641CDCCCCEC2953584100000000A16D2641666666661753584166666666FB6C2641CDCCCC4C02535841CDCCCCCC436C264166666686EA525841333333335F6B2641CDCCCC2CD0525841666666664E6A264133333393B3525841666666662E692641CDCCCC2C955258413333333323682641CDCCCC8C755258419A9999993D67264166666666555258419A9999996E662641000000603552584133333333946526416666662616525841CDCCCCCC92642641CDCCCC4CF8515841333333336A6326419A999939DC515841666666663762264133333333C25158419A9999991E61264133333353AA5158416666666631602641000000809451584133333333625F26416666666680515841000000008F5E26419A9999996D515841666666669B5D2641333333935B5158419A999999865C2641CDCCCCAC49515841000000006C5B2641CDCCCC4C3751584100000000705A2641333333D32351584100000000A5592641000000C00E51584100000000FE582641333333B3F7505841000000005958264133333373DE505841666666669857264100000000C350584100000000BA562641CDCCCC6CA550584100000000D85526413333331386505841666666661655264166666666655058413333333388542641666666E643505841CDCCCCCC37552641000000A02C50584166666666FD55264166666626175058419A999999D05626410000006005505841CDCCCCCCA8572641CDCCCCCCF64F5841000000007D582641666666C6E84F5841000000004659264166666626D84F58419A999999FE5926419A999919C34F584166666666A45A264100000020AA4F5841CDCCCCCC365B2641333333D38F4F584133333333B85B264133333353774F5841CDCCCCCC2C5C264166666666624F58419A999999995C264133333373504F5841CDCCCCCC035D26419A9999D93E4F584100000000715D2641333333732A4F584100000000E55D264100000080114F584100000000635E2641000000A0F44E584100000000ED5E26419A999979D64E584100000000845F26419A999939BA4E58419A9999992760264166666686A14E5841CDCCCCCCD7602641000000C08B4E58413333333394612641CDCCCC2C764E5841000000005C622641333333B35D4E5841000000002F632641CDCCCCAC404E5841CDCCCCCC0C642641000000E01F4E5841CDCCCCCCF464264100000000FE4D584166666666E565264166666626DE4D5841CDCCCCCCDC66264166666606C24D584133333333D7672641CDCCCCCCA84D5841CDCCCCCCD0682641666666C68F4D584133333333C4692641000000E0734D584100000000AC6A2641CDCCCC8C534D584100000000836B2641666666A62F4D584166666666456C2641000000000B4D5841333333339C6C26419A999999E74C584133333333CA6C26419A9999D9C44C584166666666D26C2641666666E6A24C584166666666C56C2641666666C6814C584133333333BB6C2641CDCCCC4C614C5841CDCCCCCCC66C26419A999939414C584100000000EF6C26419A999919214C58419A9999992B6D26419A999999004C5841333333336B6D264166666666DF4B584133333333166E2641000000C0C24B584133333333CC6E2641000000C0A14B5841666666668D6F2641333333537F4B58413333333358702641000000405F4B5841CDCCCCCC2A712641000000C0434B584133333333027226419A9999F92B4B58419A999999DB7226419A999999144B5841CDCCCCCCB2732641CDCCCC0CFA4A5841CDCCCCCC847426419A9999F9DA4A5841CDCCCCCC4D75264166666606B94A5841CDCCCCCC0A762641333333F3974A584100000000BA762641333333F37A4A58419A99999959772641333333B3624A584133333333E9772641333333D34C4A5841666666666978264100000080354A584166666666DB7826419A9999191A4A58419A99999941792641666666E6FA495841000000009F792641666666E6DA495841CDCCCCCCF6792641000000E0BD4958419A9999994C7A26419A9999D9A549584100000000A47A2641666666C69149584166666666007B26419A9999397E49584166666666647B2641CDCCCCAC6749584133333333D27B2641666666E64C495841000000004B7C2641CDCCCCCC2F49584133333333CF7C2641CDCCCC0C14495841CDCCCCCC5D7D2641666666C6FC48584100000000A87C2641CDCCCC4CE14858419A999999F67B264133333313C44858419A999999687B264166666646A548584133333333017B26416666662685485841CDCCCCCCA57A264100000000644858419A999999307A26419A99993942485841333333338E7926410000004020485841CDCCCCCCCA78264166666686FE47584133333333097826419A999979DD4758419A9999996777264100000080BD47584100000000E9762641666666E69E4758419A999999727626419A9999F98147584166666666DF752641333333D366475841CDCCCCCC1D752641000000804D475841CDCCCCCC3B742641333333F3354758419A9999995D73264100000000204758419A999999A2722641000000600B475841000000000E722641000000C0F746584100000000857126419A9999B9E446584100000000E57026419A9999D9D1465841666666661D702641333333B3BE465841CDCCCCCC3E6F2641333333D3AA465841666666666E6E2641000000E09546584166666666CB6D2641666666867F46584133333333586D2641CDCCCC8C6746584166666666FA6C2641333333D34D4658419A9999998E6C2641333333533246584133333333056C264166666626154658419A9999996E6B26419A999979F645584133333333EF6A26419A999999D6455841CDCCCCCCA46A2641000000E0B54558419A9999998F6A2641333333B39445584166666666926A264166666686734558419A999999886A2641CDCCCCCC52455841CDCCCCCC616A2641666666E632455841333333332D6A264100000040144558419A9999990D6A26419A999919F7445841CDCCCCCCE96A264100000040DD44584133333333DC6B26419A9999F9C44458419A999999DD6C2641000000C0AB44584133333333E56D2641333333B38F445841CDCCCCCCE76E2641CDCCCC8C7044584166666666DB6F26419A9999D94F44584133333333B77026419A99991930445841333333337671264166666686134458410000000017722641CDCCCCECFA435841000000009C72264100000040E543584166666666A7722641CDCCCC8CC843584100000000B37226419A999939AC43584133333333D4722641000000E08F435841666666660E73264133333353734358413333333352732641CDCCCC6C56435841CDCCCCCC88732641CDCCCC2C3943584100000000A3732641666666C61B4358419A999999A473264133333373FE4258419A999999A273264133333393E14258419A999999B873264133333373C5425841CDCCCCCCF773264133333353AA425841333333335D742641CDCCCC6C9042584100000000D3742641333333B3774258419A9999993C752641CDCCCC0C604258416666666686752641666666264942584100000000B0752641000000A032425841CDCCCCCCCA752641333333F31B42584166666666EC752641CDCCCCAC04425841666666662076264133333353EC4158419A9999995E76264133333393D2415841666666668E76264166666646B7415841CDCCCCCC94762641666666669A4158410000000063762641000000207C41584100000000FF752641333333B35C4158413333333381752641CDCCCC8C3C4158410000000005752641333333131C415841CDCCCCCC9A742641CDCCCCACFB405841666666663F742641666666A6DB40584100000000E073264133333333BC4058410000000068732641333333539D40584166666666D07226419A9999F97E4058416666666625722641000000E060405841CDCCCCCC82712641000000C042405841CDCCCCCC03712641CDCCCC4C2440584100000000B57026419A99993905405841CDCCCCCC9C7126419A9999190D405841CDCCCCCC8F722641CDCCCC6C10405841333333338E73264166666646124058413333333397742641333333F3164058419A999999A97526419A99995920405841CDCCCCCCC37626419A9999392C40584100000000E4772641CDCCCCAC354058419A99999907792641666666E638405841333333332C7A2641666666E635405841666666664F7B26410000008030405841666666666E7C2641CDCCCC6C2D40584133333333877D2641000000C02E4058419A999999977E26413333335332405841000000009E7F26419A9999B93340584133333333998026419A9999D92F4058419A999999888126416666668627405841333333336C8226419A9999191F4058416666666644832641666666461B4058413333333312842641666666A61D405841CDCCCCCCD6842641000000A02340584133333333948526413333337328405841666666664C8626419A9999F9284058419A99999901872641CDCCCC0C2640584100000000B6872641333333B323405841000000006C8826419A9999F92540584166666666258926419A9999792D40584100000000E48926419A9999B9364058419A999999A98A2641CDCCCC8C3C4058419A999999408A26419A9999591C40584100000000FE892641CDCCCC6CFA3F584100000000D989264100000040D73F584100000000C18926419A999999B33F58419A999999A68926419A999959903F58419A999999838926419A9999396E3F5841666666665D892641333333B34D3F58413333333343892641CDCCCCEC2E3F5841000000004489264133333393113F5841666666666789264100000000F53E584100000000A789264133333373D83E584100000000F1892641CDCCCC2CBB3E58419A9999992E8A26419A9999999C3E5841000000004E8A2641CDCCCC8C7C3E584133333333498A26419A9999395B3E584166666666298A264133333333393E584133333333008A264100000040173E58419A999999E089264133333333F63D5841CDCCCCCCD5892641333333B3D63D584100000000DE89264133333313B93D584166666666ED892641000000409D3D58419A999999F5892641666666C6823D58419A999999ED892641CDCCCCEC683D584100000000D9892641333333D34E3D58419A999999C7892641000000C0333D584100000000CF8926419A999939173D5841CDCCCCCC018A26419A999919F93C58419A999999668A2641CDCCCCACD93C584100000000F68A2641CDCCCC8CB93C5841000000009D8B264166666686993C584166666666468C26419A9999597A3C58419A999999E38C2641666666865C3C5841CDCCCCCC718D264166666646403C584133333333FA8D264100000060253C5841CDCCCCCC8A8E2641000000400B3C5841CDCCCCCC2D8F264133333313F13B584133333333E28F264166666606D63B58419A9999999A902641CDCCCC6CB93B584166666666429126419A9999D99A3B584166666666C6912641000000607A3B5841000000001E92264100000060583B5841666666664E922641CDCCCC8C353B5841CDCCCCCC69922641333333B3123B5841000000008692264133333393F03A584166666666B3922641666666A6CF3A5841CDCCCCCCF692264100000000B03A5841333333334893264133333353913A58419A999999B8922641666666A68A3A5841666666661492264166666606843A58416666666655912641000000207E3A5841CDCCCCCC8090264133333373783A58419A999999A48F2641CDCCCCCC713A58419A999999D18E264133333313693A5841CDCCCCCC138E2641CDCCCC0C5E3A5841000000006C8D2641000000C0513A584100000000D18C2641CDCCCC2C463A584133333333328C26419A9999B93D3A584133333333808B2641333333133A3A58419A999999B28A2641333333933B3A584100000000CD892641CDCCCCEC403A584166666666DC88264133333393473A584166666666F18726419A9999B94C3A58413333333319872641666666264E3A58419A999999578626419A9999F94A3A584166666666A4852641CDCCCCAC433A584133333333F0842641333333B3393A5841CDCCCCCC2A842641333333932E3A5841333333334A83264166666606233A58410000000050822641CDCCCCCC163A58416666666647812641000000A0083A58419A9999994180264133333313F7395841CDCCCCCC4C7F264166666666E13958419A9999996E7E26419A999919C839584133333333A17D26419A9999F9AC395841CDCCCCCCD57C2641666666C69239584100000000FC7B2641000000207C39584166666666087B2641CDCCCCAC6A39584133333333FA7926419A9999795E3958419A999999DB7826416666660656395841CDCCCCCCBC772641333333F34E39584166666666AD762641333333F34639584100000000B5752641CDCCCC8C3C3958419A999999CF742641000000A02F39584133333333F0732641CDCCCC0C213958419A99999905732641CDCCCC2C123958416666666603722641333333D30339584166666666E6702641333333D3F538584166666666B76F2641666666E6E6385841000000009F6F264100000000FE385841666666666B6F2641CDCCCC6C1239584100000000196F2641666666062339584133333333A86E2641000000E030395841CDCCCCCC1C6E2641333333933E395841000000007E6D26419A9999D94E395841CDCCCCCCD56C26410000002063395841CDCCCCCC2E6C2641333333B37A39584100000000936B26416666662693395841CDCCCCCC0A6B2641666666A6A9395841666666669B6A2641666666A6BC3958419A999999456A2641000000A0CC39584100000000076A2641000000E0DB3958419A999999D969264166666646ED395841CDCCCCCCB5692641CDCCCCAC023A5841CDCCCCCC92692641CDCCCCEC1B3A58413333333368692641666666E6363A5841CDCCCCCC2F692641000000C0503A584100000000E5682641CDCCCC6C673A58413333333386682641000000E07A3A58419A99999913682641CDCCCC0C8D3A5841000000005067264133333333863A5841CDCCCCCC856626419A999999833A5841CDCCCCCCB265264166666646853A584100000000D564264100000000883A584133333333EB632641CDCCCCEC873A5841CDCCCCCCF4622641000000C0833A584133333333F2612641000000007E3A58419A999999E46026419A9999797B3A584133333333CE5F2641000000E07F3A584133333333B15E2641CDCCCC6C8B3A5841CDCCCCCC905D2641000000C09A3A584100000000705C26419A999979A93A5841CDCCCCCC515B264100000080B53A584100000000395A26419A999979C03A58419A9999992759264133333353CE3A58419A9999991E5826419A999939E23A5841000000001F572641000000E0FB3A5841666666662856264133333373173B5841000000003A55264100000000303B58416666666652542641333333D3423B5841333333337053264166666606513B584166666666915226419A9999795E3B5841CDCCCCCCB4512641666666A66E3B5841CDCCCCCCD8502641CDCCCCCC813B5841CDCCCCCCFC4F2641333333B3943B584166666666204F264100000000A33B584100000000444E264166666666AA3B584133333333684D2641CDCCCC8CAC3B5841333333338E4C2641666666E6AD3B5841CDCCCCCCB64B26419A9999B9B23B584133333333E34A264166666626BC3B584100000000144A26419A999999C73B58419A9999994949264100000000D13B5841CDCCCCCC834826419A9999F9D53B584166666666C1472641666666E6D73B58419A9999997147264166666646BB3B58419A9999991E472641666666E69F3B5841CDCCCCCCA9462641333333B3853B584166666666054626419A9999996C3B58419A99999941452641CDCCCC6C543B584166666666814426419A9999F93C3B58419A999999E443264100000000263B58413333333371432641666666460F3B5841000000001143264100000080F83A584166666666A3422641CDCCCC6CE13A5841CDCCCCCC14422641666666C6C93A5841333333336E412641CDCCCC4CB13A5841CDCCCCCCCE4026419A9999D9973A58410000000055402641333333337D3A58419A9999990840264166666646613A584133333333D43F264166666606443A584100000000943F264166666666253A5841666666662E3F26419A999979053A584100000000A63E264100000060E439584100000000163E264100000040C2395841000000009E3D2641333333539F395841CDCCCCCC493D2641CDCCCCCC7B395841CDCCCCCC083D26419A9999F957395841CDCCCCCCB83C26416666662634395841333333333F3C26413333339310395841CDCCCCCC9B3B2641CDCCCC8CED38584100000000EA3A2641CDCCCC4CCB385841333333334D3A26419A999919AA3858419A999999D83926419A9999198A3858419A99999982392641CDCCCC6C6B385841333333332D392641CDCCCC2C4E38584166666666BD3826419A999959323858416666666630382641CDCCCCEC17385841666666669F372641CDCCCCCCFE375841000000002F372641666666C6E637584133333333F6362641333333B3CF37584100000000EF36264133333353B937584100000000FC36264133333353A3375841CDCCCCCCFD362641333333738D37584133333333EA362641666666667737584166666666EC352641333333D380375841CDCCCCCCF2342641000000008837584100000000013426416666666690375841333333331A332641333333139B3758416666666640322641666666C6A53758419A9999997431264166666646AC375841CDCCCCCCB53026419A999959AB375841CDCCCCCC0130264166666626A337584100000000552F264133333333973758419A999999AB2E2641CDCCCC0C8C37584100000000012E26419A9999798437584166666666512D2641CDCCCCAC7F375841000000009A2C2641000000607A37584133333333D92B2641CDCCCC6C71375841333333330F2B2641CDCCCC6C64375841333333333D2A2641CDCCCC4C5637584166666666652926419A9999794B375841333333338B282641333333F34637584100000000B12726419A999919483758419A999999D9262641666666464B3758416666666606262641666666264C3758413333333337252641333333B348375841000000006B2426419A99995942375841666666669F232641333333B33C37584100000000D1222641000000A03A3758419A999999FC2126419A9999F93B375841CDCCCCCC1E212641666666663D3758416666666635202641000000803A3758419A9999993F1F2641CDCCCCCC303758419A9999993D1E26419A9999792137584166666666311D2641CDCCCC8C1037584166666666EC1C2641000000E0ED365841
01a22b77-fdee-72d7-9693-d07c56f8c98f	areas	\N	\N	\N	COM	{9A001,9A002,9A003,9A004,9A005,9A006,9A007,9A008,9A009,9A010,9A011,9A012,9A013,9A014,9A015,9A016,9A017,9A018,9A019,9A020,9A021,9A022,9A023,9A024,9A025,9A026,9A027,9A028,9A029,9A030}	f	{}	30	IGN admin_express 2020	810971409.6550012	2026-11-30 09:00:13.95418+01	01060000206A08000001000000010300000001000000E404000066666666EC1C2641000000E0ED3658419A999999B61C2641333333F3C936584100000000AA1C264133333353A536584100000000BF1C2641000000A08036584166666666D21C2641666666865C36584133333333BF1C2641666666A639365841CDCCCCCC7B1C2641CDCCCC8C18365841CDCCCCCC201C2641000000A0F935584166666666D41B264100000020DD35584166666666AC1B2641CDCCCC2CC3355841000000009C1B2641CDCCCCACAB3558419A9999997D1B2641333333539635584133333333301B2641333333B38235584133333333B11A26416666664670355841333333331E1A2641000000605E3558419A9999999D192641333333534C355841666666664019264100000080393558419A999999F4182641CDCCCC4C253558410000000094182641000000400F35584133333333021826419A9999F9F6345841666666664317264166666666DC34584166666666791626419A999979BF34584100000000AE15264100000040BB34584100000000E9142641333333D3B13458416666666629142641CDCCCC2CA7345841CDCCCCCC6D13264133333313A0345841CDCCCCCCB4122641CDCCCCEC9E345841CDCCCCCCFB11264133333333A23458410000000040112641CDCCCCECA5345841333333337F10264100000000A734584166666666B60F2641CDCCCCACA5345841CDCCCCCCE30E2641666666A6A534584166666666050E264133333373AB345841666666661A0D264100000020B9345841CDCCCCCC220C2641333333B3CC345841000000001F0B264133333393E13458419A999999100A2641333333D3F3345841CDCCCCCCF9082641666666C60235584100000000DD072641000000601135584133333333BD0626416666668623355841333333339D052641CDCCCCEC3A355841CDCCCCCC7F04264133333353553558413333333367032641666666066E3558410000000055022641666666E6803558419A9999994A012641333333538D35584133333333480026413333337396355841CDCCCCCC4DFF2541CDCCCCACA03558419A9999995AFE25419A999959AE355841666666666DFD254133333313BE355841CDCCCCCC84FC2541333333D3CB3558419A9999999FFB254100000020D435584166666666BCFA2541000000E0D635584166666666DAF925419A999999D735584100000000F9F82541CDCCCC2CDB3558410000000018F82541CDCCCC6CE43558410000000038F7254133333333F23558416666666659F625413333337300365841666666667DF525419A9999790B365841333333332BF52541CDCCCCEC1F365841CDCCCCCCDAF42541CDCCCC2C323658416666666687F425419A9999B945365841000000002DF425419A9999195D365841CDCCCCCCC7F3254166666626783658413333333354F3254133333333943658419A999999CFF225419A9999B9AD3658413333333338F2254166666686C2365841666666668DF12541CDCCCC2CD33658413333333309F12541666666A6E93658419A99999961F02541CDCCCC2C01375841CDCCCCCCA3EF2541666666061B375841CDCCCCCCDFEE2541CDCCCC6C373758419A99999922EE254100000080553758419A99999974ED25419A9999997337584100000000D7EC254166666606903758413333333345EC25419A999999A937584133333333B8EB254166666646C0375841CDCCCCCC29EB254133333313D53758413333333397EA2541333333B3E93758413333333303EA2541000000E0FF375841CDCCCCCC74E925419A99999918385841CDCCCCCCF4E82541CDCCCCCC333858413333333389E8254133333353503858419A99999933E82541333333736C38584100000000EEE72541CDCCCC8C8638584100000000ADE72541000000C09D3858410000000061E7254133333353B23858419A999999FBE6254100000080C53858410000000073E6254100000020D93858419A999999C5E525419A9999B9EE38584100000000F9E4254133333313073958416666666619E42541000000C0213958419A99999935E32541666666663D3958419A9999995AE225410000004058395841000000004CE125419A999999533958419A99999940E02541CDCCCC0C4B3958413333333339DF25419A9999D9413958410000000037DE25419A9999B93C395841666666663ADD2541000000603E395841CDCCCCCC43DC254133333333453958413333333353DB2541000000A04C395841CDCCCCCC68DA254166666646503958410000000084D925419A9999594F39584166666666A4D82541000000E04C395841CDCCCCCCC9D72541000000404D39584166666666F3D625419A999999523958419A99999920D62541333333F35A3958413333333351D5254133333393613958416666666684D425410000008062395841CDCCCCCCB9D32541333333935D39584100000000F1D2254100000080563958416666666629D225416666660652395841CDCCCCCC62D125419A999979523958419A9999999CD02541CDCCCC0C5639584133333333D6CF25416666666658395841333333330FCF254133333353563958419A99999946CE25413333337350395841CDCCCCCC7BCD2541666666064B39584100000000AECC2541CDCCCCEC4A39584166666666DCCB254133333333523958413333333306CB2541000000A05E3958419A99999937CA2541333333337C395841CDCCCCCC5FC92541000000A096395841CDCCCCCC81C825419A9999B9AD3958419A999999A0C725419A999979C339584100000000BFC62541CDCCCCECDA395841CDCCCCCCDFC5254166666666F6395841CDCCCCCC05C52541CDCCCC2C163A58410000000033C4254100000040383A58419A99999969C3254133333393593A5841CDCCCCCCAAC22541333333B3773A584133333333F8C1254166666646923A5841CDCCCCCC52C12541CDCCCC2CAB3A584133333333BBC0254133333373C53A58416666666631C025419A999979E33A584100000000B5BF2541000000A0053B58416666666645BF2541333333132A3B5841CDCCCCCCE0BE2541333333B34D3B58416666666636BE2541666666E6633B5841000000008CBD25419A999959763B584166666666DFBC2541CDCCCC6C883B5841000000002EBC25419A9999999E3B58410000000076BB25419A9999B9BA3B584166666666B5BA254100000040DA3B5841CDCCCCCCEAB9254100000000F83B58413333333315B925419A9999D90F3C58410000000034B82541666666C6213C5841CDCCCCCC46B72541CDCCCC8C313C5841333333334EB625419A999979433C5841000000004BB52541000000E0583C5841666666663EB42541CDCCCCCC6E3C5841CDCCCCCC29B3254166666646803C5841666666660FB22541333333338A3C584133333333F1B025419A9999B98D3C5841CDCCCCCCD1AF2541666666868F3C584133333333B3AE254133333313943C58413333333398AD25419A9999799C3C58419A99999982AC254133333393A53C5841CDCCCCCC74AB2541666666E6AA3C58413333333370AA254133333333AA3C58413333333376A92541CDCCCCACA53C58419A99999987A8254166666646A23C584100000000A5A72541CDCCCC2CA43C584133333333CEA6254166666686AB3C584133333333A0A6254133333353C93C5841CDCCCCCC9AA6254166666626E63C5841CDCCCCCCB4A62541CDCCCCEC003D584133333333DFA6254100000040193D58416666666609A72541333333932F3D5841CDCCCCCC25A72541CDCCCCEC443D58419A9999992DA72541CDCCCCAC5A3D58410000000021A7254166666606723D58416666666607A72541000000A08B3D584100000000EAA625419A999959A73D584100000000D1A6254133333353C43D584133333333BFA6254133333333E13D5841CDCCCCCCB1A62541333333B3FC3D584100000000A1A62541333333F3153E58419A99999983A625419A9999D92C3E58416666666653A6254166666606423E58419A99999910A62541CDCCCCAC563E584166666666C2A52541333333336C3E58413333333376A52541000000A0833E58419A9999993BA525419A9999599D3E58410000000020A5254100000000B93E5841CDCCCCCC29A525419A999979D53E58416666666657A52541CDCCCC6CF13E5841333333333BA625419A999919143F58410000000017A7254100000060363F584100000000D3A725419A9999F9573F58416666666670A8254133333393783F5841CDCCCCCC07A925419A9999F9973F584166666666B6A925419A9999F9B53F58410000000089AA254166666686D23F5841CDCCCCCC71AB2541CDCCCC8CED3F58413333333350AC25419A99991907405841CDCCCCCC06AD2541CDCCCC4C1F4058419A9999998DAD2541CDCCCC4C364058419A999999F6AD2541000000604C4058410000000061AE2541000000C0614058419A999999E1AE2541666666C6764058410000000024AF25419A9999598C4058419A99999958AF254166666626A1405841CDCCCCCC66AF254166666686B54058410000000041AF2541666666E6C94058419A999999EBAE25419A9999B9DE405841333333337CAE25419A999979F4405841CDCCCCCC0EAE25419A9999790B415841CDCCCCCCB6AD2541333333F3234158413333333376AD2541666666063E415841333333333EAD2541333333935941584100000000FAAC25416666666676415841666666669CAC254133333333944158416666666629AC254133333393B241584166666666B4AB254166666626D14158410000000057AB2541CDCCCC8CEF415841CDCCCCCC21AB2541CDCCCC8C0D4258413333333313AB2541000000002B425841CDCCCCCC17AB2541CDCCCCEC474258410000000015AB2541CDCCCC6C644258419A999999F6AA25419A9999B980425841CDCCCCCCB9AA2541000000209D4258419A9999996CAA2541666666E6B94258419A99999924AA254166666646D742584133333333F1A92541CDCCCC6CF542584166666666D1A9254100000060144358419A999999B3A925410000000034435841CDCCCCCC7EA925416666660654435841CDCCCCCC21A9254166666626744358419A9999999CA82541CDCCCCEC934358410000000002A82541333333F3B2435841CDCCCCCC4CA825419A999919CB4358419A999999BCA825419A999979E0435841CDCCCCCC51A9254166666686F34358419A999999F6A925419A9999D904445841666666668DAA25410000004015445841CDCCCCCC04AB25410000008025445841CDCCCCCC62AB25419A9999593644584133333333C1AB254133333373484458419A9999993CAC2541CDCCCC4C5C445841CDCCCCCCE1AC2541CDCCCC2C7244584100000000A6AD2541000000208A445841CDCCCCCC6CAE254100000020A4445841333333331CAF25419A9999D9BF44584100000000ADAF25419A9999F9DC445841666666662FB0254166666606FB44584100000000C1B025416666668619455841CDCCCCCC78B1254166666606384558416666666658B2254166666606564558419A9999994AB3254166666626734558419A99999931B42541CDCCCC0C8F45584100000000FAB4254133333373A9455841000000007CB4254100000000C3455841666666660AB42541000000C0DD45584100000000AFB32541CDCCCC4CF74558416666666672B32541000000C00D4658410000000059B3254133333393204658419A99999962B3254100000000314658413333333389B32541000000404146584166666666C2B32541000000A0534658413333333301B42541CDCCCC4C694658413333333338B42541333333B381465841666666665CB42541333333F39A4658419A99999966B42541666666A6B24658419A99999954B4254100000020C7465841CDCCCCCC28B42541CDCCCC4CD846584133333333E9B32541666666A6E7465841666666669DB3254133333393F7465841333333334CB32541CDCCCC2C0A475841CDCCCCCCFAB22541000000402047584133333333ABB22541CDCCCCEC384758419A9999995CB22541CDCCCC0C52475841666666660DB225413333335369475841CDCCCCCCBAB12541666666667D4758413333333364B12541666666868E475841666666660BB12541000000809E47584166666666B4B02541000000C0AF475841CDCCCCCC65B0254166666626C447584133333333BEAF254100000080CE4758419A99999922AF254133333313DB4758410000000091AE254133333313E5475841CDCCCCCC06AE25419A999999E94758413333333381AD2541CDCCCC0CEA4758419A999999FCAC254100000020EB475841CDCCCCCC75AC2541CDCCCC2CF147584166666666E9AB2541333333D3FC4758413333333354AB2541333333B30A48584100000000B4AA2541CDCCCC0C16485841CDCCCCCC06AA2541333333B31C485841333333334BA92541000000E020485841CDCCCCCC80A825419A9999792748584133333333A8A725419A999959344858419A999999C2A625413333335347485841CDCCCCCCD1A52541666666665C48584166666666D8A42541000000006F48584166666666D9A32541333333937D48584166666666D8A22541666666E68A48584166666666D8A12541000000E09B485841CDCCCCCCDCA02541000000A0B3485841CDCCCCCCE89F2541CDCCCC0CD1485841CDCCCCCCFE9E2541000000A0EF48584166666666209E2541000000E00A495841333333334F9D2541CDCCCCEC21495841666666668B9C25419A9999F9374958419A999999D49B2541CDCCCCCC5149584133333333299B2541333333B3714958419A999999879A2541000000C09549584100000000ED9925419A9999F9B84958416666666656992541CDCCCC4CD74958419A999999C0982541CDCCCC8CF0495841CDCCCCCCE698254166666626084A584166666666259925419A9999991F4A5841666666667199254133333333374A584133333333AD992541000000404F4A5841CDCCCCCCBA992541CDCCCC0C684A5841000000008F9925419A9999D9814A58413333333339992541CDCCCCCC9C4A584166666666D8982541CDCCCC0CB94A58413333333387982541000000A0D64A5841000000004B98254133333393F54A58416666666611982541CDCCCCCC154B5841CDCCCCCCBE972541CDCCCC2C374B5841000000004397254166666686594B584133333333A6962541333333B37C4B58419A99999906962541CDCCCC6CA04B584166666666859525419A999979C44B58419A99999933952541CDCCCCACE84B5841CDCCCCCC07952541000000C00C4C584133333333E7942541CDCCCC8C304C584100000000B8942541CDCCCCEC534C584166666666749425419A9999B9764C5841CDCCCCCC2E942541666666E6984C5841333333330594254100000060BA4C5841CDCCCCCC0C94254166666626DB4C5841CDCCCCCC429425419A999939FB4C5841666666668C942541000000A01A4D584100000000C9942541CDCCCC6C394D5841CDCCCCCCE4942541666666A6574D5841CDCCCCCCE59425419A999959754D5841CDCCCCCCE59425419A999999924D584133333333FF94254133333373AF4D58419A9999993A952541666666E6CB4D5841CDCCCCCC8795254100000000E84D584100000000C8952541666666C6034E5841CDCCCCCCE29525419A9999391F4E584100000000D7952541CDCCCC6C3A4E58419A999999BB95254166666666554E58419A999999B1952541CDCCCC2C704E584133333333CF952541333333D38A4E5841000000001296254133333373A54E5841333333336296254166666626C04E58419A999999A4962541CDCCCC0CDB4E584166666666CE962541CDCCCC4CF64E58419A999999ED962541CDCCCC0C124F58419A99999920972541CDCCCC6C2E4F58410000000017982541666666E63B4F5841CDCCCCCC31992541CDCCCCAC4A4F584100000000619A25419A9999195A4F584166666666899B2541000000A0694F584100000000959C2541666666E6784F584133333333809D254166666606674F584100000000719E25419A9999F9574F58419A999999679F2541000000E04D4F58410000000063A0254133333373464F58413333333363A12541333333B33C4F58413333333367A22541CDCCCCAC2C4F5841666666666EA325419A999999164F58419A99999977A42541000000A0FE4E5841CDCCCCCC81A5254100000080E94E5841CDCCCCCC8BA625419A9999F9D84E58419A99999994A7254166666686CA4E5841000000009BA825419A999979B94E58419A9999999DA92541CDCCCC0CA34E58419A9999999BAA2541CDCCCCCC884E5841CDCCCCCC93AB2541666666A66F4E58416666666685AC2541000000605C4E58410000000070AD2541333333F34F4E58410000000053AE25419A999939474E5841333333332EAF2541CDCCCC8C3D4E58410000000002B025419A9999B9304E5841CDCCCCCCCEB025419A9999D9224E58410000000095B12541000000C0184E58410000000056B2254166666626164E5841CDCCCCCC12B325419A9999B91A4E584100000000CDB3254133333313224E58413333333386B425419A999939274E58410000000040B5254100000040284E584133333333FCB5254166666686274E5841CDCCCCCCBCB62541000000A0294E58410000000083B7254166666646314E58419A99999950B82541000000003D4E58416666666626B92541CDCCCCEC474E58419A99999905BA2541CDCCCC6C4D4E5841CDCCCCCCEEBA25419A9999994C4E5841CDCCCCCCE1BB2541666666C6484E58419A999999DEBC2541CDCCCCCC464E584166666666E4BD254100000020494E584133333333F2BE2541000000E04D4E58419A99999906C0254166666666504E5841CDCCCCCC1FC125419A9999194D4E5841CDCCCCCC3BC2254166666666444E58416666666658C32541CDCCCCAC3A4E58416666666673C42541CDCCCCEC344E5841CDCCCCCC8AC5254100000000354E584100000000BEC62541CDCCCC0C404E5841CDCCCCCCE9C725419A9999794B4E58419A99999908C92541CDCCCC0C554E58419A99999916CA25419A9999795C4E58419A99999914CB2541333333B3634E58419A999999E0CB25419A9999B97A4E584166666666ADCC25419A999919944E58419A99999990CD254133333393AF4E58416666666692CE254133333393CC4E584133333333A9CF254100000040EA4E584133333333BED0254133333393074F5841CDCCCCCCBAD12541CDCCCC6C234F58416666666695D225419A9999B93C4F5841CDCCCCCC97D2254133333373584F5841666666668AD2254100000040734F58413333333388D22541333333738D4F5841333333339ED2254100000060A74F584166666666C5D2254100000060C14F5841CDCCCCCCE8D225419A999999DB4F58419A999999F3D22541CDCCCC2CF64F58419A999999DFD22541333333131150584133333333BAD22541666666262C505841000000009ED22541CDCCCC2C47505841CDCCCCCCA2D22541666666E66150584100000000D0D22541333333137C5058419A99999917D3254100000080955058419A9999995ED3254133333313AE5058419A9999998BD32541666666C6C55058410000000095D32541666666C6DC5058410000000085D3254133333353F35058410000000072D32541000000C009515841333333336ED325410000008020515841333333337CD325419A9999F937515841000000008BD325413333339350515841CDCCCCCC7ED325419A9999996A5158410000000042D325413333333386515841CDCCCCCCD0D22541CDCCCC6CA35158419A9999993CD2254100000020C251584166666666A1D1254133333313E25158413333333317D12541CDCCCCEC02525841CDCCCCCCA3D025410000004024525841000000003BD02541666666A64552584100000000C7CF25419A9999B9665258416666666638CF25419A999939875258413333333392CE25419A9999F9A652584100000000EACD2541333333F3C5525841666666665DCD2541CDCCCC2CE45258413333333301CD2541000000E001535841CDCCCCCCD6CC2541666666461F53584100000000CCCC2541666666A63C535841CDCCCCCCC5CC2541333333335A53584100000000B1CC254100000020785358419A9999998CCC2541CDCCCC6C965358416666666669CC254133333313B5535841666666665ECC2541000000E0D35358410000000079CC254133333393F253584133333333B3CC2541CDCCCCCC105458419A999999F5CC2541CDCCCC2C2E5458416666666623CD2541CDCCCC6C4A545841CDCCCCCC2ACD25416666664665545841CDCCCCCC0ECD25419A9999997E54584133333333E4CC2541666666669654584166666666C5CC2541333333D3AC54584100000000C3CC254166666626C254584100000000DACC2541CDCCCCCCD654584100000000F7CC2541CDCCCC2CEB5458419A99999903CD2541666666C6FF5458419A999999F5CC25419A9999F914555841CDCCCCCCD6CC2541666666262B555841CDCCCCCCC0CC2541333333734255584166666666CFCC2541000000005B555841CDCCCCCCE7CD25419A9999595F555841CDCCCCCC0FCF2541CDCCCCCC695558410000000043D02541CDCCCC8C78555841333333337BD125419A9999198855584133333333B1D225419A9999999555584166666666DFD3254133333393A0555841CDCCCCCC01D525419A999919AB5558413333333318D625419A999939B8555841CDCCCCCC24D72541CDCCCCACC9555841CDCCCCCC2CD8254100000060DE5558416666666636D92541333333B3F25558413333333347DA2541CDCCCC6C025658410000000063DB2541666666260B565841CDCCCCCC8ADC2541000000600D56584133333333BCDD2541CDCCCC2C0C56584100000000F2DE2541000000E00A565841CDCCCCCC25E025419A9999190B565841CDCCCCCC50E12541666666A60B565841CDCCCCCC6DE225413333339309565841666666667AE3254100000060025658410000000077E425419A9999D9F55558410000000068E52541333333B3E6555841CDCCCCCC52E6254133333333D9555841666666663EE72541333333B3D05558413333333330E82541333333D3CD555841CDCCCCCC2BE9254100000060CE5558419A99999931EA2541CDCCCCCCCE555841000000003FEB254100000080CC555841666666664EEC254133333393C7555841CDCCCCCC59ED254133333373C2555841666666665BEE2541CDCCCC2CC0555841000000004FEF2541CDCCCC0CC25558410000000034F025419A999999C655584100000000CCF025419A999959BC555841CDCCCCCC62F12541CDCCCC0CAD55584100000000FBF125419A999959975558410000000097F22541666666067E5558416666666638F32541333333D36555584166666666E1F32541CDCCCCCC515558416666666693F42541333333F340555841666666664FF52541CDCCCC0C2F5558410000000016F62541666666061855584133333333E7F6254100000040FB54584100000000C3F7254133333333DC54584166666666A8F82541666666E6BF5458413333333396F9254100000040A9545841CDCCCCCC8AFA2541333333F3965458416666666684FB2541CDCCCCCC845458413333333381FC2541666666066F545841333333339BFD2541666666466054584100000000C1FE254133333353525458419A999999F0FF25410000002049545841CDCCCCCC25012641CDCCCC2C47545841CDCCCCCC5A0226419A9999194C545841CDCCCCCC89032641333333F35454584166666666AD042641333333F35D5458419A999999C20526419A9999B96454584166666666C8062641666666A66954584133333333C1072641000000406F54584100000000B10826410000004078545841666666669D09264100000080855458419A9999998B0A2641000000209554584100000000800B264100000060A3545841CDCCCCCC7C0C2641000000C0AC54584133333333810D264166666626B05458419A9999998A0E264100000060AF54584133333333940F264133333313AE5458419A9999999810264166666686AF5458419A99999992112641333333B3B4545841000000007F122641CDCCCCECBB5458419A9999992D132641666666A6D1545841CDCCCCCCB6132641000000E0E7545841333333333E1426419A9999F9FE5458419A999999DE142641CDCCCC4C175558419A999999951526419A99991931555841CDCCCCCC43162641666666864C5558419A999999C4162641CDCCCCAC69555841666666660A17264166666686885558410000000029172641333333F3A85558413333333346172641666666C6CA555841333333337E172641333333B3ED555841CDCCCCCCCD1726419A999959115658419A999999161826410000006035565841CDCCCCCC361826419A99995959565841CDCCCCCC24182641000000E07C565841CDCCCCCCF7172641CDCCCC8C9F56584133333333D717264133333313C1565841CDCCCCCCDD172641CDCCCC2CE15658416666666606182641666666A6FF5658416666666631182641CDCCCC6C1C5758419A9999993D1826416666668637575841CDCCCCCC22182641CDCCCC0C515758419A999999F9172641CDCCCC2C69575841CDCCCCCCE7172641333333338057584100000000051826419A99997996575841333333334818264100000060AC575841666666668E182641CDCCCC4CC257584166666666B6182641CDCCCCACD8575841CDCCCCCCB8182641000000E0EF57584133333333AE182641000000400858584100000000BB182641CDCCCC0C2258584100000000F41826419A9999793D5858419A9999994C192641000000A05A585841CDCCCCCCA01926419A99997979585841CDCCCCCCCF1926419A9999F99958584133333333D5192641666666E6BB58584166666666801A2641CDCCCC8CD2585841333333332C1B264100000080EC58584133333333DF1B26416666668605595841CDCCCCCC9D1C2641CDCCCC2C1A59584133333333691D26419A99997929595841000000003F1E26419A99993935595841333333331A1F2641000000604059584166666666F41F2641000000004D59584133333333C7202641333333B35A595841333333338E212641CDCCCCCC665958413333333348222641666666066E5958419A999999F7222641666666A66E59584166666666A1232641CDCCCCEC69595841CDCCCCCC4C24264100000060635958413333333301252641333333135F595841CDCCCCCCC32526419A9999595F59584133333333972626419A99999963595841CDCCCCCC7A2726416666662669595841666666666A282641000000006D5958419A9999995F292641000000006E5958419A999999532A26419A9999996D59584100000000412B2641CDCCCCEC6E5958419A999999242C26419A999999745958419A999999FE2C2641CDCCCCEC7E59584133333333D32D2641000000608B59584100000000A82E26419A9999D99559584100000000842F26419A9999D99A595841666666666D302641333333739959584166666666673126419A999979935958419A99999972322641666666268C595841333333338B332641333333F385595841CDCCCCCCAB342641000000E0805958419A999999CC352641000000A07A59584133333333E736264166666626705958419A999999F6372641666666E65F5958419A999999F9382641666666064B595841CDCCCCCCF1392641333333333559584166666666E43A26413333339322595841CDCCCCCCD73B2641000000A015595841666666668C3B26416666660633595841CDCCCCCC653B2641000000205259584133333333653B26416666660673595841000000007D3B2641333333739559584166666666993B264100000000B959584100000000AD3B26419A999919DD59584100000000B93B264133333333015A5841CDCCCCCCCD3B2641666666C6245A584100000000013C264166666686475A584100000000623C264100000060695A58419A999999EF3C26419A9999798A5A58419A999999973D26419A999939AB5A5841000000003F3E264133333313CC5A584133333333CE3E26419A999999ED5A5841CDCCCCCC3B3F2641CDCCCC2C105B5841CDCCCCCC8F3F264100000020345B584133333333DC3F2641CDCCCC6C595B5841CDCCCCCC31402641000000E07F5B58419A999999944026419A9999F9A65B58419A999999F840264166666626CE5B58416666666648412641666666C6F45B58419A9999996F4126419A9999391A5C5841CDCCCCCC67412641000000203E5C5841000000003C412641CDCCCC4C605C58416666666604412641333333D3805C58419A999999DA40264166666606A05C5841CDCCCCCCCC40264166666666BE5C58419A999999D840264100000080DC5C584166666666ED402641333333D3FA5C584100000000F7402641000000C0195D5841CDCCCCCCEA40264133333373395D5841CDCCCCCCCC402641333333D3595D584166666666AF4026419A9999997A5D5841CDCCCCCCA7402641000000409B5D58419A999999C14026419A999939BB5D584133333333F840264133333313DA5D5841666666663641264166666666F75D58419A99999961412641CDCCCC0C135E584166666666FC4126419A9999D91A5E58419A9999996F42264100000020215E584133333333D3422641666666C6265E58419A99999946432641333333B32C5E58419A999999DA432641000000E0335E58410000000087442641000000203D5E5841CDCCCCCC2F452641CDCCCC0C495E584133333333B845264133333313585E58410000000017462641CDCCCC2C6A5E5841666666665C462641000000207F5E5841CDCCCCCCA7462641CDCCCC4C965E5841CDCCCCCC11472641000000E0AE5E5841000000009D472641333333D3C75E58413333333333482641CDCCCC0CE05E58419A999999B5482641CDCCCC8CF65E58419A99999911492641666666660A5F5841CDCCCCCC4D4926419A9999F91A5F58419A99999985492641CDCCCCEC275F584166666666D7492641CDCCCC4C315F5841333333334F4A264100000080375F584133333333E04A26419A9999393B5F5841333333336C4B2641666666663D5F58419A999999D94B2641CDCCCC2C3F5F584166666666244C2641666666A6415F584166666666614C2641CDCCCCEC455F584100000000B04C2641000000E04C5F584100000000264D26419A999919575F58419A999999BF4D2641CDCCCCEC645F5841CDCCCCCC634E264100000040765F584100000000654F2641CDCCCC0C6A5F58419A9999995B502641CDCCCC6C5D5F58419A99999946512641000000C04C5F58419A99999925522641333333B3385F584133333333F95226419A999979255F584100000000C2532641CDCCCC6C175F584133333333815426419A9999790F5F58419A99999938552641CDCCCC2C0A5F584100000000EA55264100000060025F5841CDCCCCCC97562641CDCCCC2CF55E5841333333334457264133333313E45E584100000000F2572641000000C0D35E58419A999999A35826419A999919C85E5841CDCCCCCC5A59264100000040C15E5841CDCCCCCC195A264133333333BB5E5841CDCCCCCCE15A26419A999939B15E584166666666B45B26419A999979A15E5841CDCCCCCC915C2641000000A08E5E5841666666667A5D2641000000C07D5E5841666666666D5E264133333373725E5841000000006A5F2641666666066C5E5841000000006F60264100000040665E58419A9999997A612641CDCCCCCC5C5E5841666666668062264166666626465E5841333333338A6326419A9999D92D5E58413333333390642641000000E0165E5841000000008B652641CDCCCCAC035E58419A99999974662641666666A6F45D58410000000049672641CDCCCC0CE85D58413333333306682641666666E6DA5D584166666666AC682641666666A6CA5D5841333333333E692641333333B3B65D5841CDCCCCCCBF692641000000A0A05D584100000000376A2641000000608B5D584133333333AA6A264133333373795D58419A9999991F6B26419A9999996B5D5841333333339D6B264100000040605D5841CDCCCCCC276C264133333373545D584166666666C26C264133333393455D5841CDCCCCCC6E6D2641333333B3325D5841000000002D6E26419A9999391D5D584133333333FB6E264100000000085D58419A999999D66F2641666666A6F55C58419A999999BB702641CDCCCC2CE75C5841CDCCCCCCED702641CDCCCC2CCF5C584133333333FE7026419A999939B85C5841CDCCCCCC0671264133333313A25C58416666666626712641666666668C5C58416666666669712641333333F3765C584100000000BE71264133333353615C584166666666FF712641666666464B5C58419A9999990F7226419A999979345C584100000000EB712641CDCCCCAC1C5C5841CDCCCCCCA9712641666666A6035C58419A9999996D71264100000040E95B5841666666664771264100000060CD5B5841000000002B7126419A9999F9AF5B5841CDCCCCCCF770264133333313915B58419A99999990702641CDCCCCCC705B5841CDCCCCCCF16F2641333333534F5B58419A999999346F2641333333D32C5B5841000000007E6E2641CDCCCC8C095B584133333333E56D2641333333D3E55A584133333333646D2641333333F3C15A5841CDCCCCCCDD6C2641333333339E5A584166666666356C2641CDCCCCEC7A5A58419A999999646B26419A999959585A584133333333836A2641000000C0365A584100000000B6692641CDCCCC4C165A5841000000001669264166666626F759584100000000A068264100000060D9595841666666663668264100000000BD59584133333333B9672641CDCCCCECA1595841666666662A6826419A9999599059584100000000A3682641000000E0815958413333333321692641666666E676595841CDCCCCCCA26926419A9999D96D5958419A999999256A2641CDCCCC2C6459584166666666A76A2641666666865759584100000000936A2641000000603D595841666666668C6A2641666666E62159584133333333966A2641666666C6055958419A999999A76A26419A9999D9E958584133333333AF6A26419A9999F9CE585841666666669B6A2641000000C0B558584166666666626A2641CDCCCC6C9E5858419A999999086A2641666666C688585841333333339E69264100000020745858419A9999993A692641000000A05F58584133333333F16826419A9999594A5858419A999999CB682641333333933358584166666666C6682641CDCCCCEC1A58584133333333D4682641666666860058584100000000E7682641000000E0E4575841CDCCCCCCF6682641CDCCCCCCC85758419A9999990769264166666626AD5758410000000027692641666666A69257584100000000666926419A9999997957584100000000D0692641333333F3615758419A999999646A2641666666264B57584166666666156B2641666666663457584133333333CC6B26419A9999B91C575841CDCCCCCC726C26410000006003575841CDCCCCCCFB6C2641000000E0E756584166666666676D264133333333CA56584133333333C16D2641333333D3AA5658419A999999196E26419A9999798A565841CDCCCCCC7C6E2641333333136A56584166666666EC6E2641CDCCCC6C4A565841333333335F6F2641000000002C565841CDCCCCCCC56F2641CDCCCCEC0E5658416666666612702641666666C6F2555841CDCCCCCC41702641000000E0D6555841666666665D702641CDCCCC4CBA5558413333333379702641666666469C55584100000000AB702641000000407C555841CDCCCCCC01712641000000205A5558419A9999997F7126419A999939365558419A99999919722641CDCCCC4C11555841CDCCCCCCBC72264100000040EC5458419A99999957732641333333F3C754584166666666E173264133333313A5545841666666665D7426419A9999D98354584166666666D774264166666606645458419A9999995C752641666666064554584166666666F3752641000000002654584133333333957626419A999919065458413333333331772641333333B3E453584133333333B177264133333393C15358410000000004782641CDCCCCEC9C5358419A999999437726419A9999398E535841333333336A7626413333333380535841333333338F752641CDCCCCEC7253584133333333C87426419A99999966535841000000001D742641333333735B5358413333333382732641666666A651535841CDCCCCCCE07226413333335349535841CDCCCCCC2272264166666666425358413333333340712641666666863C53584166666666437026413333331337535841CDCCCCCC436F26419A999939315358419A999999576E2641CDCCCCEC2953584100000000A16D2641666666661753584166666666FB6C2641CDCCCC4C02535841CDCCCCCC436C264166666686EA525841333333335F6B2641CDCCCC2CD0525841666666664E6A264133333393B3525841666666662E692641CDCCCC2C955258413333333323682641CDCCCC8C755258419A9999993D67264166666666555258419A9999996E662641000000603552584133333333946526416666662616525841CDCCCCCC92642641CDCCCC4CF8515841333333336A6326419A999939DC515841666666663762264133333333C25158419A9999991E61264133333353AA5158416666666631602641000000809451584133333333625F26416666666680515841000000008F5E26419A9999996D515841666666669B5D2641333333935B5158419A999999865C2641CDCCCCAC49515841000000006C5B2641CDCCCC4C3751584100000000705A2641333333D32351584100000000A5592641000000C00E51584100000000FE582641333333B3F7505841000000005958264133333373DE505841666666669857264100000000C350584100000000BA562641CDCCCC6CA550584100000000D85526413333331386505841666666661655264166666666655058413333333388542641666666E643505841CDCCCCCC37552641000000A02C50584166666666FD55264166666626175058419A999999D05626410000006005505841CDCCCCCCA8572641CDCCCCCCF64F5841000000007D582641666666C6E84F5841000000004659264166666626D84F58419A999999FE5926419A999919C34F584166666666A45A264100000020AA4F5841CDCCCCCC365B2641333333D38F4F584133333333B85B264133333353774F5841CDCCCCCC2C5C264166666666624F58419A999999995C264133333373504F5841CDCCCCCC035D26419A9999D93E4F584100000000715D2641333333732A4F584100000000E55D264100000080114F584100000000635E2641000000A0F44E584100000000ED5E26419A999979D64E584100000000845F26419A999939BA4E58419A9999992760264166666686A14E5841CDCCCCCCD7602641000000C08B4E58413333333394612641CDCCCC2C764E5841000000005C622641333333B35D4E5841000000002F632641CDCCCCAC404E5841CDCCCCCC0C642641000000E01F4E5841CDCCCCCCF464264100000000FE4D584166666666E565264166666626DE4D5841CDCCCCCCDC66264166666606C24D584133333333D7672641CDCCCCCCA84D5841CDCCCCCCD0682641666666C68F4D584133333333C4692641000000E0734D584100000000AC6A2641CDCCCC8C534D584100000000836B2641666666A62F4D584166666666456C2641000000000B4D5841333333339C6C26419A999999E74C584133333333CA6C26419A9999D9C44C584166666666D26C2641666666E6A24C584166666666C56C2641666666C6814C584133333333BB6C2641CDCCCC4C614C5841CDCCCCCCC66C26419A999939414C584100000000EF6C26419A999919214C58419A9999992B6D26419A999999004C5841333333336B6D264166666666DF4B584133333333166E2641000000C0C24B584133333333CC6E2641000000C0A14B5841666666668D6F2641333333537F4B58413333333358702641000000405F4B5841CDCCCCCC2A712641000000C0434B584133333333027226419A9999F92B4B58419A999999DB7226419A999999144B5841CDCCCCCCB2732641CDCCCC0CFA4A5841CDCCCCCC847426419A9999F9DA4A5841CDCCCCCC4D75264166666606B94A5841CDCCCCCC0A762641333333F3974A584100000000BA762641333333F37A4A58419A99999959772641333333B3624A584133333333E9772641333333D34C4A5841666666666978264100000080354A584166666666DB7826419A9999191A4A58419A99999941792641666666E6FA495841000000009F792641666666E6DA495841CDCCCCCCF6792641000000E0BD4958419A9999994C7A26419A9999D9A549584100000000A47A2641666666C69149584166666666007B26419A9999397E49584166666666647B2641CDCCCCAC6749584133333333D27B2641666666E64C495841000000004B7C2641CDCCCCCC2F49584133333333CF7C2641CDCCCC0C14495841CDCCCCCC5D7D2641666666C6FC48584100000000A87C2641CDCCCC4CE14858419A999999F67B264133333313C44858419A999999687B264166666646A548584133333333017B26416666662685485841CDCCCCCCA57A264100000000644858419A999999307A26419A99993942485841333333338E7926410000004020485841CDCCCCCCCA78264166666686FE47584133333333097826419A999979DD4758419A9999996777264100000080BD47584100000000E9762641666666E69E4758419A999999727626419A9999F98147584166666666DF752641333333D366475841CDCCCCCC1D752641000000804D475841CDCCCCCC3B742641333333F3354758419A9999995D73264100000000204758419A999999A2722641000000600B475841000000000E722641000000C0F746584100000000857126419A9999B9E446584100000000E57026419A9999D9D1465841666666661D702641333333B3BE465841CDCCCCCC3E6F2641333333D3AA465841666666666E6E2641000000E09546584166666666CB6D2641666666867F46584133333333586D2641CDCCCC8C6746584166666666FA6C2641333333D34D4658419A9999998E6C2641333333533246584133333333056C264166666626154658419A9999996E6B26419A999979F645584133333333EF6A26419A999999D6455841CDCCCCCCA46A2641000000E0B54558419A9999998F6A2641333333B39445584166666666926A264166666686734558419A999999886A2641CDCCCCCC52455841CDCCCCCC616A2641666666E632455841333333332D6A264100000040144558419A9999990D6A26419A999919F7445841CDCCCCCCE96A264100000040DD44584133333333DC6B26419A9999F9C44458419A999999DD6C2641000000C0AB44584133333333E56D2641333333B38F445841CDCCCCCCE76E2641CDCCCC8C7044584166666666DB6F26419A9999D94F44584133333333B77026419A99991930445841333333337671264166666686134458410000000017722641CDCCCCECFA435841000000009C72264100000040E543584166666666A7722641CDCCCC8CC843584100000000B37226419A999939AC43584133333333D4722641000000E08F435841666666660E73264133333353734358413333333352732641CDCCCC6C56435841CDCCCCCC88732641CDCCCC2C3943584100000000A3732641666666C61B4358419A999999A473264133333373FE4258419A999999A273264133333393E14258419A999999B873264133333373C5425841CDCCCCCCF773264133333353AA425841333333335D742641CDCCCC6C9042584100000000D3742641333333B3774258419A9999993C752641CDCCCC0C604258416666666686752641666666264942584100000000B0752641000000A032425841CDCCCCCCCA752641333333F31B42584166666666EC752641CDCCCCAC04425841666666662076264133333353EC4158419A9999995E76264133333393D2415841666666668E76264166666646B7415841CDCCCCCC94762641666666669A4158410000000063762641000000207C41584100000000FF752641333333B35C4158413333333381752641CDCCCC8C3C4158410000000005752641333333131C415841CDCCCCCC9A742641CDCCCCACFB405841666666663F742641666666A6DB40584100000000E073264133333333BC4058410000000068732641333333539D40584166666666D07226419A9999F97E4058416666666625722641000000E060405841CDCCCCCC82712641000000C042405841CDCCCCCC03712641CDCCCC4C2440584100000000B57026419A99993905405841CDCCCCCC9C7126419A9999190D405841CDCCCCCC8F722641CDCCCC6C10405841333333338E73264166666646124058413333333397742641333333F3164058419A999999A97526419A99995920405841CDCCCCCCC37626419A9999392C40584100000000E4772641CDCCCCAC354058419A99999907792641666666E638405841333333332C7A2641666666E635405841666666664F7B26410000008030405841666666666E7C2641CDCCCC6C2D40584133333333877D2641000000C02E4058419A999999977E26413333335332405841000000009E7F26419A9999B93340584133333333998026419A9999D92F4058419A999999888126416666668627405841333333336C8226419A9999191F4058416666666644832641666666461B4058413333333312842641666666A61D405841CDCCCCCCD6842641000000A02340584133333333948526413333337328405841666666664C8626419A9999F9284058419A99999901872641CDCCCC0C2640584100000000B6872641333333B323405841000000006C8826419A9999F92540584166666666258926419A9999792D40584100000000E48926419A9999B9364058419A999999A98A2641CDCCCC8C3C4058419A999999408A26419A9999591C40584100000000FE892641CDCCCC6CFA3F584100000000D989264100000040D73F584100000000C18926419A999999B33F58419A999999A68926419A999959903F58419A999999838926419A9999396E3F5841666666665D892641333333B34D3F58413333333343892641CDCCCCEC2E3F5841000000004489264133333393113F5841666666666789264100000000F53E584100000000A789264133333373D83E584100000000F1892641CDCCCC2CBB3E58419A9999992E8A26419A9999999C3E5841000000004E8A2641CDCCCC8C7C3E584133333333498A26419A9999395B3E584166666666298A264133333333393E584133333333008A264100000040173E58419A999999E089264133333333F63D5841CDCCCCCCD5892641333333B3D63D584100000000DE89264133333313B93D584166666666ED892641000000409D3D58419A999999F5892641666666C6823D58419A999999ED892641CDCCCCEC683D584100000000D9892641333333D34E3D58419A999999C7892641000000C0333D584100000000CF8926419A999939173D5841CDCCCCCC018A26419A999919F93C58419A999999668A2641CDCCCCACD93C584100000000F68A2641CDCCCC8CB93C5841000000009D8B264166666686993C584166666666468C26419A9999597A3C58419A999999E38C2641666666865C3C5841CDCCCCCC718D264166666646403C584133333333FA8D264100000060253C5841CDCCCCCC8A8E2641000000400B3C5841CDCCCCCC2D8F264133333313F13B584133333333E28F264166666606D63B58419A9999999A902641CDCCCC6CB93B584166666666429126419A9999D99A3B584166666666C6912641000000607A3B5841000000001E92264100000060583B5841666666664E922641CDCCCC8C353B5841CDCCCCCC69922641333333B3123B5841000000008692264133333393F03A584166666666B3922641666666A6CF3A5841CDCCCCCCF692264100000000B03A5841333333334893264133333353913A58419A999999B8922641666666A68A3A5841666666661492264166666606843A58416666666655912641000000207E3A5841CDCCCCCC8090264133333373783A58419A999999A48F2641CDCCCCCC713A58419A999999D18E264133333313693A5841CDCCCCCC138E2641CDCCCC0C5E3A5841000000006C8D2641000000C0513A584100000000D18C2641CDCCCC2C463A584133333333328C26419A9999B93D3A584133333333808B2641333333133A3A58419A999999B28A2641333333933B3A584100000000CD892641CDCCCCEC403A584166666666DC88264133333393473A584166666666F18726419A9999B94C3A58413333333319872641666666264E3A58419A999999578626419A9999F94A3A584166666666A4852641CDCCCCAC433A584133333333F0842641333333B3393A5841CDCCCCCC2A842641333333932E3A5841333333334A83264166666606233A58410000000050822641CDCCCCCC163A58416666666647812641000000A0083A58419A9999994180264133333313F7395841CDCCCCCC4C7F264166666666E13958419A9999996E7E26419A999919C839584133333333A17D26419A9999F9AC395841CDCCCCCCD57C2641666666C69239584100000000FC7B2641000000207C39584166666666087B2641CDCCCCAC6A39584133333333FA7926419A9999795E3958419A999999DB7826416666660656395841CDCCCCCCBC772641333333F34E39584166666666AD762641333333F34639584100000000B5752641CDCCCC8C3C3958419A999999CF742641000000A02F39584133333333F0732641CDCCCC0C213958419A99999905732641CDCCCC2C123958416666666603722641333333D30339584166666666E6702641333333D3F538584166666666B76F2641666666E6E6385841000000009F6F264100000000FE385841666666666B6F2641CDCCCC6C1239584100000000196F2641666666062339584133333333A86E2641000000E030395841CDCCCCCC1C6E2641333333933E395841000000007E6D26419A9999D94E395841CDCCCCCCD56C26410000002063395841CDCCCCCC2E6C2641333333B37A39584100000000936B26416666662693395841CDCCCCCC0A6B2641666666A6A9395841666666669B6A2641666666A6BC3958419A999999456A2641000000A0CC39584100000000076A2641000000E0DB3958419A999999D969264166666646ED395841CDCCCCCCB5692641CDCCCCAC023A5841CDCCCCCC92692641CDCCCCEC1B3A58413333333368692641666666E6363A5841CDCCCCCC2F692641000000C0503A584100000000E5682641CDCCCC6C673A58413333333386682641000000E07A3A58419A99999913682641CDCCCC0C8D3A5841000000005067264133333333863A5841CDCCCCCC856626419A999999833A5841CDCCCCCCB265264166666646853A584100000000D564264100000000883A584133333333EB632641CDCCCCEC873A5841CDCCCCCCF4622641000000C0833A584133333333F2612641000000007E3A58419A999999E46026419A9999797B3A584133333333CE5F2641000000E07F3A584133333333B15E2641CDCCCC6C8B3A5841CDCCCCCC905D2641000000C09A3A584100000000705C26419A999979A93A5841CDCCCCCC515B264100000080B53A584100000000395A26419A999979C03A58419A9999992759264133333353CE3A58419A9999991E5826419A999939E23A5841000000001F572641000000E0FB3A5841666666662856264133333373173B5841000000003A55264100000000303B58416666666652542641333333D3423B5841333333337053264166666606513B584166666666915226419A9999795E3B5841CDCCCCCCB4512641666666A66E3B5841CDCCCCCCD8502641CDCCCCCC813B5841CDCCCCCCFC4F2641333333B3943B584166666666204F264100000000A33B584100000000444E264166666666AA3B584133333333684D2641CDCCCC8CAC3B5841333333338E4C2641666666E6AD3B5841CDCCCCCCB64B26419A9999B9B23B584133333333E34A264166666626BC3B584100000000144A26419A999999C73B58419A9999994949264100000000D13B5841CDCCCCCC834826419A9999F9D53B584166666666C1472641666666E6D73B58419A9999997147264166666646BB3B58419A9999991E472641666666E69F3B5841CDCCCCCCA9462641333333B3853B584166666666054626419A9999996C3B58419A99999941452641CDCCCC6C543B584166666666814426419A9999F93C3B58419A999999E443264100000000263B58413333333371432641666666460F3B5841000000001143264100000080F83A584166666666A3422641CDCCCC6CE13A5841CDCCCCCC14422641666666C6C93A5841333333336E412641CDCCCC4CB13A5841CDCCCCCCCE4026419A9999D9973A58410000000055402641333333337D3A58419A9999990840264166666646613A584133333333D43F264166666606443A584100000000943F264166666666253A5841666666662E3F26419A999979053A584100000000A63E264100000060E439584100000000163E264100000040C2395841000000009E3D2641333333539F395841CDCCCCCC493D2641CDCCCCCC7B395841CDCCCCCC083D26419A9999F957395841CDCCCCCCB83C26416666662634395841333333333F3C26413333339310395841CDCCCCCC9B3B2641CDCCCC8CED38584100000000EA3A2641CDCCCC4CCB385841333333334D3A26419A999919AA3858419A999999D83926419A9999198A3858419A99999982392641CDCCCC6C6B385841333333332D392641CDCCCC2C4E38584166666666BD3826419A999959323858416666666630382641CDCCCCEC17385841666666669F372641CDCCCCCCFE375841000000002F372641666666C6E637584133333333F6362641333333B3CF37584100000000EF36264133333353B937584100000000FC36264133333353A3375841CDCCCCCCFD362641333333738D37584133333333EA362641666666667737584166666666EC352641333333D380375841CDCCCCCCF2342641000000008837584100000000013426416666666690375841333333331A332641333333139B3758416666666640322641666666C6A53758419A9999997431264166666646AC375841CDCCCCCCB53026419A999959AB375841CDCCCCCC0130264166666626A337584100000000552F264133333333973758419A999999AB2E2641CDCCCC0C8C37584100000000012E26419A9999798437584166666666512D2641CDCCCCAC7F375841000000009A2C2641000000607A37584133333333D92B2641CDCCCC6C71375841333333330F2B2641CDCCCC6C64375841333333333D2A2641CDCCCC4C5637584166666666652926419A9999794B375841333333338B282641333333F34637584100000000B12726419A999919483758419A999999D9262641666666464B3758416666666606262641666666264C3758413333333337252641333333B348375841000000006B2426419A99995942375841666666669F232641333333B33C37584100000000D1222641000000A03A3758419A999999FC2126419A9999F93B375841CDCCCCCC1E212641666666663D3758416666666635202641000000803A3758419A9999993F1F2641CDCCCCCC303758419A9999993D1E26419A9999792137584166666666311D2641CDCCCC8C1037584166666666EC1C2641000000E0ED365841
01a22b78-034b-73fa-9188-0bf2fae0061f	areas	\N	\N	\N	COM	{9A001,9A002,9A003,9A004,9A005,9A006,9A007,9A008,9A009,9A010,9A011,9A012,9A013,9A014,9A015,9A016,9A017,9A018,9A019,9A020,9A021,9A022,9A023,9A024,9A025,9A026,9A027,9A028,9A029,9A030}	f	{}	30	IGN admin_express 2020	810971409.6550012	2026-11-30 09:00:15.268651+01	01060000206A08000001000000010300000001000000E404000066666666EC1C2641000000E0ED3658419A999999B61C2641333333F3C936584100000000AA1C264133333353A536584100000000BF1C2641000000A08036584166666666D21C2641666666865C36584133333333BF1C2641666666A639365841CDCCCCCC7B1C2641CDCCCC8C18365841CDCCCCCC201C2641000000A0F935584166666666D41B264100000020DD35584166666666AC1B2641CDCCCC2CC3355841000000009C1B2641CDCCCCACAB3558419A9999997D1B2641333333539635584133333333301B2641333333B38235584133333333B11A26416666664670355841333333331E1A2641000000605E3558419A9999999D192641333333534C355841666666664019264100000080393558419A999999F4182641CDCCCC4C253558410000000094182641000000400F35584133333333021826419A9999F9F6345841666666664317264166666666DC34584166666666791626419A999979BF34584100000000AE15264100000040BB34584100000000E9142641333333D3B13458416666666629142641CDCCCC2CA7345841CDCCCCCC6D13264133333313A0345841CDCCCCCCB4122641CDCCCCEC9E345841CDCCCCCCFB11264133333333A23458410000000040112641CDCCCCECA5345841333333337F10264100000000A734584166666666B60F2641CDCCCCACA5345841CDCCCCCCE30E2641666666A6A534584166666666050E264133333373AB345841666666661A0D264100000020B9345841CDCCCCCC220C2641333333B3CC345841000000001F0B264133333393E13458419A999999100A2641333333D3F3345841CDCCCCCCF9082641666666C60235584100000000DD072641000000601135584133333333BD0626416666668623355841333333339D052641CDCCCCEC3A355841CDCCCCCC7F04264133333353553558413333333367032641666666066E3558410000000055022641666666E6803558419A9999994A012641333333538D35584133333333480026413333337396355841CDCCCCCC4DFF2541CDCCCCACA03558419A9999995AFE25419A999959AE355841666666666DFD254133333313BE355841CDCCCCCC84FC2541333333D3CB3558419A9999999FFB254100000020D435584166666666BCFA2541000000E0D635584166666666DAF925419A999999D735584100000000F9F82541CDCCCC2CDB3558410000000018F82541CDCCCC6CE43558410000000038F7254133333333F23558416666666659F625413333337300365841666666667DF525419A9999790B365841333333332BF52541CDCCCCEC1F365841CDCCCCCCDAF42541CDCCCC2C323658416666666687F425419A9999B945365841000000002DF425419A9999195D365841CDCCCCCCC7F3254166666626783658413333333354F3254133333333943658419A999999CFF225419A9999B9AD3658413333333338F2254166666686C2365841666666668DF12541CDCCCC2CD33658413333333309F12541666666A6E93658419A99999961F02541CDCCCC2C01375841CDCCCCCCA3EF2541666666061B375841CDCCCCCCDFEE2541CDCCCC6C373758419A99999922EE254100000080553758419A99999974ED25419A9999997337584100000000D7EC254166666606903758413333333345EC25419A999999A937584133333333B8EB254166666646C0375841CDCCCCCC29EB254133333313D53758413333333397EA2541333333B3E93758413333333303EA2541000000E0FF375841CDCCCCCC74E925419A99999918385841CDCCCCCCF4E82541CDCCCCCC333858413333333389E8254133333353503858419A99999933E82541333333736C38584100000000EEE72541CDCCCC8C8638584100000000ADE72541000000C09D3858410000000061E7254133333353B23858419A999999FBE6254100000080C53858410000000073E6254100000020D93858419A999999C5E525419A9999B9EE38584100000000F9E4254133333313073958416666666619E42541000000C0213958419A99999935E32541666666663D3958419A9999995AE225410000004058395841000000004CE125419A999999533958419A99999940E02541CDCCCC0C4B3958413333333339DF25419A9999D9413958410000000037DE25419A9999B93C395841666666663ADD2541000000603E395841CDCCCCCC43DC254133333333453958413333333353DB2541000000A04C395841CDCCCCCC68DA254166666646503958410000000084D925419A9999594F39584166666666A4D82541000000E04C395841CDCCCCCCC9D72541000000404D39584166666666F3D625419A999999523958419A99999920D62541333333F35A3958413333333351D5254133333393613958416666666684D425410000008062395841CDCCCCCCB9D32541333333935D39584100000000F1D2254100000080563958416666666629D225416666660652395841CDCCCCCC62D125419A999979523958419A9999999CD02541CDCCCC0C5639584133333333D6CF25416666666658395841333333330FCF254133333353563958419A99999946CE25413333337350395841CDCCCCCC7BCD2541666666064B39584100000000AECC2541CDCCCCEC4A39584166666666DCCB254133333333523958413333333306CB2541000000A05E3958419A99999937CA2541333333337C395841CDCCCCCC5FC92541000000A096395841CDCCCCCC81C825419A9999B9AD3958419A999999A0C725419A999979C339584100000000BFC62541CDCCCCECDA395841CDCCCCCCDFC5254166666666F6395841CDCCCCCC05C52541CDCCCC2C163A58410000000033C4254100000040383A58419A99999969C3254133333393593A5841CDCCCCCCAAC22541333333B3773A584133333333F8C1254166666646923A5841CDCCCCCC52C12541CDCCCC2CAB3A584133333333BBC0254133333373C53A58416666666631C025419A999979E33A584100000000B5BF2541000000A0053B58416666666645BF2541333333132A3B5841CDCCCCCCE0BE2541333333B34D3B58416666666636BE2541666666E6633B5841000000008CBD25419A999959763B584166666666DFBC2541CDCCCC6C883B5841000000002EBC25419A9999999E3B58410000000076BB25419A9999B9BA3B584166666666B5BA254100000040DA3B5841CDCCCCCCEAB9254100000000F83B58413333333315B925419A9999D90F3C58410000000034B82541666666C6213C5841CDCCCCCC46B72541CDCCCC8C313C5841333333334EB625419A999979433C5841000000004BB52541000000E0583C5841666666663EB42541CDCCCCCC6E3C5841CDCCCCCC29B3254166666646803C5841666666660FB22541333333338A3C584133333333F1B025419A9999B98D3C5841CDCCCCCCD1AF2541666666868F3C584133333333B3AE254133333313943C58413333333398AD25419A9999799C3C58419A99999982AC254133333393A53C5841CDCCCCCC74AB2541666666E6AA3C58413333333370AA254133333333AA3C58413333333376A92541CDCCCCACA53C58419A99999987A8254166666646A23C584100000000A5A72541CDCCCC2CA43C584133333333CEA6254166666686AB3C584133333333A0A6254133333353C93C5841CDCCCCCC9AA6254166666626E63C5841CDCCCCCCB4A62541CDCCCCEC003D584133333333DFA6254100000040193D58416666666609A72541333333932F3D5841CDCCCCCC25A72541CDCCCCEC443D58419A9999992DA72541CDCCCCAC5A3D58410000000021A7254166666606723D58416666666607A72541000000A08B3D584100000000EAA625419A999959A73D584100000000D1A6254133333353C43D584133333333BFA6254133333333E13D5841CDCCCCCCB1A62541333333B3FC3D584100000000A1A62541333333F3153E58419A99999983A625419A9999D92C3E58416666666653A6254166666606423E58419A99999910A62541CDCCCCAC563E584166666666C2A52541333333336C3E58413333333376A52541000000A0833E58419A9999993BA525419A9999599D3E58410000000020A5254100000000B93E5841CDCCCCCC29A525419A999979D53E58416666666657A52541CDCCCC6CF13E5841333333333BA625419A999919143F58410000000017A7254100000060363F584100000000D3A725419A9999F9573F58416666666670A8254133333393783F5841CDCCCCCC07A925419A9999F9973F584166666666B6A925419A9999F9B53F58410000000089AA254166666686D23F5841CDCCCCCC71AB2541CDCCCC8CED3F58413333333350AC25419A99991907405841CDCCCCCC06AD2541CDCCCC4C1F4058419A9999998DAD2541CDCCCC4C364058419A999999F6AD2541000000604C4058410000000061AE2541000000C0614058419A999999E1AE2541666666C6764058410000000024AF25419A9999598C4058419A99999958AF254166666626A1405841CDCCCCCC66AF254166666686B54058410000000041AF2541666666E6C94058419A999999EBAE25419A9999B9DE405841333333337CAE25419A999979F4405841CDCCCCCC0EAE25419A9999790B415841CDCCCCCCB6AD2541333333F3234158413333333376AD2541666666063E415841333333333EAD2541333333935941584100000000FAAC25416666666676415841666666669CAC254133333333944158416666666629AC254133333393B241584166666666B4AB254166666626D14158410000000057AB2541CDCCCC8CEF415841CDCCCCCC21AB2541CDCCCC8C0D4258413333333313AB2541000000002B425841CDCCCCCC17AB2541CDCCCCEC474258410000000015AB2541CDCCCC6C644258419A999999F6AA25419A9999B980425841CDCCCCCCB9AA2541000000209D4258419A9999996CAA2541666666E6B94258419A99999924AA254166666646D742584133333333F1A92541CDCCCC6CF542584166666666D1A9254100000060144358419A999999B3A925410000000034435841CDCCCCCC7EA925416666660654435841CDCCCCCC21A9254166666626744358419A9999999CA82541CDCCCCEC934358410000000002A82541333333F3B2435841CDCCCCCC4CA825419A999919CB4358419A999999BCA825419A999979E0435841CDCCCCCC51A9254166666686F34358419A999999F6A925419A9999D904445841666666668DAA25410000004015445841CDCCCCCC04AB25410000008025445841CDCCCCCC62AB25419A9999593644584133333333C1AB254133333373484458419A9999993CAC2541CDCCCC4C5C445841CDCCCCCCE1AC2541CDCCCC2C7244584100000000A6AD2541000000208A445841CDCCCCCC6CAE254100000020A4445841333333331CAF25419A9999D9BF44584100000000ADAF25419A9999F9DC445841666666662FB0254166666606FB44584100000000C1B025416666668619455841CDCCCCCC78B1254166666606384558416666666658B2254166666606564558419A9999994AB3254166666626734558419A99999931B42541CDCCCC0C8F45584100000000FAB4254133333373A9455841000000007CB4254100000000C3455841666666660AB42541000000C0DD45584100000000AFB32541CDCCCC4CF74558416666666672B32541000000C00D4658410000000059B3254133333393204658419A99999962B3254100000000314658413333333389B32541000000404146584166666666C2B32541000000A0534658413333333301B42541CDCCCC4C694658413333333338B42541333333B381465841666666665CB42541333333F39A4658419A99999966B42541666666A6B24658419A99999954B4254100000020C7465841CDCCCCCC28B42541CDCCCC4CD846584133333333E9B32541666666A6E7465841666666669DB3254133333393F7465841333333334CB32541CDCCCC2C0A475841CDCCCCCCFAB22541000000402047584133333333ABB22541CDCCCCEC384758419A9999995CB22541CDCCCC0C52475841666666660DB225413333335369475841CDCCCCCCBAB12541666666667D4758413333333364B12541666666868E475841666666660BB12541000000809E47584166666666B4B02541000000C0AF475841CDCCCCCC65B0254166666626C447584133333333BEAF254100000080CE4758419A99999922AF254133333313DB4758410000000091AE254133333313E5475841CDCCCCCC06AE25419A999999E94758413333333381AD2541CDCCCC0CEA4758419A999999FCAC254100000020EB475841CDCCCCCC75AC2541CDCCCC2CF147584166666666E9AB2541333333D3FC4758413333333354AB2541333333B30A48584100000000B4AA2541CDCCCC0C16485841CDCCCCCC06AA2541333333B31C485841333333334BA92541000000E020485841CDCCCCCC80A825419A9999792748584133333333A8A725419A999959344858419A999999C2A625413333335347485841CDCCCCCCD1A52541666666665C48584166666666D8A42541000000006F48584166666666D9A32541333333937D48584166666666D8A22541666666E68A48584166666666D8A12541000000E09B485841CDCCCCCCDCA02541000000A0B3485841CDCCCCCCE89F2541CDCCCC0CD1485841CDCCCCCCFE9E2541000000A0EF48584166666666209E2541000000E00A495841333333334F9D2541CDCCCCEC21495841666666668B9C25419A9999F9374958419A999999D49B2541CDCCCCCC5149584133333333299B2541333333B3714958419A999999879A2541000000C09549584100000000ED9925419A9999F9B84958416666666656992541CDCCCC4CD74958419A999999C0982541CDCCCC8CF0495841CDCCCCCCE698254166666626084A584166666666259925419A9999991F4A5841666666667199254133333333374A584133333333AD992541000000404F4A5841CDCCCCCCBA992541CDCCCC0C684A5841000000008F9925419A9999D9814A58413333333339992541CDCCCCCC9C4A584166666666D8982541CDCCCC0CB94A58413333333387982541000000A0D64A5841000000004B98254133333393F54A58416666666611982541CDCCCCCC154B5841CDCCCCCCBE972541CDCCCC2C374B5841000000004397254166666686594B584133333333A6962541333333B37C4B58419A99999906962541CDCCCC6CA04B584166666666859525419A999979C44B58419A99999933952541CDCCCCACE84B5841CDCCCCCC07952541000000C00C4C584133333333E7942541CDCCCC8C304C584100000000B8942541CDCCCCEC534C584166666666749425419A9999B9764C5841CDCCCCCC2E942541666666E6984C5841333333330594254100000060BA4C5841CDCCCCCC0C94254166666626DB4C5841CDCCCCCC429425419A999939FB4C5841666666668C942541000000A01A4D584100000000C9942541CDCCCC6C394D5841CDCCCCCCE4942541666666A6574D5841CDCCCCCCE59425419A999959754D5841CDCCCCCCE59425419A999999924D584133333333FF94254133333373AF4D58419A9999993A952541666666E6CB4D5841CDCCCCCC8795254100000000E84D584100000000C8952541666666C6034E5841CDCCCCCCE29525419A9999391F4E584100000000D7952541CDCCCC6C3A4E58419A999999BB95254166666666554E58419A999999B1952541CDCCCC2C704E584133333333CF952541333333D38A4E5841000000001296254133333373A54E5841333333336296254166666626C04E58419A999999A4962541CDCCCC0CDB4E584166666666CE962541CDCCCC4CF64E58419A999999ED962541CDCCCC0C124F58419A99999920972541CDCCCC6C2E4F58410000000017982541666666E63B4F5841CDCCCCCC31992541CDCCCCAC4A4F584100000000619A25419A9999195A4F584166666666899B2541000000A0694F584100000000959C2541666666E6784F584133333333809D254166666606674F584100000000719E25419A9999F9574F58419A999999679F2541000000E04D4F58410000000063A0254133333373464F58413333333363A12541333333B33C4F58413333333367A22541CDCCCCAC2C4F5841666666666EA325419A999999164F58419A99999977A42541000000A0FE4E5841CDCCCCCC81A5254100000080E94E5841CDCCCCCC8BA625419A9999F9D84E58419A99999994A7254166666686CA4E5841000000009BA825419A999979B94E58419A9999999DA92541CDCCCC0CA34E58419A9999999BAA2541CDCCCCCC884E5841CDCCCCCC93AB2541666666A66F4E58416666666685AC2541000000605C4E58410000000070AD2541333333F34F4E58410000000053AE25419A999939474E5841333333332EAF2541CDCCCC8C3D4E58410000000002B025419A9999B9304E5841CDCCCCCCCEB025419A9999D9224E58410000000095B12541000000C0184E58410000000056B2254166666626164E5841CDCCCCCC12B325419A9999B91A4E584100000000CDB3254133333313224E58413333333386B425419A999939274E58410000000040B5254100000040284E584133333333FCB5254166666686274E5841CDCCCCCCBCB62541000000A0294E58410000000083B7254166666646314E58419A99999950B82541000000003D4E58416666666626B92541CDCCCCEC474E58419A99999905BA2541CDCCCC6C4D4E5841CDCCCCCCEEBA25419A9999994C4E5841CDCCCCCCE1BB2541666666C6484E58419A999999DEBC2541CDCCCCCC464E584166666666E4BD254100000020494E584133333333F2BE2541000000E04D4E58419A99999906C0254166666666504E5841CDCCCCCC1FC125419A9999194D4E5841CDCCCCCC3BC2254166666666444E58416666666658C32541CDCCCCAC3A4E58416666666673C42541CDCCCCEC344E5841CDCCCCCC8AC5254100000000354E584100000000BEC62541CDCCCC0C404E5841CDCCCCCCE9C725419A9999794B4E58419A99999908C92541CDCCCC0C554E58419A99999916CA25419A9999795C4E58419A99999914CB2541333333B3634E58419A999999E0CB25419A9999B97A4E584166666666ADCC25419A999919944E58419A99999990CD254133333393AF4E58416666666692CE254133333393CC4E584133333333A9CF254100000040EA4E584133333333BED0254133333393074F5841CDCCCCCCBAD12541CDCCCC6C234F58416666666695D225419A9999B93C4F5841CDCCCCCC97D2254133333373584F5841666666668AD2254100000040734F58413333333388D22541333333738D4F5841333333339ED2254100000060A74F584166666666C5D2254100000060C14F5841CDCCCCCCE8D225419A999999DB4F58419A999999F3D22541CDCCCC2CF64F58419A999999DFD22541333333131150584133333333BAD22541666666262C505841000000009ED22541CDCCCC2C47505841CDCCCCCCA2D22541666666E66150584100000000D0D22541333333137C5058419A99999917D3254100000080955058419A9999995ED3254133333313AE5058419A9999998BD32541666666C6C55058410000000095D32541666666C6DC5058410000000085D3254133333353F35058410000000072D32541000000C009515841333333336ED325410000008020515841333333337CD325419A9999F937515841000000008BD325413333339350515841CDCCCCCC7ED325419A9999996A5158410000000042D325413333333386515841CDCCCCCCD0D22541CDCCCC6CA35158419A9999993CD2254100000020C251584166666666A1D1254133333313E25158413333333317D12541CDCCCCEC02525841CDCCCCCCA3D025410000004024525841000000003BD02541666666A64552584100000000C7CF25419A9999B9665258416666666638CF25419A999939875258413333333392CE25419A9999F9A652584100000000EACD2541333333F3C5525841666666665DCD2541CDCCCC2CE45258413333333301CD2541000000E001535841CDCCCCCCD6CC2541666666461F53584100000000CCCC2541666666A63C535841CDCCCCCCC5CC2541333333335A53584100000000B1CC254100000020785358419A9999998CCC2541CDCCCC6C965358416666666669CC254133333313B5535841666666665ECC2541000000E0D35358410000000079CC254133333393F253584133333333B3CC2541CDCCCCCC105458419A999999F5CC2541CDCCCC2C2E5458416666666623CD2541CDCCCC6C4A545841CDCCCCCC2ACD25416666664665545841CDCCCCCC0ECD25419A9999997E54584133333333E4CC2541666666669654584166666666C5CC2541333333D3AC54584100000000C3CC254166666626C254584100000000DACC2541CDCCCCCCD654584100000000F7CC2541CDCCCC2CEB5458419A99999903CD2541666666C6FF5458419A999999F5CC25419A9999F914555841CDCCCCCCD6CC2541666666262B555841CDCCCCCCC0CC2541333333734255584166666666CFCC2541000000005B555841CDCCCCCCE7CD25419A9999595F555841CDCCCCCC0FCF2541CDCCCCCC695558410000000043D02541CDCCCC8C78555841333333337BD125419A9999198855584133333333B1D225419A9999999555584166666666DFD3254133333393A0555841CDCCCCCC01D525419A999919AB5558413333333318D625419A999939B8555841CDCCCCCC24D72541CDCCCCACC9555841CDCCCCCC2CD8254100000060DE5558416666666636D92541333333B3F25558413333333347DA2541CDCCCC6C025658410000000063DB2541666666260B565841CDCCCCCC8ADC2541000000600D56584133333333BCDD2541CDCCCC2C0C56584100000000F2DE2541000000E00A565841CDCCCCCC25E025419A9999190B565841CDCCCCCC50E12541666666A60B565841CDCCCCCC6DE225413333339309565841666666667AE3254100000060025658410000000077E425419A9999D9F55558410000000068E52541333333B3E6555841CDCCCCCC52E6254133333333D9555841666666663EE72541333333B3D05558413333333330E82541333333D3CD555841CDCCCCCC2BE9254100000060CE5558419A99999931EA2541CDCCCCCCCE555841000000003FEB254100000080CC555841666666664EEC254133333393C7555841CDCCCCCC59ED254133333373C2555841666666665BEE2541CDCCCC2CC0555841000000004FEF2541CDCCCC0CC25558410000000034F025419A999999C655584100000000CCF025419A999959BC555841CDCCCCCC62F12541CDCCCC0CAD55584100000000FBF125419A999959975558410000000097F22541666666067E5558416666666638F32541333333D36555584166666666E1F32541CDCCCCCC515558416666666693F42541333333F340555841666666664FF52541CDCCCC0C2F5558410000000016F62541666666061855584133333333E7F6254100000040FB54584100000000C3F7254133333333DC54584166666666A8F82541666666E6BF5458413333333396F9254100000040A9545841CDCCCCCC8AFA2541333333F3965458416666666684FB2541CDCCCCCC845458413333333381FC2541666666066F545841333333339BFD2541666666466054584100000000C1FE254133333353525458419A999999F0FF25410000002049545841CDCCCCCC25012641CDCCCC2C47545841CDCCCCCC5A0226419A9999194C545841CDCCCCCC89032641333333F35454584166666666AD042641333333F35D5458419A999999C20526419A9999B96454584166666666C8062641666666A66954584133333333C1072641000000406F54584100000000B10826410000004078545841666666669D09264100000080855458419A9999998B0A2641000000209554584100000000800B264100000060A3545841CDCCCCCC7C0C2641000000C0AC54584133333333810D264166666626B05458419A9999998A0E264100000060AF54584133333333940F264133333313AE5458419A9999999810264166666686AF5458419A99999992112641333333B3B4545841000000007F122641CDCCCCECBB5458419A9999992D132641666666A6D1545841CDCCCCCCB6132641000000E0E7545841333333333E1426419A9999F9FE5458419A999999DE142641CDCCCC4C175558419A999999951526419A99991931555841CDCCCCCC43162641666666864C5558419A999999C4162641CDCCCCAC69555841666666660A17264166666686885558410000000029172641333333F3A85558413333333346172641666666C6CA555841333333337E172641333333B3ED555841CDCCCCCCCD1726419A999959115658419A999999161826410000006035565841CDCCCCCC361826419A99995959565841CDCCCCCC24182641000000E07C565841CDCCCCCCF7172641CDCCCC8C9F56584133333333D717264133333313C1565841CDCCCCCCDD172641CDCCCC2CE15658416666666606182641666666A6FF5658416666666631182641CDCCCC6C1C5758419A9999993D1826416666668637575841CDCCCCCC22182641CDCCCC0C515758419A999999F9172641CDCCCC2C69575841CDCCCCCCE7172641333333338057584100000000051826419A99997996575841333333334818264100000060AC575841666666668E182641CDCCCC4CC257584166666666B6182641CDCCCCACD8575841CDCCCCCCB8182641000000E0EF57584133333333AE182641000000400858584100000000BB182641CDCCCC0C2258584100000000F41826419A9999793D5858419A9999994C192641000000A05A585841CDCCCCCCA01926419A99997979585841CDCCCCCCCF1926419A9999F99958584133333333D5192641666666E6BB58584166666666801A2641CDCCCC8CD2585841333333332C1B264100000080EC58584133333333DF1B26416666668605595841CDCCCCCC9D1C2641CDCCCC2C1A59584133333333691D26419A99997929595841000000003F1E26419A99993935595841333333331A1F2641000000604059584166666666F41F2641000000004D59584133333333C7202641333333B35A595841333333338E212641CDCCCCCC665958413333333348222641666666066E5958419A999999F7222641666666A66E59584166666666A1232641CDCCCCEC69595841CDCCCCCC4C24264100000060635958413333333301252641333333135F595841CDCCCCCCC32526419A9999595F59584133333333972626419A99999963595841CDCCCCCC7A2726416666662669595841666666666A282641000000006D5958419A9999995F292641000000006E5958419A999999532A26419A9999996D59584100000000412B2641CDCCCCEC6E5958419A999999242C26419A999999745958419A999999FE2C2641CDCCCCEC7E59584133333333D32D2641000000608B59584100000000A82E26419A9999D99559584100000000842F26419A9999D99A595841666666666D302641333333739959584166666666673126419A999979935958419A99999972322641666666268C595841333333338B332641333333F385595841CDCCCCCCAB342641000000E0805958419A999999CC352641000000A07A59584133333333E736264166666626705958419A999999F6372641666666E65F5958419A999999F9382641666666064B595841CDCCCCCCF1392641333333333559584166666666E43A26413333339322595841CDCCCCCCD73B2641000000A015595841666666668C3B26416666660633595841CDCCCCCC653B2641000000205259584133333333653B26416666660673595841000000007D3B2641333333739559584166666666993B264100000000B959584100000000AD3B26419A999919DD59584100000000B93B264133333333015A5841CDCCCCCCCD3B2641666666C6245A584100000000013C264166666686475A584100000000623C264100000060695A58419A999999EF3C26419A9999798A5A58419A999999973D26419A999939AB5A5841000000003F3E264133333313CC5A584133333333CE3E26419A999999ED5A5841CDCCCCCC3B3F2641CDCCCC2C105B5841CDCCCCCC8F3F264100000020345B584133333333DC3F2641CDCCCC6C595B5841CDCCCCCC31402641000000E07F5B58419A999999944026419A9999F9A65B58419A999999F840264166666626CE5B58416666666648412641666666C6F45B58419A9999996F4126419A9999391A5C5841CDCCCCCC67412641000000203E5C5841000000003C412641CDCCCC4C605C58416666666604412641333333D3805C58419A999999DA40264166666606A05C5841CDCCCCCCCC40264166666666BE5C58419A999999D840264100000080DC5C584166666666ED402641333333D3FA5C584100000000F7402641000000C0195D5841CDCCCCCCEA40264133333373395D5841CDCCCCCCCC402641333333D3595D584166666666AF4026419A9999997A5D5841CDCCCCCCA7402641000000409B5D58419A999999C14026419A999939BB5D584133333333F840264133333313DA5D5841666666663641264166666666F75D58419A99999961412641CDCCCC0C135E584166666666FC4126419A9999D91A5E58419A9999996F42264100000020215E584133333333D3422641666666C6265E58419A99999946432641333333B32C5E58419A999999DA432641000000E0335E58410000000087442641000000203D5E5841CDCCCCCC2F452641CDCCCC0C495E584133333333B845264133333313585E58410000000017462641CDCCCC2C6A5E5841666666665C462641000000207F5E5841CDCCCCCCA7462641CDCCCC4C965E5841CDCCCCCC11472641000000E0AE5E5841000000009D472641333333D3C75E58413333333333482641CDCCCC0CE05E58419A999999B5482641CDCCCC8CF65E58419A99999911492641666666660A5F5841CDCCCCCC4D4926419A9999F91A5F58419A99999985492641CDCCCCEC275F584166666666D7492641CDCCCC4C315F5841333333334F4A264100000080375F584133333333E04A26419A9999393B5F5841333333336C4B2641666666663D5F58419A999999D94B2641CDCCCC2C3F5F584166666666244C2641666666A6415F584166666666614C2641CDCCCCEC455F584100000000B04C2641000000E04C5F584100000000264D26419A999919575F58419A999999BF4D2641CDCCCCEC645F5841CDCCCCCC634E264100000040765F584100000000654F2641CDCCCC0C6A5F58419A9999995B502641CDCCCC6C5D5F58419A99999946512641000000C04C5F58419A99999925522641333333B3385F584133333333F95226419A999979255F584100000000C2532641CDCCCC6C175F584133333333815426419A9999790F5F58419A99999938552641CDCCCC2C0A5F584100000000EA55264100000060025F5841CDCCCCCC97562641CDCCCC2CF55E5841333333334457264133333313E45E584100000000F2572641000000C0D35E58419A999999A35826419A999919C85E5841CDCCCCCC5A59264100000040C15E5841CDCCCCCC195A264133333333BB5E5841CDCCCCCCE15A26419A999939B15E584166666666B45B26419A999979A15E5841CDCCCCCC915C2641000000A08E5E5841666666667A5D2641000000C07D5E5841666666666D5E264133333373725E5841000000006A5F2641666666066C5E5841000000006F60264100000040665E58419A9999997A612641CDCCCCCC5C5E5841666666668062264166666626465E5841333333338A6326419A9999D92D5E58413333333390642641000000E0165E5841000000008B652641CDCCCCAC035E58419A99999974662641666666A6F45D58410000000049672641CDCCCC0CE85D58413333333306682641666666E6DA5D584166666666AC682641666666A6CA5D5841333333333E692641333333B3B65D5841CDCCCCCCBF692641000000A0A05D584100000000376A2641000000608B5D584133333333AA6A264133333373795D58419A9999991F6B26419A9999996B5D5841333333339D6B264100000040605D5841CDCCCCCC276C264133333373545D584166666666C26C264133333393455D5841CDCCCCCC6E6D2641333333B3325D5841000000002D6E26419A9999391D5D584133333333FB6E264100000000085D58419A999999D66F2641666666A6F55C58419A999999BB702641CDCCCC2CE75C5841CDCCCCCCED702641CDCCCC2CCF5C584133333333FE7026419A999939B85C5841CDCCCCCC0671264133333313A25C58416666666626712641666666668C5C58416666666669712641333333F3765C584100000000BE71264133333353615C584166666666FF712641666666464B5C58419A9999990F7226419A999979345C584100000000EB712641CDCCCCAC1C5C5841CDCCCCCCA9712641666666A6035C58419A9999996D71264100000040E95B5841666666664771264100000060CD5B5841000000002B7126419A9999F9AF5B5841CDCCCCCCF770264133333313915B58419A99999990702641CDCCCCCC705B5841CDCCCCCCF16F2641333333534F5B58419A999999346F2641333333D32C5B5841000000007E6E2641CDCCCC8C095B584133333333E56D2641333333D3E55A584133333333646D2641333333F3C15A5841CDCCCCCCDD6C2641333333339E5A584166666666356C2641CDCCCCEC7A5A58419A999999646B26419A999959585A584133333333836A2641000000C0365A584100000000B6692641CDCCCC4C165A5841000000001669264166666626F759584100000000A068264100000060D9595841666666663668264100000000BD59584133333333B9672641CDCCCCECA1595841666666662A6826419A9999599059584100000000A3682641000000E0815958413333333321692641666666E676595841CDCCCCCCA26926419A9999D96D5958419A999999256A2641CDCCCC2C6459584166666666A76A2641666666865759584100000000936A2641000000603D595841666666668C6A2641666666E62159584133333333966A2641666666C6055958419A999999A76A26419A9999D9E958584133333333AF6A26419A9999F9CE585841666666669B6A2641000000C0B558584166666666626A2641CDCCCC6C9E5858419A999999086A2641666666C688585841333333339E69264100000020745858419A9999993A692641000000A05F58584133333333F16826419A9999594A5858419A999999CB682641333333933358584166666666C6682641CDCCCCEC1A58584133333333D4682641666666860058584100000000E7682641000000E0E4575841CDCCCCCCF6682641CDCCCCCCC85758419A9999990769264166666626AD5758410000000027692641666666A69257584100000000666926419A9999997957584100000000D0692641333333F3615758419A999999646A2641666666264B57584166666666156B2641666666663457584133333333CC6B26419A9999B91C575841CDCCCCCC726C26410000006003575841CDCCCCCCFB6C2641000000E0E756584166666666676D264133333333CA56584133333333C16D2641333333D3AA5658419A999999196E26419A9999798A565841CDCCCCCC7C6E2641333333136A56584166666666EC6E2641CDCCCC6C4A565841333333335F6F2641000000002C565841CDCCCCCCC56F2641CDCCCCEC0E5658416666666612702641666666C6F2555841CDCCCCCC41702641000000E0D6555841666666665D702641CDCCCC4CBA5558413333333379702641666666469C55584100000000AB702641000000407C555841CDCCCCCC01712641000000205A5558419A9999997F7126419A999939365558419A99999919722641CDCCCC4C11555841CDCCCCCCBC72264100000040EC5458419A99999957732641333333F3C754584166666666E173264133333313A5545841666666665D7426419A9999D98354584166666666D774264166666606645458419A9999995C752641666666064554584166666666F3752641000000002654584133333333957626419A999919065458413333333331772641333333B3E453584133333333B177264133333393C15358410000000004782641CDCCCCEC9C5358419A999999437726419A9999398E535841333333336A7626413333333380535841333333338F752641CDCCCCEC7253584133333333C87426419A99999966535841000000001D742641333333735B5358413333333382732641666666A651535841CDCCCCCCE07226413333335349535841CDCCCCCC2272264166666666425358413333333340712641666666863C53584166666666437026413333331337535841CDCCCCCC436F26419A999939315358419A999999576E2641CDCCCCEC2953584100000000A16D2641666666661753584166666666FB6C2641CDCCCC4C02535841CDCCCCCC436C264166666686EA525841333333335F6B2641CDCCCC2CD0525841666666664E6A264133333393B3525841666666662E692641CDCCCC2C955258413333333323682641CDCCCC8C755258419A9999993D67264166666666555258419A9999996E662641000000603552584133333333946526416666662616525841CDCCCCCC92642641CDCCCC4CF8515841333333336A6326419A999939DC515841666666663762264133333333C25158419A9999991E61264133333353AA5158416666666631602641000000809451584133333333625F26416666666680515841000000008F5E26419A9999996D515841666666669B5D2641333333935B5158419A999999865C2641CDCCCCAC49515841000000006C5B2641CDCCCC4C3751584100000000705A2641333333D32351584100000000A5592641000000C00E51584100000000FE582641333333B3F7505841000000005958264133333373DE505841666666669857264100000000C350584100000000BA562641CDCCCC6CA550584100000000D85526413333331386505841666666661655264166666666655058413333333388542641666666E643505841CDCCCCCC37552641000000A02C50584166666666FD55264166666626175058419A999999D05626410000006005505841CDCCCCCCA8572641CDCCCCCCF64F5841000000007D582641666666C6E84F5841000000004659264166666626D84F58419A999999FE5926419A999919C34F584166666666A45A264100000020AA4F5841CDCCCCCC365B2641333333D38F4F584133333333B85B264133333353774F5841CDCCCCCC2C5C264166666666624F58419A999999995C264133333373504F5841CDCCCCCC035D26419A9999D93E4F584100000000715D2641333333732A4F584100000000E55D264100000080114F584100000000635E2641000000A0F44E584100000000ED5E26419A999979D64E584100000000845F26419A999939BA4E58419A9999992760264166666686A14E5841CDCCCCCCD7602641000000C08B4E58413333333394612641CDCCCC2C764E5841000000005C622641333333B35D4E5841000000002F632641CDCCCCAC404E5841CDCCCCCC0C642641000000E01F4E5841CDCCCCCCF464264100000000FE4D584166666666E565264166666626DE4D5841CDCCCCCCDC66264166666606C24D584133333333D7672641CDCCCCCCA84D5841CDCCCCCCD0682641666666C68F4D584133333333C4692641000000E0734D584100000000AC6A2641CDCCCC8C534D584100000000836B2641666666A62F4D584166666666456C2641000000000B4D5841333333339C6C26419A999999E74C584133333333CA6C26419A9999D9C44C584166666666D26C2641666666E6A24C584166666666C56C2641666666C6814C584133333333BB6C2641CDCCCC4C614C5841CDCCCCCCC66C26419A999939414C584100000000EF6C26419A999919214C58419A9999992B6D26419A999999004C5841333333336B6D264166666666DF4B584133333333166E2641000000C0C24B584133333333CC6E2641000000C0A14B5841666666668D6F2641333333537F4B58413333333358702641000000405F4B5841CDCCCCCC2A712641000000C0434B584133333333027226419A9999F92B4B58419A999999DB7226419A999999144B5841CDCCCCCCB2732641CDCCCC0CFA4A5841CDCCCCCC847426419A9999F9DA4A5841CDCCCCCC4D75264166666606B94A5841CDCCCCCC0A762641333333F3974A584100000000BA762641333333F37A4A58419A99999959772641333333B3624A584133333333E9772641333333D34C4A5841666666666978264100000080354A584166666666DB7826419A9999191A4A58419A99999941792641666666E6FA495841000000009F792641666666E6DA495841CDCCCCCCF6792641000000E0BD4958419A9999994C7A26419A9999D9A549584100000000A47A2641666666C69149584166666666007B26419A9999397E49584166666666647B2641CDCCCCAC6749584133333333D27B2641666666E64C495841000000004B7C2641CDCCCCCC2F49584133333333CF7C2641CDCCCC0C14495841CDCCCCCC5D7D2641666666C6FC48584100000000A87C2641CDCCCC4CE14858419A999999F67B264133333313C44858419A999999687B264166666646A548584133333333017B26416666662685485841CDCCCCCCA57A264100000000644858419A999999307A26419A99993942485841333333338E7926410000004020485841CDCCCCCCCA78264166666686FE47584133333333097826419A999979DD4758419A9999996777264100000080BD47584100000000E9762641666666E69E4758419A999999727626419A9999F98147584166666666DF752641333333D366475841CDCCCCCC1D752641000000804D475841CDCCCCCC3B742641333333F3354758419A9999995D73264100000000204758419A999999A2722641000000600B475841000000000E722641000000C0F746584100000000857126419A9999B9E446584100000000E57026419A9999D9D1465841666666661D702641333333B3BE465841CDCCCCCC3E6F2641333333D3AA465841666666666E6E2641000000E09546584166666666CB6D2641666666867F46584133333333586D2641CDCCCC8C6746584166666666FA6C2641333333D34D4658419A9999998E6C2641333333533246584133333333056C264166666626154658419A9999996E6B26419A999979F645584133333333EF6A26419A999999D6455841CDCCCCCCA46A2641000000E0B54558419A9999998F6A2641333333B39445584166666666926A264166666686734558419A999999886A2641CDCCCCCC52455841CDCCCCCC616A2641666666E632455841333333332D6A264100000040144558419A9999990D6A26419A999919F7445841CDCCCCCCE96A264100000040DD44584133333333DC6B26419A9999F9C44458419A999999DD6C2641000000C0AB44584133333333E56D2641333333B38F445841CDCCCCCCE76E2641CDCCCC8C7044584166666666DB6F26419A9999D94F44584133333333B77026419A99991930445841333333337671264166666686134458410000000017722641CDCCCCECFA435841000000009C72264100000040E543584166666666A7722641CDCCCC8CC843584100000000B37226419A999939AC43584133333333D4722641000000E08F435841666666660E73264133333353734358413333333352732641CDCCCC6C56435841CDCCCCCC88732641CDCCCC2C3943584100000000A3732641666666C61B4358419A999999A473264133333373FE4258419A999999A273264133333393E14258419A999999B873264133333373C5425841CDCCCCCCF773264133333353AA425841333333335D742641CDCCCC6C9042584100000000D3742641333333B3774258419A9999993C752641CDCCCC0C604258416666666686752641666666264942584100000000B0752641000000A032425841CDCCCCCCCA752641333333F31B42584166666666EC752641CDCCCCAC04425841666666662076264133333353EC4158419A9999995E76264133333393D2415841666666668E76264166666646B7415841CDCCCCCC94762641666666669A4158410000000063762641000000207C41584100000000FF752641333333B35C4158413333333381752641CDCCCC8C3C4158410000000005752641333333131C415841CDCCCCCC9A742641CDCCCCACFB405841666666663F742641666666A6DB40584100000000E073264133333333BC4058410000000068732641333333539D40584166666666D07226419A9999F97E4058416666666625722641000000E060405841CDCCCCCC82712641000000C042405841CDCCCCCC03712641CDCCCC4C2440584100000000B57026419A99993905405841CDCCCCCC9C7126419A9999190D405841CDCCCCCC8F722641CDCCCC6C10405841333333338E73264166666646124058413333333397742641333333F3164058419A999999A97526419A99995920405841CDCCCCCCC37626419A9999392C40584100000000E4772641CDCCCCAC354058419A99999907792641666666E638405841333333332C7A2641666666E635405841666666664F7B26410000008030405841666666666E7C2641CDCCCC6C2D40584133333333877D2641000000C02E4058419A999999977E26413333335332405841000000009E7F26419A9999B93340584133333333998026419A9999D92F4058419A999999888126416666668627405841333333336C8226419A9999191F4058416666666644832641666666461B4058413333333312842641666666A61D405841CDCCCCCCD6842641000000A02340584133333333948526413333337328405841666666664C8626419A9999F9284058419A99999901872641CDCCCC0C2640584100000000B6872641333333B323405841000000006C8826419A9999F92540584166666666258926419A9999792D40584100000000E48926419A9999B9364058419A999999A98A2641CDCCCC8C3C4058419A999999408A26419A9999591C40584100000000FE892641CDCCCC6CFA3F584100000000D989264100000040D73F584100000000C18926419A999999B33F58419A999999A68926419A999959903F58419A999999838926419A9999396E3F5841666666665D892641333333B34D3F58413333333343892641CDCCCCEC2E3F5841000000004489264133333393113F5841666666666789264100000000F53E584100000000A789264133333373D83E584100000000F1892641CDCCCC2CBB3E58419A9999992E8A26419A9999999C3E5841000000004E8A2641CDCCCC8C7C3E584133333333498A26419A9999395B3E584166666666298A264133333333393E584133333333008A264100000040173E58419A999999E089264133333333F63D5841CDCCCCCCD5892641333333B3D63D584100000000DE89264133333313B93D584166666666ED892641000000409D3D58419A999999F5892641666666C6823D58419A999999ED892641CDCCCCEC683D584100000000D9892641333333D34E3D58419A999999C7892641000000C0333D584100000000CF8926419A999939173D5841CDCCCCCC018A26419A999919F93C58419A999999668A2641CDCCCCACD93C584100000000F68A2641CDCCCC8CB93C5841000000009D8B264166666686993C584166666666468C26419A9999597A3C58419A999999E38C2641666666865C3C5841CDCCCCCC718D264166666646403C584133333333FA8D264100000060253C5841CDCCCCCC8A8E2641000000400B3C5841CDCCCCCC2D8F264133333313F13B584133333333E28F264166666606D63B58419A9999999A902641CDCCCC6CB93B584166666666429126419A9999D99A3B584166666666C6912641000000607A3B5841000000001E92264100000060583B5841666666664E922641CDCCCC8C353B5841CDCCCCCC69922641333333B3123B5841000000008692264133333393F03A584166666666B3922641666666A6CF3A5841CDCCCCCCF692264100000000B03A5841333333334893264133333353913A58419A999999B8922641666666A68A3A5841666666661492264166666606843A58416666666655912641000000207E3A5841CDCCCCCC8090264133333373783A58419A999999A48F2641CDCCCCCC713A58419A999999D18E264133333313693A5841CDCCCCCC138E2641CDCCCC0C5E3A5841000000006C8D2641000000C0513A584100000000D18C2641CDCCCC2C463A584133333333328C26419A9999B93D3A584133333333808B2641333333133A3A58419A999999B28A2641333333933B3A584100000000CD892641CDCCCCEC403A584166666666DC88264133333393473A584166666666F18726419A9999B94C3A58413333333319872641666666264E3A58419A999999578626419A9999F94A3A584166666666A4852641CDCCCCAC433A584133333333F0842641333333B3393A5841CDCCCCCC2A842641333333932E3A5841333333334A83264166666606233A58410000000050822641CDCCCCCC163A58416666666647812641000000A0083A58419A9999994180264133333313F7395841CDCCCCCC4C7F264166666666E13958419A9999996E7E26419A999919C839584133333333A17D26419A9999F9AC395841CDCCCCCCD57C2641666666C69239584100000000FC7B2641000000207C39584166666666087B2641CDCCCCAC6A39584133333333FA7926419A9999795E3958419A999999DB7826416666660656395841CDCCCCCCBC772641333333F34E39584166666666AD762641333333F34639584100000000B5752641CDCCCC8C3C3958419A999999CF742641000000A02F39584133333333F0732641CDCCCC0C213958419A99999905732641CDCCCC2C123958416666666603722641333333D30339584166666666E6702641333333D3F538584166666666B76F2641666666E6E6385841000000009F6F264100000000FE385841666666666B6F2641CDCCCC6C1239584100000000196F2641666666062339584133333333A86E2641000000E030395841CDCCCCCC1C6E2641333333933E395841000000007E6D26419A9999D94E395841CDCCCCCCD56C26410000002063395841CDCCCCCC2E6C2641333333B37A39584100000000936B26416666662693395841CDCCCCCC0A6B2641666666A6A9395841666666669B6A2641666666A6BC3958419A999999456A2641000000A0CC39584100000000076A2641000000E0DB3958419A999999D969264166666646ED395841CDCCCCCCB5692641CDCCCCAC023A5841CDCCCCCC92692641CDCCCCEC1B3A58413333333368692641666666E6363A5841CDCCCCCC2F692641000000C0503A584100000000E5682641CDCCCC6C673A58413333333386682641000000E07A3A58419A99999913682641CDCCCC0C8D3A5841000000005067264133333333863A5841CDCCCCCC856626419A999999833A5841CDCCCCCCB265264166666646853A584100000000D564264100000000883A584133333333EB632641CDCCCCEC873A5841CDCCCCCCF4622641000000C0833A584133333333F2612641000000007E3A58419A999999E46026419A9999797B3A584133333333CE5F2641000000E07F3A584133333333B15E2641CDCCCC6C8B3A5841CDCCCCCC905D2641000000C09A3A584100000000705C26419A999979A93A5841CDCCCCCC515B264100000080B53A584100000000395A26419A999979C03A58419A9999992759264133333353CE3A58419A9999991E5826419A999939E23A5841000000001F572641000000E0FB3A5841666666662856264133333373173B5841000000003A55264100000000303B58416666666652542641333333D3423B5841333333337053264166666606513B584166666666915226419A9999795E3B5841CDCCCCCCB4512641666666A66E3B5841CDCCCCCCD8502641CDCCCCCC813B5841CDCCCCCCFC4F2641333333B3943B584166666666204F264100000000A33B584100000000444E264166666666AA3B584133333333684D2641CDCCCC8CAC3B5841333333338E4C2641666666E6AD3B5841CDCCCCCCB64B26419A9999B9B23B584133333333E34A264166666626BC3B584100000000144A26419A999999C73B58419A9999994949264100000000D13B5841CDCCCCCC834826419A9999F9D53B584166666666C1472641666666E6D73B58419A9999997147264166666646BB3B58419A9999991E472641666666E69F3B5841CDCCCCCCA9462641333333B3853B584166666666054626419A9999996C3B58419A99999941452641CDCCCC6C543B584166666666814426419A9999F93C3B58419A999999E443264100000000263B58413333333371432641666666460F3B5841000000001143264100000080F83A584166666666A3422641CDCCCC6CE13A5841CDCCCCCC14422641666666C6C93A5841333333336E412641CDCCCC4CB13A5841CDCCCCCCCE4026419A9999D9973A58410000000055402641333333337D3A58419A9999990840264166666646613A584133333333D43F264166666606443A584100000000943F264166666666253A5841666666662E3F26419A999979053A584100000000A63E264100000060E439584100000000163E264100000040C2395841000000009E3D2641333333539F395841CDCCCCCC493D2641CDCCCCCC7B395841CDCCCCCC083D26419A9999F957395841CDCCCCCCB83C26416666662634395841333333333F3C26413333339310395841CDCCCCCC9B3B2641CDCCCC8CED38584100000000EA3A2641CDCCCC4CCB385841333333334D3A26419A999919AA3858419A999999D83926419A9999198A3858419A99999982392641CDCCCC6C6B385841333333332D392641CDCCCC2C4E38584166666666BD3826419A999959323858416666666630382641CDCCCCEC17385841666666669F372641CDCCCCCCFE375841000000002F372641666666C6E637584133333333F6362641333333B3CF37584100000000EF36264133333353B937584100000000FC36264133333353A3375841CDCCCCCCFD362641333333738D37584133333333EA362641666666667737584166666666EC352641333333D380375841CDCCCCCCF2342641000000008837584100000000013426416666666690375841333333331A332641333333139B3758416666666640322641666666C6A53758419A9999997431264166666646AC375841CDCCCCCCB53026419A999959AB375841CDCCCCCC0130264166666626A337584100000000552F264133333333973758419A999999AB2E2641CDCCCC0C8C37584100000000012E26419A9999798437584166666666512D2641CDCCCCAC7F375841000000009A2C2641000000607A37584133333333D92B2641CDCCCC6C71375841333333330F2B2641CDCCCC6C64375841333333333D2A2641CDCCCC4C5637584166666666652926419A9999794B375841333333338B282641333333F34637584100000000B12726419A999919483758419A999999D9262641666666464B3758416666666606262641666666264C3758413333333337252641333333B348375841000000006B2426419A99995942375841666666669F232641333333B33C37584100000000D1222641000000A03A3758419A999999FC2126419A9999F93B375841CDCCCCCC1E212641666666663D3758416666666635202641000000803A3758419A9999993F1F2641CDCCCCCC303758419A9999993D1E26419A9999792137584166666666311D2641CDCCCC8C1037584166666666EC1C2641000000E0ED365841
01a22b78-0897-72f0-a50f-34786cba8546	areas	\N	\N	\N	COM	{9A001,9A002,9A003,9A004,9A005,9A006,9A007,9A008,9A009,9A010,9A011,9A012,9A013,9A014,9A015,9A016,9A017,9A018,9A019,9A020,9A021,9A022,9A023,9A024,9A025,9A026,9A027,9A028,9A029,9A030}	f	{}	30	IGN admin_express 2020	810971409.6550012	2026-11-30 09:00:16.601463+01	01060000206A08000001000000010300000001000000E404000066666666EC1C2641000000E0ED3658419A999999B61C2641333333F3C936584100000000AA1C264133333353A536584100000000BF1C2641000000A08036584166666666D21C2641666666865C36584133333333BF1C2641666666A639365841CDCCCCCC7B1C2641CDCCCC8C18365841CDCCCCCC201C2641000000A0F935584166666666D41B264100000020DD35584166666666AC1B2641CDCCCC2CC3355841000000009C1B2641CDCCCCACAB3558419A9999997D1B2641333333539635584133333333301B2641333333B38235584133333333B11A26416666664670355841333333331E1A2641000000605E3558419A9999999D192641333333534C355841666666664019264100000080393558419A999999F4182641CDCCCC4C253558410000000094182641000000400F35584133333333021826419A9999F9F6345841666666664317264166666666DC34584166666666791626419A999979BF34584100000000AE15264100000040BB34584100000000E9142641333333D3B13458416666666629142641CDCCCC2CA7345841CDCCCCCC6D13264133333313A0345841CDCCCCCCB4122641CDCCCCEC9E345841CDCCCCCCFB11264133333333A23458410000000040112641CDCCCCECA5345841333333337F10264100000000A734584166666666B60F2641CDCCCCACA5345841CDCCCCCCE30E2641666666A6A534584166666666050E264133333373AB345841666666661A0D264100000020B9345841CDCCCCCC220C2641333333B3CC345841000000001F0B264133333393E13458419A999999100A2641333333D3F3345841CDCCCCCCF9082641666666C60235584100000000DD072641000000601135584133333333BD0626416666668623355841333333339D052641CDCCCCEC3A355841CDCCCCCC7F04264133333353553558413333333367032641666666066E3558410000000055022641666666E6803558419A9999994A012641333333538D35584133333333480026413333337396355841CDCCCCCC4DFF2541CDCCCCACA03558419A9999995AFE25419A999959AE355841666666666DFD254133333313BE355841CDCCCCCC84FC2541333333D3CB3558419A9999999FFB254100000020D435584166666666BCFA2541000000E0D635584166666666DAF925419A999999D735584100000000F9F82541CDCCCC2CDB3558410000000018F82541CDCCCC6CE43558410000000038F7254133333333F23558416666666659F625413333337300365841666666667DF525419A9999790B365841333333332BF52541CDCCCCEC1F365841CDCCCCCCDAF42541CDCCCC2C323658416666666687F425419A9999B945365841000000002DF425419A9999195D365841CDCCCCCCC7F3254166666626783658413333333354F3254133333333943658419A999999CFF225419A9999B9AD3658413333333338F2254166666686C2365841666666668DF12541CDCCCC2CD33658413333333309F12541666666A6E93658419A99999961F02541CDCCCC2C01375841CDCCCCCCA3EF2541666666061B375841CDCCCCCCDFEE2541CDCCCC6C373758419A99999922EE254100000080553758419A99999974ED25419A9999997337584100000000D7EC254166666606903758413333333345EC25419A999999A937584133333333B8EB254166666646C0375841CDCCCCCC29EB254133333313D53758413333333397EA2541333333B3E93758413333333303EA2541000000E0FF375841CDCCCCCC74E925419A99999918385841CDCCCCCCF4E82541CDCCCCCC333858413333333389E8254133333353503858419A99999933E82541333333736C38584100000000EEE72541CDCCCC8C8638584100000000ADE72541000000C09D3858410000000061E7254133333353B23858419A999999FBE6254100000080C53858410000000073E6254100000020D93858419A999999C5E525419A9999B9EE38584100000000F9E4254133333313073958416666666619E42541000000C0213958419A99999935E32541666666663D3958419A9999995AE225410000004058395841000000004CE125419A999999533958419A99999940E02541CDCCCC0C4B3958413333333339DF25419A9999D9413958410000000037DE25419A9999B93C395841666666663ADD2541000000603E395841CDCCCCCC43DC254133333333453958413333333353DB2541000000A04C395841CDCCCCCC68DA254166666646503958410000000084D925419A9999594F39584166666666A4D82541000000E04C395841CDCCCCCCC9D72541000000404D39584166666666F3D625419A999999523958419A99999920D62541333333F35A3958413333333351D5254133333393613958416666666684D425410000008062395841CDCCCCCCB9D32541333333935D39584100000000F1D2254100000080563958416666666629D225416666660652395841CDCCCCCC62D125419A999979523958419A9999999CD02541CDCCCC0C5639584133333333D6CF25416666666658395841333333330FCF254133333353563958419A99999946CE25413333337350395841CDCCCCCC7BCD2541666666064B39584100000000AECC2541CDCCCCEC4A39584166666666DCCB254133333333523958413333333306CB2541000000A05E3958419A99999937CA2541333333337C395841CDCCCCCC5FC92541000000A096395841CDCCCCCC81C825419A9999B9AD3958419A999999A0C725419A999979C339584100000000BFC62541CDCCCCECDA395841CDCCCCCCDFC5254166666666F6395841CDCCCCCC05C52541CDCCCC2C163A58410000000033C4254100000040383A58419A99999969C3254133333393593A5841CDCCCCCCAAC22541333333B3773A584133333333F8C1254166666646923A5841CDCCCCCC52C12541CDCCCC2CAB3A584133333333BBC0254133333373C53A58416666666631C025419A999979E33A584100000000B5BF2541000000A0053B58416666666645BF2541333333132A3B5841CDCCCCCCE0BE2541333333B34D3B58416666666636BE2541666666E6633B5841000000008CBD25419A999959763B584166666666DFBC2541CDCCCC6C883B5841000000002EBC25419A9999999E3B58410000000076BB25419A9999B9BA3B584166666666B5BA254100000040DA3B5841CDCCCCCCEAB9254100000000F83B58413333333315B925419A9999D90F3C58410000000034B82541666666C6213C5841CDCCCCCC46B72541CDCCCC8C313C5841333333334EB625419A999979433C5841000000004BB52541000000E0583C5841666666663EB42541CDCCCCCC6E3C5841CDCCCCCC29B3254166666646803C5841666666660FB22541333333338A3C584133333333F1B025419A9999B98D3C5841CDCCCCCCD1AF2541666666868F3C584133333333B3AE254133333313943C58413333333398AD25419A9999799C3C58419A99999982AC254133333393A53C5841CDCCCCCC74AB2541666666E6AA3C58413333333370AA254133333333AA3C58413333333376A92541CDCCCCACA53C58419A99999987A8254166666646A23C584100000000A5A72541CDCCCC2CA43C584133333333CEA6254166666686AB3C584133333333A0A6254133333353C93C5841CDCCCCCC9AA6254166666626E63C5841CDCCCCCCB4A62541CDCCCCEC003D584133333333DFA6254100000040193D58416666666609A72541333333932F3D5841CDCCCCCC25A72541CDCCCCEC443D58419A9999992DA72541CDCCCCAC5A3D58410000000021A7254166666606723D58416666666607A72541000000A08B3D584100000000EAA625419A999959A73D584100000000D1A6254133333353C43D584133333333BFA6254133333333E13D5841CDCCCCCCB1A62541333333B3FC3D584100000000A1A62541333333F3153E58419A99999983A625419A9999D92C3E58416666666653A6254166666606423E58419A99999910A62541CDCCCCAC563E584166666666C2A52541333333336C3E58413333333376A52541000000A0833E58419A9999993BA525419A9999599D3E58410000000020A5254100000000B93E5841CDCCCCCC29A525419A999979D53E58416666666657A52541CDCCCC6CF13E5841333333333BA625419A999919143F58410000000017A7254100000060363F584100000000D3A725419A9999F9573F58416666666670A8254133333393783F5841CDCCCCCC07A925419A9999F9973F584166666666B6A925419A9999F9B53F58410000000089AA254166666686D23F5841CDCCCCCC71AB2541CDCCCC8CED3F58413333333350AC25419A99991907405841CDCCCCCC06AD2541CDCCCC4C1F4058419A9999998DAD2541CDCCCC4C364058419A999999F6AD2541000000604C4058410000000061AE2541000000C0614058419A999999E1AE2541666666C6764058410000000024AF25419A9999598C4058419A99999958AF254166666626A1405841CDCCCCCC66AF254166666686B54058410000000041AF2541666666E6C94058419A999999EBAE25419A9999B9DE405841333333337CAE25419A999979F4405841CDCCCCCC0EAE25419A9999790B415841CDCCCCCCB6AD2541333333F3234158413333333376AD2541666666063E415841333333333EAD2541333333935941584100000000FAAC25416666666676415841666666669CAC254133333333944158416666666629AC254133333393B241584166666666B4AB254166666626D14158410000000057AB2541CDCCCC8CEF415841CDCCCCCC21AB2541CDCCCC8C0D4258413333333313AB2541000000002B425841CDCCCCCC17AB2541CDCCCCEC474258410000000015AB2541CDCCCC6C644258419A999999F6AA25419A9999B980425841CDCCCCCCB9AA2541000000209D4258419A9999996CAA2541666666E6B94258419A99999924AA254166666646D742584133333333F1A92541CDCCCC6CF542584166666666D1A9254100000060144358419A999999B3A925410000000034435841CDCCCCCC7EA925416666660654435841CDCCCCCC21A9254166666626744358419A9999999CA82541CDCCCCEC934358410000000002A82541333333F3B2435841CDCCCCCC4CA825419A999919CB4358419A999999BCA825419A999979E0435841CDCCCCCC51A9254166666686F34358419A999999F6A925419A9999D904445841666666668DAA25410000004015445841CDCCCCCC04AB25410000008025445841CDCCCCCC62AB25419A9999593644584133333333C1AB254133333373484458419A9999993CAC2541CDCCCC4C5C445841CDCCCCCCE1AC2541CDCCCC2C7244584100000000A6AD2541000000208A445841CDCCCCCC6CAE254100000020A4445841333333331CAF25419A9999D9BF44584100000000ADAF25419A9999F9DC445841666666662FB0254166666606FB44584100000000C1B025416666668619455841CDCCCCCC78B1254166666606384558416666666658B2254166666606564558419A9999994AB3254166666626734558419A99999931B42541CDCCCC0C8F45584100000000FAB4254133333373A9455841000000007CB4254100000000C3455841666666660AB42541000000C0DD45584100000000AFB32541CDCCCC4CF74558416666666672B32541000000C00D4658410000000059B3254133333393204658419A99999962B3254100000000314658413333333389B32541000000404146584166666666C2B32541000000A0534658413333333301B42541CDCCCC4C694658413333333338B42541333333B381465841666666665CB42541333333F39A4658419A99999966B42541666666A6B24658419A99999954B4254100000020C7465841CDCCCCCC28B42541CDCCCC4CD846584133333333E9B32541666666A6E7465841666666669DB3254133333393F7465841333333334CB32541CDCCCC2C0A475841CDCCCCCCFAB22541000000402047584133333333ABB22541CDCCCCEC384758419A9999995CB22541CDCCCC0C52475841666666660DB225413333335369475841CDCCCCCCBAB12541666666667D4758413333333364B12541666666868E475841666666660BB12541000000809E47584166666666B4B02541000000C0AF475841CDCCCCCC65B0254166666626C447584133333333BEAF254100000080CE4758419A99999922AF254133333313DB4758410000000091AE254133333313E5475841CDCCCCCC06AE25419A999999E94758413333333381AD2541CDCCCC0CEA4758419A999999FCAC254100000020EB475841CDCCCCCC75AC2541CDCCCC2CF147584166666666E9AB2541333333D3FC4758413333333354AB2541333333B30A48584100000000B4AA2541CDCCCC0C16485841CDCCCCCC06AA2541333333B31C485841333333334BA92541000000E020485841CDCCCCCC80A825419A9999792748584133333333A8A725419A999959344858419A999999C2A625413333335347485841CDCCCCCCD1A52541666666665C48584166666666D8A42541000000006F48584166666666D9A32541333333937D48584166666666D8A22541666666E68A48584166666666D8A12541000000E09B485841CDCCCCCCDCA02541000000A0B3485841CDCCCCCCE89F2541CDCCCC0CD1485841CDCCCCCCFE9E2541000000A0EF48584166666666209E2541000000E00A495841333333334F9D2541CDCCCCEC21495841666666668B9C25419A9999F9374958419A999999D49B2541CDCCCCCC5149584133333333299B2541333333B3714958419A999999879A2541000000C09549584100000000ED9925419A9999F9B84958416666666656992541CDCCCC4CD74958419A999999C0982541CDCCCC8CF0495841CDCCCCCCE698254166666626084A584166666666259925419A9999991F4A5841666666667199254133333333374A584133333333AD992541000000404F4A5841CDCCCCCCBA992541CDCCCC0C684A5841000000008F9925419A9999D9814A58413333333339992541CDCCCCCC9C4A584166666666D8982541CDCCCC0CB94A58413333333387982541000000A0D64A5841000000004B98254133333393F54A58416666666611982541CDCCCCCC154B5841CDCCCCCCBE972541CDCCCC2C374B5841000000004397254166666686594B584133333333A6962541333333B37C4B58419A99999906962541CDCCCC6CA04B584166666666859525419A999979C44B58419A99999933952541CDCCCCACE84B5841CDCCCCCC07952541000000C00C4C584133333333E7942541CDCCCC8C304C584100000000B8942541CDCCCCEC534C584166666666749425419A9999B9764C5841CDCCCCCC2E942541666666E6984C5841333333330594254100000060BA4C5841CDCCCCCC0C94254166666626DB4C5841CDCCCCCC429425419A999939FB4C5841666666668C942541000000A01A4D584100000000C9942541CDCCCC6C394D5841CDCCCCCCE4942541666666A6574D5841CDCCCCCCE59425419A999959754D5841CDCCCCCCE59425419A999999924D584133333333FF94254133333373AF4D58419A9999993A952541666666E6CB4D5841CDCCCCCC8795254100000000E84D584100000000C8952541666666C6034E5841CDCCCCCCE29525419A9999391F4E584100000000D7952541CDCCCC6C3A4E58419A999999BB95254166666666554E58419A999999B1952541CDCCCC2C704E584133333333CF952541333333D38A4E5841000000001296254133333373A54E5841333333336296254166666626C04E58419A999999A4962541CDCCCC0CDB4E584166666666CE962541CDCCCC4CF64E58419A999999ED962541CDCCCC0C124F58419A99999920972541CDCCCC6C2E4F58410000000017982541666666E63B4F5841CDCCCCCC31992541CDCCCCAC4A4F584100000000619A25419A9999195A4F584166666666899B2541000000A0694F584100000000959C2541666666E6784F584133333333809D254166666606674F584100000000719E25419A9999F9574F58419A999999679F2541000000E04D4F58410000000063A0254133333373464F58413333333363A12541333333B33C4F58413333333367A22541CDCCCCAC2C4F5841666666666EA325419A999999164F58419A99999977A42541000000A0FE4E5841CDCCCCCC81A5254100000080E94E5841CDCCCCCC8BA625419A9999F9D84E58419A99999994A7254166666686CA4E5841000000009BA825419A999979B94E58419A9999999DA92541CDCCCC0CA34E58419A9999999BAA2541CDCCCCCC884E5841CDCCCCCC93AB2541666666A66F4E58416666666685AC2541000000605C4E58410000000070AD2541333333F34F4E58410000000053AE25419A999939474E5841333333332EAF2541CDCCCC8C3D4E58410000000002B025419A9999B9304E5841CDCCCCCCCEB025419A9999D9224E58410000000095B12541000000C0184E58410000000056B2254166666626164E5841CDCCCCCC12B325419A9999B91A4E584100000000CDB3254133333313224E58413333333386B425419A999939274E58410000000040B5254100000040284E584133333333FCB5254166666686274E5841CDCCCCCCBCB62541000000A0294E58410000000083B7254166666646314E58419A99999950B82541000000003D4E58416666666626B92541CDCCCCEC474E58419A99999905BA2541CDCCCC6C4D4E5841CDCCCCCCEEBA25419A9999994C4E5841CDCCCCCCE1BB2541666666C6484E58419A999999DEBC2541CDCCCCCC464E584166666666E4BD254100000020494E584133333333F2BE2541000000E04D4E58419A99999906C0254166666666504E5841CDCCCCCC1FC125419A9999194D4E5841CDCCCCCC3BC2254166666666444E58416666666658C32541CDCCCCAC3A4E58416666666673C42541CDCCCCEC344E5841CDCCCCCC8AC5254100000000354E584100000000BEC62541CDCCCC0C404E5841CDCCCCCCE9C725419A9999794B4E58419A99999908C92541CDCCCC0C554E58419A99999916CA25419A9999795C4E58419A99999914CB2541333333B3634E58419A999999E0CB25419A9999B97A4E584166666666ADCC25419A999919944E58419A99999990CD254133333393AF4E58416666666692CE254133333393CC4E584133333333A9CF254100000040EA4E584133333333BED0254133333393074F5841CDCCCCCCBAD12541CDCCCC6C234F58416666666695D225419A9999B93C4F5841CDCCCCCC97D2254133333373584F5841666666668AD2254100000040734F58413333333388D22541333333738D4F5841333333339ED2254100000060A74F584166666666C5D2254100000060C14F5841CDCCCCCCE8D225419A999999DB4F58419A999999F3D22541CDCCCC2CF64F58419A999999DFD22541333333131150584133333333BAD22541666666262C505841000000009ED22541CDCCCC2C47505841CDCCCCCCA2D22541666666E66150584100000000D0D22541333333137C5058419A99999917D3254100000080955058419A9999995ED3254133333313AE5058419A9999998BD32541666666C6C55058410000000095D32541666666C6DC5058410000000085D3254133333353F35058410000000072D32541000000C009515841333333336ED325410000008020515841333333337CD325419A9999F937515841000000008BD325413333339350515841CDCCCCCC7ED325419A9999996A5158410000000042D325413333333386515841CDCCCCCCD0D22541CDCCCC6CA35158419A9999993CD2254100000020C251584166666666A1D1254133333313E25158413333333317D12541CDCCCCEC02525841CDCCCCCCA3D025410000004024525841000000003BD02541666666A64552584100000000C7CF25419A9999B9665258416666666638CF25419A999939875258413333333392CE25419A9999F9A652584100000000EACD2541333333F3C5525841666666665DCD2541CDCCCC2CE45258413333333301CD2541000000E001535841CDCCCCCCD6CC2541666666461F53584100000000CCCC2541666666A63C535841CDCCCCCCC5CC2541333333335A53584100000000B1CC254100000020785358419A9999998CCC2541CDCCCC6C965358416666666669CC254133333313B5535841666666665ECC2541000000E0D35358410000000079CC254133333393F253584133333333B3CC2541CDCCCCCC105458419A999999F5CC2541CDCCCC2C2E5458416666666623CD2541CDCCCC6C4A545841CDCCCCCC2ACD25416666664665545841CDCCCCCC0ECD25419A9999997E54584133333333E4CC2541666666669654584166666666C5CC2541333333D3AC54584100000000C3CC254166666626C254584100000000DACC2541CDCCCCCCD654584100000000F7CC2541CDCCCC2CEB5458419A99999903CD2541666666C6FF5458419A999999F5CC25419A9999F914555841CDCCCCCCD6CC2541666666262B555841CDCCCCCCC0CC2541333333734255584166666666CFCC2541000000005B555841CDCCCCCCE7CD25419A9999595F555841CDCCCCCC0FCF2541CDCCCCCC695558410000000043D02541CDCCCC8C78555841333333337BD125419A9999198855584133333333B1D225419A9999999555584166666666DFD3254133333393A0555841CDCCCCCC01D525419A999919AB5558413333333318D625419A999939B8555841CDCCCCCC24D72541CDCCCCACC9555841CDCCCCCC2CD8254100000060DE5558416666666636D92541333333B3F25558413333333347DA2541CDCCCC6C025658410000000063DB2541666666260B565841CDCCCCCC8ADC2541000000600D56584133333333BCDD2541CDCCCC2C0C56584100000000F2DE2541000000E00A565841CDCCCCCC25E025419A9999190B565841CDCCCCCC50E12541666666A60B565841CDCCCCCC6DE225413333339309565841666666667AE3254100000060025658410000000077E425419A9999D9F55558410000000068E52541333333B3E6555841CDCCCCCC52E6254133333333D9555841666666663EE72541333333B3D05558413333333330E82541333333D3CD555841CDCCCCCC2BE9254100000060CE5558419A99999931EA2541CDCCCCCCCE555841000000003FEB254100000080CC555841666666664EEC254133333393C7555841CDCCCCCC59ED254133333373C2555841666666665BEE2541CDCCCC2CC0555841000000004FEF2541CDCCCC0CC25558410000000034F025419A999999C655584100000000CCF025419A999959BC555841CDCCCCCC62F12541CDCCCC0CAD55584100000000FBF125419A999959975558410000000097F22541666666067E5558416666666638F32541333333D36555584166666666E1F32541CDCCCCCC515558416666666693F42541333333F340555841666666664FF52541CDCCCC0C2F5558410000000016F62541666666061855584133333333E7F6254100000040FB54584100000000C3F7254133333333DC54584166666666A8F82541666666E6BF5458413333333396F9254100000040A9545841CDCCCCCC8AFA2541333333F3965458416666666684FB2541CDCCCCCC845458413333333381FC2541666666066F545841333333339BFD2541666666466054584100000000C1FE254133333353525458419A999999F0FF25410000002049545841CDCCCCCC25012641CDCCCC2C47545841CDCCCCCC5A0226419A9999194C545841CDCCCCCC89032641333333F35454584166666666AD042641333333F35D5458419A999999C20526419A9999B96454584166666666C8062641666666A66954584133333333C1072641000000406F54584100000000B10826410000004078545841666666669D09264100000080855458419A9999998B0A2641000000209554584100000000800B264100000060A3545841CDCCCCCC7C0C2641000000C0AC54584133333333810D264166666626B05458419A9999998A0E264100000060AF54584133333333940F264133333313AE5458419A9999999810264166666686AF5458419A99999992112641333333B3B4545841000000007F122641CDCCCCECBB5458419A9999992D132641666666A6D1545841CDCCCCCCB6132641000000E0E7545841333333333E1426419A9999F9FE5458419A999999DE142641CDCCCC4C175558419A999999951526419A99991931555841CDCCCCCC43162641666666864C5558419A999999C4162641CDCCCCAC69555841666666660A17264166666686885558410000000029172641333333F3A85558413333333346172641666666C6CA555841333333337E172641333333B3ED555841CDCCCCCCCD1726419A999959115658419A999999161826410000006035565841CDCCCCCC361826419A99995959565841CDCCCCCC24182641000000E07C565841CDCCCCCCF7172641CDCCCC8C9F56584133333333D717264133333313C1565841CDCCCCCCDD172641CDCCCC2CE15658416666666606182641666666A6FF5658416666666631182641CDCCCC6C1C5758419A9999993D1826416666668637575841CDCCCCCC22182641CDCCCC0C515758419A999999F9172641CDCCCC2C69575841CDCCCCCCE7172641333333338057584100000000051826419A99997996575841333333334818264100000060AC575841666666668E182641CDCCCC4CC257584166666666B6182641CDCCCCACD8575841CDCCCCCCB8182641000000E0EF57584133333333AE182641000000400858584100000000BB182641CDCCCC0C2258584100000000F41826419A9999793D5858419A9999994C192641000000A05A585841CDCCCCCCA01926419A99997979585841CDCCCCCCCF1926419A9999F99958584133333333D5192641666666E6BB58584166666666801A2641CDCCCC8CD2585841333333332C1B264100000080EC58584133333333DF1B26416666668605595841CDCCCCCC9D1C2641CDCCCC2C1A59584133333333691D26419A99997929595841000000003F1E26419A99993935595841333333331A1F2641000000604059584166666666F41F2641000000004D59584133333333C7202641333333B35A595841333333338E212641CDCCCCCC665958413333333348222641666666066E5958419A999999F7222641666666A66E59584166666666A1232641CDCCCCEC69595841CDCCCCCC4C24264100000060635958413333333301252641333333135F595841CDCCCCCCC32526419A9999595F59584133333333972626419A99999963595841CDCCCCCC7A2726416666662669595841666666666A282641000000006D5958419A9999995F292641000000006E5958419A999999532A26419A9999996D59584100000000412B2641CDCCCCEC6E5958419A999999242C26419A999999745958419A999999FE2C2641CDCCCCEC7E59584133333333D32D2641000000608B59584100000000A82E26419A9999D99559584100000000842F26419A9999D99A595841666666666D302641333333739959584166666666673126419A999979935958419A99999972322641666666268C595841333333338B332641333333F385595841CDCCCCCCAB342641000000E0805958419A999999CC352641000000A07A59584133333333E736264166666626705958419A999999F6372641666666E65F5958419A999999F9382641666666064B595841CDCCCCCCF1392641333333333559584166666666E43A26413333339322595841CDCCCCCCD73B2641000000A015595841666666668C3B26416666660633595841CDCCCCCC653B2641000000205259584133333333653B26416666660673595841000000007D3B2641333333739559584166666666993B264100000000B959584100000000AD3B26419A999919DD59584100000000B93B264133333333015A5841CDCCCCCCCD3B2641666666C6245A584100000000013C264166666686475A584100000000623C264100000060695A58419A999999EF3C26419A9999798A5A58419A999999973D26419A999939AB5A5841000000003F3E264133333313CC5A584133333333CE3E26419A999999ED5A5841CDCCCCCC3B3F2641CDCCCC2C105B5841CDCCCCCC8F3F264100000020345B584133333333DC3F2641CDCCCC6C595B5841CDCCCCCC31402641000000E07F5B58419A999999944026419A9999F9A65B58419A999999F840264166666626CE5B58416666666648412641666666C6F45B58419A9999996F4126419A9999391A5C5841CDCCCCCC67412641000000203E5C5841000000003C412641CDCCCC4C605C58416666666604412641333333D3805C58419A999999DA40264166666606A05C5841CDCCCCCCCC40264166666666BE5C58419A999999D840264100000080DC5C584166666666ED402641333333D3FA5C584100000000F7402641000000C0195D5841CDCCCCCCEA40264133333373395D5841CDCCCCCCCC402641333333D3595D584166666666AF4026419A9999997A5D5841CDCCCCCCA7402641000000409B5D58419A999999C14026419A999939BB5D584133333333F840264133333313DA5D5841666666663641264166666666F75D58419A99999961412641CDCCCC0C135E584166666666FC4126419A9999D91A5E58419A9999996F42264100000020215E584133333333D3422641666666C6265E58419A99999946432641333333B32C5E58419A999999DA432641000000E0335E58410000000087442641000000203D5E5841CDCCCCCC2F452641CDCCCC0C495E584133333333B845264133333313585E58410000000017462641CDCCCC2C6A5E5841666666665C462641000000207F5E5841CDCCCCCCA7462641CDCCCC4C965E5841CDCCCCCC11472641000000E0AE5E5841000000009D472641333333D3C75E58413333333333482641CDCCCC0CE05E58419A999999B5482641CDCCCC8CF65E58419A99999911492641666666660A5F5841CDCCCCCC4D4926419A9999F91A5F58419A99999985492641CDCCCCEC275F584166666666D7492641CDCCCC4C315F5841333333334F4A264100000080375F584133333333E04A26419A9999393B5F5841333333336C4B2641666666663D5F58419A999999D94B2641CDCCCC2C3F5F584166666666244C2641666666A6415F584166666666614C2641CDCCCCEC455F584100000000B04C2641000000E04C5F584100000000264D26419A999919575F58419A999999BF4D2641CDCCCCEC645F5841CDCCCCCC634E264100000040765F584100000000654F2641CDCCCC0C6A5F58419A9999995B502641CDCCCC6C5D5F58419A99999946512641000000C04C5F58419A99999925522641333333B3385F584133333333F95226419A999979255F584100000000C2532641CDCCCC6C175F584133333333815426419A9999790F5F58419A99999938552641CDCCCC2C0A5F584100000000EA55264100000060025F5841CDCCCCCC97562641CDCCCC2CF55E5841333333334457264133333313E45E584100000000F2572641000000C0D35E58419A999999A35826419A999919C85E5841CDCCCCCC5A59264100000040C15E5841CDCCCCCC195A264133333333BB5E5841CDCCCCCCE15A26419A999939B15E584166666666B45B26419A999979A15E5841CDCCCCCC915C2641000000A08E5E5841666666667A5D2641000000C07D5E5841666666666D5E264133333373725E5841000000006A5F2641666666066C5E5841000000006F60264100000040665E58419A9999997A612641CDCCCCCC5C5E5841666666668062264166666626465E5841333333338A6326419A9999D92D5E58413333333390642641000000E0165E5841000000008B652641CDCCCCAC035E58419A99999974662641666666A6F45D58410000000049672641CDCCCC0CE85D58413333333306682641666666E6DA5D584166666666AC682641666666A6CA5D5841333333333E692641333333B3B65D5841CDCCCCCCBF692641000000A0A05D584100000000376A2641000000608B5D584133333333AA6A264133333373795D58419A9999991F6B26419A9999996B5D5841333333339D6B264100000040605D5841CDCCCCCC276C264133333373545D584166666666C26C264133333393455D5841CDCCCCCC6E6D2641333333B3325D5841000000002D6E26419A9999391D5D584133333333FB6E264100000000085D58419A999999D66F2641666666A6F55C58419A999999BB702641CDCCCC2CE75C5841CDCCCCCCED702641CDCCCC2CCF5C584133333333FE7026419A999939B85C5841CDCCCCCC0671264133333313A25C58416666666626712641666666668C5C58416666666669712641333333F3765C584100000000BE71264133333353615C584166666666FF712641666666464B5C58419A9999990F7226419A999979345C584100000000EB712641CDCCCCAC1C5C5841CDCCCCCCA9712641666666A6035C58419A9999996D71264100000040E95B5841666666664771264100000060CD5B5841000000002B7126419A9999F9AF5B5841CDCCCCCCF770264133333313915B58419A99999990702641CDCCCCCC705B5841CDCCCCCCF16F2641333333534F5B58419A999999346F2641333333D32C5B5841000000007E6E2641CDCCCC8C095B584133333333E56D2641333333D3E55A584133333333646D2641333333F3C15A5841CDCCCCCCDD6C2641333333339E5A584166666666356C2641CDCCCCEC7A5A58419A999999646B26419A999959585A584133333333836A2641000000C0365A584100000000B6692641CDCCCC4C165A5841000000001669264166666626F759584100000000A068264100000060D9595841666666663668264100000000BD59584133333333B9672641CDCCCCECA1595841666666662A6826419A9999599059584100000000A3682641000000E0815958413333333321692641666666E676595841CDCCCCCCA26926419A9999D96D5958419A999999256A2641CDCCCC2C6459584166666666A76A2641666666865759584100000000936A2641000000603D595841666666668C6A2641666666E62159584133333333966A2641666666C6055958419A999999A76A26419A9999D9E958584133333333AF6A26419A9999F9CE585841666666669B6A2641000000C0B558584166666666626A2641CDCCCC6C9E5858419A999999086A2641666666C688585841333333339E69264100000020745858419A9999993A692641000000A05F58584133333333F16826419A9999594A5858419A999999CB682641333333933358584166666666C6682641CDCCCCEC1A58584133333333D4682641666666860058584100000000E7682641000000E0E4575841CDCCCCCCF6682641CDCCCCCCC85758419A9999990769264166666626AD5758410000000027692641666666A69257584100000000666926419A9999997957584100000000D0692641333333F3615758419A999999646A2641666666264B57584166666666156B2641666666663457584133333333CC6B26419A9999B91C575841CDCCCCCC726C26410000006003575841CDCCCCCCFB6C2641000000E0E756584166666666676D264133333333CA56584133333333C16D2641333333D3AA5658419A999999196E26419A9999798A565841CDCCCCCC7C6E2641333333136A56584166666666EC6E2641CDCCCC6C4A565841333333335F6F2641000000002C565841CDCCCCCCC56F2641CDCCCCEC0E5658416666666612702641666666C6F2555841CDCCCCCC41702641000000E0D6555841666666665D702641CDCCCC4CBA5558413333333379702641666666469C55584100000000AB702641000000407C555841CDCCCCCC01712641000000205A5558419A9999997F7126419A999939365558419A99999919722641CDCCCC4C11555841CDCCCCCCBC72264100000040EC5458419A99999957732641333333F3C754584166666666E173264133333313A5545841666666665D7426419A9999D98354584166666666D774264166666606645458419A9999995C752641666666064554584166666666F3752641000000002654584133333333957626419A999919065458413333333331772641333333B3E453584133333333B177264133333393C15358410000000004782641CDCCCCEC9C5358419A999999437726419A9999398E535841333333336A7626413333333380535841333333338F752641CDCCCCEC7253584133333333C87426419A99999966535841000000001D742641333333735B5358413333333382732641666666A651535841CDCCCCCCE07226413333335349535841CDCCCCCC2272264166666666425358413333333340712641666666863C53584166666666437026413333331337535841CDCCCCCC436F26419A999939315358419A999999576E2641CDCCCCEC2953584100000000A16D2641666666661753584166666666FB6C2641CDCCCC4C02535841CDCCCCCC436C264166666686EA525841333333335F6B2641CDCCCC2CD0525841666666664E6A264133333393B3525841666666662E692641CDCCCC2C955258413333333323682641CDCCCC8C755258419A9999993D67264166666666555258419A9999996E662641000000603552584133333333946526416666662616525841CDCCCCCC92642641CDCCCC4CF8515841333333336A6326419A999939DC515841666666663762264133333333C25158419A9999991E61264133333353AA5158416666666631602641000000809451584133333333625F26416666666680515841000000008F5E26419A9999996D515841666666669B5D2641333333935B5158419A999999865C2641CDCCCCAC49515841000000006C5B2641CDCCCC4C3751584100000000705A2641333333D32351584100000000A5592641000000C00E51584100000000FE582641333333B3F7505841000000005958264133333373DE505841666666669857264100000000C350584100000000BA562641CDCCCC6CA550584100000000D85526413333331386505841666666661655264166666666655058413333333388542641666666E643505841CDCCCCCC37552641000000A02C50584166666666FD55264166666626175058419A999999D05626410000006005505841CDCCCCCCA8572641CDCCCCCCF64F5841000000007D582641666666C6E84F5841000000004659264166666626D84F58419A999999FE5926419A999919C34F584166666666A45A264100000020AA4F5841CDCCCCCC365B2641333333D38F4F584133333333B85B264133333353774F5841CDCCCCCC2C5C264166666666624F58419A999999995C264133333373504F5841CDCCCCCC035D26419A9999D93E4F584100000000715D2641333333732A4F584100000000E55D264100000080114F584100000000635E2641000000A0F44E584100000000ED5E26419A999979D64E584100000000845F26419A999939BA4E58419A9999992760264166666686A14E5841CDCCCCCCD7602641000000C08B4E58413333333394612641CDCCCC2C764E5841000000005C622641333333B35D4E5841000000002F632641CDCCCCAC404E5841CDCCCCCC0C642641000000E01F4E5841CDCCCCCCF464264100000000FE4D584166666666E565264166666626DE4D5841CDCCCCCCDC66264166666606C24D584133333333D7672641CDCCCCCCA84D5841CDCCCCCCD0682641666666C68F4D584133333333C4692641000000E0734D584100000000AC6A2641CDCCCC8C534D584100000000836B2641666666A62F4D584166666666456C2641000000000B4D5841333333339C6C26419A999999E74C584133333333CA6C26419A9999D9C44C584166666666D26C2641666666E6A24C584166666666C56C2641666666C6814C584133333333BB6C2641CDCCCC4C614C5841CDCCCCCCC66C26419A999939414C584100000000EF6C26419A999919214C58419A9999992B6D26419A999999004C5841333333336B6D264166666666DF4B584133333333166E2641000000C0C24B584133333333CC6E2641000000C0A14B5841666666668D6F2641333333537F4B58413333333358702641000000405F4B5841CDCCCCCC2A712641000000C0434B584133333333027226419A9999F92B4B58419A999999DB7226419A999999144B5841CDCCCCCCB2732641CDCCCC0CFA4A5841CDCCCCCC847426419A9999F9DA4A5841CDCCCCCC4D75264166666606B94A5841CDCCCCCC0A762641333333F3974A584100000000BA762641333333F37A4A58419A99999959772641333333B3624A584133333333E9772641333333D34C4A5841666666666978264100000080354A584166666666DB7826419A9999191A4A58419A99999941792641666666E6FA495841000000009F792641666666E6DA495841CDCCCCCCF6792641000000E0BD4958419A9999994C7A26419A9999D9A549584100000000A47A2641666666C69149584166666666007B26419A9999397E49584166666666647B2641CDCCCCAC6749584133333333D27B2641666666E64C495841000000004B7C2641CDCCCCCC2F49584133333333CF7C2641CDCCCC0C14495841CDCCCCCC5D7D2641666666C6FC48584100000000A87C2641CDCCCC4CE14858419A999999F67B264133333313C44858419A999999687B264166666646A548584133333333017B26416666662685485841CDCCCCCCA57A264100000000644858419A999999307A26419A99993942485841333333338E7926410000004020485841CDCCCCCCCA78264166666686FE47584133333333097826419A999979DD4758419A9999996777264100000080BD47584100000000E9762641666666E69E4758419A999999727626419A9999F98147584166666666DF752641333333D366475841CDCCCCCC1D752641000000804D475841CDCCCCCC3B742641333333F3354758419A9999995D73264100000000204758419A999999A2722641000000600B475841000000000E722641000000C0F746584100000000857126419A9999B9E446584100000000E57026419A9999D9D1465841666666661D702641333333B3BE465841CDCCCCCC3E6F2641333333D3AA465841666666666E6E2641000000E09546584166666666CB6D2641666666867F46584133333333586D2641CDCCCC8C6746584166666666FA6C2641333333D34D4658419A9999998E6C2641333333533246584133333333056C264166666626154658419A9999996E6B26419A999979F645584133333333EF6A26419A999999D6455841CDCCCCCCA46A2641000000E0B54558419A9999998F6A2641333333B39445584166666666926A264166666686734558419A999999886A2641CDCCCCCC52455841CDCCCCCC616A2641666666E632455841333333332D6A264100000040144558419A9999990D6A26419A999919F7445841CDCCCCCCE96A264100000040DD44584133333333DC6B26419A9999F9C44458419A999999DD6C2641000000C0AB44584133333333E56D2641333333B38F445841CDCCCCCCE76E2641CDCCCC8C7044584166666666DB6F26419A9999D94F44584133333333B77026419A99991930445841333333337671264166666686134458410000000017722641CDCCCCECFA435841000000009C72264100000040E543584166666666A7722641CDCCCC8CC843584100000000B37226419A999939AC43584133333333D4722641000000E08F435841666666660E73264133333353734358413333333352732641CDCCCC6C56435841CDCCCCCC88732641CDCCCC2C3943584100000000A3732641666666C61B4358419A999999A473264133333373FE4258419A999999A273264133333393E14258419A999999B873264133333373C5425841CDCCCCCCF773264133333353AA425841333333335D742641CDCCCC6C9042584100000000D3742641333333B3774258419A9999993C752641CDCCCC0C604258416666666686752641666666264942584100000000B0752641000000A032425841CDCCCCCCCA752641333333F31B42584166666666EC752641CDCCCCAC04425841666666662076264133333353EC4158419A9999995E76264133333393D2415841666666668E76264166666646B7415841CDCCCCCC94762641666666669A4158410000000063762641000000207C41584100000000FF752641333333B35C4158413333333381752641CDCCCC8C3C4158410000000005752641333333131C415841CDCCCCCC9A742641CDCCCCACFB405841666666663F742641666666A6DB40584100000000E073264133333333BC4058410000000068732641333333539D40584166666666D07226419A9999F97E4058416666666625722641000000E060405841CDCCCCCC82712641000000C042405841CDCCCCCC03712641CDCCCC4C2440584100000000B57026419A99993905405841CDCCCCCC9C7126419A9999190D405841CDCCCCCC8F722641CDCCCC6C10405841333333338E73264166666646124058413333333397742641333333F3164058419A999999A97526419A99995920405841CDCCCCCCC37626419A9999392C40584100000000E4772641CDCCCCAC354058419A99999907792641666666E638405841333333332C7A2641666666E635405841666666664F7B26410000008030405841666666666E7C2641CDCCCC6C2D40584133333333877D2641000000C02E4058419A999999977E26413333335332405841000000009E7F26419A9999B93340584133333333998026419A9999D92F4058419A999999888126416666668627405841333333336C8226419A9999191F4058416666666644832641666666461B4058413333333312842641666666A61D405841CDCCCCCCD6842641000000A02340584133333333948526413333337328405841666666664C8626419A9999F9284058419A99999901872641CDCCCC0C2640584100000000B6872641333333B323405841000000006C8826419A9999F92540584166666666258926419A9999792D40584100000000E48926419A9999B9364058419A999999A98A2641CDCCCC8C3C4058419A999999408A26419A9999591C40584100000000FE892641CDCCCC6CFA3F584100000000D989264100000040D73F584100000000C18926419A999999B33F58419A999999A68926419A999959903F58419A999999838926419A9999396E3F5841666666665D892641333333B34D3F58413333333343892641CDCCCCEC2E3F5841000000004489264133333393113F5841666666666789264100000000F53E584100000000A789264133333373D83E584100000000F1892641CDCCCC2CBB3E58419A9999992E8A26419A9999999C3E5841000000004E8A2641CDCCCC8C7C3E584133333333498A26419A9999395B3E584166666666298A264133333333393E584133333333008A264100000040173E58419A999999E089264133333333F63D5841CDCCCCCCD5892641333333B3D63D584100000000DE89264133333313B93D584166666666ED892641000000409D3D58419A999999F5892641666666C6823D58419A999999ED892641CDCCCCEC683D584100000000D9892641333333D34E3D58419A999999C7892641000000C0333D584100000000CF8926419A999939173D5841CDCCCCCC018A26419A999919F93C58419A999999668A2641CDCCCCACD93C584100000000F68A2641CDCCCC8CB93C5841000000009D8B264166666686993C584166666666468C26419A9999597A3C58419A999999E38C2641666666865C3C5841CDCCCCCC718D264166666646403C584133333333FA8D264100000060253C5841CDCCCCCC8A8E2641000000400B3C5841CDCCCCCC2D8F264133333313F13B584133333333E28F264166666606D63B58419A9999999A902641CDCCCC6CB93B584166666666429126419A9999D99A3B584166666666C6912641000000607A3B5841000000001E92264100000060583B5841666666664E922641CDCCCC8C353B5841CDCCCCCC69922641333333B3123B5841000000008692264133333393F03A584166666666B3922641666666A6CF3A5841CDCCCCCCF692264100000000B03A5841333333334893264133333353913A58419A999999B8922641666666A68A3A5841666666661492264166666606843A58416666666655912641000000207E3A5841CDCCCCCC8090264133333373783A58419A999999A48F2641CDCCCCCC713A58419A999999D18E264133333313693A5841CDCCCCCC138E2641CDCCCC0C5E3A5841000000006C8D2641000000C0513A584100000000D18C2641CDCCCC2C463A584133333333328C26419A9999B93D3A584133333333808B2641333333133A3A58419A999999B28A2641333333933B3A584100000000CD892641CDCCCCEC403A584166666666DC88264133333393473A584166666666F18726419A9999B94C3A58413333333319872641666666264E3A58419A999999578626419A9999F94A3A584166666666A4852641CDCCCCAC433A584133333333F0842641333333B3393A5841CDCCCCCC2A842641333333932E3A5841333333334A83264166666606233A58410000000050822641CDCCCCCC163A58416666666647812641000000A0083A58419A9999994180264133333313F7395841CDCCCCCC4C7F264166666666E13958419A9999996E7E26419A999919C839584133333333A17D26419A9999F9AC395841CDCCCCCCD57C2641666666C69239584100000000FC7B2641000000207C39584166666666087B2641CDCCCCAC6A39584133333333FA7926419A9999795E3958419A999999DB7826416666660656395841CDCCCCCCBC772641333333F34E39584166666666AD762641333333F34639584100000000B5752641CDCCCC8C3C3958419A999999CF742641000000A02F39584133333333F0732641CDCCCC0C213958419A99999905732641CDCCCC2C123958416666666603722641333333D30339584166666666E6702641333333D3F538584166666666B76F2641666666E6E6385841000000009F6F264100000000FE385841666666666B6F2641CDCCCC6C1239584100000000196F2641666666062339584133333333A86E2641000000E030395841CDCCCCCC1C6E2641333333933E395841000000007E6D26419A9999D94E395841CDCCCCCCD56C26410000002063395841CDCCCCCC2E6C2641333333B37A39584100000000936B26416666662693395841CDCCCCCC0A6B2641666666A6A9395841666666669B6A2641666666A6BC3958419A999999456A2641000000A0CC39584100000000076A2641000000E0DB3958419A999999D969264166666646ED395841CDCCCCCCB5692641CDCCCCAC023A5841CDCCCCCC92692641CDCCCCEC1B3A58413333333368692641666666E6363A5841CDCCCCCC2F692641000000C0503A584100000000E5682641CDCCCC6C673A58413333333386682641000000E07A3A58419A99999913682641CDCCCC0C8D3A5841000000005067264133333333863A5841CDCCCCCC856626419A999999833A5841CDCCCCCCB265264166666646853A584100000000D564264100000000883A584133333333EB632641CDCCCCEC873A5841CDCCCCCCF4622641000000C0833A584133333333F2612641000000007E3A58419A999999E46026419A9999797B3A584133333333CE5F2641000000E07F3A584133333333B15E2641CDCCCC6C8B3A5841CDCCCCCC905D2641000000C09A3A584100000000705C26419A999979A93A5841CDCCCCCC515B264100000080B53A584100000000395A26419A999979C03A58419A9999992759264133333353CE3A58419A9999991E5826419A999939E23A5841000000001F572641000000E0FB3A5841666666662856264133333373173B5841000000003A55264100000000303B58416666666652542641333333D3423B5841333333337053264166666606513B584166666666915226419A9999795E3B5841CDCCCCCCB4512641666666A66E3B5841CDCCCCCCD8502641CDCCCCCC813B5841CDCCCCCCFC4F2641333333B3943B584166666666204F264100000000A33B584100000000444E264166666666AA3B584133333333684D2641CDCCCC8CAC3B5841333333338E4C2641666666E6AD3B5841CDCCCCCCB64B26419A9999B9B23B584133333333E34A264166666626BC3B584100000000144A26419A999999C73B58419A9999994949264100000000D13B5841CDCCCCCC834826419A9999F9D53B584166666666C1472641666666E6D73B58419A9999997147264166666646BB3B58419A9999991E472641666666E69F3B5841CDCCCCCCA9462641333333B3853B584166666666054626419A9999996C3B58419A99999941452641CDCCCC6C543B584166666666814426419A9999F93C3B58419A999999E443264100000000263B58413333333371432641666666460F3B5841000000001143264100000080F83A584166666666A3422641CDCCCC6CE13A5841CDCCCCCC14422641666666C6C93A5841333333336E412641CDCCCC4CB13A5841CDCCCCCCCE4026419A9999D9973A58410000000055402641333333337D3A58419A9999990840264166666646613A584133333333D43F264166666606443A584100000000943F264166666666253A5841666666662E3F26419A999979053A584100000000A63E264100000060E439584100000000163E264100000040C2395841000000009E3D2641333333539F395841CDCCCCCC493D2641CDCCCCCC7B395841CDCCCCCC083D26419A9999F957395841CDCCCCCCB83C26416666662634395841333333333F3C26413333339310395841CDCCCCCC9B3B2641CDCCCC8CED38584100000000EA3A2641CDCCCC4CCB385841333333334D3A26419A999919AA3858419A999999D83926419A9999198A3858419A99999982392641CDCCCC6C6B385841333333332D392641CDCCCC2C4E38584166666666BD3826419A999959323858416666666630382641CDCCCCEC17385841666666669F372641CDCCCCCCFE375841000000002F372641666666C6E637584133333333F6362641333333B3CF37584100000000EF36264133333353B937584100000000FC36264133333353A3375841CDCCCCCCFD362641333333738D37584133333333EA362641666666667737584166666666EC352641333333D380375841CDCCCCCCF2342641000000008837584100000000013426416666666690375841333333331A332641333333139B3758416666666640322641666666C6A53758419A9999997431264166666646AC375841CDCCCCCCB53026419A999959AB375841CDCCCCCC0130264166666626A337584100000000552F264133333333973758419A999999AB2E2641CDCCCC0C8C37584100000000012E26419A9999798437584166666666512D2641CDCCCCAC7F375841000000009A2C2641000000607A37584133333333D92B2641CDCCCC6C71375841333333330F2B2641CDCCCC6C64375841333333333D2A2641CDCCCC4C5637584166666666652926419A9999794B375841333333338B282641333333F34637584100000000B12726419A999919483758419A999999D9262641666666464B3758416666666606262641666666264C3758413333333337252641333333B348375841000000006B2426419A99995942375841666666669F232641333333B33C37584100000000D1222641000000A03A3758419A999999FC2126419A9999F93B375841CDCCCCCC1E212641666666663D3758416666666635202641000000803A3758419A9999993F1F2641CDCCCCCC303758419A9999993D1E26419A9999792137584166666666311D2641CDCCCC8C1037584166666666EC1C2641000000E0ED365841
\.


--
-- Data for Name: pole; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.pole (id_pole, code, label, is_coordination) FROM stdin;
1	coordination	Coordination	t
2	oiseaux	Pôle Oiseaux	f
3	mammiferes	Pôle Mammifères	f
4	reptiles_amphibiens	Pôle Reptiles-Amphibiens	f
5	poissons	Pôle Poissons	f
6	invertebres	Pôle Invertébrés	f
7	flore	Pôle Flore-Fonge-Habitats	f
\.


--
-- Data for Name: pole_animateur; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.pole_animateur (id_pole, id_role, starts_on, ends_on) FROM stdin;
2	14	2000-01-01	\N
3	13	2000-01-01	\N
4	16	2000-01-01	\N
5	15	2000-01-01	\N
6	12	2000-01-01	\N
7	10	2000-01-01	\N
1	9	2000-01-01	\N
\.


--
-- Data for Name: pole_groupe; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.pole_groupe (id_pole, code_groupe) FROM stdin;
2	RAPACES
2	OISEAUX
3	CHIROPTERES
3	MAMMIFERES
4	REPTILES_AMPHIBIENS
5	POISSONS
6	INVERTEBRES
7	ORCHIDEES
7	FLORE
\.


--
-- Data for Name: setting; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.setting (version, key, value) FROM stdin;
1	max_communes_without_tour_de_table	50
1	objets_requiring_tour_de_table	["etude_scientifique", "publication_scientifique"]
1	non_adherent_requires_tour_de_table	true
1	pole_partner_counts_as_adherent	false
1	f1_immediate	false
1	commune_tolerance_m	1
1	slight_overlap_m2	50000
1	slight_overlap_share	0.01
1	avis_days	21
1	livraison_days	21
1	legal_months	1
1	legal_extension_months	1
1	relance_days	[7, 2, 0]
1	silence_means	"sans_reponse"
1	summary_k	5
1	summary_rounding	5
1	residual_min_share	0.5
1	private_data	"withheld"
1	link_validity_days	30
1	max_upload_bytes	52428800
1	max_upload_vertices	500000
\.


--
-- Data for Name: setting_version; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.setting_version (version, created_at, created_by, comment) FROM stdin;
1	2026-11-30 08:59:47.051548+01	\N	Valeurs par défaut
\.


--
-- Data for Name: summary_cell; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.summary_cell (id_snapshot, code_groupe, id_area, published) FROM stdin;
1	CHIROPTERES	4	5
1	CHIROPTERES	7	5
1	CHIROPTERES	12	5
1	CHIROPTERES	18	10
1	CHIROPTERES	22	15
1	CHIROPTERES	31	5
1	CHIROPTERES	51	10
1	CHIROPTERES	58	5
1	CHIROPTERES	60	5
1	CHIROPTERES	62	10
1	CHIROPTERES	73	10
1	CHIROPTERES	82	10
1	CHIROPTERES	91	5
1	CHIROPTERES	93	15
1	CHIROPTERES	98	10
1	CHIROPTERES	102	5
1	CHIROPTERES	114	5
1	CHIROPTERES	121	15
1	CHIROPTERES	122	5
1	CHIROPTERES	127	10
1	CHIROPTERES	128	5
1	CHIROPTERES	138	10
1	CHIROPTERES	143	10
1	CHIROPTERES	159	5
1	CHIROPTERES	197	5
1	CHIROPTERES	199	5
1	CHIROPTERES	201	10
1	CHIROPTERES	202	15
1	CHIROPTERES	206	20
1	CHIROPTERES	208	5
1	CHIROPTERES	209	10
1	CHIROPTERES	210	15
1	CHIROPTERES	214	10
1	CHIROPTERES	217	5
1	CHIROPTERES	222	10
1	CHIROPTERES	224	5
1	CHIROPTERES	230	15
1	CHIROPTERES	231	5
1	CHIROPTERES	234	10
1	CHIROPTERES	239	10
1	CHIROPTERES	240	10
1	CHIROPTERES	242	5
1	FLORE	7	5
1	FLORE	8	5
1	FLORE	21	5
1	FLORE	43	5
1	FLORE	57	5
1	FLORE	65	5
1	FLORE	83	10
1	FLORE	84	10
1	FLORE	85	15
1	FLORE	91	5
1	FLORE	92	5
1	FLORE	97	5
1	FLORE	165	5
1	FLORE	167	25
1	FLORE	169	30
1	FLORE	170	5
1	INVERTEBRES	9	5
1	INVERTEBRES	23	25
1	INVERTEBRES	30	5
1	INVERTEBRES	31	5
1	INVERTEBRES	34	10
1	INVERTEBRES	44	5
1	INVERTEBRES	54	5
1	INVERTEBRES	57	5
1	INVERTEBRES	60	5
1	INVERTEBRES	61	30
1	INVERTEBRES	63	5
1	INVERTEBRES	66	15
1	INVERTEBRES	68	5
1	INVERTEBRES	69	5
1	INVERTEBRES	75	15
1	INVERTEBRES	78	5
1	INVERTEBRES	86	10
1	INVERTEBRES	89	5
1	INVERTEBRES	93	5
1	INVERTEBRES	96	10
1	INVERTEBRES	98	30
1	INVERTEBRES	101	5
1	INVERTEBRES	104	15
1	INVERTEBRES	114	15
1	INVERTEBRES	117	10
1	INVERTEBRES	118	15
1	INVERTEBRES	121	10
1	INVERTEBRES	122	5
1	INVERTEBRES	126	5
1	INVERTEBRES	127	10
1	INVERTEBRES	136	5
1	INVERTEBRES	143	5
1	INVERTEBRES	144	5
1	INVERTEBRES	150	10
1	INVERTEBRES	152	5
1	INVERTEBRES	159	10
1	INVERTEBRES	162	20
1	INVERTEBRES	164	90
1	INVERTEBRES	165	105
1	INVERTEBRES	166	95
1	MAMMIFERES	164	5
1	MAMMIFERES	165	5
1	MAMMIFERES	382	5
1	MAMMIFERES	384	5
1	MAMMIFERES	385	5
1	MAMMIFERES	388	5
1	MAMMIFERES	396	5
1	MAMMIFERES	403	25
1	MAMMIFERES	412	10
1	MAMMIFERES	413	15
1	MAMMIFERES	417	20
1	MAMMIFERES	418	5
1	MAMMIFERES	428	10
1	MAMMIFERES	429	10
1	MAMMIFERES	437	5
1	MAMMIFERES	438	5
1	MAMMIFERES	439	10
1	MAMMIFERES	440	10
1	MAMMIFERES	448	5
1	MAMMIFERES	453	5
1	MAMMIFERES	4447	5
1	MAMMIFERES	4521	20
1	MAMMIFERES	4588	5
1	MAMMIFERES	4590	5
1	MAMMIFERES	4593	10
1	OISEAUX	121	5
1	OISEAUX	134	15
1	OISEAUX	143	5
1	OISEAUX	164	15
1	OISEAUX	165	15
1	OISEAUX	166	15
1	OISEAUX	248	5
1	OISEAUX	310	5
1	OISEAUX	316	5
1	OISEAUX	331	10
1	OISEAUX	341	5
1	OISEAUX	367	5
1	OISEAUX	369	15
1	OISEAUX	384	5
1	OISEAUX	398	5
1	OISEAUX	424	5
1	OISEAUX	430	5
1	OISEAUX	431	5
1	ORCHIDEES	62	10
1	ORCHIDEES	65	10
1	ORCHIDEES	67	5
1	ORCHIDEES	87	5
1	ORCHIDEES	93	5
1	ORCHIDEES	111	5
1	POISSONS	167	20
1	POISSONS	168	60
1	POISSONS	169	30
1	POISSONS	170	35
1	RAPACES	1	5
1	RAPACES	14	5
1	RAPACES	23	15
1	RAPACES	28	10
1	RAPACES	29	10
1	RAPACES	30	10
1	RAPACES	31	5
1	RAPACES	34	10
1	RAPACES	44	15
1	RAPACES	54	5
1	RAPACES	164	75
1	RAPACES	165	95
1	RAPACES	166	85
1	RAPACES	172	10
1	RAPACES	175	25
1	RAPACES	176	15
1	RAPACES	178	10
1	RAPACES	179	25
1	RAPACES	180	15
1	RAPACES	181	15
1	RAPACES	182	10
1	RAPACES	183	10
1	RAPACES	184	20
1	RAPACES	185	5
1	RAPACES	187	10
1	RAPACES	195	10
1	RAPACES	198	5
1	RAPACES	200	25
1	RAPACES	201	10
1	RAPACES	202	10
1	RAPACES	203	10
1	RAPACES	207	10
1	RAPACES	208	15
1	RAPACES	210	10
1	RAPACES	211	5
1	RAPACES	214	5
1	RAPACES	216	5
1	RAPACES	220	10
1	RAPACES	223	45
1	RAPACES	224	10
1	RAPACES	225	15
1	RAPACES	227	20
1	RAPACES	228	5
1	RAPACES	229	5
1	RAPACES	233	10
1	RAPACES	234	15
1	RAPACES	238	15
1	RAPACES	239	10
1	RAPACES	241	10
1	RAPACES	243	5
1	RAPACES	246	15
1	REPTILES_AMPHIBIENS	30	5
1	REPTILES_AMPHIBIENS	31	5
1	REPTILES_AMPHIBIENS	34	5
1	REPTILES_AMPHIBIENS	54	5
1	REPTILES_AMPHIBIENS	57	10
1	REPTILES_AMPHIBIENS	60	5
1	REPTILES_AMPHIBIENS	66	10
1	REPTILES_AMPHIBIENS	68	5
1	REPTILES_AMPHIBIENS	69	5
1	REPTILES_AMPHIBIENS	75	5
1	REPTILES_AMPHIBIENS	89	5
1	REPTILES_AMPHIBIENS	98	5
1	REPTILES_AMPHIBIENS	104	20
1	REPTILES_AMPHIBIENS	114	5
1	REPTILES_AMPHIBIENS	133	5
1	REPTILES_AMPHIBIENS	150	5
1	REPTILES_AMPHIBIENS	162	10
1	REPTILES_AMPHIBIENS	164	5
1	REPTILES_AMPHIBIENS	318	10
1	REPTILES_AMPHIBIENS	319	5
1	REPTILES_AMPHIBIENS	335	15
1	REPTILES_AMPHIBIENS	347	5
1	REPTILES_AMPHIBIENS	361	5
1	REPTILES_AMPHIBIENS	362	5
1	REPTILES_AMPHIBIENS	663	5
1	REPTILES_AMPHIBIENS	664	5
\.


--
-- Data for Name: summary_snapshot; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.summary_snapshot (id_snapshot, taken_at) FROM stdin;
1	2026-11-30 08:59:47.746127+01
\.


--
-- Data for Name: telechargement; Type: TABLE DATA; Schema: gn_demandes; Owner: -
--

COPY gn_demandes.telechargement (id_telechargement, id_livraison, id_role, downloaded_at) FROM stdin;
1	01a22b77-f710-74ff-8f9f-14748fb0853b	8	2026-11-30 09:00:12.079138+01
2	01a22b77-fb72-7655-bab1-a44b80883be6	8	2026-11-30 09:00:13.194462+01
3	01a22b77-fba9-758a-9e9f-72f2d5ad0e55	8	2026-11-30 09:00:13.245199+01
4	01a22b77-fbd5-7432-9d14-4bf4405cfcc2	8	2026-11-30 09:00:13.285733+01
\.


--
-- Name: adhesion_id_adhesion_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.adhesion_id_adhesion_seq', 9, true);


--
-- Name: avis_seq_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.avis_seq_seq', 15, true);


--
-- Name: demande_numero_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.demande_numero_seq', 5, true);


--
-- Name: engagement_texte_version_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.engagement_texte_version_seq', 1, true);


--
-- Name: evenement_id_evenement_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.evenement_id_evenement_seq', 63, true);


--
-- Name: job_id_job_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.job_id_job_seq', 14, true);


--
-- Name: maitre_ouvrage_id_maitre_ouvrage_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.maitre_ouvrage_id_maitre_ouvrage_seq', 7, true);


--
-- Name: pole_id_pole_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.pole_id_pole_seq', 7, true);


--
-- Name: setting_version_version_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.setting_version_version_seq', 1, true);


--
-- Name: summary_snapshot_id_snapshot_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.summary_snapshot_id_snapshot_seq', 1, true);


--
-- Name: telechargement_id_telechargement_seq; Type: SEQUENCE SET; Schema: gn_demandes; Owner: -
--

SELECT pg_catalog.setval('gn_demandes.telechargement_id_telechargement_seq', 4, true);


--
-- Name: _migrations _migrations_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes._migrations
    ADD CONSTRAINT _migrations_pkey PRIMARY KEY (version);


--
-- Name: adhesion adhesion_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.adhesion
    ADD CONSTRAINT adhesion_pkey PRIMARY KEY (id_adhesion);


--
-- Name: avis_demande avis_demande_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis_demande
    ADD CONSTRAINT avis_demande_pkey PRIMARY KEY (id_lot, id_pole);


--
-- Name: avis avis_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis
    ADD CONSTRAINT avis_pkey PRIMARY KEY (id_avis);


--
-- Name: co_administrateur co_administrateur_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.co_administrateur
    ADD CONSTRAINT co_administrateur_pkey PRIMARY KEY (id_role);


--
-- Name: decision decision_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id_lot);


--
-- Name: demande demande_numero_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_numero_key UNIQUE (numero);


--
-- Name: demande demande_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_pkey PRIMARY KEY (id_demande);


--
-- Name: dossier_ligne dossier_ligne_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.dossier_ligne
    ADD CONSTRAINT dossier_ligne_pkey PRIMARY KEY (id_ligne);


--
-- Name: engagement_texte engagement_texte_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.engagement_texte
    ADD CONSTRAINT engagement_texte_pkey PRIMARY KEY (version);


--
-- Name: evenement evenement_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.evenement
    ADD CONSTRAINT evenement_pkey PRIMARY KEY (id_evenement);


--
-- Name: job job_dedupe_key_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.job
    ADD CONSTRAINT job_dedupe_key_key UNIQUE (dedupe_key);


--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id_job);


--
-- Name: livraison livraison_id_lot_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.livraison
    ADD CONSTRAINT livraison_id_lot_key UNIQUE (id_lot);


--
-- Name: livraison livraison_jeton_sha256_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.livraison
    ADD CONSTRAINT livraison_jeton_sha256_key UNIQUE (jeton_sha256);


--
-- Name: livraison livraison_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.livraison
    ADD CONSTRAINT livraison_pkey PRIMARY KEY (id_livraison);


--
-- Name: lot lot_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.lot
    ADD CONSTRAINT lot_pkey PRIMARY KEY (id_lot);


--
-- Name: maitre_ouvrage maitre_ouvrage_name_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.maitre_ouvrage
    ADD CONSTRAINT maitre_ouvrage_name_key UNIQUE (name);


--
-- Name: maitre_ouvrage maitre_ouvrage_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.maitre_ouvrage
    ADD CONSTRAINT maitre_ouvrage_pkey PRIMARY KEY (id_maitre_ouvrage);


--
-- Name: objet objet_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.objet
    ADD CONSTRAINT objet_pkey PRIMARY KEY (code);


--
-- Name: perimetre perimetre_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.perimetre
    ADD CONSTRAINT perimetre_pkey PRIMARY KEY (id_demande);


--
-- Name: pole_animateur pole_animateur_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_animateur
    ADD CONSTRAINT pole_animateur_pkey PRIMARY KEY (id_pole, id_role);


--
-- Name: pole pole_code_key; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole
    ADD CONSTRAINT pole_code_key UNIQUE (code);


--
-- Name: pole_groupe pole_groupe_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_groupe
    ADD CONSTRAINT pole_groupe_pkey PRIMARY KEY (id_pole, code_groupe);


--
-- Name: pole pole_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole
    ADD CONSTRAINT pole_pkey PRIMARY KEY (id_pole);


--
-- Name: setting setting_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (version, key);


--
-- Name: setting_version setting_version_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.setting_version
    ADD CONSTRAINT setting_version_pkey PRIMARY KEY (version);


--
-- Name: summary_cell summary_cell_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.summary_cell
    ADD CONSTRAINT summary_cell_pkey PRIMARY KEY (id_snapshot, code_groupe, id_area);


--
-- Name: summary_snapshot summary_snapshot_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.summary_snapshot
    ADD CONSTRAINT summary_snapshot_pkey PRIMARY KEY (id_snapshot);


--
-- Name: telechargement telechargement_pkey; Type: CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.telechargement
    ADD CONSTRAINT telechargement_pkey PRIMARY KEY (id_telechargement);


--
-- Name: adhesion_id_organisme_idx; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX adhesion_id_organisme_idx ON gn_demandes.adhesion USING btree (id_organisme);


--
-- Name: avis_id_lot_id_pole_seq_idx; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX avis_id_lot_id_pole_seq_idx ON gn_demandes.avis USING btree (id_lot, id_pole, seq DESC);


--
-- Name: demande_created_at_id_demande_idx; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX demande_created_at_id_demande_idx ON gn_demandes.demande USING btree (created_at DESC, id_demande);


--
-- Name: demande_id_demandeur_idx; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX demande_id_demandeur_idx ON gn_demandes.demande USING btree (id_demandeur);


--
-- Name: evenement_id_demande_id_evenement_idx; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX evenement_id_demande_id_evenement_idx ON gn_demandes.evenement USING btree (id_demande, id_evenement);


--
-- Name: job_waiting; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE INDEX job_waiting ON gn_demandes.job USING btree (run_at) WHERE ((done_at IS NULL) AND (failed_at IS NULL));


--
-- Name: lot_once; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE UNIQUE INDEX lot_once ON gn_demandes.lot USING btree (id_demande, kind, COALESCE(code_groupe, ''::text));


--
-- Name: pole_one_coordination; Type: INDEX; Schema: gn_demandes; Owner: -
--

CREATE UNIQUE INDEX pole_one_coordination ON gn_demandes.pole USING btree (is_coordination) WHERE is_coordination;


--
-- Name: evenement evenement_append_only; Type: TRIGGER; Schema: gn_demandes; Owner: -
--

CREATE TRIGGER evenement_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON gn_demandes.evenement FOR EACH STATEMENT EXECUTE FUNCTION gn_demandes.refuse_rewriting();


--
-- Name: adhesion adhesion_id_organisme_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.adhesion
    ADD CONSTRAINT adhesion_id_organisme_fkey FOREIGN KEY (id_organisme) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE;


--
-- Name: avis_demande avis_demande_id_lot_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis_demande
    ADD CONSTRAINT avis_demande_id_lot_fkey FOREIGN KEY (id_lot) REFERENCES gn_demandes.lot(id_lot);


--
-- Name: avis_demande avis_demande_id_pole_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis_demande
    ADD CONSTRAINT avis_demande_id_pole_fkey FOREIGN KEY (id_pole) REFERENCES gn_demandes.pole(id_pole);


--
-- Name: avis avis_id_lot_id_pole_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis
    ADD CONSTRAINT avis_id_lot_id_pole_fkey FOREIGN KEY (id_lot, id_pole) REFERENCES gn_demandes.avis_demande(id_lot, id_pole);


--
-- Name: avis avis_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.avis
    ADD CONSTRAINT avis_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: co_administrateur co_administrateur_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.co_administrateur
    ADD CONSTRAINT co_administrateur_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: decision decision_id_lot_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.decision
    ADD CONSTRAINT decision_id_lot_fkey FOREIGN KEY (id_lot) REFERENCES gn_demandes.lot(id_lot);


--
-- Name: decision decision_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.decision
    ADD CONSTRAINT decision_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: demande demande_engagement_by_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_engagement_by_fkey FOREIGN KEY (engagement_by) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: demande demande_engagement_version_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_engagement_version_fkey FOREIGN KEY (engagement_version) REFERENCES gn_demandes.engagement_texte(version);


--
-- Name: demande demande_id_demandeur_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_demandeur_fkey FOREIGN KEY (id_demandeur) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: demande demande_id_depositor_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_depositor_fkey FOREIGN KEY (id_depositor) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: demande demande_id_ligne_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_ligne_fkey FOREIGN KEY (id_ligne) REFERENCES gn_demandes.dossier_ligne(id_ligne);


--
-- Name: demande demande_id_maitre_ouvrage_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_maitre_ouvrage_fkey FOREIGN KEY (id_maitre_ouvrage) REFERENCES gn_demandes.maitre_ouvrage(id_maitre_ouvrage);


--
-- Name: demande demande_id_organisme_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_organisme_fkey FOREIGN KEY (id_organisme) REFERENCES utilisateurs.bib_organismes(id_organisme) ON UPDATE CASCADE;


--
-- Name: demande demande_id_responsable_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_id_responsable_fkey FOREIGN KEY (id_responsable) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: demande demande_objet_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_objet_fkey FOREIGN KEY (objet) REFERENCES gn_demandes.objet(code);


--
-- Name: demande demande_settings_version_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.demande
    ADD CONSTRAINT demande_settings_version_fkey FOREIGN KEY (settings_version) REFERENCES gn_demandes.setting_version(version);


--
-- Name: evenement evenement_id_demande_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.evenement
    ADD CONSTRAINT evenement_id_demande_fkey FOREIGN KEY (id_demande) REFERENCES gn_demandes.demande(id_demande);


--
-- Name: evenement evenement_id_lot_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.evenement
    ADD CONSTRAINT evenement_id_lot_fkey FOREIGN KEY (id_lot) REFERENCES gn_demandes.lot(id_lot);


--
-- Name: evenement evenement_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.evenement
    ADD CONSTRAINT evenement_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: livraison livraison_id_lot_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.livraison
    ADD CONSTRAINT livraison_id_lot_fkey FOREIGN KEY (id_lot) REFERENCES gn_demandes.lot(id_lot);


--
-- Name: livraison livraison_id_sender_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.livraison
    ADD CONSTRAINT livraison_id_sender_fkey FOREIGN KEY (id_sender) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: lot lot_code_groupe_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.lot
    ADD CONSTRAINT lot_code_groupe_fkey FOREIGN KEY (code_groupe) REFERENCES gn_diffusion.groupe(code) ON UPDATE CASCADE;


--
-- Name: lot lot_id_demande_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.lot
    ADD CONSTRAINT lot_id_demande_fkey FOREIGN KEY (id_demande) REFERENCES gn_demandes.demande(id_demande);


--
-- Name: lot lot_id_responsable_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.lot
    ADD CONSTRAINT lot_id_responsable_fkey FOREIGN KEY (id_responsable) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- Name: perimetre perimetre_id_demande_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.perimetre
    ADD CONSTRAINT perimetre_id_demande_fkey FOREIGN KEY (id_demande) REFERENCES gn_demandes.demande(id_demande) ON DELETE CASCADE;


--
-- Name: pole_animateur pole_animateur_id_pole_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_animateur
    ADD CONSTRAINT pole_animateur_id_pole_fkey FOREIGN KEY (id_pole) REFERENCES gn_demandes.pole(id_pole) ON DELETE CASCADE;


--
-- Name: pole_animateur pole_animateur_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_animateur
    ADD CONSTRAINT pole_animateur_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: pole_groupe pole_groupe_code_groupe_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_groupe
    ADD CONSTRAINT pole_groupe_code_groupe_fkey FOREIGN KEY (code_groupe) REFERENCES gn_diffusion.groupe(code) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: pole_groupe pole_groupe_id_pole_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.pole_groupe
    ADD CONSTRAINT pole_groupe_id_pole_fkey FOREIGN KEY (id_pole) REFERENCES gn_demandes.pole(id_pole) ON DELETE CASCADE;


--
-- Name: setting_version setting_version_created_by_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.setting_version
    ADD CONSTRAINT setting_version_created_by_fkey FOREIGN KEY (created_by) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE ON DELETE SET NULL;


--
-- Name: setting setting_version_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.setting
    ADD CONSTRAINT setting_version_fkey FOREIGN KEY (version) REFERENCES gn_demandes.setting_version(version);


--
-- Name: summary_cell summary_cell_id_snapshot_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.summary_cell
    ADD CONSTRAINT summary_cell_id_snapshot_fkey FOREIGN KEY (id_snapshot) REFERENCES gn_demandes.summary_snapshot(id_snapshot) ON DELETE CASCADE;


--
-- Name: telechargement telechargement_id_livraison_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.telechargement
    ADD CONSTRAINT telechargement_id_livraison_fkey FOREIGN KEY (id_livraison) REFERENCES gn_demandes.livraison(id_livraison);


--
-- Name: telechargement telechargement_id_role_fkey; Type: FK CONSTRAINT; Schema: gn_demandes; Owner: -
--

ALTER TABLE ONLY gn_demandes.telechargement
    ADD CONSTRAINT telechargement_id_role_fkey FOREIGN KEY (id_role) REFERENCES utilisateurs.t_roles(id_role) ON UPDATE CASCADE;


--
-- PostgreSQL database dump complete
--


