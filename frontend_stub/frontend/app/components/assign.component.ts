import { Component, EventEmitter, Input, Output } from '@angular/core';
import { finalize, takeUntil } from 'rxjs/operators';
import { Lot } from '../models/api';
import { CoAdministrateur } from '../models/registres';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { Listening } from './base.component';

let count = 0;

/** Gives a dossier, or the sending of a lot, to another co-administrateur, with a reason. */
@Component({
  selector: 'dem-assign',
  template: `
    <button mat-stroked-button type="button" *ngIf="!people" (click)="open()" [attr.data-qa]="lot ? 'assign-lot' : 'assign'">
      {{ (lot ? 'dem.assign.lot' : 'dem.assign.demande') | translate }}
    </button>
    <form *ngIf="people" class="dem-panel" (submit)="$event.preventDefault(); give()">
      <div class="dem-field dem-field-short">
        <label [for]="id + '-to'">{{ 'dem.partage.to' | translate }}</label>
        <select [id]="id + '-to'" name="to" [(ngModel)]="to">
          <option *ngFor="let one of people" [ngValue]="one.id_role">
            {{ one.nom }} ({{ 'dem.partage.dossiers' | demPlural: one.dossiers }}, {{ 'dem.partage.lots' | demPlural: one.lots }})
          </option>
        </select>
      </div>
      <div class="dem-field">
        <label [for]="id + '-motif'">{{ 'dem.lot.motif' | translate }}</label>
        <textarea [id]="id + '-motif'" name="motif" rows="2" required [(ngModel)]="motif"></textarea>
      </div>
      <dem-problem [problem]="problem" [canRetry]="false"></dem-problem>
      <div class="dem-lot-actions">
        <button mat-flat-button color="primary" type="submit" [disabled]="to === null || !motif.trim() || busy">
          {{ 'dem.assign.give' | translate }}
        </button>
        <button mat-stroked-button type="button" (click)="people = null">{{ 'dem.common.cancel' | translate }}</button>
      </div>
    </form>
    <dem-problem *ngIf="!people" [problem]="problem" [canRetry]="false"></dem-problem>
  `,
})
export class AssignComponent extends Listening {
  @Input() demande = '';
  @Input() lot: Lot | null = null;
  /** Who has it now. */
  @Input() responsable: number | null = null;
  @Output() given = new EventEmitter<void>();
  readonly id = `dem-assign-${++count}`;
  people: CoAdministrateur[] | null = null;
  to: number | null = null;
  motif = '';
  busy = false;
  problem: Problem | null = null;

  constructor(private _registres: RegistresService) {
    super();
  }

  open(): void {
    this.problem = null;
    this._registres
      .coAdministrateurs()
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (all) => (this.people = all.filter((one) => one.active && one.id_role !== this.responsable)),
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }

  give(): void {
    if (this.to === null) {
      return;
    }
    this.busy = true;
    this.problem = null;
    const motif = this.motif.trim();
    const call = this.lot
      ? this._registres.giveLot(this.lot.id_lot, this.to, motif)
      : this._registres.giveDemande(this.demande, this.to, motif);
    (call as import('rxjs').Observable<unknown>)
      .pipe(
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: () => {
          this.people = null;
          this.motif = '';
          this.given.emit();
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
