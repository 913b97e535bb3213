import { Component, OnInit } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { TranslateService } from '@ngx-translate/core';
import { forkJoin, fromEvent, merge, of, timer } from 'rxjs';
import { catchError, filter, finalize, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Actions, Annonce, Carte, Demande, Evenement, Lot, Possible } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { PageTitle } from '../services/page-title.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** How often a page that waits for the worker looks again. */
const REFRESH_MS = 8000;
/** Events told by name; the others by their code. */
const EVENTS = new Set([
  'create',
  'edit',
  'set_perimetre',
  'depose',
  'declare_complete',
  'declare_incomplete',
  'withdraw',
  'expire',
  'revoke',
  'ask_avis',
  'decide_by_rule',
  'give_avis',
  'expire_avis',
  'decide',
  'extract',
  'verify',
  'fail_verification',
  'send',
  'download',
  'cancel',
  'lift_garde',
  'assign',
  'import',
  'inform_poles',
  'block_attack',
  'relaunch_attack',
  'grant_permission',
  'end_permission',
  'end_of_use',
  'end_retention',
  'erase_personal',
]);

/** One demande: what may be done now, its lots and files, its map, its story. */
@Component({ selector: 'dem-demande', templateUrl: './demande.component.html' })
export class DemandeComponent extends Listening implements OnInit {
  demande: Demande | null = null;
  lots: Lot[] = [];
  actions: Actions | null = null;
  carte: Carte | null = null;
  journal: Evenement[] = [];
  annonce: Annonce | null = null;
  problem: Problem | null = null;
  completudeProblem: Problem | null = null;
  busy = true;
  comment = '';
  judging = false;

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _api: ApiService,
    private _route: ActivatedRoute,
    private _title: PageTitle,
    private _translate: TranslateService
  ) {
    super();
  }

  get id(): string {
    return this._route.snapshot.paramMap.get('id') ?? '';
  }

  /** Whether the worker will change something by itself. */
  get isMoving(): boolean {
    return this.lots.some((lot) => ['decide', 'extrait'].includes(lot.state));
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
    // While the worker is at it, and when the person comes back to this tab.
    merge(timer(REFRESH_MS, REFRESH_MS).pipe(filter(() => this.isMoving)), fromEvent(document, 'visibilitychange'))
      .pipe(
        filter(() => !document.hidden && !this.busy && this.demande !== null),
        takeUntil(this._gone$)
      )
      .subscribe(() => this.load());
  }

  load(): void {
    this.busy = true;
    this.problem = null;
    forkJoin([
      this._api.demande(this.id),
      this._api.lots(this.id),
      this._api.actions(this.id),
      this._api.journal(this.id),
      this.carte ? of(this.carte) : this._api.carte(this.id),
    ])
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: ([demande, lots, actions, journal, carte]) => {
          this.demande = demande;
          this._title.show(this._translate.instant('dem.demande.title', { numero: demande.numero }));
          this.lots = lots;
          this.actions = actions;
          this.journal = journal;
          this.carte = carte;
          this._readRoute();
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  may(action: string): boolean {
    return this.actions?.demande.some((one) => one.action === action && one.when === 'now') ?? false;
  }

  /** Who may give the check of this dossier to another, while it is open. */
  get mayAssign(): boolean {
    const { me } = this.session;
    const mine = me?.rights.completude && this.demande?.id_responsable === me.id_role;
    const open = ['deposee', 'incomplete', 'tour_de_table', 'en_preparation', 'en_livraison'];
    return Boolean(
      (mine || me?.rights.decision || me?.rights.registres) && this.demande && open.includes(this.demande.state)
    );
  }

  /** Who may open the Synthèse of GeoNature to the demandeur, once there is something to open. */
  get managesPermission(): boolean {
    return Boolean(this.session.me?.rights.decision) && this.lots.length > 0;
  }

  get canDoSomething(): boolean {
    const all = [...(this.actions?.demande ?? []), ...(this.actions?.lots.flatMap((lot) => lot.actions) ?? [])];
    return all.some((one) => one.when === 'now');
  }

  actionsOf(lot: Lot): Possible[] {
    return this.actions?.lots.find((one) => one.id_lot === lot.id_lot)?.actions ?? [];
  }

  /** What may not be done, once each: the same refusal for several lots is told with their names. */
  refused(when: 'not_now' | 'not_yours'): { action: string; why: string }[] {
    const found = new Map<string, { action: string; why: string }>();
    const tell = (possible: Possible, lot: Lot | null) => {
      if (possible.when !== when) {
        return;
      }
      const why = `${lot && when === 'not_now' ? `${lot.kind}${lot.groupe ? ` ${this.labels.groupe(lot.groupe)}` : ''} : ` : ''}${possible.why_not}`;
      found.set(`${possible.action} ${why}`, { action: possible.action, why });
    };
    this.actions?.demande.forEach((one) => tell(one, null));
    for (const lot of this.lots) {
      this.actionsOf(lot).forEach((one) => tell(one, lot));
    }
    return [...found.values()];
  }

  eventKey(event: Evenement): string {
    return EVENTS.has(event.kind) ? `dem.event.${event.kind}` : 'dem.event.other';
  }

  lotOf(event: Evenement): Lot | null {
    return this.lots.find((lot) => lot.id_lot === event.id_lot) ?? null;
  }

  judge(complete: boolean): void {
    this.judging = true;
    this.completudeProblem = null;
    this._api
      .completude(this.id, complete, this.comment)
      .pipe(
        finalize(() => (this.judging = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: () => {
          this.comment = '';
          this.load();
        },
        error: (error: unknown) => (this.completudeProblem = problemOf(error)),
      });
  }

  byLot(_: number, lot: Lot): string {
    return lot.id_lot;
  }

  byEvent(_: number, event: Evenement): number {
    return event.id;
  }

  /** What was announced at the dépôt, until the lots are there. */
  private _readRoute(): void {
    if (this.lots.length > 0 || !this.demande?.deposited_at || this.annonce) {
      return;
    }
    this._api
      .annonce(this.id)
      .pipe(
        catchError(() => of(null)),
        takeUntil(this._gone$)
      )
      .subscribe((annonce) => (this.annonce = annonce));
  }
}
