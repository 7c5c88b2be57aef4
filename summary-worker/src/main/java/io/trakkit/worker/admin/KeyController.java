package io.trakkit.worker.admin;

import io.trakkit.access.AuditNote;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Issues, revokes and shows API keys. */
@RestController
@RequestMapping(path = "/api/v1/admin/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeyController {

    private final ClientRegister register;
    private final ApiKeys keys;
    private final ClientAccounts clients;
    private final SecureRandom random = new SecureRandom();

    KeyController(ClientRegister register, ApiKeys keys, ClientAccounts clients) {
        this.register = register;
        this.keys = keys;
        this.clients = clients;
    }

    @PostMapping
    ResponseEntity<KeyBodies.Answer> create(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ObjectNode body = BodyReader.readObject(request);
        KeyBodies.NewKey wanted = KeyBodies.readCreation(body, register.now());
        ApiKey key = ApiKey.generate(random);
        IssuedKey issued = wanted.issue(key, register.now());
        new AuditNote(wanted.client(), issued.id().value(), body.toString()).addTo(request);
        register.issue(issued);
        return ResponseEntity.created(URI.create("/api/v1/admin/keys/" + issued.id() + "/"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(KeyBodies.Answer.created(issued, key));
    }

    @GetMapping
    KeyBodies.Many list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Optional<ClientId> client = Optional.ofNullable(parameters.value("client", ClientId::new));
        parameters.noOthers();
        client.ifPresent(id -> ClientRegister.requireClient(clients, id));
        return new KeyBodies.Many(
                keys.of(client).stream().map(KeyBodies.Answer::of).toList());
    }

    @GetMapping("/{id}")
    KeyBodies.Answer one(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        return KeyBodies.Answer.of(listed(PathValue.key(id)));
    }

    @PostMapping("/{id}/revoke")
    KeyBodies.Answer revoke(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ApiKeyId key = PathValue.key(id);
        boolean lastToo = KeyBodies.readRevocation(BodyReader.readObjectOrNothing(request));
        new AuditNote(keys.find(key).flatMap(found -> found.key().client()), key.value(), lastToo ? "last" : "")
                .addTo(request);
        var _ = register.revoke(key, lastToo);
        return KeyBodies.Answer.of(listed(key));
    }

    private ApiKeys.ListedKey listed(ApiKeyId id) {
        return keys.find(id).filter(key -> !key.key().session()).orElseThrow(() -> ClientRegister.unknown(id));
    }
}
