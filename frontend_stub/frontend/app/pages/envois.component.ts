import { Component, OnInit } from '@angular/core';
import { forkJoin, Observable, of, timer } from 'rxjs';
import { catchError, filter, finalize, map, switchMap, takeUntil, tap } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { ControleAvantEnvoi, Lot, Possible } from '../models/api';
import { LigneTableau } from '../models/registres';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { SessionService } from '../services/session.service';

const REFRESH_MS = 8000;
/** States in which a lot waits for its responsible, or for the worker before him. */
const WAITING = ['decide', 'extrait', 'verifie'];
/** States of demandes that may have such a lot. */
const OPEN = 'tour_de_table,en_preparation,en_livraison,livree';

interface Sending {
  demande: LigneTableau;
  lot: Lot;
  possible: Possible[];
  /** What is checked before it leaves; none when the service could not tell, and then it does not leave. */
  controle: ControleAvantEnvoi | null;
}

type Point = ControleAvantEnvoi['points'][number];

/** The lots a co-administrateur is responsible for: their checks, the adversary's report, their sending. */
@Component({ selector: 'dem-envois', templateUrl: './envois.component.html' })
export class EnvoisComponent extends Listening implements OnInit {
  sendings: Sending[] | null = null;
  problem: Problem | null = null;
  problems = new Map<string, Problem>();
  confirmed = new Set<string>();
  /** Lots whose archive this person has had attacked again. */
  asked = new Set<string>();
  sent = new Map<string, { lot: Lot; numero: string; url: string; expires_at: string }>();
  busy = false;
  working: string | null = null;

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _api: ApiService,
    private _registres: RegistresService
  ) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
    timer(REFRESH_MS, REFRESH_MS)
      .pipe(
        filter(() => !document.hidden && !this.busy && this.working === null && this.isMoving),
        takeUntil(this._gone$)
      )
      .subscribe(() => this.load());
  }

  get isMoving(): boolean {
    return this.sendings?.some((one) => one.lot.state !== 'verifie' || this.isAsked(one)) ?? false;
  }

  load(): void {
    this.busy = true;
    this.problem = null;
    const me = this.session.me?.id_role;
    this._registres
      .tableau({ responsable: String(me), state: OPEN, limit: '100' })
      .pipe(
        switchMap((page) =>
          page.items.length === 0
            ? of([])
            : forkJoin(
                page.items.map((demande) =>
                  forkJoin([this._api.lots(demande.id_demande), this._api.actions(demande.id_demande)]).pipe(
                    map(([lots, actions]) =>
                      lots
                        .filter((lot) => lot.id_responsable === me && WAITING.includes(lot.state))
                        .map((lot) => ({
                          demande,
                          lot,
                          possible: actions.lots.find((one) => one.id_lot === lot.id_lot)?.actions ?? [],
                          controle: null,
                        }))
                    ),
                    switchMap((found) => this._withControle(found))
                  )
                )
              )
        ),
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (found) => {
          this.sendings = found
            .flat()
            .sort((a, b) => (a.lot.livraison_echeance ?? '9').localeCompare(b.lot.livraison_echeance ?? '9'));
          // What was asked for has come: it may have to be asked for again, later.
          this.sendings.filter((one) => !this.isStale(one)).forEach((one) => this.asked.delete(one.lot.id_lot));
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  may(one: Sending, action: string): boolean {
    return one.possible.some((possible) => possible.action === action && possible.when === 'now');
  }

  whyNot(one: Sending): string | null {
    const refused = one.possible.find((possible) => possible.action === 'send' && possible.when === 'not_now');
    const why = refused?.why_not ?? one.controle?.pourquoi_pas ?? null;
    // What a point says already is not said twice.
    return one.controle?.points.some((point) => this.isWrong(one, point) && point.detail === why) ? null : why;
  }

  /** Whether everything holds: nothing is sent before it was all seen. */
  ready(one: Sending): boolean {
    return this.may(one, 'send') && one.controle?.envoi_possible === true;
  }

  /** A point that does not hold though the lot is ready: before that, it only waits. */
  isWrong(one: Sending, point: Point): boolean {
    return !point.tient && (one.lot.state === 'verifie' || point.code === 'garde');
  }

  /** Whether something left to the same person since the archive was attacked. */
  isStale(one: Sending): boolean {
    return one.lot.state === 'verifie' && one.controle?.points.some((point) => point.code === 'adversaire' && !point.tient) === true;
  }

  isAsked(one: Sending): boolean {
    return this.asked.has(one.lot.id_lot) && this.isStale(one);
  }

  mayAttack(one: Sending): boolean {
    const blocked = one.lot.blocage !== null && this.may(one, 'manage_extraction');
    return blocked || (this.isStale(one) && this.isMine(one) && !this.isAsked(one));
  }

  /** Whether the person may tell the pôles: the lot is verified, and his. */
  isMine(one: Sending): boolean {
    return one.lot.state === 'verifie' && one.possible.some((found) => found.action === 'send' && found.when !== 'not_yours');
  }

  inform(one: Sending): void {
    this._work(one, () => this._api.informPoles(one.lot.id_lot));
  }

  confirm(one: Sending, ticked: boolean): void {
    ticked ? this.confirmed.add(one.lot.id_lot) : this.confirmed.delete(one.lot.id_lot);
  }

  send(one: Sending): void {
    this._work(one, () =>
      this._api.send(one.lot.id_lot).pipe(
        map((sent) => {
          this.sent.set(one.lot.id_lot, {
            lot: one.lot,
            numero: one.demande.numero,
            url: `${window.location.origin}${sent.url}`,
            expires_at: sent.expires_at,
          });
        })
      )
    );
  }

  relaunch(one: Sending): void {
    this._work(one, () => this._api.relaunch(one.lot.id_lot));
  }

  attackAgain(one: Sending): void {
    this._work(one, () => this._api.attackAgain(one.lot.id_lot).pipe(tap(() => this.asked.add(one.lot.id_lot))));
  }

  cancel(one: Sending): void {
    this._work(one, () => this._api.cancelExtraction(one.lot.id_lot));
  }

  byLot(_: number, one: Sending): string {
    return one.lot.id_lot;
  }

  byCode(_: number, point: Point): string {
    return point.code;
  }

  private _withControle(found: Sending[]): Observable<Sending[]> {
    if (found.length === 0) {
      return of([]);
    }
    return forkJoin(
      found.map((one) =>
        this._api.controle(one.lot.id_lot).pipe(
          catchError(() => of(null)),
          map((controle) => ({ ...one, controle }))
        )
      )
    );
  }

  private _work(one: Sending, call: () => Observable<unknown>): void {
    const id = one.lot.id_lot;
    this.working = id;
    this.problems.delete(id);
    call()
      .pipe(
        finalize(() => (this.working = null)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: () => this.load(),
        error: (error: unknown) => this.problems.set(id, problemOf(error)),
      });
  }
}
