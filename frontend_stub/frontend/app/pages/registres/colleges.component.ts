import { Component } from '@angular/core';
import { Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { Choice } from '../../components/picker.component';
import { RegistrePage } from '../../components/registre.base';
import { today } from '../../logic/format';
import { Membre } from '../../models/registres';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

interface Draft {
  code_college: string;
  college_label: string;
  titulaire: string;
  suppleant: string;
  starts_on: string;
  ends_on: string;
  published: boolean;
}

/** Who sits in the colleges. */
@Component({ selector: 'dem-colleges', templateUrl: './colleges.component.html' })
export class CollegesComponent extends RegistrePage<Membre[]> {
  on = today(new Date());
  editing: Membre | 'new' | null = null;
  organisme: Choice | null = null;
  draft: Draft = this._blank();
  readonly find = (words: string): Observable<Choice[]> =>
    this._registres
      .organismes(words)
      .pipe(map((all) => all.map((one) => ({ id: one.id_organisme, label: one.nom }))));

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Membre[]> {
    return this._registres.membres(this.on);
  }

  protected close(): void {
    this.editing = null;
  }

  /** The colleges that have a member. */
  get colleges(): { code: string; label: string; members: Membre[] }[] {
    const found = new Map<string, { code: string; label: string; members: Membre[] }>();
    for (const row of this.rows ?? []) {
      const college = found.get(row.code_college) ?? { code: row.code_college, label: row.college, members: [] };
      college.members.push(row);
      found.set(row.code_college, college);
    }
    return [...found.values()];
  }

  start(row: Membre | 'new'): void {
    this.formProblem = null;
    this.editing = row;
    if (row === 'new') {
      this.organisme = null;
      this.draft = this._blank();
      return;
    }
    this.organisme = row.id_organisme ? { id: row.id_organisme, label: row.organisme ?? '' } : null;
    this.draft = {
      code_college: row.code_college,
      college_label: '',
      titulaire: row.titulaire,
      suppleant: row.suppleant ?? '',
      starts_on: row.starts_on,
      ends_on: row.ends_on ?? '',
      published: row.published,
    };
  }

  save(): void {
    const { draft } = this;
    const body = {
      code_college: draft.code_college.trim(),
      college_label: draft.college_label.trim() || null,
      id_organisme: this.organisme?.id ?? null,
      titulaire: draft.titulaire,
      suppleant: draft.suppleant.trim() || null,
      starts_on: draft.starts_on,
      ends_on: draft.ends_on || null,
      published: draft.published,
    };
    if (this.editing === 'new') {
      this.change(this._registres.addMembre(body));
    } else if (this.editing) {
      this.change(this._registres.putMembre(this.editing, body));
    }
  }

  private _blank(): Draft {
    return {
      code_college: '',
      college_label: '',
      titulaire: '',
      suppleant: '',
      starts_on: today(new Date()),
      ends_on: '',
      published: true,
    };
  }
}
