-- The communes by themselves, as an expert keeps them for such queries: an index of their own, stored in its order.

CREATE TABLE bench.commune AS
SELECT a.id_area, a.geom
  FROM ref_geo.l_areas a
 WHERE a.id_type = ref_geo.get_id_area_type('COM') AND a.enable
 ORDER BY a.geom;
ALTER TABLE bench.commune ADD PRIMARY KEY (id_area);
CREATE INDEX ON bench.commune USING gist (geom);

-- The same in pieces of at most 32 vertices: what an expert tries when the communes are detailed.
CREATE TABLE bench.commune_piece AS
SELECT c.id_area, st_subdivide(c.geom, 32) AS geom FROM bench.commune c;
CREATE INDEX ON bench.commune_piece USING gist (geom);
