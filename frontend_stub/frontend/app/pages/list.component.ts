import { Component, OnInit } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { Tache } from '../models/api';
import { ApiService } from '../services/api.service';
import { NavService } from '../services/nav.service';
import { SessionService } from '../services/session.service';

/** My demandes: their state, what happens next, what waits for me. */
@Component({ selector: 'dem-list', templateUrl: './list.component.html' })
export class ListComponent extends Listening implements OnInit {
  taches: Tache[] = [];
  resumable = new Set<string>();
  isEmpty = false;
  readonly emptySteps: string[];

  constructor(
    public nav: NavService,
    public session: SessionService,
    private _api: ApiService,
    translate: TranslateService
  ) {
    super();
    this.emptySteps = translate.instant('dem.list.empty_steps');
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
  }

  get canSeeAll(): boolean {
    return this.session.me?.rights.read_all ?? false;
  }

  load(): void {
    this._api
      .taches()
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: (taches) => {
          this.taches = taches;
          const written = taches.filter((one) => one.kind === 'deposer' || one.kind === 'completer');
          this.resumable = new Set(written.map((one) => one.id_demande));
        },
        // The list below says by itself when the service does not answer.
        error: () => (this.taches = []),
      });
  }
}
