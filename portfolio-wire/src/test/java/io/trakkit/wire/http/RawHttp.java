package io.trakkit.wire.http;

import io.trakkit.testing.Http;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says to a server, byte for byte, what a well-mannered client would not. */
record RawHttp(int port) {

    /** Sends the text, one byte per character, and reads until the server closes the connection. */
    Answer send(String request) throws IOException {
        return Answer.of(Http.raw(port, request));
    }

    /** The same for a request that ends too early: no more bytes follow the text. */
    Answer sendAndEnd(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return Answer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A GET of the path as it stands. */
    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    record Answer(int status, String head, String body) {

        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            int status = Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
            return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
        }

        /** What it says to a person. */
        String detail() {
            return Json.strict().readTree(body).path("detail").asString();
        }

        /** Whether it is a problem of that type, and says nothing of the server's inside. */
        boolean isProblem(String type) {
            return head.contains("application/problem+json")
                    && body.contains("\"type\":\"urn:trakkit:problem:" + type + "\"")
                    && !body.contains("secret")
                    && !body.contains("java")
                    && !body.contains("Tomcat")
                    && !body.contains("<html");
        }
    }
}
