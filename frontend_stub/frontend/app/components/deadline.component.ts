import { Component, Input } from '@angular/core';
import { deadlineWords, DeadlineWords } from '../logic/deadline';
import { today } from '../logic/format';

/** A deadline, told by the days that are left. */
@Component({
  selector: 'dem-deadline',
  template: `
    <span *ngIf="words as told" [class.dem-urgent]="told.urgent" [attr.title]="echeance | demDay">
      <i class="fa fa-clock-o" aria-hidden="true"></i>
      <ng-container [ngSwitch]="told.key">
        <ng-container *ngSwitchCase="'dem.tache.before'">{{
          told.key | translate: { day: (echeance | demDay) }
        }}</ng-container>
        <ng-container *ngSwitchCase="'dem.tache.today'">{{ told.key | translate }}</ng-container>
        <ng-container *ngSwitchDefault>{{ told.key | demPlural: told.days }}</ng-container>
      </ng-container>
    </span>
  `,
})
export class DeadlineComponent {
  @Input() echeance: string | null = null;

  get words(): DeadlineWords | null {
    return this.echeance ? deadlineWords(this.echeance, today(new Date())) : null;
  }
}
