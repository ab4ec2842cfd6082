-- Sums of many amounts have no bound: what one agent spends must never make another's spending uncountable.
alter table account alter posted type numeric, alter pending type numeric, alter granted type numeric;
alter table window_sum alter posted type numeric, alter pending type numeric, alter granted type numeric;
alter table quarter_sum alter posted type numeric;
alter table minute_sum alter posted type numeric;
alter table decision alter spent type numeric, alter limit_nanos type numeric;
alter table rollup alter cost type numeric, alter assumed type numeric, alter tokenless_cost type numeric,
  alter tokens_in type numeric, alter tokens_out type numeric, alter tokens_cached type numeric,
  alter tokens_cache_write type numeric, alter tokens_reasoning type numeric;
