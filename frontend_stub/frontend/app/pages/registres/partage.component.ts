import { Component } from '@angular/core';
import { Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { Choice } from '../../components/picker.component';
import { RegistrePage } from '../../components/registre.base';
import { today } from '../../logic/format';
import { CoAdministrateur } from '../../models/registres';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

/** To whom dossiers and sendings are shared out: their load, their absences, and what one hands over to another. */
@Component({ selector: 'dem-partage', templateUrl: './partage.component.html' })
export class PartageComponent extends RegistrePage<CoAdministrateur[]> {
  adding = false;
  person: Choice | null = null;
  opened: { who: CoAdministrateur; what: 'absence' | 'passation' } | null = null;
  absence = { starts_on: today(new Date()), ends_on: '' };
  to: number | null = null;
  motif = '';
  readonly find = (words: string): Observable<Choice[]> =>
    this._registres
      .comptes(words)
      .pipe(map((all) => all.map((one) => ({ id: one.id_role, label: one.nom, detail: one.organisme }))));

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<CoAdministrateur[]> {
    return this._registres.coAdministrateurs();
  }

  protected close(): void {
    this.adding = false;
    this.opened = null;
  }

  get sets(): boolean {
    return this.session.me?.rights.reglages ?? false;
  }

  get load$(): { label: string; value: number }[] {
    return (this.rows ?? []).map((one) => ({ label: one.nom ?? '', value: one.dossiers + one.lots }));
  }

  /** Who keeps the registers, or the person for himself. */
  mayManage(one: CoAdministrateur): boolean {
    return this.keeps || one.id_role === this.session.me?.id_role;
  }

  others(one: CoAdministrateur): CoAdministrateur[] {
    return (this.rows ?? []).filter((other) => other.active && other.id_role !== one.id_role);
  }

  open(who: CoAdministrateur, what: 'absence' | 'passation'): void {
    this.close();
    this.formProblem = null;
    this.done = '';
    this.opened = { who, what };
    this.absence = { starts_on: today(new Date()), ends_on: '' };
    this.to = null;
    this.motif = '';
  }

  add(): void {
    if (this.person) {
      this.change(
        this._registres.putCoAdministrateur(this.person.id, { active: true, takes_tour_de_table: false })
      );
    }
  }

  put(one: CoAdministrateur, what: { active?: boolean; takes_tour_de_table?: boolean }): void {
    const { active, takes_tour_de_table } = { ...one, ...what };
    this.change(this._registres.putCoAdministrateur(one.id_role, { active, takes_tour_de_table }));
  }

  saveAbsence(): void {
    if (this.opened) {
      this.change(this._registres.addAbsence(this.opened.who.id_role, this.absence));
    }
  }

  handOver(): void {
    if (this.opened && this.to !== null) {
      this.change(
        this._registres.handOver(this.opened.who.id_role, this.to, this.motif.trim()),
        'dem.partage.handed'
      );
    }
  }
}
