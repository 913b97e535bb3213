import { Component, EventEmitter, Input, OnChanges, Output } from '@angular/core';
import { finalize, takeUntil } from 'rxjs/operators';
import { Lot, Possible, Telechargement } from '../models/api';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';
import { Listening } from './base.component';

/** A lot: where it stands, who was asked, what was decided, and its file when it is there to be fetched. */
@Component({
  selector: 'dem-lot',
  template: `
    <article class="dem-lot" [attr.data-lot]="lot.kind + (lot.groupe ? '-' + lot.groupe : '')">
      <header>
        <h4>{{ labels.lot(lot) }}</h4>
        <dem-state of="lot" [state]="lot.state"></dem-state>
      </header>
      <p *ngIf="lot.state === 'avis_demande' && lot.avis_echeance">
        {{ 'dem.lot.until' | translate: { day: (lot.avis_echeance | demDay) } }}
      </p>
      <p *ngIf="isBeingPrepared && lot.livraison_echeance">
        {{ 'dem.lot.due' | translate: { day: (lot.livraison_echeance | demDay) } }}
      </p>
      <div *ngIf="lot.poles.length > 0">
        <h5>{{ 'dem.lot.poles' | translate }}</h5>
        <ul>
          <ng-container *ngFor="let pole of lot.poles">
            <li *ngIf="pole.avis">
              {{ pole.label }} : <strong>{{ 'dem.avis.' + pole.avis | translate }}</strong>
              <em *ngIf="pole.late"> ({{ 'dem.lot.late' | translate }})</em>
              <span *ngIf="pole.motif"> — {{ pole.motif }}</span>
              <dem-conditions-told [conditions]="pole.conditions"></dem-conditions-told>
            </li>
          </ng-container>
          <li *ngFor="let one of waiting">
            {{ 'dem.lot.waiting' | translate: { day: (one.day | demDay), poles: one.poles.join(', ') } }}
          </li>
        </ul>
      </div>
      <div *ngIf="lot.decision as decision">
        <p>
          <strong>{{ 'dem.lot.decision.' + decision.kind | translate }}</strong>
          · {{ decision.decided_at | demDay }}
        </p>
        <p *ngIf="decision.motif">{{ 'dem.lot.motif' | translate }} : {{ decision.motif }}</p>
        <dem-conditions-told [conditions]="decision.conditions"></dem-conditions-told>
      </div>
      <p class="dem-small" *ngIf="lot.archive_bytes">{{ 'dem.lot.size' | translate: { size: (lot.archive_bytes | demSize) } }}</p>
      <div class="dem-lot-actions">
        <button
          *ngIf="may('download')"
          mat-flat-button
          color="primary"
          type="button"
          data-qa="download"
          [disabled]="busy"
          (click)="download()"
        >
          <i class="fa fa-download" aria-hidden="true"></i>
          {{ (busy ? 'dem.lot.downloading' : 'dem.lot.download') | translate }}
          <span class="dem-hidden">{{ labels.lot(lot) }}</span>
        </button>
        <a *ngIf="may('give_avis') || may('decide')" mat-flat-button color="primary" [routerLink]="nav.link('demandes', demande, 'lots', lot.id_lot)">
          {{ (may('decide') ? 'dem.demande.action.decide' : 'dem.demande.action.give_avis') | translate }}
        </a>
        <a *ngIf="may('send')" mat-flat-button color="primary" [routerLink]="nav.link('envois')">{{
          'dem.demande.action.send' | translate
        }}</a>
      </div>
      <dem-assign *ngIf="mayAssign" [lot]="lot" [responsable]="lot.id_responsable" (given)="changed.emit()"></dem-assign>
      <p class="dem-alert dem-alert-good" role="status" *ngIf="fetched as file" data-qa="fetched">
        {{ 'dem.lot.downloaded' | translate: { name: file.file_name, size: (file.bytes | demSize), sha256: file.sha256 } }}
      </p>
      <dem-problem [problem]="problem" (retry)="download()"></dem-problem>
    </article>
  `,
})
export class LotCardComponent extends Listening implements OnChanges {
  @Input() lot!: Lot;
  @Input() demande = '';
  @Input() actions: Possible[] = [];
  @Output() changed = new EventEmitter<void>();
  /** The pôles that have not answered, together when they were asked the same day. */
  waiting: { day: string; poles: string[] }[] = [];
  busy = false;
  fetched: Telechargement | null = null;
  problem: Problem | null = null;

  constructor(
    public labels: LabelsService,
    public nav: NavService,
    private _api: ApiService,
    private _session: SessionService
  ) {
    super();
  }

  ngOnChanges(): void {
    const silent = this.lot.poles.filter((pole) => pole.avis === null);
    const days = [...new Set(silent.map((pole) => pole.asked_on))];
    this.waiting = days.map((day) => ({
      day,
      poles: silent.filter((pole) => pole.asked_on === day).map((pole) => pole.label),
    }));
  }

  get isBeingPrepared(): boolean {
    return ['decide', 'extrait', 'verifie'].includes(this.lot.state);
  }

  /** Who may give the sending of this lot to another, as long as it has not left. */
  get mayAssign(): boolean {
    const { me } = this._session;
    const mine = me?.rights.livraison && this.lot.id_responsable === me.id_role;
    const there = ['prevu', 'avis_demande', 'decide', 'extrait', 'verifie'].includes(this.lot.state);
    return Boolean(there && me?.rights.read_registres && (mine || me.rights.decision || me.rights.registres));
  }

  may(action: string): boolean {
    return this.actions.some((one) => one.action === action && one.when === 'now');
  }

  download(): void {
    this.busy = true;
    this.problem = null;
    this._api
      .openLot(this.lot.id_lot)
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (session) => {
          this.fetched = session;
          this._api.download(session);
          this.changed.emit();
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
