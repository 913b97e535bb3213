import { Component, Input } from '@angular/core';
import { Demande } from '../models/api';
import { LabelsService } from '../services/labels.service';

/** What a demande asks, in words. */
@Component({
  selector: 'dem-about',
  template: `
    <dl class="dem-facts" *ngIf="demande">
      <div>
        <dt>{{ 'dem.demande.who' | translate }}</dt>
        <dd>{{ demande.demandeur }}<ng-container *ngIf="demande.organisme">, {{ demande.organisme }}</ng-container></dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.objet' | translate }}</dt>
        <dd>{{ labels.objet(demande.objet) || '—' }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.objet_detail' | translate }}</dt>
        <dd>{{ demande.objet_detail || '—' }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.maitre_ouvrage' | translate }}</dt>
        <dd>{{ demande.maitre_ouvrage || '—' }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.intended_use' | translate }}</dt>
        <dd>{{ demande.intended_use || '—' }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.duration' | translate }}</dt>
        <dd>{{ demande.use_months ? ('dem.demande.use_months' | demPlural: demande.use_months) : '—' }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.other_holders' | translate }}</dt>
        <dd>{{ demande.other_holders || ('dem.demande.nobody' | translate) }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.period' | translate }}</dt>
        <dd>
          <ng-container *ngIf="demande.date_from || demande.date_to; else allYears">
            {{ 'dem.common.from_to' | translate: { from: (demande.date_from | demDay) || '…', to: (demande.date_to | demDay) || '…' } }}
          </ng-container>
          <ng-template #allYears>{{ 'dem.demande.all_years' | translate }}</ng-template>
        </dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.taxa' | translate }}</dt>
        <dd>
          {{ demande.cd_noms ? ('dem.demande.taxa_count' | demPlural: demande.cd_noms.length) : ('dem.demande.all_taxa' | translate) }}
        </dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.precise' | translate }}</dt>
        <dd>{{ preciseKey | translate }}</dd>
      </div>
      <div>
        <dt>{{ 'dem.demande.formats' | translate }}</dt>
        <dd>{{ formats }}</dd>
      </div>
    </dl>
  `,
})
export class AboutComponent {
  @Input() demande: Demande | null = null;
  constructor(public labels: LabelsService) {}

  get preciseKey(): string {
    if (!this.demande?.wants_precise_sensitive) {
      return 'dem.demande.precise_no';
    }
    return this.demande.accepts_fallback ? 'dem.demande.precise_yes' : 'dem.demande.precise_yes_no_fallback';
  }

  get formats(): string {
    return this.demande?.formats.map((code) => this.labels.format(code)).join(', ') ?? '';
  }
}
