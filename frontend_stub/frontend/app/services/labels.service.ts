import { Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { BehaviorSubject } from 'rxjs';
import { FormOffer } from '../models/api';
import { ApiService } from './api.service';

/** Names of the codes the API answers with. */
@Injectable()
export class LabelsService {
  readonly offer$ = new BehaviorSubject<FormOffer | null>(null);

  constructor(private _api: ApiService, private _translate: TranslateService) {}

  load(): void {
    if (this.offer$.value === null) {
      this._api.form().subscribe({
        next: (offer) => this.offer$.next(offer),
        // Codes are shown instead; the page says what else fails.
        error: () => undefined,
      });
    }
  }

  objet(code: string | null): string {
    return this._find(this.offer$.value?.objets, code);
  }

  groupe(code: string | null): string {
    return code === null
      ? this._translate.instant('dem.annonce.no_groupe')
      : this._find(this.offer$.value?.groupes, code);
  }

  format(code: string): string {
    return this._find(this.offer$.value?.formats, code);
  }

  niveau(code: string): string {
    return this._find(this.offer$.value?.niveaux, code);
  }

  lot(lot: { kind: string; groupe: string | null; fallback_of?: string | null }): string {
    if (lot.fallback_of) {
      return this._translate.instant('dem.lot.fallback');
    }
    return this._translate.instant(`dem.lot.${lot.kind}`, { groupe: this.groupe(lot.groupe) });
  }

  private _find(all: { code: string; label: string }[] | undefined, code: string | null): string {
    return all?.find((one) => one.code === code)?.label ?? code ?? '';
  }
}
