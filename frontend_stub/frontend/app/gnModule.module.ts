import { NgModule } from '@angular/core';
import { DemandesModule } from './demandes.module';
import { GeonatureHostContext } from './host/geonature-host-context';
import { HostContext } from './host/host-context';

/** The module as GeoNature loads it. */
@NgModule({
  imports: [DemandesModule],
  providers: [{ provide: HostContext, useClass: GeonatureHostContext }],
})
export class GeonatureModule {}
