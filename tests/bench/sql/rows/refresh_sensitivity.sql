-- Sensitivity of the whole synthese computed again when one row in fifty has to change; GeoNature's update_sensitivity() with an index
-- added on the rules. The floor reads every row and writes the changed ones, whose right level is given.
-- @row refresh_sensitivity
-- @database refresh
-- @needs gn_diffusion.refresh_sensitivity
-- @target ratio 20 floor 3
-- @setup
CREATE INDEX IF NOT EXISTS rules_cd_ref ON gn_sensitivity.t_sensitivity_rules_cd_ref (cd_ref);
ANALYZE gn_sensitivity.t_sensitivity_rules_cd_ref;
DROP TABLE IF EXISTS bench.changed;
CREATE TABLE bench.changed AS
SELECT id_synthese, id_nomenclature_sensitivity AS level FROM gn_synthese.synthese WHERE id_synthese % 50 = 0;
ALTER TABLE bench.changed ADD PRIMARY KEY (id_synthese);
ANALYZE bench.changed

-- @reset
UPDATE gn_synthese.synthese
   SET id_nomenclature_sensitivity = CASE WHEN id_nomenclature_sensitivity = {level_0} THEN {level_3} ELSE {level_0} END
 WHERE id_synthese % 50 = 0;
VACUUM (ANALYZE) gn_synthese.synthese

-- @floor
SELECT count(st_srid(s.the_geom_local)), count(s.date_min::date), count(s.cd_nom), count(s.id_nomenclature_bio_status),
       count(s.id_nomenclature_behaviour), count(s.id_nomenclature_sensitivity)
  FROM gn_synthese.synthese s;
UPDATE gn_synthese.synthese s SET id_nomenclature_sensitivity = c.level FROM bench.changed c WHERE c.id_synthese = s.id_synthese

-- @ours
CALL gn_diffusion.refresh_sensitivity()

-- @peer update_sensitivity()
SELECT gn_synthese.update_sensitivity()

-- @state
SELECT count(*), sum(hash_record_extended((id_synthese, id_nomenclature_sensitivity), 0)::numeric) FROM gn_synthese.synthese

-- @teardown
DROP INDEX IF EXISTS gn_sensitivity.rules_cd_ref;
DROP TABLE bench.changed
