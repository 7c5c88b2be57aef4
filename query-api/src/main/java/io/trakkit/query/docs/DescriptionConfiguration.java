package io.trakkit.query.docs;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The frame of the description; the calls describe themselves. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

    @Bean
    OpenAPI api() {
        return new OpenAPI()
                .info(new Info()
                        .title("trakkit")
                        .version("v1")
                        .description("Portfolios: post trades, ask what is held and what it has returned.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components().addSchemas("Problem", problem()));
    }

    @Bean
    AnswerResolver answerResolver() {
        return new AnswerResolver();
    }

    /** Gives a type to what calls leave without one: a parameter is text, a problem is a problem. */
    @Bean
    OpenApiCustomizer types() {
        return api -> api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(DescriptionConfiguration::addTypes);
    }

    private static void addTypes(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getSchema() == null && parameter.getContent() == null)
                    .forEach(parameter -> parameter.setSchema(ofType("string")));
        }
        operation.getResponses().values().stream()
                .filter(response -> response.getContent() != null)
                .flatMap(response -> response.getContent().entrySet().stream())
                .filter(content -> content.getKey().equals("application/problem+json"))
                .forEach(content -> content.getValue().setSchema(new Schema<>().$ref("#/components/schemas/Problem")));
    }

    /** RFC 9457. */
    private static Schema<?> problem() {
        Schema<?> error = object().addProperty("pointer", text("The JSON pointer of a field of the body", "/volume"))
                .addProperty("parameter", text("The name of a query parameter", "page_size"))
                .addProperty("header", text("The name of a header", "If-Match"))
                .addProperty("detail", text("What is wrong with it", "must be greater than zero"));
        Schema<?> errors = new Schema<>();
        errors.setTypes(Set.of("array"));
        errors.setDescription("Which parts of the input are to blame");
        errors.setItems(error);
        Schema<?> status = new Schema<>();
        status.setTypes(Set.of("integer"));
        status.setExample(400);
        return object().description("What went wrong, as in RFC 9457")
                .addProperty("type", text("What a program tells the problem by", "urn:trakkit:problem:invalid"))
                .addProperty("title", text("The kind of problem", "Invalid values"))
                .addProperty("status", status)
                .addProperty("detail", text("What happened, for a person", "/volume must be greater than zero"))
                .addProperty("errors", errors);
    }

    private static Schema<?> object() {
        return ofType("object");
    }

    private static Schema<?> ofType(String type) {
        Schema<?> schema = new Schema<>();
        schema.setTypes(Set.of(type));
        return schema;
    }

    private static Schema<?> text(String description, String example) {
        Schema<?> schema = new Schema<>();
        schema.setTypes(Set.of("string"));
        schema.setDescription(description);
        schema.setExample(example);
        return schema;
    }
}
