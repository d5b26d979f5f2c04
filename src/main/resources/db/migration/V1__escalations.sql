-- The same SQL for SQLite and PostgreSQL. Times are milliseconds since 1970, JSON is text. Tables marked with the
-- placeholder by_key are stored in the order of their primary key on SQLite, which saves the index: for short rows.

-- One row for each escalation. state is written with each commit, so nothing else of length is in this table.
create table escalation (
    id          varchar(36) not null primary key,
    version     bigint      not null,
    phase       varchar(64) not null,
    is_over     integer     not null,
    -- 1 while the origin and the payloads in its journal are kept
    payloads    integer     not null,
    created_at  bigint      not null,
    updated_at  bigint      not null,
    -- when its next deadline passes; the largest number for never
    alarm_at    bigint      not null,
    state       text        not null
);
create index escalation_created on escalation (created_at);
create index escalation_alarm on escalation (alarm_at);
-- Only finished escalations: each commit would move the entry of an open one.
create index escalation_over on escalation (updated_at) where is_over = 1;
create index escalation_payloads on escalation (updated_at) where is_over = 1 and payloads = 1;

-- Both calls of an escalation, by lower-case id without dashes.
create table call (
    call_key      varchar(128) not null primary key,
    escalation_id varchar(36)  not null
) ${by_key};

-- What happened to an escalation: one row for each version. origin is what the escalation began with, in its first row
-- only; payload is the messages received and sent. Both contain personal data, and are null after their retention time.
create table journal (
    escalation_id varchar(36) not null,
    version       bigint      not null,
    entry         text        not null,
    origin        text,
    payload       text,
    primary key (escalation_id, version)
);

-- What happened and belongs to no escalation. payload as in journal.
create table unmatched (
    id      varchar(36) not null primary key,
    at      bigint      not null,
    entry   text        not null,
    payload text
);
create index unmatched_at on unmatched (at);
create index unmatched_payload on unmatched (at) where payload is not null;

-- Messages that no route could decide on, and commands that failed for good.
create table dead_letter (
    id            varchar(36)  not null primary key,
    at            bigint       not null,
    -- escalation_id, call_id and step are empty if unknown
    escalation_id varchar(36)  not null,
    call_id       text         not null,
    kind          varchar(16)  not null,
    summary       text         not null,
    -- null after the retention time of a closed letter's message
    message       text,
    error         text         not null,
    route         text         not null,
    step          text         not null,
    failures      integer      not null,
    state         varchar(16)  not null,
    -- when it was replayed or dismissed; 0 while it is open
    closed_at     bigint       not null
);
create index dead_letter_at on dead_letter (at);
create index dead_letter_state on dead_letter (state, at);

-- Commands that Graph has not answered yet.
create table outbox (
    escalation_id varchar(36)  not null,
    command_key   varchar(64)  not null,
    due           bigint       not null,
    -- the node that sends it; null if it has been put off, which proves that Graph has not carried it out
    owner         varchar(36),
    command       text         not null,
    primary key (escalation_id, command_key)
) ${by_key};
-- Only commands that were put off: few commands are, and the others are deleted as soon as Graph has replied.
create index outbox_due on outbox (due) where owner is null;

-- Nodes that share this database. Commands of a node that has stopped are handed to the others.
create table node (
    id          varchar(36) not null primary key,
    alive_until bigint      not null
);

-- Empty: the health check writes and deletes a row here, which proves that there is room for a decision.
create table probe (
    fill text not null
);
