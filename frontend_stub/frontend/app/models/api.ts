/** What the API answers and takes, as `module_api/openapi.json` describes it. */

export type DemandeState =
  | 'brouillon'
  | 'deposee'
  | 'incomplete'
  | 'tour_de_table'
  | 'en_preparation'
  | 'en_livraison'
  | 'livree'
  | 'refusee'
  | 'close'
  | 'retiree'
  | 'expiree'
  | 'revoquee';

export type LotState =
  | 'prevu'
  | 'avis_demande'
  | 'decide'
  | 'extrait'
  | 'verifie'
  | 'envoye'
  | 'telecharge'
  | 'refuse'
  | 'annule';

export interface Rights {
  use_module: boolean;
  create: boolean;
  create_for_other: boolean;
  list: boolean;
  read_all: boolean;
  completude: boolean;
  avis: boolean;
  decision: boolean;
  livraison: boolean;
  read_registres: boolean;
  registres: boolean;
  reglages: boolean;
}

export interface MyPole {
  id_pole: number;
  label: string;
  groupes: string[];
}

export interface Me {
  id_role: number;
  name: string;
  organisme: string | null;
  rights: Rights;
  poles: MyPole[];
}

export interface Labelled {
  code: string;
  label: string;
}

export interface FormOffer {
  objets: Labelled[];
  formats: (Labelled & { default: boolean })[];
  groupes: (Labelled & { avis_systematique: boolean })[];
  niveaux: (Labelled & { area_type: string })[];
  engagement: { version: number; text: string } | null;
  limits: {
    max_upload_bytes: number;
    max_upload_vertices: number;
    max_taxa: number;
    max_communes_without_tour_de_table: number;
    avis_days: number;
    livraison_days: number;
  };
}

export interface Demande {
  id_demande: string;
  numero: string;
  state: DemandeState;
  state_label: string;
  version: number;
  id_demandeur: number;
  demandeur: string | null;
  organisme: string | null;
  maitre_ouvrage: string | null;
  objet: string | null;
  objet_detail: string;
  intended_use: string;
  use_months: number | null;
  other_holders: string;
  date_from: string | null;
  date_to: string | null;
  cd_noms: number[] | null;
  wants_precise_sensitive: boolean;
  accepts_fallback: boolean;
  profil: string;
  formats: string[];
  id_responsable: number | null;
  completude_comment: string | null;
  deposited_at: string | null;
  completed_at: string | null;
  created_at: string;
  updated_at: string;
}

/** What the author writes. A member left out is left as it is. */
export interface DemandeDraft {
  objet?: string | null;
  objet_detail?: string;
  maitre_ouvrage?: string | null;
  intended_use?: string;
  use_months?: number | null;
  other_holders?: string;
  date_from?: string | null;
  date_to?: string | null;
  cd_noms?: number[] | null;
  wants_precise_sensitive?: boolean;
  accepts_fallback?: boolean;
  formats?: string[];
}

export interface Commune {
  code: string;
  nom: string;
  surface_m2: number;
  part: number;
  effleuree: boolean;
}

export interface Perimetre {
  source_kind: 'file' | 'drawn' | 'areas';
  source_name: string | null;
  source_srid: number | null;
  area_type: 'COM' | 'DEP' | null;
  area_codes: string[] | null;
  repaired: boolean;
  warnings: string[];
  communes_count: number;
  communes_layer: string;
  area_m2: number;
  communes: Commune[];
  geometry: GeoJSON.MultiPolygon;
}

export interface Maille {
  area_type: string;
  code: string;
  nom: string;
  groupes: { groupe: string | null; nombre_arrondi: number }[];
}

export interface Carte {
  perimetre: Perimetre | null;
  mailles: GeoJSON.FeatureCollection<GeoJSON.Geometry, Maille>;
  counted_at: string | null;
}

export type PerimetreDraft =
  | { kind: 'drawn'; geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon }
  | { kind: 'areas'; area_type: 'COM' | 'DEP'; codes: string[] };

export interface Zone {
  code: string;
  nom: string;
  departement: string | null;
}

export interface AnnouncedLot {
  kind: 'F1' | 'F2' | 'F3';
  groupe: string | null;
  tour_de_table: boolean;
  poles: string[];
  motifs: string[];
  earliest: string;
  latest: string;
}

export interface Annonce {
  tour_de_table: boolean;
  motifs: string[];
  lots: AnnouncedLot[];
  communes_count: number;
  communes_layer: string;
  communes: Commune[];
  effleurees: string[];
  summary: {
    non_sensitive: { groupe: string | null; annee: number; nombre: number }[];
    sensitive: { groupe: string | null; nombre_arrondi: number }[];
    sensitive_counted_at: string | null;
  };
}

export interface Evenement {
  id: number;
  id_lot: string | null;
  kind: string;
  state_before: string | null;
  state_after: string | null;
  author: string | null;
  detail: Record<string, unknown>;
  motif: string | null;
  at: string;
}

export type AvisKind =
  | 'favorable'
  | 'favorable_sous_conditions'
  | 'defavorable'
  | 'reserve'
  | 'deport'
  | 'sans_reponse';

export type DecisionKind = 'accept' | 'accept_with_conditions' | 'refuse';

export interface Conditions {
  coarser_level?: string | null;
  excluded_taxa?: number[];
  excluded_period?: { from: string; to: string } | null;
  embargo_until?: string | null;
  shorter_duration_months?: number | null;
}

export interface PoleAvis {
  id_pole: number;
  label: string;
  asked_on: string;
  echeance: string;
  avis: AvisKind | null;
  motif: string | null;
  conditions: Conditions | null;
  late: boolean | null;
  given_at: string | null;
  desaccord: boolean;
  reponses: {
    auteur: string | null;
    avis: AvisKind;
    motif: string | null;
    conditions: Conditions | null;
    late: boolean;
    given_at: string;
  }[];
}

export interface Signalement {
  id_lot: string;
  id_demande: string;
  numero: string;
  kind: string;
  lot_kind: string;
  groupe: string | null;
  areas: number;
  least_share: number;
  flagged_at: string;
  lifted_at: string | null;
  motif: string | null;
}

/** A numbered letter to the demandeur. */
export interface Lettre {
  id_lettre: string;
  numero: string;
  modele: string;
  libelle: string;
  signataire: string | null;
  written_at: string;
  sha256: string;
  erased: boolean;
}

/** What is checked before a lot is sent. */
export interface ControleAvantEnvoi {
  id_lot: string;
  envoi_possible: boolean;
  pourquoi_pas: string | null;
  points: { code: string; libelle: string; tient: boolean; detail: string | null }[];
  verifications: Record<string, { classified: number; selected: number }> | null;
  adversaire: { attacked_at: string; successes: number; report: unknown } | null;
  poles: { id_pole: number; label: string; people: number; told: number; given_up: number; told_at: string | null }[];
}

/** What a permission in GeoNature's Synthèse would be, or is. */
export interface Permission {
  possible: boolean;
  pourquoi_pas: string[];
  communes: { id_area: number; code: string; name: string }[];
  taxa: number[] | null;
  jusqu_au: string | null;
  donnees: { montrees: number; retenues: number; non_remises: number; hors_perimetre: number };
  accordee: {
    depuis: string;
    jusqu_au: string;
    verifiee_le: string;
    terminee_le: string | null;
    motif_de_fin: string | null;
  } | null;
}

/** Why the adversary keeps a lot from leaving, and what may be done. */
export interface Blocage {
  since: string;
  attacks: string[];
  what_to_do: string[];
}

/** A lot kept from leaving, wherever it is. */
export interface Bloque {
  id_lot: string;
  id_demande: string;
  numero: string;
  lot_kind: string;
  groupe: string | null;
  responsable: string | null;
  blocage: Blocage;
}

/** What conditions would change of a lot. */
export interface Apercu {
  donnees: number;
  exclues_taxon: number;
  exclues_periode: number;
  restantes: number;
  precises: number;
  floutees: number;
  area_type: string | null;
  pas_avant: string | null;
  mois_demandes: number | null;
  mois_accordes: number | null;
}

export interface Lot {
  id_lot: string;
  version: number;
  kind: 'F1' | 'F2' | 'F3';
  groupe: string | null;
  fallback_of: string | null;
  state: LotState;
  tour_de_table: boolean;
  id_responsable: number | null;
  avis_echeance: string | null;
  livraison_echeance: string | null;
  poles: PoleAvis[];
  decision: {
    kind: DecisionKind;
    motif: string | null;
    conditions: Conditions | null;
    decided_at: string;
  } | null;
  report: Record<string, unknown> | null;
  failure: string | null;
  archive_bytes: number | null;
  extraction: {
    state: 'en_attente' | 'en_cours' | 'terminee' | 'annulee' | 'en_echec' | 'bloquee';
    run_at: string;
    progress: { step: string; rows_done: number; rows_total: number; at: string } | null;
  } | null;
  attack: { attacked_at: string; successes: number; report: unknown } | null;
  blocage: Blocage | null;
  garde: Signalement[];
}

export type ActionName =
  | 'edit'
  | 'depose'
  | 'declare_completude'
  | 'give_avis'
  | 'decide'
  | 'send'
  | 'manage_extraction'
  | 'lift_garde'
  | 'download';

export interface Possible {
  action: ActionName;
  id_pole: number | null;
  when: 'now' | 'not_now' | 'not_yours';
  why_not: string | null;
}

export interface FieldProblem {
  field: string;
  message: string;
}

export interface Actions {
  demande: Possible[];
  missing: FieldProblem[];
  lots: { id_lot: string; actions: Possible[] }[];
}

export type TacheKind =
  | 'deposer'
  | 'completer'
  | 'completude'
  | 'avis'
  | 'decision'
  | 'envoi'
  | 'telechargement';

export interface Tache {
  kind: TacheKind;
  id_demande: string;
  numero: string;
  demandeur: string | null;
  organisme: string | null;
  objet_detail: string;
  id_lot: string | null;
  lot_kind: string | null;
  groupe: string | null;
  id_pole: number | null;
  pole: string | null;
  echeance: string | null;
  mine: boolean;
  since: string;
}

export interface Telechargement {
  url: string;
  expires_at: string;
  file_name: string;
  bytes: number;
  sha256: string;
}

/** A name of TAXREF. */
export interface Nom {
  cd_nom: number;
  cd_ref: number;
  lb_nom: string;
  nom_valide: string | null;
  nom_vern: string | null;
  rang: string | null;
  groupe: string | null;
}

/** A list of taxa, read line by line. */
export interface Liste {
  cd_noms: number[];
  problems: number;
  lines: {
    line: number;
    entry: string;
    status: string;
    message: string;
    taxon: Nom | null;
    candidates: Nom[];
  }[];
}

/** RFC 9457, as the API writes it. */
export interface ProblemBody {
  status: number;
  title: string;
  detail: string;
  code: string;
  request_id: string | null;
  fields?: FieldProblem[];
}
