# The apps, an image each: docker build --target ingest-api|summary-worker|query-api|price-feed .
# docker-compose.yml builds and runs them. A build needs this checkout, the base images and a Maven repository.

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build

# First what seldom changes: a build without sources leaves Maven and nearly all libraries in a layer of their own.
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY testing/pom.xml testing/
COPY portfolio-domain/pom.xml portfolio-domain/
COPY portfolio-store/pom.xml portfolio-store/
COPY portfolio-wire/pom.xml portfolio-wire/
COPY broker-files/pom.xml broker-files/
COPY trade-log/pom.xml trade-log/
COPY access/pom.xml access/
COPY ingest-api/pom.xml ingest-api/
COPY cli/pom.xml cli/
COPY summary-worker/pom.xml summary-worker/
COPY live-prices/pom.xml live-prices/
COPY query-api/pom.xml query-api/
COPY price-feed/pom.xml price-feed/
COPY standalone/pom.xml standalone/
COPY faults/pom.xml faults/
COPY bench/pom.xml bench/
RUN ./mvnw --batch-mode -pl ingest-api,summary-worker,query-api,price-feed -am -DskipTests package && rm -r ./*/target

# The tests are not even copied (.dockerignore); ./trakkit test runs them.
COPY . .
RUN ./mvnw --batch-mode -pl ingest-api,summary-worker,query-api,price-feed -am -DskipTests package \
 && for app in ingest-api summary-worker query-api price-feed; do \
      java -Djarmode=tools -jar "$app/target/$app"-*-exec.jar \
        extract --layers --application-filename app.jar --destination "/layers/$app" \
      || exit 1; \
    done


FROM eclipse-temurin:25-jre-noble AS app
WORKDIR /app
COPY --chmod=755 deploy/healthy deploy/train /usr/local/bin/
# The heap is a share of the container's memory; JDK_JAVA_OPTIONS=-Xmx… overrides it. Out of memory ends the process,
# for the engine to start it again, rather than leaving half of its threads.
COPY deploy/jvm.options /etc/trakkit/
HEALTHCHECK --interval=5s --timeout=4s --start-period=2m --retries=3 CMD ["healthy"]
# Whatever is run on it starts from what 'train' has left; with other options for the JVM it starts without, and slower.
ENTRYPOINT ["java", "@/etc/trakkit/jvm.options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]


# An app is trained by the JVM that will run it, in the place from which it will run. The user is a number, so that an
# orchestrator can see that it is not root; it owns no file, and what it may write is /tmp alone.
FROM app AS ingest-api
ENV SERVER_PORT=8081
EXPOSE 8081
COPY --from=build /layers/ingest-api/dependencies/ ./
COPY --from=build /layers/ingest-api/application/ ./
RUN train
USER 10001:10001


FROM app AS query-api
ENV SERVER_PORT=8082
EXPOSE 8082
COPY --from=build /layers/query-api/dependencies/ ./
COPY --from=build /layers/query-api/application/ ./
RUN train
USER 10001:10001


FROM app AS summary-worker
ENV SERVER_PORT=8083 TRAKKIT_OPS_URL=http://127.0.0.1:8083
EXPOSE 8083
COPY --from=build /layers/summary-worker/dependencies/ ./
COPY --from=build /layers/summary-worker/application/ ./
RUN train
USER 10001:10001


FROM app AS price-feed
ENV SERVER_PORT=8084
EXPOSE 8084
COPY --from=build /layers/price-feed/dependencies/ ./
COPY --from=build /layers/price-feed/application/ ./
RUN train
USER 10001:10001
