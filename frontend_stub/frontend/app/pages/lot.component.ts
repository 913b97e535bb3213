import { Component, OnInit } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { forkJoin } from 'rxjs';
import { finalize, takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { sums } from '../logic/chart';
import {
  Actions,
  Annonce,
  AvisKind,
  Carte,
  Conditions,
  DecisionKind,
  Demande,
  Lot,
  Possible,
} from '../models/api';
import { LigneTableau } from '../models/registres';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { PageTitle } from '../services/page-title.service';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { SessionService } from '../services/session.service';

/** What a person may answer: `sans_reponse` is what the machine records. */
const AVIS: AvisKind[] = ['favorable', 'favorable_sous_conditions', 'defavorable', 'reserve', 'deport'];
const DECISIONS: DecisionKind[] = ['accept', 'accept_with_conditions', 'refuse'];

/** What is still wanted before an avis or a décision: texts below `dem.pole.missing`. */
type Missing = 'choose_avis' | 'choose_decision' | 'write_motif' | 'write_conditions' | 'mend_conditions';

/** A lot to answer on or to decide: who asks, what for, where, which figures, and the form, on one screen. */
@Component({ selector: 'dem-lot-page', templateUrl: './lot.component.html' })
export class LotComponent extends Listening implements OnInit {
  readonly avisKinds = AVIS;
  readonly decisionKinds = DECISIONS;
  demande: Demande | null = null;
  lot: Lot | null = null;
  actions: Actions | null = null;
  carte: Carte | null = null;
  annonce: Annonce | null = null;
  past: LigneTableau[] = [];
  figures: { label: string; value: number }[] = [];
  problem: Problem | null = null;
  formProblem: Problem | null = null;
  busy = true;
  sending = false;
  done: '' | 'given' | 'decision_done' = '';
  pole: number | null = null;
  avis: AvisKind | null = null;
  decision: DecisionKind | null = null;
  motif = '';
  conditions: Conditions = {};
  decisionMotif = '';
  decisionConditions: Conditions = {};
  /** Whether the conditions that are written are all understood. */
  understood = true;

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _api: ApiService,
    private _registres: RegistresService,
    private _route: ActivatedRoute,
    private _title: PageTitle
  ) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  load(): void {
    const id = this._route.snapshot.paramMap.get('id') ?? '';
    const idLot = this._route.snapshot.paramMap.get('lot') ?? '';
    this.busy = true;
    this.problem = null;
    forkJoin([
      this._api.demande(id),
      this._api.lots(id),
      this._api.actions(id),
      this._api.carte(id),
      this._api.annonce(id),
    ])
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: ([demande, lots, actions, carte, annonce]) => {
          this.demande = demande;
          this.lot = lots.find((lot) => lot.id_lot === idLot) ?? null;
          this._title.show(this.lot ? `${this.labels.lot(this.lot)}, n° ${demande.numero}` : '');
          this.actions = actions;
          this.carte = carte;
          this.annonce = annonce;
          this._readPast(demande);
          this.figures = this._figures();
          this.pole ??= this.poles[0]?.id_pole ?? null;
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  get possible(): Possible[] {
    return this.actions?.lots.find((one) => one.id_lot === this.lot?.id_lot)?.actions ?? [];
  }

  /** The asked pôles this person may answer for. */
  get poles(): { id_pole: number; label: string }[] {
    const mine = this.possible.filter((one) => one.action === 'give_avis' && one.when === 'now');
    return (this.lot?.poles ?? []).filter((pole) => mine.some((one) => one.id_pole === pole.id_pole));
  }

  /** Whether the décision is this person's, and why it may not be taken yet. */
  get decide(): Possible | null {
    return this.possible.find((one) => one.action === 'decide' && one.when !== 'not_yours') ?? null;
  }

  /** What is still wanted before the avis can be given, if anything. */
  get avisMissing(): Missing | null {
    if (this.avis === null) {
      return 'choose_avis';
    }
    if (this.avis === 'favorable_sous_conditions') {
      return this._conditionsMissing(this.conditions);
    }
    return this.avis === 'defavorable' && this.motif.trim() === '' ? 'write_motif' : null;
  }

  get decisionMissing(): Missing | null {
    if (this.decision === null) {
      return 'choose_decision';
    }
    if (this.decision === 'accept_with_conditions') {
      return this._conditionsMissing(this.decisionConditions);
    }
    return this.decision === 'refuse' && this.decisionMotif.trim() === '' ? 'write_motif' : null;
  }

  giveAvis(): void {
    if (!this.lot || !this.avis || this.pole === null) {
      return;
    }
    const conditioned = this.avis === 'favorable_sous_conditions';
    this._send(
      this._api.giveAvis(this.lot.id_lot, {
        id_pole: this.pole,
        kind: this.avis,
        ...(this.motif.trim() && { motif: this.motif.trim() }),
        ...(conditioned && { conditions: this.conditions }),
      }),
      'given'
    );
  }

  takeDecision(): void {
    if (!this.lot || !this.decision) {
      return;
    }
    const conditioned = this.decision === 'accept_with_conditions';
    this._send(
      this._api.decide(this.lot.id_lot, {
        kind: this.decision,
        ...(this.decisionMotif.trim() && { motif: this.decisionMotif.trim() }),
        ...(conditioned && { conditions: this.decisionConditions }),
      }),
      'decision_done'
    );
  }

  private _conditionsMissing(conditions: Conditions): Missing | null {
    if (!this.understood) {
      return 'mend_conditions';
    }
    return Object.keys(conditions).length === 0 ? 'write_conditions' : null;
  }

  private _send(call: ReturnType<ApiService['giveAvis']>, done: 'given' | 'decision_done'): void {
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
          this.load();
        },
        error: (error: unknown) => (this.formProblem = problemOf(error)),
      });
  }

  /** What the same person asked before. The board tells names: same person, same organisme. */
  private _readPast(demande: Demande): void {
    if (!demande.demandeur) {
      return;
    }
    this._registres
      .tableau({ q: demande.demandeur, limit: '50' })
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (page) =>
          (this.past = page.items.filter(
            (one) =>
              one.demandeur === demande.demandeur &&
              one.organisme === demande.organisme &&
              one.id_demande !== demande.id_demande &&
              one.state !== 'brouillon'
          )),
        // The lot can be answered on without them.
        error: () => (this.past = []),
      });
  }

  /** The published figures of the groups of the pôles this person speaks for; all of them for the coordination. */
  private _figures(): { label: string; value: number }[] {
    const me = this.session.me;
    const mine = new Set(me?.poles.flatMap((pole) => pole.groupes) ?? []);
    const rows = this.annonce?.summary.sensitive ?? [];
    const shown = me?.rights.decision ? rows : rows.filter((row) => row.groupe !== null && mine.has(row.groupe));
    return sums(shown, (row) => this.labels.groupe(row.groupe), (row) => row.nombre_arrondi);
  }
}
