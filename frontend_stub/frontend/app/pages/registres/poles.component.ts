import { Component } from '@angular/core';
import { forkJoin, Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { Choice } from '../../components/picker.component';
import { RegistrePage } from '../../components/registre.base';
import { today } from '../../logic/format';
import { Animateur, Groupe, Pole } from '../../models/registres';
import { LabelsService } from '../../services/labels.service';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Rows = { poles: Pole[]; groupes: Groupe[] };

/** Pôles: their groups, who speaks for them, when and for which départements. */
@Component({ selector: 'dem-poles', templateUrl: './poles.component.html' })
export class PolesComponent extends RegistrePage<Rows> {
  editing: Pole | 'new' | null = null;
  adding: Pole | null = null;
  changing: Animateur | null = null;
  draft = { code: '', label: '', active: true, groupes: new Set<string>() };
  person: Choice | null = null;
  speaker = this._blank();
  readonly find = (words: string): Observable<Choice[]> =>
    this._registres
      .comptes(words)
      .pipe(map((all) => all.map((one) => ({ id: one.id_role, label: one.nom, detail: one.organisme }))));

  constructor(session: SessionService, public labels: LabelsService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Rows> {
    return forkJoin({ poles: this._registres.poles(), groupes: this._registres.groupes() });
  }

  protected close(): void {
    this.editing = null;
    this.adding = null;
    this.changing = null;
  }

  label(code: string): string {
    return this.rows?.groupes.find((one) => one.code === code)?.label ?? code;
  }

  isOver(one: Animateur): boolean {
    return one.ends_on !== null && one.ends_on < today(new Date());
  }

  start(pole: Pole | 'new'): void {
    this._open();
    this.editing = pole;
    this.draft =
      pole === 'new'
        ? { code: '', label: '', active: true, groupes: new Set() }
        : { code: pole.code, label: pole.label, active: pole.active, groupes: new Set(pole.groupes) };
  }

  startAdding(pole: Pole): void {
    this._open();
    this.adding = pole;
    this.person = null;
    this.speaker = this._blank();
  }

  startChanging(one: Animateur): void {
    this._open();
    this.changing = one;
    this.speaker = {
      role: one.role,
      departements: (one.departements ?? []).join(', '),
      starts_on: one.starts_on,
      ends_on: one.ends_on ?? '',
    };
  }

  toggle(code: string, ticked: boolean): void {
    ticked ? this.draft.groupes.add(code) : this.draft.groupes.delete(code);
  }

  save(): void {
    const { code, label, active } = this.draft;
    const groupes = [...this.draft.groupes];
    if (this.editing === 'new') {
      this.change(this._registres.addPole({ code: code.trim(), label, groupes }));
    } else if (this.editing) {
      this.change(this._registres.patchPole(this.editing, { label, active, groupes }));
    }
  }

  saveSpeaker(): void {
    const { role, starts_on, ends_on, departements } = this.speaker;
    const codes = departements.split(/[,;\s]+/).filter((code) => code !== '');
    const body = { role, starts_on, ends_on: ends_on || null, departements: codes.length > 0 ? codes : null };
    if (this.adding && this.person) {
      this.change(this._registres.addAnimateur(this.adding, { ...body, id_role: this.person.id }));
    } else if (this.changing) {
      this.change(this._registres.patchAnimateur(this.changing, body));
    }
  }

  private _open(): void {
    this.close();
    this.formProblem = null;
    this.done = '';
  }

  private _blank(): { role: string; departements: string; starts_on: string; ends_on: string } {
    return { role: 'animateur', departements: '', starts_on: today(new Date()), ends_on: '' };
  }
}
