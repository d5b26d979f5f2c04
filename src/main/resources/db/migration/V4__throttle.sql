-- Tenants that Graph has throttled, for all nodes of one PostgreSQL, by its clock. Empty on SQLite, which has one node.
create table throttle (
    tenant_id    varchar(128) not null primary key,
    closed_until bigint       not null,
    -- when one command may be sent all the same, by one of the nodes
    probe_at     bigint       not null,
    -- id of the command that was sent so; empty for none
    probe        varchar(128) not null
);
