/** The meters of the program in the form that Prometheus reads. Each part has the meters of what it does itself. */
package dev.callescalation.metrics;
