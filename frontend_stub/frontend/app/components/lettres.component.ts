import { Component, Input, OnChanges } from '@angular/core';
import { takeUntil } from 'rxjs/operators';
import { Lettre } from '../models/api';
import { ApiService } from '../services/api.service';
import { Problem, problemOf } from '../services/problem';
import { Listening } from './base.component';

/** The numbered letters of a demande, each the PDF that was sent. */
@Component({
  selector: 'dem-lettres',
  template: `
    <section class="dem-card" *ngIf="lettres.length > 0" data-qa="lettres">
      <h3>{{ 'dem.lettre.title' | translate }}</h3>
      <div class="dem-body">
        <ul>
          <li *ngFor="let one of lettres">
            {{ one.libelle }} · n° {{ one.numero }} · {{ one.written_at | demDay
            }}<ng-container *ngIf="one.signataire"> · {{ one.signataire }}</ng-container>
            <ng-container> · </ng-container>
            <button *ngIf="!one.erased; else gone" type="button" class="dem-link" (click)="save(one)">
              {{ 'dem.lettre.pdf' | translate }}<span class="dem-hidden"> : {{ one.libelle }}, n° {{ one.numero }}</span>
            </button>
            <ng-template #gone><span class="dem-small">{{ 'dem.lettre.erased' | translate }}</span></ng-template>
          </li>
        </ul>
        <dem-problem [problem]="problem" [canRetry]="false"></dem-problem>
      </div>
    </section>
  `,
})
export class LettresComponent extends Listening implements OnChanges {
  @Input() demande = '';
  /** Version of the demande: a new one may have brought a letter. */
  @Input() version = 0;
  lettres: Lettre[] = [];
  problem: Problem | null = null;

  constructor(private _api: ApiService) {
    super();
  }

  ngOnChanges(): void {
    this._api
      .lettres(this.demande)
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (lettres) => (this.lettres = lettres),
        // A dossier without its letters is still a dossier.
        error: () => (this.lettres = []),
      });
  }

  save(one: Lettre): void {
    this.problem = null;
    this._api
      .save(`/lettres/${one.id_lettre}`, {}, `lettre-${one.numero}.pdf`)
      .pipe(takeUntil(this._gone$))
      .subscribe({ error: (error: unknown) => (this.problem = problemOf(error)) });
  }
}
