import { Injectable } from '@angular/core';
import { DemandeDraft } from '../models/api';
import { SessionService } from './session.service';

/** What was typed and not yet kept by the service. */
export interface Unsent {
  /** The demande; none before its first keeping. */
  id: string | null;
  draft: DemandeDraft;
  at: string;
}

const KEY = 'gn_demandes_unsent';

/** What was typed and not yet kept, in this browser, for one person: a cut line or an ended session loses nothing. */
@Injectable()
export class DraftService {
  constructor(private _session: SessionService) {}

  read(id: string | null): Unsent | null {
    try {
      const text = localStorage.getItem(this._key(id));
      return text ? (JSON.parse(text) as Unsent) : null;
    } catch {
      return null;
    }
  }

  keep(id: string | null, draft: DemandeDraft): void {
    try {
      const unsent: Unsent = { id, draft, at: new Date().toISOString() };
      localStorage.setItem(this._key(id), JSON.stringify(unsent));
    } catch {
      // A browser without room, or that keeps nothing: the service keeps the brouillon all the same.
    }
  }

  forget(id: string | null): void {
    localStorage.removeItem(this._key(id));
  }

  private _key(id: string | null): string {
    return `${KEY}:${this._session.me?.id_role ?? 0}:${id ?? 'new'}`;
  }
}
