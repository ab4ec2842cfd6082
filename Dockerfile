# One image for api-server and worker, built from the sources; the class to run is the command.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -ntp -pl standalone -am package -DskipTests \
 && mkdir /lib-purser \
 && cp standalone/target/lib/*.jar standalone/target/standalone-*.jar /lib-purser/ \
 && rm -f /lib-purser/embedded-postgres-binaries-*.jar

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home purser
COPY --from=build /lib-purser /app/lib
COPY deploy/healthy /app/healthy
USER purser
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-cp", "/app/lib/*"]
