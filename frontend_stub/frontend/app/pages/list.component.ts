import { Component, OnInit } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { matches } from '../logic/search';
import { Demande, DemandeState, Tache } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

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

/** My demandes: their state, what happens next, what waits for me. */
@Component({ selector: 'dem-list', templateUrl: './list.component.html' })
export class ListComponent extends Listening implements OnInit {
  demandes: Demande[] | null = null;
  taches: Tache[] | null = null;
  next: string | null = null;
  busy = false;
  problem: Problem | null = null;
  search = '';
  state = '';
  readonly emptySteps: string[];

  constructor(
    public nav: NavService,
    public session: SessionService,
    public labels: LabelsService,
    private _api: ApiService,
    translate: TranslateService
  ) {
    super();
    this.emptySteps = translate.instant('dem.list.empty_steps');
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  get isEmpty(): boolean {
    return this.demandes !== null && this.demandes.length === 0;
  }

  get canSeeAll(): boolean {
    return this.session.me?.rights.read_all ?? false;
  }

  /** Those that match, among the ones that were read. */
  get shown(): Demande[] {
    return (this.demandes ?? []).filter(
      (one) =>
        (this.state === '' || one.state === this.state) &&
        matches(this.search, [
          one.numero,
          one.objet_detail,
          one.demandeur,
          one.organisme,
          one.maitre_ouvrage,
          this.labels.objet(one.objet),
        ])
    );
  }

  /** The states that are there. */
  get states(): DemandeState[] {
    return STATES.filter((state) => this.demandes?.some((one) => one.state === state));
  }

  load(): void {
    this._read(null);
    this._api
      .taches()
      .pipe(takeUntil(this._gone$))
      .subscribe({ next: (taches) => (this.taches = taches), error: () => (this.taches = null) });
  }

  more(): void {
    this._read(this.next);
  }

  link(demande: Demande): (string | number)[] {
    return this.canResume(demande)
      ? this.nav.link('demandes', demande.id_demande, 'modifier')
      : this.nav.link('demandes', demande.id_demande);
  }

  canResume(demande: Demande): boolean {
    return (
      demande.id_demandeur === this.session.me?.id_role &&
      (demande.state === 'brouillon' || demande.state === 'incomplete')
    );
  }

  byKey(_: number, demande: Demande): string {
    return demande.id_demande;
  }

  private _read(after: string | null): void {
    this.busy = true;
    this.problem = null;
    this._api
      .demandes(after)
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (page) => {
          this.busy = false;
          this.demandes = after && this.demandes ? [...this.demandes, ...page.items] : page.items;
          this.next = page.next;
        },
        error: (error: unknown) => {
          this.busy = false;
          this.problem = problemOf(error);
        },
      });
  }
}
