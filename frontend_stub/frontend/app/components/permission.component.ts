import { Component, EventEmitter, Input, OnChanges, Output } from '@angular/core';
import { Observable, of } from 'rxjs';
import { catchError, finalize, map, switchMap, takeUntil } from 'rxjs/operators';
import { Permission } from '../models/api';
import { ApiService } from '../services/api.service';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { Listening } from './base.component';

/** The permission in GeoNature's Synthèse that an accepted demande may open: what it would show, told before it is granted; taken away. */
@Component({
  selector: 'dem-permission',
  template: `
    <section class="dem-card" *ngIf="permission || readProblem" data-qa="permission">
      <h3>{{ 'dem.permission.title' | translate }}</h3>
      <div class="dem-body">
        <mat-progress-bar
          mode="indeterminate"
          *ngIf="busy"
          [attr.aria-label]="'dem.common.loading' | translate"
        ></mat-progress-bar>
        <p class="dem-small">{{ 'dem.permission.intro' | translate }}</p>
        <dem-problem [problem]="readProblem" (retry)="read()"></dem-problem>
        <ng-container *ngIf="permission as all">
          <ng-container *ngIf="all.accordee as given">
            <p class="dem-alert" [class.dem-alert-good]="inForce" [class.dem-alert-warn]="!inForce" role="status" data-qa="granted">
              {{
                (inForce ? 'dem.permission.in_force' : 'dem.permission.over')
                  | translate
                    : {
                        from: (given.depuis | demDay),
                        to: (given.jusqu_au | demDay),
                        checked: (given.verifiee_le | demDay),
                        ended: (given.terminee_le | demDay),
                        why: given.motif_de_fin
                      }
              }}
            </p>
          </ng-container>
          <dl class="dem-facts">
            <div>
              <dt>{{ 'dem.permission.communes' | demPlural: all.communes.length }}</dt>
              <dd>{{ names || ('dem.permission.none' | translate) }}</dd>
            </div>
            <div>
              <dt>{{ 'dem.permission.taxa' | translate }}</dt>
              <dd>{{ all.taxa ? ('dem.permission.taxa_count' | demPlural: all.taxa.length) : ('dem.permission.taxa_all' | translate) }}</dd>
            </div>
            <div *ngIf="all.jusqu_au as day">
              <dt>{{ 'dem.permission.until' | translate }}</dt>
              <dd>{{ day | demDay }}</dd>
            </div>
            <div>
              <dt>{{ 'dem.permission.shown' | translate }}</dt>
              <dd>{{ 'dem.permission.records' | demPlural: all.donnees.montrees }}</dd>
            </div>
          </dl>
          <ul class="dem-checks" *ngIf="blocked.length > 0" data-qa="blocked">
            <li *ngFor="let one of blocked" class="dem-check-bad">
              <i class="fa fa-times" aria-hidden="true"></i> {{ one.key | demPlural: one.n }}
            </li>
          </ul>
          <div class="dem-alert dem-alert-warn" *ngIf="!inForce && all.pourquoi_pas.length > 0" data-qa="why-not">
            <div>
              <p>{{ 'dem.permission.why_not' | translate }}</p>
              <ul>
                <li *ngFor="let why of all.pourquoi_pas">{{ why }}</li>
              </ul>
            </div>
          </div>
          <div class="dem-lot-actions" *ngIf="all.possible">
            <button mat-flat-button color="primary" type="button" data-qa="grant" [disabled]="sending" (click)="grant()">
              {{ 'dem.permission.grant' | translate }}
            </button>
          </div>
          <form *ngIf="inForce" class="dem-panel" (submit)="$event.preventDefault(); withdraw()" data-qa="withdraw">
            <div class="dem-field">
              <label for="dem-perm-motif">{{ 'dem.permission.motif' | translate }}</label>
              <textarea id="dem-perm-motif" name="motif" rows="2" required [(ngModel)]="motif"></textarea>
            </div>
            <div class="dem-lot-actions">
              <button mat-stroked-button type="submit" [disabled]="sending || motif.trim() === ''">
                {{ 'dem.permission.withdraw' | translate }}
              </button>
            </div>
          </form>
        </ng-container>
        <dem-problem [problem]="problem" [canRetry]="problem?.status === 412" (retry)="read()"></dem-problem>
      </div>
    </section>
  `,
})
export class PermissionComponent extends Listening implements OnChanges {
  @Input() demande = '';
  /** Version of the demande: what has changed of it may change what may be granted. */
  @Input() version = 0;
  /** The demande has a new version, and its journal a new event. */
  @Output() changed = new EventEmitter<void>();
  permission: Permission | null = null;
  readProblem: Problem | null = null;
  problem: Problem | null = null;
  busy = false;
  sending = false;
  motif = '';

  constructor(private _api: ApiService, private _registres: RegistresService) {
    super();
  }

  ngOnChanges(): void {
    this.read();
  }

  get inForce(): boolean {
    return Boolean(this.permission?.accordee && !this.permission.accordee.terminee_le);
  }

  get names(): string {
    return this.permission?.communes.map((one) => one.name).join(', ') ?? '';
  }

  /** The records that stand in the way, by why. */
  get blocked(): { key: string; n: number }[] {
    const found = this.permission?.donnees;
    return [
      { key: 'dem.permission.withheld', n: found?.retenues ?? 0 },
      { key: 'dem.permission.not_delivered', n: found?.non_remises ?? 0 },
      { key: 'dem.permission.elsewhere', n: found?.hors_perimetre ?? 0 },
    ].filter((one) => one.n > 0);
  }

  read(): void {
    this.busy = true;
    this.readProblem = null;
    this._enabled()
      .pipe(
        // Counting what would be shown is long: not for a permission that nobody may grant.
        switchMap((enabled) => (enabled ? this._api.permission(this.demande) : of(null))),
        finalize(() => (this.busy = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (permission) => (this.permission = permission),
        error: (error: unknown) => (this.readProblem = problemOf(error)),
      });
  }

  grant(): void {
    this._change(this._api.grantPermission(this.demande));
  }

  withdraw(): void {
    this._change(this._api.withdrawPermission(this.demande, this.motif.trim()));
  }

  private _enabled(): Observable<boolean> {
    return this._registres.reglages().pipe(
      map((reglages) => reglages.values['geonature_permission'] === true),
      // Who may not read the settings is told by the service what may be granted.
      catchError(() => of(true))
    );
  }

  private _change(call: Observable<Permission>): void {
    this.sending = true;
    this.problem = null;
    call
      .pipe(
        finalize(() => (this.sending = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (permission) => {
          this.permission = permission;
          this.motif = '';
          this.changed.emit();
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
