-- What a database of training records would be on PostgreSQL: typed columns, the file of a worker in
-- one place (clustered by the key), both times, and the rules of four types of certificates as a
-- function that reads a file once. Lapses are kept in a table, as the server keeps them.

CREATE TABLE company(company smallint PRIMARY KEY, name text NOT NULL);
CREATE TABLE worker(worker int PRIMARY KEY, company smallint NOT NULL, staff_number text NOT NULL,
  name text NOT NULL, trade text NOT NULL);

-- Kinds: 1-17 as the rules number them, 20 posting, 21 attendance, 22 assessment, 23 other.
CREATE TABLE record(recorded timestamptz NOT NULL, worker int NOT NULL, entered_by int NOT NULL,
  date date NOT NULL, end_date date, recorded_on date NOT NULL, batch int, position smallint NOT NULL,
  kind smallint NOT NULL, entered_as smallint NOT NULL, type smallint, replaces smallint,
  refers smallint, basis smallint, attempt smallint, halves smallint, flag boolean, score numeric(5,1),
  number text, place text, what text, team text, note text, evidence bytea,
  PRIMARY KEY (worker, position));

CREATE TABLE lapse(company smallint, date date, worker int, type smallint, number text NOT NULL,
  renewal boolean NOT NULL, PRIMARY KEY (company, date, worker, type));

-- Months; class hours in halves. Typed from the sentences of the rules.
CREATE TABLE rule(type smallint PRIMARY KEY, valid int, review int, open_days int, open_months int,
  halves int NOT NULL, exam boolean NOT NULL, violations int, violation_months int,
  retraining boolean NOT NULL, first_halves int NOT NULL, year_halves int NOT NULL);
INSERT INTO rule VALUES
 (1, 72, 36, 60, NULL, 16, true, 2, NULL, true, 0, 0),
 (2, 24, NULL, NULL, 3, 48, false, 3, 24, false, 0, 0),
 (3, 48, NULL, NULL, 3, 0, false, NULL, NULL, false, 0, 0),
 (4, NULL, NULL, NULL, NULL, 0, false, NULL, NULL, false, 144, 40);

CREATE FUNCTION last_day(first date, months int) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN extract(day FROM first + make_interval(months => months)) = extract(day FROM first)
    THEN (first + make_interval(months => months))::date - 1
    ELSE (first + make_interval(months => months))::date END $$;

-- The first day on which a renewal before `due` is in its window.
CREATE FUNCTION opens(r rule, due date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN r.open_days IS NOT NULL THEN due - r.open_days
    WHEN r.open_months IS NOT NULL THEN (due - make_interval(months => r.open_months))::date
    ELSE '0001-01-01'::date END $$;

-- Whether `w` was licensed on `day`, as known at `known`; the reason by its number; the certificate;
-- the day of the reason; when it lapses, and whether it must be renewed then.
CREATE FUNCTION licence(w int, t smallint, day date, known timestamptz, OUT licensed boolean,
  OUT reason int, OUT card text, OUT reason_day date, OUT lapse date, OUT renewal boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  r rule;
  k smallint[]; n text[]; d date[]; u date[]; h smallint[]; x boolean[]; p smallint[];
  m int := 0; total int; i int; j int; v int;
  issued date; valid date; review date; due date; since date; until date;
  refused int; why int; why_day date; first date; last date; done int; count int;
  exam boolean; serious boolean; stopped boolean; unfit date; good boolean; open boolean;
  best_due date; best_from date; next_issue date;
BEGIN
  licensed := false; reason := 2;
  SELECT * INTO r FROM rule WHERE rule.type = t;
  SELECT array_agg(q.kind), array_agg(q.number), array_agg(q.date), array_agg(q.end_date),
         array_agg(q.halves), array_agg(q.flag) INTO k, n, d, u, h, x
  FROM (
    WITH f AS MATERIALIZED (
      SELECT position, date, end_date, recorded_on, entered_by, entered_as, kind, type, replaces,
             refers, flag, halves, number
        FROM record WHERE worker = w AND recorded <= known),
    c AS MATERIALIZED (
      SELECT * FROM f WHERE kind = 16 OR entered_as = 1 OR recorded_on - date <= 7
        OR EXISTS (SELECT 1 FROM f a WHERE a.kind = 16 AND a.refers = f.position
                   AND a.entered_by <> f.entered_by))
    SELECT CASE kind WHEN 21 THEN 12::smallint ELSE kind END AS kind, number, date, end_date,
           coalesce(halves, 0::smallint) AS halves, coalesce(flag, false) AS flag
      FROM c WHERE (kind <= 15 OR kind = 21) AND (type = t OR type IS NULL)
       AND NOT EXISTS (SELECT 1 FROM c o WHERE o.replaces = c.position)
     ORDER BY date, ('r' || position) COLLATE "C") q;
  total := coalesce(array_length(k, 1), 0);
  WHILE m < total AND d[m + 1] <= day LOOP m := m + 1; END LOOP;

  -- Not fit on the day.
  FOR i IN 1..m LOOP
    IF k[i] = 10 AND (u[i] IS NULL OR u[i] >= day) THEN
      open := true;
      FOR j IN i..m LOOP
        IF k[j] = 11 AND d[j] >= d[i] THEN open := false; EXIT; END IF;
      END LOOP;
      -- One that clears on the same day may stand before it.
      FOR j IN REVERSE (i - 1)..1 LOOP
        EXIT WHEN d[j] < d[i];
        IF k[j] = 11 THEN open := false; END IF;
      END LOOP;
      IF open THEN unfit := d[i]; EXIT; END IF;
    END IF;
  END LOOP;

  <<cards>>
  FOR i IN 1..m LOOP
    CONTINUE WHEN k[i] <> 1;
    FOR j IN i + 1..m LOOP
      CONTINUE cards WHEN k[j] = 1 AND n[j] = n[i];
    END LOOP;
    -- The periods.
    issued := d[i]; since := issued; valid := NULL; review := NULL; refused := NULL;
    IF r.valid IS NOT NULL THEN valid := last_day(issued, r.valid); END IF;
    IF r.review IS NOT NULL THEN review := last_day(issued, r.review); END IF;
    IF valid IS NOT NULL THEN
      FOR j IN 1..m LOOP
        CONTINUE WHEN k[j] NOT IN (2, 3) OR n[j] <> n[i] OR d[j] < issued;
        due := least(review, valid);
        CONTINUE WHEN d[j] > due;
        done := 0; exam := false; count := 0; serious := false;
        first := CASE WHEN r.violation_months IS NULL THEN since
          ELSE (d[j] - make_interval(months => r.violation_months))::date + 1 END;
        last := first; stopped := false;
        FOR v IN 1..m LOOP
          EXIT WHEN d[v] > d[j];
          IF k[v] = 12 AND d[v] > since THEN done := done + h[v];
          ELSIF k[v] = 13 AND d[v] > since THEN exam := true;
          ELSIF k[v] = 9 AND r.violations IS NOT NULL AND d[v] >= first THEN
            count := count + 1; serious := serious OR x[v]; last := greatest(last, d[v]);
          END IF;
        END LOOP;
        IF r.violations IS NOT NULL AND (serious OR count >= r.violations) THEN
          stopped := true;
          IF r.retraining THEN
            count := 0; good := NOT r.exam;
            FOR v IN 1..m LOOP
              EXIT WHEN d[v] > d[j];
              CONTINUE WHEN d[v] <= last;
              IF k[v] = 12 THEN count := count + h[v]; END IF;
              IF k[v] = 13 THEN good := true; END IF;
            END LOOP;
            stopped := NOT (good AND count >= r.halves);
          END IF;
        END IF;
        open := false;
        FOR v IN 1..m LOOP
          EXIT WHEN d[v] > d[j];
          CONTINUE WHEN k[v] <> 10 OR (u[v] IS NOT NULL AND u[v] < d[j]);
          open := true;
          FOR total IN 1..m LOOP
            EXIT WHEN d[total] > d[j];
            IF k[total] = 11 AND d[total] >= d[v] THEN open := false; END IF;
          END LOOP;
          EXIT WHEN open;
        END LOOP;
        done := greatest(done, h[j]); exam := exam OR x[j];
        IF stopped OR open OR done < r.halves OR (r.exam AND NOT exam) THEN
          IF d[j] >= opens(r, due) THEN
            refused := CASE WHEN stopped THEN 8 WHEN open THEN 9 WHEN done < r.halves THEN 10
              ELSE 11 END;
          END IF;
          CONTINUE;
        END IF;
        IF k[j] = 2 AND r.review IS NOT NULL THEN
          first := CASE WHEN d[j] >= opens(r, review) THEN review + 1 ELSE d[j] END;
        ELSE
          first := CASE WHEN d[j] >= opens(r, valid) THEN valid + 1 ELSE d[j] END;
          valid := greatest(valid, last_day(first, r.valid));
        END IF;
        IF r.review IS NOT NULL THEN review := greatest(review, last_day(first, r.review)); END IF;
        since := d[j]; refused := NULL;
      END LOOP;
    END IF;
    due := least(review, valid);
    -- The decision, from the top.
    good := false; why := NULL; until := NULL;
    FOR j IN 1..m LOOP
      CONTINUE WHEN n[j] IS DISTINCT FROM n[i] OR d[j] < issued;
      IF k[j] = 6 THEN why := 4; why_day := d[j]; EXIT; END IF;
    END LOOP;
    IF why IS NULL THEN
      FOR j IN 1..m LOOP
        CONTINUE WHEN n[j] IS DISTINCT FROM n[i] OR d[j] <= issued;
        IF k[j] = 7 THEN why := 5; why_day := d[j]; EXIT; END IF;
      END LOOP;
    END IF;
    IF why IS NULL AND day > due THEN
      why := coalesce(refused, CASE WHEN review < valid THEN 7 ELSE 6 END); why_day := due;
    END IF;
    IF why IS NULL THEN
      until := due;
      FOR j IN 1..m LOOP
        CONTINUE WHEN k[j] <> 4 OR n[j] <> n[i] OR d[j] < issued OR u[j] < day;
        open := true;
        FOR v IN 1..m LOOP
          IF k[v] = 5 AND n[v] = n[i] AND d[v] >= d[j] THEN open := false; END IF;
        END LOOP;
        IF open THEN why := 12; why_day := d[j]; EXIT; END IF;
      END LOOP;
    END IF;
    IF why IS NULL AND unfit IS NOT NULL THEN why := 13; why_day := unfit; END IF;
    IF why IS NULL AND r.first_halves > 0 THEN
      done := 0;
      FOR j IN 1..m LOOP
        IF k[j] = 12 THEN done := done + h[j]; END IF;
      END LOOP;
      IF greatest(done, h[i]) < r.first_halves THEN why := 14; why_day := issued; END IF;
    END IF;
    IF why IS NULL AND r.year_halves > 0 AND extract(year FROM issued) < extract(year FROM day) - 1 THEN
      done := 0; first := date_trunc('year', day)::date;
      FOR j IN 1..m LOOP
        IF k[j] = 12 AND d[j] >= (first - interval '1 year')::date THEN done := done + h[j]; END IF;
      END LOOP;
      IF done < r.year_halves THEN why := 15; why_day := first; END IF;
    END IF;
    IF why IS NULL THEN good := true; why := 1; why_day := issued; END IF;
    -- The best of several.
    IF card IS NULL OR (good AND NOT licensed) OR (good = licensed AND (
         (good AND until IS NULL AND best_due IS NOT NULL) OR (good AND until > best_due) OR
         ((NOT good OR until IS NOT DISTINCT FROM best_due) AND
          (issued > best_from OR (issued = best_from AND n[i] < card))))) THEN
      licensed := good; reason := why; card := n[i]; reason_day := why_day; lapse := until;
      renewal := until IS NOT NULL AND NOT (review IS NOT NULL AND review < valid);
      best_due := until; best_from := issued;
    END IF;
  END LOOP;
  IF card IS NOT NULL THEN RETURN; END IF;
  FOR i IN m + 1..coalesce(array_length(k, 1), 0) LOOP
    IF k[i] = 1 AND (next_issue IS NULL OR d[i] < next_issue) THEN
      reason := 3; card := n[i]; reason_day := d[i]; next_issue := d[i];
    END IF;
  END LOOP;
END $$;
