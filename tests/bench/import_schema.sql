-- What an import needs beside files_schema.sql: ids of records, staff numbers, what words mean, and
-- the checks of a table of certificates.

ALTER TABLE record ADD id uuid NOT NULL, ADD import int, ADD UNIQUE (worker, id);
ALTER TABLE worker ADD UNIQUE (company, staff_number);
CREATE TABLE certificate_type(name text PRIMARY KEY, type smallint NOT NULL);
CREATE TABLE word(word text PRIMARY KEY, kind smallint NOT NULL);
INSERT INTO word VALUES ('issued', 1), ('reviewed', 2), ('extended', 3), ('suspended', 4),
  ('restored', 5), ('revoked', 6), ('superseded', 7), ('long_review_agreed', 8);

-- The day that a text names, such as 2024-02-29; NULL when there is none.
CREATE FUNCTION day_of(t text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN t ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' AND left(t, 4) > '0000'
    AND right(t, 2)::int <= extract(day FROM
      (left(t, 7) || '-01')::date + interval '1 month' - interval '1 day')
    THEN t::date END $$;

-- Takes the rows of the table `staged` in: all of them or none. What is there already is left out;
-- the rest stands behind what the files have.
CREATE PROCEDURE import_staged(of_company int, of_import int) LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
  ANALYZE staged;
  CREATE TEMP TABLE checked ON COMMIT DROP AS
    SELECT s.line, w.worker, t.type, k.kind, day_of(s.date) AS date, s.number, s.office,
           md5(s.type || chr(10) || s.number || chr(10) || s.kind || chr(10) || s.date)::uuid AS id
      FROM staged s
      LEFT JOIN worker w ON w.company = of_company AND w.staff_number = s.staff_number
      LEFT JOIN certificate_type t ON t.name = s.type
      LEFT JOIN word k ON k.word = s.kind;
  ANALYZE checked;
  SELECT count(*) INTO wrong FROM checked WHERE worker IS NULL OR type IS NULL OR kind IS NULL
    OR date IS NULL OR number IS NULL OR length(number) NOT BETWEEN 1 AND 64
    OR length(office) > 200;
  IF wrong > 0 THEN RAISE EXCEPTION '% rows are wrong', wrong; END IF;
  SELECT count(*) INTO wrong
    FROM (SELECT FROM checked GROUP BY worker, id HAVING count(*) > 1) repeated;
  IF wrong > 0 THEN RAISE EXCEPTION '% rows stand there twice', wrong; END IF;
  LOCK TABLE record IN SHARE ROW EXCLUSIVE MODE;
  INSERT INTO record(worker, position, recorded, recorded_on, entered_by, entered_as, date, kind,
                     type, number, place, flag, id, import)
    SELECT c.worker, f.last + row_number() OVER (PARTITION BY c.worker ORDER BY c.line), now(),
           current_date, 1, 1, c.date, c.kind, c.type, c.number, c.office, false, c.id, of_import
      FROM checked c
      JOIN (SELECT w.worker, coalesce(max(r.position), 0) AS last
              FROM (SELECT DISTINCT worker FROM checked) w LEFT JOIN record r USING (worker)
             GROUP BY w.worker) f USING (worker)
     WHERE NOT EXISTS (SELECT FROM record r WHERE r.worker = c.worker AND r.id = c.id);
END $$;
