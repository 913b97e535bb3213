-- Taxonomic group of a taxon.

CREATE FUNCTION gn_diffusion.taxon_graph(cd_refs integer[], OUT children integer[], OUT parents integer[])
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000
    -- A few taxa are looked up one by one, whatever the caller asks for.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off SET enable_nestloop = on AS $$
DECLARE
    frontier integer[] := ARRAY(SELECT DISTINCT u FROM unnest(cd_refs) u WHERE u IS NOT NULL);
    seen integer[] := frontier;
    step_children integer[];
    step_parents integer[];
BEGIN
    children := '{}';
    parents := '{}';
    -- One rank at a time, so that each taxon is looked up once whatever the number of taxa below it.
    WHILE cardinality(frontier) > 0 LOOP
        SELECT array_agg(e.child), array_agg(e.parent) INTO step_children, step_parents
          FROM (SELECT n.child, above.parent
                  FROM (SELECT DISTINCT t.cd_ref AS child, t.cd_taxsup
                          FROM unnest(frontier) f (taxon)
                          JOIN taxonomie.taxref t ON t.cd_ref = f.taxon
                         WHERE t.cd_taxsup IS NOT NULL) n
                  LEFT JOIN taxonomie.taxref p ON p.cd_nom = n.cd_taxsup
                 CROSS JOIN LATERAL (VALUES (n.cd_taxsup), (nullif(p.cd_ref, n.cd_taxsup))) above (parent)
                 WHERE above.parent IS NOT NULL) e;
        children := children || step_children;
        parents := parents || step_parents;
        frontier := ARRAY(SELECT unnest(step_parents) EXCEPT SELECT unnest(seen));
        seen := seen || frontier;
    END LOOP;
END
$$;
COMMENT ON FUNCTION gn_diffusion.taxon_graph(integer[]) IS
    'Who is right above whom (cd_ref), for these taxa and all above them: two arrays of the same length, one pair per place. A parent given in '
    'TAXREF by a synonym counts under both numbers. Cycles of TAXREF are kept: walk with UNION. Empty arrays for NULL.';

CREATE FUNCTION gn_diffusion.taxa_below(taxa integer[], children integer[], parents integer[]) RETURNS integer[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000
    -- A recursion begins by making room for all the rows it might give, believed to be millions, up to what work_mem allows.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '8MB' AS $$
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE down (taxon) AS (
            SELECT unnest(taxa)
            UNION
            SELECT e.child FROM down JOIN unnest(children, parents) e (child, parent) ON e.parent = down.taxon)
        SELECT down.taxon FROM down WHERE down.taxon IS NOT NULL);
END
$$;
COMMENT ON FUNCTION gn_diffusion.taxa_below(integer[], integer[], integer[]) IS
    'These taxa and all those below them in the two arrays of taxon_graph, each once. Empty for NULL.';

CREATE FUNCTION gn_diffusion.groupes_in(cd_refs integer[], children integer[], parents integer[])
    RETURNS TABLE (cd_ref integer, groupe text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 COST 5000
    -- Selectors and texts are joined by hash: sorting them is the longest part. work_mem: see taxa_below.
    SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan SET jit = off
    SET enable_nestloop = on SET enable_mergejoin = off SET work_mem = '8MB' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE
    -- A selector given as a synonym stands for its reference name.
    selector AS MATERIALIZED (
        SELECT g.code_groupe, coalesce(t.cd_ref, g.cd_nom) AS cd_ref
          FROM (SELECT s.code_groupe, CASE s.kind WHEN 'cd_ref' THEN s.value::integer END AS cd_nom
                  FROM gn_diffusion.groupe_taxon s) g
          LEFT JOIN taxonomie.taxref t ON t.cd_nom = g.cd_nom
         WHERE g.cd_nom IS NOT NULL),
    down (code_groupe, cd_ref, steps) AS (
        SELECT s.code_groupe, s.cd_ref, 0 FROM selector s
        UNION
        -- No branch of TAXREF is 200 steps long: the limit ends a cycle.
        SELECT d.code_groupe, e.child, d.steps + 1
          FROM down d
          JOIN unnest(children, parents) e (child, parent) ON e.parent = d.cd_ref
         WHERE d.steps < 200 AND e.child <> e.parent),
    candidate AS (
        SELECT d.cd_ref, d.code_groupe, 0 AS kind, d.steps FROM down d
        UNION ALL
        SELECT t.cd_ref, s.code_groupe, g.place, 0
          FROM unnest(cd_refs) x (cd_ref)
          JOIN taxonomie.taxref t ON t.cd_ref = x.cd_ref
         CROSS JOIN LATERAL (VALUES ('group3_inpn', t.group3_inpn, 1), ('group2_inpn', t.group2_inpn, 2),
                                    ('group1_inpn', t.group1_inpn, 3)) g (kind, value, place)
          JOIN gn_diffusion.groupe_taxon s ON s.kind = g.kind AND s.value = g.value)
    SELECT DISTINCT ON (c.cd_ref) c.cd_ref, g.code
      FROM candidate c
      LEFT JOIN gn_diffusion.groupe g ON g.code = c.code_groupe
      JOIN (SELECT DISTINCT u.cd_ref FROM unnest(cd_refs) u (cd_ref)) x ON x.cd_ref = c.cd_ref
      -- A group may name a taxon that TAXREF does not have.
     WHERE EXISTS (SELECT FROM taxonomie.taxref t WHERE t.cd_ref = c.cd_ref)
     ORDER BY c.cd_ref, c.kind, c.steps, coalesce(g.avis_systematique, true) DESC, g.code NULLS FIRST;
END
$$;
COMMENT ON FUNCTION gn_diffusion.groupes_in(integer[], integer[], integer[]) IS
    'groupes_of, with the two arrays of taxon_graph for these taxa.';

CREATE FUNCTION gn_diffusion.groupes_of(cd_refs integer[]) RETURNS TABLE (cd_ref integer, groupe text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000 COST 5000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN QUERY
        SELECT i.cd_ref, i.groupe
          FROM gn_diffusion.taxon_graph(cd_refs) g
         CROSS JOIN LATERAL gn_diffusion.groupes_in(cd_refs, g.children, g.parents) i;
END
$$;
COMMENT ON FUNCTION gn_diffusion.groupes_of(integer[]) IS
    'Group of each of these taxa (cd_ref): the deepest selector of groupe_taxon wins, that is the nearest taxon above (or itself), then '
    'group3_inpn, group2_inpn, group1_inpn; on a tie the group with avis_systematique, then the first code. No row for a taxon of no group; NULL when the group '
    'that wins does not exist.';

CREATE FUNCTION gn_diffusion.groupe_of(cd_ref integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 5000 SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT g.groupe FROM gn_diffusion.groupes_of(ARRAY[cd_ref]) g);
END
$$;
COMMENT ON FUNCTION gn_diffusion.groupe_of(integer) IS
    'Group of one taxon by the rule of groupes_of. NULL when it has none, is NULL or is not in TAXREF: the coordination answers for it.';
