import {
  AfterViewInit,
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  EventEmitter,
  Input,
  NgZone,
  OnChanges,
  OnDestroy,
  Output,
  SimpleChanges,
  ViewChild,
} from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import * as L from 'leaflet';
import 'leaflet-draw';
import { Maille } from '../models/api';
import { HostContext } from '../host/host-context';
import { merged, ringArea, split, vertices } from '../logic/geo';
import { ringsOf, snapped } from '../logic/snap';
import { ApiService } from '../services/api.service';
import { LabelsService } from '../services/labels.service';

/** Above this, a geometry is shown but not edited by hand. */
const MAX_EDITED_VERTICES = 2000;
const PERIMETRE: L.PathOptions = { color: '#512da8', weight: 2.5, fillOpacity: 0.12 };
const BEFORE: L.PathOptions = { color: '#616161', weight: 2, dashArray: '6 5', fill: false };
const MAILLE: L.PathOptions = { color: '#b26a00', weight: 1, fillColor: '#ffb300', fillOpacity: 0.18 };
/** Limits of communes, that a drawing may follow. */
const COMMUNE: L.PathOptions = { color: '#00695c', weight: 1, opacity: 0.7, fill: false, interactive: false };
/** Zoom from which limits of communes are shown and followed. */
const FOLLOW_ZOOM = 11;
/** Pixels within which a vertex goes to a limit. */
const REACH = 12;
const TERRITORY: L.PathOptions = { color: '#78909c', weight: 1, fillColor: '#ffffff', fillOpacity: 0.6 };

/** The perimeter on a map, with blurred areas and never a record; editable by drawing where asked. */
@Component({
  selector: 'dem-map',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<div
    #map
    class="dem-map"
    role="region"
    [attr.aria-label]="'dem.perimetre.map_aria' | translate"
    data-qa="map"
  ></div>`,
})
export class MapComponent implements AfterViewInit, OnChanges, OnDestroy {
  @Input() perimetre: GeoJSON.MultiPolygon | null = null;
  /** What was drawn before it was repaired. */
  @Input() before: GeoJSON.Polygon | GeoJSON.MultiPolygon | null = null;
  @Input() mailles: GeoJSON.FeatureCollection<GeoJSON.Geometry, Maille> | null = null;
  @Input() editable = false;
  /** Whether what is drawn goes to the limits of communes that are near. */
  @Input() follow = false;
  /** A geometry that was drawn or changed by hand; null when all was erased. */
  @Output() drawn = new EventEmitter<GeoJSON.Polygon | GeoJSON.MultiPolygon | null>();
  /** Square metres of what is being drawn. */
  @Output() drawing = new EventEmitter<number>();
  /** Whether limits of communes are there to be followed: one may be too far from them. */
  @Output() following = new EventEmitter<boolean>();
  @ViewChild('map') private _el!: ElementRef<HTMLDivElement>;

  private _map: L.Map | null = null;
  private _draw: L.Control.Draw | null = null;
  private _observer: ResizeObserver | null = null;
  private readonly _shapes = new L.FeatureGroup();
  private readonly _mailles = new L.FeatureGroup();
  private readonly _before = new L.FeatureGroup();
  private readonly _communes = new L.FeatureGroup();
  /** Where the limits that are there were asked for. */
  private _around: L.LatLng | null = null;

  constructor(
    private _api: ApiService,
    private _host: HostContext,
    private _labels: LabelsService,
    private _translate: TranslateService,
    private _zone: NgZone
  ) {}

  ngAfterViewInit(): void {
    this._zone.runOutsideAngular(() => this._start());
  }

  ngOnChanges(changes: SimpleChanges): void {
    if (this._map) {
      this._zone.runOutsideAngular(() => {
        this._show();
        if (changes['editable']) {
          this._toggleDraw();
        }
        if (changes['editable'] || changes['follow']) {
          this._readCommunes();
        }
      });
    }
  }

  ngOnDestroy(): void {
    this._observer?.disconnect();
    // What is still awaited finds no map, and no animation goes on in one that is removed.
    const map = this._map;
    this._map = null;
    map?.stop();
    if (map) {
      // Leaflet ends the animation of a zoom by a timer that `stop` leaves: on a map that is removed, it fails.
      (map as unknown as { _animatingZoom: boolean })._animatingZoom = false;
      map.remove();
    }
  }

  private _start(): void {
    const moves = !prefersStill();
    const map = L.map(this._el.nativeElement, {
      zoomControl: false,
      minZoom: 4,
      zoomAnimation: moves,
      fadeAnimation: moves,
      markerZoomAnimation: moves,
      inertia: moves,
    });
    if (!moves) {
      goAtOnce(map);
    }
    map.setView([46.5, 2.5], 6);
    this._map = map;
    L.control
      .zoom({ zoomInTitle: this._text('zoom_in'), zoomOutTitle: this._text('zoom_out') })
      .addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const basemap = this._host.basemap;
    if (basemap) {
      L.tileLayer(basemap.url, { attribution: basemap.attribution, maxZoom: 19 }).addTo(map);
    }
    this._communes.addTo(map);
    this._mailles.addTo(map);
    this._before.addTo(map);
    this._shapes.addTo(map);
    this._show();
    this._toggleDraw();
    map.on('moveend', () => this._readCommunes());
    this._readCommunes();
    this._addTerritory(map, basemap === null);
    this._observer = new ResizeObserver(() => map.invalidateSize());
    this._observer.observe(this._el.nativeElement);
  }

  /** The ground of a map without tiles, and what it is centred on until there is a perimeter. */
  private _addTerritory(map: L.Map, visible: boolean): void {
    this._api.contours().subscribe({
      next: (contours) => {
        if (this._map !== map) {
          return;
        }
        const territory = L.geoJSON(contours, { style: () => TERRITORY, interactive: false });
        if (visible) {
          territory.addTo(map).bringToBack();
        }
        if (!this.perimetre && territory.getLayers().length > 0) {
          map.fitBounds(territory.getBounds());
        }
      },
      // A map without ground is still a map.
      error: () => undefined,
    });
  }

  private _show(): void {
    this._shapes.clearLayers();
    this._mailles.clearLayers();
    this._before.clearLayers();
    if (this.mailles) {
      L.geoJSON(this.mailles, { style: () => MAILLE, onEachFeature: (feature, layer) => this._name(feature, layer) }).addTo(this._mailles);
    }
    if (this.before) {
      L.geoJSON(this.before, { style: () => BEFORE, interactive: false }).addTo(this._before);
    }
    if (!this.perimetre) {
      return;
    }
    for (const polygon of split(this.perimetre)) {
      L.geoJSON(polygon, { style: () => PERIMETRE }).eachLayer((layer) => this._shapes.addLayer(layer));
    }
    const bounds = this._shapes.getBounds();
    if (bounds.isValid()) {
      this._map?.fitBounds(bounds, { padding: [24, 24], maxZoom: 14 });
    }
  }

  /** The name of an area, as text: it comes from a layer of others. */
  private _name(feature: GeoJSON.Feature<GeoJSON.Geometry, Maille>, layer: L.Layer): void {
    const label = document.createElement('span');
    label.textContent = `${feature.properties.nom} (${this._labels.area(feature.properties.area_type)})`;
    layer.bindTooltip(label, { sticky: true });
  }

  private _toggleDraw(): void {
    const map = this._map;
    if (!map) {
      return;
    }
    if (this._draw) {
      map.removeControl(this._draw);
      map.off('draw:created draw:edited draw:deleted draw:drawvertex draw:drawstart draw:editstart');
      this._draw = null;
    }
    if (!this.editable) {
      return;
    }
    this._translateDraw();
    const options = { shapeOptions: PERIMETRE, showArea: false, metric: true };
    this._draw = new L.Control.Draw({
      position: 'topleft',
      draw: {
        polygon: { ...options, allowIntersection: false },
        rectangle: options,
        polyline: false,
        circle: false,
        marker: false,
        circlemarker: false,
      },
      edit: { featureGroup: this._shapes },
    });
    map.addControl(this._draw);
    map.on('draw:drawstart draw:editstart', () => this._follow());
    map.on('draw:created', (event) => {
      this._shapes.addLayer((event as L.DrawEvents.Created).layer);
      this._tell();
    });
    map.on('draw:edited draw:deleted', () => this._tell());
    map.on('draw:drawvertex', (event) => {
      const layers = (event as L.DrawEvents.DrawVertex).layers.getLayers() as L.Marker[];
      const ring = layers.map((marker): [number, number] => {
        const at = marker.getLatLng();
        return [at.lng, at.lat];
      });
      this._zone.run(() => this.drawing.emit(ringArea(ring)));
    });
  }

  /** Limits of the communes around the middle of the map, when one is near enough to follow them. */
  private _readCommunes(): void {
    const map = this._map;
    if (!map) {
      return;
    }
    const wanted = this.editable && this.follow && map.getZoom() >= FOLLOW_ZOOM;
    if (!wanted) {
      this._communes.clearLayers();
      this._around = null;
      this._zone.run(() => this.following.emit(false));
      return;
    }
    const center = map.getCenter();
    if (this._around && this._around.distanceTo(center) < 3000) {
      return;
    }
    this._around = center;
    this._api.communesAround(center.lng, center.lat).subscribe({
      next: (communes) => {
        if (this._map !== map || this._around !== center) {
          return;
        }
        this._communes.clearLayers();
        L.geoJSON(communes, { style: () => COMMUNE, interactive: false }).addTo(this._communes);
        this._lines = communes.features.flatMap((one) => ringsOf(one.geometry));
        this._zone.run(() => this.following.emit(communes.features.length > 0));
      },
      // One draws without them.
      error: () => (this._around = null),
    });
  }

  private _lines: GeoJSON.Position[][] = [];

  /** Where a vertex goes: to the vertex or the side of a limit that is near, else where it is. */
  private _snap(at: L.LatLng): L.LatLng {
    const map = this._map;
    if (!map || this._communes.getLayers().length === 0) {
      return at;
    }
    const bounds = map.getBounds().pad(0.1);
    const lines = this._lines
      .map((line) => line.map(([lng, lat]) => L.latLng(lat, lng)))
      .filter((line) => L.latLngBounds(line).intersects(bounds))
      .map((line) => line.map((point) => map.latLngToContainerPoint(point)));
    const found = snapped(map.latLngToContainerPoint(at), lines, REACH);
    return found ? map.containerPointToLatLng(L.point(found.x, found.y)) : at;
  }

  /** Makes the drawing that has begun follow the limits. leaflet-draw has no such option: its vertices are added through one method. */
  private _follow(): void {
    followWhenEdited();
    (this._map as SnappingMap).demSnap = (at) => (this.follow ? this._snap(at) : at);
    const toolbar = (this._draw as unknown as { _toolbars: Record<string, any> })?._toolbars;
    const handler = toolbar?.['draw']?._activeMode?.handler;
    if (!handler?.addVertex || handler._follows) {
      return;
    }
    handler._follows = true;
    const add = handler.addVertex.bind(handler);
    handler.addVertex = (at: L.LatLng) => add(this.follow ? this._snap(at) : at);
  }

  private _tell(): void {
    const collection = this._shapes.toGeoJSON() as GeoJSON.FeatureCollection;
    this._zone.run(() => this.drawn.emit(merged(collection.features)));
  }

  private _text(key: string): string {
    return this._translate.instant(`dem.draw.${key}`);
  }

  /** leaflet-draw holds its texts in one place for all maps. */
  private _translateDraw(): void {
    const text = (key: string) => this._text(key);
    const local = (L as unknown as { drawLocal: Record<string, any> }).drawLocal;
    const { draw, edit } = local as { draw: any; edit: any };
    draw.toolbar.buttons.polygon = text('polygon');
    draw.toolbar.buttons.rectangle = text('rectangle');
    draw.toolbar.actions = { title: text('cancel'), text: text('cancel') };
    draw.toolbar.finish = { title: text('finish'), text: text('finish') };
    draw.toolbar.undo = { title: text('undo'), text: text('undo') };
    draw.handlers.polygon.tooltip = { start: text('start'), cont: text('cont'), end: text('end') };
    draw.handlers.polyline.error = text('cross');
    draw.handlers.rectangle.tooltip = { start: text('drag') };
    draw.handlers.simpleshape.tooltip = { end: text('drag_end') };
    edit.toolbar.actions.save = { title: text('save'), text: text('save') };
    edit.toolbar.actions.cancel = { title: text('cancel'), text: text('cancel') };
    edit.toolbar.actions.clearAll = { title: text('clear'), text: text('clear') };
    edit.toolbar.buttons.edit = text('edit');
    edit.toolbar.buttons.editDisabled = text('edit');
    edit.toolbar.buttons.remove = text('delete');
    edit.toolbar.buttons.removeDisabled = text('delete');
    edit.handlers.edit.tooltip = { text: text('edit_text'), subtext: '' };
    edit.handlers.remove.tooltip = { text: text('remove_text') };
  }
}

/** Whether the person asks that nothing moves by itself. */
function prefersStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Leaflet has no option for it: a map that is moved by its keys, or by the page, goes there without sliding. */
function goAtOnce(map: L.Map): void {
  const slide = map.panBy.bind(map);
  map.panBy = (offset, options) => slide(offset, { ...options, animate: false });
}

/** A map where a vertex that is moved goes to what is near. */
type SnappingMap = L.Map & { demSnap?: (at: L.LatLng) => L.LatLng };

let edits = false;

/** The same for a vertex that is dragged, on our maps alone: another map of the host has no `demSnap`. */
function followWhenEdited(): void {
  const vertices = (L as unknown as { Edit: { PolyVerticesEdit: { prototype: any } } }).Edit.PolyVerticesEdit;
  if (edits) {
    return;
  }
  edits = true;
  const drag = vertices.prototype._onMarkerDrag;
  vertices.prototype._onMarkerDrag = function (event: { target: L.Marker }): void {
    const snap = (this._map as SnappingMap | undefined)?.demSnap;
    if (snap) {
      event.target.setLatLng(snap(event.target.getLatLng()));
    }
    drag.call(this, event);
  };
}

/** Whether a geometry is small enough to be edited by hand. */
export function isEditable(geometry: GeoJSON.MultiPolygon): boolean {
  return vertices(geometry) <= MAX_EDITED_VERTICES;
}
