import { Component, EventEmitter, Input, Output } from '@angular/core';
import { Problem } from '../services/problem';

/** The frame of a register: its entries, its title, what is loading, what went wrong, what was done. */
@Component({
  selector: 'dem-registre',
  template: `
    <dem-subnav></dem-subnav>
    <section class="dem-card">
      <h2>{{ title }}<ng-content select="[head]"></ng-content></h2>
      <div class="dem-body">
        <mat-progress-bar
          mode="indeterminate"
          *ngIf="busy"
          [attr.aria-label]="'dem.common.loading' | translate"
        ></mat-progress-bar>
        <dem-problem [problem]="problem" (retry)="retry.emit()"></dem-problem>
        <p class="dem-small" *ngIf="intro">{{ intro }}</p>
        <p class="dem-alert dem-alert-good" role="status" *ngIf="done" data-qa="done">{{ done | translate }}</p>
        <ng-content></ng-content>
      </div>
    </section>
  `,
})
export class RegistreFrameComponent {
  @Input() title = '';
  @Input() intro = '';
  @Input() busy = false;
  @Input() problem: Problem | null = null;
  @Input() done = '';
  @Output() retry = new EventEmitter<void>();
}
