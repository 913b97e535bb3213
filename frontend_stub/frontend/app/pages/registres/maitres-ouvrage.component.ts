import { Component } from '@angular/core';
import { Observable, Subject } from 'rxjs';
import { debounceTime, map, takeUntil } from 'rxjs/operators';
import { Choice } from '../../components/picker.component';
import { RegistrePage } from '../../components/registre.base';
import { MaitreOuvrage } from '../../models/registres';
import { problemOf } from '../../services/problem';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Page = { items: MaitreOuvrage[]; next: number | null };

/** Maîtres d'ouvrage: proposals looked at, names corrected, doubles merged. */
@Component({ selector: 'dem-maitres-ouvrage', templateUrl: './maitres-ouvrage.component.html' })
export class MaitresOuvrageComponent extends RegistrePage<Page> {
  q = '';
  toModerate = false;
  editing: MaitreOuvrage | 'new' | null = null;
  merging: MaitreOuvrage | null = null;
  into: Choice | null = null;
  draft = { name: '', siret: '' };
  readonly typed$ = new Subject<void>();
  readonly find = (words: string): Observable<Choice[]> =>
    this._registres.maitresOuvrage({ q: words }).pipe(
      map((page) =>
        page.items
          .filter((one) => one.id_maitre_ouvrage !== this.merging?.id_maitre_ouvrage && one.merged_into === null)
          .map((one) => ({ id: one.id_maitre_ouvrage, label: one.name, detail: one.siret }))
      )
    );

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  override ngOnInit(): void {
    super.ngOnInit();
    this.typed$.pipe(debounceTime(300), takeUntil(this._gone$)).subscribe(() => this.load());
  }

  protected read(): Observable<Page> {
    return this._registres.maitresOuvrage(this._params());
  }

  protected close(): void {
    this.editing = null;
    this.merging = null;
  }

  more(): void {
    const after = this.rows?.next;
    if (!after) {
      return;
    }
    this.busy = true;
    this._registres
      .maitresOuvrage({ ...this._params(), after: String(after) })
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (page) => {
          this.busy = false;
          this.rows = { items: [...(this.rows?.items ?? []), ...page.items], next: page.next };
        },
        error: (error: unknown) => {
          this.busy = false;
          this.problem = problemOf(error);
        },
      });
  }

  start(row: MaitreOuvrage | 'new'): void {
    this.close();
    this.formProblem = null;
    this.editing = row;
    this.draft = row === 'new' ? { name: '', siret: '' } : { name: row.name, siret: row.siret ?? '' };
  }

  startMerging(row: MaitreOuvrage): void {
    this.close();
    this.formProblem = null;
    this.merging = row;
    this.into = null;
  }

  save(): void {
    const body = { name: this.draft.name, siret: this.draft.siret.trim() || null };
    if (this.editing === 'new') {
      this.change(this._registres.addMaitreOuvrage(body));
    } else if (this.editing) {
      this.change(this._registres.patchMaitreOuvrage(this.editing, body));
    }
  }

  moderate(row: MaitreOuvrage): void {
    this.close();
    this.change(this._registres.patchMaitreOuvrage(row, { moderated: true }), 'dem.mo.moderated');
  }

  merge(): void {
    if (this.merging && this.into) {
      this.change(this._registres.mergeMaitreOuvrage(this.merging, this.into.id), 'dem.mo.merged');
    }
  }

  private _params(): Record<string, string> {
    return { ...(this.q.trim() && { q: this.q.trim() }), ...(this.toModerate && { to_moderate: 'true' }) };
  }
}
