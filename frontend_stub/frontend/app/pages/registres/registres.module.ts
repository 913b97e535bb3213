import { NgModule } from '@angular/core';
import { RouterModule, Routes } from '@angular/router';
import { PickerComponent } from '../../components/picker.component';
import { RegistreFrameComponent } from '../../components/registre-frame.component';
import { AdhesionsComponent } from './adhesions.component';
import { CollegesComponent } from './colleges.component';
import { ConsignesComponent } from './consignes.component';
import { GroupesComponent } from './groupes.component';
import { MaitresOuvrageComponent } from './maitres-ouvrage.component';
import { PartageComponent } from './partage.component';
import { PolesComponent } from './poles.component';
import { ReglagesComponent } from './reglages.component';
import { StatistiquesComponent } from './statistiques.component';
import { UsageComponent } from './usage.component';
import { PartsModule } from '../../parts.module';

const routes: Routes = [
  { path: 'adhesions', component: AdhesionsComponent, data: { title: 'dem.subnav.adhesions' } },
  { path: 'colleges', component: CollegesComponent, data: { title: 'dem.subnav.colleges' } },
  { path: 'maitres-ouvrage', component: MaitresOuvrageComponent, data: { title: 'dem.subnav.maitres-ouvrage' } },
  { path: 'poles', component: PolesComponent, data: { title: 'dem.subnav.poles' } },
  { path: 'groupes', component: GroupesComponent, data: { title: 'dem.subnav.groupes' } },
  { path: 'partage', component: PartageComponent, data: { title: 'dem.subnav.partage' } },
  { path: 'consignes', component: ConsignesComponent, data: { title: 'dem.subnav.consignes' } },
  { path: 'reglages', component: ReglagesComponent, data: { title: 'dem.subnav.reglages' } },
  { path: 'statistiques', component: StatistiquesComponent, data: { title: 'dem.subnav.statistiques' } },
  { path: 'usage', component: UsageComponent, data: { title: 'dem.subnav.usage' } },
];

/** The registers, the settings and what they tell together. */
@NgModule({
  imports: [PartsModule, RouterModule.forChild(routes)],
  declarations: [
    AdhesionsComponent,
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
    UsageComponent,
  ],
})
export class RegistresModule {}
