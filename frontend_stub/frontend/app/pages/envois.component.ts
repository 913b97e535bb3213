import { Component, OnInit } from '@angular/core';
import { forkJoin, of, timer } from 'rxjs';
import { filter, finalize, map, switchMap, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Lot, Possible } from '../models/api';
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
}

interface Identity {
  classified: number;
  selected: number;
}

/** The lots a co-administrateur is responsible for: their checks, the adversary's report, their sending. */
@Component({ selector: 'dem-envois', templateUrl: './envois.component.html' })
export class EnvoisComponent extends Listening implements OnInit {
  sendings: Sending[] | null = null;
  problem: Problem | null = null;
  problems = new Map<string, Problem>();
  confirmed = new Set<string>();
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
    return this.sendings?.some((one) => one.lot.state !== 'verifie') ?? false;
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
                        }))
                    )
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
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  may(one: Sending, action: string): boolean {
    return one.possible.some((possible) => possible.action === action && possible.when === 'now');
  }

  whyNot(one: Sending): string | null {
    return one.possible.find((possible) => possible.action === 'send' && possible.when === 'not_now')?.why_not ?? null;
  }

  identity(lot: Lot, name: 'by_geometry' | 'by_area'): Identity | null {
    const checks = lot.report?.['checks'] as Record<string, Identity> | undefined;
    return checks?.[name] ?? null;
  }

  flagged(lot: Lot): boolean {
    return lot.garde.some((flag) => flag.lifted_at === null);
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
    this._work(one, () => this._api.attackAgain(one.lot.id_lot));
  }

  cancel(one: Sending): void {
    this._work(one, () => this._api.cancelExtraction(one.lot.id_lot));
  }

  byLot(_: number, one: Sending): string {
    return one.lot.id_lot;
  }

  private _work(one: Sending, call: () => import('rxjs').Observable<unknown>): void {
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
