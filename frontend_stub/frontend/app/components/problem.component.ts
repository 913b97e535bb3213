import { Component, EventEmitter, Input, Output } from '@angular/core';
import { Problem } from '../services/problem';

/** What went wrong, in words, with what can be done. Announced to a screen reader. */
@Component({
  selector: 'dem-problem',
  template: `
    <div class="dem-alert dem-alert-bad" role="alert" *ngIf="problem">
      <i class="fa fa-exclamation-triangle" aria-hidden="true"></i>
      <div>
        <p>
          <ng-container [ngSwitch]="true">
            <ng-container *ngSwitchCase="problem.status === 412">{{
              problem.detail || ('dem.problem.stale' | translate)
            }}</ng-container>
            <ng-container *ngSwitchCase="problem.status === 403">
              <strong>{{ 'dem.problem.forbidden_title' | translate }}.</strong> {{ problem.detail }}
            </ng-container>
            <ng-container *ngSwitchCase="problem.code === 'no_answer'">{{
              'dem.problem.no_answer' | translate
            }}</ng-container>
            <ng-container *ngSwitchDefault>{{
              problem.detail || ('dem.problem.unexpected' | translate)
            }}</ng-container>
          </ng-container>
        </p>
        <ul *ngIf="listFields && problem.fields.length > 0">
          <li *ngFor="let field of problem.fields">{{ field.message }}</li>
        </ul>
        <p class="dem-small" *ngIf="problem.requestId && (problem.status >= 500 || problem.code === 'unexpected')">
          {{ 'dem.problem.request' | translate: { id: problem.requestId } }}
        </p>
        <button
          *ngIf="canRetry && problem.status !== 403 && problem.status !== 404"
          mat-stroked-button
          type="button"
          (click)="retry.emit()"
        >
          {{ (problem.status === 412 ? 'dem.common.reload' : 'dem.common.retry') | translate }}
        </button>
      </div>
    </div>
  `,
})
export class ProblemComponent {
  @Input() problem: Problem | null = null;
  @Input() listFields = true;
  @Input() canRetry = true;
  @Output() retry = new EventEmitter<void>();
}
