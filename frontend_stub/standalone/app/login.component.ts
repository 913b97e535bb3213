import { Component } from '@angular/core';
import { Router } from '@angular/router';
import { StandaloneHostContext } from './standalone-host-context';

/** Where one logs in: GeoNature, when it is known; otherwise a token of it is pasted (demonstration). */
@Component({
  selector: 'dem-login',
  template: `
    <div class="dem">
      <section class="dem-card">
        <h2>Connexion</h2>
        <div class="dem-body">
          <p *ngIf="geonature">
            Connectez-vous à <a [href]="geonature">GeoNature</a>, puis revenez à cette page : la connexion est partagée.
          </p>
          <form *ngIf="!geonature" (submit)="login($event)">
            <p>Cette page utilise votre connexion à GeoNature. Sans GeoNature, collez ici un jeton de démonstration.</p>
            <div class="dem-field">
              <label for="host-token">Jeton</label>
              <textarea
                id="host-token"
                rows="3"
                autocomplete="off"
                spellcheck="false"
                [(ngModel)]="token"
                name="token"
              ></textarea>
            </div>
            <button mat-flat-button color="primary" type="submit" [disabled]="token.trim() === ''">Se connecter</button>
          </form>
          <p class="dem-alert dem-alert-good" role="status" *ngIf="done">
            Vous êtes connecté. Si cette page s'est ouverte à côté d'une autre, fermez-la : l'autre reprend où elle en était.
          </p>
        </div>
      </section>
    </div>
  `,
})
export class LoginComponent {
  token = '';
  done = false;

  constructor(private _host: StandaloneHostContext, private _router: Router) {}

  get geonature(): string | null {
    return this._host.settings.geonature_url;
  }

  login(event: Event): void {
    event.preventDefault();
    localStorage.setItem('gn_id_token', this.token.trim());
    this.token = '';
    this.done = true;
    if (window.opener === null && window.history.length <= 2) {
      this._router.navigateByUrl('/');
    }
  }
}
