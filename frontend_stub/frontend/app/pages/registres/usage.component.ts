import { Component } from '@angular/core';
import { Observable } from 'rxjs';
import { takeUntil } from 'rxjs/operators';
import { RegistrePage } from '../../components/registre.base';
import { sums } from '../../logic/chart';
import { today } from '../../logic/format';
import { lastYear } from '../../logic/period';
import { matches } from '../../logic/search';
import { Retour } from '../../models/registres';
import { problemOf } from '../../services/problem';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

/** Rows told at once: the export has them all. */
const SHOWN = 200;

/** The return of use: who received which data, how precisely, for what. */
@Component({ selector: 'dem-usage', templateUrl: './usage.component.html' })
export class UsageComponent extends RegistrePage<Retour[]> {
  period = lastYear(today(new Date()));
  search = '';

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Retour[]> {
    return this._registres.retours(this.period);
  }

  protected close(): void {
    return;
  }

  get isOrdered(): boolean {
    return Boolean(this.period.from && this.period.to && this.period.from <= this.period.to);
  }

  get found(): Retour[] {
    return (this.rows ?? []).filter((row) =>
      matches(this.search, [row.numero, row.organisme, row.maitre_ouvrage, row.objet, row.jdd, row.producteurs, row.groupe])
    );
  }

  get shown(): Retour[] {
    return this.found.slice(0, SHOWN);
  }

  get byOrganisme(): { label: string; value: number }[] {
    return sums(this.found, (row) => row.organisme ?? '—', (row) => row.donnees);
  }

  get byDataset(): { label: string; value: number }[] {
    return sums(this.found, (row) => row.jdd, (row) => row.donnees);
  }

  export(): void {
    this.formProblem = null;
    this._registres
      .exportRetours(this.period)
      .pipe(takeUntil(this._gone$))
      .subscribe({ error: (error: unknown) => (this.formProblem = problemOf(error)) });
  }
}
