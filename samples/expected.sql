-- What requests.ndjson must come to, worked out by PostgreSQL alone: one statement over the table
-- sample_requests (line integer, request jsonb), a row for each line of the file. README.md shows how to run it.
WITH RECURSIVE

-- The first creation of a ref_id is the trade. Whatever comes after it with the same ref_id is a repeat.
creations AS (
    SELECT DISTINCT ON (request -> 'body' ->> 'ref_id')
           line,
           request ->> 'portfolio' AS portfolio,
           request -> 'body' AS body
      FROM sample_requests
     WHERE request ->> 'action' = 'create'
     ORDER BY request -> 'body' ->> 'ref_id', line
),

-- Field by field, the last amendment that has the field.
amendments AS (
    SELECT ref_id, jsonb_object_agg(field, value) AS changes
      FROM (SELECT DISTINCT ON (request ->> 'ref_id', change.key)
                   request ->> 'ref_id' AS ref_id, change.key AS field, change.value AS value
              FROM sample_requests
             CROSS JOIN LATERAL jsonb_each(request -> 'body') AS change
             WHERE request ->> 'action' = 'amend'
             ORDER BY request ->> 'ref_id', change.key, line DESC) AS last_of_field
     GROUP BY ref_id
),

amended AS (
    SELECT line, portfolio, body || coalesce(changes, '{}') AS body
      FROM creations
      LEFT JOIN amendments ON ref_id = body ->> 'ref_id'
),

trades AS (
    SELECT line,
           portfolio,
           body ->> 'ticker' AS ticker,
           body ->> 'trade_type' = '2' AS is_sell,
           CAST(body ->> 'volume' AS numeric) AS volume,
           CAST(body ->> 'amount' AS numeric) AS amount,
           body ->> 'status' = 'success' AS is_success,
           CAST(body ->> 'executed_at' AS timestamptz) AS executed_at
      FROM amended
),

-- The successful trades of a position, numbered in the order in which they count.
numbered AS (
    SELECT trades.*,
           row_number() OVER (PARTITION BY portfolio, ticker ORDER BY executed_at, line) AS place
      FROM trades
     WHERE is_success
),

-- Each row is a position after one more of its trades. place 0 is a position without any.
steps AS (
    SELECT DISTINCT portfolio,
           ticker,
           CAST(0 AS bigint) AS place,
           CAST(0 AS numeric) AS held,
           CAST(0 AS numeric) AS cost,
           CAST(0 AS numeric) AS realised,
           0 AS applied,
           0 AS rejected
      FROM trades
    UNION ALL
    SELECT steps.portfolio,
           steps.ticker,
           trade.place,
           CASE WHEN is_oversell THEN held WHEN is_sell THEN held - volume ELSE held + volume END,
           CASE WHEN is_oversell THEN cost WHEN is_sell THEN cost - sold_cost ELSE cost + volume * amount END,
           CASE WHEN is_sell AND NOT is_oversell THEN realised + volume * amount - sold_cost ELSE realised END,
           CASE WHEN is_oversell THEN applied ELSE applied + 1 END,
           CASE WHEN is_oversell THEN rejected + 1 ELSE rejected END
      FROM steps
      JOIN numbered AS trade
        ON trade.portfolio = steps.portfolio AND trade.ticker = steps.ticker AND trade.place = steps.place + 1
     CROSS JOIN LATERAL (SELECT is_sell AND volume > held AS is_oversell) AS oversell
        -- cost * volume / held in whole units of 10^-20. div() is exact, and what it leaves over decides how to round:
        -- more than half goes up, and half itself goes to the even neighbour. The / of numeric picks a scale of its own.
     CROSS JOIN LATERAL (SELECT cost * volume * 1e20 AS numerator, nullif(held, 0) AS denominator) AS fraction
     CROSS JOIN LATERAL (SELECT div(numerator, denominator) AS whole) AS quotient
     CROSS JOIN LATERAL (SELECT 2 * (numerator - whole * denominator) AS twice) AS remainder
     CROSS JOIN LATERAL (
         SELECT CASE WHEN volume = held THEN cost
                     WHEN twice > denominator OR twice = denominator AND mod(whole, 2) = 1 THEN (whole + 1) * 1e-20
                     ELSE whole * 1e-20
                END AS sold_cost) AS rounded
),

positions AS (
    SELECT DISTINCT ON (portfolio, ticker) *
      FROM steps
     ORDER BY portfolio, ticker, place DESC
),

failures AS (
    SELECT portfolio, ticker, count(*) FILTER (WHERE NOT is_success) AS failed
      FROM trades
     GROUP BY portfolio, ticker
)

-- The average is cost / held in cents, rounded in the same way, and 0.00 where nothing is held.
SELECT portfolio,
       ticker,
       trim_scale(held) AS held,
       trim_scale(cost) AS cost,
       trim_scale(realised) AS realised,
       0.01 * CASE WHEN held = 0 THEN 0
                   WHEN twice > held OR twice = held AND mod(whole, 2) = 1 THEN whole + 1
                   ELSE whole
              END AS average_amount,
       applied,
       rejected,
       failed
  FROM positions
  JOIN failures USING (portfolio, ticker)
 CROSS JOIN LATERAL (SELECT div(cost * 100, nullif(held, 0)) AS whole) AS quotient
 CROSS JOIN LATERAL (SELECT 2 * (cost * 100 - whole * held) AS twice) AS remainder
 ORDER BY portfolio COLLATE "C", ticker COLLATE "C";
