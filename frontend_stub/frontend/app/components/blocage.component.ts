import { Component, Input } from '@angular/core';
import { Blocage } from '../models/api';

/** Why the adversary keeps a lot from leaving, and what may be done. */
@Component({
  selector: 'dem-blocage',
  template: `
    <div class="dem-alert dem-alert-warn" *ngIf="blocage">
      <div>
        <p>
          {{ 'dem.envois.succeeded' | demPlural: blocage.attacks.length }}
          <ng-container *ngFor="let one of blocage.attacks; let last = last"
            >{{ name(one) | translate: { code: one } }}{{ last ? '.' : ', ' }}</ng-container
          >
        </p>
        <ul>
          <li *ngFor="let step of blocage.what_to_do">{{ step }}</li>
        </ul>
      </div>
    </div>
  `,
})
export class BlocageComponent {
  @Input() blocage: Blocage | null = null;

  name(attack: string): string {
    return ATTACKS.has(attack) ? `dem.attack.${attack}` : 'dem.attack.other';
  }
}

/** Attacks told by name; the others by their code. */
const ATTACKS = new Set([
  'attack_perimeter_differencing',
  'attack_membership',
  'attack_repetition',
  'attack_crossing_versions',
  'attack_public_table',
  'attack_summary_figures',
]);
