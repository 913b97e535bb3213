-- The communes that count for a perimeter: those whose overlap with it contains a disc of 1 m. The peer erodes the overlap, and only
-- where the commune is not covered by the perimeter or the perimeter by the commune.
-- @row perimeter_communes_counted
-- @needs gn_diffusion.count_communes(geometry,double precision)
-- @units SELECT count(*) FROM bench.perimeter
-- @target ratio 10

-- @floor
SELECT count(*) FROM bench.perimeter p JOIN bench.commune c ON p.geom && c.geom

-- @ours
SELECT sum(gn_diffusion.count_communes(p.geom, 1)) FROM bench.perimeter p

-- @peer overlap eroded by ST_Buffer
SELECT count(*)
  FROM bench.perimeter p
 CROSS JOIN LATERAL (
    SELECT c.id_area, c.geom, covered OR NOT st_isempty(st_buffer(st_collectionextract(st_intersection(p.geom, c.geom), 3), -1)) AS counts
      FROM (SELECT c.*, st_covers(p.geom, c.geom) AS covered FROM bench.commune c
             WHERE c.geom && p.geom AND st_intersects(p.geom, c.geom) OFFSET 0) c
    OFFSET 0) c
 WHERE c.counts

-- @differences
SELECT count(*)
  FROM (SELECT p.id, gn_diffusion.count_communes(p.geom, 1) AS n FROM bench.perimeter p) o
  JOIN (SELECT p.id, count(c.id_area) AS n
          FROM bench.perimeter p
          LEFT JOIN bench.commune c ON st_intersects(p.geom, c.geom)
                AND NOT st_isempty(st_buffer(st_collectionextract(st_intersection(p.geom, c.geom), 3), -1))
         GROUP BY 1) peer USING (id)
 WHERE o.n IS DISTINCT FROM peer.n
