-- Every native function of the extension, with arguments of every kind, wrong ones included; one statement a line, on the
-- demonstration. Run by extension_cycles.rs, and under valgrind by tests/scripts/valgrind.sh.
SELECT gn_diffusion.version();
SELECT gn_diffusion.blur_to_grid(ST_SetSRID(ST_Point(651234.5, 6861234.5), 2154), 10000);
SELECT gn_diffusion.blur_to_grid(NULL, 10000), gn_diffusion.blur_to_grid(ST_Point(1, 2), NULL), gn_diffusion.blur_to_grid('POINT EMPTY', 10), gn_diffusion.blur_to_grid(ST_Point('NaN', 1), 10), gn_diffusion.blur_to_grid(ST_Point('Infinity', 1), 10);
SELECT gn_diffusion.blur_to_grid(ST_Point(1, 2), 0);
SELECT gn_diffusion.blur_to_grid(ST_Point(1, 2), -2147483648), gn_diffusion.blur_to_grid(ST_Point(1, 2), 2147483647);
SELECT gn_diffusion.blur_to_grid(ST_MakeEnvelope(0, 0, 1000000, 1000000), 1);
SELECT length(ST_AsBinary(gn_diffusion.blur_to_grid(ST_Buffer(ST_Point(651234, 6861234), 30000, 64), 1000)));
SELECT gn_diffusion.blur_to_grid(geom::geometry, 3) FROM (VALUES ('POINT Z (1 2 3)'), ('LINESTRING M (0 0 1, 9 9 2)'), ('POLYGON((0 0, 9 0, 9 9, 0 0), (5 3, 6 3, 6 4, 5 3))'), ('MULTIPOINT(1 1, 9 9)'), ('GEOMETRYCOLLECTION(POINT EMPTY, LINESTRING(0 0, 20 3))'), ('CIRCULARSTRING(0 0, 4 4, 8 0)'), ('CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0, 4 4, 8 0), (8 0, 0 0)))'), ('TIN(((0 0 0, 0 9 0, 9 9 0, 0 0 0)))'), ('POLYHEDRALSURFACE(((0 0 0, 0 9 0, 9 9 0, 0 0 0)))'), ('MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 0, 4 0, 4 4, 0 4, 0 0)))')) v (geom);
SELECT count(gn_diffusion.blur_to_grid(a.geom, 2000)) FROM (SELECT geom FROM ref_geo.l_areas ORDER BY id_area LIMIT 60) a;
SELECT count(gn_diffusion.blur_to_grid(s.the_geom_local, 5000)) FROM (SELECT the_geom_local FROM gn_synthese.synthese LIMIT 200) s;
DO $$ DECLARE i integer; BEGIN FOR i IN 1..50 LOOP BEGIN PERFORM gn_diffusion.blur_to_grid(ST_Point(i, i), i - 25); EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$;
