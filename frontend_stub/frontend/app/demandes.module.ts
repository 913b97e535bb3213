import { CommonModule } from '@angular/common';
import { NgModule } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { RouterModule, Routes } from '@angular/router';
import { TranslateModule } from '@ngx-translate/core';
import { AboutComponent } from './components/about.component';
import { AnnonceComponent } from './components/annonce.component';
import { BarChartComponent } from './components/bar-chart.component';
import { ConditionsToldComponent } from './components/conditions-told.component';
import { ConditionsComponent } from './components/conditions.component';
import { DeadlineComponent } from './components/deadline.component';
import { LotCardComponent } from './components/lot-card.component';
import { MaillesComponent } from './components/mailles.component';
import { MapComponent } from './components/map.component';
import { PerimetreEditorComponent } from './components/perimetre-editor.component';
import { PerimetreSummaryComponent } from './components/perimetre-summary.component';
import { ProblemComponent } from './components/problem.component';
import { StateBadgeComponent } from './components/state-badge.component';
import { TachesComponent } from './components/taches.component';
import { TaxaEditorComponent } from './components/taxa-editor.component';
import { CoordinationComponent } from './pages/coordination.component';
import { DemandeComponent } from './pages/demande.component';
import { EnvoisComponent } from './pages/envois.component';
import { FormComponent } from './pages/form.component';
import { ListComponent } from './pages/list.component';
import { LivraisonComponent } from './pages/livraison.component';
import { LotComponent } from './pages/lot.component';
import { PoleComponent } from './pages/pole.component';
import { RootComponent } from './pages/root.component';
import { AreaPipe, DayPipe, MomentPipe, NumberPipe, PluralPipe, SizePipe } from './pipes/pipes';
import { ApiService } from './services/api.service';
import { DraftService } from './services/draft.service';
import { LabelsService } from './services/labels.service';
import { Lang } from './services/lang.service';
import { NavService } from './services/nav.service';
import { SessionService } from './services/session.service';

const routes: Routes = [
  {
    path: '',
    component: RootComponent,
    children: [
      { path: '', component: ListComponent, pathMatch: 'full' },
      { path: 'nouvelle', component: FormComponent },
      { path: 'demandes/:id', component: DemandeComponent },
      { path: 'demandes/:id/modifier', component: FormComponent },
      { path: 'demandes/:id/lots/:lot', component: LotComponent },
      { path: 'pole', component: PoleComponent },
      { path: 'coordination', component: CoordinationComponent },
      { path: 'envois', component: EnvoisComponent },
      { path: 'livraisons/:jeton', component: LivraisonComponent },
    ],
  },
];

/** Everything but the host's own part: imports nothing of @geonature. */
@NgModule({
  imports: [
    CommonModule,
    FormsModule,
    MatButtonModule,
    MatProgressBarModule,
    TranslateModule,
    RouterModule.forChild(routes),
  ],
  declarations: [
    AboutComponent,
    AnnonceComponent,
    AreaPipe,
    BarChartComponent,
    ConditionsComponent,
    ConditionsToldComponent,
    CoordinationComponent,
    DayPipe,
    DeadlineComponent,
    DemandeComponent,
    EnvoisComponent,
    FormComponent,
    ListComponent,
    LivraisonComponent,
    LotCardComponent,
    LotComponent,
    MaillesComponent,
    MapComponent,
    MomentPipe,
    NumberPipe,
    PerimetreEditorComponent,
    PerimetreSummaryComponent,
    PluralPipe,
    PoleComponent,
    ProblemComponent,
    RootComponent,
    SizePipe,
    StateBadgeComponent,
    TachesComponent,
    TaxaEditorComponent,
  ],
  providers: [ApiService, DraftService, LabelsService, Lang, NavService, SessionService],
})
export class DemandesModule {}
