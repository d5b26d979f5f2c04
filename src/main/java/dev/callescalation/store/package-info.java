/** Keeps escalations, journal and outbox in a database: SQLite beside the program, or PostgreSQL. */
package dev.callescalation.store;
