import { Component, EventEmitter, Input, OnInit, Output } from '@angular/core';
import { of, Subject } from 'rxjs';
import { catchError, debounceTime, switchMap, takeUntil } from 'rxjs/operators';
import { Conditions, Liste } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { Problem, problemOf } from '../services/problem';
import { Listening } from './base.component';

/** Quiet time after which the taxa that were typed are looked for in TAXREF. */
const READ_MS = 500;

let count = 0;

/** Conditions of an avis or of a décision, which the machine applies to the lot. What is half written is told, and never left out in silence. */
@Component({
  selector: 'dem-conditions',
  template: `
    <fieldset class="dem-fieldset">
      <legend>{{ 'dem.pole.conditions' | translate }}</legend>
      <div class="dem-row">
        <div class="dem-field" *ngIf="canBlur">
          <label [for]="id + '-level'">{{ 'dem.pole.coarser_level' | translate }}</label>
          <select [id]="id + '-level'" [(ngModel)]="level" (ngModelChange)="tell()">
            <option value="">{{ 'dem.pole.coarser_none' | translate }}</option>
            <option *ngFor="let one of labels.levels()" [value]="one.code">{{ labels.areaAt(one.area_type) }}</option>
          </select>
        </div>
        <div class="dem-field">
          <label [for]="id + '-taxa'">{{ 'dem.pole.excluded_taxa' | translate }}</label>
          <input
            [id]="id + '-taxa'"
            autocomplete="off"
            spellcheck="false"
            [(ngModel)]="taxa"
            (ngModelChange)="typedTaxa()"
            [attr.aria-invalid]="wrongTaxa.length > 0"
            [attr.aria-describedby]="id + '-taxa-read'"
          />
          <div [id]="id + '-taxa-read'" aria-live="polite" data-qa="excluded">
            <p class="dem-hint" *ngIf="taxa.trim() === ''">{{ 'dem.pole.excluded_taxa_hint' | translate }}</p>
            <p class="dem-hint" *ngIf="reading">{{ 'dem.form.taxa_reading' | translate }}</p>
            <ng-container *ngIf="!reading && list as read">
              <p class="dem-hint" *ngFor="let line of namedTaxa">
                <i class="fa fa-check" aria-hidden="true"></i> {{ labels.taxon(line.taxon!) }}
              </p>
              <p class="dem-error" *ngFor="let line of wrongTaxa">{{ line.entry }} : {{ line.message }}</p>
            </ng-container>
          </div>
          <dem-problem [problem]="problem" (retry)="typedTaxa()"></dem-problem>
        </div>
      </div>
      <div class="dem-row">
        <div class="dem-field">
          <label [for]="id + '-from'">{{ 'dem.pole.excluded_from' | translate }}</label>
          <input
            [id]="id + '-from'"
            type="date"
            [(ngModel)]="from"
            (ngModelChange)="tell()"
            [attr.aria-invalid]="periodProblem !== null"
            [attr.aria-describedby]="id + '-period'"
          />
        </div>
        <div class="dem-field">
          <label [for]="id + '-to'">{{ 'dem.pole.excluded_to' | translate }}</label>
          <input
            [id]="id + '-to'"
            type="date"
            [(ngModel)]="to"
            (ngModelChange)="tell()"
            [attr.aria-invalid]="periodProblem !== null"
            [attr.aria-describedby]="id + '-period'"
          />
        </div>
        <div class="dem-field">
          <label [for]="id + '-embargo'">{{ 'dem.pole.embargo' | translate }}</label>
          <input [id]="id + '-embargo'" type="date" [(ngModel)]="embargo" (ngModelChange)="tell()" />
        </div>
        <div class="dem-field">
          <label [for]="id + '-months'">{{ 'dem.pole.shorter' | translate }}</label>
          <input [id]="id + '-months'" type="number" min="1" [(ngModel)]="months" (ngModelChange)="tell()" />
        </div>
      </div>
      <p [id]="id + '-period'" aria-live="polite">
        <span class="dem-error" *ngIf="periodProblem as message">{{ message | translate }}</span>
      </p>
    </fieldset>
  `,
})
export class ConditionsComponent extends Listening implements OnInit {
  /** A lot F1 is blurred already. */
  @Input() canBlur = true;
  @Output() changed = new EventEmitter<Conditions>();
  /** Whether all that was written is understood. */
  @Output() ready = new EventEmitter<boolean>();
  readonly id = `dem-conditions-${++count}`;
  level = '';
  taxa = '';
  from = '';
  to = '';
  embargo = '';
  months: number | null = null;
  /** What the words of `taxa` name, once they are read. */
  list: Liste | null = null;
  reading = false;
  problem: Problem | null = null;
  private readonly _typed$ = new Subject<string>();

  constructor(public labels: LabelsService, private _api: ApiService) {
    super();
  }

  ngOnInit(): void {
    this._typed$
      .pipe(
        debounceTime(READ_MS),
        switchMap((text) =>
          text === '' ? of(null) : this._api.readTaxa(text).pipe(catchError((error: unknown) => of(problemOf(error))))
        ),
        takeUntil(this._gone$)
      )
      .subscribe((read) => {
        this.reading = false;
        this.problem = read && 'code' in read ? read : null;
        this.list = read && 'lines' in read ? read : null;
        this.tell();
      });
  }

  get namedTaxa(): Liste['lines'] {
    return this.list?.lines.filter((line) => line.taxon !== null && line.status !== 'doublon') ?? [];
  }

  get wrongTaxa(): Liste['lines'] {
    return this.list?.lines.filter((line) => line.taxon === null) ?? [];
  }

  get periodProblem(): string | null {
    if (Boolean(this.from) !== Boolean(this.to)) {
      return 'dem.pole.excluded_half';
    }
    return this.from > this.to ? 'dem.form.dates_reversed' : null;
  }

  typedTaxa(): void {
    this.reading = this.taxa.trim() !== '';
    this.list = null;
    this.problem = null;
    this._typed$.next(this.taxa.trim());
    this.tell();
  }

  tell(): void {
    const taxa = this.list?.cd_noms ?? [];
    const period = this.from && this.to && this.periodProblem === null;
    this.changed.emit({
      ...(this.level && { coarser_level: this.level }),
      ...(taxa.length > 0 && { excluded_taxa: taxa }),
      ...(period && { excluded_period: { from: this.from, to: this.to } }),
      ...(this.embargo && { embargo_until: this.embargo }),
      ...(this.months && { shorter_duration_months: this.months }),
    });
    const understood = this.problem === null && this.wrongTaxa.length === 0 && this.periodProblem === null;
    this.ready.emit(!this.reading && understood);
  }
}
