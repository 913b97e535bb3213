import { Injectable } from '@angular/core';
import { Observable } from 'rxjs';
import { Demande, Lot } from '../models/api';
import {
  Adhesion,
  Animateur,
  CoAdministrateur,
  Compte,
  Consigne,
  Controle,
  Effectif,
  Engagement,
  Groupe,
  MaitreOuvrage,
  Membre,
  Organisme,
  Pole,
  Reglage,
  Reglages,
  Retour,
  Simulation,
  Statistiques,
  Tableau,
} from '../models/registres';
import { ApiService } from './api.service';

type Period = { from: string; to: string };

/** The board, the registers, the settings and the figures, typed. */
@Injectable()
export class RegistresService {
  constructor(private _api: ApiService) {}

  tableau(params: Record<string, string>): Observable<Tableau> {
    return this._api.read('/tableau', params);
  }

  effectifs(): Observable<Effectif[]> {
    return this._api.read('/tableau/effectifs');
  }

  exportTableau(params: Record<string, string>, format: 'csv' | 'xlsx'): Observable<void> {
    return this._api.save(`/tableau/${format}`, params, `demandes.${format}`);
  }

  statistiques(period: Period): Observable<Statistiques> {
    return this._api.read('/statistiques', { ...period });
  }

  retours(period: Period): Observable<Retour[]> {
    return this._api.read('/retours-usage', { ...period });
  }

  exportRetours(period: Period): Observable<void> {
    return this._api.save('/retours-usage/csv', { ...period }, 'retours_usage.csv');
  }

  organismes(q: string): Observable<Organisme[]> {
    return this._api.read('/organismes', { q });
  }

  comptes(q: string): Observable<Compte[]> {
    return this._api.read('/comptes', { q });
  }

  adhesions(on: string): Observable<Adhesion[]> {
    return this._api.read('/adhesions', on ? { on } : {});
  }

  addAdhesion(draft: Partial<Adhesion>): Observable<Adhesion> {
    return this._api.write('POST', '/adhesions', draft);
  }

  endAdhesion(
    row: Adhesion,
    draft: { reason: string; on: string; reference?: string; comment?: string }
  ): Observable<Adhesion[]> {
    return this._api.write('POST', `/adhesions/${row.id_adhesion}/fin`, draft, row.version);
  }

  membres(on: string): Observable<Membre[]> {
    return this._api.read('/colleges/membres', on ? { on } : {});
  }

  addMembre(draft: object): Observable<Membre> {
    return this._api.write('POST', '/colleges/membres', draft);
  }

  putMembre(row: Membre, draft: object): Observable<Membre> {
    return this._api.write('PUT', `/colleges/membres/${row.id_membre}`, draft, row.version);
  }

  maitresOuvrage(params: Record<string, string>): Observable<{ items: MaitreOuvrage[]; next: number | null }> {
    return this._api.read('/maitres-ouvrage', params);
  }

  addMaitreOuvrage(draft: { name: string; siret: string | null }): Observable<MaitreOuvrage> {
    return this._api.write('POST', '/maitres-ouvrage', draft);
  }

  patchMaitreOuvrage(
    row: MaitreOuvrage,
    patch: { name?: string; siret?: string | null; moderated?: boolean }
  ): Observable<MaitreOuvrage> {
    return this._api.write('PATCH', `/maitres-ouvrage/${row.id_maitre_ouvrage}`, patch, row.version);
  }

  mergeMaitreOuvrage(
    double: MaitreOuvrage,
    into: number
  ): Observable<{ maitre_ouvrage: MaitreOuvrage; demandes: number }> {
    const path = `/maitres-ouvrage/${double.id_maitre_ouvrage}/fusion`;
    return this._api.write('POST', path, { into }, double.version);
  }

  poles(): Observable<Pole[]> {
    return this._api.read('/poles');
  }

  addPole(draft: { code: string; label: string; groupes: string[] }): Observable<Pole> {
    return this._api.write('POST', '/poles', draft);
  }

  patchPole(row: Pole, patch: { label?: string; active?: boolean; groupes?: string[] }): Observable<Pole> {
    return this._api.write('PATCH', `/poles/${row.id_pole}`, patch, row.version);
  }

  addAnimateur(pole: Pole, draft: object): Observable<Animateur> {
    return this._api.write('POST', `/poles/${pole.id_pole}/animateurs`, draft, pole.version);
  }

  patchAnimateur(row: Animateur, patch: object): Observable<Animateur> {
    return this._api.write('PATCH', `/animateurs/${row.id_animateur}`, patch, row.version);
  }

  groupes(): Observable<Groupe[]> {
    return this._api.read('/groupes');
  }

  controle(): Observable<Controle[]> {
    return this._api.read('/groupes/controle');
  }

  putGroupe(code: string, draft: Pick<Groupe, 'label' | 'avis_systematique' | 'contenu'>): Observable<Groupe> {
    return this._api.write('PUT', `/groupes/${encodeURIComponent(code)}`, draft, '*');
  }

  coAdministrateurs(): Observable<CoAdministrateur[]> {
    return this._api.read('/co-administrateurs');
  }

  putCoAdministrateur(
    id: number,
    draft: { active: boolean; takes_tour_de_table: boolean }
  ): Observable<CoAdministrateur> {
    return this._api.write('PUT', `/co-administrateurs/${id}`, draft, '*');
  }

  addAbsence(id: number, draft: { starts_on: string; ends_on: string }): Observable<CoAdministrateur> {
    return this._api.write('POST', `/co-administrateurs/${id}/absences`, draft);
  }

  handOver(id: number, to: number, motif: string): Observable<{ remis: number }> {
    return this._api.write('POST', `/co-administrateurs/${id}/passation`, { id_role: to, motif });
  }

  giveDemande(id: string, to: number, motif: string): Observable<Demande> {
    return this._api.write('POST', `/demandes/${id}/responsable`, { id_role: to, motif });
  }

  giveLot(id: string, to: number, motif: string): Observable<Lot> {
    return this._api.write('POST', `/lots/${id}/responsable`, { id_role: to, motif });
  }

  reglages(): Observable<Reglages> {
    return this._api.read('/reglages');
  }

  patchReglages(version: number, values: Record<string, Reglage>, comment: string): Observable<Reglages> {
    return this._api.write('PATCH', '/reglages', { values, comment }, version);
  }

  engagements(): Observable<Engagement[]> {
    return this._api.read('/engagements');
  }

  publishEngagement(text: string, publishedOn: string): Observable<Engagement[]> {
    return this._api.write('POST', '/engagements', { text, published_on: publishedOn });
  }

  consignes(): Observable<Consigne[]> {
    return this._api.read('/consignes');
  }

  putConsigne(
    code: string,
    version: number | '*',
    draft: { min_communes: number | null; classes: string[] | null; motif: string }
  ): Observable<Consigne> {
    return this._api.write('PUT', `/groupes/${encodeURIComponent(code)}/consigne`, draft, version);
  }

  simulate(
    code: string,
    draft: { min_communes: number | null; classes: string[] | null; last: number }
  ): Observable<Simulation> {
    return this._api.write('POST', `/groupes/${encodeURIComponent(code)}/consigne/simulation`, draft);
  }
}
