import { HttpClient, HttpErrorResponse, HttpHeaders, HttpResponse } from '@angular/common/http';
import { Injectable } from '@angular/core';
import { Observable, throwError, timer } from 'rxjs';
import { catchError, map, mergeMap, retryWhen, shareReplay, tap } from 'rxjs/operators';
import { HostContext } from '../host/host-context';
import {
  Actions,
  Annonce,
  Apercu,
  AvisKind,
  Bloque,
  Carte,
  Conditions,
  ControleAvantEnvoi,
  DecisionKind,
  Demande,
  DemandeDraft,
  Evenement,
  FormOffer,
  Lettre,
  Liste,
  Lot,
  Me,
  Nom,
  Perimetre,
  PerimetreDraft,
  Permission,
  Signalement,
  Tache,
  Telechargement,
  Zone,
} from '../models/api';
import { SessionService } from './session.service';

/** Waits before a reading is tried again, when no answer came. */
const RETRY_MS = [1000, 3000];

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** The API, typed. A reading that gets no answer is tried again; a writing never is, unless the person asks. */
@Injectable()
export class ApiService {
  private _form: Observable<FormOffer> | null = null;
  private _contours: Observable<GeoJSON.FeatureCollection> | null = null;
  /** The version of each demande and lot this page has read, as the API names it. */
  private readonly _etags = new Map<string, string>();

  constructor(
    private _http: HttpClient,
    private _host: HostContext,
    private _session: SessionService
  ) {}

  me(): Observable<Me> {
    return this._get<Me>('/me').pipe(tap((me) => this._session.me$.next(me)));
  }

  taches(): Observable<Tache[]> {
    return this._get('/taches');
  }

  form(): Observable<FormOffer> {
    this._form ??= this._get<FormOffer>('/form').pipe(
      catchError((error) => {
        this._form = null;
        return throwError(error);
      }),
      shareReplay(1)
    );
    return this._form;
  }

  contours(): Observable<GeoJSON.FeatureCollection> {
    this._contours ??= this._get<GeoJSON.FeatureCollection>('/zones/contours').pipe(
      catchError((error) => {
        this._contours = null;
        return throwError(error);
      }),
      shareReplay(1)
    );
    return this._contours;
  }

  /** Limits of the communes around a place, to follow while drawing. */
  communesAround(lng: number, lat: number): Observable<GeoJSON.FeatureCollection> {
    return this.read('/zones/communes', { lng: lng.toFixed(2), lat: lat.toFixed(2) });
  }

  zones(areaType: 'COM' | 'DEP', q: string): Observable<Zone[]> {
    return this._get('/zones', { area_type: areaType, q });
  }

  demande(id: string): Observable<Demande> {
    return this._get(`/demandes/${id}`);
  }

  create(draft: DemandeDraft): Observable<Demande> {
    return this._send('POST', '/demandes', draft);
  }

  edit(id: string, draft: DemandeDraft): Observable<Demande> {
    return this._send('PATCH', `/demandes/${id}`, draft);
  }

  carte(id: string): Observable<Carte> {
    return this._get(`/demandes/${id}/perimetre`);
  }

  putPerimetre(id: string, draft: PerimetreDraft): Observable<Perimetre> {
    return this._send('PUT', `/demandes/${id}/perimetre`, draft);
  }

  putFile(id: string, file: File, epsg: string): Observable<Perimetre> {
    const form = new FormData();
    form.append('fichier', file, file.name);
    if (epsg.trim()) {
      form.append('epsg', epsg.trim());
    }
    return this._send('PUT', `/demandes/${id}/perimetre`, form);
  }

  taxons(q: string): Observable<{ items: Nom[]; next: string | null }> {
    return this._get('/taxons', { q });
  }

  /** What each line of a list names; changes nothing. */
  readTaxa(texte: string): Observable<Liste> {
    return this._send('POST', '/taxons/liste', { texte });
  }

  putTaxa(id: string, texte: string): Observable<Liste> {
    return this._send('PUT', `/demandes/${id}/taxons`, { texte });
  }

  annonce(id: string): Observable<Annonce> {
    return this._get(`/demandes/${id}/annonce`);
  }

  depose(id: string, engagementVersion: number): Observable<Demande> {
    return this._send('POST', `/demandes/${id}/depot`, { engagement_version: engagementVersion });
  }

  completude(id: string, complete: boolean, comment: string): Observable<Demande> {
    return this._send('POST', `/demandes/${id}/completude`, {
      complete,
      comment: comment.trim() || null,
    });
  }

  journal(id: string): Observable<Evenement[]> {
    return this._get(`/demandes/${id}/journal`);
  }

  lettres(id: string): Observable<Lettre[]> {
    return this._get(`/demandes/${id}/lettres`);
  }

  permission(id: string): Observable<Permission> {
    return this._get(`/demandes/${id}/permission-geonature`);
  }

  grantPermission(id: string): Observable<Permission> {
    return this._send('POST', `/demandes/${id}/permission-geonature`, {});
  }

  withdrawPermission(id: string, motif: string): Observable<Permission> {
    return this._send('POST', `/demandes/${id}/permission-geonature/retrait`, { motif });
  }

  actions(id: string): Observable<Actions> {
    return this._get(`/demandes/${id}/actions`);
  }

  lots(id: string): Observable<Lot[]> {
    return this._get<Lot[]>(`/demandes/${id}/lots`).pipe(
      tap((lots) => lots.forEach((lot) => this._etags.set(lot.id_lot, `"${lot.version}"`)))
    );
  }

  giveAvis(
    idLot: string,
    body: { id_pole: number; kind: AvisKind; motif?: string; conditions?: Conditions }
  ): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/avis`, body);
  }

  decide(
    idLot: string,
    body: { kind: DecisionKind; motif?: string; conditions?: Conditions }
  ): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/decision`, body);
  }

  /** What conditions would change of a lot; changes nothing. */
  preview(idLot: string, conditions: Conditions): Observable<Apercu> {
    return this._send('POST', `/lots/${idLot}/apercu`, conditions);
  }

  attackAgain(idLot: string): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/attaque`, {});
  }

  blocked(): Observable<Bloque[]> {
    return this._get('/garde/bloques');
  }

  garde(): Observable<Signalement[]> {
    return this._get('/garde');
  }

  liftGarde(idLot: string, motif: string): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/garde`, { motif });
  }

  relaunch(idLot: string): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/extraction`, {});
  }

  cancelExtraction(idLot: string): Observable<Lot> {
    return this._send('POST', `/lots/${idLot}/extraction/annulation`, {});
  }

  /** What is checked before a lot is sent. */
  controle(idLot: string): Observable<ControleAvantEnvoi> {
    return this._get(`/lots/${idLot}/controle`);
  }

  /** Tells the pôles that have not been told yet that a lot is about to be sent. */
  informPoles(idLot: string): Observable<ControleAvantEnvoi> {
    return this._send('POST', `/lots/${idLot}/information`, {});
  }

  send(idLot: string): Observable<{ jeton: string; url: string; expires_at: string }> {
    return this._send('POST', `/lots/${idLot}/livraison`, {});
  }

  openLot(idLot: string): Observable<Telechargement> {
    return this._send('POST', `/lots/${idLot}/session`, {});
  }

  openLink(jeton: string): Observable<Telechargement> {
    return this._send('POST', `/livraisons/${encodeURIComponent(jeton)}/session`, {});
  }

  /** Lets the browser fetch an archive: the address of a session wants no header. */
  download(session: Telechargement): void {
    const link = document.createElement('a');
    link.href = session.url;
    link.download = session.file_name;
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  /** Any reading, for the services of the registers. */
  read<T>(path: string, params: Record<string, string> = {}): Observable<T> {
    return this._get<T>(path, params);
  }

  /** Any change, for the services of the registers; `version` is that of what was read, or `*`. */
  write<T>(method: Method, path: string, body: unknown, version?: number | '*'): Observable<T> {
    return this._send<T>(method, path, body, version);
  }

  /** Fetches a file with the person's identity, which a plain link would not carry, and gives it to the browser. */
  save(path: string, params: Record<string, string>, name: string): Observable<void> {
    const token = this._host.token;
    return this._http
      .get(`${this._host.apiBase}${path}`, { params, headers: this._headers(), responseType: 'blob' })
      .pipe(
        map((blob) => saveBlob(blob, name)),
        catchError((error) => this._refused(error, token))
      );
  }

  private _get<T>(path: string, params: Record<string, string> = {}): Observable<T> {
    return this._call<T>('GET', path, { params }).pipe(
      retryWhen((errors) =>
        errors.pipe(
          mergeMap((error, attempt) => {
            const silent = error instanceof HttpErrorResponse && [0, 502, 504].includes(error.status);
            return silent && attempt < RETRY_MS.length ? timer(RETRY_MS[attempt]) : throwError(error);
          })
        )
      )
    );
  }

  /** A POST that got no answer is sent once more under the same key: the service does it once. */
  private _send<T>(method: Method, path: string, body: unknown, version?: number | '*'): Observable<T> {
    if (method !== 'POST') {
      return this._call<T>(method, path, { body, version });
    }
    return this._call<T>(method, path, { body, version, key: newKey() }).pipe(
      retryWhen((errors) =>
        errors.pipe(
          mergeMap((error, attempt) => {
            const silent = error instanceof HttpErrorResponse && error.status === 0;
            return silent && attempt === 0 ? timer(RETRY_MS[0]) : throwError(error);
          })
        )
      )
    );
  }

  private _call<T>(
    method: Method,
    path: string,
    options: { params?: Record<string, string>; body?: unknown; key?: string; version?: number | '*' }
  ): Observable<T> {
    const token = this._host.token;
    let headers = this._headers();
    if (options.key) {
      headers = headers.set('Idempotency-Key', options.key);
    }
    const target = targetOf(path);
    const version = this._version(method, target, options.version);
    if (version) {
      headers = headers.set('If-Match', version);
    }
    const { params, body } = options;
    return this._http
      .request<T>(method, `${this._host.apiBase}${path}`, { params, body, headers, observe: 'response' })
      .pipe(
        tap((response: HttpResponse<T>) => this._remember(target, response)),
        map((response: HttpResponse<T>) => response.body as T),
        catchError((error) => this._refused(error, token))
      );
  }

  private _headers(): HttpHeaders {
    // Silences GeoNature's own message: the page tells the error itself.
    const headers = new HttpHeaders({ 'not-to-handle': 'true' });
    const token = this._host.token;
    return token ? headers.set('Authorization', `Bearer ${token}`) : headers;
  }

  /** The version a change is based on: the one told, or the one this page has read of a demande or a lot. */
  private _version(method: Method, target: string | null, told?: number | '*'): string | undefined {
    if (told !== undefined) {
      return told === '*' ? told : `"${told}"`;
    }
    return target && method !== 'GET' ? this._etags.get(target) : undefined;
  }

  /** `token` is the one the call was sent with: there may be a newer one by now. */
  private _refused(error: unknown, token: string | null): Observable<never> {
    if (error instanceof HttpErrorResponse && error.status === 401) {
      this._session.expire(token);
    }
    return throwError(error);
  }

  private _remember(target: string | null, response: HttpResponse<unknown>): void {
    const etag = response.headers.get('ETag');
    const body = response.body as { id_demande?: string } | null;
    const id = target ?? body?.id_demande ?? null;
    if (id && etag) {
      this._etags.set(id, etag);
    }
  }
}

/** The demande or the lot an address is about. Opening a download changes nothing that was read. */
function targetOf(path: string): string | null {
  const [, resource, id, what] = path.split('/');
  const reads = ['session', 'apercu'];
  const versioned = (resource === 'demandes' || resource === 'lots') && !reads.includes(what ?? '');
  return versioned ? id ?? null : null;
}

/** Gives a file to the browser. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A key never used before. `randomUUID` is there on secure origins only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
