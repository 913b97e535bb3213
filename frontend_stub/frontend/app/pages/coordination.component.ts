import { Component, OnInit } from '@angular/core';
import { forkJoin } from 'rxjs';
import { finalize, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { sums } from '../logic/chart';
import { Demande, Signalement, Tache } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** The coordination: what is to be decided and checked, what the guard flagged, where every demande stands. */
@Component({ selector: 'dem-coordination', templateUrl: './coordination.component.html' })
export class CoordinationComponent extends Listening implements OnInit {
  taches: Tache[] | null = null;
  garde: Signalement[] = [];
  demandes: Demande[] = [];
  problem: Problem | null = null;
  liftProblem: Problem | null = null;
  busy = false;
  lifting: Signalement | null = null;
  motif = '';

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

  get byState(): { label: string; value: number }[] {
    return sums(this.demandes, (one) => one.state_label, () => 1);
  }

  load(): void {
    this.busy = true;
    this.problem = null;
    forkJoin([this._api.taches(), this._api.garde(), this._api.demandes(null)])
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: ([taches, garde, page]) => {
          this.taches = taches.filter((one) => ['completude', 'decision'].includes(one.kind));
          this.garde = garde;
          this.demandes = page.items;
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  startLifting(flag: Signalement): void {
    this.lifting = flag;
    this.motif = '';
    this.liftProblem = null;
  }

  lift(): void {
    if (!this.lifting || !this.motif.trim()) {
      return;
    }
    this._api
      .liftGarde(this.lifting.id_lot, this.motif.trim())
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: () => {
          this.lifting = null;
          this.load();
        },
        error: (error: unknown) => (this.liftProblem = problemOf(error)),
      });
  }
}
