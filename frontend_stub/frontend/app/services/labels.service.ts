import { Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { BehaviorSubject, Observable, of } from 'rxjs';
import { catchError, map, shareReplay } from 'rxjs/operators';
import { FormOffer, Nom } from '../models/api';
import { ApiService } from './api.service';

/** Names of the codes the API answers with. */
@Injectable()
export class LabelsService {
  readonly offer$ = new BehaviorSubject<FormOffer | null>(null);
  private readonly _taxa = new Map<string, Observable<string[]>>();

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

  /** What a kind of area is called: `maille de 10 km`. */
  area(type: string): string {
    return this._text(`dem.area.${type}`, type);
  }

  /** Where data are blurred: `à la maille de 10 km`. */
  areaAt(type: string): string {
    return this._text(`dem.area_at.${type}`, type);
  }

  /** The same for a level of sensitivity. */
  levelAt(code: string): string {
    const type = this.offer$.value?.niveaux.find((one) => one.code === code)?.area_type;
    return type ? this.areaAt(type) : code;
  }

  /** The levels to blur at: several that blur at the same areas are one. */
  levels(): FormOffer['niveaux'] {
    const all = this.offer$.value?.niveaux ?? [];
    return all.filter((one, index) => all.findIndex((other) => other.area_type === one.area_type) === index);
  }

  taxon(nom: Nom): string {
    return nom.nom_vern ? `${nom.lb_nom} (${nom.nom_vern})` : nom.lb_nom;
  }

  /** Names of numbers of TAXREF; the number itself when the service does not know it or does not answer. */
  taxa(cdNoms: number[]): Observable<string[]> {
    const text = cdNoms.join('\n');
    const known =
      this._taxa.get(text) ??
      this._api.readTaxa(text).pipe(
        map((list) => list.lines.map((line) => (line.taxon ? this.taxon(line.taxon) : line.entry))),
        catchError(() => of(cdNoms.map(String))),
        shareReplay(1)
      );
    this._taxa.set(text, known);
    return known;
  }

  lot(lot: { kind: string; groupe: string | null; fallback_of?: string | null }): string {
    if (lot.fallback_of) {
      return this._translate.instant('dem.lot.fallback');
    }
    return this._translate.instant(`dem.lot.${lot.kind}`, { groupe: this.groupe(lot.groupe) });
  }

  private _text(key: string, otherwise: string): string {
    const found: string = this._translate.instant(key);
    return found === key ? otherwise : found;
  }

  private _find(all: { code: string; label: string }[] | undefined, code: string | null): string {
    return all?.find((one) => one.code === code)?.label ?? code ?? '';
  }
}
