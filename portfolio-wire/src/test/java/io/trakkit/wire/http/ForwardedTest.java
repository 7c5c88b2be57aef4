package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a proxy says of the address that a client asked for ends up in links: it is an address, or it is refused. */
@ServerTest
class ForwardedTest {

    private final Http http;

    ForwardedTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            X-Forwarded-Proto  ! ftp              ! must be http or https, not "ftp"
            X-Forwarded-Proto  ! javascript       ! must be http or https, not "javascript"
            X-Forwarded-Proto  ! https, gopher    ! must be http or https, not "gopher"
            X-Forwarded-Port   ! 65536            ! must be a port from 1 to 65535, not "65536"
            X-Forwarded-Port   ! 0                ! must be a port from 1 to 65535, not "0"
            X-Forwarded-Port   ! http             ! must be a port from 1 to 65535, not "http"
            X-Forwarded-Port   ! 99999999999      ! must be a port from 1 to 65535, not "99999999999"
            X-Forwarded-Host   ! a/b              ! must be a host and perhaps a port, not "a/b"
            X-Forwarded-Host   ! evil.com?x=      ! must be a host and perhaps a port, not "evil.com?x="
            X-Forwarded-Host   ! a:70000          ! must be a host and perhaps a port, not "a:70000"
            X-Forwarded-Host   ! user@evil.com    ! must be a host and perhaps a port, not "user@evil.com"
            X-Forwarded-Prefix ! //evil.com/"     ! must be a path, not "//evil.com/""
            X-Forwarded-For    ! 1.2.3.4:99999    ! must be addresses, not "1.2.3.4:99999"
            X-Forwarded-Ssl    ! maybe            ! must be on or off, not "maybe"
            Forwarded          ! proto=ftp        ! must be as in RFC 7239, such as proto=https;host=example.com, not "proto=ftp"
            Forwarded          ! host="a b"       ! must be as in RFC 7239, such as proto=https;host=example.com, not "host="a b""
            """, quoteCharacter = '`')
    void nonsenseIsRefusedByName(String header, String value, String words) {
        HttpAnswer answer = http.get("/address", header, value);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).isEqualTo(header + " " + words);
        assertThat(answer.json().get("errors").get(0).get("header").asString()).isEqualTo(header);
    }

    @Test
    void anAddressIsBelieved() {
        assertThat(http.get(
                                "/address",
                                "X-Forwarded-Proto",
                                "https",
                                "X-Forwarded-Host",
                                "api.example.com",
                                "X-Forwarded-For",
                                "10.0.0.1, 10.0.0.2")
                        .text())
                .isEqualTo("{\"url\":\"https://api.example.com/address\"}");
        assertThat(http.get("/address", "X-Forwarded-Host", "[::1]:8443", "X-Forwarded-Proto", "HTTPS")
                        .text())
                .contains("://[::1]:8443/address");
        assertThat(http.get("/address", "Forwarded", "for=\"[2001:db8::1]:80\";proto=https;host=a.example")
                        .text())
                .isEqualTo("{\"url\":\"https://a.example/address\"}");
    }
}
