import { Component, EventEmitter, Input, OnInit, Output } from '@angular/core';
import { Observable, of, Subject } from 'rxjs';
import { catchError, debounceTime, distinctUntilChanged, switchMap, takeUntil } from 'rxjs/operators';
import { Listening } from './base.component';

/** Something that can be chosen by its name. */
export interface Choice {
  id: number;
  label: string;
  detail?: string | null;
}

let count = 0;

/** A field where one types a part of a name, then chooses among what was found. */
@Component({
  selector: 'dem-picker',
  template: `
    <div class="dem-field">
      <ng-container *ngIf="chosen as one; else search">
        <p class="dem-label" [id]="id + '-label'">{{ label }}</p>
        <p class="dem-pick">
          {{ one.label }}<span class="dem-small" *ngIf="one.detail"> · {{ one.detail }}</span>
          <button
            type="button"
            class="dem-icon-button"
            (click)="pick(null)"
            [attr.aria-label]="'dem.perimetre.remove' | translate: { name: one.label }"
          >
            <i class="fa fa-times" aria-hidden="true"></i>
          </button>
        </p>
      </ng-container>
      <ng-template #search>
        <label [for]="id">{{ label }}</label>
        <input
          [id]="id"
          type="search"
          autocomplete="off"
          [(ngModel)]="words"
          [ngModelOptions]="{ standalone: true }"
          (ngModelChange)="typed$.next(words)"
          [attr.aria-describedby]="id + '-hint'"
        />
        <p [id]="id + '-hint'" class="dem-hint" aria-live="polite">
          {{ found ? ('dem.picker.found' | demPlural: found.length) : ('dem.picker.hint' | translate) }}
        </p>
        <ul class="dem-picks" *ngIf="found && found.length > 0">
          <li *ngFor="let one of found">
            <button mat-stroked-button type="button" (click)="pick(one)">
              {{ one.label }}<span class="dem-small" *ngIf="one.detail"> · {{ one.detail }}</span>
            </button>
          </li>
        </ul>
      </ng-template>
    </div>
  `,
})
export class PickerComponent extends Listening implements OnInit {
  @Input() label = '';
  @Input() find!: (words: string) => Observable<Choice[]>;
  @Input() chosen: Choice | null = null;
  @Output() chosenChange = new EventEmitter<Choice | null>();
  readonly id = `dem-picker-${++count}`;
  words = '';
  found: Choice[] | null = null;
  readonly typed$ = new Subject<string>();

  ngOnInit(): void {
    this.typed$
      .pipe(
        debounceTime(250),
        distinctUntilChanged(),
        switchMap((words) =>
          words.trim().length < 2 ? of(null) : this.find(words.trim()).pipe(catchError(() => of(null)))
        ),
        takeUntil(this._gone$)
      )
      .subscribe((found) => (this.found = found));
  }

  pick(one: Choice | null): void {
    this.chosen = one;
    this.words = '';
    this.found = null;
    this.typed$.next('');
    this.chosenChange.emit(one);
  }
}
