import { Component, OnInit } from '@angular/core';
import { forkJoin } from 'rxjs';
import { finalize, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Bloque, Signalement, Tache } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** The coordination: what is to be decided and checked, what the guard flagged, what the adversary blocks, where every demande stands. */
@Component({ selector: 'dem-coordination', templateUrl: './coordination.component.html' })
export class CoordinationComponent extends Listening implements OnInit {
  taches: Tache[] | null = null;
  garde: Signalement[] = [];
  blocked: Bloque[] = [];
  problem: Problem | null = null;
  /** Why something was refused, by lot. */
  problems = new Map<string, Problem>();
  busy = false;
  working: string | null = null;
  lifting: Signalement | null = null;
  motif = '';
  /** Lots attacked again from here. */
  again = new Set<string>();

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _api: ApiService
  ) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  load(): void {
    this.busy = true;
    this.problem = null;
    forkJoin([this._api.taches(), this._api.garde(), this._api.blocked()])
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: ([taches, garde, blocked]) => {
          this.taches = taches.filter((one) => ['completude', 'decision'].includes(one.kind));
          this.garde = garde;
          this.blocked = blocked;
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  lot(one: Signalement | Bloque): string {
    return one.groupe ? `${one.lot_kind} · ${this.labels.groupe(one.groupe)}` : one.lot_kind;
  }

  startLifting(flag: Signalement): void {
    this.lifting = flag;
    this.motif = '';
    this.problems.delete(flag.id_lot);
  }

  lift(): void {
    const flag = this.lifting;
    if (!flag || !this.motif.trim()) {
      return;
    }
    this._api
      .liftGarde(flag.id_lot, this.motif.trim())
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: () => {
          this.lifting = null;
          this.load();
        },
        error: (error: unknown) => this.problems.set(flag.id_lot, problemOf(error)),
      });
  }

  attack(one: Bloque): void {
    this.working = one.id_lot;
    this.problems.delete(one.id_lot);
    this._api
      .attackAgain(one.id_lot)
      .pipe(
        finalize(() => (this.working = null)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: () => {
          this.again.add(one.id_lot);
          this.load();
        },
        error: (error: unknown) => this.problems.set(one.id_lot, problemOf(error)),
      });
  }
}
