import { Component, Input, OnChanges } from '@angular/core';
import { takeUntil } from 'rxjs/operators';
import { Conditions } from '../models/api';
import { LabelsService } from '../services/labels.service';
import { Listening } from './base.component';

/** Conditions as they were given. */
@Component({
  selector: 'dem-conditions-told',
  template: `
    <ul *ngIf="conditions" class="dem-small">
      <li *ngIf="conditions.coarser_level as level">
        {{ 'dem.pole.coarser_level' | translate }} {{ labels.levelAt(level) }}
      </li>
      <li *ngIf="conditions.excluded_taxa?.length">{{ 'dem.pole.excluded_taxa_told' | translate }} {{ taxa }}</li>
      <li *ngIf="conditions.excluded_period as period">
        {{ 'dem.pole.excluded_from' | translate }} {{ period.from | demDay }} {{ 'dem.pole.excluded_to' | translate }}
        {{ period.to | demDay }}
      </li>
      <li *ngIf="conditions.embargo_until">
        {{ 'dem.pole.embargo' | translate }} {{ conditions.embargo_until | demDay }}
      </li>
      <li *ngIf="conditions.shorter_duration_months as months">
        {{ 'dem.pole.shorter_told' | translate }} {{ 'dem.demande.use_months' | demPlural: months }}
      </li>
    </ul>
  `,
})
export class ConditionsToldComponent extends Listening implements OnChanges {
  @Input() conditions: Conditions | null = null;
  /** The names of the excluded taxa, or their numbers until they are known. */
  taxa = '';

  constructor(public labels: LabelsService) {
    super();
  }

  ngOnChanges(): void {
    const excluded = this.conditions?.excluded_taxa ?? [];
    this.taxa = excluded.join(', ');
    if (excluded.length > 0) {
      this.labels
        .taxa(excluded)
        .pipe(takeUntil(this._gone$))
        .subscribe((names) => (this.taxa = names.join(', ')));
    }
  }
}
