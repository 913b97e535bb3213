import { Component } from '@angular/core';
import { forkJoin, Observable } from 'rxjs';
import { RegistrePage } from '../../components/registre.base';
import { Contenu, Controle, Groupe } from '../../models/registres';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Rows = { groupes: Groupe[]; controle: Controle[] };

/** Taxonomic groups: what they are made of, and what is claimed twice or not at all. */
@Component({ selector: 'dem-groupes', templateUrl: './groupes.component.html' })
export class GroupesComponent extends RegistrePage<Rows> {
  readonly kinds = ['cd_ref', 'group1_inpn', 'group2_inpn', 'group3_inpn'];
  editing: Groupe | 'new' | null = null;
  draft = { code: '', label: '', avis_systematique: false, contenu: [] as Contenu[] };

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Rows> {
    return forkJoin({ groupes: this._registres.groupes(), controle: this._registres.controle() });
  }

  protected close(): void {
    this.editing = null;
  }

  /** Groups are a part of the settings: they decide which lots there are. */
  get sets(): boolean {
    return this.session.me?.rights.reglages ?? false;
  }

  label(code: string): string {
    return this.rows?.groupes.find((one) => one.code === code)?.label ?? code;
  }

  start(groupe: Groupe | 'new'): void {
    this.formProblem = null;
    this.done = '';
    this.editing = groupe;
    this.draft =
      groupe === 'new'
        ? { code: '', label: '', avis_systematique: false, contenu: [{ kind: 'cd_ref', value: '' }] }
        : { ...groupe, contenu: groupe.contenu.map((one) => ({ ...one })) };
  }

  addLine(): void {
    this.draft.contenu.push({ kind: 'cd_ref', value: '' });
  }

  removeLine(line: Contenu): void {
    this.draft.contenu = this.draft.contenu.filter((one) => one !== line);
  }

  save(): void {
    const { code, label, avis_systematique } = this.draft;
    const contenu = this.draft.contenu
      .map((one) => ({ kind: one.kind, value: one.value.trim() }))
      .filter((one) => one.value !== '');
    this.change(this._registres.putGroupe(code.trim(), { label, avis_systematique, contenu }));
  }
}
