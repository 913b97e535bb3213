import { HttpClientModule } from '@angular/common/http';
import { APP_INITIALIZER, Component, NgModule } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { BrowserModule } from '@angular/platform-browser';
import { NoopAnimationsModule } from '@angular/platform-browser/animations';
import { Router, RouterModule } from '@angular/router';
import { TranslateModule, TranslateService } from '@ngx-translate/core';
import { HostContext } from '../../frontend/app/host/host-context';
import { LoginComponent } from './login.component';
import { StandaloneHostContext } from './standalone-host-context';

const LANGUAGE = 'gn_demandes_lang';

/** The frame: what GeoNature's top bar is elsewhere. */
@Component({
  selector: 'dem-app',
  template: `
    <a class="host-skip" href="#main" (click)="skip($event)">Aller au contenu</a>
    <header class="host-bar">
      <h1>Demandes d'accès</h1>
      <button type="button" (click)="switch()" [attr.lang]="other">{{ other === 'en' ? 'English' : 'Français' }}</button>
      <button type="button" class="host-session" *ngIf="hasToken; else login" (click)="logout()" [title]="logoutText">
        <i class="fa fa-sign-out" aria-hidden="true"></i><span>{{ logoutText }}</span>
      </button>
      <ng-template #login>
        <button type="button" class="host-session" (click)="goLogin()" [title]="loginText">
          <i class="fa fa-sign-in" aria-hidden="true"></i><span>{{ loginText }}</span>
        </button>
      </ng-template>
    </header>
    <main id="main" tabindex="-1"><router-outlet></router-outlet></main>
  `,
})
export class AppComponent {
  constructor(private _translate: TranslateService, private _host: HostContext, private _router: Router) {
    this._use(localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'fr');
  }

  get other(): 'fr' | 'en' {
    return this._translate.currentLang === 'en' ? 'fr' : 'en';
  }

  get loginText(): string {
    return this.other === 'en' ? 'Se connecter' : 'Log in';
  }

  get logoutText(): string {
    return this.other === 'en' ? 'Se déconnecter' : 'Log out';
  }

  get hasToken(): boolean {
    return this._host.token !== null;
  }

  skip(event: Event): void {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }

  switch(): void {
    this._use(this.other);
  }

  goLogin(): void {
    this._router.navigateByUrl('/connexion');
  }

  logout(): void {
    localStorage.removeItem('gn_id_token');
    window.location.assign(`${document.baseURI}#/connexion`);
    window.location.reload();
  }

  private _use(lang: string): void {
    localStorage.setItem(LANGUAGE, lang);
    document.documentElement.lang = lang;
    this._translate.use(lang);
  }
}

@NgModule({
  imports: [
    BrowserModule,
    FormsModule,
    HttpClientModule,
    MatButtonModule,
    NoopAnimationsModule,
    TranslateModule.forRoot({ defaultLanguage: 'fr' }),
    RouterModule.forRoot(
      [
        { path: 'connexion', component: LoginComponent },
        {
          path: '',
          loadChildren: () => import('../../frontend/app/demandes.module').then((module) => module.DemandesModule),
        },
      ],
      { useHash: true }
    ),
  ],
  declarations: [AppComponent, LoginComponent],
  providers: [
    StandaloneHostContext,
    { provide: HostContext, useExisting: StandaloneHostContext },
    {
      provide: APP_INITIALIZER,
      multi: true,
      deps: [StandaloneHostContext],
      useFactory: (host: StandaloneHostContext) => () => host.load(),
    },
  ],
  bootstrap: [AppComponent],
})
export class AppModule {}
