import { Injectable } from '@angular/core';
import { Basemap, HostContext } from '../../frontend/app/host/host-context';

/** What `config.json` says, beside the pages. */
export interface StandaloneSettings {
  geonature_url: string | null;
  basemap_url: string | null;
  basemap_attribution: string | null;
}

/** The module alone, served by the service at `app/` below the path of its API. */
@Injectable()
export class StandaloneHostContext extends HostContext {
  settings: StandaloneSettings = { geonature_url: null, basemap_url: null, basemap_attribution: null };

  get apiBase(): string {
    return new URL('..', document.baseURI).pathname.replace(/\/$/, '');
  }

  get home(): string {
    return '/';
  }

  get basemap(): Basemap | null {
    const { basemap_url: url, basemap_attribution: attribution } = this.settings;
    return url ? { url, attribution: attribution ?? '' } : null;
  }

  get loginUrl(): string | null {
    const geonature = this.settings.geonature_url;
    return geonature ? `${geonature.replace(/\/$/, '')}/#/login` : `${document.baseURI}#/connexion`;
  }

  /** Without its settings the module still works: it has neither tiles nor a link to log in. */
  async load(): Promise<void> {
    try {
      const response = await fetch(new URL('config.json', document.baseURI).href);
      if (response.ok) {
        this.settings = { ...this.settings, ...(await response.json()) };
      }
    } catch {
      return;
    }
  }
}
