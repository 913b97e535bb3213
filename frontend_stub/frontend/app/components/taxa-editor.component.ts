import { Component, EventEmitter, Input, OnInit, Output } from '@angular/core';
import { Observable, of, Subject } from 'rxjs';
import { catchError, debounceTime, distinctUntilChanged, finalize, switchMap, takeUntil } from 'rxjs/operators';
import { Liste, Nom } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { Problem, problemOf } from '../services/problem';
import { Listening } from './base.component';

/** Quiet time after which a list is read. */
const READ_MS = 900;
/** Lines told at once. */
const LINES = 30;

/** The taxa wanted: all, or a list typed, pasted, or made from a search in TAXREF; what each line names is told at once. */
@Component({ selector: 'dem-taxa-editor', templateUrl: './taxa-editor.component.html' })
export class TaxaEditorComponent extends Listening implements OnInit {
  /** Those that are kept; none means all. */
  @Input() cdNoms: number[] | null = null;
  /** Gives a list to the demande, and tells what each line names. */
  @Input() put!: (text: string) => Observable<Liste>;
  /** Why the taxa keep the demande from being deposited. */
  @Input() wrong: string | null = null;
  /** No list any more: all taxa are wanted. */
  @Output() all = new EventEmitter<void>();

  mode: 'all' | 'list' = 'all';
  text = '';
  list: Liste | null = null;
  busy = false;
  problem: Problem | null = null;
  search = '';
  found: Nom[] | null = null;
  private readonly _typed$ = new Subject<void>();
  private readonly _wanted$ = new Subject<string>();

  constructor(public labels: LabelsService, private _api: ApiService) {
    super();
  }

  ngOnInit(): void {
    if (this.cdNoms) {
      this.mode = 'list';
      this.text = this.cdNoms.join('\n');
      // Names of the numbers that are kept.
      this._follow(this._api.readTaxa(this.text));
    }
    this._typed$.pipe(debounceTime(READ_MS), takeUntil(this._gone$)).subscribe(() => this.read());
    this._wanted$
      .pipe(
        debounceTime(250),
        distinctUntilChanged(),
        switchMap((wanted) =>
          wanted.trim().length < 2 ? of(null) : this._api.taxons(wanted).pipe(catchError(() => of(null)))
        ),
        takeUntil(this._gone$)
      )
      .subscribe((found) => (this.found = found?.items ?? null));
  }

  override ngOnDestroy(): void {
    // A list that was typed and not read yet leaves with the step.
    if (this.busy === false && this._unread) {
      this.put(this.text).subscribe({ error: () => undefined });
    }
    super.ngOnDestroy();
  }

  private _unread = false;

  changeMode(): void {
    if (this.mode === 'all') {
      this.list = null;
      this._unread = false;
      this.all.emit();
    } else if (this.text.trim()) {
      this.read();
    }
  }

  typed(): void {
    this._unread = this.text.trim() !== '';
    this._typed$.next();
  }

  read(): void {
    if (this.text.trim() === '') {
      this.list = null;
      this.all.emit();
      return;
    }
    this._unread = false;
    this._follow(this.put(this.text));
  }

  look(): void {
    this._wanted$.next(this.search);
  }

  add(nom: Nom): void {
    const before = this.text.trim() ? `${this.text.trimEnd()}\n` : '';
    this.text = `${before}${nom.cd_nom}`;
    this.search = '';
    this.found = null;
    this.read();
  }

  /** Lines to correct first; then what the others name. */
  get lines(): Liste['lines'] {
    const lines = this.list?.lines ?? [];
    const wrong = lines.filter((line) => line.taxon === null);
    return [...wrong, ...lines.filter((line) => line.taxon !== null)].slice(0, LINES);
  }

  name(nom: Nom): string {
    return this.labels.taxon(nom);
  }

  private _follow(call: Observable<Liste>): void {
    this.busy = true;
    this.problem = null;
    call
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (list) => (this.list = list),
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
