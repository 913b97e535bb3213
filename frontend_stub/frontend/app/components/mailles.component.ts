import { Component, Input } from '@angular/core';
import { Carte } from '../models/api';
import { LabelsService } from '../services/labels.service';

/** The blurred areas of the map, said as a table. */
@Component({
  selector: 'dem-mailles',
  template: `
    <details *ngIf="carte && carte.mailles.features.length > 0">
      <summary>{{ 'dem.perimetre.mailles_title' | translate }}</summary>
      <div class="dem-scroll" tabindex="0" role="region" [attr.aria-label]="'dem.perimetre.mailles_title' | translate">
        <table [attr.aria-label]="'dem.perimetre.mailles_title' | translate" class="dem-table">
          <thead>
            <tr>
              <th scope="col">{{ 'dem.perimetre.maille' | translate }}</th>
              <th scope="col">{{ 'dem.perimetre.figures' | translate }}</th>
            </tr>
          </thead>
          <tbody>
            <tr *ngFor="let one of carte.mailles.features">
              <th scope="row">{{ one.properties.nom }} ({{ labels.area(one.properties.area_type) }})</th>
              <td>
                <span class="dem-figure" *ngFor="let figure of one.properties.groupes"
                  >{{ labels.groupe(figure.groupe) }} ≈ {{ figure.nombre_arrondi | demNumber }}</span
                >
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </details>
  `,
})
export class MaillesComponent {
  @Input() carte: Carte | null = null;
  constructor(public labels: LabelsService) {}
}
