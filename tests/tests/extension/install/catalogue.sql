-- All that a database holds of the extension gn_diffusion, as lines of text in a fixed order: two databases that hold the same
-- thing give the same lines. Object numbers and the version before an upgrade leave no trace in them.
WITH
extension AS (
    SELECT e.* FROM pg_extension e WHERE e.extname = 'gn_diffusion'),
member AS (
    SELECT d.classid, d.objid, pg_describe_object(d.classid, d.objid, 0) AS name
      FROM pg_depend d
      JOIN extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'),
relation AS (
    SELECT m.name, c.* FROM member m JOIN pg_class c ON c.oid = m.objid WHERE m.classid = 'pg_class'::regclass),
entry (name, property, value) AS (
    SELECT 'extension', 'itself',
           concat_ws(' ', e.extversion, e.extnamespace::regnamespace, CASE WHEN e.extrelocatable THEN 'relocatable' END)
      FROM extension e
    UNION ALL
    SELECT 'extension', 'saved', c.oid::regclass || coalesce(' WHERE ' || nullif(saved.condition, ''), '')
      FROM extension e, unnest(e.extconfig, e.extcondition) saved (id, condition)
      JOIN pg_class c ON c.oid = saved.id
    UNION ALL
    SELECT 'schema', 'rights', a.acl::text
      FROM extension e JOIN pg_namespace n ON n.oid = e.extnamespace, unnest(n.nspacl) a (acl)
    UNION ALL
    SELECT m.name, 'member', '' FROM member m
    UNION ALL
    SELECT m.name, 'comment', d.description
      FROM member m JOIN pg_description d ON d.classoid = m.classid AND d.objoid = m.objid
    UNION ALL
    SELECT m.name, 'comment of column ' || d.objsubid, d.description
      FROM member m JOIN pg_description d ON d.classoid = m.classid AND d.objoid = m.objid AND d.objsubid > 0
    UNION ALL
    SELECT m.name, 'initial rights', d.objsubid || ' ' || a.acl
      FROM member m JOIN pg_init_privs d ON d.classoid = m.classid AND d.objoid = m.objid, unnest(d.initprivs) a (acl)
    UNION ALL
    SELECT m.name, 'definition', pg_get_functiondef(p.oid)
      FROM member m JOIN pg_proc p ON p.oid = m.objid AND p.prokind <> 'a' WHERE m.classid = 'pg_proc'::regclass
    UNION ALL
    SELECT m.name, 'rights', coalesce(a.acl::text, 'default')
      FROM member m JOIN pg_proc p ON p.oid = m.objid LEFT JOIN LATERAL unnest(p.proacl) a (acl) ON true
     WHERE m.classid = 'pg_proc'::regclass
    UNION ALL
    SELECT r.name, 'relation',
           concat_ws(' ', r.relkind, r.relpersistence, r.reloptions, CASE WHEN r.relrowsecurity THEN 'row security' END,
                     (SELECT a.amname FROM pg_am a WHERE a.oid = r.relam))
      FROM relation r
    UNION ALL
    SELECT r.name, 'rights', coalesce(a.acl::text, 'default') FROM relation r LEFT JOIN LATERAL unnest(r.relacl) a (acl) ON true
    UNION ALL
    SELECT r.name, 'column ' || to_char(a.attnum, '00'),
           concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                     'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity::text, ''), nullif(a.attgenerated::text, ''),
                     a.attstorage, a.attcollation, a.attacl)
      FROM relation r
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE r.relkind <> 'i'
    UNION ALL
    SELECT r.name, 'constraint', c.conname || ' ' || pg_get_constraintdef(c.oid)
      FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
    UNION ALL
    SELECT r.name, 'index', pg_get_indexdef(i.indexrelid) FROM relation r JOIN pg_index i ON i.indrelid = r.oid
    UNION ALL
    SELECT r.name, 'trigger', concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
      FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
    UNION ALL
    SELECT r.name, 'query', pg_get_viewdef(r.oid) FROM relation r WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT r.name, 'sequence', s::text
      FROM relation r
      JOIN LATERAL (SELECT q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle
                      FROM pg_sequence q WHERE q.seqrelid = r.oid) s ON true
    UNION ALL
    SELECT m.name, 'type', concat_ws(' ', t.typtype, t.typcategory, t.typinput, t.typoutput, format_type(t.typbasetype, t.typtypmod),
                                     (SELECT string_agg(l.enumlabel, ',' ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid))
      FROM member m JOIN pg_type t ON t.oid = m.objid WHERE m.classid = 'pg_type'::regclass
    UNION ALL
    SELECT m.name, 'depends on', concat_ws(' ', d.deptype, pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid))
      FROM member m JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.objid
     WHERE d.refclassid <> 'pg_extension'::regclass OR d.deptype = 'e')
-- Line by line, so that a change in a body shows as that line.
SELECT format('%s: %s: %s', e.name, e.property, l.words)
  FROM (SELECT DISTINCT name, property, value FROM entry) e
 CROSS JOIN regexp_split_to_table(e.value, '\n') WITH ORDINALITY l (words, number)
 ORDER BY e.name COLLATE "C", e.property COLLATE "C", e.value COLLATE "C", l.number;
