import { HttpClientTestingModule, HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { ActivatedRoute, convertToParamMap } from '@angular/router';
import { RouterTestingModule } from '@angular/router/testing';
import { TranslateModule, TranslateService } from '@ngx-translate/core';
import { DemandesModule } from '../frontend/app/demandes.module';
import { Basemap, HostContext } from '../frontend/app/host/host-context';
import { Demande, FormOffer, Me } from '../frontend/app/models/api';
import { DossierModule } from '../frontend/app/pages/dossier.module';
import { RegistresModule } from '../frontend/app/pages/registres/registres.module';
import { Lang } from '../frontend/app/services/lang.service';
import { SessionService } from '../frontend/app/services/session.service';

/** The application that hosts the module, with a token that a test changes. */
export class Host extends HostContext {
  static current: string | null = 'jeton';
  readonly apiBase = '/api';
  readonly home = '/';
  readonly basemap: Basemap | null = null;
  readonly loginUrl = '/connexion';
  override get token(): string | null {
    return Host.current;
  }
}

/** The address that opens a page: a test says of what demande. */
export const ROUTE = { snapshot: { paramMap: convertToParamMap({}) } };

export const ME: Me = {
  id_role: 7,
  name: 'Paul Rouvière',
  organisme: null,
  rights: {
    use_module: true,
    create: true,
    create_for_other: false,
    list: true,
    read_all: false,
    completude: false,
    avis: false,
    decision: false,
    livraison: false,
    read_registres: true,
    registres: true,
    reglages: false,
  },
  poles: [],
};

export const OFFER: FormOffer = {
  objets: [{ code: 'gestion_espace', label: "Gestion d'espace" }],
  formats: [
    { code: 'csv', label: 'CSV', default: true },
    { code: 'shp', label: 'Shapefile', default: false },
  ],
  groupes: [{ code: 'RAPACES', label: 'Rapaces rupestres', avis_systematique: true }],
  niveaux: [],
  engagement: { version: 3, text: 'Je m’engage.' },
  limits: {
    max_upload_bytes: 1000,
    max_upload_vertices: 1000,
    max_taxa: 100,
    max_communes_without_tour_de_table: 50,
    avis_days: 21,
    livraison_days: 21,
  },
};

export function demande(changed: Partial<Demande> = {}): Demande {
  return {
    id_demande: 'd1',
    numero: '2026-0001',
    state: 'brouillon',
    state_label: 'Brouillon',
    version: 1,
    id_demandeur: 7,
    demandeur: null,
    organisme: null,
    maitre_ouvrage: null,
    objet: null,
    objet_detail: '',
    intended_use: '',
    use_months: null,
    other_holders: '',
    date_from: null,
    date_to: null,
    cd_noms: null,
    wants_precise_sensitive: false,
    accepts_fallback: true,
    profil: 'geonature',
    formats: ['csv'],
    id_responsable: null,
    completude_comment: null,
    deposited_at: null,
    completed_at: null,
    created_at: '2026-03-01T10:00:00Z',
    updated_at: '2026-03-01T10:00:00Z',
    ...changed,
  };
}

/** The module, somebody logged in, and a service that answers what the test says. */
export function world(): HttpTestingController {
  localStorage.clear();
  Host.current = 'jeton';
  TestBed.configureTestingModule({
    imports: [HttpClientTestingModule, RouterTestingModule, TranslateModule.forRoot(), DemandesModule, DossierModule, RegistresModule],
    providers: [
      { provide: HostContext, useClass: Host },
      { provide: ActivatedRoute, useValue: ROUTE },
    ],
  });
  TestBed.inject(Lang);
  TestBed.inject(TranslateService).use('fr');
  TestBed.inject(SessionService).me$.next(ME);
  return TestBed.inject(HttpTestingController);
}

/** The one request under way to an address. */
export function asked(http: HttpTestingController, method: string, path: string): TestRequest {
  return http.expectOne((request) => request.method === method && request.url === `/api${path}`, `${method} ${path}`);
}
