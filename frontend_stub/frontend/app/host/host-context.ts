/** A layer of tiles below the map. */
export interface Basemap {
  url: string;
  attribution: string;
}

/** What the module needs from whatever application hosts it. */
export abstract class HostContext {
  /** Address of the API, without a slash at its end. */
  abstract get apiBase(): string;
  /** Path of the module's own pages in the router of the host. */
  abstract get home(): string;
  /** Tiles below the map; none draws the territory alone. */
  abstract get basemap(): Basemap | null;
  /** Where one logs in; opened in another tab, so that nothing typed is lost. None: by the page of this host. */
  abstract get loginUrl(): string | null;

  /** GeoNature's token, shared by all the pages of its origin. */
  get token(): string | null {
    return localStorage.getItem('gn_id_token');
  }
}
