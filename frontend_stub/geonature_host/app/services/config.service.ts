import { Injectable } from '@angular/core';

/** As GeoNature's: the members of its configuration, whatever they are. */
@Injectable({ providedIn: 'root' })
export class ConfigService {
  [key: string]: any;

  constructor() {
    Object.assign(this, (window as any).gnConfig);
  }
}
