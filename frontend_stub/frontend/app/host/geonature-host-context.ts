import { Injectable } from '@angular/core';
import { ConfigService } from '@geonature/services/config.service';
import { Basemap, HostContext } from './host-context';

/** The module inside GeoNature: its configuration, its basemap, its login. */
@Injectable()
export class GeonatureHostContext extends HostContext {
  constructor(private _config: ConfigService) {
    super();
  }

  get apiBase(): string {
    return this._config['DEMANDES']?.API_DEMANDES ?? '/geonature/api-demandes';
  }

  get home(): string {
    return '/demandes';
  }

  get basemap(): Basemap | null {
    const first = this._config['MAPCONFIG']?.BASEMAP?.[0];
    if (!first?.url && !first?.layer) {
      return null;
    }
    return { url: first.url ?? first.layer, attribution: first.attribution ?? first.options?.attribution ?? '' };
  }

  get loginUrl(): string | null {
    const base = this._config['URL_APPLICATION'] ?? '';
    return `${base}/#/login`;
  }
}
