import 'zone.js';
import { HTTP_INTERCEPTORS, HttpClientModule, HttpEvent, HttpHandler, HttpInterceptor, HttpRequest } from '@angular/common/http';
import { Component, Injectable, NgModule } from '@angular/core';
import { BrowserModule } from '@angular/platform-browser';
import { platformBrowserDynamic } from '@angular/platform-browser-dynamic';
import { NoopAnimationsModule } from '@angular/platform-browser/animations';
import { RouterModule } from '@angular/router';
import { TranslateModule } from '@ngx-translate/core';
import { Observable } from 'rxjs';

/** As GeoNature's: the token goes with each call. */
@Injectable()
class TokenInterceptor implements HttpInterceptor {
  intercept(request: HttpRequest<any>, next: HttpHandler): Observable<HttpEvent<any>> {
    const token = localStorage.getItem('gn_id_token');
    return next.handle(token ? request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }) : request);
  }
}

@Component({ selector: 'pnx-root', template: '<main><router-outlet></router-outlet></main>' })
class AppComponent {}

/** What GeoNature is to a module: the same aliases, the same lazy loading from `external_modules`, the same configuration and token. */
@NgModule({
  imports: [
    BrowserModule,
    HttpClientModule,
    NoopAnimationsModule,
    TranslateModule.forRoot({ defaultLanguage: 'fr' }),
    RouterModule.forRoot(
      [
        {
          path: 'demandes',
          loadChildren: () =>
            import('./external_modules/demandes/app/gnModule.module').then((module) => module.GeonatureModule),
        },
      ],
      { useHash: true }
    ),
  ],
  declarations: [AppComponent],
  providers: [{ provide: HTTP_INTERCEPTORS, useClass: TokenInterceptor, multi: true }],
  bootstrap: [AppComponent],
})
class AppModule {}

platformBrowserDynamic()
  .bootstrapModule(AppModule)
  .catch((error) => console.error(error));
