import { Component, Input } from '@angular/core';
import { Commune, Perimetre } from '../models/api';

/** What a perimeter measures and meets, in words. */
@Component({
  selector: 'dem-perimetre-summary',
  template: `
    <div *ngIf="perimetre" data-qa="perimetre">
      <dl class="dem-facts">
        <div>
          <dt>{{ 'dem.perimetre.surface' | translate }}</dt>
          <dd data-qa="surface">{{ perimetre.area_m2 | demArea }}</dd>
        </div>
        <div>
          <dt>{{ 'dem.perimetre.communes_title' | translate }}</dt>
          <dd data-qa="communes">
            {{ 'dem.perimetre.communes' | demPlural: perimetre.communes_count }}
            <ng-container *ngIf="slight.length > 0">, {{ 'dem.perimetre.slight' | demPlural: slight.length }}</ng-container>
          </dd>
        </div>
      </dl>
      <ul class="dem-warnings" *ngIf="perimetre.warnings.length > 0">
        <li *ngFor="let warning of perimetre.warnings">{{ warning }}</li>
      </ul>
      <div *ngIf="slight.length > 0" data-qa="effleurees">
        <h4>{{ 'dem.perimetre.slight_title' | translate }}</h4>
        <p class="dem-small">{{ 'dem.perimetre.slight_note' | translate }}</p>
        <ul>
          <li *ngFor="let commune of slight; trackBy: byCode">
            {{ commune.nom }} <span class="dem-small">{{ commune.code }}</span> :
            {{ commune.surface_m2 | demArea }}, {{ commune.part * 100 | demNumber: 2 }} %
          </li>
        </ul>
      </div>
      <details>
        <summary>{{ 'dem.perimetre.communes_title' | translate }}</summary>
        <ul class="dem-columns">
          <li *ngFor="let commune of perimetre.communes; trackBy: byCode">
            {{ commune.nom }} <span class="dem-small">{{ commune.code }}</span>
            <span class="dem-badge dem-badge-quiet" *ngIf="commune.effleuree">{{
              'dem.perimetre.slight_mark' | translate
            }}</span>
          </li>
        </ul>
        <p class="dem-small">{{ 'dem.perimetre.layer' | translate: { layer: perimetre.communes_layer } }}</p>
      </details>
    </div>
  `,
})
export class PerimetreSummaryComponent {
  @Input() perimetre: Perimetre | null = null;

  /** Communes that count although they are hardly touched. */
  get slight(): Commune[] {
    return this.perimetre?.communes.filter((commune) => commune.effleuree) ?? [];
  }

  byCode(_: number, commune: Commune): string {
    return commune.code;
  }
}
