import { Component, OnInit } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Telechargement } from '../models/api';
import { ApiService } from '../services/api.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** What a personal link opens: the archive, for the demandeur who is logged in. */
@Component({
  selector: 'dem-livraison',
  template: `
    <section class="dem-card">
      <h2>{{ 'dem.livraison.title' | translate }}</h2>
      <div class="dem-body">
        <p *ngIf="!file && !problem" aria-live="polite">{{ 'dem.livraison.opening' | translate }}</p>
        <p *ngIf="file" class="dem-alert dem-alert-good" role="status">
          {{ 'dem.livraison.done' | translate: { name: file.file_name } }}
        </p>
        <dem-problem [problem]="problem" (retry)="open()"></dem-problem>
        <button *ngIf="file" mat-stroked-button type="button" (click)="open()">{{ 'dem.livraison.again' | translate }}</button>
      </div>
    </section>
  `,
})
export class LivraisonComponent extends Listening implements OnInit {
  file: Telechargement | null = null;
  problem: Problem | null = null;

  constructor(private _api: ApiService, private _route: ActivatedRoute, private _session: SessionService) {
    super();
  }

  ngOnInit(): void {
    this.open();
    this._session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.open());
  }

  open(): void {
    this.problem = null;
    this._api
      .openLink(this._route.snapshot.paramMap.get('jeton') ?? '')
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (file) => {
          this.file = file;
          this._api.download(file);
        },
        error: (error: unknown) => (this.problem = problemOf(error)),
      });
  }
}
