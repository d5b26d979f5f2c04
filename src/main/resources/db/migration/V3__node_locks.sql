-- The advisory lock of PostgreSQL that the node holds as long as its program runs; null for none.
alter table node add column lock_key bigint;
