/** A drawing that follows limits: points and lines in pixels of the map, as they are seen. */

export interface Point {
  x: number;
  y: number;
}

/** The vertex of a line within `reach` that is nearest to a point, else the nearest point of a side, else nothing. */
export function snapped(at: Point, lines: Point[][], reach: number): Point | null {
  const vertex = nearest(at, lines.flat(), reach);
  if (vertex) {
    return vertex;
  }
  const feet: Point[] = [];
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      feet.push(foot(at, line[i - 1], line[i]));
    }
  }
  return nearest(at, feet, reach);
}

function nearest(at: Point, points: Point[], reach: number): Point | null {
  let best: Point | null = null;
  let least = reach * reach;
  for (const point of points) {
    const distance = (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
    if (distance <= least) {
      least = distance;
      best = point;
    }
  }
  return best;
}

/** The point of a side that is nearest to another. */
function foot(at: Point, from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length;
  const kept = Math.min(1, Math.max(0, share));
  return { x: from.x + kept * dx, y: from.y + kept * dy };
}

/** The rings of a geometry. */
export function ringsOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (geometry.type === 'Polygon') {
    return geometry.coordinates;
  }
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}
