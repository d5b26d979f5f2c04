-- What the control port lists. No entry of an index moves with each commit: those of open escalations move when the
-- phase or the deadline changes.

-- From the origin, cut to a length that an index takes; empty if unknown.
alter table escalation add column tenant_id varchar(64) not null default '';
alter table escalation add column scenario_id varchar(64) not null default '';
-- updated_at of a finished escalation; 0 while it is open. An index on updated_at itself would make PostgreSQL write an
-- entry into every index with each commit.
alter table escalation add column over_at bigint not null default 0;
update escalation set
    tenant_id = substr(coalesce(${origin_tenant}, ''), 1, 64),
    scenario_id = substr(coalesce(${origin_scenario}, ''), 1, 64),
    over_at = case when is_over = 1 then updated_at else 0 end;

drop index escalation_created;
drop index escalation_over;
drop index escalation_payloads;
create index escalation_created on escalation (created_at, id);
create index escalation_open on escalation (created_at, id, phase, tenant_id) where is_over = 0;
create index escalation_over on escalation (over_at, id) where is_over = 1;
create index escalation_ended on escalation (phase, over_at, id) where is_over = 1;
create index escalation_ended_tenant on escalation (tenant_id, over_at, id, phase) where is_over = 1;
create index escalation_payloads on escalation (over_at) where is_over = 1 and payloads = 1;
create index escalation_tenant on escalation (tenant_id, created_at, id);
create index escalation_scenario on escalation (scenario_id) where scenario_id <> '';

-- What dead letters with the same cause have in common: kind, route, step, and the error without ids and numbers.
alter table dead_letter add column cause varchar(36) not null default '';
drop index dead_letter_at;
drop index dead_letter_state;
create index dead_letter_at on dead_letter (at, id);
create index dead_letter_state on dead_letter (state, at, id);
create index dead_letter_cause on dead_letter (state, cause, at, id);
create index dead_letter_escalation on dead_letter (escalation_id, state);
