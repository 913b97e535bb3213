import { Component, EventEmitter, Input, Output } from '@angular/core';
import { Conditions } from '../models/api';
import { readTaxa } from '../logic/taxa';
import { LabelsService } from '../services/labels.service';

let count = 0;

/** Conditions of an avis or of a décision, which the machine applies to the lot. */
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
            <option *ngFor="let one of labels.offer$.value?.niveaux" [value]="one.code">
              {{ one.label }} ({{ one.area_type }})
            </option>
          </select>
        </div>
        <div class="dem-field">
          <label [for]="id + '-taxa'">{{ 'dem.pole.excluded_taxa' | translate }}</label>
          <input [id]="id + '-taxa'" [(ngModel)]="taxa" (ngModelChange)="tell()" inputmode="numeric" />
        </div>
      </div>
      <div class="dem-row">
        <div class="dem-field">
          <label [for]="id + '-from'">{{ 'dem.pole.excluded_from' | translate }}</label>
          <input [id]="id + '-from'" type="date" [(ngModel)]="from" (ngModelChange)="tell()" />
        </div>
        <div class="dem-field">
          <label [for]="id + '-to'">{{ 'dem.pole.excluded_to' | translate }}</label>
          <input [id]="id + '-to'" type="date" [(ngModel)]="to" (ngModelChange)="tell()" />
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
    </fieldset>
  `,
})
export class ConditionsComponent {
  /** A lot F1 is blurred already. */
  @Input() canBlur = true;
  @Output() changed = new EventEmitter<Conditions>();
  readonly id = `dem-conditions-${++count}`;
  level = '';
  taxa = '';
  from = '';
  to = '';
  embargo = '';
  months: number | null = null;

  constructor(public labels: LabelsService) {}

  tell(): void {
    const taxa = readTaxa(this.taxa).cdNoms;
    this.changed.emit({
      ...(this.level && { coarser_level: this.level }),
      ...(taxa.length > 0 && { excluded_taxa: taxa }),
      ...(this.from && this.to && { excluded_period: { from: this.from, to: this.to } }),
      ...(this.embargo && { embargo_until: this.embargo }),
      ...(this.months && { shorter_duration_months: this.months }),
    });
  }
}
