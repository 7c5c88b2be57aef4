package io.trakkit.standalone.security;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.standalone.embedded.OneNode;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Waiting;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.utils.Time;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL, Kafka and Redis with TLS, configured as docs/operating/security.md says. */
final class SecuredServers implements AutoCloseable {

    /** The owner of the tables. */
    static final String DATABASE_USER = "trakkit";

    private final KafkaRaftServer kafka;
    private final EmbeddedPostgres postgres;
    private final Process redis;
    private final Admin admin;

    private SecuredServers(KafkaRaftServer kafka, EmbeddedPostgres postgres, Process redis, Admin admin) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.redis = redis;
        this.admin = admin;
    }

    /** Where they serve TLS, and Kafka's listener for its super user. */
    record Ports(int postgres, int kafka, int kafkaInternal, int redis) {

        static Ports free() {
            return new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        }
    }

    /**
     * Starts them.
     *
     * @param folder has {@code server.pem}, and takes the data
     * @param page with the values of this site
     */
    static SecuredServers start(Path folder, Ports ports, SecurityPage page, Path redisProgram) throws IOException {
        EmbeddedPostgres postgres = startPostgres(folder, ports, page);
        Process redis = startRedis(folder, ports, page, redisProgram);
        KafkaRaftServer kafka = startKafka(folder, ports);
        Admin admin = Admin.create(Map.of("bootstrap.servers", FreePorts.HOST + ":" + ports.kafkaInternal()));
        return new SecuredServers(kafka, postgres, redis, admin);
    }

    private static EmbeddedPostgres startPostgres(Path folder, Ports ports, SecurityPage page) throws IOException {
        Path hba = Files.writeString(
                folder.resolve("pg_hba.conf"),
                "hostssl postgres,trakkit postgres 127.0.0.1/32 trust\n" + page.block("pg_hba"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(ports.postgres())
                .setPGStartupWait(Waiting.LIMIT)
                .setServerConfig("hba_file", hba.toString());
        for (String line : page.block("postgresql.conf").lines().toList()) {
            String[] setting = line.split(" = ", 2);
            builder.setServerConfig(setting[0], setting[1].replace("'", ""));
        }
        return builder.start();
    }

    /** By the statements of docs/operating/roles.md. All users get the same password. */
    void createDatabase(String password) throws IOException {
        JdbcClient jdbc = JdbcClient.create(postgres.getPostgresDatabase());
        String page = Files.readString(Path.of("../docs/operating/roles.md"));
        page.substring(page.indexOf("## Create the users"), page.indexOf("## Upgrade a database"))
                .lines()
                .filter(line -> line.startsWith("    CREATE "))
                .map(line -> line.strip().replace("…", password))
                .forEach(statement -> jdbc.sql(statement).update());
    }

    private static Process startRedis(Path folder, Ports ports, SecurityPage page, Path program) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("redis.conf"),
                page.block("redis") + "bind 127.0.0.1\nsave \"\"\ndir \"%s\"\n".formatted(folder));
        Process process = new ProcessBuilder(program.toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        // It does not end with this process by itself, also where Kafka does not start.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        patiently().until(() -> {
            new Socket(InetAddress.ofLiteral(FreePorts.HOST), ports.redis()).close();
            return true;
        });
        return process;
    }

    private static KafkaRaftServer startKafka(Path folder, Ports ports) throws IOException {
        Path logs = Files.createDirectory(folder.resolve("kafka"));
        OneNode.format(logs);
        int controller = FreePorts.next();
        Properties settings = OneNode.settings();
        settings.putAll(Map.ofEntries(
                Map.entry("log.dirs", logs.toString()),
                Map.entry(
                        "listeners",
                        "SASL_SSL://127.0.0.1:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(ports.kafka(), ports.kafkaInternal(), controller)),
                Map.entry(
                        "advertised.listeners",
                        "SASL_SSL://localhost:%d,INTERNAL://127.0.0.1:%d"
                                .formatted(ports.kafka(), ports.kafkaInternal())),
                Map.entry(
                        "listener.security.protocol.map", "SASL_SSL:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "INTERNAL"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry(
                        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry("ssl.keystore.type", "PEM"),
                Map.entry("ssl.keystore.location", folder.resolve("server.pem").toString()),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                // The broker itself and the operator, who are on the internal listener.
                Map.entry("super.users", "User:ANONYMOUS")));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return server;
    }

    /** Kafka's operator. */
    Admin admin() {
        return admin;
    }

    void createKafkaUsers(List<String> users, String password) throws Exception {
        List<UserScramCredentialAlteration> credentials = users.stream()
                .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password))
                .toList();
        admin.alterUserScramCredentials(credentials).all().get();
    }

    @Override
    public void close() throws IOException {
        admin.close();
        kafka.shutdown();
        kafka.awaitShutdown();
        redis.destroy();
        ExitStatus.of(redis, Waiting.LIMIT);
        postgres.close();
    }
}
