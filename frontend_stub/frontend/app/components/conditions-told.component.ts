import { Component, Input } from '@angular/core';
import { Conditions } from '../models/api';
import { LabelsService } from '../services/labels.service';

/** Conditions as they were given. */
@Component({
  selector: 'dem-conditions-told',
  template: `
    <ul *ngIf="conditions" class="dem-small">
      <li *ngIf="conditions.coarser_level">
        {{ 'dem.pole.coarser_level' | translate }} {{ labels.niveau(conditions.coarser_level) }}
      </li>
      <li *ngIf="conditions.excluded_taxa?.length">
        {{ 'dem.pole.excluded_taxa' | translate }} {{ conditions.excluded_taxa?.join(', ') }}
      </li>
      <li *ngIf="conditions.excluded_period as period">
        {{ 'dem.pole.excluded_from' | translate }} {{ period.from | demDay }} {{ 'dem.pole.excluded_to' | translate }}
        {{ period.to | demDay }}
      </li>
      <li *ngIf="conditions.embargo_until">
        {{ 'dem.pole.embargo' | translate }} {{ conditions.embargo_until | demDay }}
      </li>
      <li *ngIf="conditions.shorter_duration_months as months">{{ 'dem.pole.shorter' | translate }} {{ months }}</li>
    </ul>
  `,
})
export class ConditionsToldComponent {
  @Input() conditions: Conditions | null = null;
  constructor(public labels: LabelsService) {}
}
