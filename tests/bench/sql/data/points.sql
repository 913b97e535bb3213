-- {n} points: uniform over the communes, one in fifty anywhere in their extent (at sea, in Spain). In no order: the first k are a
-- random sample of all.

CREATE TABLE bench.points_all AS
WITH extent AS (
    SELECT st_extent(geom) AS box FROM bench.commune
), share AS (
    SELECT id_area, geom, st_area(geom) / sum(st_area(geom)) OVER () AS share FROM bench.commune
), drawn AS (
    SELECT row_number() OVER () AS k, p.geom
      FROM (SELECT * FROM share ORDER BY id_area) s
     CROSS JOIN LATERAL st_dump(st_generatepoints(s.geom, ceil(s.share * {n})::integer, 1 + s.id_area)) p
)
SELECT row_number() OVER (ORDER BY bench.chance(d.k, 7), d.k)::integer AS id,
       CASE WHEN bench.chance(d.k, 8) >= 0.02 THEN d.geom
            ELSE st_setsrid(st_makepoint(st_xmin(e.box) + (st_xmax(e.box) - st_xmin(e.box)) * bench.chance(d.k, 9),
                                         st_ymin(e.box) + (st_ymax(e.box) - st_ymin(e.box)) * bench.chance(d.k, 10)), 2154)
       END::geometry(Point, 2154) AS geom
  FROM drawn d, extent e
 ORDER BY 1
 LIMIT {n};
ALTER TABLE bench.points_all ADD PRIMARY KEY (id);
