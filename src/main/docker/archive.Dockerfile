# Adds an archive of loaded classes to the image, for a start that costs a quarter less CPU. Only the Java of the image can
# make it. Both images of mvn -Pimage must be loaded:
#   docker build -f src/main/docker/archive.Dockerfile -t call-escalation:0.1.0-cds .
ARG VERSION=0.1.0

# Which classes a call loads: one is played with the sandbox.
FROM call-escalation-try:${VERSION} AS played
USER 0
RUN mkdir scenarios && printf 'description: Moved\nthen: {phase: escalated}\n' > scenarios/moved.scenario.yaml && \
    java -XX:TieredStopAtLevel=1 -Xshare:off -XX:DumpLoadedClassList=/tmp/classes -jar ../program/call-escalation.jar test

FROM call-escalation:${VERSION}
USER 0
COPY --from=played /tmp/classes /opt/call-escalation/program/classes
RUN java -XX:+UseSerialGC -Xshare:dump -Xlog:cds=off -XX:SharedClassListFile=/opt/call-escalation/program/classes \
      -XX:SharedArchiveFile=/opt/call-escalation/program/call-escalation.jsa \
      -jar /opt/call-escalation/program/call-escalation.jar && \
    chmod a+r /opt/call-escalation/program/call-escalation.jsa && \
    echo SharedArchiveFile=/opt/call-escalation/program/call-escalation.jsa >> /opt/call-escalation/program/java.flags
USER 10001:0
