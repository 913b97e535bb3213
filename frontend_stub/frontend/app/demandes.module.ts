import { CommonModule } from '@angular/common';
import { NgModule } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { RouterModule, Routes } from '@angular/router';
import { TranslateModule } from '@ngx-translate/core';
import { ApercuComponent } from './components/apercu.component';
import { AssignComponent } from './components/assign.component';
import { BlocageComponent } from './components/blocage.component';
import { BoardComponent } from './components/board.component';
import { PickerComponent } from './components/picker.component';
import { RegistreFrameComponent } from './components/registre-frame.component';
import { SubnavComponent } from './components/subnav.component';
import { AdhesionsComponent } from './pages/registres/adhesions.component';
import { CollegesComponent } from './pages/registres/colleges.component';
import { ConsignesComponent } from './pages/registres/consignes.component';
import { GroupesComponent } from './pages/registres/groupes.component';
import { MaitresOuvrageComponent } from './pages/registres/maitres-ouvrage.component';
import { PartageComponent } from './pages/registres/partage.component';
import { PolesComponent } from './pages/registres/poles.component';
import { ReglagesComponent } from './pages/registres/reglages.component';
import { StatistiquesComponent } from './pages/registres/statistiques.component';
import { UsageComponent } from './pages/registres/usage.component';
import { RegistresService } from './services/registres.service';
import { AboutComponent } from './components/about.component';
import { AnnonceComponent } from './components/annonce.component';
import { BarChartComponent } from './components/bar-chart.component';
import { ConditionsToldComponent } from './components/conditions-told.component';
import { ConditionsComponent } from './components/conditions.component';
import { DeadlineComponent } from './components/deadline.component';
import { PermissionComponent } from './components/permission.component';
import { LettresComponent } from './components/lettres.component';
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
      { path: 'adhesions', component: AdhesionsComponent },
      { path: 'colleges', component: CollegesComponent },
      { path: 'maitres-ouvrage', component: MaitresOuvrageComponent },
      { path: 'poles', component: PolesComponent },
      { path: 'groupes', component: GroupesComponent },
      { path: 'partage', component: PartageComponent },
      { path: 'consignes', component: ConsignesComponent },
      { path: 'reglages', component: ReglagesComponent },
      { path: 'statistiques', component: StatistiquesComponent },
      { path: 'usage', component: UsageComponent },
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
    AdhesionsComponent,
    AnnonceComponent,
    ApercuComponent,
    AssignComponent,
    BlocageComponent,
    BoardComponent,
    CollegesComponent,
    ConsignesComponent,
    GroupesComponent,
    MaitresOuvrageComponent,
    PartageComponent,
    PickerComponent,
    PolesComponent,
    RegistreFrameComponent,
    ReglagesComponent,
    StatistiquesComponent,
    SubnavComponent,
    UsageComponent,
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
    LettresComponent,
    PermissionComponent,
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
  providers: [ApiService, DraftService, LabelsService, Lang, NavService, RegistresService, SessionService],
})
export class DemandesModule {}
