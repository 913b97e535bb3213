import { Directive, OnInit } from '@angular/core';
import { Observable } from 'rxjs';
import { finalize, takeUntil } from 'rxjs/operators';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';
import { Listening } from './base.component';

/** What names a row, in the order they are looked for: a speaker has the keys of his pôle and of his account too. */
const KEYS = ['id_animateur', 'id_adhesion', 'id_membre', 'id_maitre_ouvrage', 'id_pole', 'id_role', 'code'];

/** What every register does: it reads its rows, changes one, tells what became of it, and reads them again. */
@Directive()
export abstract class RegistrePage<T> extends Listening implements OnInit {
  rows: T | null = null;
  busy = false;
  sending = false;
  /** Why the rows cannot be shown. */
  problem: Problem | null = null;
  /** Why a change was refused. */
  formProblem: Problem | null = null;
  /** Key of what is told after a change. */
  done = '';

  constructor(public session: SessionService) {
    super();
  }

  protected abstract read(): Observable<T>;
  /** Once a change is made: closes its form. */
  protected abstract close(): void;

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  get keeps(): boolean {
    return this.session.me?.rights.registres ?? false;
  }

  /** Whether a form is open on a row. Rows are read again (a search, a login) and the form stays, with what is typed in it. */
  is(opened: unknown, row: object): boolean {
    return typeof opened === 'object' && opened !== null && keyOf(opened) === keyOf(row);
  }

  readonly byKey = (_: number, row: object): unknown => keyOf(row);

  load(): void {
    this.busy = true;
    this.problem = null;
    this.read()
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (rows) => (this.rows = rows),
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  /** Makes a change; the form stays as it was typed when it is refused. */
  protected change(call: Observable<unknown>, done = 'dem.registre.saved'): void {
    this.sending = true;
    this.formProblem = null;
    this.done = '';
    call
      .pipe(
        finalize(() => (this.sending = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: () => {
          this.done = done;
          this.close();
          this.load();
        },
        error: (error: unknown) => (this.formProblem = problemOf(error)),
      });
  }
}

function keyOf(row: object): unknown {
  const name = KEYS.find((one) => one in row);
  return name === undefined ? row : (row as Record<string, unknown>)[name];
}
