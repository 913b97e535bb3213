import { Component } from '@angular/core';
import { Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { Choice } from '../../components/picker.component';
import { RegistrePage } from '../../components/registre.base';
import { today } from '../../logic/format';
import { matches } from '../../logic/search';
import { Adhesion } from '../../models/registres';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

/** Memberships of organismes: begun, decided upon, ended. */
@Component({ selector: 'dem-adhesions', templateUrl: './adhesions.component.html' })
export class AdhesionsComponent extends RegistrePage<Adhesion[]> {
  readonly kinds = ['adherent', 'pre_adherent', 'partenaire_pole'];
  on = today(new Date());
  search = '';
  adding = false;
  ending: Adhesion | null = null;
  organisme: Choice | null = null;
  draft = this._blank();
  end = { reason: '', on: today(new Date()), reference: '', comment: '' };
  readonly find = (words: string): Observable<Choice[]> =>
    this._registres
      .organismes(words)
      .pipe(map((all) => all.map((one) => ({ id: one.id_organisme, label: one.nom }))));

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Adhesion[]> {
    return this._registres.adhesions(this.on);
  }

  protected close(): void {
    this.adding = false;
    this.ending = null;
  }

  get shown(): Adhesion[] {
    return (this.rows ?? []).filter((row) => matches(this.search, [row.organisme, row.reference, row.comment]));
  }

  /** Ways a membership may end: one who asks to be a member is admitted or refused; anybody leaves. */
  get reasons(): string[] {
    return this.ending?.kind === 'pre_adherent' ? ['admis', 'refuse', 'parti'] : ['parti'];
  }

  isOpen(row: Adhesion): boolean {
    return row.ends_on === null;
  }

  startAdding(): void {
    this.close();
    this.formProblem = null;
    this.organisme = null;
    this.draft = this._blank();
    this.adding = true;
  }

  startEnding(row: Adhesion): void {
    this.close();
    this.formProblem = null;
    this.ending = row;
    this.end = { reason: this.reasons[0], on: today(new Date()), reference: '', comment: '' };
  }

  add(): void {
    if (this.organisme) {
      const { kind, starts_on, reference, comment } = this.draft;
      this.change(
        this._registres.addAdhesion({
          id_organisme: this.organisme.id,
          kind,
          starts_on,
          reference: reference.trim() || null,
          comment: comment.trim() || null,
        })
      );
    }
  }

  finish(): void {
    if (this.ending) {
      const { reason, on, reference, comment } = this.end;
      this.change(
        this._registres.endAdhesion(this.ending, {
          reason,
          on,
          ...(reference.trim() && { reference: reference.trim() }),
          ...(comment.trim() && { comment: comment.trim() }),
        })
      );
    }
  }

  private _blank(): { kind: string; starts_on: string; reference: string; comment: string } {
    return { kind: 'adherent', starts_on: today(new Date()), reference: '', comment: '' };
  }
}
