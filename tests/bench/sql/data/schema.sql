-- What the generated data stand on. Seeded: the same sizes give the same rows.

CREATE SCHEMA bench;

-- A number in [0, 1) that depends on its arguments only.
CREATE FUNCTION bench.chance(n bigint, seed bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(n, seed) & 2147483647)::float8 / 2147483648
$$;
