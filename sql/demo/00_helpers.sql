-- Pseudo-random numbers by hashing: the same key always gives the same number. Temporary, gone with the session.

-- A number in [0, 1) for an item and a salt (one salt for each use).
CREATE FUNCTION pg_temp.chance(item bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT (hashint8extended(item, salt) & 4294967295) / 4294967296.0::float8 $$;

-- A number of a bell-shaped curve of mean 0 and standard deviation 1 (sum of four uniform ones, so within ± 3.5).
CREATE FUNCTION pg_temp.bell(item bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT (pg_temp.chance(item, salt) + pg_temp.chance(item, salt + 1000) + pg_temp.chance(item, salt + 2000)
               + pg_temp.chance(item, salt + 3000) - 2) * 1.7320508 $$;

-- Stable UUID of an item (version 5).
CREATE FUNCTION pg_temp.uuid_of(kind text, item text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT uuid_generate_v5('6ba7b812-9dad-11d1-80b4-00c04fd430c8', 'demo:' || kind || ':' || item) $$;
