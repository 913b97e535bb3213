import { Component, OnInit } from '@angular/core';
import { finalize, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Tache } from '../models/api';
import { ApiService } from '../services/api.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** What waits for an avis of the pôles this person speaks for, the most urgent first. */
@Component({
  selector: 'dem-pole',
  template: `
    <dem-subnav></dem-subnav>
    <section class="dem-card">
      <h2>{{ 'dem.pole.title' | translate }}</h2>
      <div class="dem-body">
        <mat-progress-bar mode="indeterminate" *ngIf="busy" [attr.aria-label]="'dem.common.loading' | translate"></mat-progress-bar>
        <dem-problem [problem]="problem" (retry)="load()"></dem-problem>
        <p *ngIf="session.me?.poles?.length === 0">{{ 'dem.pole.no_pole' | translate }}</p>
        <ng-container *ngIf="taches">
          <p *ngIf="taches.length > 0" class="dem-small">{{ 'dem.pole.intro' | translate }}</p>
          <p *ngIf="taches.length === 0" data-qa="empty">{{ 'dem.pole.none' | translate }}</p>
          <dem-taches [taches]="taches"></dem-taches>
        </ng-container>
      </div>
    </section>
  `,
})
export class PoleComponent extends Listening implements OnInit {
  taches: Tache[] | null = null;
  problem: Problem | null = null;
  busy = false;

  constructor(public session: SessionService, private _api: ApiService) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  load(): void {
    this.busy = true;
    this.problem = null;
    this._api
      .taches()
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (taches) => (this.taches = taches.filter((tache) => tache.kind === 'avis')),
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
