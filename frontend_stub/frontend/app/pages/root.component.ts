import { Component, OnDestroy, OnInit, ViewEncapsulation } from '@angular/core';
import { NavigationEnd, NavigationError, Router } from '@angular/router';
import { TranslateService } from '@ngx-translate/core';
import { takeUntil } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { subpages } from '../components/subnav.component';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';
import { Lang } from '../services/lang.service';
import { NavService } from '../services/nav.service';
import { PageTitle } from '../services/page-title.service';
import { Problem, problemOf } from '../services/problem';
import { SessionService } from '../services/session.service';

/** The frame of the module: its entries by rights, and what is said of the session. */
@Component({
  selector: 'dem-root',
  styleUrls: ['./demandes.css'],
  encapsulation: ViewEncapsulation.None,
  template: `
    <div class="dem">
      <div class="dem-session" role="alertdialog" aria-labelledby="dem-session-text" *ngIf="session.expired$ | async">
        <p id="dem-session-text">{{ 'dem.session.expired' | translate }}</p>
        <button mat-flat-button color="primary" type="button" (click)="session.openLogin()">
          {{ 'dem.session.login' | translate }}
        </button>
        <button mat-stroked-button type="button" (click)="again()">{{ 'dem.session.again' | translate }}</button>
      </div>
      <dem-problem [problem]="problem" (retry)="load()"></dem-problem>
      <dem-problem [problem]="pageProblem" (retry)="openAgain()"></dem-problem>
      <ng-container *ngIf="session.me$ | async as me">
        <nav class="dem-nav" [attr.aria-label]="'dem.nav.aria' | translate" *ngIf="me.rights.use_module; else noRight">
          <a [routerLink]="nav.link()" routerLinkActive="dem-here" ariaCurrentWhenActive="page" [routerLinkActiveOptions]="{ exact: true }">
            <i class="fa fa-list" aria-hidden="true"></i> {{ (me.rights.read_all ? 'dem.nav.all' : 'dem.nav.list') | translate }}
          </a>
          <a *ngIf="me.rights.avis" [routerLink]="nav.link('pole')" routerLinkActive="dem-here" ariaCurrentWhenActive="page">
            <i class="fa fa-comments-o" aria-hidden="true"></i> {{ 'dem.nav.pole' | translate }}
          </a>
          <a
            *ngIf="me.rights.decision"
            [routerLink]="nav.link('coordination')"
            routerLinkActive="dem-here"
            ariaCurrentWhenActive="page"
          >
            <i class="fa fa-gavel" aria-hidden="true"></i> {{ 'dem.nav.coordination' | translate }}
          </a>
          <a *ngIf="me.rights.livraison" [routerLink]="nav.link('envois')" routerLinkActive="dem-here" ariaCurrentWhenActive="page">
            <i class="fa fa-paper-plane-o" aria-hidden="true"></i> {{ 'dem.nav.envois' | translate }}
          </a>
          <a
            *ngIf="me.rights.read_registres"
            [routerLink]="nav.link('adhesions')"
            [class.dem-here]="isBeside()"
            [attr.aria-current]="isBeside() ? 'true' : null"
          >
            <i class="fa fa-book" aria-hidden="true"></i> {{ 'dem.nav.registres' | translate }}
          </a>
          <a
            *ngIf="me.rights.create"
            class="dem-nav-new"
            mat-flat-button
            color="primary"
            [routerLink]="nav.link('nouvelle')"
            ><i class="fa fa-plus" aria-hidden="true"></i> {{ 'dem.nav.new' | translate }}</a
          >
        </nav>
        <ng-template #noRight>
          <p class="dem-card dem-alert dem-alert-warn" role="alert">{{ 'dem.nav.no_right' | translate }}</p>
        </ng-template>
        <router-outlet *ngIf="me.rights.use_module"></router-outlet>
      </ng-container>
      <p class="dem-loading" *ngIf="(session.me$ | async) === null && !problem && (session.expired$ | async) === false">
        {{ 'dem.common.loading' | translate }}
      </p>
    </div>
  `,
})
export class RootComponent extends Listening implements OnInit, OnDestroy {
  problem: Problem | null = null;
  /** Why a page that comes when it is opened did not come. */
  pageProblem: Problem | null = null;
  private _unopened = '';
  private _triedAgain = false;

  constructor(
    public session: SessionService,
    public nav: NavService,
    private _api: ApiService,
    private _labels: LabelsService,
    private _router: Router,
    private _title: PageTitle,
    private _translate: TranslateService,
    // Its making gives the texts.
    _lang: Lang
  ) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => this.load());
    this._router.events.pipe(takeUntil(this._gone$)).subscribe((event) => {
      if (event instanceof NavigationEnd) {
        this.pageProblem = null;
        this._triedAgain = false;
        this._nameWindow();
      } else if (event instanceof NavigationError) {
        this._unopened = event.url;
        this.pageProblem = { ...problemOf(event.error), code: 'no_answer' };
      }
    });
    this._nameWindow();
    this._translate.onLangChange.pipe(takeUntil(this._gone$)).subscribe(() => this._nameWindow());
  }

  override ngOnDestroy(): void {
    this._title.restore();
    super.ngOnDestroy();
  }

  /** A page whose program did not come: the network was away; or, if it still does not, the service has newer pages than this one. */
  openAgain(): void {
    if (this._triedAgain) {
      window.location.reload();
    }
    this._triedAgain = true;
    this._router.navigateByUrl(this._unopened);
  }

  private _nameWindow(): void {
    let route = this._router.routerState.snapshot.root;
    while (route.firstChild) {
      route = route.firstChild;
    }
    const key: string = route.data['title'] ?? '';
    this._title.show(key && this._translate.instant(key));
  }

  load(): void {
    this.problem = null;
    this._api
      .me()
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: () => this._labels.load(),
        error: (error: unknown) => {
          const problem = problemOf(error);
          this.problem = problem.status === 401 ? null : problem;
        },
      });
  }

  /** Whether one of the registers' own pages is open. */
  isBeside(): boolean {
    const path = this._router.url.split('?')[0];
    return subpages(this.session.me).some((page) => page !== 'pole' && path.endsWith(`/${page}`));
  }

  again(): void {
    this.session.look();
    if (this.session.expired$.value) {
      this.session.openLogin();
    }
  }
}
