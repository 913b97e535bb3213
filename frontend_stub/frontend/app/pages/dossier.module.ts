import { NgModule } from '@angular/core';
import { RouterModule, Routes } from '@angular/router';
import { AboutComponent } from '../components/about.component';
import { AnnonceComponent } from '../components/annonce.component';
import { ApercuComponent } from '../components/apercu.component';
import { AssignComponent } from '../components/assign.component';
import { ConditionsToldComponent } from '../components/conditions-told.component';
import { ConditionsComponent } from '../components/conditions.component';
import { FieldDirective } from '../components/field.directive';
import { LettresComponent } from '../components/lettres.component';
import { LotCardComponent } from '../components/lot-card.component';
import { MaillesComponent } from '../components/mailles.component';
import { MapComponent } from '../components/map.component';
import { PerimetreEditorComponent } from '../components/perimetre-editor.component';
import { PerimetreSummaryComponent } from '../components/perimetre-summary.component';
import { PermissionComponent } from '../components/permission.component';
import { TaxaEditorComponent } from '../components/taxa-editor.component';
import { DemandeComponent } from './demande.component';
import { EnvoisComponent } from './envois.component';
import { FormComponent } from './form.component';
import { LivraisonComponent } from './livraison.component';
import { LotComponent } from './lot.component';
import { PartsModule } from '../parts.module';

const routes: Routes = [
  { path: 'nouvelle', component: FormComponent, data: { title: 'dem.form.title' } },
  { path: 'demandes/:id', component: DemandeComponent },
  { path: 'demandes/:id/modifier', component: FormComponent },
  { path: 'demandes/:id/lots/:lot', component: LotComponent },
  { path: 'envois', component: EnvoisComponent, data: { title: 'dem.envois.title' } },
  { path: 'livraisons/:jeton', component: LivraisonComponent, data: { title: 'dem.livraison.title' } },
];

/** A demande, from its form to its files: what wants the map. */
@NgModule({
  imports: [PartsModule, RouterModule.forChild(routes)],
  declarations: [
    AboutComponent,
    AnnonceComponent,
    ApercuComponent,
    AssignComponent,
    ConditionsComponent,
    ConditionsToldComponent,
    DemandeComponent,
    EnvoisComponent,
    FieldDirective,
    FormComponent,
    LettresComponent,
    LivraisonComponent,
    LotCardComponent,
    LotComponent,
    MaillesComponent,
    MapComponent,
    PerimetreEditorComponent,
    PerimetreSummaryComponent,
    PermissionComponent,
    TaxaEditorComponent,
  ],
})
export class DossierModule {}
