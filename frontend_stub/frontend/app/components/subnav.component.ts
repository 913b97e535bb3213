import { Component } from '@angular/core';
import { Me } from '../models/api';
import { NavService } from '../services/nav.service';
import { SessionService } from '../services/session.service';

/** The pages beside the dossiers, by what the rights of the person open. */
export function subpages(me: Me | null): string[] {
  const rights = me?.rights;
  if (!rights) {
    return [];
  }
  return [
    ...(rights.avis ? ['pole'] : []),
    ...(rights.read_registres
      ? ['adhesions', 'colleges', 'maitres-ouvrage', 'poles', 'groupes', 'partage']
      : []),
    ...(rights.reglages || rights.avis ? ['consignes'] : []),
    ...(rights.read_registres ? ['reglages', 'statistiques'] : []),
    ...(rights.read_registres || rights.avis ? ['usage'] : []),
  ];
}

@Component({
  selector: 'dem-subnav',
  template: `
    <nav class="dem-subnav" [attr.aria-label]="'dem.subnav.aria' | translate">
      <a
        *ngFor="let page of pages"
        [routerLink]="nav.link(page)"
        routerLinkActive="dem-here"
        ariaCurrentWhenActive="page"
        >{{ 'dem.subnav.' + page | translate }}</a
      >
    </nav>
  `,
})
export class SubnavComponent {
  constructor(public nav: NavService, private _session: SessionService) {}

  get pages(): string[] {
    return subpages(this._session.me);
  }
}
