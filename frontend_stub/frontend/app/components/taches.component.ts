import { Component, Input } from '@angular/core';
import { Tache } from '../models/api';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';

/** What waits for somebody, as links to where it is done. */
@Component({
  selector: 'dem-taches',
  template: `
    <ul class="dem-taches" data-qa="taches">
      <li *ngFor="let tache of taches; trackBy: byKey">
        <a [routerLink]="where(tache)">
          <strong>{{ 'dem.tache.' + tache.kind | translate }}</strong>
          <span>n° {{ tache.numero }} · {{ tache.objet_detail || ('dem.list.untitled' | translate) }}</span>
          <span class="dem-small" *ngIf="tache.lot_kind">{{ lot(tache) }}</span>
          <span class="dem-small" *ngIf="tache.pole">{{ tache.pole }}</span>
          <span class="dem-small" *ngIf="tache.kind !== 'deposer' && tache.kind !== 'completer'">{{ tache.demandeur }}</span>
          <span class="dem-small" *ngIf="!tache.mine">{{ 'dem.tache.not_mine' | translate }}</span>
          <dem-deadline [echeance]="tache.echeance"></dem-deadline>
        </a>
      </li>
    </ul>
  `,
})
export class TachesComponent {
  @Input() taches: Tache[] = [];

  constructor(public nav: NavService, private _labels: LabelsService) {}

  where(tache: Tache): (string | number)[] {
    switch (tache.kind) {
      case 'deposer':
      case 'completer':
        return this.nav.link('demandes', tache.id_demande, 'modifier');
      case 'avis':
      case 'decision':
        return this.nav.link('demandes', tache.id_demande, 'lots', tache.id_lot ?? '');
      case 'envoi':
        return this.nav.link('envois');
      default:
        return this.nav.link('demandes', tache.id_demande);
    }
  }

  lot(tache: Tache): string {
    return this._labels.lot({ kind: tache.lot_kind ?? '', groupe: tache.groupe });
  }

  byKey(_: number, tache: Tache): string {
    return `${tache.kind} ${tache.id_demande} ${tache.id_lot} ${tache.id_pole}`;
  }
}
