import { ChangeDetectorRef, Component, EventEmitter, Input, OnInit, Output } from '@angular/core';
import { Observable, of, Subject } from 'rxjs';
import { catchError, debounceTime, distinctUntilChanged, switchMap, takeUntil } from 'rxjs/operators';
import { FormOffer, Perimetre, Zone } from '../models/api';
import { ApiService } from '../services/api.service';
import { Problem, problemOf } from '../services/problem';
import { Listening } from './base.component';
import { isEditable } from './map.component';

type Way = 'draw' | 'file' | 'areas';

/** Three ways to give a perimeter; what the service made of it is shown at once. */
@Component({
  selector: 'dem-perimetre-editor',
  templateUrl: './perimetre-editor.component.html',
})
export class PerimetreEditorComponent extends Listening implements OnInit {
  /** Makes sure the brouillon exists, and gives its key. */
  @Input() demande!: () => Observable<string>;
  @Input() perimetre: Perimetre | null = null;
  @Input() limits: FormOffer['limits'] | null = null;
  /** Why the perimeter keeps the demande from being deposited. */
  @Input() wrong: string | null = null;
  @Output() changed = new EventEmitter<Perimetre>();

  way: Way = 'draw';
  before: GeoJSON.Polygon | GeoJSON.MultiPolygon | null = null;
  drawnArea = 0;
  /** Whether what is drawn goes to the limits of communes. */
  follow = true;
  /** Whether limits are there to be followed. */
  following = false;
  epsg = '';
  over = false;
  busy = false;
  problem: Problem | null = null;
  areaType: 'COM' | 'DEP' = 'COM';
  search = '';
  found: Zone[] | null = null;
  chosen: Zone[] = [];
  /** A file refused before it was sent: its size. */
  tooBig = 0;

  private readonly _wanted$ = new Subject<string>();
  private _again: (() => void) | null = null;

  constructor(private _api: ApiService, private _detector: ChangeDetectorRef) {
    super();
  }

  ngOnInit(): void {
    this._takeUp();
    this._wanted$
      .pipe(
        debounceTime(250),
        distinctUntilChanged(),
        switchMap((wanted) =>
          wanted.slice(4).trim().length < 2
            ? of(null)
            : this._api.zones(this.areaType, wanted.slice(4)).pipe(catchError(() => of(null)))
        ),
        takeUntil(this._gone$)
      )
      .subscribe((found) => (this.found = found));
  }

  get editable(): boolean {
    return this.way === 'draw' && (this.perimetre === null || isEditable(this.perimetre.geometry));
  }

  get tooFine(): boolean {
    return this.way === 'draw' && this.perimetre !== null && !isEditable(this.perimetre.geometry);
  }

  draw(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon | null): void {
    this.drawnArea = 0;
    if (geometry) {
      this._put((id) => this._api.putPerimetre(id, { kind: 'drawn', geometry }), geometry);
    }
  }

  drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.send(event.dataTransfer?.files ?? null);
  }

  choose(input: HTMLInputElement): void {
    this.send(input.files);
    // The same file may be chosen again, once mended.
    input.value = '';
  }

  send(files: FileList | null): void {
    const file = files?.[0];
    if (!file) {
      return;
    }
    this.tooBig = this.limits && file.size > this.limits.max_upload_bytes ? file.size : 0;
    if (this.tooBig === 0) {
      this._put((id) => this._api.putFile(id, file, this.epsg), null);
    }
  }

  look(): void {
    this._wanted$.next(`${this.areaType} ${this.search}`);
  }

  changeType(): void {
    this.chosen = [];
    this.found = null;
    this.look();
  }

  isChosen(zone: Zone): boolean {
    return this.chosen.some((one) => one.code === zone.code);
  }

  add(zone: Zone): void {
    if (!this.isChosen(zone)) {
      this.chosen = [...this.chosen, zone];
    }
  }

  remove(zone: Zone): void {
    this.chosen = this.chosen.filter((one) => one.code !== zone.code);
  }

  useAreas(): void {
    const codes = this.chosen.map((zone) => zone.code);
    this._put((id) => this._api.putPerimetre(id, { kind: 'areas', area_type: this.areaType, codes }), null);
  }

  retry(): void {
    this._again?.();
  }

  byCode(_: number, zone: Zone): string {
    return zone.code;
  }

  private _put(
    call: (id: string) => Observable<Perimetre>,
    drawn: GeoJSON.Polygon | GeoJSON.MultiPolygon | null
  ): void {
    this._again = () => this._put(call, drawn);
    this.busy = true;
    this.problem = null;
    this.demande()
      .pipe(switchMap(call), takeUntil(this._gone$))
      .subscribe({
        next: (perimetre) => {
          this.busy = false;
          this._again = null;
          this.before = perimetre.repaired ? drawn : null;
          this.perimetre = perimetre;
          this.changed.emit(perimetre);
          this._detector.markForCheck();
        },
        error: (error: unknown) => {
          this.busy = false;
          this.problem = problemOf(error);
        },
      });
  }

  /** Opens on the way the perimeter was given. */
  private _takeUp(): void {
    const kept = this.perimetre;
    if (kept?.source_kind === 'file') {
      this.way = 'file';
    }
    if (kept?.source_kind === 'areas' && kept.area_codes) {
      this.way = 'areas';
      this.areaType = kept.area_type ?? 'COM';
      const names = new Map(kept.communes.map((commune) => [commune.code, commune.nom]));
      this.chosen = kept.area_codes.map((code) => ({ code, nom: names.get(code) ?? code, departement: null }));
    }
  }
}
