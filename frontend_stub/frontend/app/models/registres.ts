/** The board and the registers, as `module_api/openapi.json` describes them. */
import { DemandeState } from './api';

/** Whose turn it is. */
export type Tour =
  | 'demandeur'
  | 'completude'
  | 'poles'
  | 'coordination'
  | 'responsable'
  | 'extraction'
  | 'telechargement';

export interface LigneTableau {
  id_demande: string;
  numero: string;
  state: DemandeState;
  demandeur: string | null;
  organisme: string | null;
  maitre_ouvrage: string | null;
  objet: string | null;
  objet_detail: string;
  responsable: string | null;
  communes: number | null;
  tours: Tour[];
  echeance: string | null;
  en_retard: boolean;
  regime: string;
  created_at: string;
  deposited_at: string | null;
  completed_at: string | null;
}

export interface Tableau {
  items: LigneTableau[];
  next: string | null;
}

export interface Effectif {
  state: DemandeState;
  nombre: number;
}

export interface Delais {
  classe: string;
  demandes: number;
  completes: number;
  completude_mediane: number | null;
  premier_envoi_median: number | null;
  premier_envoi_maximum: number | null;
  lots_envoyes: number;
  lots_refuses: number;
}

export interface AvisDuPole {
  pole: string;
  demandes: number;
  favorables: number;
  sous_conditions: number;
  defavorables: number;
  reserves: number;
  deports: number;
  sans_reponse: number;
  tardifs: number;
  delai_median: number | null;
}

export interface Refus {
  numero: string;
  lot: string;
  groupe: string | null;
  motif: string | null;
  defavorables: number;
  decided_at: string;
}

export interface Statistiques {
  from: string;
  to: string;
  delais: Delais[];
  avis: AvisDuPole[];
  refus: Refus[];
}

/** What a demande received of a dataset. */
export interface Retour {
  numero: string;
  sent_at: string;
  organisme: string | null;
  maitre_ouvrage: string | null;
  objet: string | null;
  lot: string;
  jdd: string;
  producteurs: string;
  groupe: string | null;
  poles: string;
  precis: boolean;
  donnees: number;
}

export interface Adhesion {
  id_adhesion: number;
  version: number;
  id_organisme: number;
  organisme: string | null;
  kind: string;
  starts_on: string;
  ends_on: string | null;
  end_reason: string | null;
  reference: string | null;
  comment: string | null;
  id_pole: number | null;
}

export interface Membre {
  id_membre: number;
  version: number;
  code_college: string;
  college: string;
  id_organisme: number | null;
  organisme: string | null;
  titulaire: string;
  suppleant: string | null;
  starts_on: string;
  ends_on: string | null;
  published: boolean;
}

export interface MaitreOuvrage {
  id_maitre_ouvrage: number;
  version: number;
  name: string;
  siret: string | null;
  moderated: boolean;
  proposed_by: number | null;
  merged_into: number | null;
}

export interface Animateur {
  id_animateur: number;
  version: number;
  id_pole: number;
  id_role: number;
  nom: string | null;
  role: 'animateur' | 'suppleant';
  departements: string[] | null;
  starts_on: string;
  ends_on: string | null;
}

export interface Pole {
  id_pole: number;
  version: number;
  code: string;
  label: string;
  active: boolean;
  is_coordination: boolean;
  groupes: string[];
  animateurs: Animateur[];
}

export interface Contenu {
  kind: string;
  value: string;
}

export interface Groupe {
  code: string;
  label: string;
  avis_systematique: boolean;
  contenu: Contenu[];
  poles: number[];
}

/** Taxa observed that several groups claim, or none. */
export interface Controle {
  taxons: number;
  groupes: string[];
  retenu: string | null;
  ex_aequo: boolean;
  exemples: string[];
}

export interface CoAdministrateur {
  id_role: number;
  nom: string | null;
  active: boolean;
  takes_tour_de_table: boolean;
  absent: boolean;
  absences: { starts_on: string; ends_on: string }[];
  dossiers: number;
  lots: number;
}

export type Reglage = boolean | number | string | number[] | string[];

export interface Reglages {
  version: number;
  values: Record<string, Reglage>;
  versions: {
    version: number;
    auteur: string | null;
    comment: string;
    created_at: string;
    demandes: number;
  }[];
}

export interface Engagement {
  version: number;
  text: string;
  published_on: string;
}

/** When the pôles of a group want to be asked. */
export interface Consigne {
  code_groupe: string;
  version: number;
  min_communes: number | null;
  classes: string[] | null;
  motif: string;
}

export interface Simulation {
  demandes: number;
  concernees: number;
  consultations_actuelles: number;
  consultations_simulees: number;
  changements: { numero: string; consulte: boolean }[];
}

export interface Organisme {
  id_organisme: number;
  nom: string;
}

export interface Compte {
  id_role: number;
  nom: string;
  organisme: string | null;
}
