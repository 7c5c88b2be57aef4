-- ingest-api fixes the exchange rate of a trade that states none. Rates are series of the price history.
GRANT SELECT ON price_history TO trakkit_ingest;
