import { CommonModule } from '@angular/common';
import { NgModule } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { RouterModule } from '@angular/router';
import { TranslateModule } from '@ngx-translate/core';
import { BarChartComponent } from './components/bar-chart.component';
import { BlocageComponent } from './components/blocage.component';
import { BoardComponent } from './components/board.component';
import { DeadlineComponent } from './components/deadline.component';
import { ProblemComponent } from './components/problem.component';
import { StateBadgeComponent } from './components/state-badge.component';
import { SubnavComponent } from './components/subnav.component';
import { TachesComponent } from './components/taches.component';
import { AreaPipe, DayPipe, MomentPipe, NumberPipe, PluralPipe, SizePipe } from './pipes/pipes';

const PARTS = [
  AreaPipe,
  BarChartComponent,
  BlocageComponent,
  BoardComponent,
  DayPipe,
  DeadlineComponent,
  MomentPipe,
  NumberPipe,
  PluralPipe,
  ProblemComponent,
  SizePipe,
  StateBadgeComponent,
  SubnavComponent,
  TachesComponent,
];
const LIBRARIES = [CommonModule, FormsModule, MatButtonModule, MatProgressBarModule, RouterModule, TranslateModule];

/** What pages of every part of the module are made of. Neither the map nor anything as heavy: this comes with the first list. */
@NgModule({ imports: LIBRARIES, declarations: PARTS, exports: [...PARTS, ...LIBRARIES] })
export class PartsModule {}
