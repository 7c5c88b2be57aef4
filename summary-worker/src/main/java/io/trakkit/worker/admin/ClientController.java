package io.trakkit.worker.admin;

import io.trakkit.access.AuditNote;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and shows clients. */
@RestController
@RequestMapping(path = "/api/v1/admin/clients", produces = MediaType.APPLICATION_JSON_VALUE)
class ClientController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final ClientRegister register;
    private final ClientAccounts clients;

    ClientController(ClientRegister register, ClientAccounts clients) {
        this.register = register;
        this.clients = clients;
    }

    @PostMapping
    ResponseEntity<ClientBodies.Answer> create(HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ObjectNode body = BodyReader.readObject(request);
        ClientAccount wanted = ClientBodies.readCreation(body, register.now());
        new AuditNote(Optional.of(wanted.id()), wanted.id().value(), body.toString()).addTo(request);
        ClientAccount created = register.create(wanted);
        return ResponseEntity.created(URI.create("/api/v1/admin/clients/" + created.id() + "/"))
                .body(ClientBodies.Answer.of(created));
    }

    @GetMapping
    ClientBodies.Page list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        ClientId after = parameters.value("after", ClientId::new);
        parameters.noOthers();
        // One more than wanted, to know whether there are more.
        List<ClientAccount> found = clients.page(after, limit + 1);
        List<ClientAccount> wanted = found.subList(0, Math.min(limit, found.size()));
        return new ClientBodies.Page(
                wanted.stream().map(ClientBodies.Answer::of).toList(),
                found.size() > limit ? wanted.getLast().id().value() : null);
    }

    @GetMapping("/{id}")
    ClientBodies.Answer one(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ClientId client = PathValue.client(id);
        return ClientBodies.Answer.of(clients.find(client).orElseThrow(() -> ClientRegister.unknown(client)));
    }

    @PatchMapping("/{id}")
    ClientBodies.Answer change(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        ClientId client = PathValue.client(id);
        ObjectNode body = BodyReader.readObject(request);
        ClientBodies.Change change = ClientBodies.readChange(body);
        new AuditNote(Optional.of(client), client.value(), body.toString()).addTo(request);
        return ClientBodies.Answer.of(register.change(client, change::applyTo));
    }
}
