package io.trakkit.standalone.security;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that the JDK's keytool makes. Its certificates are for the host name localhost. */
final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path store;

    private Authority(Path store) {
        this.store = store;
    }

    /** A new one. */
    static Authority create(Path folder, String name) throws IOException {
        Authority authority = new Authority(folder.resolve(name + ".p12"));
        authority.keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c");
        return authority;
    }

    /** Issues a new certificate and writes {@code server.crt}, {@code server.key}, and both as {@code server.pem}. */
    X509Certificate issueTo(String alias, Path folder) throws IOException, GeneralSecurityException {
        keytool("-alias", alias, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "san=dns:localhost");
        KeyStore keys = open();
        X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
        String chain = pem("CERTIFICATE", certificate.getEncoded());
        String key = pem(
                "PRIVATE KEY",
                Objects.requireNonNull(keys.getKey(alias, PASSWORD.toCharArray()))
                        .getEncoded());
        Files.writeString(folder.resolve("server.crt"), chain);
        writeForOwner(folder.resolve("server.key"), key);
        writeForOwner(folder.resolve("server.pem"), key + chain);
        return certificate;
    }

    /** Writes its own certificate. */
    void writeTo(Path file) throws IOException, GeneralSecurityException {
        Files.writeString(file, pem("CERTIFICATE", open().getCertificate("ca").getEncoded()));
    }

    /** Writes a trust store with its own certificate, as {@code keytool -importcert} does. */
    void writeTrustStoreTo(Path file, String password) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted().store(out, password.toCharArray());
        }
    }

    private KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", open().getCertificate("ca"));
        return trusted;
    }

    /** Trusts this authority only. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** Makes a pair of keys with a certificate. */
    private void keytool(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ExitStatus.of(process, Waiting.LIMIT) != 0) {
            throw new IOException(output);
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(content));
    }

    private static void writeForOwner(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
