/** Small measures on the map. What counts is measured by the service; these only tell while one draws. */

const EARTH_RADIUS_M = 6378137;

/** Square metres of a ring on the sphere, in degrees. Its end need not repeat its start. */
export function ringArea(ring: [number, number][]): number {
  if (ring.length < 3) {
    return 0;
  }
  const radians = Math.PI / 180;
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [lng1, lat1] = ring[i];
    const [lng2, lat2] = ring[(i + 1) % ring.length];
    sum += (lng2 - lng1) * radians * (2 + Math.sin(lat1 * radians) + Math.sin(lat2 * radians));
  }
  return Math.abs((sum * EARTH_RADIUS_M * EARTH_RADIUS_M) / 2);
}

/** Several drawn polygons as one geometry. */
export function merged(
  features: GeoJSON.Feature[]
): GeoJSON.Polygon | GeoJSON.MultiPolygon | null {
  const polygons: GeoJSON.Position[][][] = [];
  for (const { geometry } of features) {
    if (geometry.type === 'Polygon') {
      polygons.push(geometry.coordinates);
    } else if (geometry.type === 'MultiPolygon') {
      polygons.push(...geometry.coordinates);
    }
  }
  if (polygons.length === 0) {
    return null;
  }
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/** The polygons of a geometry, each apart: so that each may be edited. */
export function split(geometry: GeoJSON.MultiPolygon | GeoJSON.Polygon): GeoJSON.Polygon[] {
  if (geometry.type === 'Polygon') {
    return [geometry];
  }
  return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}

/** Vertices of a geometry: too many are not edited by hand. */
export function vertices(geometry: GeoJSON.MultiPolygon | GeoJSON.Polygon): number {
  return split(geometry)
    .flatMap((polygon) => polygon.coordinates)
    .reduce((sum, ring) => sum + ring.length, 0);
}
