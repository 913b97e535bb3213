import { NgModule } from '@angular/core';
import { RouterModule, Routes, UrlMatcher } from '@angular/router';
import { CoordinationComponent } from './pages/coordination.component';
import { ListComponent } from './pages/list.component';
import { PoleComponent } from './pages/pole.component';
import { RootComponent } from './pages/root.component';
import { PartsModule } from './parts.module';
import { RegistresService } from './services/registres.service';
import { ApiService } from './services/api.service';
import { DraftService } from './services/draft.service';
import { LabelsService } from './services/labels.service';
import { Lang } from './services/lang.service';
import { NavService } from './services/nav.service';
import { PageTitle } from './services/page-title.service';
import { SessionService } from './services/session.service';

/** The pages of a part that comes when it is opened: those whose address begins by one of these words. */
function begins(...words: string[]): UrlMatcher {
  return (segments) => (segments.length > 0 && words.includes(segments[0].path) ? { consumed: [] } : null);
}

const routes: Routes = [
  {
    path: '',
    component: RootComponent,
    children: [
      { path: '', component: ListComponent, pathMatch: 'full', data: { title: 'dem.list.title_all' } },
      { path: 'pole', component: PoleComponent, data: { title: 'dem.pole.title' } },
      { path: 'coordination', component: CoordinationComponent, data: { title: 'dem.coordination.title' } },
      {
        matcher: begins('nouvelle', 'demandes', 'envois', 'livraisons'),
        loadChildren: () =>
          import(/* webpackPrefetch: true */ './pages/dossier.module').then((module) => module.DossierModule),
      },
      {
        matcher: begins(
          'adhesions',
          'colleges',
          'maitres-ouvrage',
          'poles',
          'groupes',
          'partage',
          'consignes',
          'reglages',
          'statistiques',
          'usage'
        ),
        loadChildren: () => import('./pages/registres/registres.module').then((module) => module.RegistresModule),
      },
    ],
  },
];

/** Everything but the host's own part: imports nothing of @geonature. The lists come with it; the rest in its turn. */
@NgModule({
  imports: [PartsModule, RouterModule.forChild(routes)],
  declarations: [CoordinationComponent, ListComponent, PoleComponent, RootComponent],
  providers: [ApiService, DraftService, LabelsService, Lang, NavService, PageTitle, RegistresService, SessionService],
})
export class DemandesModule {}
