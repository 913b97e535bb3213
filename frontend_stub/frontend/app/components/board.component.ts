import { Component, EventEmitter, Input, OnInit, Output } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { of, Subject } from 'rxjs';
import { catchError, debounceTime, takeUntil } from 'rxjs/operators';
import { BoardFilter, filterOf, isBlank, NO_FILTER, paramsOf, TOURS } from '../logic/board';
import { DemandeState } from '../models/api';
import { CoAdministrateur, Effectif, LigneTableau, Pole } from '../models/registres';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { SessionService } from '../services/session.service';
import { Listening } from './base.component';

/** Demandes on one page. */
const PAGE = '50';
/** Quiet time after which what was typed is looked for. */
const SEARCH_MS = 350;
const STATES: DemandeState[] = [
  'brouillon',
  'deposee',
  'incomplete',
  'tour_de_table',
  'en_preparation',
  'en_livraison',
  'livree',
  'refusee',
  'close',
  'retiree',
  'expiree',
  'revoquee',
];

/** The demandes a person may see: searched, filtered and paged by the service. The filter is in the address, so that one comes back to it. */
@Component({ selector: 'dem-board', templateUrl: './board.component.html' })
export class BoardComponent extends Listening implements OnInit {
  /** As a table, with every filter and the exports; otherwise as a list. */
  @Input() table = false;
  /** Demandes that this person may go on writing. */
  @Input() resumable = new Set<string>();
  /** Tells whether there is no demande at all. */
  @Output() blank = new EventEmitter<boolean>();

  readonly tours = TOURS;
  filter: BoardFilter = { ...NO_FILTER };
  lines: LigneTableau[] | null = null;
  next: string | null = null;
  counts: Effectif[] = [];
  poles: Pole[] = [];
  people: CoAdministrateur[] = [];
  busy = false;
  problem: Problem | null = null;
  exportProblem: Problem | null = null;
  readonly typed$ = new Subject<void>();
  private readonly _stop$ = new Subject<void>();

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _registres: RegistresService,
    private _route: ActivatedRoute,
    private _router: Router
  ) {
    super();
  }

  ngOnInit(): void {
    const params = this._route.snapshot.queryParamMap;
    this.filter = filterOf((name) => params.get(name));
    this.load();
    this._readChoices();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
    this.typed$.pipe(debounceTime(SEARCH_MS), takeUntil(this._gone$)).subscribe(() => this.look());
  }

  get isFiltered(): boolean {
    return !isBlank(this.filter);
  }

  /** The states that are there, and the one that is looked for. */
  get states(): { state: DemandeState; nombre: number }[] {
    return STATES.map((state) => ({
      state,
      nombre: this.counts.find((one) => one.state === state)?.nombre ?? 0,
    })).filter((one) => one.nombre > 0 || one.state === this.filter.state);
  }

  get all(): number {
    return this.counts.reduce((sum, one) => sum + one.nombre, 0);
  }

  /** How many there are in all, when it is known: the service counts by state only. */
  get total(): number | null {
    const { state, ...others } = this.filter;
    if (!isBlank({ ...others, state: '' })) {
      return this.next === null ? this.lines?.length ?? 0 : null;
    }
    return state ? this.counts.find((one) => one.state === state)?.nombre ?? 0 : this.all;
  }

  load(): void {
    this._registres
      .effectifs()
      .pipe(
        catchError(() => of([])),
        takeUntil(this._gone$)
      )
      .subscribe((counts) => (this.counts = counts));
    this._read(null);
  }

  /** Another filter: another address, other lines. */
  look(): void {
    this._router.navigate([], { relativeTo: this._route, queryParams: paramsOf(this.filter), replaceUrl: true });
    this._read(null);
  }

  clear(): void {
    this.filter = { ...NO_FILTER };
    this.look();
  }

  more(): void {
    this._read(this.next);
  }

  export(format: 'csv' | 'xlsx'): void {
    this.exportProblem = null;
    this._registres
      .exportTableau(paramsOf(this.filter), format)
      .pipe(takeUntil(this._gone$))
      .subscribe({ error: (error: unknown) => (this.exportProblem = problemOf(error)) });
  }

  /** A brouillon opens where it is written; who sees every demande opens there his own alone. */
  link(line: LigneTableau): (string | number)[] {
    const mine = line.state === 'brouillon' && !this.session.me?.rights.read_all;
    return mine || this.resumable.has(line.id_demande)
      ? this.nav.link('demandes', line.id_demande, 'modifier')
      : this.nav.link('demandes', line.id_demande);
  }

  byKey(_: number, line: LigneTableau): string {
    return line.id_demande;
  }

  private _read(after: string | null): void {
    // What was asked before is not wanted any more: an older answer never overtakes a newer one.
    this._stop$.next();
    this.busy = true;
    this.problem = null;
    this._registres
      .tableau({ ...paramsOf(this.filter), limit: PAGE, ...(after && { after }) })
      .pipe(takeUntil(this._stop$), takeUntil(this._gone$))
      .subscribe({
        next: (page) => {
          this.busy = false;
          this.lines = after && this.lines ? [...this.lines, ...page.items] : page.items;
          this.next = page.next;
          this.blank.emit(this.lines.length === 0 && !this.isFiltered);
        },
        error: (error: unknown) => {
          this.busy = false;
          this.problem = problemOf(error);
        },
      });
  }

  private _readChoices(): void {
    if (!this.table) {
      return;
    }
    const quiet = catchError(() => of([]));
    this._registres
      .poles()
      .pipe(quiet, takeUntil(this._gone$))
      .subscribe((poles) => (this.poles = poles as Pole[]));
    if (this.session.me?.rights.read_registres) {
      this._registres
        .coAdministrateurs()
        .pipe(quiet, takeUntil(this._gone$))
        .subscribe((people) => (this.people = people as CoAdministrateur[]));
    }
  }
}
