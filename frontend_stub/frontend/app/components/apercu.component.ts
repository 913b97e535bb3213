import { Component, Input, OnChanges, OnInit } from '@angular/core';
import { of, Subject } from 'rxjs';
import { catchError, debounceTime, map, switchMap, takeUntil } from 'rxjs/operators';
import { Apercu, Conditions } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { Problem, problemOf } from '../services/problem';
import { Listening } from './base.component';

/** Quiet time after which conditions are tried. */
const TRY_MS = 600;

/** What conditions would change of a lot, told while they are written. */
@Component({
  selector: 'dem-apercu',
  template: `
    <div aria-live="polite" data-qa="apercu">
      <h4>{{ 'dem.apercu.title' | translate }}</h4>
      <p class="dem-small" *ngIf="!apercu && !problem">{{ (busy ? 'dem.apercu.trying' : 'dem.apercu.none') | translate }}</p>
      <dem-problem [problem]="problem" [canRetry]="false"></dem-problem>
      <dl class="dem-facts" *ngIf="apercu as told" [class.dem-stale]="busy">
        <div>
          <dt>{{ 'dem.apercu.today' | translate }}</dt>
          <dd>{{ 'dem.apercu.rows' | demPlural: told.donnees }}</dd>
        </div>
        <div *ngIf="told.exclues_taxon > 0">
          <dt>{{ 'dem.apercu.by_taxa' | translate }}</dt>
          <dd>{{ 'dem.apercu.rows' | demPlural: told.exclues_taxon }}</dd>
        </div>
        <div *ngIf="told.exclues_periode > 0">
          <dt>{{ 'dem.apercu.by_period' | translate }}</dt>
          <dd>{{ 'dem.apercu.rows' | demPlural: told.exclues_periode }}</dd>
        </div>
        <div>
          <dt>{{ 'dem.apercu.left' | translate }}</dt>
          <dd>
            <strong>{{ 'dem.apercu.rows' | demPlural: told.restantes }}</strong>
            <ng-container *ngIf="told.restantes > 0">
              : {{ 'dem.apercu.precise' | demPlural: told.precises }}, {{ 'dem.apercu.blurred' | demPlural: told.floutees
              }}<ng-container *ngIf="told.area_type as type"> {{ labels.areaAt(type) }}</ng-container>
            </ng-container>
          </dd>
        </div>
        <div *ngIf="told.pas_avant">
          <dt>{{ 'dem.apercu.not_before' | translate }}</dt>
          <dd>{{ told.pas_avant | demDay }}</dd>
        </div>
        <div *ngIf="told.mois_accordes">
          <dt>{{ 'dem.apercu.months' | translate }}</dt>
          <dd>
            {{ 'dem.demande.use_months' | demPlural: told.mois_accordes }}
            <ng-container *ngIf="told.mois_demandes">({{ 'dem.apercu.asked' | demPlural: told.mois_demandes }})</ng-container>
          </dd>
        </div>
      </dl>
      <p class="dem-small" *ngIf="apercu">{{ 'dem.apercu.note' | translate }}</p>
    </div>
  `,
})
export class ApercuComponent extends Listening implements OnChanges, OnInit {
  @Input() lot = '';
  @Input() conditions: Conditions = {};
  apercu: Apercu | null = null;
  problem: Problem | null = null;
  busy = false;
  private readonly _wanted$ = new Subject<Conditions>();

  constructor(public labels: LabelsService, private _api: ApiService) {
    super();
  }

  ngOnInit(): void {
    this._wanted$
      .pipe(
        debounceTime(TRY_MS),
        switchMap((conditions) =>
          Object.keys(conditions).length === 0
            ? of({ apercu: null, problem: null })
            : this._api.preview(this.lot, conditions).pipe(
                map((apercu) => ({ apercu, problem: null })),
                catchError((error: unknown) => of({ apercu: null, problem: problemOf(error) }))
              )
        ),
        takeUntil(this._gone$)
      )
      .subscribe(({ apercu, problem }) => {
        this.busy = false;
        this.apercu = apercu;
        this.problem = problem;
      });
    this._ask();
  }

  ngOnChanges(): void {
    this._ask();
  }

  private _ask(): void {
    this.busy = Object.keys(this.conditions).length > 0;
    this._wanted$.next(this.conditions);
  }
}
